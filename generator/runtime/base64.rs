//! Bytes as text in base64.

use std::borrow::Cow;
use std::fmt;

use crate::runtime::json::Json;
use crate::runtime::node::Node;
use crate::runtime::parameter::Parameter;
use crate::runtime::read::ReadError;
use crate::runtime::write::Writer;

/// Bytes that are text in base64 on the wire (RFC 4648).
///
/// It keeps the text, so that what was read is written as it came, and an answer is not lost for a
/// text that is no base64: only [`decode`](Self::decode) finds that.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct Base64(Box<str>);

/// A text is no base64.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Base64Error {
    /// Where in the text, in bytes.
    pub position: usize,
}

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

impl Base64 {
    /// Bytes in the standard alphabet, with padding (RFC 4648, section 4).
    #[must_use]
    pub fn new(bytes: impl AsRef<[u8]>) -> Self {
        Self(encode(bytes.as_ref()).into())
    }

    /// Bytes in the alphabet for URLs and names of files, without padding (RFC 4648, section 5).
    #[must_use]
    pub fn url_safe(bytes: impl AsRef<[u8]>) -> Self {
        let text = encode(bytes.as_ref()).replace('+', "-").replace('/', "_");
        Self(text.trim_end_matches('=').into())
    }

    /// A text that is base64 already.
    #[must_use]
    pub fn from_text(text: impl Into<Box<str>>) -> Self {
        Self(text.into())
    }

    /// The text on the wire.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The bytes, from either alphabet, with or without padding; line feeds and spaces are passed over.
    ///
    /// # Errors
    ///
    /// The text has another character, or ends within a byte.
    pub fn decode(&self) -> Result<Vec<u8>, Base64Error> {
        let mut bytes = Vec::with_capacity(self.0.len() / 4 * 3);
        let (mut buffer, mut bits, mut padded) = (0u32, 0u32, false);
        for (position, byte) in self.0.bytes().enumerate() {
            let value = match byte {
                b'A'..=b'Z' => byte - b'A',
                b'a'..=b'z' => byte - b'a' + 26,
                b'0'..=b'9' => byte - b'0' + 52,
                b'+' | b'-' => 62,
                b'/' | b'_' => 63,
                b'=' => {
                    padded = true;
                    continue;
                }
                byte if byte.is_ascii_whitespace() => continue,
                _ => return Err(Base64Error { position }),
            };
            if padded {
                return Err(Base64Error { position });
            }
            buffer = (buffer << 6) | u32::from(value);
            bits += 6;
            if bits >= 8 {
                bits -= 8;
                // The low eight bits of what is left of the rest.
                bytes.push((buffer >> bits) as u8);
            }
        }
        // A single character is less than a byte.
        if bits == 6 { Err(Base64Error { position: self.0.len() }) } else { Ok(bytes) }
    }
}

fn encode(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let byte = |index: usize| u32::from(chunk.get(index).copied().unwrap_or(0));
        let group = (byte(0) << 16) | (byte(1) << 8) | byte(2);
        for index in 0..4 {
            let value = (group >> (18 - 6 * index)) & 63;
            let is_there = index <= chunk.len();
            text.push(if is_there { char::from(ALPHABET[value as usize]) } else { '=' });
        }
    }
    text
}

impl From<Vec<u8>> for Base64 {
    fn from(bytes: Vec<u8>) -> Self {
        Self::new(bytes)
    }
}

impl From<&[u8]> for Base64 {
    fn from(bytes: &[u8]) -> Self {
        Self::new(bytes)
    }
}

impl<const N: usize> From<&[u8; N]> for Base64 {
    fn from(bytes: &[u8; N]) -> Self {
        Self::new(bytes)
    }
}

impl Json for Base64 {
    fn read(node: &Node<'_>) -> Result<Self, ReadError> {
        node.string().map(Self::from_text)
    }

    fn write(&self, writer: &mut Writer) {
        writer.string(&self.0);
    }
}

impl Parameter for Base64 {
    fn text(&self) -> Cow<'_, str> {
        Cow::Borrowed(&self.0)
    }
}

impl fmt::Debug for Base64 {
    /// Shows how much it holds, not what.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Base64({} characters)", self.0.len())
    }
}

impl fmt::Display for Base64Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "not base64 at byte {}", self.position)
    }
}

impl std::error::Error for Base64Error {}
