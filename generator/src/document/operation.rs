//! Paths, operations and their parts, as they are written (OpenAPI 3.1, 4.8.8 to 4.8.17).

use std::rc::Rc;

use super::problems;
use super::reader::{Context, Fields};
use super::schema::{self, Schema};
use super::security::{self, Requirement};
use crate::api::{Method, Place, Status};
use crate::source::{Location, Value};

/// Either a node or a reference to one.
#[derive(Debug)]
pub enum Referable<'s, T> {
    /// The node itself.
    Node(T),
    /// A reference to it.
    Reference(Reference<'s>),
}

/// A `$ref` (OpenAPI 3.1, 4.8.23).
#[derive(Clone, Debug)]
pub struct Reference<'s> {
    /// The reference, as it is written.
    pub target: &'s str,
    /// `description`, which replaces the target's.
    pub description: Option<&'s str>,
    /// Where the object stands that holds `$ref`.
    pub location: Location,
}

/// The operations of a path.
#[derive(Debug)]
pub struct PathItem<'s> {
    /// The path's template.
    pub template: &'s str,
    /// `$ref` to a path item elsewhere
    pub reference: Option<Reference<'s>>,
    /// `parameters`, of every operation
    pub parameters: Vec<Referable<'s, Parameter<'s>>>,
    /// The operations, in the order of the file
    pub operations: Vec<Operation<'s>>,
    /// `servers`
    pub servers: bool,
    /// Where it stands.
    pub location: Location,
}

/// An operation.
#[derive(Debug)]
pub struct Operation<'s> {
    /// The key that it stands under.
    pub method: Method,
    /// `operationId`
    pub id: Option<&'s str>,
    /// `summary`
    pub summary: Option<&'s str>,
    /// `description`
    pub description: Option<&'s str>,
    /// `deprecated`
    pub deprecated: bool,
    /// `tags`
    pub tags: Vec<&'s str>,
    /// `parameters`
    pub parameters: Vec<Referable<'s, Parameter<'s>>>,
    /// `requestBody`
    pub body: Option<Referable<'s, RequestBody<'s>>>,
    /// `responses`, in order
    pub responses: Vec<(Status, Referable<'s, Response<'s>>)>,
    /// `security`; `None` where the document's holds
    pub security: Option<Vec<Requirement<'s>>>,
    /// Whether `servers` is there.
    pub servers: bool,
    /// `x-rust-name`
    pub rust_name: Option<&'s str>,
    /// `x-idempotent`
    pub idempotent: Option<bool>,
    /// Where it stands.
    pub location: Location,
}

/// A parameter.
#[derive(Debug)]
pub struct Parameter<'s> {
    /// `name`
    pub name: &'s str,
    /// `in`
    pub place: Place,
    /// `required`
    pub required: bool,
    /// `description`
    pub description: Option<&'s str>,
    /// `deprecated`
    pub deprecated: bool,
    /// `style`
    pub style: Option<&'s str>,
    /// `explode`
    pub explode: Option<bool>,
    /// `schema`
    pub schema: Option<Rc<Schema<'s>>>,
    /// Whether `content` stands in place of `schema`.
    pub content: bool,
    /// `x-rust-name`
    pub rust_name: Option<&'s str>,
    /// Where it stands.
    pub location: Location,
}

/// The body of a request.
#[derive(Debug)]
pub struct RequestBody<'s> {
    /// `description`
    pub description: Option<&'s str>,
    /// `required`
    pub required: bool,
    /// `content`, in order
    pub content: Vec<MediaType<'s>>,
    /// Where it stands.
    pub location: Location,
}

/// A response.
#[derive(Debug)]
pub struct Response<'s> {
    /// `description`
    pub description: Option<&'s str>,
    /// `content`, in order
    pub content: Vec<MediaType<'s>>,
    /// Where it stands.
    pub location: Location,
}

/// One form of a body.
#[derive(Debug)]
pub struct MediaType<'s> {
    /// The media type, as it is written.
    pub name: &'s str,
    /// `schema`
    pub schema: Option<Rc<Schema<'s>>>,
    /// Where it stands.
    pub location: Location,
}

/// The members of a path item that are no operations (OpenAPI 3.2 adds `query`).
const PATH_ITEM: [&str; 6] =
    ["$ref", "summary", "description", "servers", "parameters", "additionalOperations"];

/// Reads `paths`.
pub(super) fn read_paths<'s>(cx: &mut Context<'s>, root: &Fields<'s>) -> Vec<PathItem<'s>> {
    let paths = root.entries(cx, "paths");
    paths.into_iter().map(|(template, item)| read_path_item(cx, template, &item)).collect()
}

/// Reads the path item under a template.
pub fn read_path_item<'s>(
    cx: &mut Context<'s>,
    template: &'s str,
    item: &Fields<'s>,
) -> PathItem<'s> {
    let mut operations = Vec::new();
    for (key, value) in item.object.iter() {
        match Method::ALL.iter().find(|(name, _)| *name == key) {
            Some((_, method)) => {
                let location = item.location.key(key);
                let fields = Fields::read(cx, value, location, &format!("`{key}`"));
                operations.extend(fields.map(|fields| read_operation(cx, *method, &fields)));
            }
            None if PATH_ITEM.contains(&key) || key.starts_with("x-") => {}
            None => {
                let names: Vec<_> = Method::ALL.iter().map(|(name, _)| *name).collect();
                let location = item.location.key(key);
                let report = problems::unknown_value(location.clone(), "a method", key, &names);
                cx.report(report.at_key(&location));
            }
        }
    }
    PathItem {
        template,
        reference: read_reference(cx, item),
        parameters: read_parameters(cx, item),
        operations,
        servers: item.has("servers"),
        location: item.location.clone(),
    }
}

fn read_operation<'s>(
    cx: &mut Context<'s>,
    method: Method,
    fields: &Fields<'s>,
) -> Operation<'s> {
    let mut responses = Vec::new();
    for (key, response) in fields.entries(cx, "responses") {
        match read_status(key) {
            Some(status) => {
                let response = referable(cx, &response, read_response);
                responses.extend(response.map(|response| (status, response)));
            }
            None => cx.report(problems::unknown_status(response.location, key)),
        }
    }
    let body = fields.object(cx, "requestBody");
    Operation {
        method,
        id: fields.text(cx, "operationId"),
        summary: fields.text(cx, "summary"),
        description: fields.text(cx, "description"),
        deprecated: fields.flag(cx, "deprecated").unwrap_or(false),
        tags: fields.texts(cx, "tags"),
        parameters: read_parameters(cx, fields),
        body: body.and_then(|body| referable(cx, &body, |cx, body| Some(read_body(cx, body)))),
        responses,
        security: security::read_requirements(cx, fields),
        servers: fields.has("servers"),
        rust_name: fields.rust_name(cx),
        idempotent: fields.flag(cx, "x-idempotent"),
        location: fields.location.clone(),
    }
}

/// Reads a key of `responses`.
fn read_status(key: &str) -> Option<Status> {
    if key == "default" {
        return Some(Status::Default);
    }
    let (hundreds, rest) = key.split_at_checked(1)?;
    let hundreds: u8 = hundreds.parse().ok().filter(|digit| (1..=5).contains(digit))?;
    match rest {
        "XX" | "xx" => Some(Status::Range(hundreds)),
        _ if rest.len() == 2 => key.parse().ok().map(Status::Code),
        _ => None,
    }
}

fn read_parameters<'s>(
    cx: &mut Context<'s>,
    fields: &Fields<'s>,
) -> Vec<Referable<'s, Parameter<'s>>> {
    let list = fields.list(cx, "parameters");
    list.iter().filter_map(|parameter| referable(cx, parameter, read_parameter)).collect()
}

/// Reads a parameter; a malformed one is reported.
pub fn read_parameter<'s>(cx: &mut Context<'s>, fields: &Fields<'s>) -> Option<Parameter<'s>> {
    let name = fields.required_text(cx, "name");
    let place = match fields.required_text(cx, "in")? {
        "path" => Place::Path,
        "query" => Place::Query,
        "header" => Place::Header,
        "cookie" => Place::Cookie,
        other => {
            let known = ["path", "query", "header", "cookie"];
            let location = fields.location.key("in");
            cx.report(problems::unknown_value(location, "a place for parameters", other, &known));
            return None;
        }
    };
    let schema = fields.value("schema");
    Some(Parameter {
        name: name?,
        place,
        required: fields.flag(cx, "required").unwrap_or(false),
        description: fields.text(cx, "description"),
        deprecated: fields.flag(cx, "deprecated").unwrap_or(false),
        style: fields.text(cx, "style"),
        explode: fields.flag(cx, "explode"),
        schema: schema.map(|schema| Rc::new(schema::read(cx, schema, fields.location.key("schema")))),
        content: fields.has("content"),
        rust_name: fields.rust_name(cx),
        location: fields.location.clone(),
    })
}

/// Reads the body of a request.
pub fn read_body<'s>(cx: &mut Context<'s>, fields: &Fields<'s>) -> RequestBody<'s> {
    RequestBody {
        description: fields.text(cx, "description"),
        required: fields.flag(cx, "required").unwrap_or(false),
        content: read_content(cx, fields),
        location: fields.location.clone(),
    }
}

/// Reads a response.
pub fn read_response<'s>(cx: &mut Context<'s>, fields: &Fields<'s>) -> Option<Response<'s>> {
    Some(Response {
        description: fields.text(cx, "description"),
        content: read_content(cx, fields),
        location: fields.location.clone(),
    })
}

fn read_content<'s>(cx: &mut Context<'s>, fields: &Fields<'s>) -> Vec<MediaType<'s>> {
    let mut content = Vec::new();
    for (name, media) in fields.entries(cx, "content") {
        let schema = media.value("schema");
        content.push(MediaType {
            name,
            schema: schema.map(|schema| Rc::new(schema::read(cx, schema, media.location.key("schema")))),
            location: media.location,
        });
    }
    content
}

/// Reads a reference, or the node itself.
fn referable<'s, T>(
    cx: &mut Context<'s>,
    fields: &Fields<'s>,
    read: impl FnOnce(&mut Context<'s>, &Fields<'s>) -> Option<T>,
) -> Option<Referable<'s, T>> {
    match read_reference(cx, fields) {
        Some(reference) => Some(Referable::Reference(reference)),
        None => read(cx, fields).map(Referable::Node),
    }
}

fn read_reference<'s>(cx: &mut Context<'_>, fields: &Fields<'s>) -> Option<Reference<'s>> {
    matches!(fields.value("$ref"), Some(Value::String(_))).then_some(())?;
    Some(Reference {
        target: fields.text(cx, "$ref")?,
        description: fields.text(cx, "description"),
        location: fields.location.clone(),
    })
}
