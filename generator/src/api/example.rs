//! The examples of a description, prepared for the tests of the generated client.

use std::fmt;

use super::{OperationId, Shape};
use crate::source::{Location, Source, Value};

/// A validator of values against the schemas of the description.
///
/// The generator does not implement it, because a check of its output should be independent of it.
pub trait Judge: fmt::Debug + Send + Sync {
    /// Validates a value against the schema at a location.
    fn judge(&self, schema: &Location, value: &Value, direction: Direction) -> Verdict;

    /// Returns a value that is valid under the schema at a location, or `None` if none is found.
    fn sample(&self, schema: &Location) -> Option<Value>;
}

/// Creates the judge of a description; `None` if nothing can be judged, which other reports explain.
pub type MakeJudge = fn(&Source) -> Option<Box<dyn Judge>>;

/// A media type of a body as described, or a parameter: its schema and its examples, by their locations.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Content {
    /// The media type, as written; empty for a parameter that a style serializes.
    pub media_type: String,
    /// The location of the schema.
    pub schema: Option<Location>,
    /// The examples, in order.
    pub examples: Vec<NamedExample>,
}

/// An example as described.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedExample {
    /// The name; empty if it has none.
    pub name: String,
    /// The value.
    pub value: ExampleValue,
}

/// The value of an example as described.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExampleValue {
    /// The value at a location.
    At(Location),
    /// The value whose text is the string at a location.
    Serialized(Location),
    /// A value that is not in the description.
    Elsewhere,
    /// No value.
    None,
}

/// The direction in which a value travels, which decides how `readOnly` applies (OpenAPI 3.0, 4.7.24.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Direction {
    /// From the client to the server.
    Request,
    /// From the server to the client, or unknown. Every keyword of the schema applies.
    Response,
}

/// The result of validating a value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verdict {
    /// The error message; `None` if the value is valid.
    pub fault: Option<String>,
    /// Members that the schema allows but does not describe, as JSON pointers into the value.
    pub undescribed: Vec<String>,
    /// Members that are `readOnly`, as JSON pointers into the value. A request does not have them.
    pub read_only: Vec<String>,
    /// Members that are `writeOnly`, as JSON pointers into the value. A response does not have them.
    pub write_only: Vec<String>,
    /// The limit that stopped the validation; `None` if the validation was completed.
    pub limit: Option<String>,
}

/// The examples of a description.
#[derive(Debug, Default)]
pub struct Examples {
    /// The example values.
    pub values: Vec<Example>,
    /// The example requests.
    pub requests: Vec<ExampleRequest>,
    /// The reasons why examples are left out, each with the number of examples.
    pub left_out: Vec<(&'static str, usize)>,
}

/// An example value of the description.
#[derive(Debug)]
pub struct Example {
    /// The location in the description.
    pub location: Location,
    /// The shape of values at this location.
    pub shape: Shape,
    /// The value as JSON.
    pub json: String,
    /// The result of validating the value against its own schema.
    pub verdict: Verdict,
}

/// A request whose arguments are examples of the description.
#[derive(Debug)]
pub struct ExampleRequest {
    /// The operation.
    pub operation: OperationId,
    /// The argument of each parameter as JSON, by position; `None` for a parameter that is not set.
    pub arguments: Vec<Option<String>>,
    /// `true` for each argument that is an example of the description, and was not made from a schema.
    pub exemplified: Vec<bool>,
    /// The body as JSON, if the operation takes a structured body.
    pub body: Option<String>,
    /// The expected path and query.
    pub target: String,
}
