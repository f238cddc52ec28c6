"""Copies of a generated crate without one of the things that it gives its users: what that thing costs to check.

Generated code is printed in one style, so that lines are enough to find a part. A copy compiles, and does less.
"""

import pathlib
import re
import shutil

DOCS = re.compile(r"^ *//[/!].*\n", re.M)
HINTS = re.compile(r"^ *#\[(?:inline|must_use.*)\]\n", re.M)
DERIVE = re.compile(r"#\[derive\((.*?)\)\]\n")
ITEM = re.compile(r"#\[derive\(.*?\bDebug\b.*?\)\]\n(?:#\[.*\]\n)*pub (?:struct|enum) (\w+)")
SETTER = re.compile(r"^(?: +(?:///|#\[).*\n)*    pub fn with_\w+[(<](?:.|\n)*?\n    }\n", re.M)
READ = re.compile(r"^(    fn read\(\w+: &rt::Node<'_>\) -> Result<Self, rt::ReadError> {\n)(?:.|\n)*?^    }\n", re.M)
WRITE = re.compile(r"^(    fn write\(&self, \w+: &mut rt::Writer\) {\n)(?:.|\n)*?^    }\n", re.M)
TO_ANY = re.compile(r"^impl From<\w+> for crate::errors::AnyError {\n(?:.|\n)*?^}\n", re.M)


def derives(text, *dropped):
    def without(found):
        kept = [name for name in found.group(1).split(", ") if name not in dropped]
        return f"#[derive({', '.join(kept)})]\n" if kept else ""
    return DERIVE.sub(without, text)


def shows_nothing(text):
    """`Debug` is asked for in many places: it stays, as the shortest that there is."""
    shown = "".join(f"rt::shows_nothing!({name});\n" for name in ITEM.findall(text))
    return derives(text, "Debug") + shown


# What a copy goes without, and how it is taken out of the text of a file; files of the runtime are left alone but for
# the macros that stand in the last column, which then do nothing.
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

# Without these, what is left is types with public fields, `Clone` and `Debug`, which are read and written, and calls that are sent.
CONVENIENCES = ["doc comments", "`#[inline]`, `#[must_use]`", "setters of types", "`PartialEq`", "serde's traits", "`?` from any error"]


def copy(source, out, parts):
    """Writes the crate at `source` to `out` without these parts."""
    shutil.rmtree(out, ignore_errors=True)
    shutil.copytree(source, out)
    macros = {name for part in parts for name in PARTS[part][1]}
    for path in sorted((out / "src").rglob("*.rs")):
        text = path.read_text()
        if "runtime" in path.relative_to(out / "src").parts:
            for name in macros:
                text = re.sub(rf"^macro_rules! {name} {{\n(?:.|\n)*?^}}\n",
                              f"macro_rules! {name} {{ ($($rest:tt)*) => {{}}; }}\n", text, flags=re.M)
        else:
            for part in parts:
                text = PARTS[part][0](text)
        path.write_text(text)
    module = out / "src" / "runtime" / "mod.rs"
    module.write_text(module.read_text() + """
macro_rules! shows_nothing {
    ($type:ident) => {
        impl ::core::fmt::Debug for $type {
            fn fmt(&self, _: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result { Ok(()) }
        }
    };
}
pub(crate) use shows_nothing;
""")
