//! Values that no text may show: keys, tokens, passwords.

use std::cell::RefCell;
use std::fmt;

use crate::runtime::json::Json;
use crate::runtime::node::Node;
use crate::runtime::read::ReadError;
use crate::runtime::write::Writer;

/// A value that `Debug` and every message show as `[redacted]`.
///
/// It is written into requests as what it is, and serialized so by serde.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Secret<T = String>(T);

impl<T> Secret<T> {
    /// Keeps `value` out of texts.
    pub const fn new(value: T) -> Self {
        Self(value)
    }

    /// The value.
    pub const fn expose(&self) -> &T {
        &self.0
    }

    /// The value, given away.
    pub fn into_exposed(self) -> T {
        self.0
    }
}

impl<T> fmt::Debug for Secret<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

impl<T> From<T> for Secret<T> {
    fn from(value: T) -> Self {
        Self(value)
    }
}

impl From<&str> for Secret<String> {
    fn from(value: &str) -> Self {
        Self(value.to_owned())
    }
}

impl<T: Json> Json for Secret<T> {
    fn read(node: &Node<'_>) -> Result<Self, ReadError> {
        T::read(node).map(Self).map_err(ReadError::redacted)
    }

    fn write(&self, writer: &mut Writer) {
        let start = writer.position();
        self.0.write(writer);
        WRITTEN.with_borrow_mut(|written| {
            if let Some(written) = written {
                let text = String::from_utf8_lossy(writer.written_since(start));
                written.push(Secret(text.into_owned()));
            }
        });
    }
}

thread_local! {
    /// The JSON texts of the secrets that were written, while somebody asks for them.
    static WRITTEN: RefCell<Option<Vec<Secret<String>>>> = const { RefCell::new(None) };
}

/// What `write` gives, and the JSON text of each secret that it writes.
pub(super) fn collect<T>(write: impl FnOnce() -> T) -> (T, Vec<Secret<String>>) {
    WRITTEN.set(Some(Vec::new()));
    let result = write();
    (result, WRITTEN.take().unwrap_or_default())
}
