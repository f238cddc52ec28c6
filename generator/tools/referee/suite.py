"""The JSON Schema suite: valid instances are read into the types of their schemas and written again."""

import collections
import json
import re

from .clients import CRATES, cargo
from .tools import COMMAND, CORPUS, HOME, ROOT, report, run

# Intended differences, by the message of the client's test.
REASONS = (
    (r"expected an? (object|array), found", "a schema without `type` is read as of the kind that its keywords are about"),
    (r"\[\d+\]: required, but missing", "a tuple has every item of `prefixItems`"),
    (r"expected \[.*\n\s*found    \[", "items behind those of a tuple are not kept"),
    (r"found    nothing", "members that the chosen type does not list are not kept"),
)

# Known defects, by group.
KNOWN = {
    "dependentSchemas-0": "known defect: what `dependentSchemas` says is taken to hold always",
    "patternProperties-2": "known defect: names that no pattern has are refused",
}

# Keywords that give a schema its own identity. Such groups cannot be in one document.
IDENTITY = ("$id", "$anchor", "$dynamicAnchor", "$schema", "$recursiveAnchor")


def judge(table):
    folder = CORPUS / "jsonschema-suite" / "tests" / "draft2020-12"
    if not folder.is_dir():
        print("left out: the suite of JSON Schema, since there is no corpus beside this project")
        return
    schemas, alone, refused = {}, 0, []
    for file in sorted(folder.glob("*.json")):
        groups = json.loads(file.read_text())
        of_file = {}
        for index, group in enumerate(groups):
            schema = group["schema"]
            if not isinstance(schema, dict) or has_identity(schema):
                alone += 1
                continue
            name = f"{re.sub(r'[^A-Za-z0-9]', '-', file.stem)}-{index}"
            instances = [test["data"] for test in group["tests"] if test["valid"]]
            of_file[name] = moved(schema, f"#/components/schemas/{name}") | {"examples": instances}
        if generated(HOME / "suite" / "one.json", of_file, HOME / "suite" / "none", "--check"):
            schemas |= of_file
        else:
            refused.append(file.stem)
    crate = CRATES / "c-suite"
    CRATES.mkdir(parents=True, exist_ok=True)
    generated(HOME / "suite" / "all.json", schemas, crate, "--crate", "c-suite", "--tests")
    (CRATES / "Cargo.toml").write_text('[workspace]\nmembers = ["c-suite"]\nresolver = "3"\n')
    (CRATES / "Cargo.lock").write_text((ROOT / "Cargo.lock").read_text())
    done = cargo("--", "--nocapture", "every_example", packages=["c-suite"])
    report("suite", done.stdout)
    tell(table, crate, schemas, done, alone, refused)


def tell(table, crate, schemas, done, alone, refused):
    """Counts groups and instances. A group is typed if its schema becomes a type other than any JSON value."""
    record = json.loads((crate / "specwright.json").read_text())
    rust = {row["pointer"].rsplit("/", 1)[-1]: row["rust"] for row in record["schemas"]
            if row["pointer"].count("/") == 3}
    typed = {name for name in schemas if rust.get(name, "serde_json::Value") != "serde_json::Value"}
    expected = json.loads((crate / "tests" / "examples.json").read_text())["examples"]
    group_of = lambda place: place.split("/components/schemas/")[1].split("/")[0]
    instances = [row for row in expected if group_of(row["at"]) in typed]
    found = {place: text for place, text in re.findall(
        r"#(/components/schemas/\S+): `[^\n]*\n((?:  [^\n]*\n)+)", done.stdout) if group_of(place) in typed}
    broken = [row for row in instances if row.get("fault")]
    why = [f"{len(schemas)} groups in one crate, {len(typed)} of them typed",
           f"{alone} groups left out, which are booleans or have an identity of their own (`$id`, `$anchor`)"]
    if refused:
        why.append(f"refused: {', '.join(refused)}")
    if broken:
        groups = ", ".join(sorted({group_of(row["at"]) for row in broken}))
        why.append(f"{len(broken)} instances that the JSON Schema library does not take: {groups}")
    reasons = collections.Counter()
    unexplained = set()
    for place, text in found.items():
        reason = reason_of(group_of(place), text)
        reasons[reason] += 1
        if reason is None:
            unexplained.add(group_of(place))
    failed = reasons.pop(None, 0)
    why += [f"{count}x {reason}" for reason, count in reasons.most_common()]
    if unexplained:
        why.append("not the same: " + ", ".join(sorted(unexplained)))
    table.add("JSON Schema suite, draft 2020-12", "valid instances of typed groups read and written",
              len(instances) - len(found) - len(broken), failed, "; ".join(why), len(broken) + sum(reasons.values()))
    if done.returncode and not found:
        table.add("JSON Schema suite, draft 2020-12", "the crate of all groups compiles", 0, 1, "see the report")


def reason_of(group, text):
    """Returns the reason why an instance changes, if that is intended or a known defect."""
    for pattern, reason in REASONS:
        if re.search(pattern, text):
            return reason
    return KNOWN.get(group)


def has_identity(node):
    if isinstance(node, list):
        return any(map(has_identity, node))
    if isinstance(node, dict):
        own = set(node) & set(IDENTITY) - {"$schema"}
        elsewhere = isinstance(node.get("$ref"), str) and not node["$ref"].startswith("#/") and node["$ref"] != "#"
        return bool(own) or elsewhere or any(map(has_identity, node.values()))
    return False


def moved(schema, to):
    """Returns a schema whose references to itself are changed to another location, without its `$schema`."""
    if isinstance(schema, list):
        return [moved(item, to) for item in schema]
    if not isinstance(schema, dict):
        return schema
    reference = schema.get("$ref")
    inside = isinstance(reference, str) and (reference == "#" or reference.startswith("#/"))
    return {key: to + reference[1:] if key == "$ref" and inside else moved(value, to)
            for key, value in schema.items() if key != "$schema"}


def generated(file, schemas, out, *options):
    """Returns `True` if the generator accepts a description with these schemas."""
    file.parent.mkdir(parents=True, exist_ok=True)
    description = {"openapi": "3.1.0", "info": {"title": "suite", "version": "1"}, "paths": {},
                   "components": {"schemas": schemas}}
    file.write_text(json.dumps(description))
    done = run([COMMAND, "generate", file, "--out", out, *options])
    return not re.search(r"^error\[", done.stdout, re.M)
