//! A description made ready: its operations with what they are checked against.

use jsonschema::Validator;
use specwright::source::Source;

use crate::description::{Description, DescriptionError};
use crate::operation::{self, Operation};
use crate::schemas::{Schema, Schemas, Side};
use crate::servers;

/// A description made ready to be played.
pub(crate) struct Stage {
    /// The description.
    pub(crate) description: Description,
    /// Its operations.
    pub(crate) operations: Vec<Operation>,
    schemas: Schemas,
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
        let operations = operation::read(&description);
        Ok(Stage { description, operations, schemas })
    }

    /// The path at which the first server of the description has the API; empty or from `/` on.
    pub(crate) fn base_path(&self) -> String {
        servers::base_paths(&[self.description.root()]).swap_remove(0)
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
