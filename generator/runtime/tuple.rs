//! Arrays whose items have a type each, by position.

use crate::runtime::choice;
use crate::runtime::json::Json;
use crate::runtime::node::Node;
use crate::runtime::read::ReadError;
use crate::runtime::write::{ArrayWriter, Writer};

/// The items of an array, to be read by position.
pub struct TupleReader<'n, 'a> {
    items: &'n [Node<'a>],
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
        Ok(Self { items })
    }

    /// Reads an item that has to be there.
    ///
    /// # Errors
    ///
    /// It is missing, or not a `T`.
    pub fn required<T: Json>(&self, index: usize) -> Result<T, ReadError> {
        let item = self.items.get(index);
        item.map_or_else(|| Err(ReadError::missing()), T::read)
            .map_err(|error| error.at_index(index))
    }

    /// Reads an item that may be left out.
    ///
    /// # Errors
    ///
    /// It is there and not a `T`.
    pub fn optional<T: Json>(&self, index: usize) -> Result<Option<T>, ReadError> {
        let item = self.items.get(index).map(T::read).transpose();
        item.map_err(|error| error.at_index(index))
    }

    /// Reads all items from `index` on.
    ///
    /// # Errors
    ///
    /// One of them is not a `T`.
    pub fn rest<T: Json>(&self, index: usize) -> Result<Vec<T>, ReadError> {
        let items = self.items.iter().enumerate().skip(index);
        items.map(|(index, item)| T::read(item).map_err(|error| error.at_index(index))).collect()
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
