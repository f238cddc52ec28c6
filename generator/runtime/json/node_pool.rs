//! The memory of trees that have been read, kept for those that come next in this thread.

use std::borrow::Cow;
use std::cell::Cell;

use super::super::json::convert::Json;
use super::super::json::node::Node;
use super::super::json::read::ReadError;

/// A member of an object: its name and its value.
pub(crate) type Member<'a> = (Cow<'a, str>, Node<'a>);

thread_local! {
    static SPARE: Cell<Option<Box<Spare>>> = const { Cell::new(None) };
}

/// Empty vectors with room.
#[derive(Default)]
pub(crate) struct Spare {
    objects: Vec<Vec<Member<'static>>>,
    arrays: Vec<Vec<Node<'static>>>,
    /// For how many members and items there is room in all of them.
    room: usize,
}

/// The most members and items that room is kept for: some 60 kB in each thread.
const MOST: usize = 1024;

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
    pub(crate) fn recycle(self) {
        if matches!(self, Node::Object(_) | Node::Array(_)) {
            let mut spare = Spare::take();
            spare.keep(self);
            Spare::give_back(spare);
        }
    }
}

impl Spare {
    /// Takes all that the thread has, so that it is looked for once in a document. A thread that
    /// ends has nothing.
    pub(crate) fn take() -> Box<Self> {
        SPARE.try_with(Cell::take).ok().flatten().unwrap_or_default()
    }

    /// Gives it to the thread.
    pub(crate) fn give_back(spare: Box<Self>) {
        _ = SPARE.try_with(|place| place.set(Some(spare)));
    }

    /// One vector of what the thread has.
    pub(crate) fn lend<T>(one: impl FnOnce(&mut Self) -> Vec<T>) -> Vec<T> {
        let mut spare = Self::take();
        let one = one(&mut spare);
        Self::give_back(spare);
        one
    }

    /// A vector for the members of an object.
    #[inline]
    pub(crate) fn members<'a>(&mut self) -> Vec<Member<'a>> {
        let taken = self.objects.pop().unwrap_or_default();
        self.room = self.room.saturating_sub(taken.capacity());
        taken
    }

    /// A vector for the items of an array.
    #[inline]
    pub(crate) fn items<'a>(&mut self) -> Vec<Node<'a>> {
        let taken = self.arrays.pop().unwrap_or_default();
        self.room = self.room.saturating_sub(taken.capacity());
        taken
    }

    #[inline]
    fn keep(&mut self, node: Node<'_>) {
        match node {
            Node::Object(members) => self.keep_members(members),
            Node::Array(items) => self.keep_items(items),
            // One by one, since to drop a node as a whole is more work.
            Node::String(text) => drop(text),
            Node::Null | Node::Boolean(_) => {}
            Node::Integer(_) | Node::Unsigned(_) | Node::Number(_) => {}
        }
    }

    fn keep_members(&mut self, mut members: Vec<Member<'_>>) {
        while let Some((_, node)) = members.pop() {
            self.keep(node);
        }
        if self.fits(members.capacity()) {
            self.objects.push(emptied(members));
        }
    }

    fn keep_items(&mut self, mut items: Vec<Node<'_>>) {
        while let Some(node) = items.pop() {
            self.keep(node);
        }
        if self.fits(items.capacity()) {
            self.arrays.push(emptied(items));
        }
    }

    /// Whether there may be this much more room, which is then counted. No room at all is not worth
    /// its place.
    fn fits(&mut self, room: usize) -> bool {
        let fits = room > 0 && room <= MOST - self.room;
        self.room += if fits { room } else { 0 };
        fits
    }
}

/// The memory of an empty vector for items of another type. Where both have the same size, the
/// standard library collects them in place; if it ever does not, memory is got anew and nothing else
/// changes.
fn emptied<T, U>(items: Vec<T>) -> Vec<U> {
    items.into_iter().filter_map(|_| None).collect()
}
