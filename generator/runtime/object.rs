//! Reads the members of a JSON object by name.

use std::borrow::Cow;
use std::cell::Cell;

use indexmap::IndexMap;

use crate::runtime::choice;
use crate::runtime::json::{Constant, Json};
use crate::runtime::node::Node;
use crate::runtime::read::ReadError;

/// The members of an object; made by [`Node::object`].
///
/// Servers mostly write members in the order of the description, so each look-up goes on from
/// where the last one ended.
pub struct Object<'n, 'a> {
    members: &'n [(Cow<'a, str>, Node<'a>)],
    next: Cell<usize>,
    /// How many members were asked for, so that a choice among types can tell which fits.
    known: Cell<usize>,
}

/// What a member that nobody asked for weighs in a choice.
const UNKNOWN_MEMBER: u32 = 2;

impl<'n, 'a> Object<'n, 'a> {
    pub(super) fn new(members: &'n [(Cow<'a, str>, Node<'a>)]) -> Self {
        Self { members, next: Cell::new(0), known: Cell::new(0) }
    }

    /// The value of the member `name`, if there is one.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&'n Node<'a>> {
        let next = self.next.get();
        let found = match self.members.get(next) {
            Some(member) if member.0 == name => next,
            _ => self.members.iter().position(|member| member.0 == name)?,
        };
        self.next.set(found + 1);
        self.known.set(self.known.get() + 1);
        self.members.get(found).map(|member| &member.1)
    }

    /// Reads a member that has to be there.
    ///
    /// # Errors
    ///
    /// It is missing, or is not a `T`.
    pub fn required<T: Json>(&self, name: &str) -> Result<T, ReadError> {
        T::read(self.find(name)?).map_err(|error| error.at_field(name))
    }

    /// Reads a member that may be left out. `null` reads as left out too.
    ///
    /// # Errors
    ///
    /// It is there and not a `T`.
    pub fn optional<T: Json>(&self, name: &str) -> Result<Option<T>, ReadError> {
        match self.get(name) {
            None | Some(Node::Null) => Ok(None),
            Some(node) => T::read(node).map(Some).map_err(|error| error.at_field(name)),
        }
    }

    /// Reads a member that has to be there and may be `null`. A server that leaves it out is
    /// understood.
    ///
    /// # Errors
    ///
    /// It is neither `null` nor a `T`.
    pub fn nullable<T: Json>(&self, name: &str) -> Result<Option<T>, ReadError> {
        self.optional(name)
    }

    /// Reads a member that may be left out and may be `null`, and keeps the two apart: `None` is
    /// left out, `Some(None)` is `null`.
    ///
    /// # Errors
    ///
    /// It is there and neither `null` nor a `T`.
    pub fn optional_nullable<T: Json>(&self, name: &str) -> Result<Option<Option<T>>, ReadError> {
        match self.get(name) {
            None => Ok(None),
            Some(Node::Null) => Ok(Some(None)),
            Some(node) => {
                T::read(node).map(|value| Some(Some(value))).map_err(|error| error.at_field(name))
            }
        }
    }

    /// Checks that the member `name` has the value that the description pins.
    ///
    /// # Errors
    ///
    /// It is missing or has another value.
    pub fn constant(&self, name: &str, value: impl Constant) -> Result<(), ReadError> {
        let node = self.find(name)?;
        if value.is(node) {
            return Ok(());
        }
        Err(ReadError::expected(value.text(), node).at_field(name))
    }

    /// Checks that the member `name`, if it is there and not `null`, has the value that the
    /// description pins, and says whether it is there.
    ///
    /// # Errors
    ///
    /// It has another value.
    pub fn optional_constant(&self, name: &str, value: impl Constant) -> Result<bool, ReadError> {
        match self.get(name) {
            None | Some(Node::Null) => Ok(false),
            Some(node) if value.is(node) => Ok(true),
            Some(node) => Err(ReadError::expected(value.text(), node).at_field(name)),
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

    /// Reads all members but those in `known`, in the order of the document.
    ///
    /// # Errors
    ///
    /// One of them is not a `T`.
    pub fn rest<T: Json>(&self, known: &[&str]) -> Result<IndexMap<String, T>, ReadError> {
        self.known.set(self.members.len());
        let mut rest = IndexMap::new();
        for (name, node) in self.unknown(known) {
            let value = T::read(node).map_err(|error| error.at_field(name))?;
            rest.insert(name.to_owned(), value);
        }
        Ok(rest)
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

    fn find(&self, name: &str) -> Result<&'n Node<'a>, ReadError> {
        self.get(name).ok_or_else(|| ReadError::missing().at_field(name))
    }

    fn unknown(&self, known: &[&str]) -> impl Iterator<Item = (&'n str, &'n Node<'a>)> {
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
