//! The description as written: typed and located, with unresolved references.
//!
//! A malformed node is reported and left out, and reading continues, so that one run finds all
//! mistakes. The types cover the keywords of OpenAPI 3.0, 3.1 and 3.2. `swagger` reads the members that Swagger 2.0
//! spells differently into the same types.

mod body;
mod context;
mod enum_words;
mod example;
mod extensions;
mod http_token;
mod keywords;
mod media;
mod needed;
mod needed_places;
mod operation;
mod pagination;
mod parameter;
mod problems;
mod reader;
mod schema;
mod security;
mod selection;
mod swagger;
mod webhook;

pub use body::{RequestBody, Response};
pub use context::Context;
pub use keywords::read as read_schema;
pub use media::{Delimiter, Encoding, Header, MediaType};
pub use needed_places::Needed;
use operation::Paths;
pub use operation::{Operation, PathItem};
pub use pagination::{PageStyle, Pages, Pagination};
pub use parameter::Parameter;
pub use problems::{circular_reference, not_checked, unknown_reference};
use reader::Fields;
pub use schema::{Bindings, Discriminator, Limits, Schema};
pub use security::{Carried, ClientFlow, Requirement, SecurityScheme};
pub use swagger::is_swagger;
pub use webhook::Webhook;

use std::borrow::Cow;
use std::rc::Rc;

use crate::source::{Location, Source};

/// A description (OpenAPI 3.1, 4.8.1).
#[derive(Debug)]
pub struct Document<'s> {
    /// `info`
    pub info: Info<'s>,
    /// `servers`
    pub servers: Vec<Server<'s>>,
    /// `security`
    pub security: Vec<Requirement<'s>>,
    /// `tags`
    pub tags: Vec<Tag<'s>>,
    /// `paths`, in order
    pub paths: Vec<PathItem<'s>>,
    /// The templates of path items that cannot be read. The number of operations in them is not known
    pub left_out: Vec<String>,
    /// `webhooks`, and the callbacks of all operations
    pub webhooks: Vec<Webhook<'s>>,
    /// `components.schemas`, in order
    pub schemas: Vec<(&'s str, Rc<Schema<'s>>)>,
    /// `components.securitySchemes`, in order
    pub schemes: Vec<(&'s str, SecurityScheme<'s>)>,
}

/// `info` (OpenAPI 3.1, 4.8.2).
#[derive(Debug, Default)]
pub struct Info<'s> {
    /// `title`
    pub title: &'s str,
    /// `version`, as written
    pub version: String,
    /// `summary`
    pub summary: Option<&'s str>,
    /// `description`
    pub description: Option<&'s str>,
}

/// A server (OpenAPI 3.1, 4.8.5).
#[derive(Debug)]
pub struct Server<'s> {
    /// `url`, with its `{variables}`
    pub url: Cow<'s, str>,
    /// The location of the URL.
    pub url_location: Location,
    /// `x-rust-name`, or `name` of OpenAPI 3.2
    pub name: Option<&'s str>,
    /// `description`
    pub description: Option<&'s str>,
    /// `variables`
    pub variables: Vec<ServerVariable<'s>>,
    /// The location in the description.
    pub location: Location,
}

/// A variable in the URL of a server (OpenAPI 3.1, 4.8.6).
#[derive(Debug)]
pub struct ServerVariable<'s> {
    /// The key, which is the name in braces in the URL.
    pub name: &'s str,
    /// `default`
    pub default: &'s str,
    /// `enum`
    pub values: Vec<&'s str>,
    /// `description`
    pub description: Option<&'s str>,
}

/// A tag (OpenAPI 3.1, 4.8.22).
#[derive(Debug)]
pub struct Tag<'s> {
    /// `name`
    pub name: &'s str,
    /// `description`
    pub description: Option<&'s str>,
}

/// Reads the entry file of a source. Reports mistakes to the context.
pub fn read<'s>(cx: &mut Context<'s>, source: &'s Source) -> Document<'s> {
    let location = source.root_location();
    if source.root().is_null() {
        // A file that could not be read is empty here, and was reported.
        if !cx.reports.has_errors() {
            cx.report(problems::empty_file(location));
        }
        return Document::empty();
    }
    let Some(root) = Fields::read(cx, source.root(), location, "an OpenAPI description") else {
        return Document::empty();
    };
    if !check_version(cx, &root) {
        return Document::empty();
    }
    let document = if cx.is_swagger { read_swagger(cx, &root) } else { read_openapi(cx, &root) };
    finish(cx, document)
}

fn read_openapi<'s>(cx: &mut Context<'s>, root: &Fields<'s>) -> Document<'s> {
    let components = root.object(cx, "components");
    let mut document = read_operations(cx, root);
    document.webhooks = webhook::read(cx, root, &document.paths);
    if let Some(components) = &components {
        document.schemes = security::read_schemes(cx, components);
    }
    find_needed(cx, components.as_ref().unwrap_or(root), "schemas", &mut document);
    if let Some(components) = &components {
        document.schemas = read_schemas(cx, components, "schemas");
    }
    document
}

/// Finds the places that the selected operations need, and removes the security schemes that they do not need.
fn find_needed<'s>(
    cx: &mut Context<'s>,
    holder: &Fields<'s>,
    key: &str,
    document: &mut Document<'s>,
) {
    if cx.selection.is_some() {
        needed::keep_used_schemes(document);
        cx.needed = Some(needed::find(cx, holder, key, document));
    }
}

/// Removes the reports about parts that the selected operations do not need, and reports settings that select nothing.
fn finish<'s>(cx: &mut Context<'s>, document: Document<'s>) -> Document<'s> {
    if let Some(selection) = cx.selection.take() {
        let reports = selection.reports(cx.source.settings_file());
        // An operation that cannot be read may be the one that is not found.
        if reports.is_empty() {
            let all = std::mem::take(&mut cx.reports);
            cx.reports = all.into_iter().filter(|report| cx.is_needed(report)).collect();
        }
        cx.reports.extend(reports);
    }
    document
}

/// Reads the schemas by name, which are members of `holder` at `key`. If operations are selected, only those that they
/// need are read.
fn read_schemas<'s>(
    cx: &mut Context<'s>,
    holder: &Fields<'s>,
    key: &str,
) -> Vec<(&'s str, Rc<Schema<'s>>)> {
    let Some(needed) = cx.needed.take() else { return keywords::read_map(cx, holder, key) };
    let unneeded = std::mem::take(&mut cx.unneeded);
    let schemas = keywords::read_some(cx, holder, key, |location| {
        needed.is_place(location) && !unneeded.contains(location)
    });
    cx.needed = Some(needed);
    schemas
}

/// Reads a description of Swagger 2.0, which has no webhooks and no `components`.
fn read_swagger<'s>(cx: &mut Context<'s>, root: &Fields<'s>) -> Document<'s> {
    for (key, help) in [
        ("components", "write `definitions`, `parameters`, `responses` and `securityDefinitions`"),
        ("servers", "write `host`, `basePath` and `schemes`"),
    ] {
        if root.has(key) {
            let location = root.location.key(key);
            cx.mistake(problems::of_openapi_3(location, key, help), "left out");
        }
    }
    let mut document = read_operations(cx, root);
    document.schemes = swagger::security::read(cx, root);
    find_needed(cx, root, "definitions", &mut document);
    document.schemas = read_schemas(cx, root, "definitions");
    document
}

/// Reads the operations, servers and security schemes of a source, without reports.
///
/// It accepts any version. `webhooks` and `schemas` stay empty, because its callers
/// follow references to schemas themselves.
pub fn read_leniently(source: &Source) -> Document<'_> {
    let cx = &mut Context::new(source, false);
    let root = Fields::read(cx, source.root(), source.root_location(), "an OpenAPI description");
    let Some(root) = root else { return Document::empty() };
    let mut document = read_operations(cx, &root);
    if cx.is_swagger {
        document.schemes = swagger::security::read(cx, &root);
    } else if let Some(components) = root.object(cx, "components") {
        document.schemes = security::read_schemes(cx, &components);
    }
    document
}

fn read_operations<'s>(cx: &mut Context<'s>, root: &Fields<'s>) -> Document<'s> {
    let Paths { items, left_out } = operation::read_paths(cx, root);
    Document {
        info: read_info(cx, root),
        servers: match cx.is_swagger {
            true => swagger::server::read(cx, root),
            false => read_servers(cx, root),
        },
        security: security::read_requirements(cx, root).unwrap_or_default(),
        tags: root.list(cx, "tags").iter().filter_map(|tag| read_tag(cx, tag)).collect(),
        paths: items,
        left_out,
        ..Document::empty()
    }
}

impl Document<'_> {
    fn empty() -> Self {
        Document {
            info: Info::default(),
            servers: Vec::new(),
            security: Vec::new(),
            tags: Vec::new(),
            paths: Vec::new(),
            left_out: Vec::new(),
            webhooks: Vec::new(),
            schemas: Vec::new(),
            schemes: Vec::new(),
        }
    }
}

/// Returns `true` if the document states a supported version.
fn check_version<'s>(cx: &mut Context<'s>, root: &Fields<'s>) -> bool {
    for key in ["swagger", "swaggerVersion"] {
        let Some(version) = root.scalar(cx, key).filter(|_| !root.has("openapi")) else { continue };
        let is_known = key == "swagger" && matches!(version.as_str(), "2.0" | "2");
        if !is_known {
            cx.report(problems::unknown_swagger(root.location.key(key), &version));
        }
        return is_known;
    }
    let Some(version) = root.scalar(cx, "openapi") else {
        cx.report(problems::no_version(root.location.clone()));
        return false;
    };
    let known = ["3.0", "3.1", "3.2"];
    let minor = version.splitn(3, '.').take(2).collect::<Vec<_>>().join(".");
    if !known.contains(&minor.as_str()) {
        cx.report(problems::unknown_version(root.location.key("openapi"), &version));
        return false;
    }
    true
}

fn read_info<'s>(cx: &mut Context<'s>, root: &Fields<'s>) -> Info<'s> {
    let Some(info) = root.required_object(cx, "info") else {
        return Info::default();
    };
    Info {
        title: info.required_text(cx, "title").unwrap_or_default(),
        version: info.scalar(cx, "version").unwrap_or_default(),
        summary: info.text(cx, "summary"),
        description: info.text(cx, "description"),
    }
}

pub(crate) fn read_servers<'s>(cx: &mut Context<'s>, parent: &Fields<'s>) -> Vec<Server<'s>> {
    let servers = parent.list(cx, "servers");
    servers.iter().filter_map(|server| read_server(cx, server)).collect()
}

fn read_server<'s>(cx: &mut Context<'s>, server: &Fields<'s>) -> Option<Server<'s>> {
    let mut variables = Vec::new();
    for (name, variable) in server.entries(cx, "variables") {
        if let Some(default) = variable.required_text(cx, "default") {
            variables.push(ServerVariable {
                name,
                default,
                values: variable.texts(cx, "enum"),
                description: variable.text(cx, "description"),
            });
        }
    }
    Some(Server {
        url: Cow::Borrowed(server.required_text(cx, "url")?),
        url_location: server.location.key("url"),
        name: server.rust_name(cx).or_else(|| server.text(cx, "name")),
        description: server.text(cx, "description"),
        variables,
        location: server.location.clone(),
    })
}

fn read_tag<'s>(cx: &mut Context<'s>, tag: &Fields<'s>) -> Option<Tag<'s>> {
    Some(Tag { name: tag.required_text(cx, "name")?, description: tag.text(cx, "description") })
}
