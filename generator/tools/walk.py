"""Walks every paged operation of generated clients against the mock, to its end: the pages and the items, asynchronous and
blocking. The calls are those of the reference, which have a value for each argument."""

import collections
import json
import re
import subprocess

# Pages after which a list is taken for one without an end.
MOST = 20

PROGRAM = """#![allow(unused, deprecated, unreachable_code)]
use %(crate)s::{Client, types};

macro_rules! walk {
    ($client:ident, $runtime:ident, $id:literal, $call:expr) => {{
        let blocking = |$client: &Client| -> Result<(usize, usize), Box<dyn std::error::Error>> {
            let (mut pages, mut items) = (0, 0);
            for page in ($call).pages_blocking().take(%(most)d) { page?; pages += 1; }
            for item in ($call).items_blocking().take(100_000) { item?; items += 1; }
            Ok((pages, items))
        };
        let asynchronous = async |$client: &Client| -> Result<(usize, usize), Box<dyn std::error::Error>> {
            let (mut pages, mut items) = (0, 0);
            let mut all = ($call).pages();
            while let Some(page) = all.next().await { page?; pages += 1; if pages == %(most)d { break; } }
            let mut all = ($call).items();
            while let Some(item) = all.next().await { item?; items += 1; }
            Ok((pages, items))
        };
        let both = [("blocking", blocking(&$client)), ("async", $runtime.block_on(asynchronous(&$client)))];
        for (how, result) in both {
            match result {
                Ok((%(most)d, _)) => println!("failed {how} {}: there is no end", $id),
                Ok((pages, items)) => println!("walked {how} {} {pages} {items}", $id),
                Err(error) => println!("failed {how} {}: {}", $id, error.to_string().replace('\\n', " ")),
            }
        }
    }};
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let url = std::env::args().nth(1).ok_or("no URL")?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let client = %(builder)s.retry(%(crate)s::RetryPolicy::none()).build()?;
%(walks)s
    Ok(())
}
"""


def script(path):
    """The data of a script of the reference."""
    text = path.read_text()
    return json.loads(text[text.index(" = ") + 3:text.rindex(";")])


def calls(site):
    """The paged operations of a reference: their ids and groups, each with its call, or none where an argument has no value."""
    parts = sorted((site / "reference" / "parts").glob("operations-*.js"))
    for operation in (operation for part in parts for operation in script(part)):
        if operation.get("paged"):
            found = re.search(r"let (?:mut )?response = (client\b.*?)\s*\.send\w*\(\)\s*\.await\?;", operation["call"], re.S)
            call = found and found.group(1)
            yield operation["id"], call if call and "todo!(" not in call else None


def builder(site, calls_url):
    data = script(site / "reference" / "data.js")
    made = "Client::builder(&url)" if calls_url else "Client::builder().base_url(&url)"
    for scheme in data.get("schemes", []):
        made += f'.{scheme["rust"]}("mock", "mock")' if scheme["place"] == "basic" else f'.{scheme["rust"]}("mock")'
    return made


def program(site, crate):
    """A program that walks the paged operations, how many there are, and those that have no call; `None` where there are none."""
    found = list(calls(site))
    if not found:
        return None, 0, []
    takes_url = any("Client::builder(\"" in operation["call"] for part in sorted((site / "reference" / "parts").glob("operations-*.js"))
                    for operation in script(part))
    walks = [f"    walk!(client, runtime, {json.dumps(name, ensure_ascii=False)}, {call});" for name, call in found if call]
    text = PROGRAM % {"crate": crate.replace("-", "_"), "builder": builder(site, takes_url), "walks": "\n".join(walks), "most": MOST}
    return text, len(found), [name for name, call in found if not call]


def walk(client, out, command, cargo):
    """Walks the lists of one client. Gives the counts and what failed; `None` where nothing is paged."""
    site, folder = out / f"{client.crate}-site", out / client.crate
    done = subprocess.run([command, "docs", client.path, "--out", site, "--crate", client.crate,
                           *(["--root", client.root] if client.root else [])], capture_output=True, text=True)
    if done.returncode:
        return collections.Counter(), ["there is no reference: " + done.stderr.strip().split("\n")[0]]
    text, count, without = program(site, client.crate)
    if text is None:
        return None
    counts = collections.Counter(paged=count, without=len(without))
    (folder / "examples").mkdir(exist_ok=True)
    (folder / "examples" / "walk.rs").write_text(text)
    manifest = (folder / "Cargo.toml").read_text()
    if "[dev-dependencies]" not in manifest:
        (folder / "Cargo.toml").write_text(manifest + '\n[dev-dependencies]\ntokio = { version = "1", features = ["rt"] }\n')
    groups = re.findall(r'^full = \[(.*)\]', manifest, re.M)
    features = ["reqwest", "blocking", *(["full"] if groups else [])]
    built = cargo("build", "-p", client.crate, "--example", "walk", "--no-default-features", "--features", ",".join(features),
                  "--message-format=json")
    programs = [message["executable"] for message in map(json.loads, filter(None, built.stdout.splitlines()))
                if message.get("executable") and message.get("target", {}).get("name") == "walk"]
    if not programs:
        (out / "reports" / f"{client.crate}-walk.txt").write_text(built.stderr + built.stdout)
        return counts, ["the program does not compile"]
    mock = subprocess.Popen([command, "mock", client.path, "--port", "0", "--lenient", "--quiet",
                             *(["--root", client.root] if client.root else [])], stdout=subprocess.PIPE,
                            stderr=subprocess.DEVNULL, text=True)
    try:
        url = mock.stdout.readline().rsplit(" ", 1)[-1].strip()
        done = subprocess.run([programs[0], url], capture_output=True, text=True, errors="replace", timeout=600)
    finally:
        mock.kill()
        mock.wait()
    (out / "reports" / f"{client.crate}-walk.txt").write_text(done.stdout + done.stderr)
    failed = re.findall(r"^failed (.*)$", done.stdout, re.M)
    for how, pages in re.findall(r"^walked (\w+) .* (\d+) \d+$", done.stdout, re.M):
        counts[how] += 1
        counts["pages"] += int(pages)
    if done.returncode:
        failed.append(f"the program ended with {done.returncode}: {done.stderr.strip()[-200:]}")
    elif counts["async"] + counts["blocking"] + len(failed) != 2 * (count - counts["without"]):
        failed.append("not every walk says how it ended")
    return counts, failed
