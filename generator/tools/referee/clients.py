"""The descriptions, and a client for each with the tests of its examples."""

import dataclasses
import json
import pathlib
import re
import sys

from .tools import COMMAND, CORPUS, HOME, ROOT, run

# Descriptions of the corpus that Prism can load: OpenAPI 3.0 and 3.1, small and large.
OF_CORPUS = ("readme-train-travel-3.1.yaml", "petstore-3.0.json", "resend.yaml", "svix.json", "meilisearch.json")

CRATES = HOME / "clients"


@dataclasses.dataclass
class Description:
    name: str
    path: pathlib.Path
    document: dict = None

    @property
    def crate(self):
        return "c-" + re.sub(r"[^a-z0-9]+", "-", self.name.lower())

    def load(self):
        if self.document is None:
            text = self.path.read_text()
            self.document = json.loads(text) if self.path.suffix == ".json" else yaml(text)
        return self.document

    def expected(self):
        """Returns the data of the client's tests: examples and requests."""
        return json.loads((CRATES / self.crate / "tests" / "examples.json").read_text())

    def operation(self, place):
        """Returns the operation at a JSON pointer, with its path item."""
        segments = [part.replace("~1", "/").replace("~0", "~") for part in place.split("#/", 1)[1].split("/")]
        node, above = self.load(), None
        for segment in segments:
            above, node = node, node[segment]
        return node, above

    def follow(self, node):
        while isinstance(node, dict) and "$ref" in node:
            target = self.load()
            for segment in node["$ref"].split("#/", 1)[1].split("/"):
                target = target[segment.replace("~1", "/").replace("~0", "~")]
            node = target
        return node

    def documents_success(self, place):
        operation, _ = self.operation(place)
        return any(str(status)[0] in "23d" for status in operation.get("responses", {}))


def yaml(text):
    """Parses YAML with the Python of the tools' venv, because this Python may not have PyYAML."""
    command = "import sys, json, yaml; print(json.dumps(yaml.safe_load(sys.stdin.read()), default=str))"
    import subprocess
    from .tools import VENV
    done = subprocess.run([VENV / "python", "-c", command], input=text, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def descriptions(with_corpus):
    found = [Description("postpress", ROOT / "spec" / "postpress.yaml")]
    if with_corpus and CORPUS.is_dir():
        found += [Description(pathlib.Path(name).stem, CORPUS / "specs" / name) for name in OF_CORPUS]
    elif with_corpus:
        print("left out: there is no corpus beside this project (../shared/corpus)")
    return found


def generate(found):
    """Generates the clients in one workspace and compiles their tests."""
    CRATES.mkdir(parents=True, exist_ok=True)
    for description in found:
        command = [COMMAND, "generate", description.path, "--out", CRATES / description.crate,
                   "--crate", description.crate, "--tests"]
        run(command, check=True)
    members = ", ".join(f'"{description.crate}"' for description in found)
    (CRATES / "Cargo.toml").write_text(f'[workspace]\nmembers = [{members}]\nresolver = "3"\n')
    (CRATES / "Cargo.lock").write_text((ROOT / "Cargo.lock").read_text())
    done = cargo("--no-run", packages=[description.crate for description in found])
    if done.returncode:
        sys.exit(done.stdout)


def cargo(*arguments, packages, **environment):
    """Runs the tests of clients."""
    chosen = [part for package in packages for part in ("-p", package)]
    # The tests call every operation, so that all groups of a client must be enabled.
    grouped = [f"{package}/full" for package in packages if "\nfull = [" in (CRATES / package / "Cargo.toml").read_text()]
    features = ",".join(["blocking", *grouped])
    command = ["cargo", "test", "--features", features, "--test", "examples", *chosen, *arguments]
    environment["CARGO_TARGET_DIR"] = str(HOME / "cargo")
    return run(command, cwd=CRATES, **environment)


def reference(description):
    """Writes the reference of a description, and its Rust programs as an example of the client. Returns the folder and
    the number of programs."""
    site = HOME / "sites" / description.name
    run([COMMAND, "docs", description.path, "--out", site, "--crate", description.crate], check=True)
    operations = []
    for part in sorted((site / "reference" / "parts").glob("operations-*.js")):
        text = part.read_text()
        operations += json.loads(text[text.index(" = ") + 3:text.rindex(";")])
    programs = [text for operation in operations for text in (operation["call"], operation.get("errors")) if text]
    modules = "\n".join(f"mod program_{index} {{\n{text}}}" for index, text in enumerate(programs))
    file = CRATES / description.crate / "examples" / "reference.rs"
    file.parent.mkdir(exist_ok=True)
    file.write_text(f"#![allow(dead_code, deprecated, unreachable_code)]\n{modules}\nfn main() {{}}\n")
    return site, len(programs)
