"""Makes copies of a generated crate without one of its parts, to measure the cost of checking that part.

Generated code is printed in one style, so regular expressions on lines find each part. A copy
compiles and does less.
"""

import pathlib
import re
import shutil
import sys

DOCS = re.compile(r"^ *//[/!].*\n", re.M)
HINTS = re.compile(r"^ *#\[(?:inline|must_use.*)\]\n", re.M)
DERIVE = re.compile(r"#\[derive\((.*?)\)\]\n")
ITEM = re.compile(r"#\[derive\(.*?\bDebug\b.*?\)\]\n(?:#\[.*\]\n)*pub (?:struct|enum) (\w+)(<.*?>)?")
SETTER = re.compile(r"^(?: +(?:///|#\[).*\n)*    pub fn with_\w+[(<](?:.|\n)*?\n    }\n", re.M)
READ = re.compile(r"^(    fn read\(\w+: &rt::Node<'_>\) -> Result<Self, rt::ReadError> {\n)(?:.|\n)*?^    }\n", re.M)
WRITE = re.compile(r"^(    fn write\(&self, \w+: &mut rt::Writer\) {\n)(?:.|\n)*?^    }\n", re.M)
TO_ANY = re.compile(r"^impl(?:<.*>)? From<.*>\s+for [\w:]+::errors::AnyError {\n(?:.|\n)*?^}\n", re.M)


def derives(text, *dropped):
    def without(found):
        kept = [name for name in found.group(1).split(", ") if name not in dropped]
        return f"#[derive({', '.join(kept)})]\n" if kept else ""
    return DERIVE.sub(without, text)


def applied(generics):
    """Returns the arguments of a type with these parameters."""
    return re.sub(r"const (\w+): \w+", r"\1", generics)


def shows_nothing(text):
    """Replaces each `Debug` by the shortest impl, because the trait is required in many places."""
    shown = "".join(f"rt::shows_nothing!([{generics}] {name}{applied(generics)});\n" for name, generics in ITEM.findall(text))
    return derives(text, "Debug") + shown


# The parts, each with a function that removes it from the text of a file. Files of the runtime are not changed, except
# that the macros in the last column expand to nothing.
PARTS = {
    "doc comments": (lambda text: DOCS.sub("", text), []),
    "`#[inline]`, `#[must_use]`": (lambda text: HINTS.sub("", text), []),
    "setters of types": (lambda text: SETTER.sub("", text), []),
    "what `Debug` shows": (shows_nothing, []),
    "`PartialEq`": (lambda text: derives(text, "PartialEq", "Eq", "Hash"), []),
    "how types are read": (lambda text: READ.sub(r"\1        Err(rt::ReadError::missing())\n    }\n", text), []),
    "how types are written": (lambda text: WRITE.sub(r"\1    }\n", text), []),
    "serde's traits": (lambda text: text, ["json_serde"]),
    "`send`, `request` and their like": (lambda text: text, ["calls", "sends", "paged"]),
    "`?` from any error": (lambda text: TO_ANY.sub("", text), []),
}

# Without these, the client still has types with public fields, `Clone` and `Debug`, and calls that can be sent.
CONVENIENCES = ["doc comments", "`#[inline]`, `#[must_use]`", "setters of types", "`PartialEq`", "serde's traits", "`?` from any error"]


def copy(source, out, parts):
    """Copies the crate at `source` to `out` without these parts.

    Each part must be in the crate: an expression that finds none is out of date.
    """
    left = set(parts)
    shutil.rmtree(out, ignore_errors=True)
    shutil.copytree(source, out)
    macros = {name for part in parts for name in PARTS[part][1]}
    for path in sorted((out / "src").rglob("*.rs")):
        text = path.read_text()
        if "runtime" in path.relative_to(out / "src").parts:
            left -= {part for part in parts if any(f"macro_rules! {name} {{" in text for name in PARTS[part][1])}
            for name in macros:
                text = re.sub(rf"^macro_rules! {name} {{\n(?:.|\n)*?^}}\n",
                              f"macro_rules! {name} {{ ($($rest:tt)*) => {{}}; }}\n", text, flags=re.M)
        else:
            for part in parts:
                before, text = text, PARTS[part][0](text)
                left -= {part} if text != before else set()
        path.write_text(text)
    if left:
        sys.exit(f"generator/tools/parts.py: the client has none of: {', '.join(sorted(left))}")
    module = out / "src" / "runtime" / "mod.rs"
    module.write_text(module.read_text() + """
macro_rules! shows_nothing {
    ([$($generics:tt)*] $type:ty) => {
        impl $($generics)* ::core::fmt::Debug for $type {
            fn fmt(&self, _: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result { Ok(()) }
        }
    };
}
pub(crate) use shows_nothing;
""")
