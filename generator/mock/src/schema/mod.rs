//! Schemas, compiled into validators for requests and responses.
//!
//! This file converts schemas to JSON Schema 2020-12. `evaluate` validates values with them and a library; without the
//! feature `validation`, each value is valid.

#[cfg(feature = "validation")]
pub(crate) mod evaluate;
#[cfg(not(feature = "validation"))]
#[path = "accept_all.rs"]
pub(crate) mod evaluate;
pub(crate) mod violation;

use std::sync::{Arc, OnceLock};

use serde_json::{Map, Value, json};
use specwright::api::Direction;
use specwright::vocabulary::Keys;

use crate::description::Description;
use crate::schema::evaluate::{Graph, INT64, Validator};

/// The formats that are validated, because each has one undisputed syntax. JSON Schema 2020-12 (Validation, section
/// 7.2.1) makes formats annotations, and servers disagree on the others.
const ASSERTED: [&str; 7] = ["date", "date-time", "email", "ipv4", "ipv6", "uri", "uuid"];

/// The schemas of a description for requests and for responses, prepared on first use.
#[derive(Default)]
pub(crate) struct Schemas {
    graphs: [OnceLock<Arc<Graph>>; 2],
}

/// A schema with its validators for requests and responses, which are compiled on first use.
pub(crate) struct Schema {
    /// The schema as it is written.
    pub(crate) value: Value,
    validators: [OnceLock<Result<Validator, String>>; 2],
}

impl Schemas {
    /// Compiles a schema.
    ///
    /// # Errors
    ///
    /// Returns the reason if the schema is invalid.
    pub(crate) fn compile(
        &self,
        schema: &Value,
        description: &Description,
        direction: Direction,
    ) -> Result<Validator, String> {
        let view = View { description, is_3_0: description.is_3_0(), direction };
        let [of_requests, of_responses] = &self.graphs;
        let graph = of(direction, of_requests, of_responses).get_or_init(|| {
            let files = description.files().map(|file| view.value(file, Keys::Keywords));
            Arc::new(Graph::new(files.collect()))
        });
        let validator = Validator::new(graph, view.value(schema, Keys::Keywords));
        validator.broken().map_or(Ok(validator), Err)
    }
}

impl Schema {
    /// Creates a schema of the description.
    pub(crate) fn new(value: &Value) -> Schema {
        Schema { value: value.clone(), validators: Default::default() }
    }

    /// Returns the validator for a direction.
    ///
    /// # Errors
    ///
    /// Returns the reason if the schema is invalid.
    pub(crate) fn validator(
        &self,
        schemas: &Schemas,
        description: &Description,
        direction: Direction,
    ) -> Result<&Validator, &str> {
        let compile = || schemas.compile(&self.value, description, direction);
        let [of_requests, of_responses] = &self.validators;
        let compiled = of(direction, of_requests, of_responses).get_or_init(compile);
        compiled.as_ref().map_err(String::as_str)
    }
}

fn of<T>(direction: Direction, of_requests: T, of_responses: T) -> T {
    match direction {
        Direction::Request => of_requests,
        Direction::Response => of_responses,
    }
}

/// Converts schemas to JSON Schema 2020-12 for one direction.
struct View<'d> {
    description: &'d Description,
    is_3_0: bool,
    direction: Direction,
}

impl View<'_> {
    fn value(&self, value: &Value, keys: Keys) -> Value {
        match value {
            Value::Array(items) => {
                let keys = if keys == Keys::Data { Keys::Data } else { Keys::Keywords };
                items.iter().map(|item| self.value(item, keys)).collect()
            }
            Value::Object(members) => {
                let below = |(key, value): (&String, &Value)| {
                    let below = keys.below(key, value.is_array());
                    (key.clone(), self.value(value, below))
                };
                let mut object: Map<String, Value> = members.iter().map(below).collect();
                if keys == Keys::Keywords {
                    self.keywords(&mut object);
                }
                Value::Object(object)
            }
            scalar => scalar.clone(),
        }
    }

    fn keywords(&self, object: &mut Map<String, Value>) {
        // All references are absolute, so that `$id` has no effect.
        object.remove("$id");
        bound(object);
        if object.get("format").is_some_and(|format| !ASSERTED.iter().any(|known| format == known))
        {
            object.remove("format");
        }
        if self.direction == Direction::Request {
            self.forgive_read_only(object);
        }
        if self.is_3_0 {
            modernise(object);
        }
    }

    /// Removes `readOnly` properties from the required ones of a request (OpenAPI 3.0, section 4.7.24.2; for 3.1 see
    /// JSON Schema Validation, section 9.4).
    fn forgive_read_only(&self, object: &mut Map<String, Value>) {
        let Some(Value::Array(required)) = object.get("required") else {
            return;
        };
        let is_read_only = |name: &Value| {
            let property = object.get("properties").zip(name.as_str());
            let property = property.and_then(|(properties, name)| properties.get(name));
            let flag = |node: &Value| node.get("readOnly") == Some(&Value::Bool(true));
            property.is_some_and(|node| flag(node) || flag(self.description.follow(node)))
        };
        let left: Vec<Value> =
            required.iter().filter(|name| !is_read_only(name)).cloned().collect();
        object.insert("required".to_owned(), Value::Array(left));
    }
}

/// Adds the limits of integer formats as keywords (OpenAPI 3.1, section 4.4, and its Format Registry).
fn bound(object: &mut Map<String, Value>) {
    let bounds = match object.get("format").and_then(Value::as_str) {
        Some("int8") => json!({"minimum": i8::MIN, "maximum": i8::MAX}),
        Some("int16") => json!({"minimum": i16::MIN, "maximum": i16::MAX}),
        Some("int32") => json!({"minimum": i32::MIN, "maximum": i32::MAX}),
        Some("uint8") => json!({"minimum": 0, "maximum": u8::MAX}),
        Some("uint16") => json!({"minimum": 0, "maximum": u16::MAX}),
        Some("uint32") => json!({"minimum": 0, "maximum": u32::MAX}),
        Some("uint64") => json!({"minimum": 0, "maximum": u64::MAX}),
        Some("int64") => json!({INT64: true}),
        _ => return,
    };
    add_part(object, bounds);
}

/// Adds a schema to `allOf`.
fn add_part(object: &mut Map<String, Value>, part: Value) {
    let all = object.entry("allOf").or_insert_with(|| json!([]));
    if let Value::Array(all) = all {
        all.push(part);
    }
}

/// Converts the keywords of OpenAPI 3.0 that differ from JSON Schema 2020-12 (OpenAPI 3.0, section 4.7.24).
fn modernise(object: &mut Map<String, Value>) {
    if object.remove("nullable") == Some(Value::Bool(true)) {
        // Many descriptions use it next to a reference or `allOf`, though OpenAPI 3.0.3 defines it only next to `type`.
        if ["$ref", "allOf", "anyOf", "oneOf"].iter().any(|key| object.contains_key(*key)) {
            let whole = std::mem::take(object);
            object.insert("anyOf".to_owned(), json!([whole, {"type": "null"}]));
            return;
        }
        if let Some(Value::String(kind)) = object.get("type") {
            let kinds = json!([kind, "null"]);
            object.insert("type".to_owned(), kinds);
        }
        if let Some(Value::Array(values)) = object.get_mut("enum")
            && !values.contains(&Value::Null)
        {
            values.push(Value::Null);
        }
    }
    for (flag, limit) in [("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")] {
        match object.get(flag) {
            Some(Value::Bool(true)) => {
                object.remove(flag);
                if let Some(limit) = object.remove(limit) {
                    object.insert(flag.to_owned(), limit);
                }
            }
            Some(Value::Bool(false)) => {
                object.remove(flag);
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use specwright::source::Source;

    use super::*;

    fn accepts(version: &str, schema: &str, instance: &Value) -> bool {
        let text = format!("openapi: {version}\ncomponents: {{ schemas: {{ S: {schema} }} }}");
        let source = Source::from_text("api.yaml", text).unwrap();
        let description = Description::new(&source).unwrap();
        let schemas = Schemas::default();
        let schema = Schema::new(&description.root()["components"]["schemas"]["S"]);
        schema.validator(&schemas, &description, Direction::Request).unwrap().accepts(instance)
    }

    #[test]
    fn spellings_of_3_0_hold() {
        let nullable = "{ type: string, nullable: true, enum: [a] }";
        assert!(accepts("3.0.3", nullable, &Value::Null));
        assert!(!accepts("3.0.3", nullable, &json!("b")));
        assert!(!accepts("3.1.0", nullable, &Value::Null));
        let reference = "{ nullable: true, allOf: [{ type: object }] }";
        assert!(accepts("3.0.3", reference, &Value::Null));
        assert!(!accepts("3.0.3", reference, &json!("b")));
        let above = "{ type: integer, minimum: 1, exclusiveMinimum: true }";
        assert!(!accepts("3.0.3", above, &json!(1)));
        assert!(accepts("3.0.3", above, &json!(2)));
    }

    #[test]
    fn formats_of_integers_are_their_bounds() {
        for (format, least, most) in [("int8", -128, 127), ("uint8", 0, 255), ("uint16", 0, 65535)]
        {
            let schema = format!("{{ type: integer, format: {format} }}");
            for (value, expected) in
                [(least, true), (least - 1, false), (most, true), (most + 1, false)]
            {
                assert_eq!(accepts("3.1.0", &schema, &json!(value)), expected, "{format} {value}");
            }
        }
    }

    #[test]
    fn integers_of_64_bits_end_where_they_end() {
        for (text, expected) in [
            ("-9223372036854775808", true),
            ("-9223372036854775809", false),
            ("9223372036854775807", true),
            ("9223372036854775808", false),
            ("1.0", true),
            ("\"text\"", true),
        ] {
            let value: Value = serde_json::from_str(text).unwrap();
            assert_eq!(accepts("3.1.0", "{ format: int64 }", &value), expected, "{text}");
        }
    }

    #[test]
    fn what_is_read_only_is_not_required() {
        let schema =
            "{ type: object, required: [id, name], properties: { id: { readOnly: true } } }";
        assert!(accepts("3.1.0", schema, &json!({"name": "n"})));
        assert!(!accepts("3.1.0", schema, &json!({"id": 1})));
    }

    #[test]
    fn undisputed_formats_are_asserted_and_others_are_not() {
        assert!(!accepts("3.1.0", "{ format: uuid }", &json!("no")));
        assert!(accepts("3.1.0", "{ format: hostname }", &json!("no host")));
        assert!(accepts("3.1.0", "{ format: password }", &json!("secret")));
    }

    #[test]
    fn what_is_no_schema_says_why() {
        let source = Source::from_text("api.yaml", "openapi: 3.1.0\ns: { type: file }").unwrap();
        let description = Description::new(&source).unwrap();
        let schemas = Schemas::default();
        let schema = Schema::new(&description.root()["s"]);
        let message = schema.validator(&schemas, &description, Direction::Request).unwrap_err();
        assert!(message.starts_with("a value in it is not valid under any"), "{message}");
    }
}
