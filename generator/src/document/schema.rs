//! Schemas, as they are written (OpenAPI 3.1, 4.8.24; JSON Schema 2020-12).

use std::rc::Rc;

use super::problems;
use super::reader::{Context, Fields};
use crate::report::did_you_mean;
use crate::source::{Location, Value};

/// A schema. Absent keywords are empty or `None`. A clone shares the schemas inside.
#[derive(Clone, Debug)]
pub struct Schema<'s> {
    /// Where it stands.
    pub location: Location,
    /// `$ref`; the other keywords may stand beside it.
    pub reference: Option<&'s str>,
    /// `true` or `false` in place of an object.
    pub boolean: Option<bool>,
    /// `type`, as a list, without `null`.
    pub types: Vec<&'s str>,
    /// `nullable: true`, or `null` among the types.
    pub nullable: bool,
    /// `format`
    pub format: Option<&'s str>,
    /// `title`
    pub title: Option<&'s str>,
    /// `description`
    pub description: Option<&'s str>,
    /// `deprecated`
    pub deprecated: bool,
    /// `writeOnly`
    pub write_only: bool,
    /// `const`
    pub constant: Option<&'s Value>,
    /// `enum`
    pub values: Option<&'s [Value]>,
    /// `properties`, in order
    pub properties: Vec<(&'s str, Rc<Schema<'s>>)>,
    /// `required`
    pub required: Vec<&'s str>,
    /// `additionalProperties`
    pub additional: Option<Rc<Schema<'s>>>,
    /// `items`
    pub items: Option<Rc<Schema<'s>>>,
    /// `allOf`
    pub all_of: Vec<Rc<Schema<'s>>>,
    /// `oneOf`
    pub one_of: Vec<Rc<Schema<'s>>>,
    /// `anyOf`
    pub any_of: Vec<Rc<Schema<'s>>>,
    /// `discriminator`
    pub discriminator: Option<Discriminator<'s>>,
    /// The numbers that bound a value.
    pub limits: Limits,
    /// `x-rust-name`
    pub rust_name: Option<&'s str>,
    /// `x-retry`
    pub retry: Option<bool>,
    /// `x-sensitive`
    pub sensitive: bool,
    /// Keywords that are there and that nothing is made of yet.
    pub unread: Vec<&'s str>,
    /// Whether there are an `example` or `examples`.
    pub exemplified: bool,
}

/// `discriminator` (OpenAPI 3.1, 4.8.25).
#[derive(Clone, Debug)]
pub struct Discriminator<'s> {
    /// `propertyName`
    pub property: &'s str,
    /// `mapping`: value of the property, and name of or reference to the schema
    pub mapping: Vec<(&'s str, &'s str)>,
    /// Where it stands.
    pub location: Location,
}

/// The numbers that bound a value (JSON Schema 2020-12, Validation 6).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Limits {
    /// `minLength`
    pub min_length: Option<u64>,
    /// `maxLength`
    pub max_length: Option<u64>,
    /// `minimum`
    pub minimum: Option<f64>,
    /// `maximum`
    pub maximum: Option<f64>,
    /// `exclusiveMinimum`; in OpenAPI 3.0 a flag that moves `minimum` here
    pub exclusive_minimum: Option<f64>,
    /// `exclusiveMaximum`; in OpenAPI 3.0 a flag that moves `maximum` here
    pub exclusive_maximum: Option<f64>,
    /// `multipleOf`
    pub multiple_of: Option<f64>,
    /// `minItems`
    pub min_items: Option<u64>,
    /// `maxItems`
    pub max_items: Option<u64>,
    /// `minProperties`
    pub min_properties: Option<u64>,
    /// `maxProperties`
    pub max_properties: Option<u64>,
}

const TYPES: [&str; 7] = ["array", "boolean", "integer", "null", "number", "object", "string"];

/// Keywords that are read.
const READ: [&str; 34] = [
    "$ref",
    "type",
    "nullable",
    "format",
    "title",
    "description",
    "deprecated",
    "writeOnly",
    "const",
    "enum",
    "properties",
    "required",
    "additionalProperties",
    "items",
    "allOf",
    "oneOf",
    "anyOf",
    "discriminator",
    "minLength",
    "maxLength",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "minItems",
    "maxItems",
    "minProperties",
    "maxProperties",
    "x-rust-name",
    "x-retry",
    "x-sensitive",
    "$anchor",
    "$defs",
];

/// Keywords that say nothing about the type.
const ANNOTATIONS: [&str; 13] = [
    "readOnly",
    "default",
    "example",
    "examples",
    "externalDocs",
    "xml",
    "$comment",
    "$schema",
    "$id",
    "contentEncoding",
    "contentMediaType",
    "contentSchema",
    "$vocabulary",
];

/// Keywords that narrow a value and that nothing is made of yet.
const UNREAD: [&str; 19] = [
    "pattern",
    "uniqueItems",
    "prefixItems",
    "patternProperties",
    "propertyNames",
    "contains",
    "minContains",
    "maxContains",
    "additionalItems",
    "unevaluatedItems",
    "unevaluatedProperties",
    "dependentSchemas",
    "dependentRequired",
    "not",
    "if",
    "then",
    "else",
    "$dynamicRef",
    "$dynamicAnchor",
];

impl Limits {
    /// Whether nothing is bounded.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl Schema<'_> {
    /// A schema without a keyword: any value is valid.
    pub fn empty(location: Location) -> Self {
        Self {
            location,
            reference: None,
            boolean: None,
            types: Vec::new(),
            nullable: false,
            format: None,
            title: None,
            description: None,
            deprecated: false,
            write_only: false,
            constant: None,
            values: None,
            properties: Vec::new(),
            required: Vec::new(),
            additional: None,
            items: None,
            all_of: Vec::new(),
            one_of: Vec::new(),
            any_of: Vec::new(),
            discriminator: None,
            limits: Limits::default(),
            rust_name: None,
            retry: None,
            sensitive: false,
            unread: Vec::new(),
            exemplified: false,
        }
    }
}

/// Reads the schemas in an object of schemas.
pub fn read_map<'s>(
    cx: &mut Context<'s>,
    parent: &Fields<'s>,
    key: &str,
) -> Vec<(&'s str, Rc<Schema<'s>>)> {
    let Some(map) = parent.object(cx, key) else {
        return Vec::new();
    };
    let members = map.object.iter();
    members.map(|(name, value)| (name, Rc::new(read(cx, value, map.location.key(name))))).collect()
}

/// Reads a schema.
pub fn read<'s>(cx: &mut Context<'s>, value: &'s Value, location: Location) -> Schema<'s> {
    if let Value::Bool(boolean) = value {
        return Schema { boolean: Some(*boolean), ..Schema::empty(location) };
    }
    let Some(fields) = Fields::here(cx, value, location.clone(), "a schema") else {
        return Schema::empty(location);
    };
    let (types, null) = read_types(cx, &fields);
    let mut schema = Schema {
        reference: fields.text(cx, "$ref"),
        types,
        nullable: null || fields.flag(cx, "nullable").unwrap_or(false),
        format: fields.text(cx, "format"),
        title: fields.text(cx, "title"),
        description: fields.text(cx, "description"),
        deprecated: fields.flag(cx, "deprecated").unwrap_or(false),
        write_only: fields.flag(cx, "writeOnly").unwrap_or(false),
        constant: fields.value("const"),
        values: fields.values(cx, "enum"),
        limits: read_limits(cx, &fields),
        rust_name: fields.rust_name(cx),
        retry: fields.flag(cx, "x-retry"),
        sensitive: fields.flag(cx, "x-sensitive").unwrap_or(false),
        unread: read_other(cx, &fields),
        exemplified: fields.has("example") || fields.has("examples"),
        ..Schema::empty(location)
    };
    read_applicators(cx, &fields, &mut schema);
    schema
}

/// Reads the keywords that hold schemas.
fn read_applicators<'s>(cx: &mut Context<'s>, fields: &Fields<'s>, schema: &mut Schema<'s>) {
    schema.properties = read_map(cx, fields, "properties");
    schema.required = fields.texts(cx, "required");
    schema.additional = read_one(cx, fields, "additionalProperties");
    schema.items = read_one(cx, fields, "items");
    schema.all_of = read_list(cx, fields, "allOf");
    schema.one_of = read_list(cx, fields, "oneOf");
    schema.any_of = read_list(cx, fields, "anyOf");
    schema.discriminator = read_discriminator(cx, fields);
}

fn read_one<'s>(cx: &mut Context<'s>, fields: &Fields<'s>, key: &str) -> Option<Rc<Schema<'s>>> {
    let value = fields.value(key)?;
    Some(Rc::new(read(cx, value, fields.location.key(key))))
}

fn read_list<'s>(cx: &mut Context<'s>, fields: &Fields<'s>, key: &str) -> Vec<Rc<Schema<'s>>> {
    let values = fields.values(cx, key).unwrap_or_default().iter().enumerate();
    let read = |(index, value)| Rc::new(read(cx, value, fields.location.key(key).index(index)));
    values.map(read).collect()
}

/// Reads `type`: the types but `null`, and whether `null` is one of them.
fn read_types<'s>(cx: &mut Context<'s>, fields: &Fields<'s>) -> (Vec<&'s str>, bool) {
    let found = match fields.value("type") {
        None => Vec::new(),
        Some(Value::Array(_)) => fields.texts(cx, "type"),
        Some(_) => fields.text(cx, "type").into_iter().collect(),
    };
    let mut types = Vec::new();
    let mut null = false;
    let is_list = matches!(fields.value("type"), Some(Value::Array(_)));
    for (index, word) in found.into_iter().enumerate() {
        match word {
            "null" => null = true,
            known if TYPES.contains(&known) => types.push(known),
            unknown => {
                let location = fields.location.key("type");
                let location = if is_list { location.index(index) } else { location };
                cx.mistake(problems::unknown_type(location, unknown, &TYPES), "left out");
            }
        }
    }
    (types, null)
}

fn read_limits<'s>(cx: &mut Context<'s>, fields: &Fields<'s>) -> Limits {
    let mut limits = Limits {
        min_length: fields.count(cx, "minLength"),
        max_length: fields.count(cx, "maxLength"),
        minimum: fields.number(cx, "minimum"),
        maximum: fields.number(cx, "maximum"),
        multiple_of: fields.number(cx, "multipleOf"),
        min_items: fields.count(cx, "minItems"),
        max_items: fields.count(cx, "maxItems"),
        min_properties: fields.count(cx, "minProperties"),
        max_properties: fields.count(cx, "maxProperties"),
        ..Limits::default()
    };
    // OpenAPI 3.0 writes a flag beside the bound, 3.1 the bound itself.
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
        location: discriminator.location,
    })
}

/// Looks at the other keywords: those that nothing is made of are returned, slips are reported.
fn read_other<'s>(cx: &mut Context<'_>, fields: &Fields<'s>) -> Vec<&'s str> {
    let mut unread = Vec::new();
    for (key, _) in fields.object.iter() {
        if READ.contains(&key) || ANNOTATIONS.contains(&key) {
            continue;
        }
        if UNREAD.contains(&key) {
            unread.push(key);
            continue;
        }
        let known = READ.iter().chain(&ANNOTATIONS).chain(&UNREAD).copied();
        let meant = did_you_mean(key, known);
        // JSON Schema lets anything stand here (2020-12, Core 6.5), but whoever writes the
        // description rarely means to.
        if meant.is_some() || (cx.strict && !key.starts_with("x-")) {
            cx.report(problems::unknown_keyword(fields.location.key(key), key, meant));
        }
    }
    unread
}
