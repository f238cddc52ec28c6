"""Descriptions of Swagger 2.0: the client is that of the description that swagger2openapi makes of it."""

import difflib
import json
import re
import shutil

from .clients import yaml
from .tools import COMMAND, CORPUS, HOME, NODE, ROOT, report, run

FIXTURE = ROOT / "generator" / "tests" / "fixtures" / "ok" / "swagger" / "api.yaml"
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")

# Intended differences. Each changes the converted description, and is named where it applies.
REASONS = {
    "json": "a body is written as JSON if `consumes` has JSON and others",
    "patch": "an object is not sent as a JSON Patch, which is an array",
    "usual": "without `consumes` or `produces`, a body is JSON, and a file `application/octet-stream`",
    "file": "a file is not JSON if `produces` has other media types",
    "error": "an error with members is JSON, and an example has the schema of its response",
    "form": "a form with required fields is required",
    "server": "a server with TLS comes first, and `ws` is none",
    "joined": "lists are joined by tabs, by others than commas in paths and headers, and in forms (compared otherwise)",
    "beside": "`description` and `x-nullable` beside a `$ref` count (compared without them)",
    "either": "`format: int-or-string` is an integer or a string",
}


def judge(table):
    home = HOME / "swagger"
    shutil.rmtree(home, ignore_errors=True)
    for path in [FIXTURE, *corpus()]:
        name = path.stem if path != FIXTURE else "fixture"
        folder = home / name
        folder.mkdir(parents=True)
        text = path.read_text()
        written = json.loads(text) if path.suffix == ".json" else yaml(text)
        changes = Changes(written)
        (folder / "swagger.json").write_text(json.dumps(written, indent=1))
        converted = folder / "openapi.json"
        done = run([NODE / "swagger2openapi", "--patch", "--warnOnly", "--outfile", converted, folder / "swagger.json"])
        if not converted.exists():
            report(f"swagger-{name}", done.stdout)
            table.add("swagger2openapi 7.0.8", name, 0, 0, "it does not convert this description")
            continue
        document = json.loads(converted.read_text())
        reasons = changes.made(document)
        converted.write_text(json.dumps(document, indent=1))
        compare(table, name, folder, reasons)


def corpus():
    """Returns the descriptions of Swagger 2.0 in the corpus."""
    folders = [CORPUS / "specs", CORPUS / "fixtures"]
    found = []
    for folder in folders:
        for path in sorted(folder.rglob("*")) if folder.is_dir() else []:
            if path.suffix in (".yaml", ".yml", ".json") and path.is_file():
                with path.open(errors="replace") as file:
                    if re.search(r"^\W*swagger\W+2", file.read(4000), re.M):
                        found.append(path)
    if not found:
        print("left out: other descriptions of Swagger 2.0, since there is no corpus beside this project")
    return found


def compare(table, name, folder, reasons):
    """Generates both clients and compares the files that depend on the description."""
    said = []
    for spec, out in ((folder / "swagger.json", folder / "ours"), (folder / "openapi.json", folder / "theirs")):
        done = run([COMMAND, "generate", spec, "--out", out])
        said.append(done.stdout)
        if not (out / "lib.rs").exists():
            report(f"swagger-{name}", done.stdout)
            return table.add("swagger2openapi 7.0.8", name, 0, 1, f"no client of {spec.name}")
    ours, theirs = (files(folder / side) for side in ("ours", "theirs"))
    equal, lines = 0, []
    for file in sorted(ours.keys() | theirs.keys()):
        one, other = ours.get(file, []), theirs.get(file, [])
        equal += one == other
        lines += difflib.unified_diff(other, one, f"theirs/{file}", f"ours/{file}", lineterm="", n=2)
    report(f"swagger-{name}", "\n".join([*lines, "", *said]))
    different = len(ours.keys() | theirs.keys()) - equal
    table.add("swagger2openapi 7.0.8", name, equal, different, "; ".join(sorted(reasons)), len(reasons))


def files(folder):
    """Returns the lines of the files, without the line that names the description."""
    found = {}
    for path in sorted(folder.rglob("*.rs")):
        name = str(path.relative_to(folder))
        if not name.startswith("runtime/"):
            found[name] = [line for line in path.read_text().splitlines() if "@generated" not in line]
    return found


class Changes:
    """Changes a description and its conversion where the difference is intended."""

    def __init__(self, written):
        self.written, self.document, self.reasons = written, {}, set()
        self.joined(written)
        self.alone(written)

    def made(self, document):
        self.document = document
        self.servers()
        self.either(self.document)
        for path, item in self.document.get("paths", {}).items():
            for method, operation in item.items():
                if isinstance(operation, dict) and "responses" in operation:
                    source = self.written["paths"][path].get(method, {})
                    self.operation(source, self.written["paths"][path], operation)
        return {REASONS[reason] for reason in self.reasons}

    def servers(self):
        host, base = self.written.get("host"), self.written.get("basePath", "").strip("/")
        base = f"/{base}" if base else ""
        schemes = sorted((s for s in self.written.get("schemes", []) if s in ("https", "http")), reverse=True)
        urls = [f"{scheme}://{host}{base}" for scheme in schemes or ["https"]] if host else [base] if base else []
        if urls != [server["url"] for server in self.document.get("servers", [])]:
            self.reasons.add("server")
            self.document["servers"] = [{"url": url} for url in urls]

    def joined(self, node):
        if isinstance(node, dict):
            there = node.get("in") in ("path", "header") or "in" not in node
            if node.get("collectionFormat") == "tsv" or there and node.get("collectionFormat") in ("ssv", "pipes"):
                self.reasons.add("joined")
                node["collectionFormat"] = "csv"
            if node.get("in") == "formData" and node.get("type") == "array" and node.get("collectionFormat") != "multi":
                self.reasons.add("joined")
                node["collectionFormat"] = "multi"
            node = list(node.values())
        if isinstance(node, list):
            for value in node:
                self.joined(value)

    def alone(self, node):
        if isinstance(node, dict):
            if isinstance(node.get("$ref"), str) and len(node) > 1:
                self.reasons.add("beside")
                for key in [key for key in node if key != "$ref"]:
                    del node[key]
            node = list(node.values())
        if isinstance(node, list):
            for value in node:
                self.alone(value)

    def either(self, node):
        if isinstance(node, dict):
            if node.get("format") == "int-or-string":
                self.reasons.add("either")
                del node["format"], node["type"]
                node["anyOf"] = [{"type": "integer"}, {"type": "string"}]
            node = list(node.values())
        if isinstance(node, list):
            for value in node:
                self.either(value)

    def operation(self, source, item, operation):
        consumes = source.get("consumes", self.written.get("consumes", []))
        produces = source.get("produces", self.written.get("produces", []))
        body = self.resolved(operation.get("requestBody"))
        if body:
            operation["requestBody"] = body = json.loads(json.dumps(body))
            self.body(consumes, body)
        for status, response in operation["responses"].items():
            response = operation["responses"][status] = json.loads(json.dumps(self.resolved(response)))
            self.response(produces, status, response)

    def resolved(self, node):
        while isinstance(node, dict) and "$ref" in node:
            target = self.document
            for key in node["$ref"].removeprefix("#/").split("/"):
                target = target[key.replace("~1", "/").replace("~0", "~")]
            node = target
        return node

    def body(self, consumes, body):
        content = body.get("content", {})
        schema = self.resolved(next(iter(content.values()), {}).get("schema", {}))
        is_form = len(content) == 1 and next(iter(content)) in FORMS
        if is_form and schema.get("required") and not body.get("required"):
            self.reasons.add("form")
            body["required"] = True
        if not consumes and "*/*" in content:
            self.reasons.add("usual")
            content["application/json"] = content.pop("*/*")
        if not is_form and schema.get("type") != "string" and any(map(is_json, content)):
            others = [name for name in content if not is_json(name)]
            for name in others:
                self.reasons.add("json")
                del content[name]

        if schema.get("type") != "array" and len(content) > 1 and content.pop("application/json-patch+json", None):
            self.reasons.add("patch")

    def response(self, produces, status, response):
        content = response.get("content", {})
        schemas = [media["schema"] for media in content.values() if "schema" in media]
        for media in content.values():
            if schemas and "schema" not in media:
                self.reasons.add("error")
                media["schema"] = schemas[0]
        schema = self.resolved(next(iter(content.values()), {}).get("schema", {}))
        is_file = schema.get("format") == "binary"
        if "*/*" in content and len(content) > 1:
            self.reasons.add("error")
            del content["*/*"]
        if not produces and "*/*" in content:
            self.reasons.add("usual")
            content["application/octet-stream" if is_file else "application/json"] = content.pop("*/*")
        if is_file and not all(map(is_json, content)):
            for name in [name for name in content if is_json(name)]:
                self.reasons.add("file")
                del content[name]
        may = re.compile(r"[/+]json$|^\*/\*$|xml$|yaml$")
        names = [name.split(";")[0].strip().lower() for name in content]
        if schemas and schema.get("type") != "string" and status[0] != "2" and not any(map(may.search, names)):
            self.reasons.add("error")
            content["application/json"] = {"schema": schemas[0]}


def is_json(name):
    essence = name.split(";")[0].strip().lower()
    return essence in ("application/json", "text/json") or essence.endswith("+json")
