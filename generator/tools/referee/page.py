"""The reference page in headless Chromium, and its Rust programs checked by rustc."""

import re

from . import served
from .clients import CRATES, reference
from .tools import HOME, ROOT, need, report, run


def judge(table, descriptions):
    sites = {description.name: reference(description) for description in descriptions}
    for description in descriptions:
        compiled(table, description, sites[description.name][1])
    browser(table, descriptions[0], sites[descriptions[0].name][0])


def compiled(table, description, count):
    """Checks that the Rust programs of the reference compile with the client's crate."""
    done = run(["cargo", "check", "--example", "reference", "-p", description.crate], cwd=CRATES,
               CARGO_TARGET_DIR=str(HOME / "cargo"))
    report(f"{description.name}-reference", done.stdout)
    errors = len(set(re.findall(r"reference\.rs:(\d+)", done.stdout)))
    failed = 0 if done.returncode == 0 else max(errors, 1)
    table.add("rustc", f"{description.name}: programs of the reference", count - failed, failed)


def browser(table, description, site):
    program = next((name for name in ("chromium", "chromium-browser", "google-chrome") if need(name)), None)
    if program is None:
        print("left out: the page in a browser, since there is no Chromium (Debian package chromium)")
        return
    import shutil
    shots = HOME / "shots"
    shots.mkdir(exist_ok=True)
    with served.mock(description.name, description.path) as url:
        done = run(["node", ROOT / "generator" / "tools" / "referee" / "page.mjs", url, site, shots, HOME, shutil.which(program)])
    report("page", done.stdout)
    passed, failed = (len(re.findall(f"^{word}: ", done.stdout, re.M)) for word in ("passed", "failed"))
    why = "; ".join(re.findall(r"^failed: (.*)$", done.stdout, re.M))
    if done.returncode and not failed:
        failed, why = 1, done.stdout.strip().split("\n")[-1]
    table.add("Chromium", "the reference page used", passed, failed, why)
