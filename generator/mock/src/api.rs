//! A description prepared for the mock: its operations, their routes, and their schemas.

use specwright::api::Direction;
use specwright::document;
use specwright::source::Source;

use crate::description::{Description, DescriptionError};
use crate::operation::routes::Routes;
use crate::operation::{self, Operation, security, servers};
use crate::schema::evaluate::Validator;
use crate::schema::{Schema, Schemas};

/// A description prepared for the mock.
pub(crate) struct Api {
    /// The description.
    pub(crate) description: Description,
    /// The operations.
    pub(crate) operations: Vec<Operation>,
    /// The routes to the operations.
    pub(crate) routes: Routes,
    /// The path of the first server in the description: empty, or starting with `/`.
    pub(crate) base_path: String,
    /// The names of all headers, query parameters and cookies that contain credentials.
    pub(crate) credentials: Vec<String>,
    schemas: Schemas,
}

impl Api {
    /// Prepares a description.
    ///
    /// # Errors
    ///
    /// Returns an error if the description is not OpenAPI 3 or Swagger 2.0.
    pub(crate) fn new(source: &Source) -> Result<Api, DescriptionError> {
        let description = Description::new(source)?;
        let document = document::read_leniently(source);
        let mut operations = operation::read(&description, &document);
        read_pages(source, &mut operations);
        let routes = Routes::new(&operations);
        let base_path = servers::base_paths(&[&document.servers]).swap_remove(0);
        let credentials = security::names(&document);
        let schemas = Schemas::default();
        Ok(Api { description, operations, routes, base_path, credentials, schemas })
    }

    /// Returns the validator of a schema for responses; `None` if the schema is invalid.
    pub(crate) fn response_validator<'v>(&'v self, schema: &'v Schema) -> Option<&'v Validator> {
        schema.validator(&self.schemas, &self.description, Direction::Response).ok()
    }

    /// Returns the validator of a schema for requests.
    ///
    /// # Errors
    ///
    /// Returns the reason if the schema is invalid.
    pub(crate) fn validator<'v>(&'v self, schema: &'v Schema) -> Result<&'v Validator, &'v str> {
        schema.validator(&self.schemas, &self.description, Direction::Request)
    }
}

/// Finds the paged operations, as the generator does.
#[cfg(feature = "validation")]
fn read_pages(source: &Source, operations: &mut [Operation]) {
    for paged in specwright::paged_operations(source) {
        let operation = operations.iter_mut().find(|operation| {
            operation.method.as_str() == paged.method && operation.path == paged.template
        });
        if let Some(operation) = operation {
            operation.paging = Some(paged);
        }
    }
}

/// The detection of pages is part of the generator, which is compiled only with `validation`.
#[cfg(not(feature = "validation"))]
fn read_pages(_: &Source, _: &mut [Operation]) {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_later_version_is_served() {
        let text = "openapi: 3.9.0\npaths: { /a: { get: {} } }";
        let api = Api::new(&Source::from_text("api.yaml", text).unwrap()).unwrap();
        assert_eq!(api.operations.len(), 1);
    }
}
