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

/// Returns the text of a schema, and the references in it by JSON pointer.
pub(super) fn translate(
    graph: &mut Graph<'_>,
    location: &Location,
) -> (String, Vec<(String, Referred)>) {
    let mut translation = Translation { graph, references: Vec::new() };
    let schema = match translation.graph.value(location) {
        Some(Value::Object(members)) => translation.object(members, location, &Pointer::root()),
        // A form of Swagger 2.0 has parameters in the place of a schema.
        Some(Value::Array(_)) => object([("type", Value::String("object".to_owned()))]),
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
