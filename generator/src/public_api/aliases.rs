//! Compares which names are aliases of one type.

use std::collections::{BTreeMap, HashMap};

use super::{Item, PublicApi};

/// The type of each name in both versions of a client. Paths are those of the new version.
pub(super) struct Aliases<'s> {
    old: HashMap<&'s str, &'s str>,
    new: HashMap<&'s str, &'s str>,
    renamed: &'s BTreeMap<&'s str, &'s str>,
}

impl<'s> Aliases<'s> {
    pub(super) fn new(
        old: &'s PublicApi,
        new: &'s PublicApi,
        renamed: &'s BTreeMap<&'s str, &'s str>,
    ) -> Self {
        let now = |path: &'s str| renamed.get(path).copied().unwrap_or(path);
        let old = old.items.iter().map(|item| (now(&item.path), now(of(item))));
        let new = new.items.iter().map(|item| (item.path.as_str(), of(item)));
        Self { old: old.collect(), new: new.collect(), renamed }
    }

    /// Returns `true` if a name that was an alias still names the same type.
    pub(super) fn is_kept(&self, old: &Item, new: &Item) -> bool {
        self.of_new(&new.path) == self.of_new(self.now(&old.alias_of))
    }

    /// Returns the change in words if a name stops or starts to name the type of another name. Both names must be in both versions.
    pub(super) fn compare(&self, old: &Item, new: &Item) -> Option<String> {
        let was = self.now(&old.alias_of);
        if !was.is_empty() && self.new.contains_key(was) && !self.is_kept(old, new) {
            let what = format!("is another type than `{was}`, which it was an alias of");
            return Some(what);
        }
        let is = new.alias_of.as_str();
        let former = self.old.get(is)?;
        (self.old.get(new.path.as_str()) != Some(former))
            .then(|| format!("is an alias of `{is}`, which was another type"))
    }

    fn of_new(&self, path: &str) -> Option<&str> {
        self.new.get(path).copied()
    }

    fn now<'p>(&self, path: &'p str) -> &'p str
    where
        's: 'p,
    {
        self.renamed.get(path).copied().unwrap_or(path)
    }
}

/// Returns the path of the type that an item names.
fn of(item: &Item) -> &str {
    if item.alias_of.is_empty() { &item.path } else { &item.alias_of }
}
