//! A tree that overlays change, with the origin of each node, and a copy that JSONPath is evaluated on.

use serde_json_path::{JsonPath, PathElement};

use super::merge::{Mismatch, merge};
use crate::report::{Part, Pointer};
use crate::source::Value;
use crate::source::origins::{Origin, Origins};
use crate::source::resolve::child;

/// The tree of the description's entry file.
pub(super) struct Tree {
    pub(super) value: Value,
    pub(super) origins: Origins,
    json: serde_json::Value,
}

/// The number of the entry file.
pub(super) const ENTRY: usize = 0;

impl Tree {
    pub(super) fn new(value: Value, origins: Origins) -> Tree {
        Tree { json: json(&value), value, origins }
    }

    /// Returns the nodes that an expression selects, each once.
    pub(super) fn select(&self, path: &JsonPath) -> Vec<Pointer> {
        let located = path.query_located(&self.json);
        let mut known = std::collections::HashSet::new();
        let pointers = located.iter().map(|node| {
            node.location().iter().fold(Pointer::root(), |pointer, element| match element {
                PathElement::Name(name) => pointer.key(name),
                PathElement::Index(index) => pointer.index(*index),
            })
        });
        pointers.filter(|pointer| known.insert(pointer.clone())).collect()
    }

    pub(super) fn get(&self, pointer: &Pointer) -> Option<&Value> {
        pointer.segments().try_fold(&self.value, |node, segment| child(node, &segment))
    }

    /// Merges a value into a node. Returns `true` if that changes it.
    pub(super) fn merge(
        &mut self,
        pointer: &Pointer,
        update: &Value,
        from: &Origin<'_>,
    ) -> Result<bool, Mismatch> {
        let place = self.origins.find(ENTRY, pointer, Part::Value);
        let Some(target) = at_mut(&mut self.value, pointer) else { return Ok(false) };
        let origins = self.origins.at_mut(pointer);
        let changed = match (target, update) {
            (Value::Array(items), Value::Array(added)) => {
                for (index, item) in added.iter().enumerate() {
                    origins
                        .below
                        .insert(items.len().to_string(), from.child(&index.to_string()).copied());
                    items.push(item.clone());
                }
                !added.is_empty()
            }
            (Value::Array(items), item) => {
                origins.below.insert(items.len().to_string(), from.clone().copied());
                items.push(item.clone());
                true
            }
            (target, update) => merge(target, origins, &place, update, from)?,
        };
        if changed {
            self.renew(pointer);
        }
        Ok(changed)
    }

    /// Removes nodes from the objects and arrays that contain them.
    pub(super) fn remove(&mut self, mut pointers: Vec<Pointer>) {
        // The nodes of one object or array are removed together, and those that lie deeper first.
        pointers.sort_by_cached_key(|pointer| {
            (std::cmp::Reverse(pointer.segments().count()), pointer.parent())
        });
        for group in pointers.chunk_by(|one, other| one.parent() == other.parent()) {
            let Some(parent) = group.first().and_then(Pointer::parent) else { continue };
            let removed: Vec<String> =
                group.iter().filter_map(|pointer| pointer.last()).map(Into::into).collect();
            self.remove_from(&parent, &removed);
        }
    }

    fn remove_from(&mut self, parent: &Pointer, removed: &[String]) {
        let place = self.origins.find(ENTRY, parent, Part::Value);
        let Some(node) = at_mut(&mut self.value, parent) else { return };
        let origins = self.origins.at_mut(parent);
        match (node, self.json.pointer_mut(parent.as_str())) {
            (Value::Object(object), Some(serde_json::Value::Object(copy))) => {
                object.remove(removed);
                copy.retain(|key, _| !removed.contains(key));
                origins.below.retain(|key, _| !removed.contains(key));
            }
            (Value::Array(items), Some(serde_json::Value::Array(copy))) => {
                let is_kept = |index: &usize| !removed.contains(&index.to_string());
                let kept: Vec<usize> = (0..items.len()).filter(is_kept).collect();
                *items = kept.iter().filter_map(|index| items.get(*index).cloned()).collect();
                *copy = kept.iter().filter_map(|index| copy.get(*index).cloned()).collect();
                origins.keep_items(&place, &kept);
            }
            _ => {}
        }
    }

    /// Renews the copy of a node.
    fn renew(&mut self, pointer: &Pointer) {
        let renewed = self.get(pointer).map(json);
        if let (Some(copy), Some(renewed)) = (self.json.pointer_mut(pointer.as_str()), renewed) {
            *copy = renewed;
        }
    }
}

fn at_mut<'v>(root: &'v mut Value, pointer: &Pointer) -> Option<&'v mut Value> {
    pointer.segments().try_fold(root, |node, segment| match node {
        Value::Object(object) => object.get_mut(&segment),
        Value::Array(items) => items.get_mut(segment.parse::<usize>().ok()?),
        _ => None,
    })
}

/// Returns the number of nodes of a tree.
pub(super) fn nodes(value: &Value) -> usize {
    match value {
        Value::Array(items) => 1 + items.iter().map(nodes).sum::<usize>(),
        Value::Object(members) => 1 + members.values().map(nodes).sum::<usize>(),
        _ => 1,
    }
}

/// Returns the depth of objects and arrays inside one another.
pub(super) fn depth(value: &Value) -> usize {
    match value {
        Value::Array(items) => 1 + items.iter().map(depth).max().unwrap_or(0),
        Value::Object(members) => 1 + members.values().map(depth).max().unwrap_or(0),
        _ => 0,
    }
}

/// Returns the tree for the JSONPath library. Integers beyond 64 bits are rounded.
fn json(value: &Value) -> serde_json::Value {
    match value {
        Value::Null => serde_json::Value::Null,
        Value::Bool(flag) => (*flag).into(),
        Value::Int(number) => match (i64::try_from(*number), u64::try_from(*number)) {
            (Ok(number), _) => number.into(),
            (_, Ok(number)) => number.into(),
            _ => (*number as f64).into(),
        },
        Value::Float(number) => (*number).into(),
        Value::String(text) => text.as_str().into(),
        Value::Array(items) => items.iter().map(json).collect(),
        Value::Object(members) => {
            members.iter().map(|(key, value)| (key.to_owned(), json(value))).collect()
        }
    }
}
