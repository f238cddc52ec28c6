//! What a request does against its description, in the terms of JSON Schema.

use std::fmt;

use jsonschema::error::ValidationErrorKind as Kind;
use jsonschema::{ValidationError, Validator};
use serde_json::{Value, json};
use specwright::report::{Pointer, clean};

/// The part of a request.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Place {
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

/// One rule that a request breaks. It quotes nothing of the request but names, since values may be secrets.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Violation {
    /// The part of the request.
    pub(crate) place: Place,
    /// The node in it (RFC 6901); of a parameter, its name comes first.
    pub(crate) pointer: String,
    /// The keyword of JSON Schema that says so.
    pub(crate) rule: String,
    /// What is wrong.
    pub(crate) detail: String,
}

/// Branches inside each other that are gone into for the reason why none fits.
const DEPTH: usize = 16;

/// What is wrong with a value, below a pointer.
pub(crate) fn find(
    validator: &Validator,
    value: &Value,
    place: Place,
    base: &Pointer,
) -> Vec<Violation> {
    // Most values are right, which is sooner known than what would be wrong with them.
    if validator.is_valid(value) {
        return Vec::new();
    }
    let mut search = Search { place, base, found: Vec::new() };
    for error in validator.iter_errors(value) {
        search.add(&error, DEPTH);
    }
    search.found
}

impl Violation {
    /// Something that is required and missing.
    pub(crate) fn missing(place: Place, pointer: &Pointer) -> Violation {
        Violation {
            place,
            pointer: pointer.to_string(),
            rule: "required".to_owned(),
            detail: "it is missing".to_owned(),
        }
    }

    /// As a member of a problem document.
    pub(crate) fn to_json(&self) -> Value {
        json!({
            "in": self.place.name(),
            "pointer": self.pointer,
            "rule": self.rule,
            "detail": self.detail,
        })
    }
}

impl Place {
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

struct Search<'p> {
    place: Place,
    base: &'p Pointer,
    found: Vec<Violation>,
}

impl Search<'_> {
    fn add(&mut self, error: &ValidationError<'_>, depth: usize) {
        match error.kind() {
            Kind::Required { property } => {
                let pointer = self.pointer(error).key(property.as_str().unwrap_or_default());
                self.found.push(Violation::missing(self.place, &pointer));
            }
            Kind::AdditionalProperties { unexpected }
            | Kind::UnevaluatedProperties { unexpected } => {
                for name in unexpected {
                    let pointer = self.pointer(error).key(name);
                    self.push(&pointer, error, "it is not known here");
                }
            }
            Kind::FalseSchema => self.nothing_allowed(error),
            Kind::Constant { expected_value } => {
                self.push(&self.pointer(error), error, &one_of(&[expected_value]));
            }
            Kind::Enum { options } => {
                let options = options.as_array().map_or_else(Vec::new, |all| all.iter().collect());
                self.push(&self.pointer(error), error, &one_of(&options));
            }
            Kind::OneOfNotValid { context } | Kind::AnyOf { context } if depth > 0 => {
                self.branches(error, context, depth);
            }
            _ => {
                let message = error.masked_with("it").to_string();
                self.push(&self.pointer(error), error, &message);
            }
        }
    }

    fn nothing_allowed(&mut self, error: &ValidationError<'_>) {
        // An object that may have no member at all is reported as a whole, with its first member's value.
        let (rule, detail) = match error.schema_path().as_str().rsplit('/').next() {
            Some(rule @ "additionalProperties") => (rule, "it may have no members"),
            _ => (error.kind().keyword(), "nothing is allowed here"),
        };
        self.push_rule(&self.pointer(error), rule, detail);
    }

    /// Says why no branch fits: where each asks for another constant at one place, that it is none of them; else what
    /// is wrong in the branch that comes nearest.
    fn branches(
        &mut self,
        error: &ValidationError<'_>,
        context: &[Vec<ValidationError<'static>>],
        depth: usize,
    ) {
        if let Some((tag, options)) = common_constant(context) {
            return self.push(&self.pointer(tag), error, &one_of(&options));
        }
        let nearest = context.iter().min_by_key(|errors| {
            let wrong_kind = errors.iter().filter(|error| decides(error.kind())).count();
            (wrong_kind, errors.len())
        });
        for error in nearest.into_iter().flatten() {
            self.add(error, depth - 1);
        }
    }

    fn pointer(&self, error: &ValidationError<'_>) -> Pointer {
        let below = Pointer::parse(error.instance_path().as_str()).unwrap_or_default();
        below.segments().fold(self.base.clone(), |pointer, segment| pointer.key(&segment))
    }

    fn push(&mut self, pointer: &Pointer, error: &ValidationError<'_>, detail: &str) {
        let rule = match error.kind() {
            // The only keyword of our own says what a format says.
            Kind::Custom { .. } => "format",
            kind => kind.keyword(),
        };
        self.push_rule(pointer, rule, detail);
    }

    fn push_rule(&mut self, pointer: &Pointer, rule: &str, detail: &str) {
        self.found.push(Violation {
            place: self.place,
            pointer: pointer.to_string(),
            rule: clean(rule).into_owned(),
            detail: clean(detail).into_owned(),
        });
    }
}

/// Whether an error says that a value is of another branch altogether.
fn decides(kind: &Kind) -> bool {
    matches!(kind, Kind::Constant { .. } | Kind::Enum { .. } | Kind::Type { .. })
}

/// A place at which every branch asks for another constant, with the first branch's error about it.
fn common_constant<'e>(
    context: &'e [Vec<ValidationError<'static>>],
) -> Option<(&'e ValidationError<'static>, Vec<&'e Value>)> {
    let first = context.first()?;
    first.iter().find_map(|candidate| {
        let mut options = Vec::new();
        for branch in context {
            let same =
                |error: &&ValidationError<'_>| error.instance_path() == candidate.instance_path();
            let at_place = branch.iter().filter(same).find_map(|error| match error.kind() {
                Kind::Constant { expected_value } => Some(vec![&**expected_value]),
                Kind::Enum { options } => {
                    options.as_array().map(|options| options.iter().collect())
                }
                _ => None,
            });
            options.extend(at_place?);
        }
        Some((candidate, options))
    })
}

fn one_of(options: &[&Value]) -> String {
    let shown: Vec<String> = options.iter().map(|option| format!("`{option}`")).collect();
    match shown.as_slice() {
        [only] => format!("it must be {only}"),
        _ => format!("it must be one of {}", shown.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(schema: &Value, value: &Value) -> Vec<String> {
        let validator = jsonschema::validator_for(schema).unwrap();
        let base = Pointer::root();
        find(&validator, value, Place::Body, &base).iter().map(ToString::to_string).collect()
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
        // The tag says which branch is meant, and only that one's errors count.
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
