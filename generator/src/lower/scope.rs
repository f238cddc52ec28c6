//! Where references lead, `$dynamicRef` among them: what it means depends on the way that led to it.

use std::collections::HashSet;
use std::rc::Rc;

use super::{Lower, problems};
use crate::document::{self, Bindings, Schema};
use crate::source::{Location, Value};

/// A schema that a reference leads to, and what the dynamic anchors mean in it. Bindings that make no
/// difference there are left out, so that equal targets are equal types.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Target<'s> {
    /// Where it stands.
    pub(super) location: Location,
    /// The bindings that it uses.
    pub(super) bindings: Bindings<'s>,
}

impl<'s> Target<'s> {
    /// A schema by itself.
    pub(super) fn plain(location: Location) -> Self {
        Self { location, bindings: Bindings::default() }
    }
}

impl<'s> Lower<'s, '_> {
    /// Where the references of a schema lead. One that leads nowhere is reported and left out.
    pub(super) fn targets(&mut self, schema: &Schema<'s>) -> Vec<Target<'s>> {
        let from = &schema.location;
        let reference = schema.reference.and_then(|reference| self.cx.resolve(from, reference));
        let dynamic = schema.dynamic.and_then(|dynamic| self.resolve_dynamic(schema, dynamic));
        let targets = reference.into_iter().chain(dynamic);
        targets.map(|location| self.target(location, &schema.bindings)).collect()
    }

    /// Where `$dynamicRef` leads: to the outermost schema with this dynamic anchor on the way here, or
    /// else to the anchor as `$ref` would (JSON Schema 2020-12, Core 8.2.3.2).
    fn resolve_dynamic(&mut self, schema: &Schema<'s>, reference: &str) -> Option<Location> {
        let anchor = reference.strip_prefix('#').unwrap_or_default();
        if let Some(location) = schema.bindings.get(anchor) {
            return Some(location.clone());
        }
        let place = schema.location.key("$dynamicRef");
        if self.cx.source.is_repeated(&schema.location.file, anchor) {
            // A template by itself, or one that nothing is bound to.
            self.cx.report(problems::unbound_reference(place, anchor));
            return None;
        }
        match self.cx.source.resolve(&schema.location.file, reference) {
            Ok(location) => Some(location),
            Err(problem) => {
                let report = document::unknown_reference(place, reference, &problem);
                self.cx.mistake(report, "typed as any JSON value");
                None
            }
        }
    }

    /// The schema at a location within bindings.
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
        // A schema is what its own anchor means in it, unless one further out has the anchor too.
        let bound = used.iter().filter_map(|name| Some((*name, bindings.get(name)?.clone())));
        let bindings = Bindings::new(bound.filter(|(_, bound)| *bound != location));
        Target { location, bindings }
    }

    /// The anchors that the schema at a location refers to dynamically, through references as well.
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
                    // Each schema that anchors matter in is searched to its end.
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

    /// The schema that a target is, its bindings put in.
    pub(super) fn schema_in(&mut self, target: &Target<'s>) -> Rc<Schema<'s>> {
        let schema = self.schema_at(&target.location);
        if target.bindings.is_empty() { schema } else { Rc::new(schema.bound(&target.bindings)) }
    }
}
