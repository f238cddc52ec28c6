//! Paths, operations and their parts, as written (OpenAPI 3.1, 4.8.8 to 4.8.17).

use std::rc::Rc;

use super::keywords;
use super::media::{self, Header, MediaType};
use super::pagination::{self, Pagination};
use super::problems;
use super::reader::{Context, Fields, check_token};
use super::schema::Schema;
use super::security::{self, Requirement};
use super::{Server, http_token, read_servers, selection};
use crate::api::{Method, Place, Status};
use crate::report::did_you_mean;
use crate::source::{Location, Value};

/// A path item (OpenAPI 3.1, 4.8.9).
#[derive(Debug)]
pub struct PathItem<'s> {
    /// The path template.
    pub template: &'s str,
    /// `parameters`, which apply to every operation
    pub parameters: Vec<Parameter<'s>>,
    /// The operations, in order
    pub operations: Vec<Operation<'s>>,
    /// `servers`
    pub servers: Vec<Server<'s>>,
    /// The location in the description.
    pub location: Location,
}

/// An operation (OpenAPI 3.1, 4.8.10).
#[derive(Debug)]
pub struct Operation<'s> {
    /// The key in the path item.
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
    pub parameters: Vec<Parameter<'s>>,
    /// `requestBody`
    pub body: Option<RequestBody<'s>>,
    /// `responses`, in order
    pub responses: Vec<(Status, Response<'s>)>,
    /// `security`; `None` if the document's requirements apply
    pub security: Option<Vec<Requirement<'s>>>,
    /// `servers`
    pub servers: Vec<Server<'s>>,
    /// `x-rust-name`
    pub rust_name: Option<&'s str>,
    /// `x-idempotent`
    pub idempotent: Option<bool>,
    /// `x-pagination`
    pub pagination: Pagination<'s>,
    /// The location in the description.
    pub location: Location,
    /// The members, from which `callbacks` are read later.
    pub(super) fields: Fields<'s>,
}

/// A parameter (OpenAPI 3.1, 4.8.12).
#[derive(Debug)]
pub struct Parameter<'s> {
    /// `name`
    pub name: &'s str,
    /// `in`
    pub place: Place,
    /// `true` for `in: querystring`: the value is the whole query
    pub is_whole_query: bool,
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
    /// `allowReserved`
    pub reserved: bool,
    /// `schema`
    pub schema: Option<Rc<Schema<'s>>>,
    /// `content`, in place of `schema`
    pub content: Vec<MediaType<'s>>,
    /// `x-rust-name`
    pub rust_name: Option<&'s str>,
    /// `x-idempotency-key`
    pub idempotency_key: Option<bool>,
    /// The location in the description.
    pub location: Location,
}

/// A request body (OpenAPI 3.1, 4.8.13).
#[derive(Debug)]
pub struct RequestBody<'s> {
    /// `description`
    pub description: Option<&'s str>,
    /// `required`
    pub required: bool,
    /// `content`, in order
    pub content: Vec<MediaType<'s>>,
    /// The location in the description.
    pub location: Location,
}

/// A response (OpenAPI 3.1, 4.8.17).
#[derive(Debug)]
pub struct Response<'s> {
    /// `description`
    pub description: Option<&'s str>,
    /// `headers`, in order
    pub headers: Vec<Header<'s>>,
    /// `content`, in order
    pub content: Vec<MediaType<'s>>,
    /// The location in the description.
    pub location: Location,
}

impl Operation<'_> {
    /// Returns `true` if the operation documents no response that follows one of 1xx.
    pub fn is_only_informational(&self) -> bool {
        self.responses.iter().all(|(status, _)| status.is_informational() || status.is_error())
    }

    /// Returns the `operationId`, or the method and the path template.
    pub fn name(&self, template: &str) -> String {
        match self.id {
            Some(id) => id.to_owned(),
            None => format!("{} {template}", self.method.as_str().to_lowercase()),
        }
    }
}

/// The members of a path item that are not operations.
const PATH_ITEM: [&str; 5] =
    ["summary", "description", "servers", "parameters", "additionalOperations"];

/// Reads `paths`.
pub(super) fn read_paths<'s>(cx: &mut Context<'s>, root: &Fields<'s>) -> Vec<PathItem<'s>> {
    let paths = root.entries(cx, "paths");
    let mut items = Vec::new();
    for (template, item) in paths {
        let operations = read_operations(cx, template, &item, selection::is_selected);
        // The parameters of a path are of no interest without its operations.
        if cx.selection.is_none() || !operations.is_empty() {
            items.push(path_item(cx, template, &item, operations));
        }
    }
    items
}

pub(super) fn read_path_item<'s>(
    cx: &mut Context<'s>,
    template: &'s str,
    item: &Fields<'s>,
) -> PathItem<'s> {
    let operations = read_operations(cx, template, item, |_, _, _, _| true);
    path_item(cx, template, item, operations)
}

/// Reads the operations of a path item that are wanted.
fn read_operations<'s>(
    cx: &mut Context<'s>,
    template: &str,
    item: &Fields<'s>,
    is_wanted: fn(&mut Context<'s>, &str, &Method, &Fields<'s>) -> bool,
) -> Vec<Operation<'s>> {
    let mut operations = Vec::new();
    for (key, value) in item.object.iter() {
        match Method::ALL.into_iter().find(|(name, _)| *name == key) {
            Some((_, method)) => {
                let location = item.location.key(key);
                let fields = Fields::read(cx, value, location, &format!("`{key}`"));
                let fields = fields.filter(|fields| is_wanted(cx, template, &method, fields));
                operations.extend(fields.map(|fields| read_operation(cx, method, &fields)));
            }
            None if PATH_ITEM.contains(&key) || key.starts_with("x-") => {}
            None => {
                let names: Vec<_> = Method::ALL.iter().map(|(name, _)| *name).collect();
                let location = item.location.key(key);
                let report = problems::unknown_value(location.clone(), "a method", key, &names);
                cx.mistake(report.at_key(&location), "left out");
            }
        }
    }
    for (key, fields) in item.entries(cx, "additionalOperations") {
        match read_method(key) {
            Some(method) => {
                if is_wanted(cx, template, &method, &fields) {
                    operations.push(read_operation(cx, method, &fields));
                }
            }
            None => {
                let location = fields.location.clone();
                let report = problems::unknown_value(location.clone(), "a method", key, &[]);
                cx.mistake(report.at_key(&location), "left out");
            }
        }
    }
    operations
}

fn path_item<'s>(
    cx: &mut Context<'s>,
    template: &'s str,
    item: &Fields<'s>,
    operations: Vec<Operation<'s>>,
) -> PathItem<'s> {
    PathItem {
        template,
        parameters: read_parameters(cx, item),
        operations,
        servers: read_servers(cx, item),
        location: item.location.clone(),
    }
}

/// Parses a method of `additionalOperations`, spelled as sent (OpenAPI 3.2, 4.9).
fn read_method(key: &str) -> Option<Method> {
    let known = Method::ALL.into_iter().map(|(_, method)| method);
    let other = http_token::is_token(key).then(|| Method::Other(key.to_owned()));
    known.into_iter().find(|method| method.as_str() == key).or(other)
}

fn read_operation<'s>(cx: &mut Context<'s>, method: Method, fields: &Fields<'s>) -> Operation<'s> {
    let mut responses = Vec::new();
    for (key, response) in fields.entries(cx, "responses") {
        match read_status(key) {
            Some(status) => responses.push((status, read_response(cx, &response))),
            None => cx.mistake(problems::unknown_status(response.location, key), "left out"),
        }
    }
    let body = fields.object(cx, "requestBody");
    Operation {
        method,
        id: fields.text(cx, "operationId"),
        summary: fields.text(cx, "summary"),
        description: fields.description(cx),
        deprecated: fields.flag(cx, "deprecated").unwrap_or(false),
        tags: fields.texts(cx, "tags"),
        parameters: read_parameters(cx, fields),
        body: body.map(|body| read_body(cx, &body)),
        responses,
        security: security::read_requirements(cx, fields),
        servers: read_servers(cx, fields),
        rust_name: fields.rust_name(cx),
        idempotent: fields.flag(cx, "x-idempotent"),
        pagination: pagination::read(cx, fields),
        location: fields.location.clone(),
        fields: fields.clone(),
    }
}

impl Operation<'_> {
    /// Returns `true` if it lists a parameter of this name in no known place, which has a report of its own.
    pub fn misplaces(&self, name: &str) -> bool {
        let list = self.fields.value("parameters").and_then(Value::as_array).unwrap_or_default();
        list.iter().any(|parameter| {
            let text = |key| parameter.get(key).and_then(Value::as_str);
            text("name") == Some(name) && text("in").is_some_and(|word| place_of(word).is_none())
        })
    }
}

/// Parses a key of `responses`.
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

fn read_parameters<'s>(cx: &mut Context<'s>, fields: &Fields<'s>) -> Vec<Parameter<'s>> {
    let list = fields.list(cx, "parameters");
    list.iter().filter_map(|parameter| read_parameter(cx, parameter)).collect()
}

fn place_of(word: &str) -> Option<Place> {
    match word {
        "path" => Some(Place::Path),
        // The whole query string of OpenAPI 3.2 is a parameter of the query.
        "query" | "querystring" => Some(Place::Query),
        "header" => Some(Place::Header),
        "cookie" => Some(Place::Cookie),
        _ => None,
    }
}

fn read_place<'s>(cx: &mut Context<'s>, fields: &Fields<'s>) -> Option<Place> {
    let found = fields.required_text(cx, "in")?;
    let location = fields.location.key("in");
    if let Some(place) = place_of(found) {
        return Some(place);
    }
    let report = match found {
        "body" | "formData" => problems::parameter_in_body(location, found),
        other => {
            let known = ["path", "query", "querystring", "header", "cookie"];
            let report = problems::unknown_value(location, "a place for parameters", other, &known);
            // Read as the place that is meant, so that one slip has one report.
            if let Some(meant) = did_you_mean(other, known) {
                cx.mistake(report, &format!("read as `{meant}`"));
                return place_of(meant);
            }
            report
        }
    };
    cx.mistake(report, "left out");
    None
}

/// Reads a parameter. Reports a malformed one.
fn read_parameter<'s>(cx: &mut Context<'s>, fields: &Fields<'s>) -> Option<Parameter<'s>> {
    let name = fields.required_text(cx, "name");
    let place = read_place(cx, fields);
    let name = name.filter(|name| {
        let at = fields.location.key("name");
        match place {
            Some(Place::Header) => check_token(cx, name, || problems::header_name(at, name)),
            Some(Place::Cookie) => check_token(cx, name, || problems::cookie_name(at, name)),
            _ => true,
        }
    });
    // The schema is read first, so that its mistakes are reported even if the parameter is left out.
    let schema = keywords::read_one(cx, fields, "schema");
    let mut required = fields.flag(cx, "required").unwrap_or(false);
    if place == Some(Place::Path) && !required {
        let report = problems::optional_in_path(fields.location.clone(), name.unwrap_or_default());
        cx.mistake(report, "taken for required");
        required = true;
    }
    Some(Parameter {
        name: name?,
        place: place?,
        is_whole_query: fields.text(cx, "in") == Some("querystring"),
        required,
        description: fields.description(cx),
        deprecated: fields.flag(cx, "deprecated").unwrap_or(false),
        style: fields.text(cx, "style"),
        explode: fields.flag(cx, "explode"),
        reserved: fields.flag(cx, "allowReserved").unwrap_or(false),
        schema,
        content: media::read_content(cx, fields),
        rust_name: fields.rust_name(cx),
        idempotency_key: fields.flag(cx, "x-idempotency-key"),
        location: fields.location.clone(),
    })
}

fn read_body<'s>(cx: &mut Context<'s>, fields: &Fields<'s>) -> RequestBody<'s> {
    if !fields.has("content") {
        cx.mistake(problems::missing(fields.location.clone(), "content"), "nothing is sent");
    }
    RequestBody {
        description: fields.description(cx),
        required: fields.flag(cx, "required").unwrap_or(false),
        content: media::read_content(cx, fields),
        location: fields.location.clone(),
    }
}

fn read_response<'s>(cx: &mut Context<'s>, fields: &Fields<'s>) -> Response<'s> {
    if fields.has("links") {
        cx.report(problems::not_read(fields.location.key("links"), "links").once());
    }
    Response {
        description: fields.description(cx),
        headers: media::read_headers(cx, fields),
        content: media::read_content(cx, fields),
        location: fields.location.clone(),
    }
}
