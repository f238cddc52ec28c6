//! Replaces `evaluate/` without the feature `validation`. Each value is valid.

use std::fmt;
use std::sync::Arc;

use serde_json::Value;
use specwright::api::Direction;
use specwright::report::Pointer;

use crate::description::Description;
use crate::schema::violation::{RequestPart, Violation};

/// Replaces the schemas of a description, which are not read.
#[derive(Default)]
pub(crate) struct Graph;

/// Replaces a validator.
pub(crate) struct Validator;

/// Replaces the reason why a value was not checked, which does not occur here.
#[allow(dead_code)] // the variants that are told apart with the feature
pub(crate) enum Stop {
    /// A schema is invalid, for this reason.
    Broken(String),
    /// The check takes too many steps.
    Steps,
}

impl Validator {
    pub(crate) fn beside(
        _: &Arc<Graph>,
        _: &Arc<Value>,
        _: &Description,
        _: Direction,
    ) -> Validator {
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
