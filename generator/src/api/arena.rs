//! A vector of nodes, addressed by typed ids.

#![allow(clippy::indexing_slicing, reason = "an id is only used with the arena that created it")]

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;
use std::ops::{Index, IndexMut};

/// The position of a `T` in its [`Arena`].
pub struct Id<T> {
    index: u32,
    node: PhantomData<fn() -> T>,
}

impl<T> Id<T> {
    /// Returns the position in the arena, as an index into side tables.
    pub fn index(self) -> usize {
        self.index as usize
    }

    /// Returns the id of the same node in the arena that [`Arena::convert`] returns.
    pub fn converted<U>(self) -> Id<U> {
        Id { index: self.index, node: PhantomData }
    }
}

/// A vector of nodes that only grows, so that ids stay valid.
#[derive(Debug)]
pub struct Arena<T> {
    nodes: Vec<T>,
}

impl<T> Arena<T> {
    /// Returns the number of nodes.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Returns `true` if the arena has no nodes.
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// Returns the id of the node that is pushed next.
    pub fn next_id(&self) -> Id<T> {
        id(self.nodes.len())
    }

    /// Adds a node and returns its id.
    pub fn push(&mut self, node: T) -> Id<T> {
        let id = id(self.nodes.len());
        self.nodes.push(node);
        id
    }

    /// Replaces each node with the result of `make`, at the same position.
    pub fn convert<U>(self, make: impl FnMut(T) -> U) -> Arena<U> {
        Arena { nodes: self.nodes.into_iter().map(make).collect() }
    }

    /// Returns every id, in order.
    pub fn ids(&self) -> impl DoubleEndedIterator<Item = Id<T>> + ExactSizeIterator + use<T> {
        (0..self.nodes.len()).map(id)
    }

    /// Returns the nodes for a change, in the order of their ids.
    pub fn values_mut(&mut self) -> impl Iterator<Item = &mut T> {
        self.nodes.iter_mut()
    }

    /// Returns every node with its id, in order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (Id<T>, &T)> {
        self.nodes.iter().enumerate().map(|(index, node)| (id(index), node))
    }
}

fn id<T>(index: usize) -> Id<T> {
    // `source` limits a description to far fewer nodes.
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

// Derived impls would require the same traits of `T`.
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
