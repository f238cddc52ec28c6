//! In place of `evaluate/` without the feature `validation`: every value is taken, whatever its schema says.

use std::fmt;
use std::sync::Arc;

use serde_json::Value;
use specwright::report::Pointer;

use crate::schema::violation::{RequestPart, Violation};

/// A keyword of the mock: an integer of 64 bits.
pub(crate) const INT64: &str = "x-int64";

/// The schemas of a description, none of which is read.
pub(crate) struct Graph;

/// A schema that values would be compared with.
pub(crate) struct Validator;

/// The reason why nothing can be said of a value, which never occurs here.
#[allow(dead_code)] // the variants that are told apart with the feature
pub(crate) enum Stop {
    /// A schema is not JSON Schema; the text says why.
    Broken(String),
    /// It takes too many steps.
    Steps,
}

impl Graph {
    pub(crate) fn new(_: Vec<Value>) -> Graph {
        Graph
    }
}

impl Validator {
    pub(crate) fn new(_: &Arc<Graph>, _: Value) -> Validator {
        Validator
    }

    pub(crate) fn broken(&self) -> Option<String> {
        None
    }

    pub(crate) fn accepts(&self, _: &Value) -> bool {
        true
    }

    pub(crate) fn check(
        &self,
        _: &Value,
        _: RequestPart,
        _: &Pointer,
    ) -> Result<Vec<Violation>, Stop> {
        Ok(Vec::new())
    }

    pub(crate) fn check_up_to(
        &self,
        _: usize,
        _: &Value,
        _: RequestPart,
        _: &Pointer,
    ) -> Result<Vec<Violation>, Stop> {
        Ok(Vec::new())
    }
}

impl fmt::Display for Stop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("no value is compared with a schema")
    }
}
