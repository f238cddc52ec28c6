//! Reads the members of a JSON object by name.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};

use indexmap::IndexMap;

use super::super::json::convert::{Constant, Json};
use super::super::json::leniency;
use super::super::json::mismatches;
use super::super::json::node::Node;
use super::super::json::read::ReadError;

/// A reader for the members of an object; created by [`Node::object`].
///
/// A type reads its members one by one and passes the result to [`finish`](Self::finish), which returns all errors as
/// one. A failed read returns a placeholder. The code is half as long as with a return after each member, and reading
/// is much of the compile time of a client.
///
/// Servers mostly write members in the order of the description, so each search begins after the last member found.
pub struct Object<'n, 'a> {
    members: &'n [(Cow<'a, str>, Node<'a>)],
    next: Cell<usize>,
    /// The number of members that were read. In a union without a discriminator, all other members are mismatches.
    known: Cell<usize>,
    error: RefCell<Option<ReadError>>,
}

/// The mismatches that an unlisted member counts as.
const UNKNOWN_MEMBER: u32 = 2;

/// The mismatches that another value of a constant counts as: more than all members of a usual object, so that a variant
/// with such a value is chosen only if no other one can hold the object.
const OTHER_CONSTANT: u32 = 1 << 16;

impl<'n, 'a> Object<'n, 'a> {
    pub(crate) fn new(members: &'n [(Cow<'a, str>, Node<'a>)]) -> Self {
        Self { members, next: Cell::new(0), known: Cell::new(0), error: RefCell::new(None) }
    }

    /// Returns the value of the member `name`, if there is one.
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

    /// Reads a required member. If it is missing or not a `T`, records the error and returns the default.
    pub fn required<T: Json + Default>(&self, name: &str) -> T {
        self.present(name).unwrap_or_default()
    }

    /// Reads a required member of a type without a default, and ends reading if it cannot.
    ///
    /// # Errors
    ///
    /// Returns all errors so far if the member is missing or not a `T`.
    pub fn essential<T: Json>(&self, name: &str) -> Result<T, ReadError> {
        let error = match self.get(name).map(T::read) {
            Some(Ok(value)) => return Ok(value),
            Some(Err(error)) => error,
            None => ReadError::missing(),
        };
        self.note(error, name);
        Err(self.error.take().unwrap_or_else(ReadError::missing))
    }

    /// Reads a required member of a type without a default. If it is missing or not a `T`, records the error and
    /// returns `None`.
    pub fn present<T: Json>(&self, name: &str) -> Option<T> {
        match self.get(name) {
            Some(node) => self.read(name, node),
            None => {
                self.note(ReadError::missing(), name);
                None
            }
        }
    }

    /// Reads an optional member. `null` is read as `None`, unless it is a `T`. Any other value that is not a `T` is
    /// recorded as an error.
    pub fn optional<T: Json>(&self, name: &str) -> Option<T> {
        match self.get(name) {
            None => None,
            Some(Node::Null) => T::read(&Node::Null).ok(),
            Some(node) => self.read_optional(name, node),
        }
    }

    /// Reads a required nullable member. A missing member is read as `None` too. A value that is neither `null` nor a
    /// `T` is recorded as an error.
    pub fn nullable<T: Json>(&self, name: &str) -> Option<T> {
        match self.get(name) {
            None => None,
            Some(Node::Null) => T::read(&Node::Null).ok(),
            Some(node) => self.read(name, node),
        }
    }

    /// Reads an optional nullable member: `None` if it is missing, `Some(None)` if it is `null`. A value that is
    /// neither `null` nor a `T` is recorded as an error.
    pub fn optional_nullable<T: Json>(&self, name: &str) -> Option<Option<T>> {
        match self.get(name) {
            None => None,
            Some(Node::Null) => Some(None),
            Some(node) => self.read_optional(name, node).map(Some),
        }
    }

    /// Records an error if the member `name` does not have the value that `const` requires.
    pub fn constant(&self, name: &str, value: impl Constant) {
        match self.get(name) {
            Some(node) => self.compare(name, node, &value),
            None => self.note(ReadError::missing(), name),
        }
    }

    /// Records an error if the member `name` has another value than `const` requires. A member that is missing or
    /// `null` is accepted.
    pub fn optional_constant(&self, name: &str, value: impl Constant) {
        match self.get(name) {
            None | Some(Node::Null) => {}
            Some(node) => self.compare(name, node, &value),
        }
    }

    /// Reads a required member that the description gives one value. Another value of the same type is kept.
    pub fn constant_field<C: Constant>(&self, name: &str, constant: C) -> C::Value {
        let Some(node) = self.get(name) else {
            self.note(ReadError::missing(), name);
            return constant.value();
        };
        if constant.is(node) {
            return constant.value();
        }
        if constant.is_spelled(node) {
            mismatches::add(1);
            return constant.value();
        }
        mismatches::add(OTHER_CONSTANT);
        self.read(name, node).unwrap_or_else(|| constant.value())
    }

    /// Returns the value of the discriminator `name`.
    ///
    /// # Errors
    ///
    /// Returns an error if the member is missing or not a string.
    pub fn tag(&self, name: &str) -> Result<&'n str, ReadError> {
        let tag = self.find(name)?;
        // The variant counts unlisted members itself.
        self.known.set(self.members.len());
        tag.string().map_err(|error| error.at_field(name))
    }

    /// Returns the value of the discriminator `name`, for a union with a variant that accepts objects without it.
    #[must_use]
    pub fn optional_tag(&self, name: &str) -> Option<&'n str> {
        let tag = self.get(name);
        self.known.set(self.members.len());
        tag.and_then(|tag| tag.string().ok())
    }

    /// Reads all members except those in `known`, in the order of the document. A value that is not a `T` is recorded
    /// as an error.
    pub fn rest<T: Json>(&self, known: &[&str]) -> IndexMap<String, T> {
        self.known.set(self.members.len());
        let members = self.unknown(known);
        members.filter_map(|(name, node)| Some((name.to_owned(), self.read(name, node)?))).collect()
    }

    /// Reads all members that are a `T`, except those in `known`, in the order of the document. Other members are
    /// ignored, because the description allows any value for them.
    #[must_use]
    pub fn partial_rest<T: Json>(&self, known: &[&str]) -> IndexMap<String, T> {
        self.known.set(self.members.len());
        let members = self.unknown(known);
        members.filter_map(|(name, node)| Some((name.to_owned(), T::read(node).ok()?))).collect()
    }

    /// Returns the number of members that are not in `known`. It must be 0 for an object with `additionalProperties:
    /// false`.
    #[must_use]
    pub fn unknown_members(&self, known: &[&str]) -> usize {
        self.unknown(known).count()
    }

    /// Returns `value` if all members were read.
    ///
    /// # Errors
    ///
    /// Returns the recorded errors as one.
    pub fn finish<T>(self, value: T) -> Result<T, ReadError> {
        match self.error.take() {
            None => Ok(value),
            Some(error) => Err(error),
        }
    }

    /// Returns the recorded errors as one, for a type that cannot be constructed without the missing member.
    ///
    /// # Errors
    ///
    /// Always returns an error.
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

    /// Reads an optional member. A mismatch is left out in the body of an error, and counts as one in a union there.
    fn read_optional<T: Json>(&self, name: &str, node: &Node<'a>) -> Option<T> {
        match T::read(node) {
            Ok(value) => Some(value),
            Err(mismatch) => {
                self.leave_out(name, mismatch);
                None
            }
        }
    }

    #[cold]
    fn leave_out(&self, name: &str, mismatch: ReadError) {
        match leniency::leave_out(name, mismatch) {
            Ok(()) => mismatches::add(UNKNOWN_MEMBER),
            Err(mismatch) => self.note(mismatch, name),
        }
    }

    fn compare(&self, name: &str, node: &Node<'a>, value: &impl Constant) {
        if value.is(node) {
            return;
        }
        // Some descriptions put a number in quotes, or leave the quotes of a string out.
        if value.is_spelled(node) {
            mismatches::add(1);
        } else {
            self.note(ReadError::expected(value.text(), node), name);
        }
    }

    #[cold]
    fn note(&self, error: ReadError, name: &str) {
        let mut noted = self.error.borrow_mut();
        *noted = match noted.take() {
            // A variant of a union needs no list, because other variants may fit.
            Some(first) if !first.is_postponed() && mismatches::are_counted() => Some(first),
            Some(first) => Some(first.and(error.at_field(name))),
            None => Some(error.at_field(name)),
        };
    }

    /// Searches for a member that is not the next one: first after the last member found, then before it.
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
        if mismatches::are_counted() {
            let unknown = self.members.len().saturating_sub(self.known.get());
            let unknown = u32::try_from(unknown).unwrap_or(u32::MAX);
            mismatches::add(unknown.saturating_mul(UNKNOWN_MEMBER));
        }
    }
}
