//! Translates a schema of the description to JSON Schema 2020-12: the spelling of OpenAPI 3.0 and Swagger 2.0, and references.

use std::ptr;

use super::graph::{Graph, Referred};
use crate::source::{Location, Object, Pointer, Value};
use crate::vocabulary::{Holds, Kind, SCHEMA};

/// The keywords that have no meaning in a schema of its own. All that `$defs` hold is reached by references.
const LEFT_OUT: [&str; 9] = [
    "nullable",
    "x-nullable",
    "$schema",
    "$id",
    "$vocabulary",
    "$anchor",
    "$dynamicAnchor",
    "$defs",
    "definitions",
];

/// The keywords beside which `null` needs an alternative of its own, because they may not allow it.
const CHOOSING: [&str; 6] = ["$ref", "$dynamicRef", "allOf", "anyOf", "oneOf", "const"];

/// The keywords that hold for `null` as well.
const ANNOTATIONS: [&str; 9] = [
    "title",
    "description",
    "default",
    "example",
    "examples",
    "deprecated",
    "readOnly",
    "writeOnly",
    "externalDocs",
];

/// The members of a parameter that states its type itself (Swagger 2.0) which are no keywords of a schema.
const OF_PARAMETERS: [&str; 5] = ["name", "in", "required", "allowEmptyValue", "collectionFormat"];

/// Returns the text of a schema, and the references in it by JSON pointer.
pub(super) fn translate(
    graph: &mut Graph<'_>,
    location: &Location,
) -> (String, Vec<(String, Referred)>) {
    let mut translation = Translation { graph, references: Vec::new() };
    let root = Pointer::root();
    let schema = match translation.graph.value(location) {
        Some(Value::Object(members)) if is_parameter(members) => {
            translation.object(&schema_of(members), location, &root)
        }
        Some(Value::Object(members)) => translation.object(members, location, &root),
        Some(Value::Array(parameters)) => translation.form(parameters, location),
        _ => Value::Bool(true),
    };
    (schema.to_string(), translation.references)
}

/// A schema that is being translated.
struct Translation<'g, 'a> {
    graph: &'g mut Graph<'a>,
    references: Vec<(String, Referred)>,
}

impl Translation<'_, '_> {
    /// Returns the schema of a form, whose fields are parameters (Swagger 2.0).
    fn form(&mut self, parameters: &[Value], at: &Location) -> Value {
        let (mut properties, mut required) = (Object::new(), Vec::new());
        for (index, value) in parameters.iter().enumerate() {
            let (value, at) = self.graph.followed(value, &at.index(index));
            let Value::Object(members) = value else { continue };
            let text = |key| members.get(key).and_then(Value::as_str);
            let (Some(name), Some("formData")) = (text("name"), text("in")) else { continue };
            if members.get("required").and_then(Value::as_bool) == Some(true) {
                required.push(Value::String(name.to_owned()));
            }
            let to = Pointer::root().key("properties").key(name);
            properties.insert(name.to_owned(), self.object(&schema_of(members), &at, &to));
        }
        let properties = Value::Object(properties);
        let ty = Value::String("object".to_owned());
        object([("type", ty), ("properties", properties), ("required", Value::Array(required))])
    }

    /// Translates a schema inside another one. `to` is its pointer in the result.
    fn schema(&mut self, value: &Value, at: &Location, to: &Pointer) -> Value {
        if let Some(path) = self.graph.own_type(at, false) {
            return self.refer(Referred::Own(path.to_owned()), to);
        }
        match value {
            Value::Object(members) => self.object(members, at, to),
            Value::Bool(_) => value.clone(),
            _ => Value::Bool(true),
        }
    }

    fn object(&mut self, members: &Object, at: &Location, to: &Pointer) -> Value {
        let is = |key| members.get(key).and_then(Value::as_bool) == Some(true);
        let is_nullable = is("nullable") || is("x-nullable");
        let is_wrapped = is_nullable && CHOOSING.iter().any(|key| members.contains_key(key));
        let inside = if is_wrapped { to.key("anyOf").index(0) } else { to.clone() };
        let (mut around, mut schema) = (Object::new(), Object::new());
        for (key, value) in members {
            let is_annotation = ANNOTATIONS.contains(&key) || key.starts_with("x-");
            if LEFT_OUT.contains(&key) {
                continue;
            }
            let Some((key, value)) = self.member(members, (key, value), at, &inside) else {
                continue;
            };
            match key {
                _ if is_wrapped && is_annotation => around.insert(key.to_owned(), value),
                "type" | "enum" if is_nullable && !is_wrapped => {
                    schema.insert(key.to_owned(), with_null(key, value))
                }
                _ => schema.insert(key.to_owned(), value),
            };
        }
        if !is_wrapped {
            return Value::Object(schema);
        }
        let null = object([("type", Value::String("null".to_owned()))]);
        around.insert("anyOf".to_owned(), Value::Array(vec![Value::Object(schema), null]));
        Value::Object(around)
    }

    /// Translates a member of a schema. Returns `None` if the result does not have it.
    fn member<'m>(
        &mut self,
        members: &Object,
        (key, value): (&'m str, &Value),
        at: &Location,
        to: &Pointer,
    ) -> Option<(&'m str, Value)> {
        let is_exclusive = |key| members.get(key).and_then(Value::as_bool);
        let (at, inside) = (&at.key(key), &to.key(key));
        Some(match (key, value) {
            ("$ref" | "$dynamicRef", _) => {
                let target = self.graph.target(&at.file, value.as_str()?)?;
                ("$ref", Value::String(self.record(target, to)))
            }
            // Kubernetes writes so what may be either (Swagger 2.0).
            ("type", _)
                if members.get("format").and_then(Value::as_str) == Some("int-or-string") =>
            {
                (
                    key,
                    Value::Array(
                        ["integer", "string"].map(|it| Value::String(it.to_owned())).into(),
                    ),
                )
            }
            ("exclusiveMinimum", Value::Bool(true)) => (key, members.get("minimum")?.clone()),
            ("exclusiveMaximum", Value::Bool(true)) => (key, members.get("maximum")?.clone()),
            ("exclusiveMinimum" | "exclusiveMaximum", Value::Bool(false)) => return None,
            ("minimum", _) if is_exclusive("exclusiveMinimum") == Some(true) => return None,
            ("maximum", _) if is_exclusive("exclusiveMaximum") == Some(true) => return None,
            ("example", _) if members.contains_key("examples") => return None,
            ("example", value) => ("examples", Value::Array(vec![value.clone()])),
            ("discriminator", _) => (key, self.discriminator(value, at, inside)),
            _ => (key, self.other(key, value, at, inside)),
        })
    }

    /// Translates a member by the kind of its value.
    fn other(&mut self, key: &str, value: &Value, at: &Location, to: &Pointer) -> Value {
        let holds = SCHEMA.keys().find(|it| it.name == key).map(|it| it.holds);
        let is_schema = |kind: &Kind| ptr::eq(kind, &SCHEMA);
        match (holds, value) {
            (Some(Holds::One(kind)), _) if is_schema(kind) => self.schema(value, at, to),
            (Some(Holds::List(kind) | Holds::OneOrList(kind)), Value::Array(items))
                if is_schema(kind) =>
            {
                let items = items.iter().enumerate();
                let items =
                    items.map(|(index, it)| self.schema(it, &at.index(index), &to.index(index)));
                Value::Array(items.collect())
            }
            (Some(Holds::OneOrList(kind)), _) if is_schema(kind) => self.schema(value, at, to),
            (Some(Holds::Map(kind)), Value::Object(members)) if is_schema(kind) => {
                let mut map = Object::new();
                for (name, it) in members {
                    map.insert(name.to_owned(), self.schema(it, &at.key(name), &to.key(name)));
                }
                Value::Object(map)
            }
            _ => value.clone(),
        }
    }

    /// Translates a discriminator. In Swagger 2.0 it is the name of a property.
    fn discriminator(&mut self, value: &Value, at: &Location, to: &Pointer) -> Value {
        let Value::Object(members) = value else {
            return object([("propertyName", value.clone())]);
        };
        let mut translated = Object::new();
        for (key, value) in members {
            let to = to.key(key);
            let value = match (key, value) {
                ("mapping", Value::Object(mapping)) => {
                    let mut targets = Object::new();
                    for (tag, target) in mapping {
                        targets.insert(tag.to_owned(), self.mapped(target, at, &to.key(tag)));
                    }
                    Value::Object(targets)
                }
                ("defaultMapping", _) => self.mapped(value, at, &to),
                _ => value.clone(),
            };
            translated.insert(key.to_owned(), value);
        }
        Value::Object(translated)
    }

    /// Translates the name of or the reference to a schema in a mapping.
    fn mapped(&mut self, value: &Value, at: &Location, to: &Pointer) -> Value {
        let target = value.as_str().and_then(|target| self.graph.mapped(&at.file, target));
        target.map_or_else(|| value.clone(), |target| Value::String(self.record(target, to)))
    }

    /// Records a reference at a pointer, and returns the schema that has it.
    fn refer(&mut self, target: Referred, to: &Pointer) -> Value {
        object([("$ref", Value::String(self.record(target, to)))])
    }

    fn record(&mut self, target: Referred, to: &Pointer) -> String {
        let reference = self.graph.reference(&target);
        self.references.push((to.as_str().to_owned(), target));
        reference
    }
}

/// Returns `true` if an object is a parameter.
fn is_parameter(members: &Object) -> bool {
    ["name", "in"].iter().all(|key| members.get(key).is_some_and(|it| it.as_str().is_some()))
}

/// Returns the keywords of a parameter's schema. A file is a string of bytes.
fn schema_of(members: &Object) -> Object {
    let mut schema = Object::new();
    let is_file = members.get("type").and_then(Value::as_str) == Some("file");
    let file = [("type", "string"), ("format", "binary")].into_iter().filter(|_| is_file);
    for (key, value) in file {
        schema.insert(key.to_owned(), Value::String(value.to_owned()));
    }
    for (key, value) in members.iter().filter(|(key, _)| !OF_PARAMETERS.contains(key)) {
        schema.insert(key.to_owned(), value.clone());
    }
    schema
}

/// Adds `null` to a type or to the values of an enum.
fn with_null(key: &str, value: Value) -> Value {
    let null = if key == "type" { Value::String("null".to_owned()) } else { Value::Null };
    match value {
        Value::Array(values) if values.contains(&null) => Value::Array(values),
        Value::Array(mut values) => {
            values.push(null);
            Value::Array(values)
        }
        value => Value::Array(vec![value, null]),
    }
}

fn object<const N: usize>(members: [(&str, Value); N]) -> Value {
    let mut object = Object::new();
    for (key, value) in members {
        object.insert(key.to_owned(), value);
    }
    Value::Object(object)
}
