//! The operations of the reference.

use std::collections::HashMap;

use super::parts::Parts;
use super::{Context, calls, markdown, object, text, types, words};
use crate::api::{
    Body, ExampleRequest, Examples, Header, Media, Operation, OperationId, Place, Response,
    Serialization, Style,
};
use crate::examples;
use crate::source::Value;

/// Returns the list of operations. A row has the id, method, path, title as HTML, group and part, and `1` if the
/// operation is deprecated.
pub(super) fn list(cx: Context<'_>, parts: &Parts) -> Value {
    let operations =
        cx.model.api().operations.iter().zip(&parts.of).map(|((_, operation), part)| {
            let title = operation.docs.summary.as_deref().unwrap_or_default().trim();
            let group = operation.group.map_or(-1, |id| id.index() as i128);
            let mut row = vec![
                text(&operation.id),
                text(operation.method.as_str()),
                text(&operation.template),
                text(&markdown::line(title)),
                Value::Int(group),
                Value::Int(*part as i128),
            ];
            row.extend(operation.docs.deprecated.then_some(Value::Int(1)));
            Value::Array(row)
        });
    Value::Array(operations.collect())
}

/// Returns every operation, in the order of the description.
pub(super) fn all(cx: Context<'_>, examples: &Examples) -> Vec<Value> {
    let mut requests = HashMap::new();
    for request in &examples.requests {
        requests.entry(request.operation).or_insert(request);
    }
    let operations = cx
        .model
        .api()
        .operations
        .iter()
        .map(|(id, operation)| one(cx, id, operation, requests.get(&id).copied()));
    operations.collect()
}

fn one(
    cx: Context<'_>,
    id: OperationId,
    operation: &Operation,
    request: Option<&ExampleRequest>,
) -> Value {
    let names = cx.model.of_operation(id).names;
    let group = operation.group.map(|id| text(&cx.model.api().groups[id].name));
    let security = operation
        .security
        .iter()
        .map(|alternative| alternative.iter().map(|index| Value::Int(*index as i128)).collect());
    let responses = operation.responses.iter().enumerate();
    object([
        ("id", text(&operation.id)),
        ("method", text(operation.method.as_str())),
        ("path", text(&operation.template)),
        ("group", group.unwrap_or(Value::Null)),
        ("docs", words(&operation.docs)),
        ("security", Value::Array(security.map(Value::Array).collect())),
        ("parameters", parameters(cx, id, operation, request)),
        ("body", operation.body.as_ref().map_or(Value::Null, |body| of_body(cx, body))),
        (
            "responses",
            Value::Array(responses.map(|it| of_response(cx, id, operation, it)).collect()),
        ),
        ("headers", Value::Array(operation.headers.iter().map(|it| header(cx, it)).collect())),
        ("request", request.map_or(Value::Null, |request| of_request(operation, request))),
        ("rust", text(&names.method.to_string())),
        ("error", text(&names.error.to_string())),
        ("paged", Value::Bool(operation.paging.is_some())),
        ("call", text(&calls::call(cx, id, request))),
        ("errors", text(&calls::errors(cx, id))),
    ])
}

fn parameters(
    cx: Context<'_>,
    id: OperationId,
    operation: &Operation,
    request: Option<&ExampleRequest>,
) -> Value {
    let parameters = operation.parameters.iter().zip(&cx.model.of_operation(id).parameters);
    let parameters = parameters.enumerate().map(|(index, (parameter, taken))| {
        let place = match parameter.place {
            Place::Path => "path",
            Place::Query => "query",
            Place::Header => "header",
            Place::Cookie => "cookie",
        };
        let argument = request.and_then(|request| request.arguments.get(index)?.as_deref());
        object([
            ("name", text(&parameter.name)),
            ("in", text(place)),
            ("required", Value::Bool(parameter.required)),
            ("rust", text(&taken.name.to_string())),
            ("takes", text(&types::path(&taken.argument))),
            ("written", written(parameter.serialization)),
            ("shape", types::shape(cx, &parameter.shape)),
            ("example", argument.and_then(calls::read).unwrap_or(Value::Null)),
            ("docs", words(&parameter.docs)),
        ])
    });
    Value::Array(parameters.collect())
}

/// Returns the serialization of a parameter that is not a plain string: list or value, `style` and `explode`.
fn written(serialization: Serialization) -> Value {
    let (kind, style, explode) = match serialization {
        Serialization::Text => return Value::Null,
        Serialization::List { style, explode } => ("list", style, explode),
        Serialization::Structured { style, explode } => ("value", style, explode),
    };
    let style = match style {
        Style::Simple => "simple",
        Style::Label => "label",
        Style::Matrix => "matrix",
        Style::Form => "form",
        Style::SpaceDelimited => "space",
        Style::PipeDelimited => "pipe",
        Style::TabDelimited => "tab",
        Style::DeepObject => "deep",
        Style::Json => "json",
    };
    Value::Array(vec![text(kind), text(style), Value::Bool(explode)])
}

fn of_body(cx: Context<'_>, body: &Body) -> Value {
    let forms = body.forms.iter().map(|media| of_media(cx, media));
    let samples = examples::samples(cx.source, &body.content, cx.judge);
    object([
        ("required", Value::Bool(body.required)),
        ("forms", Value::Array(forms.collect())),
        ("examples", examples(samples)),
        ("docs", words(&body.docs)),
    ])
}

fn of_media(cx: Context<'_>, media: &Media) -> Value {
    let shape = media.shape().map(|shape| types::shape(cx, shape));
    object([
        ("media", text(media.media_type())),
        ("stream", Value::Bool(matches!(media, Media::Stream { .. }))),
        ("shape", shape.unwrap_or(Value::Null)),
    ])
}

fn of_response(
    cx: Context<'_>,
    id: OperationId,
    operation: &Operation,
    (index, response): (usize, &Response),
) -> Value {
    let status = response.status.text();
    let forms = operation.forms.iter().flat_map(|form| &form.responses);
    let of_forms = forms.filter(|response| response.response == index);
    let of_forms = of_forms.filter_map(|response| response.media.as_ref());
    let mut media: Vec<&Media> = Vec::new();
    for form in response.media.iter().chain(of_forms) {
        if !media.contains(&form) {
            media.push(form);
        }
    }
    let variant = cx.model.of_operation(id).names.responses.get(index);
    let samples = examples::samples(cx.source, &response.content, cx.judge);
    object([
        ("status", text(&status)),
        ("error", Value::Bool(response.is_error)),
        ("rust", text(&variant.map(ToString::to_string).unwrap_or_default())),
        ("forms", Value::Array(media.into_iter().map(|media| of_media(cx, media)).collect())),
        ("codes", codes_of(cx, response)),
        ("examples", examples(samples)),
        ("docs", words(&response.docs)),
    ])
}

fn header(cx: Context<'_>, header: &Header) -> Value {
    object([
        ("name", text(&header.name)),
        ("required", Value::Bool(header.required)),
        ("shape", types::shape(cx, &header.shape)),
        ("docs", words(&header.docs)),
    ])
}

fn examples(samples: Vec<examples::Sample>) -> Value {
    let samples = samples.into_iter().map(|sample| {
        object([
            ("name", text(&sample.name)),
            ("media", text(&sample.media_type)),
            ("made", Value::Bool(sample.made)),
            // An array, because `object` would leave out `false` or an empty value.
            ("value", Value::Array(vec![sample.value])),
        ])
    });
    Value::Array(samples.collect())
}

fn of_request(operation: &Operation, request: &ExampleRequest) -> Value {
    let accept = operation.forms.first().map(|form| form.accept.join(", "));
    object([
        ("target", text(&request.target)),
        ("accept", text(&accept.unwrap_or_default())),
        ("body", request.body.as_deref().and_then(calls::read).unwrap_or(Value::Null)),
    ])
}

/// Returns the error codes of a response, each with its documentation and its path in Rust.
fn codes_of(cx: Context<'_>, response: &Response) -> Value {
    let Some(codes) = super::codes::of(cx, response) else {
        return Value::Null;
    };
    let values = codes.values().map(|(value, path)| {
        object([
            ("value", types::literal(&value.value)),
            ("rust", text(&path)),
            ("retry", Value::Bool(value.retry == Some(true))),
            ("docs", words(&value.docs)),
        ])
    });
    Value::Array(values.collect())
}

/// Returns the enum of all error codes, if there is one.
pub(super) fn codes(cx: Context<'_>) -> Value {
    let Some(codes) = &cx.model.codes else {
        return Value::Null;
    };
    let values = codes.described.values.iter().zip(codes.members);
    let values = values.map(|(code, name)| {
        object([("value", text(&code.value)), ("rust", text(&format!("{}::{name}", codes.name)))])
    });
    object([
        ("property", text(&codes.described.property)),
        ("type", text(&codes.name.to_string())),
        ("method", text(&codes.method.to_string())),
        ("values", Value::Array(values.collect())),
    ])
}
