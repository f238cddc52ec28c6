//! The origins of the nodes of a tree that overlays have changed: the file and node that each was read from.

use std::collections::BTreeMap;

use crate::report::{Part, Pointer};

/// A node of a file as it was read.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Place {
    /// The number of the file.
    pub(super) file: usize,
    pub(super) pointer: Pointer,
}

impl Place {
    pub(super) fn root(file: usize) -> Place {
        Place { file, pointer: Pointer::root() }
    }

    /// Returns the place of a member, or of an item by its number.
    pub(super) fn below(&self, segment: &str) -> Place {
        Place { file: self.file, pointer: self.pointer.key(segment) }
    }
}

/// The origins of a node and of the nodes below it. A node without an origin of its own has its place below that of its
/// parent.
#[derive(Clone, Debug, Default)]
pub(super) struct Origins {
    pub(super) value: Option<Place>,
    /// The origin of the key, if it is not that of the value.
    pub(super) key: Option<Place>,
    pub(super) below: BTreeMap<String, Origins>,
}

impl Origins {
    /// Returns the origin of a part of a node. `file` is the file of the tree.
    pub(super) fn find(&self, file: usize, pointer: &Pointer, part: Part) -> Place {
        let own = || Place { file, pointer: pointer.clone() };
        if self.below.is_empty() {
            return own();
        }
        let mut place = Place::root(file);
        let mut key = None;
        let mut node = Some(self);
        for segment in pointer.segments() {
            node = node.and_then(|node| node.below.get(segment.as_ref()));
            place =
                node.and_then(|node| node.value.clone()).unwrap_or_else(|| place.below(&segment));
            key = node.and_then(|node| node.key.clone());
        }
        match part {
            Part::Key => key.unwrap_or(place),
            Part::Value => place,
        }
    }
}

/// The origin of a node in a tree that is copied, and the known origins of the nodes below it.
#[cfg(feature = "overlay")]
#[derive(Clone, Debug)]
pub(super) struct Origin<'o> {
    pub(super) place: Place,
    known: Option<&'o Origins>,
}

#[cfg(feature = "overlay")]
impl<'o> Origin<'o> {
    /// Creates the origin of the root of a tree in which nothing has moved.
    pub(super) fn of(place: Place) -> Origin<'o> {
        Origin { place, known: None }
    }

    /// Returns the origin of a node.
    pub(super) fn find(root: Place, known: &'o Origins, pointer: &Pointer) -> Origin<'o> {
        let root = Origin { place: root, known: Some(known) };
        pointer.segments().fold(root, |node, segment| node.child(&segment))
    }

    /// Returns the origin of a member, or of an item by its number.
    pub(super) fn child(&self, segment: &str) -> Origin<'o> {
        let known = self.known.and_then(|known| known.below.get(segment));
        let place = known.and_then(|known| known.value.clone());
        Origin { place: place.unwrap_or_else(|| self.place.below(segment)), known }
    }

    /// Returns the origins of the node and of those below it, for another place.
    pub(super) fn copied(self) -> Origins {
        let below = self.known.map(|known| known.below.clone()).unwrap_or_default();
        Origins { value: Some(self.place), key: None, below }
    }
}

#[cfg(feature = "overlay")]
impl Origins {
    /// Returns the origins of a node for a change.
    pub(super) fn at_mut(&mut self, pointer: &Pointer) -> &mut Origins {
        let mut node = self;
        for segment in pointer.segments() {
            node = node.below.entry(segment.into_owned()).or_default();
        }
        node
    }

    /// Keeps these items of the array at this place. They move to the front.
    pub(super) fn keep_items(&mut self, place: &Place, kept: &[usize]) {
        let below = std::mem::take(&mut self.below);
        let old = Origins { below, ..Origins::default() };
        let array = Origin { place: place.clone(), known: Some(&old) };
        let item =
            |(to, from): (usize, &usize)| (to.to_string(), array.child(&from.to_string()).copied());
        self.below = kept.iter().enumerate().map(item).collect();
    }
}
