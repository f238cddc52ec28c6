//! Checks the examples of a description against its schemas.

use std::fmt;

use serde_json::Value;
use specwright::report::Location;
use specwright::source::{self, Source};
use specwright::{Direction, Verdict};

use crate::description::{Description, DescriptionError};
use crate::members;
use crate::sample::{SampleOptions, sample};
use crate::schema::Schemas;
use crate::schema::evaluate::{Judgement, Stop, Validator};

/// Checks the examples of a description against its schemas, with a JSON Schema library. OpenAPI 3.0 schemas are
/// converted to JSON Schema 2020-12.
///
/// A schema without `type` that describes properties is one of objects, as its author means it, although JSON Schema allows
/// any other value there.
pub struct Judge {
    description: Description,
    schemas: Schemas,
}

impl Judge {
    /// Creates a judge of the examples of a description.
    ///
    /// # Errors
    ///
    /// Returns an error if the description is not OpenAPI 3 or Swagger 2.0.
    pub fn new(source: &Source) -> Result<Judge, DescriptionError> {
        Ok(Judge {
            description: Description::new(source)?.with_object_types(),
            schemas: Schemas::default(),
        })
    }

    /// Creates a judge as [`new`](Judge::new) does, for the options of the generator, which reports the problem if there is
    /// none.
    pub fn boxed(source: &Source) -> Option<Box<dyn specwright::Judge>> {
        Judge::new(source).ok().map(|judge| Box::new(judge) as _)
    }
}

impl specwright::Judge for Judge {
    fn judge(&self, schema: &Location, value: &source::Value, direction: Direction) -> Verdict {
        let compiled =
            self.schemas.compile(self.description.at(schema), &self.description, direction);
        let value = Description::data(value);
        match compiled {
            Ok(validator) => Verdict {
                read_only: members::with(&self.description, schema, &value, "readOnly"),
                write_only: members::with(&self.description, schema, &value, "writeOnly"),
                ..verdict(&validator, &value)
            },
            // No value is valid for such a schema.
            Err(reason) => Verdict {
                fault: Some(format!("its schema is not JSON Schema: {reason}")),
                ..Verdict::default()
            },
        }
    }

    fn sample(&self, schema: &Location) -> Option<source::Value> {
        let schema = self.description.follow(self.description.at(schema));
        sample(&self.description, schema, SampleOptions::default()).map(|value| tree(&value))
    }
}

impl fmt::Debug for Judge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Judge").finish_non_exhaustive()
    }
}

fn verdict(validator: &Validator, value: &Value) -> Verdict {
    let Judgement { violations, undescribed } = match validator.judge(value) {
        Ok(judgement) => judgement,
        Err(stop @ Stop::Broken(_)) => {
            return Verdict { fault: Some(stop.to_string()), ..Verdict::default() };
        }
        Err(limit) => return Verdict { limit: Some(limit.to_string()), ..Verdict::default() },
    };
    let fault = violations.into_iter().next().map(|violation| {
        let place = if violation.pointer.is_empty() { "/" } else { &violation.pointer };
        format!("`{place}`: {} (`{}`)", violation.detail, violation.rule)
    });
    Verdict { fault, undescribed, ..Verdict::default() }
}

/// Converts a value to the type of the generator.
fn tree(value: &Value) -> source::Value {
    match value {
        Value::Null => source::Value::Null,
        Value::Bool(flag) => source::Value::Bool(*flag),
        Value::Number(number) => match (number.as_i64(), number.as_u64()) {
            (Some(integer), _) => source::Value::Int(integer.into()),
            (None, Some(integer)) => source::Value::Int(integer.into()),
            (None, None) => source::Value::Float(number.as_f64().unwrap_or_default()),
        },
        Value::String(text) => source::Value::String(text.clone()),
        Value::Array(items) => source::Value::Array(items.iter().map(tree).collect()),
        Value::Object(members) => {
            let mut object = source::Object::new();
            for (name, value) in members {
                object.insert(name.clone(), tree(value));
            }
            source::Value::Object(object)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use specwright::Judge as _;

    /// Returns the verdict on a value, written as YAML, with a schema of this OpenAPI version.
    fn verdict_of(version: &str, schema: &str, value: &str, direction: Direction) -> Verdict {
        let text = format!(
            "openapi: {version}\nvalue: {value}\ncomponents: {{ schemas: {{ S: {schema}, T: {{ properties: {{ t: {{}} }} }} }} }}"
        );
        let source = Source::from_text("api.yaml", text).unwrap();
        let judge = Judge::new(&source).unwrap();
        let root = source.root_location();
        let schema = root.key("components").key("schemas").key("S");
        judge.judge(&schema, source.value(&root.key("value")).unwrap(), direction)
    }

    fn undescribed_of(schema: &str, value: &str) -> Vec<String> {
        let verdict = verdict_of("3.1.0", schema, value, Direction::Response);
        assert_eq!(verdict.fault, None);
        verdict.undescribed
    }

    #[test]
    fn an_example_that_breaks_its_schema_says_where() {
        let schema = "{ properties: { 'a/b': { type: integer, format: int32 } } }";
        let fault = |value| verdict_of("3.0.3", schema, value, Direction::Response).fault;
        assert_eq!(fault("{ 'a/b': 1 }"), None);
        let message = "`/a~1b`: it is not of type \"integer\" (`type`)";
        assert_eq!(fault("{ 'a/b': x }").as_deref(), Some(message));
        assert!(fault("{ 'a/b': 4000000000 }").is_some(), "it has more than 32 bits");
    }

    #[test]
    fn what_is_read_only_is_required_of_responses_alone() {
        let schema = "{ required: [id], properties: { id: { readOnly: true } } }";
        let fault = |direction| verdict_of("3.1.0", schema, "{}", direction).fault;
        assert_eq!(fault(Direction::Request), None);
        assert!(fault(Direction::Response).is_some());
    }

    #[test]
    fn members_that_no_keyword_describes_are_named() {
        let value = "{ a: { b: 1, c: 2 }, d~/: 3 }";
        let nested = "{ properties: { a: { properties: { b: {} } } } }";
        assert_eq!(undescribed_of(nested, value), ["/d~0~1", "/a/c"]);
        // A member may be described by another part, a matching branch, a pattern, or `additionalProperties`.
        let parts = "{ allOf: [{ properties: { a: {} } }], anyOf: [{ $ref: '#/components/schemas/T' }], patternProperties: { '^d': {} } }";
        assert_eq!(undescribed_of(parts, "{ a: {}, t: 1, d1: 1, e: 1 }"), ["/e"]);
        let others = "{ properties: { a: {} }, additionalProperties: { type: integer } }";
        assert!(undescribed_of(others, "{ a: {}, b: 1 }").is_empty());
        // `type: object` describes no members, so that none is reported as missing.
        assert!(undescribed_of("{ type: object }", value).is_empty());
    }

    #[test]
    fn a_sample_is_valid() {
        let schema =
            "{ type: object, required: [n], properties: { n: { type: integer, minimum: 3 } } }";
        let text = format!("openapi: 3.1.0\ncomponents: {{ schemas: {{ S: {schema} }} }}");
        let source = Source::from_text("api.yaml", text).unwrap();
        let judge = Judge::new(&source).unwrap();
        let schema = source.root_location().key("components").key("schemas").key("S");
        let sample = judge.sample(&schema).unwrap();
        assert_eq!(sample.to_string(), "{\"n\":3}");
        assert_eq!(judge.judge(&schema, &sample, Direction::Request), Verdict::default());
    }
}
