//! Reads and writes arrays whose items have different types by position (`prefixItems`).

use std::cell::RefCell;

use super::super::json::convert::Json;
use super::super::json::mismatches;
use super::super::json::node::Node;
use super::super::json::read::ReadError;
use super::super::json::write::{ArrayWriter, Writer};

/// A reader for the items of an array by position.
pub struct TupleReader<'n, 'a> {
    items: &'n [Node<'a>],
    error: RefCell<Option<ReadError>>,
}

/// A writer for the items of an array by position.
pub struct TupleWriter<'w> {
    array: ArrayWriter<'w>,
    ended: bool,
}

/// The mismatches that an item beyond the listed ones counts as.
const UNKNOWN_ITEM: u32 = 2;

impl<'n, 'a> TupleReader<'n, 'a> {
    /// Creates a reader for an array whose first `known` items have a type. Further items are ignored.
    ///
    /// # Errors
    ///
    /// Returns an error if `node` is not an array.
    pub fn new(node: &'n Node<'a>, known: usize) -> Result<Self, ReadError> {
        let items = node.array()?;
        let unknown = u32::try_from(items.len().saturating_sub(known)).unwrap_or(u32::MAX);
        mismatches::add(unknown.saturating_mul(UNKNOWN_ITEM));
        Ok(Self { items, error: RefCell::new(None) })
    }

    /// Reads a required item. If it is missing or not a `T`, records the error and returns `None`.
    pub fn required<T: Json>(&self, index: usize) -> Option<T> {
        match self.items.get(index) {
            Some(item) => self.read(index, item),
            None => {
                self.note(ReadError::missing(), index);
                None
            }
        }
    }

    /// Reads an optional item. If it is not a `T`, records the error and returns `None`.
    pub fn optional<T: Json>(&self, index: usize) -> Option<T> {
        self.items.get(index).and_then(|item| self.read(index, item))
    }

    /// Reads all items from `index` on. An item that is not a `T` is left out, and the error is recorded.
    pub fn rest<T: Json>(&self, index: usize) -> Vec<T> {
        let items = self.items.iter().enumerate().skip(index);
        items.filter_map(|(index, item)| self.read(index, item)).collect()
    }

    /// Returns `value` if all items were read.
    ///
    /// # Errors
    ///
    /// Returns the first recorded error.
    pub fn finish<T>(self, value: T) -> Result<T, ReadError> {
        self.error.take().map_or(Ok(value), Err)
    }

    /// Returns the first recorded error, for a type that cannot be constructed without the missing item.
    ///
    /// # Errors
    ///
    /// Always returns an error.
    pub fn failed<T>(self) -> Result<T, ReadError> {
        Err(self.error.take().unwrap_or_else(ReadError::missing))
    }

    /// Reads an item, unless an error is recorded already. Only the first error is reported.
    fn read<T: Json>(&self, index: usize, item: &Node<'_>) -> Option<T> {
        if self.error.borrow().as_ref().is_some_and(|noted| !noted.is_postponed()) {
            return None;
        }
        match T::read(item) {
            Ok(value) => Some(value),
            Err(error) => {
                self.note(error, index);
                None
            }
        }
    }

    #[cold]
    fn note(&self, error: ReadError, index: usize) {
        let mut noted = self.error.borrow_mut();
        if noted.as_ref().is_none_or(ReadError::is_postponed) {
            *noted = Some(error.at_index(index));
        }
    }
}

impl<'w> TupleWriter<'w> {
    /// Begins an empty array.
    pub fn new(writer: &'w mut Writer) -> Self {
        Self { array: writer.array(), ended: false }
    }

    /// Writes a required item.
    ///
    /// Records a fault if an optional item before it was left out, because this item would then be read as that one.
    pub fn required<T: Json>(&mut self, value: &T) {
        if self.ended {
            self.array.item(&Misplaced);
        } else {
            self.array.item(value);
        }
    }

    /// Writes an optional item if it is `Some`.
    pub fn optional<T: Json>(&mut self, value: &Option<T>) {
        match value {
            Some(value) => self.required(value),
            None => self.ended = true,
        }
    }

    /// Writes the items after the last typed position.
    pub fn rest<T: Json>(&mut self, values: &[T]) {
        for value in values {
            self.required(value);
        }
    }

    /// Ends the array.
    pub fn end(self) {
        self.array.end();
    }
}

/// The fault of an item after an omitted one.
struct Misplaced;

impl Json for Misplaced {
    fn read(node: &Node<'_>) -> Result<Self, ReadError> {
        Err(ReadError::expected("nothing", node))
    }

    fn write(&self, writer: &mut Writer) {
        writer.fault("must be left out, since an item before it is");
    }
}
