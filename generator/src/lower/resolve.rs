//! Following references to the nodes that they name.

use std::collections::HashSet;
use std::rc::Rc;

use super::{Lower, problems};
use crate::document::{self, Fields, Referable, Reference, Schema};
use crate::source::{Location, Value};

impl<'s> Lower<'s, '_> {
    /// Where the `$ref` of the object at a location leads; `None` if nowhere, which is reported.
    pub(super) fn target(&mut self, from: &Location, reference: &str) -> Option<Location> {
        match self.cx.source.resolve(&from.file, reference) {
            Ok(target) => Some(target),
            Err(problem) => {
                let location = from.key("$ref");
                self.cx.report(problems::unknown_reference(location, reference, &problem));
                None
            }
        }
    }

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

    /// The node itself, or the one that a chain of references ends at.
    pub(super) fn follow<'d, T>(
        &mut self,
        node: &'d Referable<'s, T>,
        what: &str,
        read: impl FnOnce(&mut document::Context<'s>, &Fields<'s>) -> Option<T>,
    ) -> Option<Followed<'d, 's, T>> {
        match node {
            Referable::Node(node) => Some(Followed::Here(node)),
            Referable::Reference(reference) => {
                let fields = self.follow_fields(reference, what)?;
                Some(Followed::There(read(self.cx, &fields)?, reference.clone()))
            }
        }
    }

    /// The object that a chain of references ends at.
    pub(super) fn follow_fields(
        &mut self,
        reference: &Reference<'s>,
        what: &str,
    ) -> Option<Fields<'s>> {
        let source = self.cx.source;
        let mut seen = HashSet::new();
        let mut from = reference.location.clone();
        let mut target = reference.target;
        loop {
            let location = self.target(&from, target)?;
            let fields = Fields::read(self.cx, source.value(&location)?, location.clone(), what)?;
            let Some(Value::String(next)) = fields.value("$ref") else {
                return Some(fields);
            };
            if !seen.insert(location.clone()) {
                let location = reference.location.key("$ref");
                self.cx.report(problems::circular_reference(location, reference.target));
                return None;
            }
            from = location;
            target = next;
        }
    }
}

/// A node, written in place or referred to.
pub(super) enum Followed<'d, 's, T> {
    /// Written in place.
    Here(&'d T),
    /// Referred to.
    There(T, Reference<'s>),
}

impl<'s, T> Followed<'_, 's, T> {
    /// The node.
    pub(super) fn node(&self) -> &T {
        match self {
            Self::Here(node) => node,
            Self::There(node, _) => node,
        }
    }

    /// The description beside the reference, which comes before the node's own.
    pub(super) fn description(&self) -> Option<&'s str> {
        match self {
            Self::Here(_) => None,
            Self::There(_, reference) => reference.description,
        }
    }
}
