//! A description made ready: its operations with what they are checked against.

use std::sync::OnceLock;

use specwright::document;
use specwright::source::Source;

use crate::description::{Description, DescriptionError};
use crate::evaluate::Validator;
use crate::operation::{self, Operation};
use crate::routes::Routes;
use crate::schemas::{Schema, Schemas, Side};
use crate::security;
use crate::servers;

/// A description made ready to be played.
pub(crate) struct Stage {
    /// The description.
    pub(crate) description: Description,
    /// Its operations.
    pub(crate) operations: Vec<Operation>,
    /// The way to them.
    pub(crate) routes: Routes,
    /// The path at which the first server of the description has the API; empty or from `/` on.
    pub(crate) base_path: String,
    /// The names of all headers, query parameters and cookies that carry credentials.
    pub(crate) credentials: Vec<String>,
    schemas: Schemas,
    /// The same schemas as they hold for answers.
    of_answers: OnceLock<Schemas>,
}

impl Stage {
    /// Makes a description ready.
    ///
    /// # Errors
    ///
    /// It is not OpenAPI 3.
    pub(crate) fn new(source: &Source) -> Result<Stage, DescriptionError> {
        let description = Description::new(source)?;
        let schemas = Schemas::new(&description, Side::Request);
        let document = document::read_leniently(source);
        let operations = operation::read(&description, &document);
        let routes = Routes::new(&operations);
        let base_path = servers::base_paths(&[&document.servers]).swap_remove(0);
        let credentials = security::names(&document);
        let of_answers = OnceLock::new();
        Ok(Stage { description, operations, routes, base_path, credentials, schemas, of_answers })
    }

    /// The validator of what an answer says; `None` if it is no schema.
    pub(crate) fn answers<'v>(&'v self, schema: &'v Schema) -> Option<&'v Validator> {
        let side = || Schemas::new(&self.description, Side::Answer);
        schema.of_answers(self.of_answers.get_or_init(side), &self.description)
    }

    /// The validator of a schema.
    ///
    /// # Errors
    ///
    /// It is no schema; the text says why.
    pub(crate) fn validator<'v>(&'v self, schema: &'v Schema) -> Result<&'v Validator, &'v str> {
        schema.validator(&self.schemas, &self.description)
    }
}
