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

    /// Where the references of some schemas lead; those that lead nowhere are left out.
    pub(super) fn referred(&self, schemas: &[Rc<Schema<'s>>]) -> impl Iterator<Item = Location> {
        let source = self.cx.source;
        let target =
            |schema: &Rc<Schema<'s>>| source.resolve(&schema.location.file, schema.reference?).ok();
        schemas.iter().filter_map(target)
    }
}
