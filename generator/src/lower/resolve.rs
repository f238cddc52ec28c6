//! Following references to the schemas that they name.

use std::rc::Rc;

use super::Lower;
use crate::document::{self, Schema};
use crate::source::Location;

impl<'s> Lower<'s, '_> {
    /// The schema at a location, read once.
    pub(super) fn schema_at(&mut self, location: &Location) -> Rc<Schema<'s>> {
        if let Some(schema) = self.schemas.get(location) {
            return Rc::clone(schema);
        }
        let source = self.cx.source;
        let schema = match source.value(location) {
            Some(value) => document::read_schema(self.cx, value, location.clone()),
            None => Schema::empty(location.clone()),
        };
        let schema = Rc::new(schema);
        self.schemas.insert(location.clone(), Rc::clone(&schema));
        schema
    }
}
