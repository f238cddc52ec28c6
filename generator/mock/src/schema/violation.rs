//! The violations of a request, in the terms of JSON Schema.

use std::fmt;

use serde_json::{Value, json};
use specwright::report::Pointer;

/// A part of a request.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum RequestPart {
    /// The path.
    Path,
    /// The query.
    Query,
    /// The headers.
    Header,
    /// The cookies.
    Cookie,
    /// The body.
    Body,
}

/// A constraint that a request violates. It quotes only names of the request, because values may be secrets.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Violation {
    /// The part of the request.
    pub(crate) place: RequestPart,
    /// The path in the part, a JSON pointer (RFC 6901); for a parameter it starts with its name.
    pub(crate) pointer: String,
    /// The violated keyword of JSON Schema or OpenAPI.
    pub(crate) rule: String,
    /// The message.
    pub(crate) detail: String,
}

impl Violation {
    /// Creates the violation of a missing required value.
    pub(crate) fn missing(place: RequestPart, pointer: &Pointer) -> Violation {
        Violation {
            place,
            pointer: pointer.to_string(),
            rule: "required".to_owned(),
            detail: "it is missing".to_owned(),
        }
    }

    /// Returns the violation as a member of a problem document.
    pub(crate) fn to_json(&self) -> Value {
        json!({
            "in": self.place.name(),
            "pointer": self.pointer,
            "rule": self.rule,
            "detail": self.detail,
        })
    }
}

impl RequestPart {
    fn name(self) -> &'static str {
        match self {
            Self::Path => "path",
            Self::Query => "query",
            Self::Header => "header",
            Self::Cookie => "cookie",
            Self::Body => "body",
        }
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = self.place.name();
        if self.pointer.is_empty() {
            write!(f, "the {place}: {} (`{}`)", self.detail, self.rule)
        } else {
            write!(f, "`{}` in the {place}: {} (`{}`)", self.pointer, self.detail, self.rule)
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use specwright::api::Direction;

    use super::*;
    use crate::description::Description;
    use crate::schema::evaluate::{Graph, Validator};

    fn found(schema: &Value, value: &Value) -> Vec<String> {
        let description = Description::of_files(Vec::new());
        let graph = Arc::new(Graph::default());
        let validator = Validator::new(&graph, schema, &description, Direction::Response);
        let found = validator.check(value, RequestPart::Body, &Pointer::root()).unwrap();
        found.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn missing_and_unknown_members_are_named() {
        let schema =
            json!({"required": ["a~b"], "properties": {"c": {}}, "additionalProperties": false});
        assert_eq!(
            found(&schema, &json!({"x/y": 1})),
            [
                "`/x~1y` in the body: it is not known here (`additionalProperties`)",
                "`/a~0b` in the body: it is missing (`required`)",
            ]
        );
    }

    #[test]
    fn beside_known_members_an_unknown_one_is_named() {
        let schema = json!({"properties": {"a": {}}, "additionalProperties": false});
        assert_eq!(
            found(&schema, &json!({"a": 1, "b": 1})),
            ["`/b` in the body: it is not known here (`additionalProperties`)"]
        );
        assert_eq!(
            found(&json!({"additionalProperties": false}), &json!({"a": 1})),
            ["the body: it may have no members (`additionalProperties`)"]
        );
        let schema = json!({"properties": {"a": false}});
        assert_eq!(
            found(&schema, &json!({"a": 1})),
            ["`/a` in the body: nothing is allowed here (`falseSchema`)"]
        );
    }

    #[test]
    fn values_are_not_quoted() {
        let schema = json!({"properties": {"key": {"type": "string", "minLength": 9}, "n": {"type": "integer"}}});
        assert_eq!(
            found(&schema, &json!({"key": "hunter2", "n": "hunter3"})),
            [
                "`/key` in the body: it is shorter than 9 characters (`minLength`)",
                "`/n` in the body: it is not of type \"integer\" (`type`)",
            ]
        );
    }

    #[test]
    fn an_unknown_tag_is_told_the_known_ones() {
        let branch = |tag: &str, field: &str| json!({"required": ["tag", field], "properties": {"tag": {"const": tag}, field: {"type": "string"}}});
        let schema = json!({"oneOf": [branch("A", "a"), branch("B", "b")]});
        assert_eq!(
            found(&schema, &json!({"tag": "C"})),
            ["`/tag` in the body: it must be one of `\"A\"`, `\"B\"` (`oneOf`)"]
        );
        // The discriminator selects the branch, and only its errors are reported.
        assert_eq!(
            found(&schema, &json!({"tag": "B", "a": "x"})),
            ["`/b` in the body: it is missing (`required`)"]
        );
        assert_eq!(
            found(&schema, &json!({"tag": "A", "a": 1})),
            ["`/a` in the body: it is not of type \"string\" (`type`)"]
        );
    }

    #[test]
    fn hostile_names_are_made_visible() {
        let schema = json!({"properties": {"a": {}}, "additionalProperties": false});
        let shown = found(&schema, &json!({"a\u{1b}[2J": 1}));
        assert!(shown[0].contains("\\u{1b}"), "{shown:?}");
    }
}
