//! Finds the members and items that no keyword of a schema describes, for `unevaluatedProperties` and `unevaluatedItems`.

use std::collections::HashSet;

use serde_json::Value;

use super::graph::{Applicator, NodeId};
use super::run::Run;

/// The members and items that a keyword evaluates.
#[derive(Default)]
struct Evaluated {
    names: HashSet<String>,
    positions: HashSet<usize>,
}

impl Run<'_> {
    /// Returns the members of an object that no other keyword of a node evaluates (Core, section 11.3).
    pub(super) fn unevaluated_members<'v>(&mut self, id: NodeId, value: &'v Value) -> Vec<&'v str> {
        let Some(object) = value.as_object() else {
            return Vec::new();
        };
        let mut evaluated = Evaluated::default();
        self.evaluate(id, value, true, &mut HashSet::new(), &mut evaluated);
        let names = object.keys().map(String::as_str);
        names.filter(|name| !evaluated.names.contains(*name)).collect()
    }

    /// Returns the positions in an array that no other keyword of a node evaluates (Core, section 11.2).
    pub(super) fn unevaluated_items(&mut self, id: NodeId, value: &Value) -> Vec<usize> {
        let Some(items) = value.as_array() else {
            return Vec::new();
        };
        let mut evaluated = Evaluated::default();
        self.evaluate(id, value, true, &mut HashSet::new(), &mut evaluated);
        (0..items.len()).filter(|at| !evaluated.positions.contains(at)).collect()
    }

    /// Collects the members and items that the keywords of a node evaluate; at the top, without its own
    /// `unevaluatedProperties` and `unevaluatedItems`.
    fn evaluate(
        &mut self,
        id: NodeId,
        value: &Value,
        is_top: bool,
        seen: &mut HashSet<NodeId>,
        evaluated: &mut Evaluated,
    ) {
        let (id, Some(node)) = self.resolve(id) else { return };
        if !seen.insert(id) || self.stop.is_some() {
            return;
        }
        let outer = self.enter(node);
        for applicator in &node.applicators {
            match applicator {
                Applicator::UnevaluatedMembers(_) if is_top => {}
                Applicator::UnevaluatedItems(_) if is_top => {}
                other => self.note(other, value, evaluated),
            }
            for inner in self.in_place(applicator, value) {
                if self.descend() {
                    self.evaluate(inner, value, false, seen, evaluated);
                    self.ascend();
                }
            }
        }
        self.leave(outer);
    }

    /// Records the members and items that one keyword evaluates itself.
    fn note(&mut self, applicator: &Applicator, value: &Value, evaluated: &mut Evaluated) {
        match (applicator, value) {
            (Applicator::Members(members), Value::Object(object)) => {
                let described =
                    object.keys().filter(|name| !self.of_member(members, name).is_empty());
                evaluated.names.extend(described.cloned());
            }
            (Applicator::UnevaluatedMembers(_), Value::Object(object)) => {
                self.spend(object.len());
                evaluated.names.extend(object.keys().cloned());
            }
            (Applicator::Items { prefix, rest }, Value::Array(items)) => {
                let end = if rest.is_some() { items.len() } else { prefix.len() };
                self.spend(end);
                evaluated.positions.extend(0..end);
            }
            (Applicator::UnevaluatedItems(_), Value::Array(items)) => {
                self.spend(items.len());
                evaluated.positions.extend(0..items.len());
            }
            (Applicator::Contains { schema, .. }, Value::Array(items)) => {
                let items = items.iter().enumerate();
                let fitting = items.filter(|(_, item)| self.valid(*schema, item));
                evaluated.positions.extend(fitting.map(|(at, _)| at));
            }
            _ => {}
        }
    }
}
