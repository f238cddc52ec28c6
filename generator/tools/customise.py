"""Customises a description without an edit: an overlay, a selection of few operations, a rename of an operation and of a type, and
a type of one's own for a format. All of it is derived from the description."""

import collections
import hashlib
import json
import subprocess

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")

# The number of selected operations.
SELECTED = 3

# Formats whose values are not plain strings.
OTHER_FORMATS = ("binary", "byte", "base64url", "customised")

# Keys whose values contain no schemas of the selected operations.
NO_SCHEMAS = ("example", "examples", "default", "enum", "callbacks", "links")

# The crate with the type for the format.
CRATE = "c-own-types"

MANIFEST = f"""[package]
name = "{CRATE}"
version = "0.1.0"
edition = "2024"

[lib]
path = "lib.rs"
"""

LIBRARY = """//! A type for the values of a format.

/// A value of the format, as received.
#[derive(Clone, Debug, PartialEq)]
pub struct Text(String);

impl std::str::FromStr for Text {
    type Err = std::convert::Infallible;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(Self(text.to_owned()))
    }
}

impl std::fmt::Display for Text {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}
"""


def write_types(out):
    """Writes the crate with the type for the format."""
    folder = out / CRATE
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "Cargo.toml").write_text(MANIFEST)
    (folder / "lib.rs").write_text(LIBRARY)


def hashes(client):
    """Returns the hash of each file of a description."""
    root = client.root or client.path.parent
    files = [client.path] if client.root is None and root.name == "specs" else root.rglob("*")
    return {path: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(files) if path.is_file()}


def tree(client, folder, command):
    """Returns the entry file of a description as data."""
    overlay = folder / "nothing.yaml"
    overlay.write_text(json.dumps({"overlay": "1.0.0", "info": {"title": "No change", "version": "1"},
                                   "actions": [{"target": "$.info", "update": {"x-customised": True}}]}))
    path = folder / "tree.json"
    subprocess.run([command, "overlay", "apply", client.path, overlay, "--out", path,
                    *(["--root", client.root] if client.root else [])], capture_output=True, check=True)
    return json.loads(path.read_text())


def operations(description):
    """Yields the operations of the entry file, with method and path."""
    for path, item in (description.get("paths") or {}).items():
        for method, operation in (item if isinstance(item, dict) else {}).items():
            if method in METHODS and isinstance(operation, dict):
                yield method, path, item, operation


def target(description, reference):
    """Returns the node that a reference inside of the entry file leads to."""
    node = description
    for step in reference.removeprefix("#/").split("/"):
        step = step.replace("~1", "/").replace("~0", "~")
        node = node.get(step) if isinstance(node, dict) else None
    return node


def reached(description, starts):
    """Returns the nodes that operations need, and the references among them. Those of `allOf` are not among the references,
    because their schemas are parts of other types."""
    nodes, seen, references = [], set(), set()
    open_nodes = [(start, True) for start in starts]
    while open_nodes:
        node, is_type = open_nodes.pop()
        if isinstance(node, list):
            open_nodes.extend((item, is_type) for item in node)
        elif isinstance(node, dict):
            nodes.append(node)
            reference = node.get("$ref")
            if isinstance(reference, str) and reference.startswith("#/"):
                if is_type:
                    references.add(reference)
                if (reference, is_type) not in seen:
                    seen.add((reference, is_type))
                    open_nodes.append((target(description, reference), True))
            open_nodes.extend((value, key != "allOf") for key, value in node.items()
                              if key not in NO_SCHEMAS and not key.startswith("x-"))
    return nodes, references


def name_of(operation, method, path):
    return operation.get("operationId") or f"{method.upper()} {path}"


def select(description):
    """Returns the selection, and the operations that it selects: by tag, if a tag has few operations, else by name."""
    every = list(operations(description))
    by_tag = collections.defaultdict(list)
    for one in every:
        for tag in one[3].get("tags") or []:
            by_tag[str(tag)].append(one)
    small = [(tag, found) for tag, found in by_tag.items() if 1 < len(found) <= 2 * SELECTED]
    if small:
        tag, found = small[0]
        return {"tags": [tag]}, found
    found = every[:SELECTED]
    return {"operations": [f"{method.upper()} {path}" for method, path, _, _ in found]}, found


def own_operation(is_swagger):
    """Returns an operation with a format of its own."""
    schema = {"type": "string", "format": "customised"}
    parameter = {"name": "moment", "in": "query", **(schema if is_swagger else {"schema": schema})}
    return {"get": {"operationId": "customisedOperation", "parameters": [parameter],
                    "responses": {"204": {"description": "None."}}}}


def settings(client, out, command):
    """Writes the overlay and the settings of a client. Returns the path of the settings."""
    folder = out / f"{client.crate}-settings"
    folder.mkdir(parents=True, exist_ok=True)
    description = tree(client, folder, command)
    is_swagger = "swagger" in description
    title = str(description.get("info", {}).get("title", ""))
    actions = [{"target": "$.info", "update": {"title": f"{title} (customised)"}}]
    selected, found = select(description)
    starts = [part for _, _, item, operation in found
              for part in (operation, item.get("parameters") or [])]
    nodes, references = reached(description, starts)
    prefix = "#/definitions/" if is_swagger else "#/components/schemas/"
    names = sorted(one.removeprefix(prefix) for one in references if one.startswith(prefix))
    structs = [name.replace("~1", "/").replace("~0", "~") for name in names if is_struct(target(description, prefix + name))]
    if structs:
        place = "definitions" if is_swagger else "components.schemas"
        actions.append({"target": f"$.{place}[{json.dumps(structs[0])}]",
                        "update": {"description": "A customised description."}})
    formats = collections.Counter(node["format"] for node in nodes if has_format(node))
    if formats:
        format_name = formats.most_common(1)[0][0]
    else:
        format_name = "customised"
        actions.append({"target": "$", "update": {"paths": {"/customised": own_operation(is_swagger)}}})
        selected = {**selected, "operations": [*selected.get("operations", []), "customisedOperation"]}
        found = [*found, ("get", "/customised", {}, {"operationId": "customisedOperation"})]
    (folder / "fixes.overlay.yaml").write_text(json.dumps(
        {"overlay": "1.0.0", "info": {"title": "Customised", "version": "1"}, "actions": actions}, indent=1))
    method, path, _, operation = found[0]
    lines = [f"description = {text(str(client.path))}", 'overlays = ["fixes.overlay.yaml"]', "[select]",
             *(f"{key} = {text(values)}" for key, values in selected.items()),
             "[rename.operations]", f"{text(name_of(operation, method, path))} = \"customised_call\""]
    if structs:
        lines += ["[rename.types]", f"{text(structs[0])} = \"CustomisedType\""]
    lines += ["[formats]", f"{text(format_name)} = {{ type = \"{CRATE.replace('-', '_')}::Text\", as = \"text\" }}",
              "[dependencies]", f"{CRATE} = {{ path = \"../{CRATE}\" }}"]
    client.customised = {"actions": len(actions), "selected": len(found), "types": int(bool(structs)), "formats": int(bool(formats))}
    path = folder / "specwright.toml"
    path.write_text("\n".join(lines) + "\n")
    return path


def text(value):
    """Returns a string, or a list of strings, in TOML."""
    return json.dumps(value, ensure_ascii=False)


def is_struct(schema):
    """Returns `True` if a schema is certain to become a struct."""
    return (isinstance(schema, dict) and schema.get("type") == "object" and bool(schema.get("properties"))
            and not {"allOf", "anyOf", "oneOf", "discriminator", "enum", "x-rust-name"} & schema.keys())


def has_format(node):
    """Returns `True` for a string with a format that a type can replace."""
    return (node.get("type") == "string" and isinstance(node.get("format"), str) and node["format"] not in OTHER_FORMATS
            and not {"enum", "const", "allOf", "anyOf", "oneOf"} & node.keys())
