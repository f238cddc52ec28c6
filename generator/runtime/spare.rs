//! The memory of trees that have been read, kept for those that come next in this thread.

use std::borrow::Cow;
use std::cell::RefCell;

use crate::runtime::json::Json;
use crate::runtime::node::Node;
use crate::runtime::read::ReadError;

/// A member of an object: its name and its value.
pub(super) type Member<'a> = (Cow<'a, str>, Node<'a>);

thread_local! {
    static SPARE: RefCell<Spare> = const { RefCell::new(Spare::new()) };
}

/// Empty vectors with room.
struct Spare {
    objects: Vec<Vec<Member<'static>>>,
    arrays: Vec<Vec<Node<'static>>>,
    /// For how many members and items there is room in all of them.
    room: usize,
}

/// The most members and items that room is kept for: some 60 kB in each thread.
const MOST: usize = 1024;

/// A vector for the members of an object.
pub(super) fn members<'a>() -> Vec<Member<'a>> {
    take(|spare| spare.objects.pop())
}

/// A vector for the items of an array.
pub(super) fn items<'a>() -> Vec<Node<'a>> {
    take(|spare| spare.arrays.pop())
}

impl Node<'_> {
    /// Reads the tree as a `T`, and keeps its memory for the next one that this thread reads.
    ///
    /// # Errors
    ///
    /// The value is not what the description says.
    pub fn decode<T: Json>(self) -> Result<T, ReadError> {
        let value = T::read(&self);
        self.recycle();
        value
    }

    /// Lets go of the tree and keeps its memory.
    pub(super) fn recycle(self) {
        // A thread that ends keeps nothing.
        _ = SPARE.try_with(|spare| {
            if let Ok(mut spare) = spare.try_borrow_mut() {
                spare.keep(self);
            }
        });
    }
}

fn take<T>(pop: impl FnOnce(&mut Spare) -> Option<Vec<T>>) -> Vec<T> {
    let taken = SPARE.try_with(|spare| {
        let mut spare = spare.try_borrow_mut().ok()?;
        let taken = pop(&mut spare)?;
        spare.room = spare.room.saturating_sub(taken.capacity());
        Some(taken)
    });
    taken.ok().flatten().unwrap_or_default()
}

impl Spare {
    const fn new() -> Self {
        Self { objects: Vec::new(), arrays: Vec::new(), room: 0 }
    }

    fn keep(&mut self, node: Node<'_>) {
        match node {
            Node::Object(mut members) => {
                members.iter_mut().for_each(|(_, node)| self.keep_inner(node));
                if self.fits(members.capacity()) {
                    self.objects.push(emptied(members));
                }
            }
            Node::Array(mut items) => {
                items.iter_mut().for_each(|node| self.keep_inner(node));
                if self.fits(items.capacity()) {
                    self.arrays.push(emptied(items));
                }
            }
            _ => {}
        }
    }

    fn keep_inner(&mut self, node: &mut Node<'_>) {
        if matches!(node, Node::Object(_) | Node::Array(_)) {
            self.keep(std::mem::replace(node, Node::Null));
        }
    }

    /// Whether there may be this much more room, which is then counted.
    fn fits(&mut self, room: usize) -> bool {
        let fits = room <= MOST - self.room;
        self.room += if fits { room } else { 0 };
        fits
    }
}

/// The memory of a vector for items of another type. Where both have the same size, the standard
/// library collects them in place; if it ever does not, memory is got anew and nothing else changes.
fn emptied<T, U>(items: Vec<T>) -> Vec<U> {
    items.into_iter().filter_map(|_| None).collect()
}
