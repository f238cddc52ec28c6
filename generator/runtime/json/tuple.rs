//! Arrays whose items have a type each, by position.

use std::cell::RefCell;

use super::super::json::choice;
use super::super::json::convert::Json;
use super::super::json::node::Node;
use super::super::json::read::ReadError;
use super::super::json::write::{ArrayWriter, Writer};

/// The items of an array, to be read by position.
pub struct TupleReader<'n, 'a> {
    items: &'n [Node<'a>],
    error: RefCell<Option<ReadError>>,
}

/// An array that is written item by item.
pub struct TupleWriter<'w> {
    array: ArrayWriter<'w>,
    ended: bool,
}

/// What an item weighs in a choice that the type does not list.
const UNKNOWN_ITEM: u32 = 2;

impl<'n, 'a> TupleReader<'n, 'a> {
    /// The items of an array, of which the type knows the first `known`. Further ones are passed over,
    /// as members are that a type does not list.
    ///
    /// # Errors
    ///
    /// This is no array.
    pub fn new(node: &'n Node<'a>, known: usize) -> Result<Self, ReadError> {
        let items = node.array()?;
        let unknown = u32::try_from(items.len().saturating_sub(known)).unwrap_or(u32::MAX);
        choice::surprise(unknown.saturating_mul(UNKNOWN_ITEM));
        Ok(Self { items, error: RefCell::new(None) })
    }

    /// Reads an item that has to be there. `None` where it is missing or not a `T`, which is noted.
    pub fn required<T: Json>(&self, index: usize) -> Option<T> {
        match self.items.get(index) {
            Some(item) => self.read(index, item),
            None => {
                self.note(ReadError::missing(), index);
                None
            }
        }
    }

    /// Reads an item that may be left out. What is not a `T` is noted.
    pub fn optional<T: Json>(&self, index: usize) -> Option<T> {
        self.items.get(index).and_then(|item| self.read(index, item))
    }

    /// Reads all items from `index` on. What is not a `T` is noted.
    pub fn rest<T: Json>(&self, index: usize) -> Vec<T> {
        let items = self.items.iter().enumerate().skip(index);
        items.filter_map(|(index, item)| self.read(index, item)).collect()
    }

    /// The value that was put together, unless something was noted.
    ///
    /// # Errors
    ///
    /// The first of what was noted.
    pub fn finish<T>(self, value: T) -> Result<T, ReadError> {
        self.error.take().map_or(Ok(value), Err)
    }

    /// The first of what was noted, where nothing can be put together.
    ///
    /// # Errors
    ///
    /// Always.
    pub fn failed<T>(self) -> Result<T, ReadError> {
        Err(self.error.take().unwrap_or_else(ReadError::missing))
    }

    /// Reads, unless a mistake was noted before: the first is the one that is told.
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
    /// An array without items yet.
    pub fn new(writer: &'w mut Writer) -> Self {
        Self { array: writer.array(), ended: false }
    }

    /// Writes an item. One behind an item that is left out would be taken for that one, and is a
    /// fault.
    pub fn required<T: Json>(&mut self, value: &T) {
        if self.ended {
            self.array.item(&Misplaced);
        } else {
            self.array.item(value);
        }
    }

    /// Writes an item that may be left out.
    pub fn optional<T: Json>(&mut self, value: &Option<T>) {
        match value {
            Some(value) => self.required(value),
            None => self.ended = true,
        }
    }

    /// Writes the items behind those of the tuple.
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

/// An item behind one that is left out.
struct Misplaced;

impl Json for Misplaced {
    fn read(node: &Node<'_>) -> Result<Self, ReadError> {
        Err(ReadError::expected("nothing", node))
    }

    fn write(&self, writer: &mut Writer) {
        writer.fault("must be left out, since an item before it is");
    }
}
