//! Parameters of Swagger 2.0, whose members are also keywords of their schema.

use std::rc::Rc;

use crate::api::Place;
use crate::document::context::Context;
use crate::document::media::Delimiter;
use crate::document::parameter::{Parameter, read_common};
use crate::document::reader::Fields;
use crate::document::schema::Schema;
use crate::document::{example, keywords, problems};
use crate::report::did_you_mean;
use crate::source::{Location, Value};

/// The part of a request that carries a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Carrier {
    /// The parameter is the body.
    Body,
    /// A field of a form.
    Form,
    /// Another part.
    Other(Place),
}

/// The values of `in`.
const PLACES: [&str; 5] = ["path", "query", "header", "formData", "body"];

/// The values of `collectionFormat`.
const FORMATS: [&str; 5] = ["csv", "ssv", "tsv", "pipes", "multi"];

/// Reads a parameter. One of the body is none, and one that cannot be read is a loss at the location of its entry.
pub(in crate::document) fn read<'s>(
    cx: &mut Context<'s>,
    entry: &Location,
    fields: &Fields<'s>,
) -> Option<Parameter<'s>> {
    let place = match read_carrier(cx, fields) {
        Some(Carrier::Body | Carrier::Form) => return None,
        Some(Carrier::Other(place)) => Some(place),
        None => None,
    };
    let schema = read_schema(cx, fields);
    let Some(parameter) = read_common(cx, fields, place, schema.map(Rc::new)) else {
        cx.losses.push(entry.clone());
        return None;
    };
    let (delimiter, explode) = read_format(cx, fields, parameter.place == Place::Query);
    Some(Parameter {
        explode: (parameter.place == Place::Query).then_some(explode),
        delimiter,
        examples: example::only(fields, "x-example").into_iter().collect(),
        ..parameter
    })
}

/// Returns the carrier of a parameter without reports.
pub(super) fn carrier(fields: &Fields<'_>) -> Option<Carrier> {
    let word = fields.value("in")?.as_str()?;
    known(word).or_else(|| known(did_you_mean(word, PLACES)?))
}

fn known(word: &str) -> Option<Carrier> {
    Some(match word {
        "body" => Carrier::Body,
        "formData" => Carrier::Form,
        "path" => Carrier::Other(Place::Path),
        "query" => Carrier::Other(Place::Query),
        "header" => Carrier::Other(Place::Header),
        "cookie" => Carrier::Other(Place::Cookie),
        _ => return None,
    })
}

fn read_carrier<'s>(cx: &mut Context<'s>, fields: &Fields<'s>) -> Option<Carrier> {
    let found = fields.required_text(cx, "in")?;
    let location = fields.location.key("in");
    let carrier = carrier(fields);
    if found == "cookie" {
        let help = "document it as a header `Cookie`, or convert the description to OpenAPI 3";
        cx.mistake(problems::of_openapi_3(location, "in: cookie", help), "read all the same");
    } else if known(found).is_none() {
        let report = problems::unknown_value(location, "a place for parameters", found, &PLACES);
        match did_you_mean(found, PLACES) {
            Some(meant) => cx.mistake(report, &format!("read as `{meant}`")),
            None => cx.mistake(report, "left out"),
        }
    }
    carrier
}

/// Reads the schema of a parameter that is not the body. Returns `None` if it states no type.
pub(super) fn read_schema<'s>(cx: &mut Context<'s>, fields: &Fields<'s>) -> Option<Schema<'s>> {
    if let Some(schema) = fields.value("schema").filter(|_| !fields.has("type")) {
        let location = fields.location.key("schema");
        let help = "write `type` and the other keywords into the parameter itself";
        let report = problems::of_openapi_3(location.clone(), "schema", help);
        cx.mistake(report, "read all the same");
        return Some(keywords::read(cx, schema, location));
    }
    if !fields.has("type") && !fields.has("x-kubernetes-int-or-string") {
        let report = problems::missing(fields.location.clone(), "type");
        cx.mistake(report, "taken as a text");
        return None;
    }
    Some(keywords::read_inline(cx, fields))
}

/// Reads `collectionFormat`: the character between the items, and `true` if each item repeats the name.
///
/// The name is repeated only in a query and a form.
pub(super) fn read_format<'s>(
    cx: &mut Context<'s>,
    fields: &Fields<'s>,
    may_repeat: bool,
) -> (Option<Delimiter>, bool) {
    let word = fields.text(cx, "collectionFormat").unwrap_or("csv");
    match word {
        "csv" => (None, false),
        "ssv" => (Some(Delimiter::Space), false),
        "tsv" => (Some(Delimiter::Tab), false),
        "pipes" => (Some(Delimiter::Pipe), false),
        "multi" if may_repeat => (None, true),
        unknown => {
            let location = fields.location.key("collectionFormat");
            let formats = if may_repeat { &FORMATS[..] } else { &FORMATS[..4] };
            let what = if may_repeat { "a collection format" } else { "a collection format here" };
            cx.mistake(problems::unknown_value(location, what, unknown, formats), "read as `csv`");
            (None, false)
        }
    }
}

/// Returns `true` if the values are lists.
pub(super) fn is_list(fields: &Fields<'_>) -> bool {
    fields.value("type").and_then(Value::as_str) == Some("array")
}
