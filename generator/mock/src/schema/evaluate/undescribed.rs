//! Finds the members of a valid value that no keyword describes.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use serde_json::Value;
use specwright::report::Pointer;

use super::graph::{Applicator, NodeId};
use super::run::Run;

/// Collects the members that keywords describe.
struct Undescribed<'r, 'g, 'v> {
    run: &'r mut Run<'g>,
    seen: HashSet<(NodeId, usize, usize)>,
    /// The described objects by their path, with the names of their described members.
    described: BTreeMap<String, (&'v Value, BTreeSet<&'v str>)>,
}

/// Returns the members that no keyword describes, in objects with described members. An object without described
/// members is free-form.
pub(super) fn undescribed(run: &mut Run<'_>, root: NodeId, value: &Value) -> Vec<String> {
    let mut look = Undescribed { run, seen: HashSet::new(), described: BTreeMap::new() };
    look.value(root, value, &Pointer::root());
    let mut found = Vec::new();
    for (place, (value, names)) in look.described {
        let members = value.as_object().into_iter().flat_map(|object| object.keys());
        let others = members.filter(|name| !names.contains(name.as_str()));
        found.extend(
            others.map(|name| format!("{place}/{}", name.replace('~', "~0").replace('/', "~1"))),
        );
    }
    found
}

impl<'v> Undescribed<'_, '_, 'v> {
    fn value(&mut self, id: NodeId, value: &'v Value, pointer: &Pointer) {
        // Only objects have members, and only arrays contain further objects.
        if !value.is_object() && !value.is_array() {
            return;
        }
        let (id, Some(node)) = self.run.resolve(id) else { return };
        let outer = self.run.enter(node);
        if self.seen.insert(self.run.key(id, value)) && self.run.stop.is_none() {
            for applicator in &node.applicators {
                self.keyword(id, applicator, value, pointer);
                for inner in self.run.in_place(applicator, value) {
                    self.enter(inner, value, pointer);
                }
            }
        }
        self.run.leave(outer);
    }

    fn enter(&mut self, id: NodeId, value: &'v Value, pointer: &Pointer) {
        if self.run.descend() {
            self.value(id, value, pointer);
            self.run.ascend();
        }
    }

    fn keyword(&mut self, id: NodeId, keyword: &Applicator, value: &'v Value, pointer: &Pointer) {
        match (keyword, value) {
            (Applicator::Members(members), Value::Object(object)) => {
                self.names(value, pointer);
                for (name, member) in object {
                    let schemas = self.run.of_member(members, name);
                    self.describe(&schemas, name, member, value, pointer);
                }
            }
            (Applicator::UnevaluatedMembers(schema), Value::Object(object)) => {
                self.names(value, pointer);
                for name in self.run.unevaluated_members(id, value) {
                    if let Some(member) = object.get(name) {
                        self.describe(&[*schema], name, member, value, pointer);
                    }
                }
            }
            (Applicator::Items { prefix, rest }, Value::Array(items)) => {
                for (at, item) in items.iter().enumerate() {
                    if let Some(schema) = prefix.get(at).or(rest.as_ref()) {
                        self.enter(*schema, item, &pointer.index(at));
                    }
                }
            }
            (Applicator::Contains { schema, .. }, Value::Array(items)) => {
                for (at, item) in items.iter().enumerate() {
                    if self.run.valid(*schema, item) {
                        self.enter(*schema, item, &pointer.index(at));
                    }
                }
            }
            (Applicator::UnevaluatedItems(schema), Value::Array(items)) => {
                for at in self.run.unevaluated_items(id, value) {
                    if let Some(item) = items.get(at) {
                        self.enter(*schema, item, &pointer.index(at));
                    }
                }
            }
            _ => {}
        }
    }

    fn names(&mut self, value: &'v Value, pointer: &Pointer) -> &mut BTreeSet<&'v str> {
        let entry = self.described.entry(pointer.to_string());
        &mut entry.or_insert_with(|| (value, BTreeSet::new())).1
    }

    fn describe(
        &mut self,
        schemas: &[NodeId],
        name: &'v str,
        member: &'v Value,
        value: &'v Value,
        pointer: &Pointer,
    ) {
        if schemas.is_empty() {
            return;
        }
        self.names(value, pointer).insert(name);
        for schema in schemas {
            self.enter(*schema, member, &pointer.key(name));
        }
    }
}
