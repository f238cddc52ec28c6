//! Reads the members of a JSON object by name.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};

use indexmap::IndexMap;

use super::super::json::choice;
use super::super::json::convert::{Constant, Json};
use super::super::json::node::Node;
use super::super::json::read::ReadError;

/// The members of an object; made by [`Node::object`].
///
/// What a type needs is read one by one, and then put together by [`finish`](Self::finish). The
/// first error is kept until then: a reader that goes on with a stand-in is half the code of one
/// that leaves at each member, and much of what a client costs to compile is the reading of its
/// types.
///
/// Servers mostly write members in the order of the description, so each look-up goes on from
/// where the last one ended.
pub struct Object<'n, 'a> {
    members: &'n [(Cow<'a, str>, Node<'a>)],
    next: Cell<usize>,
    /// How many members were asked for, so that a choice among types can tell which fits.
    known: Cell<usize>,
    error: RefCell<Option<ReadError>>,
}

/// What a member that nobody asked for weighs in a choice.
const UNKNOWN_MEMBER: u32 = 2;

impl<'n, 'a> Object<'n, 'a> {
    pub(crate) fn new(members: &'n [(Cow<'a, str>, Node<'a>)]) -> Self {
        Self { members, next: Cell::new(0), known: Cell::new(0), error: RefCell::new(None) }
    }

    /// The value of the member `name`, if there is one.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&'n Node<'a>> {
        let next = self.next.get();
        let node = match self.members.get(next) {
            Some((known, node)) if known == name => {
                self.next.set(next + 1);
                node
            }
            _ => self.search(name)?,
        };
        self.known.set(self.known.get() + 1);
        Some(node)
    }

    /// Reads a member that has to be there. Where it is missing or not a `T`, that is noted, and
    /// something stands in for it.
    pub fn required<T: Json + Default>(&self, name: &str) -> T {
        self.present(name).unwrap_or_default()
    }

    /// Reads a member that has to be there, of a type that nothing can stand in for. `None` where
    /// it is missing or not a `T`, which is noted.
    pub fn present<T: Json>(&self, name: &str) -> Option<T> {
        match self.get(name) {
            Some(node) => self.read(name, node),
            None => {
                self.note(ReadError::missing(), name);
                None
            }
        }
    }

    /// Reads a member that may be left out. `null` reads as left out too, unless it is a `T` itself. What
    /// is not a `T` is noted.
    pub fn optional<T: Json>(&self, name: &str) -> Option<T> {
        match self.get(name) {
            None => None,
            Some(Node::Null) => T::read(&Node::Null).ok(),
            Some(node) => self.read(name, node),
        }
    }

    /// Reads a member that has to be there and may be `null`. A server that leaves it out is
    /// understood. What is neither `null` nor a `T` is noted.
    pub fn nullable<T: Json>(&self, name: &str) -> Option<T> {
        self.optional(name)
    }

    /// Reads a member that may be left out and may be `null`, and keeps the two apart: `None` is
    /// left out, `Some(None)` is `null`. What is neither `null` nor a `T` is noted.
    pub fn optional_nullable<T: Json>(&self, name: &str) -> Option<Option<T>> {
        match self.get(name) {
            None => None,
            Some(Node::Null) => Some(None),
            Some(node) => Some(self.read(name, node)),
        }
    }

    /// Notes it where the member `name` does not have the value that the description pins.
    pub fn constant(&self, name: &str, value: impl Constant) {
        match self.get(name) {
            Some(node) => self.compare(name, node, &value),
            None => self.note(ReadError::missing(), name),
        }
    }

    /// Notes it where the member `name` is there, is not `null`, and does not have the value that
    /// the description pins.
    pub fn optional_constant(&self, name: &str, value: impl Constant) {
        match self.get(name) {
            None | Some(Node::Null) => {}
            Some(node) => self.compare(name, node, &value),
        }
    }

    /// The text of the member that tells the variants of a union apart.
    ///
    /// # Errors
    ///
    /// It is missing or not a string.
    pub fn tag(&self, name: &str) -> Result<&'n str, ReadError> {
        let tag = self.find(name)?;
        // The variant looks at the members, not this.
        self.known.set(self.members.len());
        tag.string().map_err(|error| error.at_field(name))
    }

    /// The text of the member that tells the variants of a union apart, where one of them takes what
    /// has none.
    #[must_use]
    pub fn optional_tag(&self, name: &str) -> Option<&'n str> {
        let tag = self.get(name);
        self.known.set(self.members.len());
        tag.and_then(|tag| tag.string().ok())
    }

    /// Reads all members but those in `known`, in the order of the document. What is not a `T` is
    /// noted.
    pub fn rest<T: Json>(&self, known: &[&str]) -> IndexMap<String, T> {
        self.known.set(self.members.len());
        let members = self.unknown(known);
        members.filter_map(|(name, node)| Some((name.to_owned(), self.read(name, node)?))).collect()
    }

    /// Reads the members but those in `known`, in the order of the document, that are a `T`. Members of
    /// other names may be there of which the description says nothing, and those are passed over.
    #[must_use]
    pub fn partial_rest<T: Json>(&self, known: &[&str]) -> IndexMap<String, T> {
        self.known.set(self.members.len());
        let members = self.unknown(known);
        members.filter_map(|(name, node)| Some((name.to_owned(), T::read(node).ok()?))).collect()
    }

    /// How many members are not in `known`: what a closed object has none of.
    #[must_use]
    pub fn unknown_members(&self, known: &[&str]) -> usize {
        self.unknown(known).count()
    }

    /// The value that was put together, unless something was noted.
    ///
    /// # Errors
    ///
    /// The first of what was noted.
    pub fn finish<T>(self, value: T) -> Result<T, ReadError> {
        match self.error.take() {
            None => Ok(value),
            Some(error) => Err(error),
        }
    }

    /// The first of what was noted, where nothing can be put together.
    ///
    /// # Errors
    ///
    /// Always.
    pub fn failed<T>(self) -> Result<T, ReadError> {
        Err(self.error.take().unwrap_or_else(ReadError::missing))
    }

    fn read<T: Json>(&self, name: &str, node: &Node<'a>) -> Option<T> {
        match T::read(node) {
            Ok(value) => Some(value),
            Err(error) => {
                self.note(error, name);
                None
            }
        }
    }

    fn compare(&self, name: &str, node: &Node<'a>, value: &impl Constant) {
        if !value.is(node) {
            self.note(ReadError::expected(value.text(), node), name);
        }
    }

    #[cold]
    fn note(&self, error: ReadError, name: &str) {
        let mut noted = self.error.borrow_mut();
        if noted.as_ref().is_none_or(ReadError::is_postponed) {
            *noted = Some(error.at_field(name));
        }
    }

    /// Looks for a member that is not the next one: first behind it, then before it.
    #[inline(never)]
    fn search(&self, name: &str) -> Option<&'n Node<'a>> {
        let next = self.next.get();
        let (before, behind) = self.members.split_at_checked(next).unwrap_or((self.members, &[]));
        let is = |member: &(Cow<'a, str>, Node<'a>)| member.0 == name;
        let found = match behind.iter().position(is) {
            Some(found) => next + found,
            None => before.iter().position(is)?,
        };
        self.next.set(found + 1);
        self.members.get(found).map(|member| &member.1)
    }

    fn find(&self, name: &str) -> Result<&'n Node<'a>, ReadError> {
        self.get(name).ok_or_else(|| ReadError::missing().at_field(name))
    }

    fn unknown<'k>(
        &self,
        known: &'k [&'k str],
    ) -> impl Iterator<Item = (&'n str, &'n Node<'a>)> + use<'n, 'a, 'k> {
        let members = self.members.iter();
        members.filter(|(name, _)| !known.contains(&&**name)).map(|(name, node)| (&**name, node))
    }
}

impl Drop for Object<'_, '_> {
    fn drop(&mut self) {
        if choice::is_choosing() {
            let unknown = self.members.len().saturating_sub(self.known.get());
            let unknown = u32::try_from(unknown).unwrap_or(u32::MAX);
            choice::surprise(unknown.saturating_mul(UNKNOWN_MEMBER));
        }
    }
}
