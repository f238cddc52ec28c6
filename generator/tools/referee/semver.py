"""Compares `specwright diff` with tools of others on the clients before and after a change.

There are two tools. cargo-semver-checks reads rustdoc's JSON and finds breaking changes, but not yet types that change,
and nothing that is new. A plain comparison of the same JSON finds items that are gone, changed or new. The more severe
of both results is the expected result of `diff`.
"""

import json
import re
import shutil

from .tools import COMMAND, HOME, ROOT, report, run

VERSION = "0.51.0"
PLACE = HOME / "semver"
BASE = ROOT / "generator" / "tools" / "referee" / "shop.yaml"

ITEM = "{ $ref: '#/components/schemas/Item' }"
TIMID = "{ description: Who asks?, content: { application/json: { schema: { $ref: '#/components/schemas/Problem' } } } }"
GET = "      operationId: readItem\n"
SIZE = "        size: { $ref: '#/components/schemas/Size' }\n"
LIMIT = "        - { name: limit, in: query, schema: { type: integer } }\n"
TOTAL = "          headers:\n            X-Total: { schema: { type: integer } }\n"
REMOVED = "        '204': { description: It is gone. }\n"

# Changes: a title, and pairs of a text and its replacement.
CHANGES = [
    ("an operation comes", "  /items/{id}:\n", "  /sizes: { get: { operationId: listSizes, responses: { '204': { description: None. } } } }\n  /items/{id}:\n"),
    ("an operation goes", "    delete:\n      operationId: removeItem", "    x-delete:\n      operationId: removeItem"),
    ("an operation is renamed", "operationId: removeItem", "operationId: dropItem"),
    ("an optional property comes to a request", "        payment:", "        note: { type: string }\n        payment:"),
    ("a required property comes to a request", "required: [name]\n      properties:\n", "required: [name, shelf]\n      properties:\n        shelf: { type: string }\n"),
    ("an optional property comes to an answer", SIZE, SIZE + "        price: { type: number }\n"),
    ("a required property comes to an answer", "required: [id, name]\n      properties:\n", "required: [id, name, price]\n      properties:\n        price: { type: number }\n"),
    ("a property goes", "        note: { type: string }\n", ""),
    ("a property becomes required", "required: [id, name]", "required: [id, name, size]"),
    ("a property becomes optional", "required: [id, name]", "required: [id]"),
    ("a property has another type", "note: { type: string }", "note: { type: integer }"),
    ("a property may be null", "        name: { type: string }\n", "        name: { type: [string, 'null'] }\n"),
    ("a property is deprecated", "note: { type: string }", "note: { type: string, deprecated: true }"),
    ("a property has another name on the wire", "        note: {", "        Note: {"),
    ("a property has another limit", "maxLength: 40", "maxLength: 50"),
    ("a type contains itself", SIZE, SIZE + "        inside: { $ref: '#/components/schemas/Item' }\n"),
    ("a schema is renamed", "schemas/Item'", "schemas/Thing'", "    Item:\n", "    Thing:\n"),
    ("a schema that nothing needs goes", "    Gift: {", "    x-Gift: {"),
    ("a value of an enum comes", "[small, large]", "[small, medium, large]"),
    ("a value of an enum goes", "[small, large]", "[small]"),
    ("values become numbers", "{ type: string, enum: [small, large] }", "{ type: integer, enum: [1, 2] }"),
    ("a variant of a union comes", "        - { $ref: '#/components/schemas/Cash' }\n", "        - { $ref: '#/components/schemas/Cash' }\n        - { $ref: '#/components/schemas/Gift' }\n"),
    ("a variant of a union goes", "        - { $ref: '#/components/schemas/Cash' }\n", ""),
    ("a type of errors comes", "[errors/no_key, errors/old_key]", "[errors/no_key, errors/old_key, errors/bad_key]"),
    ("a type of errors goes", "[errors/no_key, errors/old_key]", "[errors/no_key]"),
    ("an error comes", REMOVED, REMOVED + f"        '404': {TIMID}\n"),
    ("the first error of an operation comes", "            text/csv: {}\n", f"            text/csv: {{}}\n        '404': {TIMID}\n"),
    ("an error goes", REMOVED + f"        '401': {TIMID}\n", REMOVED),
    ("an optional parameter comes", LIMIT, LIMIT + "        - { name: page, in: query, schema: { type: integer } }\n"),
    ("a required parameter comes", LIMIT, LIMIT + "        - { name: page, in: query, required: true, schema: { type: integer } }\n"),
    ("a parameter goes", LIMIT, ""),
    ("a parameter becomes required", "name: limit, in: query,", "name: limit, in: query, required: true,"),
    ("a parameter becomes optional", "name: shop, in: query, required: true,", "name: shop, in: query,"),
    ("a parameter has another type", "name: limit, in: query, schema: { type: integer }", "name: limit, in: query, schema: { type: string }"),
    ("a parameter is deprecated", "name: limit, in: query,", "name: limit, in: query, deprecated: true,"),
    ("an answer of another type comes", REMOVED, REMOVED + f"        '200': {{ description: What it was., content: {{ application/json: {{ schema: {ITEM} }} }} }}\n"),
    ("an answer of the same type comes", REMOVED, REMOVED + "        '202': { description: It will be gone. }\n"),
    ("an answer has another media type too", "{ schema: { type: array, items: { $ref: '#/components/schemas/Item' } } }\n", "{ schema: { type: array, items: { $ref: '#/components/schemas/Item' } } }\n            text/csv: {}\n"),
    ("an answer has one media type less", "            text/csv: {}\n", ""),
    ("a body has another media type too", "{ schema: { $ref: '#/components/schemas/NewItem' } }\n", "{ schema: { $ref: '#/components/schemas/NewItem' } }\n          text/csv: {}\n"),
    ("a header of an answer comes", TOTAL, TOTAL + "            X-Page: { schema: { type: integer } }\n"),
    ("a header of an answer goes", TOTAL, ""),
    ("a header of an answer becomes required", "X-Total: { schema", "X-Total: { required: true, schema"),
    ("an operation is deprecated", GET, GET + "      deprecated: true\n"),
    ("an operation has another path", "  /items:\n", "  /all-items:\n"),
    ("words change", "All items of a shop.", "Every item that a shop has."),
    ("a second kind of credential comes", "    key: {", "    token: { type: http, scheme: bearer }\n    key: {"),
    ("the server goes", "servers: [{ url: 'https://shop.example' }]\n", ""),
    ("a webhook comes", "components:\n", f"webhooks: {{ sold: {{ post: {{ requestBody: {{ content: {{ application/json: {{ schema: {ITEM} }} }} }}, responses: {{ '204': {{ description: Seen. }} }} }} }} }}\ncomponents:\n"),
]

# Changes for which `diff` is less severe than the plain comparison, each with the reason.
LESS = {
    "a body has another media type too": "what was passed can be passed still: the argument takes more",
}

LEVELS = ("none", "patch", "minor", "major")


def install():
    """Builds cargo-semver-checks, which takes some minutes."""
    if not program():
        run(["cargo", "install", "--locked", "--quiet", "--root", PLACE, f"cargo-semver-checks@{VERSION}"], check=True)


def program():
    own = PLACE / "bin" / "cargo-semver-checks"
    return own if own.exists() else shutil.which("cargo-semver-checks")


def judge(table):
    if not program():
        print("left out: semver, since cargo-semver-checks is not installed; `generator/tools/referees --only semver --install` builds it")
        return
    PLACE.mkdir(parents=True, exist_ok=True)
    old = client("old", BASE.read_text())
    known = surface(old)
    rows, agreed, failed, explained = [], 0, [], []
    for number, (title, *edits) in enumerate(CHANGES):
        text = BASE.read_text()
        for written, instead in zip(edits[::2], edits[1::2]):
            assert written in text, f"{title}: {written!r} is not in {BASE.name}"
            text = text.replace(written, instead)
        new = client(f"new-{number}", text)
        said = run([COMMAND, "diff", PLACE / "old.yaml", PLACE / f"new-{number}.yaml", "--format", "json"], check=True)
        ours = json.loads(said.stdout)["level"] or "none"
        theirs, lints = checked(old, new, number)
        plain, differs = compared(known, surface(new))
        verdict, why = verdict_on(title, ours, theirs, plain)
        agreed += verdict == "agreed"
        (failed if verdict == "FAILED" else explained if verdict == "explained" else []).append(title)
        seen = ", ".join(lints) or differs
        rows.append((title, ours, theirs, plain, verdict, f"{why}; {differs}" if why else seen))
    show(rows)
    why = "; ".join(failed) or "the table above; also in target/referees/reports/semver.txt"
    table.add(f"cargo-semver-checks {VERSION}", f"{len(CHANGES)} changes of a description", agreed, len(failed), why, len(explained))


def verdict_on(title, ours, theirs, plain):
    """Compares the result of `diff` with the more severe of the others."""
    rank = LEVELS.index
    # A change of behaviour has no trace in a signature.
    expected = max((theirs, plain), key=rank)
    if title in LESS and rank(theirs) <= rank(ours) < rank(expected):
        return "explained", LESS[title]
    if expected in ("none", "patch") and ours in ("none", "patch"):
        return "agreed", ""
    if ours != expected:
        return "FAILED", f"expected {expected}"
    if ours == "minor" or theirs == ours:
        return "agreed", ""
    return "explained", "no lint yet for types that change"


def show(rows):
    heads = ("change", "diff", "semver-checks", "rustdoc", "verdict", "why, or what was seen")
    lines = [heads, *rows]
    widths = [max(len(line[column]) for line in lines) for column in range(5)]
    text = "\n".join("  ".join(cell.ljust(width) for cell, width in zip(line, widths)) + "  " + line[5] for line in lines)
    report("semver", text + "\n")
    print(text)


def client(name, text):
    """Returns rustdoc's JSON of the client of a description."""
    spec, crate, made = PLACE / f"{name}.yaml", PLACE / "shop", PLACE / f"{name}.json"
    spec.write_text(text)
    # The header of the sources contains the file name, so that every description gets the same one.
    (PLACE / "shop.yaml").write_text(text)
    run([COMMAND, "generate", PLACE / "shop.yaml", "--out", crate, "--crate", "shop"], check=True)
    manifest = crate / "Cargo.toml"
    manifest.write_text(manifest.read_text().split("\n[workspace]")[0] + "\n[workspace]\n")
    if not (crate / "Cargo.lock").exists():
        shutil.copy(ROOT / "Cargo.lock", crate / "Cargo.lock")
    # Stable rustdoc writes JSON only with this variable; cargo-semver-checks sets it too.
    run(["cargo", "rustdoc", "--quiet", "--lib", "--features", "blocking,mock", "--target-dir", PLACE / "target", "--",
         "-Zunstable-options", "--output-format", "json"], check=True, cwd=crate, RUSTC_BOOTSTRAP="1")
    shutil.copy(PLACE / "target" / "doc" / "shop.json", made)
    return made


def checked(old, new, number):
    """Returns the version part that cargo-semver-checks wants to grow, and its lints."""
    done = run([program(), "semver-checks", "--baseline-rustdoc", old, "--current-rustdoc", new, "--release-type", "patch"])
    report(f"semver-{number}", done.stdout)
    lints = re.findall(r"^--- (?:failure|warning) (\w+):", done.stdout, re.M)
    level = re.search(r"requires new (major|minor) version", done.stdout)
    if not level and "no semver update required" not in done.stdout:
        raise SystemExit(f"cargo-semver-checks said:\n{done.stdout}")
    return (level[1] if level else "none"), lints


def compared(old, new):
    """Returns the version part that a plain comparison wants to grow, and an example."""
    gone = [path for path in old if path not in new]
    kept = [path for path in old if path in new]
    changed = [path for path in kept if new[path][0] != old[path][0]]
    more = [path for path in new if path not in old]
    left = [path for path in kept if new[path][1] and not old[path][1]]
    for level, paths, what in (("major", gone, "gone"), ("major", changed, "otherwise"), ("minor", more, "new"),
                               ("minor", left, "deprecated")):
        if paths:
            return level, f"{what}: {paths[0]}" + (f" and {len(paths) - 1} more" if len(paths) > 1 else "")
    return "none", ""


def surface(file):
    """Returns every public item by its path, as its signature and a flag for deprecation."""
    document = json.loads(file.read_text())
    found = {}
    Walk(document["index"], found).module(str(document["root"]), "", frozenset())
    return found


class Walk:
    def __init__(self, index, found):
        self.index, self.found = index, found

    def module(self, key, path, above):
        item = self.index.get(key)
        if item is None or key in above:
            return
        for child in item["inner"]["module"]["items"]:
            self.item(str(child), path, above | {key})

    def item(self, key, path, above, name=None):
        item = self.index.get(key)
        if item is None or item["visibility"] != "public":
            return
        (kind, inner), = item["inner"].items()
        if kind == "use":
            if inner["id"] is not None and not inner["is_glob"]:
                self.item(str(inner["id"]), path, above | {key}, inner["name"])
            elif inner["id"] is not None and str(inner["id"]) in self.index:
                self.module(str(inner["id"]), path, above)
            return
        path = f"{path}::{name or item['name']}"
        if kind == "module":
            return self.module(key, path, above)
        if path in self.found:
            return
        self.add(path, item, {} if kind in ("struct", "enum", "trait", "union") else inner)
        self.inside(kind, inner, path)

    def add(self, path, item, what=None):
        what = signature(what if what is not None else item["inner"])
        self.found[path] = (what, item["deprecation"] is not None)

    def inside(self, kind, inner, path):
        if kind == "enum":
            for key in inner["variants"]:
                self.variant(self.index[str(key)], path)
        if kind == "struct":
            fields = inner["kind"]
            fields = fields.get("plain", {}).get("fields", fields.get("tuple", [])) if isinstance(fields, dict) else []
            for key in filter(None, fields):
                self.field(str(key), path)
        if kind == "trait":
            for key in inner["items"]:
                item = self.index[str(key)]
                self.add(f"{path}::{item['name']}", item)
        for key in inner.get("impls", []) if isinstance(inner, dict) else []:
            self.implementation(self.index.get(str(key)), path)

    def variant(self, item, path):
        path = f"{path}::{item['name']}"
        self.add(path, item, "a variant")
        fields = item["inner"]["variant"]["kind"]
        if isinstance(fields, dict):
            for key in filter(None, fields.get("tuple") or fields.get("struct", {}).get("fields", [])):
                self.field(str(key), path)

    def field(self, key, path):
        item = self.index.get(key)
        if item:
            self.add(f"{path}.{item['name']}", item)

    def implementation(self, item, path):
        if item is None or item["inner"]["impl"]["blanket_impl"]:
            return
        inner = item["inner"]["impl"]
        if inner["trait"]:
            arguments = signature(inner["trait"]["args"]) if inner["trait"]["args"] else ""
            self.add(f"{path}: {inner['trait']['path']}{arguments}", item, "implemented")
            return
        for key in inner["items"]:
            method = self.index.get(str(key))
            if method and method["visibility"] == "public":
                self.add(f"{path}::{method['name']}", method)


def signature(parts):
    """Returns the comparable form of a signature: without names of arguments and ids, which differ by document."""
    def plain(node):
        if isinstance(node, dict):
            inputs = {"inputs": [ty for _, ty in node["inputs"]]} if "is_c_variadic" in node else {}
            return {key: plain(value) for key, value in (node | inputs).items() if key not in ("id", "impls", "has_body")}
        if isinstance(node, (list, tuple)):
            return [plain(value) for value in node]
        return node
    return json.dumps(plain(parts), sort_keys=True)
