//! The request body of Swagger 2.0: one parameter, or the fields of a form.

use std::rc::Rc;

use super::media_types::{MediaTypes, is_text};
use super::parameter::{Carrier, carrier, is_list, read_format, read_schema};
use crate::api::media_type::essence;
use crate::document::body::RequestBody;
use crate::document::context::Context;
use crate::document::media::{Encoding, MediaType};
use crate::document::reader::Fields;
use crate::document::schema::Schema;
use crate::document::{example, keywords, problems};
use crate::source::{Location, Value};

/// The media type of a form with files.
const MULTIPART: &str = "multipart/form-data";

/// The media type of a form of text.
const URLENCODED: &str = "application/x-www-form-urlencoded";

/// Reads the parameters of a path item and an operation that are the body.
pub(in crate::document) fn read<'s>(
    cx: &mut Context<'s>,
    item: &Fields<'s>,
    operation: &Fields<'s>,
) -> Option<RequestBody<'s>> {
    if operation.has("requestBody") {
        let help = "write a parameter with `in: body` and the schema";
        let location = operation.location.key("requestBody");
        cx.mistake(problems::of_openapi_3(location, "requestBody", help), "left out");
    }
    let own = operation.list(cx, "parameters");
    let shared = item.list(cx, "parameters");
    let of = |list: &[Fields<'s>], wanted| -> Vec<Fields<'s>> {
        list.iter().filter(|fields| carrier(fields) == Some(wanted)).cloned().collect()
    };
    let (bodies, forms) = (of(&own, Carrier::Body), of(&own, Carrier::Form));
    for second in bodies.iter().skip(1) {
        cx.mistake(problems::second_body(second.location.clone()), "left out");
    }
    if let Some(body) = bodies.first() {
        for field in &forms {
            cx.mistake(problems::form_beside_body(field.location.clone()), "left out");
        }
        return Some(read_body(cx, operation, body));
    }
    // The operation replaces the fields of the same name, and a form replaces the body.
    let is_new = |field: &Fields<'s>| {
        let name = field.value("name").and_then(Value::as_str);
        forms.iter().all(|own| own.value("name").and_then(Value::as_str) != name)
    };
    let mut inherited = of(&shared, Carrier::Form);
    inherited.retain(is_new);
    let holder = if forms.is_empty() { item } else { operation };
    let location = holder.location.key("parameters");
    let form: Vec<Fields<'s>> = inherited.into_iter().chain(forms.iter().cloned()).collect();
    match of(&shared, Carrier::Body).first() {
        Some(body) if forms.is_empty() => Some(read_body(cx, operation, body)),
        _ if form.is_empty() => None,
        _ => Some(read_form(cx, operation, &form, location)),
    }
}

fn read_body<'s>(
    cx: &mut Context<'s>,
    operation: &Fields<'s>,
    fields: &Fields<'s>,
) -> RequestBody<'s> {
    let schema = match fields.has("schema") {
        true => keywords::read_one(cx, fields, "schema"),
        // Some descriptions write the type beside `in: body`, as for other parameters.
        false if fields.has("type") => Some(Rc::new(keywords::read_inline(cx, fields))),
        false => {
            let report = problems::missing(fields.location.clone(), "schema");
            cx.mistake(report, "taken as any JSON value");
            None
        }
    };
    let mut types = MediaTypes::read(cx, operation, "consumes");
    let described = fields.object(cx, "schema");
    // All media types share one schema. Its values are written as JSON, unless they are text.
    if !is_text(described.as_ref().or(Some(fields))) {
        types.prefer_json(described.as_ref());
    }
    if types.names.is_empty() {
        types.names.push("application/json");
    }
    let examples: Vec<_> = example::only(fields, "x-example").into_iter().collect();
    let media = |name| MediaType {
        name,
        schema: schema.clone(),
        item: None,
        has_part_encodings: false,
        encoding: Vec::new(),
        examples: examples.clone(),
        location: fields.location.clone(),
    };
    RequestBody {
        description: fields.description(cx),
        required: fields.flag(cx, "required").unwrap_or(false),
        content: types.names.iter().copied().map(media).collect(),
        location: fields.location.clone(),
        media_types: types.location,
    }
}

/// Reads the fields of a form as the properties of one schema.
fn read_form<'s>(
    cx: &mut Context<'s>,
    operation: &Fields<'s>,
    form: &[Fields<'s>],
    location: Location,
) -> RequestBody<'s> {
    let mut schema =
        Schema { types: vec!["object"], is_composed: true, ..Schema::empty(location.clone()) };
    let (mut holds_files, mut encoding) = (false, Vec::new());
    for fields in form {
        let Some(name) = fields.required_text(cx, "name") else { continue };
        let property = read_schema(cx, fields);
        let property = property.unwrap_or_else(|| Schema {
            types: vec!["string"],
            ..Schema::empty(fields.location.clone())
        });
        holds_files |= is_file(&property) || property.items.as_deref().is_some_and(is_file);
        if is_list(fields) {
            encoding.extend(read_encoding(cx, name, fields));
        }
        if fields.flag(cx, "required").unwrap_or(false) {
            schema.required.push(name);
        }
        let description = fields.description(cx);
        let rust_name = fields.rust_name(cx);
        let property = Schema { description, rust_name, ..property };
        schema.properties.push((name, Rc::new(property)));
    }
    let types = MediaTypes::read(cx, operation, "consumes");
    let listed = types.names.iter().map(|name| essence(name));
    let mut listed =
        listed.filter_map(|name| [MULTIPART, URLENCODED].into_iter().find(|it| *it == name));
    let name = match listed.next() {
        _ if holds_files => MULTIPART,
        Some(name) => name,
        None => URLENCODED,
    };
    RequestBody {
        description: None,
        required: !schema.required.is_empty(),
        content: vec![MediaType {
            name,
            schema: Some(Rc::new(schema)),
            item: None,
            has_part_encodings: false,
            encoding,
            examples: Vec::new(),
            location: location.clone(),
        }],
        location,
        media_types: types.location,
    }
}

/// Reads how the items of a list in a form are joined. Returns `None` if each is a field of its own.
fn read_encoding<'s>(
    cx: &mut Context<'s>,
    name: &'s str,
    fields: &Fields<'s>,
) -> Option<Encoding<'s>> {
    let (delimiter, repeats) = read_format(cx, fields, true);
    (!repeats).then(|| Encoding {
        name,
        content_type: None,
        style: None,
        explode: Some(false),
        delimiter,
        has_headers: false,
        location: fields.location.clone(),
    })
}

fn is_file(schema: &Schema<'_>) -> bool {
    schema.format == Some("binary")
}
