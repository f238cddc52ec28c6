//! Resolves references, including `$dynamicRef`, whose target depends on the path that led to it.

use std::collections::HashSet;
use std::rc::Rc;

use crate::document::{self, Bindings, Schema};
use crate::lower::{Lower, problems};
use crate::report::Report;
use crate::source::{Location, Value};

/// The target of a reference, and the dynamic anchors that are bound in it.
///
/// Bindings that the target does not use are left out, so that equal targets are equal types.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Target<'s> {
    /// The location in the description.
    pub(crate) location: Location,
    /// The bindings that the target uses.
    pub(crate) bindings: Bindings<'s>,
}

/// A reference with no constraints beside it.
#[derive(Clone)]
pub(crate) struct Plain<'s> {
    /// The target.
    pub(crate) target: Target<'s>,
    /// `true` if `null` is allowed beside the reference.
    pub(crate) nullable: bool,
    /// `true` if keywords beside the reference repeat what the target says.
    pub(crate) repeats: bool,
}

impl<'s> Target<'s> {
    /// Creates a target without bindings.
    pub(crate) fn plain(location: Location) -> Self {
        Self { location, bindings: Bindings::default() }
    }
}

impl<'s> Lower<'s, '_> {
    /// Resolves the references of a schema. A reference without a target becomes a problem.
    pub(super) fn targets(
        &mut self,
        schema: &Schema<'s>,
        problems: &mut Vec<Report>,
    ) -> Vec<Target<'s>> {
        let mut found = Vec::new();
        if let Some(reference) = schema.reference {
            found.push(self.cx.find(&schema.location, reference));
        }
        if let Some(dynamic) = schema.dynamic {
            found.push(self.resolve_dynamic(schema, dynamic).map_err(Some));
        }
        let mut targets = Vec::new();
        for found in found {
            match found {
                Ok(location) => targets.push(self.target(location, &schema.bindings)),
                Err(problem) => problems.extend(problem.map(|problem| *problem)),
            }
        }
        targets
    }

    /// Resolves `$dynamicRef` to the outermost bound anchor, or else as `$ref` (JSON Schema
    /// 2020-12, Core 8.2.3.2).
    fn resolve_dynamic(
        &self,
        schema: &Schema<'s>,
        reference: &str,
    ) -> Result<Location, Box<Report>> {
        let anchor = reference.strip_prefix('#').unwrap_or_default();
        if let Some(location) = schema.bindings.get(anchor) {
            return Ok(location.clone());
        }
        let place = schema.location.key("$dynamicRef");
        if self.cx.source.is_repeated(&schema.location.file, anchor) {
            // The anchor is that of a template that nothing binds.
            return Err(Box::new(problems::unbound_reference(place, anchor)));
        }
        self.cx.source.resolve(&schema.location.file, reference).map_err(|problem| {
            let report = document::unknown_reference(place, reference, &problem);
            Box::new(self.cx.worked_around(report, "typed as any JSON value"))
        })
    }

    /// Creates the target of a reference within bindings.
    fn target(&mut self, location: Location, bindings: &Bindings<'s>) -> Target<'s> {
        if bindings.is_empty() {
            return Target::plain(location);
        }
        let used = match self.anchors.get(&location) {
            Some(used) => Rc::clone(used),
            None => {
                let mut used = HashSet::new();
                self.find_anchors(&location, &mut used, &mut HashSet::new());
                let used = Rc::new(used);
                self.anchors.insert(location.clone(), Rc::clone(&used));
                used
            }
        };
        // The schema's own anchor means the schema itself, unless an outer schema binds it.
        let bound = used.iter().filter_map(|name| Some((*name, bindings.get(name)?.clone())));
        let bindings = Bindings::new(bound.filter(|(_, bound)| *bound != location));
        Target { location, bindings }
    }

    /// Finds the anchors that the schema's `$dynamicRef`s use, directly or through references.
    fn find_anchors(
        &mut self,
        location: &Location,
        used: &mut HashSet<&'s str>,
        seen: &mut HashSet<Location>,
    ) {
        let source = self.cx.source;
        if !seen.insert(location.clone()) {
            return;
        }
        let mut next: Vec<&'s Value> = source.value(location).into_iter().collect();
        while let Some(value) = next.pop() {
            match value {
                Value::Object(members) => {
                    // The search visits the whole schema, so each object counts towards the limit.
                    if !self.may_make(1, location) {
                        return;
                    }
                    for (key, value) in members.iter() {
                        match (key, value.as_str()) {
                            ("$dynamicRef", Some(text)) => {
                                used.extend(text.split_once('#').map(|(_, anchor)| anchor));
                            }
                            ("$ref", Some(text)) => {
                                if let Ok(target) = source.resolve(&location.file, text) {
                                    self.find_anchors(&target, used, seen);
                                }
                            }
                            _ => next.push(value),
                        }
                    }
                }
                Value::Array(items) => next.extend(items),
                _ => {}
            }
        }
    }

    /// Returns the schema of a target with its bindings applied.
    pub(crate) fn schema_in(&mut self, target: &Target<'s>) -> Rc<Schema<'s>> {
        let schema = self.schema_at(&target.location);
        if target.bindings.is_empty() {
            return schema;
        }
        let bound = self.bound.entry(target.clone());
        Rc::clone(bound.or_insert_with(|| Rc::new(schema.bound(&target.bindings))))
    }

    /// Returns the schema at a location, read once.
    pub(crate) fn schema_at(&mut self, location: &Location) -> Rc<Schema<'s>> {
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

    /// Returns the targets of references. References without a target are skipped.
    pub(crate) fn referred(&self, schemas: &[Rc<Schema<'s>>]) -> impl Iterator<Item = Location> {
        let source = self.cx.source;
        let target =
            |schema: &Rc<Schema<'s>>| source.resolve(&schema.location.file, schema.reference?).ok();
        schemas.iter().filter_map(target)
    }
}
