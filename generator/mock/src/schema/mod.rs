//! Schemas, compiled into validators for requests and responses.
//!
//! `evaluate` validates values with them and a library; without the feature `validation`, each value is valid.

#[cfg(feature = "validation")]
pub(crate) mod evaluate;
#[cfg(not(feature = "validation"))]
#[path = "accept_all.rs"]
pub(crate) mod evaluate;
pub(crate) mod violation;

use std::sync::{Arc, OnceLock};

use serde_json::Value;
use specwright::api::Direction;

use crate::description::Description;
use crate::schema::evaluate::{Graph, Validator};

/// The schemas of a description for requests and for responses, which are read on first use.
#[derive(Default)]
pub(crate) struct Schemas {
    graphs: [Arc<Graph>; 2],
}

/// A schema with its validators for requests and responses, which are compiled on first use.
pub(crate) struct Schema {
    /// The schema as it is written.
    pub(crate) value: Arc<Value>,
    validators: [OnceLock<Result<Validator, String>>; 2],
}

impl Schemas {
    /// Compiles a schema of the description.
    ///
    /// # Errors
    ///
    /// Returns the reason if the schema is invalid.
    #[cfg(feature = "validation")]
    pub(crate) fn compile(
        &self,
        schema: &Value,
        description: &Description,
        direction: Direction,
    ) -> Result<Validator, String> {
        let validator = Validator::new(self.graph(direction), schema, description, direction);
        validator.broken().map_or(Ok(validator), Err)
    }

    fn graph(&self, direction: Direction) -> &Arc<Graph> {
        let [of_requests, of_responses] = &self.graphs;
        of(direction, of_requests, of_responses)
    }
}

impl Schema {
    /// Creates a schema of the description.
    pub(crate) fn new(value: &Value) -> Schema {
        Schema { value: Arc::new(value.clone()), validators: Default::default() }
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
        let compile = || {
            let graph = schemas.graph(direction);
            let validator = Validator::beside(graph, &self.value, description, direction);
            validator.broken().map_or(Ok(validator), Err)
        };
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

#[cfg(test)]
mod tests {
    use serde_json::json;
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
    fn the_narrower_limit_of_keyword_and_format_holds() {
        let narrow = "{ type: integer, format: int8, minimum: 3, maximum: 4000 }";
        for (value, expected) in [(2, false), (3, true), (127, true), (128, false)] {
            assert_eq!(accepts("3.1.0", narrow, &json!(value)), expected, "{value}");
        }
        let exclusive = "{ format: int8, exclusiveMaximum: true, maximum: 9, nullable: true }";
        assert!(accepts("3.0.3", exclusive, &json!(8)));
        assert!(!accepts("3.0.3", exclusive, &json!(9)));
        assert!(!accepts("3.0.3", exclusive, &json!(-129)));
        let nullable = "{ type: integer, format: int8, nullable: true }";
        assert!(accepts("3.0.3", nullable, &Value::Null));
        assert!(!accepts("3.0.3", nullable, &json!(128)));
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
        let nullable = "{ required: [id], properties: { id: { readOnly: true, nullable: true, allOf: [{ type: string }] } } }";
        assert!(accepts("3.0.3", nullable, &json!({})));
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
