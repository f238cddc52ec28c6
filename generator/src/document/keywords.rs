//! Reads schemas: gives each keyword its type, or reports it at its location.

use std::rc::Rc;

use super::context::Context;
use super::reader::Fields;
use super::schema::{Bindings, Discriminator, Limits, Schema};
use super::swagger;
use super::{enum_words, extensions, problems};
use crate::report::did_you_mean;
use crate::settings::Extension;
use crate::source::{Location, Value};
use crate::vocabulary::{Effect, SCHEMA};

/// The types of JSON Schema.
const TYPES: [&str; 7] = ["array", "boolean", "integer", "null", "number", "object", "string"];

/// Reads an object whose members are schemas.
pub fn read_map<'s>(
    cx: &mut Context<'s>,
    parent: &Fields<'s>,
    key: &str,
) -> Vec<(&'s str, Rc<Schema<'s>>)> {
    read_some(cx, parent, key, |_| true)
}

/// Reads an object whose members are schemas, without those that `is_wanted` rejects.
pub(super) fn read_some<'s>(
    cx: &mut Context<'s>,
    parent: &Fields<'s>,
    key: &str,
    is_wanted: impl Fn(&Location) -> bool,
) -> Vec<(&'s str, Rc<Schema<'s>>)> {
    let Some(map) = parent.object(cx, key) else {
        return Vec::new();
    };
    let members = map.object.iter().map(|(name, value)| (name, value, map.location.key(name)));
    let members = members.filter(|(_, _, location)| is_wanted(location));
    members.map(|(name, value, location)| (name, Rc::new(read(cx, value, location)))).collect()
}

/// Reads a schema.
pub fn read<'s>(cx: &mut Context<'s>, value: &'s Value, location: Location) -> Schema<'s> {
    if let Value::Bool(boolean) = value {
        return Schema { boolean: Some(*boolean), ..Schema::empty(location) };
    }
    let Some(fields) = Fields::here(cx, value, location.clone(), "a schema") else {
        return Schema::empty(location);
    };
    // A reference may lead to a map of schemas, one of which refers back to that map.
    if !cx.open(&location) {
        return Schema::empty(location);
    }
    let schema = read_members(cx, &fields);
    cx.close(&location);
    schema
}

/// Reads the keywords of a parameter or header that states its type itself (Swagger 2.0), without its other members.
pub(super) fn read_inline<'s>(cx: &mut Context<'s>, fields: &Fields<'s>) -> Schema<'s> {
    let mut schema = read_simple(cx, fields);
    if let Some(pattern) = fields.value("pattern").map(|_| fields.location.key("pattern")) {
        cx.report(problems::not_checked(pattern, "pattern").once());
    }
    read_items(cx, fields, &mut schema);
    schema
}

/// Reads the keywords that need no other schema.
fn read_simple<'s>(cx: &mut Context<'s>, fields: &Fields<'s>) -> Schema<'s> {
    let (types, null, format) = read_types(cx, fields);
    let mut schema = Schema {
        types,
        nullable: null || fields.flag(cx, "nullable").unwrap_or(false),
        format,
        values: fields.literals(cx, "enum"),
        limits: read_limits(cx, fields).into(),
        sensitive: extensions::flag(cx, fields, Extension::Sensitive, || {
            extensions::schema(fields)
        })
        .unwrap_or(false),
        exemplified: fields.has("example") || fields.has("examples"),
        unique: fields.flag(cx, "uniqueItems").unwrap_or(false),
        ..Schema::empty(fields.location.clone())
    };
    schema.nullable |= cx.is_swagger && swagger::schema::is_nullable(fields);
    let values = schema.values.unwrap_or_default();
    schema.value_names = enum_words::read(cx, fields, values, &["x-enum-varnames", "x-enumNames"]);
    schema.value_descriptions =
        enum_words::read(cx, fields, values, &["x-enum-descriptions", "x-enumDescriptions"]);
    schema.value_retries = read_retries(cx, fields, values);
    schema
}

fn read_members<'s>(cx: &mut Context<'s>, fields: &Fields<'s>) -> Schema<'s> {
    let mut schema = Schema {
        reference: fields.text(cx, "$ref"),
        dynamic: fields.text(cx, "$dynamicRef"),
        encoding: fields.text(cx, "contentEncoding"),
        media_type: fields.text(cx, "contentMediaType"),
        title: fields.text(cx, "title"),
        description: fields.text(cx, "description"),
        deprecated: fields.flag(cx, "deprecated").unwrap_or(false),
        read_only: fields.flag(cx, "readOnly").unwrap_or(false),
        write_only: fields.flag(cx, "writeOnly").unwrap_or(false),
        constant: fields.literal(cx, "const"),
        rust_name: fields.rust_name(cx),
        retry: extensions::flag(cx, fields, Extension::Retry, || extensions::schema(fields)),
        ..read_simple(cx, fields)
    };
    read_applicators(cx, fields, &mut schema);
    check_others(cx, fields);
    read_items(cx, fields, &mut schema);
    let anchors = read_anchors(fields);
    if anchors.is_empty() { schema } else { schema.bound(&anchors) }
}

/// Reads the settings that stand for `x-retry` of the values of an enum, for which the description has no place.
fn read_retries<'s>(
    cx: &mut Context<'s>,
    fields: &Fields<'s>,
    values: &[Value],
) -> Vec<Option<bool>> {
    let Some(marks) = cx.marks.as_mut().filter(|marks| marks.has(Extension::Retry)) else {
        return Vec::new();
    };
    let values = values.iter().enumerate();
    let retries = values.map(|(index, value)| {
        let names = extensions::enum_value(fields, index, value);
        marks.find(Extension::Retry, &names)?.value.as_bool()
    });
    retries.collect()
}

/// Reads the keywords whose values are schemas.
fn read_applicators<'s>(cx: &mut Context<'s>, fields: &Fields<'s>, schema: &mut Schema<'s>) {
    schema.properties = read_map(cx, fields, "properties");
    schema.required = fields.texts(cx, "required");
    schema.patterns = read_map(cx, fields, "patternProperties");
    // `unevaluatedProperties` also sees the keywords of adjacent schemas. Lowering merges those
    // schemas, so the difference disappears.
    let additional = read_one(cx, fields, "additionalProperties");
    schema.additional = additional.or_else(|| read_one(cx, fields, "unevaluatedProperties"));
    schema.condition = read_one(cx, fields, "if");
    let branches = ["then", "else"].map(|key| read_one(cx, fields, key));
    let dependent = read_map(cx, fields, "dependentSchemas");
    schema.conditional = branches.into_iter().flatten().collect();
    schema.conditional.extend(dependent.into_iter().map(|(_, schema)| schema));
    schema.content = read_one(cx, fields, "contentSchema");
    schema.all_of = read_list(cx, fields, "allOf");
    schema.one_of = read_list(cx, fields, "oneOf");
    schema.any_of = read_list(cx, fields, "anyOf");
    schema.discriminator = read_discriminator(cx, fields).map(Box::new);
}

/// Reads the schema of a keyword.
pub(super) fn read_one<'s>(
    cx: &mut Context<'s>,
    fields: &Fields<'s>,
    key: &str,
) -> Option<Rc<Schema<'s>>> {
    let value = fields.value(key)?;
    Some(Rc::new(read(cx, value, fields.location.key(key))))
}

fn read_list<'s>(cx: &mut Context<'s>, fields: &Fields<'s>, key: &str) -> Vec<Rc<Schema<'s>>> {
    let values = fields.values(cx, key).unwrap_or_default().iter().enumerate();
    let read = |(index, value)| Rc::new(read(cx, value, fields.location.key(key).index(index)));
    values.map(read).collect()
}

/// Reads the keywords of array items.
fn read_items<'s>(cx: &mut Context<'s>, fields: &Fields<'s>, schema: &mut Schema<'s>) {
    let behind;
    if matches!(fields.value("items"), Some(Value::Array(_))) {
        schema.prefix = read_list(cx, fields, "items");
        behind = read_one(cx, fields, "additionalItems");
    } else {
        schema.prefix = read_list(cx, fields, "prefixItems");
        behind = read_one(cx, fields, "items");
    }
    schema.items = behind.or_else(|| read_one(cx, fields, "unevaluatedItems"));
}

/// Returns the dynamic anchors of a schema: its own, and those of its `$defs`.
fn read_anchors<'s>(fields: &Fields<'s>) -> Bindings<'s> {
    let anchor = |value: &'s Value| value.get("$dynamicAnchor").and_then(Value::as_str);
    let own = fields.value("$dynamicAnchor").and_then(Value::as_str);
    let own = own.map(|name| (name, fields.location.clone()));
    let defs = fields.value("$defs").and_then(Value::as_object);
    let place = fields.location.key("$defs");
    let inner = defs.into_iter().flat_map(|defs| defs.iter());
    let inner = inner.filter_map(|(key, value)| Some((anchor(value)?, place.key(key))));
    Bindings::new(own.into_iter().chain(inner))
}

/// Reads `type` and `format`. Returns the types without `null`, `true` if `null` is one of them, and the format.
fn read_types<'s>(
    cx: &mut Context<'s>,
    fields: &Fields<'s>,
) -> (Vec<&'s str>, bool, Option<&'s str>) {
    if let Some(spelled) = swagger::schema::types(fields).filter(|_| cx.is_swagger) {
        return (spelled.types.to_vec(), false, spelled.format);
    }
    let location = fields.location.key("type");
    let found: Vec<_> = match fields.value("type") {
        None => Vec::new(),
        Some(Value::Array(items)) => {
            let items = items.iter().enumerate();
            items.map(|(index, item)| (item, "this item", location.index(index))).collect()
        }
        Some(value) => vec![(value, "`type`", location)],
    };
    let mut types = Vec::with_capacity(found.len());
    let mut null = false;
    for (value, what, location) in found {
        match value.as_str() {
            Some("null") => null = true,
            Some(known) if TYPES.contains(&known) => types.push(known),
            Some(unknown) => {
                cx.mistake(problems::unknown_type(location, unknown, &TYPES), "left out");
            }
            // In YAML, `null` without quotes is no string.
            None if *value == Value::Null => {
                null = true;
                cx.mistake(problems::unquoted_null(location, what), "read as the type `null`");
            }
            None => {
                cx.mistake(problems::wrong_kind(location, what, "a string", value), "left out");
            }
        }
    }
    (types, null, fields.text(cx, "format"))
}

fn read_limits<'s>(cx: &mut Context<'s>, fields: &Fields<'s>) -> Limits {
    let mut limits = Limits {
        min_length: fields.count(cx, "minLength"),
        max_length: fields.count(cx, "maxLength"),
        minimum: fields.number(cx, "minimum"),
        maximum: fields.number(cx, "maximum"),
        multiple_of: fields.positive(cx, "multipleOf"),
        min_items: fields.count(cx, "minItems"),
        max_items: fields.count(cx, "maxItems"),
        min_properties: fields.count(cx, "minProperties"),
        max_properties: fields.count(cx, "maxProperties"),
        ..Limits::default()
    };
    // OpenAPI 3.0 has a boolean beside the bound, OpenAPI 3.1 the bound itself.
    match fields.value("exclusiveMinimum") {
        Some(Value::Bool(true)) => limits.exclusive_minimum = limits.minimum.take(),
        Some(Value::Bool(false)) => {}
        _ => limits.exclusive_minimum = fields.number(cx, "exclusiveMinimum"),
    }
    match fields.value("exclusiveMaximum") {
        Some(Value::Bool(true)) => limits.exclusive_maximum = limits.maximum.take(),
        Some(Value::Bool(false)) => {}
        _ => limits.exclusive_maximum = fields.number(cx, "exclusiveMaximum"),
    }
    limits
}

fn read_discriminator<'s>(cx: &mut Context<'s>, fields: &Fields<'s>) -> Option<Discriminator<'s>> {
    if let Some(discriminator) = swagger::schema::discriminator(fields).filter(|_| cx.is_swagger) {
        return Some(discriminator);
    }
    let discriminator = fields.object(cx, "discriminator")?;
    let mut mapping = Vec::new();
    if let Some(map) = discriminator.object(cx, "mapping") {
        for (value, _) in map.object.iter() {
            mapping.extend(map.text(cx, value).map(|target| (value, target)));
        }
    }
    Some(Discriminator {
        property: discriminator.required_text(cx, "propertyName")?,
        mapping,
        default: discriminator.text(cx, "defaultMapping"),
        location: discriminator.location,
    })
}

/// Checks the other keywords. Notes those that the client does not check, and reports likely typos.
fn check_others<'s>(cx: &mut Context<'s>, fields: &Fields<'s>) {
    for (key, _) in fields.object.iter() {
        match SCHEMA.keys().find(|known| known.name == key).map(|known| known.effect) {
            Some(Effect::Read | Effect::Annotation) => continue,
            Some(Effect::Unchecked) => {
                cx.report(problems::not_checked(fields.location.key(key), key).once());
                continue;
            }
            None => {}
        }
        // An extension of another tool may resemble a keyword.
        if key.starts_with("x-") {
            continue;
        }
        let known = SCHEMA.keys().map(|known| known.name);
        let meant = *cx.corrections.entry(key).or_insert_with(|| did_you_mean(key, known));
        // JSON Schema allows unknown keywords (2020-12, Core 6.5), but they are rarely intended.
        if meant.is_some() || cx.strict {
            cx.report(problems::unknown_keyword(fields.location.key(key), key, meant));
        }
    }
}
