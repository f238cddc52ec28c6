//! The reference of an API as a site that needs no server: each operation with its fields, examples and errors, and
//! with the call in Rust.
//!
//! This module makes the data, with the names of the client. `page/` has the scripts that show it. The page loads
//! `data.js` with the list of operations first. The other data is in `parts`, which the page loads on demand. Each part
//! is a script, because a page from a disk can load nothing else.

mod calls;
mod codes;
mod first_call;
mod markdown;
mod operations;
mod parts;
mod search_index;
mod types;

use crate::api::{Carrier, Docs, Examples, Judge};
use crate::disk::{FileSet, PathError};
use crate::model::Model;
use crate::report::Report;
use crate::source::{Object, Source, Value};

pub use first_call::FirstCall;
pub(crate) use first_call::program as first_call;

/// The files that every reference has.
const PAGE: [(&str, &str); 6] = [
    ("index.html", include_str!("page/index.html")),
    ("reference/page.css", include_str!("page/page.css")),
    ("reference/page.js", include_str!("page/page.js")),
    ("reference/parts.js", include_str!("page/parts.js")),
    ("reference/search.js", include_str!("page/search.js")),
    ("reference/try.js", include_str!("page/try.js")),
];

/// The inputs of the reference.
#[derive(Clone, Copy)]
pub(crate) struct Context<'a> {
    pub(crate) source: &'a Source,
    pub(crate) model: &'a Model<'a>,
    pub(crate) judge: &'a dyn Judge,
    /// The name of the client's crate in paths.
    pub(crate) krate: &'a str,
}

/// Returns the files of the site.
///
/// # Errors
///
/// Returns an error if a path is in the set twice, which is a defect of the generator.
pub(crate) fn site(cx: Context<'_>, examples: &Examples) -> Result<FileSet, Box<Report>> {
    let mut files = FileSet::new();
    let defect = |error: PathError| {
        Box::new(Report::error("defect", format!("the reference is not usable: {error}")))
    };
    for (path, text) in PAGE {
        files.insert(path, text).map_err(defect)?;
    }
    let operations = parts::Parts::of_operations(cx, operations::all(cx, examples));
    let types = parts::Parts::of_types(types::all(cx));
    let data = for_script(&data(cx, &operations).to_string());
    files.insert("reference/data.js", format!("window.REFERENCE = {data};\n")).map_err(defect)?;
    let mut scripts = Vec::new();
    scripts.push(("words".to_owned(), search_index::all(cx).to_string()));
    scripts.push(("types".to_owned(), types::index(cx, &types.starts).to_string()));
    scripts.extend(operations.texts("operations"));
    scripts.extend(types.texts("types"));
    for (name, json) in scripts {
        let script = parts::script(&name, &for_script(&json));
        files.insert(format!("reference/parts/{name}.js"), script).map_err(defect)?;
    }
    Ok(files)
}

/// Returns JSON as an expression of JavaScript.
///
/// U+2028 and U+2029 are escaped, because they end a line in older versions. The name `__proto__` is written as a
/// computed name, because it would set the prototype otherwise. A quote after a brace or a comma opens a name, because
/// a quote inside a string is escaped.
fn for_script(json: &str) -> String {
    let json = json.replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029");
    let json = json.replace("{\"__proto__\":", "{[\"__proto__\"]:");
    json.replace(",\"__proto__\":", ",[\"__proto__\"]:")
}

fn data(cx: Context<'_>, operations: &parts::Parts) -> Value {
    let (api, client) = (cx.model.api(), &cx.model.client);
    let servers = api
        .servers
        .iter()
        .map(|server| object([("url", text(&server.url)), ("docs", words(&server.docs))]));
    let schemes = client.schemes.iter().map(|scheme| {
        let (names, scheme) = (scheme.names, scheme.described);
        let (place, carrier) = match &scheme.carrier {
            Carrier::Header(name) => ("header", name.as_str()),
            Carrier::Query(name) => ("query", name.as_str()),
            Carrier::Cookie(name) => ("cookie", name.as_str()),
            Carrier::Bearer => ("bearer", "Authorization"),
            Carrier::Basic => ("basic", "Authorization"),
        };
        object([
            ("id", text(&scheme.id)),
            ("place", text(place)),
            ("name", text(carrier)),
            ("rust", text(&names.setter.to_string())),
            ("variable", text(&cx.model.key_variable(&names.setter))),
            ("docs", words(&scheme.docs)),
        ])
    });
    let groups = api
        .groups
        .iter()
        .map(|(_, group)| object([("name", text(&group.name)), ("docs", words(&group.docs))]));
    object([
        ("title", text(&api.info.title)),
        ("version", text(&api.info.version)),
        ("docs", words(&api.info.docs)),
        ("crate", text(cx.krate)),
        ("servers", Value::Array(servers.collect())),
        ("schemes", Value::Array(schemes.collect())),
        ("groups", Value::Array(groups.collect())),
        ("operations", operations::list(cx, operations)),
        ("codes", operations::codes(cx)),
    ])
}

/// Returns an object of the members that are not empty.
fn object<const N: usize>(members: [(&str, Value); N]) -> Value {
    let mut object = Object::new();
    for (name, value) in members {
        let is_empty = match &value {
            Value::Null | Value::Bool(false) => true,
            Value::String(text) => text.is_empty(),
            Value::Array(items) => items.is_empty(),
            _ => false,
        };
        if !is_empty {
            object.insert(name.to_owned(), value);
        }
    }
    Value::Object(object)
}

fn text(text: &str) -> Value {
    Value::String(text.to_owned())
}

/// Returns the documentation of a node: the summary as text and as HTML for a line, and the description as HTML and as
/// its first line.
fn words(docs: &Docs) -> Value {
    let part = |part: &Option<String>| part.as_deref().unwrap_or_default().trim().to_owned();
    let (summary, description) = (part(&docs.summary), part(&docs.description));
    object([
        ("title", text(&markdown::line(&summary))),
        ("summary", Value::String(summary)),
        ("html", text(&markdown::blocks(&description))),
        ("line", text(&markdown::first_line(&description))),
        ("deprecated", Value::Bool(docs.deprecated)),
    ])
}
