"""Linters and validators for the description of PostPress."""

import re

from .tools import HOME, NODE, ROOT, VENV, report, run

SPEC = ROOT / "spec" / "postpress.yaml"

# Findings of spectral that the description does not follow, each with the reason.
LEFT = {
    "info-contact": "the reference names nobody",
    "operation-description": "its summary says all that there is to say",
}


def judge(table):
    validator(table)
    redocly(table)
    spectral(table)


def validator(table):
    done = run([VENV / "openapi-spec-validator", SPEC])
    report("openapi-spec-validator", done.stdout)
    table.add("openapi-spec-validator 0.9.0", SPEC.name, int(done.returncode == 0), int(done.returncode != 0))


def redocly(table):
    done = run([NODE / "redocly", "lint", SPEC])
    report("redocly", done.stdout)
    errors = int((re.search(r"(\d+) errors?\b", done.stdout) or [0, 0])[1])
    warnings = int((re.search(r"(\d+) warnings?\b", done.stdout) or [0, 0])[1])
    why = f"{warnings} warnings" if warnings else ""
    table.add("redocly 2.54.3", SPEC.name, int(done.returncode == 0), errors or int(done.returncode != 0), why)


def spectral(table):
    rules = HOME / "spectral.yaml"
    rules.write_text("extends: ['spectral:oas']\n")
    done = run([NODE / "spectral", "lint", "--ruleset", rules, "--fail-severity", "warn", SPEC])
    report("spectral", done.stdout)
    found = re.findall(r"^\s*\d+:\d+\s+(?:error|warning)\s+(\S+)", done.stdout, re.M)
    failed = [rule for rule in found if rule not in LEFT]
    explained = [rule for rule in found if rule in LEFT]
    ran = "No results" in done.stdout or bool(found)
    why = "; ".join([*failed, *(f"{rule}: {LEFT[rule]}" for rule in explained)])
    table.add("spectral 6.16.3", SPEC.name, int(ran and not failed), len(failed) if ran else 1, why, len(explained))
