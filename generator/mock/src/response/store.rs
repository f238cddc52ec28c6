//! The resources of a stateful mock, within a budget of bytes.

use std::collections::{HashMap, HashSet};

use serde_json::{Map, Value};

/// A resource with its identifier as it is in a path.
pub(crate) type Item = (String, Map<String, Value>);

/// The most resources of a collection, and the most paths of deleted resources. The oldest are dropped first.
const MOST: usize = 10_000;

/// The most bytes of all resources. The oldest are dropped first, those of the same collection before others.
const BYTES: usize = 64 * 1024 * 1024;

/// The most bytes of all paths of deleted resources.
const DELETED: usize = 4 * 1024 * 1024;

/// All collections.
#[derive(Default)]
pub(crate) struct Store {
    /// The resources by the path of their collection.
    collections: HashMap<String, Vec<Item>>,
    /// The paths of deleted resources. The paths below them are deleted too.
    deleted: HashSet<String>,
    /// The bytes of `deleted`.
    deleted_bytes: usize,
    /// The number of created resources.
    count: u64,
    /// The bytes of `collections`.
    bytes: usize,
}

impl Store {
    /// Returns the number of the next resource.
    pub(crate) fn next(&mut self) -> u64 {
        self.count += 1;
        self.count
    }

    /// Returns the resources of a collection.
    pub(crate) fn items(&self, collection: &str) -> &[Item] {
        self.collections.get(collection).map_or(&[], Vec::as_slice)
    }

    /// Returns a resource.
    pub(crate) fn item(&self, collection: &str, id: &str) -> Option<&Map<String, Value>> {
        self.items(collection).iter().find(|(known, _)| known == id).map(|(_, item)| item)
    }

    /// Adds a resource to a collection. It replaces one with the same identifier.
    pub(crate) fn put(&mut self, collection: &str, id: String, item: Map<String, Value>) {
        self.remove(collection, &id);
        let path = format!("{collection}/{id}");
        self.restore(&path);
        self.bytes += size(&item) + path.len();
        self.collections.entry(collection.to_owned()).or_default().push((id, item));
        while self.items(collection).len() > MOST {
            self.forget(collection);
        }
        self.shrink(collection);
    }

    /// Sets members of a resource.
    pub(crate) fn change(&mut self, collection: &str, id: &str, members: Map<String, Value>) {
        let items = self.collections.get_mut(collection);
        if let Some((_, item)) = items.and_then(|items| items.iter_mut().find(|(it, _)| it == id)) {
            self.bytes -= size(item);
            item.extend(members);
            self.bytes += size(item);
        }
        self.shrink(collection);
    }

    /// Removes a resource.
    pub(crate) fn remove(&mut self, collection: &str, id: &str) {
        if let Some(items) = self.collections.get_mut(collection)
            && let Some(at) = items.iter().position(|(known, _)| known == id)
        {
            let (id, item) = items.remove(at);
            self.bytes -= size(&item) + collection.len() + 1 + id.len();
        }
    }

    /// Records that a path has no resource.
    pub(crate) fn delete(&mut self, path: &str) {
        if self.deleted.len() >= MOST || self.deleted_bytes + path.len() > DELETED {
            self.deleted.clear();
            self.deleted_bytes = 0;
        }
        if self.deleted.insert(path.to_owned()) {
            self.deleted_bytes += path.len();
        }
    }

    /// Records that a path has a resource again.
    pub(crate) fn restore(&mut self, path: &str) {
        if self.deleted.remove(path) {
            self.deleted_bytes -= path.len();
        }
    }

    /// Returns `true` if the resource at a path was deleted.
    pub(crate) fn is_deleted(&self, path: &str) -> bool {
        self.deleted.contains(path)
    }

    /// Returns the deleted resource above a path.
    pub(crate) fn deleted_above<'p>(&self, path: &'p str) -> Option<&'p str> {
        let above = path.match_indices('/').filter_map(|(at, _)| path.get(..at));
        above.into_iter().find(|above| self.deleted.contains(*above))
    }

    /// Drops the oldest resource of a collection.
    fn forget(&mut self, collection: &str) -> bool {
        let oldest = self.items(collection).first().map(|(id, _)| id.clone());
        oldest.is_some_and(|id| {
            self.remove(collection, &id);
            true
        })
    }

    /// Drops resources until the rest fits into the budget.
    fn shrink(&mut self, collection: &str) {
        while self.bytes > BYTES {
            let own = self.items(collection).len();
            let others = self.collections.iter();
            let mut others =
                others.filter(|(name, items)| *name != collection && !items.is_empty());
            let next = match others.next() {
                Some((name, _)) if own <= 1 => name.clone(),
                _ => collection.to_owned(),
            };
            if !self.forget(&next) {
                break;
            }
        }
        self.collections.retain(|_, items| !items.is_empty());
    }
}

/// Returns the approximate size of a resource in bytes.
fn size(item: &Map<String, Value>) -> usize {
    /// The memory of a value besides its text, in bytes.
    const BESIDE: usize = 64;
    fn of(value: &Value) -> usize {
        BESIDE
            + match value {
                Value::String(text) => text.len(),
                Value::Array(items) => items.iter().map(of).sum(),
                Value::Object(members) => size(members),
                _ => 0,
            }
    }
    item.iter().map(|(name, value)| name.len() + BESIDE + of(value)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(length: usize) -> Map<String, Value> {
        Map::from_iter([("text".to_owned(), Value::String("x".repeat(length)))])
    }

    #[test]
    fn the_newest_things_are_kept_within_the_budget() {
        let mut store = Store::default();
        for number in 0..20 {
            store.put("/a", number.to_string(), item(BYTES / 8));
            assert!(store.bytes <= BYTES, "{number}: {}", store.bytes);
        }
        assert_eq!(store.items("/a").last().unwrap().0, "19");
        assert!(store.items("/a").len() > 4 && store.item("/a", "0").is_none());
        // A resource that grows displaces others, also in other collections.
        store.put("/b", "1".to_owned(), item(10));
        store.change("/b", "1", item(BYTES - 10_000));
        assert!(store.bytes <= BYTES && store.item("/b", "1").is_some());
        assert!(store.items("/a").is_empty());
        store.remove("/b", "1");
        assert_eq!(store.bytes, 0);
    }

    #[test]
    fn deleted_paths_have_a_budget() {
        let mut store = Store::default();
        for number in 0..MOST + 10 {
            store.delete(&format!("/{number}/{}", "x".repeat(1_000)));
            assert!(store.deleted_bytes <= DELETED && store.deleted.len() <= MOST);
        }
        store.delete("/a");
        assert!(store.is_deleted("/a"));
        assert_eq!(store.deleted_above("/a/b"), Some("/a"));
        store.restore("/a");
        assert!(!store.is_deleted("/a"));
    }
}
