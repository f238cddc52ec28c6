//! Paths, operations and their parts, as written (OpenAPI 3.1, 4.8.8 to 4.8.17).

use super::body::{self, RequestBody, Response};
use super::context::Context;
use super::pagination::{self, Pagination};
use super::parameter::{self, Parameter};
use super::problems;
use super::reader::Fields;
use super::security::{self, Requirement};
use super::selection::{self, Entry};
use super::swagger;
use super::{Server, extensions, http_token, read_servers};
use crate::api::{Method, Place, Status};
use crate::report::did_you_mean;
use crate::settings::Extension;
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
    /// The operations that cannot be read, by method and path template
    pub left_out: Vec<String>,
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

/// `paths` (OpenAPI 3.1, 4.8.8).
pub(super) struct Paths<'s> {
    /// The path items.
    pub(super) items: Vec<PathItem<'s>>,
    /// The templates of the path items that cannot be read.
    pub(super) left_out: Vec<String>,
}

/// Reads `paths`.
pub(super) fn read_paths<'s>(cx: &mut Context<'s>, root: &Fields<'s>) -> Paths<'s> {
    let known = cx.losses.len();
    let paths = root.entries(cx, "paths");
    let lost = cx.losses.split_off(known);
    let mut items = Vec::new();
    for (template, item) in paths {
        let (operations, left_out) = read_operations(cx, template, &item, selection::is_selected);
        // The parameters of a path are of no interest without its operations.
        if cx.selection.is_none() || !operations.is_empty() || !left_out.is_empty() {
            items.push(path_item(cx, template, &item, (operations, left_out)));
        }
    }
    let mut left_out = Vec::new();
    for location in lost {
        let Some(template) = location.last() else { continue };
        let (method, members) = (None, None);
        let entry = Entry { template: &template, method, location: &location, members };
        if selection::is_selected(cx, &entry) {
            left_out.push(template.into_owned());
            cx.unread.push(location);
        }
    }
    Paths { items, left_out }
}

pub(super) fn read_path_item<'s>(
    cx: &mut Context<'s>,
    template: &'s str,
    item: &Fields<'s>,
) -> PathItem<'s> {
    let operations = read_operations(cx, template, item, |_, _| true);
    path_item(cx, template, item, operations)
}

/// Reads the operations of a path item that are wanted. Returns them, and the method and path of those that cannot be
/// read.
fn read_operations<'s>(
    cx: &mut Context<'s>,
    template: &str,
    item: &Fields<'s>,
    is_wanted: fn(&mut Context<'s>, &Entry<'_>) -> bool,
) -> (Vec<Operation<'s>>, Vec<String>) {
    let (operations, left_out) = (Vec::new(), Vec::new());
    let mut members = Members { template, item, is_wanted, operations, left_out };
    let names = Method::ALL.map(|(name, _)| name);
    for (key, value) in item.object.iter() {
        let method = Method::ALL.into_iter().find(|(name, _)| *name == key);
        let location = item.location.key(key);
        match method {
            Some((_, method)) => members.read(cx, (key, value), location, method),
            None if PATH_ITEM.contains(&key) || key.starts_with("x-") => {}
            None => members.leave_out(cx, (key, value), location, &names),
        }
    }
    if let Some(fields) = item.object(cx, "additionalOperations") {
        for (key, value) in fields.object.iter().filter(|(key, _)| !key.starts_with("x-")) {
            let location = fields.location.key(key);
            match read_method(key) {
                Some(method) => members.read(cx, (key, value), location, method),
                None => members.leave_out(cx, (key, value), location, &[]),
            }
        }
    }
    (members.operations, members.left_out)
}

/// The members of a path item that are read as operations.
struct Members<'m, 's> {
    template: &'m str,
    item: &'m Fields<'s>,
    is_wanted: fn(&mut Context<'s>, &Entry<'_>) -> bool,
    operations: Vec<Operation<'s>>,
    /// The method and path of those that cannot be read.
    left_out: Vec<String>,
}

impl<'s> Members<'_, 's> {
    /// Reads an operation if it is wanted.
    fn read(
        &mut self,
        cx: &mut Context<'s>,
        (key, value): (&str, &'s Value),
        location: Location,
        method: Method,
    ) {
        let fields = Fields::read(cx, value, location.clone(), &format!("`{key}`"));
        let entry = Entry {
            template: self.template,
            method: Some(&method),
            location: fields.as_ref().map_or(&location, |fields| &fields.location),
            members: fields.as_ref().map(|fields| fields.object),
        };
        if !(self.is_wanted)(cx, &entry) {
            return;
        }
        match fields {
            Some(fields) => {
                let target = (self.template, method);
                self.operations.push(read_operation(cx, target, self.item, &fields));
            }
            None => {
                self.left_out.push(format!("{key} {}", self.template));
                cx.unread.push(location);
            }
        }
    }

    /// Reports a key that is not a method. `names` are the methods that may be meant.
    fn leave_out(
        &mut self,
        cx: &mut Context<'s>,
        (key, value): (&str, &'s Value),
        location: Location,
        names: &[&str],
    ) {
        let report = problems::unknown_value(location.clone(), "a method", key, names);
        cx.mistake(report.at_key(&location), "left out");
        let Some(members) = value.as_object() else { return };
        let entry = Entry {
            template: self.template,
            method: None,
            location: &self.item.location,
            members: Some(members).filter(|members| members.get("$ref").is_none()),
        };
        if (self.is_wanted)(cx, &entry) {
            self.left_out
                .extend(value.get("responses").map(|_| format!("{key} {}", self.template)));
            cx.unread.push(location);
        }
    }
}

fn path_item<'s>(
    cx: &mut Context<'s>,
    template: &'s str,
    item: &Fields<'s>,
    (mut operations, left_out): (Vec<Operation<'s>>, Vec<String>),
) -> PathItem<'s> {
    operations.shrink_to_fit();
    PathItem {
        template,
        parameters: read_parameters(cx, item),
        operations,
        left_out,
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

fn read_operation<'s>(
    cx: &mut Context<'s>,
    (template, method): (&str, Method),
    item: &Fields<'s>,
    fields: &Fields<'s>,
) -> Operation<'s> {
    let names = || extensions::operation(fields, &method, template);
    let idempotent = extensions::flag(cx, fields, Extension::Idempotent, names);
    let pages = extensions::value(cx, fields, Extension::Pagination, names);
    let pagination = pagination::read(cx, pages);
    let entries = fields.entries(cx, "responses");
    let mut responses = Vec::with_capacity(entries.len());
    for (key, response) in entries {
        match read_status(key) {
            Some(status) if cx.is_swagger => {
                responses.push((status, swagger::response::read(cx, fields, status, &response)));
            }
            Some(status) => responses.push((status, body::read_response(cx, &response))),
            None => {
                cx.losses.push(fields.location.key("responses").key(key));
                cx.mistake(problems::unknown_status(response.location, key), "left out");
            }
        }
    }
    let parameters = read_parameters(cx, fields);
    let body = read_body(cx, item, fields);
    Operation {
        method,
        id: fields.text(cx, "operationId"),
        summary: fields.text(cx, "summary"),
        description: fields.description(cx),
        deprecated: fields.flag(cx, "deprecated").unwrap_or(false),
        tags: fields.texts(cx, "tags"),
        parameters,
        body,
        responses,
        security: security::read_requirements(cx, fields),
        servers: if cx.is_swagger {
            swagger::server::read_own(cx, fields)
        } else {
            read_servers(cx, fields)
        },
        rust_name: fields.rust_name(cx),
        idempotent,
        pagination,
        location: fields.location.clone(),
        fields: fields.clone(),
    }
}

impl Operation<'_> {
    /// Returns the path parameters that the path does not have, each with the name in the path that it stands for: a similar
    /// name that is not declared, or the only one left. `names` are those in the path.
    pub fn path_renames(&self, item: &[Parameter<'_>], names: &[&str]) -> Vec<(String, String)> {
        let (mut declared, mut missing): (Vec<&str>, Vec<&str>) = (Vec::new(), Vec::new());
        for parameter in item.iter().chain(&self.parameters) {
            if parameter.place == Place::Path && !declared.contains(&parameter.name) {
                declared.push(parameter.name);
            }
        }
        for name in names {
            if !declared.contains(name) && !missing.contains(name) && !self.misplaces(name) {
                missing.push(name);
            }
        }
        let mut unused = declared;
        unused.retain(|name| !names.contains(name));
        let mut renames = Vec::new();
        missing.retain(|name| {
            let similar = did_you_mean(name, unused.iter().copied());
            if let Some(similar) = similar {
                unused.retain(|unused| *unused != similar);
                renames.push((similar.to_owned(), (*name).to_owned()));
            }
            similar.is_none()
        });
        if let ([unused], [name]) = (unused.as_slice(), missing.as_slice()) {
            renames.push(((*unused).to_owned(), (*name).to_owned()));
        }
        renames
    }

    /// Returns `true` if it lists a parameter of this name in no known place, which has a report of its own.
    pub fn misplaces(&self, name: &str) -> bool {
        let list = self.fields.value("parameters").and_then(Value::as_array).unwrap_or_default();
        list.iter().any(|parameter| {
            let text = |key| parameter.get(key).and_then(Value::as_str);
            text("name") == Some(name)
                && text("in").is_some_and(|word| parameter::place_of(word).is_none())
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

fn read_body<'s>(
    cx: &mut Context<'s>,
    item: &Fields<'s>,
    fields: &Fields<'s>,
) -> Option<RequestBody<'s>> {
    if cx.is_swagger {
        return swagger::body::read(cx, item, fields);
    }
    let body = fields.object(cx, "requestBody");
    if body.is_none() && fields.has("requestBody") {
        cx.losses.push(fields.location.key("requestBody"));
    }
    body.map(|body| body::read(cx, &body))
}

fn read_parameters<'s>(cx: &mut Context<'s>, fields: &Fields<'s>) -> Vec<Parameter<'s>> {
    let values = fields.values(cx, "parameters").unwrap_or_default();
    let mut parameters = Vec::with_capacity(values.len());
    for (index, value) in values.iter().enumerate() {
        let entry = fields.location.key("parameters").index(index);
        let fields = Fields::read(cx, value, entry.clone(), "this item");
        let parameter = match &fields {
            Some(fields) if cx.is_swagger => {
                parameters.extend(swagger::parameter::read(cx, &entry, fields));
                continue;
            }
            Some(fields) => parameter::read(cx, fields),
            None => None,
        };
        match parameter {
            Some(parameter) => parameters.push(parameter),
            None => cx.losses.push(entry),
        }
    }
    parameters
}
