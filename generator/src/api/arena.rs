//! Nodes in a row, addressed by ids that remember what they address.

#![allow(clippy::indexing_slicing, reason = "an id is made by the arena that it addresses")]

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;
use std::ops::{Index, IndexMut};

/// The place of a `T` in its [`Arena`].
pub struct Id<T> {
    index: u32,
    node: PhantomData<fn() -> T>,
}

impl<T> Id<T> {
    /// The position in the arena, for side tables.
    pub fn index(self) -> usize {
        self.index as usize
    }

    /// The id of what [`Arena::convert`] makes of the node.
    pub fn converted<U>(self) -> Id<U> {
        Id { index: self.index, node: PhantomData }
    }
}

/// A row of `T`s that only grows.
#[derive(Debug)]
pub struct Arena<T> {
    nodes: Vec<T>,
}

impl<T> Arena<T> {
    /// How many nodes there are.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Whether there is no node.
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// The id that the next node will have.
    pub fn next_id(&self) -> Id<T> {
        id(self.nodes.len())
    }

    /// Adds a node.
    pub fn push(&mut self, node: T) -> Id<T> {
        let id = id(self.nodes.len());
        self.nodes.push(node);
        id
    }

    /// Makes of each node another one in the same place.
    pub fn convert<U>(self, make: impl FnMut(T) -> U) -> Arena<U> {
        Arena { nodes: self.nodes.into_iter().map(make).collect() }
    }

    /// Every id, in order.
    pub fn ids(&self) -> impl DoubleEndedIterator<Item = Id<T>> + ExactSizeIterator + use<T> {
        (0..self.nodes.len()).map(id)
    }

    /// Every node with its id, in order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (Id<T>, &T)> {
        self.nodes.iter().enumerate().map(|(index, node)| (id(index), node))
    }
}

fn id<T>(index: usize) -> Id<T> {
    // A description is limited to far fewer nodes than this by `source`.
    Id { index: u32::try_from(index).unwrap_or(u32::MAX), node: PhantomData }
}

impl<T> Default for Arena<T> {
    fn default() -> Self {
        Self { nodes: Vec::new() }
    }
}

impl<T> Index<Id<T>> for Arena<T> {
    type Output = T;

    fn index(&self, id: Id<T>) -> &T {
        &self.nodes[id.index()]
    }
}

impl<T> IndexMut<Id<T>> for Arena<T> {
    fn index_mut(&mut self, id: Id<T>) -> &mut T {
        &mut self.nodes[id.index()]
    }
}

// The derives would ask the same of `T`.
impl<T> Clone for Id<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Id<T> {}

impl<T> PartialEq for Id<T> {
    fn eq(&self, other: &Self) -> bool {
        self.index == other.index
    }
}

impl<T> Eq for Id<T> {}

impl<T> PartialOrd for Id<T> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<T> Ord for Id<T> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.index.cmp(&other.index)
    }
}

impl<T> Hash for Id<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.index.hash(state);
    }
}

impl<T> fmt::Debug for Id<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{}", self.index)
    }
}
