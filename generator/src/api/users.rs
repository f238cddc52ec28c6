//! Finds the users of each type, such as groups or operations.

#![allow(clippy::indexing_slicing, reason = "tables as long as the arena")]

use std::collections::HashMap;

use super::{Api, Shape, components};

/// The users of each type. Types with the same users share one set, because thousands of types may have thousands of users.
#[derive(Debug)]
pub(crate) struct Users {
    sets: Vec<Vec<u32>>,
    of_types: Vec<usize>,
}

impl Users {
    /// Finds the users of each type by index: those in `direct`, and the users of the types that contain it.
    pub(crate) fn find(api: &Api, direct: &[Vec<u32>]) -> Self {
        let edges = api.types.iter().map(|(_, def)| {
            let inside = def.kind.shapes().into_iter().filter_map(Shape::named);
            inside.map(|id| id.index()).collect()
        });
        let edges: Vec<Vec<usize>> = edges.collect();
        let mut sets = Sets::default();
        let mut of_types = vec![sets.add(Vec::new()); edges.len()];
        // The sets of the types that contain a type.
        let mut inherited: Vec<Vec<usize>> = vec![Vec::new(); edges.len()];
        for component in components(&edges) {
            let mut parts: Vec<usize> =
                component.iter().flat_map(|node| std::mem::take(&mut inherited[*node])).collect();
            parts.sort_unstable();
            parts.dedup();
            let own = component.iter().flat_map(|node| &direct[*node]).copied().collect();
            let users = sets.union(own, parts);
            for node in &component {
                of_types[*node] = users;
                for target in &edges[*node] {
                    let inherited = &mut inherited[*target];
                    if inherited.last() != Some(&users) {
                        inherited.push(users);
                    }
                }
            }
        }
        Self { sets: sets.sets, of_types }
    }

    /// Removes the users of some types.
    pub(crate) fn clear(&mut self, is_cleared: &[bool]) {
        let types = self.of_types.iter_mut().zip(is_cleared).filter(|(_, clear)| **clear);
        types.for_each(|(users, _)| *users = 0);
    }

    /// Returns all sets of users, each in order. The first is empty.
    pub(crate) fn sets(&self) -> &[Vec<u32>] {
        &self.sets
    }

    /// Returns the position of the set of a type's users.
    pub(crate) fn of_type(&self, index: usize) -> usize {
        self.of_types[index]
    }
}

#[derive(Default)]
struct Sets {
    sets: Vec<Vec<u32>>,
    known: HashMap<Vec<u32>, usize>,
    /// The unions of sets.
    unions: HashMap<Vec<usize>, usize>,
}

impl Sets {
    /// Returns the position of a sorted set.
    fn add(&mut self, set: Vec<u32>) -> usize {
        *self.known.entry(set).or_insert_with_key(|set| {
            self.sets.push(set.clone());
            self.sets.len() - 1
        })
    }

    /// Returns the position of the set of these users and those of some sets, which are sorted.
    fn union(&mut self, mut own: Vec<u32>, parts: Vec<usize>) -> usize {
        let is_plain = own.is_empty();
        match (parts.as_slice(), self.unions.get(&parts)) {
            ([only], _) if is_plain => return *only,
            (_, Some(known)) if is_plain => return *known,
            _ => {}
        }
        own.extend(parts.iter().flat_map(|part| &self.sets[*part]));
        own.sort_unstable();
        own.dedup();
        let union = self.add(own);
        if is_plain {
            self.unions.insert(parts, union);
        }
        union
    }
}
