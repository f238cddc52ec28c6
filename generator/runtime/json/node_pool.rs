//! A pool of the vectors and strings of dropped trees. The next documents of the thread are parsed into them.

use std::borrow::Cow;
use std::cell::Cell;

use super::super::json::convert::Json;
use super::super::json::node::Node;
use super::super::json::read::ReadError;

/// The name and the value of a member of an object.
pub(crate) type Member<'a> = (Cow<'a, str>, Node<'a>);

thread_local! {
    static SPARE: Cell<Option<Box<Spare>>> = const { Cell::new(None) };
}

/// Empty vectors and strings with capacity.
#[derive(Default)]
pub(crate) struct Spare {
    objects: Vec<Vec<Member<'static>>>,
    arrays: Vec<Vec<Node<'static>>>,
    texts: Vec<String>,
    /// The capacity of all vectors and strings together, in members and items.
    room: usize,
}

/// The largest capacity that is kept, in members and items: about 60 kB for each thread.
const MOST: usize = 1024;

impl Node<'_> {
    /// Reads the tree as a `T`, then returns its memory to the pool of the thread.
    ///
    /// # Errors
    ///
    /// Returns an error if the value does not match the API description.
    pub fn decode<T: Json>(self) -> Result<T, ReadError> {
        let value = T::read(&self);
        self.recycle();
        value
    }

    /// Drops the tree and returns its memory to the pool of the thread.
    pub(crate) fn recycle(self) {
        if matches!(self, Node::Object(_) | Node::Array(_)) {
            let mut spare = Spare::take();
            spare.keep(self);
            Spare::give_back(spare);
        }
    }
}

impl Spare {
    /// Takes the whole pool of the thread, so that a document accesses the thread-local variable once. The pool is
    /// empty in a thread that ends.
    pub(crate) fn take() -> Box<Self> {
        SPARE.try_with(Cell::take).ok().flatten().unwrap_or_default()
    }

    /// Returns the pool to the thread.
    pub(crate) fn give_back(spare: Box<Self>) {
        _ = SPARE.try_with(|place| place.set(Some(spare)));
    }

    /// Takes one vector from the pool of the thread.
    pub(crate) fn lend<T>(one: impl FnOnce(&mut Self) -> Vec<T>) -> Vec<T> {
        let mut spare = Self::take();
        let one = one(&mut spare);
        Self::give_back(spare);
        one
    }

    /// Takes a vector for the members of an object.
    #[inline]
    pub(crate) fn members<'a>(&mut self) -> Vec<Member<'a>> {
        let taken = self.objects.pop().unwrap_or_default();
        self.room = self.room.saturating_sub(taken.capacity());
        taken
    }

    /// Takes a vector for the items of an array.
    #[inline]
    pub(crate) fn items<'a>(&mut self) -> Vec<Node<'a>> {
        let taken = self.arrays.pop().unwrap_or_default();
        self.room = self.room.saturating_sub(taken.capacity());
        taken
    }

    /// Takes a string for one that contains escapes.
    pub(crate) fn text(&mut self) -> String {
        let taken = self.texts.pop().unwrap_or_default();
        self.room = self.room.saturating_sub(room_of(&taken));
        taken
    }

    #[inline]
    fn keep(&mut self, node: Node<'_>) {
        match node {
            // Dropping a whole tree is faster than asking a full pool for each of its vectors.
            _ if self.room > MOST - 16 => drop(node),
            Node::Object(members) => self.keep_members(members),
            Node::Array(items) => self.keep_items(items),
            Node::String(Cow::Owned(text)) => self.keep_text(text),
            // Each case is named, because dropping a whole node costs more.
            Node::String(Cow::Borrowed(_)) => {}
            Node::Null | Node::Boolean(_) => {}
            Node::Integer(_) | Node::Unsigned(_) | Node::Digits(_) | Node::Number(_) => {}
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

    fn keep_text(&mut self, mut text: String) {
        if self.fits(room_of(&text)) {
            text.clear();
            self.texts.push(text);
        }
    }

    /// Returns `true` and counts the capacity if the pool has room for it. A vector without capacity is not kept.
    fn fits(&mut self, room: usize) -> bool {
        let fits = room > 0 && room <= MOST - self.room;
        self.room += if fits { room } else { 0 };
        fits
    }
}

/// Returns the capacity of a string, in members that take as many bytes.
fn room_of(text: &String) -> usize {
    text.capacity().div_ceil(size_of::<Member<'_>>())
}

/// Converts an empty vector to another item type and keeps its memory.
///
/// For types of the same size, the standard library collects in place. If it did not, the new vector would be
/// allocated, and nothing else would change.
fn emptied<T, U>(items: Vec<T>) -> Vec<U> {
    items.into_iter().filter_map(|_| None).collect()
}
