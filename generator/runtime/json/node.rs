//! The tree of a JSON document. It borrows the text of the document, and every type of the client is read from it.

use std::borrow::Cow;
use std::fmt;

use super::super::json::object::Object;
use super::super::json::parser;
use super::super::json::read::ReadError;

/// A value of a JSON document.
#[derive(Clone)]
pub enum Node<'a> {
    /// `null`.
    Null,
    /// `true` or `false`.
    Boolean(bool),
    /// A number in the range of `i64`, written without fraction and exponent.
    Integer(i64),
    /// A number from 2^63 to 2^64 - 1, written without fraction and exponent.
    Unsigned(u64),
    /// A number that the other variants would round, written without exponent: its text. It is an integer beyond 64 bits, or has a
    /// fraction and more than 15 digits.
    Digits(Cow<'a, str>),
    /// Any other number.
    Number(f64),
    /// A string. It is borrowed from the document unless it contains escapes.
    String(Cow<'a, str>),
    /// An array.
    Array(Vec<Node<'a>>),
    /// An object, in the order of the document. Of several members with the same name, the last one is kept.
    Object(Vec<(Cow<'a, str>, Node<'a>)>),
}

/// The error for a text that is not a JSON document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    truncated: bool,
    offset: usize,
    text: String,
}

impl<'a> Node<'a> {
    /// Parses a JSON document (RFC 8259). A byte order mark at its beginning is ignored (section 8.1).
    ///
    /// # Errors
    ///
    /// Returns an error if the document is not UTF-8, is not JSON, or has more than 127 nested arrays and objects. A
    /// number outside the range of `f64` is an error too.
    pub fn parse(document: &'a [u8]) -> Result<Self, SyntaxError> {
        let document = document.strip_prefix(b"\xef\xbb\xbf").unwrap_or(document);
        let text = std::str::from_utf8(document).map_err(|error| {
            let offset = error.valid_up_to();
            let text = format!("not UTF-8 at byte {offset}");
            SyntaxError::new(error.error_len().is_none(), offset, text)
        })?;
        parser::parse(text)
    }

    /// Returns a reader for the members of this object.
    ///
    /// # Errors
    ///
    /// Returns an error if this is not an object.
    pub fn object(&self) -> Result<Object<'_, 'a>, ReadError> {
        match self {
            Self::Object(members) => Ok(Object::new(members)),
            _ => Err(ReadError::expected("an object", self)),
        }
    }

    /// Returns the items of this array.
    ///
    /// # Errors
    ///
    /// Returns an error if this is not an array.
    pub fn array(&self) -> Result<&[Node<'a>], ReadError> {
        match self {
            Self::Array(items) => Ok(items),
            _ => Err(ReadError::expected("an array", self)),
        }
    }

    /// Returns this string.
    ///
    /// # Errors
    ///
    /// Returns an error if this is not a string.
    pub fn string(&self) -> Result<&str, ReadError> {
        match self {
            Self::String(text) => Ok(text),
            _ => Err(ReadError::expected("a string", self)),
        }
    }

    /// Returns this boolean.
    ///
    /// # Errors
    ///
    /// Returns an error if this is not a boolean.
    pub fn boolean(&self) -> Result<bool, ReadError> {
        match self {
            Self::Boolean(value) => Ok(*value),
            _ => Err(ReadError::expected("a boolean", self)),
        }
    }

    /// Returns this number as an integer. `1.0` and `1e3` are integers too (JSON Schema 2020-12, core, section 4.2.3).
    ///
    /// # Errors
    ///
    /// Returns an error if this is not a number, has a fraction, or is beyond 128 bits.
    pub fn integer(&self) -> Result<i128, ReadError> {
        // Every integral `f64` up to this bound has an exact `i128`.
        const BOUND: f64 = 1e38;
        match self {
            Self::Integer(value) => Ok(i128::from(*value)),
            Self::Unsigned(value) => Ok(i128::from(*value)),
            Self::Digits(text) => match text.split_once('.') {
                None => {
                    text.parse().map_err(|_| ReadError::expected("an integer of 128 bits", self))
                }
                Some((whole, fraction)) if fraction.bytes().all(|digit| digit == b'0') => {
                    whole.parse().map_err(|_| ReadError::expected("an integer of 128 bits", self))
                }
                Some(_) => Err(ReadError::expected("an integer", self)),
            },
            Self::Number(value) if value.fract() == 0.0 && value.abs() <= BOUND => {
                Ok(*value as i128)
            }
            _ => Err(ReadError::expected("an integer", self)),
        }
    }

    /// Returns this number. An integer beyond 2^53 is rounded to the nearest `f64`.
    ///
    /// # Errors
    ///
    /// Returns an error if this is not a number.
    pub fn number(&self) -> Result<f64, ReadError> {
        match self {
            Self::Integer(value) => Ok(*value as f64),
            Self::Unsigned(value) => Ok(*value as f64),
            Self::Digits(text) => {
                text.parse().map_err(|_| ReadError::expected("a number of 64 bits", self))
            }
            Self::Number(value) => Ok(*value),
            _ => Err(ReadError::expected("a number", self)),
        }
    }

    /// Returns the text of this number, as received if it has more than 15 digits. Returns `None` for other values.
    #[allow(dead_code, reason = "not every API has enums of strings or exact numbers")]
    pub(crate) fn digits(&self) -> Option<Cow<'_, str>> {
        Some(match self {
            Self::Integer(value) => value.to_string().into(),
            Self::Unsigned(value) => value.to_string().into(),
            Self::Digits(text) => Cow::Borrowed(text),
            Self::Number(value) => value.to_string().into(),
            _ => return None,
        })
    }

    /// Returns the kind of this value with its article, such as `an object`.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Boolean(_) => "a boolean",
            Self::Integer(_) | Self::Unsigned(_) | Self::Digits(_) | Self::Number(_) => "a number",
            Self::String(_) => "a string",
            Self::Array(_) => "an array",
            Self::Object(_) => "an object",
        }
    }
}

impl fmt::Debug for Node<'_> {
    /// Shows only the kind, because a document may contain secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Node({})", self.kind())
    }
}

impl SyntaxError {
    pub(crate) fn new(truncated: bool, offset: usize, text: String) -> Self {
        Self { truncated, offset, text }
    }

    /// Returns `true` if the text ends before the document is complete.
    #[must_use]
    pub fn is_truncated(&self) -> bool {
        self.truncated
    }

    /// Returns the position of the error in bytes, without a byte order mark.
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
