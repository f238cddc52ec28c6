//! A JSON document as a tree that borrows its text: what every type of the client is read from.

use std::borrow::Cow;
use std::fmt;

use super::super::json::object::Object;
use super::super::json::parser;
use super::super::json::read::ReadError;

/// One value of a JSON document.
#[derive(Clone)]
pub enum Node<'a> {
    /// `null`.
    Null,
    /// `true` or `false`.
    Boolean(bool),
    /// A number written without fraction and exponent that an `i64` holds.
    Integer(i64),
    /// A number written without fraction and exponent above `i64::MAX`.
    Unsigned(u64),
    /// Any other number.
    Number(f64),
    /// A string; borrowed from the document unless it holds escapes.
    String(Cow<'a, str>),
    /// An array.
    Array(Vec<Node<'a>>),
    /// An object, in the order of the document. Of members with one name the last one counts.
    Object(Vec<(Cow<'a, str>, Node<'a>)>),
}

/// Why a text is not a JSON document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    truncated: bool,
    offset: usize,
    text: String,
}

impl<'a> Node<'a> {
    /// Reads a JSON document (RFC 8259). A byte order mark before it is ignored, as section 8.1
    /// allows.
    ///
    /// # Errors
    ///
    /// The document is not UTF-8, not JSON, nested deeper than 128 levels, or holds a number
    /// outside the range of `f64`.
    pub fn parse(document: &'a [u8]) -> Result<Self, SyntaxError> {
        let document = document.strip_prefix(b"\xef\xbb\xbf").unwrap_or(document);
        let text = std::str::from_utf8(document).map_err(|error| {
            let offset = error.valid_up_to();
            let text = format!("not UTF-8 at byte {offset}");
            SyntaxError::new(error.error_len().is_none(), offset, text)
        })?;
        parser::parse(text)
    }

    /// The members of this object, for look-up by name.
    ///
    /// # Errors
    ///
    /// This is not an object.
    pub fn object(&self) -> Result<Object<'_, 'a>, ReadError> {
        match self {
            Self::Object(members) => Ok(Object::new(members)),
            _ => Err(ReadError::expected("an object", self)),
        }
    }

    /// The items of this array.
    ///
    /// # Errors
    ///
    /// This is not an array.
    pub fn array(&self) -> Result<&[Node<'a>], ReadError> {
        match self {
            Self::Array(items) => Ok(items),
            _ => Err(ReadError::expected("an array", self)),
        }
    }

    /// The text of this string.
    ///
    /// # Errors
    ///
    /// This is not a string.
    pub fn string(&self) -> Result<&str, ReadError> {
        match self {
            Self::String(text) => Ok(text),
            _ => Err(ReadError::expected("a string", self)),
        }
    }

    /// This truth value.
    ///
    /// # Errors
    ///
    /// This is neither `true` nor `false`.
    pub fn boolean(&self) -> Result<bool, ReadError> {
        match self {
            Self::Boolean(value) => Ok(*value),
            _ => Err(ReadError::expected("a boolean", self)),
        }
    }

    /// This number as a whole number, however it is written: JSON Schema counts `1.0` and `1e3`
    /// as integers (draft 2020-12, core, section 4.2.3).
    ///
    /// # Errors
    ///
    /// This is not a number or not a whole one.
    pub fn integer(&self) -> Result<i128, ReadError> {
        // Every whole `f64` up to this bound has an exact `i128`.
        const BOUND: f64 = 1e38;
        match self {
            Self::Integer(value) => Ok(i128::from(*value)),
            Self::Unsigned(value) => Ok(i128::from(*value)),
            Self::Number(value) if value.fract() == 0.0 && value.abs() <= BOUND => {
                Ok(*value as i128)
            }
            _ => Err(ReadError::expected("an integer", self)),
        }
    }

    /// This number; a whole number beyond 2^53 is rounded to the nearest `f64`.
    ///
    /// # Errors
    ///
    /// This is not a number.
    pub fn number(&self) -> Result<f64, ReadError> {
        match self {
            Self::Integer(value) => Ok(*value as f64),
            Self::Unsigned(value) => Ok(*value as f64),
            Self::Number(value) => Ok(*value),
            _ => Err(ReadError::expected("a number", self)),
        }
    }

    /// The kind of this value in words, such as `an object`.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Boolean(_) => "a boolean",
            Self::Integer(_) | Self::Unsigned(_) | Self::Number(_) => "a number",
            Self::String(_) => "a string",
            Self::Array(_) => "an array",
            Self::Object(_) => "an object",
        }
    }
}

impl fmt::Debug for Node<'_> {
    /// Shows the kind alone: a document may hold secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Node({})", self.kind())
    }
}

impl SyntaxError {
    pub(crate) fn new(truncated: bool, offset: usize, text: String) -> Self {
        Self { truncated, offset, text }
    }

    /// Whether the text ends before the document does.
    #[must_use]
    pub fn is_truncated(&self) -> bool {
        self.truncated
    }

    /// The byte at which it was found, counted from the first behind a byte order mark.
    #[must_use]
    pub fn offset(&self) -> usize {
        self.offset
    }
}

impl fmt::Display for SyntaxError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl std::error::Error for SyntaxError {}
