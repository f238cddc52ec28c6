//! An API made ready to be played: the operations of its description, the routes to them, and their schemas.

use specwright::api::Direction;
use specwright::document;
use specwright::source::Source;

use crate::description::{Description, DescriptionError};
use crate::operation::routes::Routes;
use crate::operation::{self, Operation, security, servers};
use crate::schema::evaluate::Validator;
use crate::schema::{Schema, Schemas};

/// An API made ready to be played.
pub(crate) struct Api {
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
}

impl Api {
    /// Makes a description ready.
    ///
    /// # Errors
    ///
    /// It is not OpenAPI 3.
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

    /// The validator of a schema for responses; `None` if it is no schema.
    pub(crate) fn response_validator<'v>(&'v self, schema: &'v Schema) -> Option<&'v Validator> {
        schema.validator(&self.schemas, &self.description, Direction::Answer).ok()
    }

    /// The validator of a schema for requests.
    ///
    /// # Errors
    ///
    /// It is no schema; the text says why.
    pub(crate) fn validator<'v>(&'v self, schema: &'v Schema) -> Result<&'v Validator, &'v str> {
        schema.validator(&self.schemas, &self.description, Direction::Request)
    }
}

/// Reads how the pages of operations follow one another, as the generator does.
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

/// Only the generator can tell pages from other lists.
#[cfg(not(feature = "validation"))]
fn read_pages(_: &Source, _: &mut [Operation]) {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_later_version_is_played() {
        let text = "openapi: 3.9.0\npaths: { /a: { get: {} } }";
        let api = Api::new(&Source::from_text("api.yaml", text).unwrap()).unwrap();
        assert_eq!(api.operations.len(), 1);
    }
}
