//! The examples of a description, with what they are to become: the material of a client's own tests.

use std::fmt;

use super::{OperationId, Shape};
use crate::source::{Location, Value};

/// Says of values whether they are what the description's schemas say. It stands outside of the
/// generator, so that whoever judges its work is not the generator itself.
pub trait Judge: fmt::Debug + Send + Sync {
    /// What the schema at a place says of a value that travels in this direction.
    fn judge(&self, schema: &Location, value: &Value, direction: Direction) -> Verdict;

    /// A value that the schema at a place allows; `None` where none is found.
    fn sample(&self, schema: &Location) -> Option<Value>;
}

/// Which way a value travels, which decides what `readOnly` means (OpenAPI 3.0, 4.7.24.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Direction {
    /// To the server.
    Request,
    /// From the server, or in no direction yet: every word of the schema holds.
    Answer,
}

/// What a schema says of a value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verdict {
    /// What is wrong with the value; `None` if it is valid.
    pub fault: Option<String>,
    /// Members that the schema allows without describing them, as JSON pointers into the value.
    pub undescribed: Vec<String>,
    /// The limit that kept the value from being judged; `None` if it was judged.
    pub limit: Option<String>,
}

/// The examples of a description.
#[derive(Debug, Default)]
pub struct Examples {
    /// Values with the shape that they have.
    pub values: Vec<Example>,
    /// Requests with the URL that they go to.
    pub requests: Vec<ExampleRequest>,
    /// What was left out: why, and how often.
    pub left_out: Vec<(&'static str, usize)>,
}

/// A value that the description shows.
#[derive(Debug)]
pub struct Example {
    /// Where it stands.
    pub location: Location,
    /// The shape of values in that place.
    pub shape: Shape,
    /// The value as JSON.
    pub json: String,
    /// What its own schema says of it.
    pub verdict: Verdict,
}

/// A request with documented arguments.
#[derive(Debug)]
pub struct ExampleRequest {
    /// The operation.
    pub operation: OperationId,
    /// The argument of each parameter as JSON; `None` where none is given.
    pub arguments: Vec<Option<String>>,
    /// The body as JSON, where the operation asks for one that is structured.
    pub body: Option<String>,
    /// The path and query that the description asks for.
    pub target: String,
}
