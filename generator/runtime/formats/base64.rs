//! Binary data as base64 strings.

use std::borrow::Cow;
use std::fmt;

use base64::engine::DecodePaddingMode;
use base64::engine::general_purpose::{
    GeneralPurpose, GeneralPurposeConfig, STANDARD, URL_SAFE_NO_PAD,
};
use base64::{DecodeError, Engine, alphabet};

use super::super::json::convert::Json;
use super::super::json::node::Node;
use super::super::json::read::ReadError;
use super::super::json::write::Writer;
use super::super::requests::parameter::Parameter;

/// The error for a string that is not base64.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Base64Error {
    /// The position of the error in the string, in bytes.
    pub position: usize,
}

/// Accepts the alphabet with or without padding, and ignores the bits after the last whole byte.
const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);

/// Defines a type of base64 strings, whose bytes are encoded by `$engine`.
macro_rules! base64_strings {
    ($(#[$doc:meta])* $name:ident, $engine:ident, $(#[$new:meta])*) => {
        $(#[$doc])*
        #[derive(Clone, Default, PartialEq, Eq, Hash)]
        pub struct $name(Box<str>);

        impl $name {
            $(#[$new])*
            #[must_use]
            pub fn new(bytes: impl AsRef<[u8]>) -> Self {
                Self($engine.encode(bytes).into())
            }

            /// Creates a value from a string that is base64 already. The string is not checked.
            #[must_use]
            pub fn from_text(text: impl Into<Box<str>>) -> Self {
                Self(text.into())
            }

            /// Returns the base64 string.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// Decodes the bytes. Both alphabets are accepted, with or without padding; ASCII white space is ignored.
            ///
            /// # Errors
            ///
            /// Returns an error if the string has another character or ends within a byte.
            pub fn decode(&self) -> Result<Vec<u8>, Base64Error> {
                decode(&self.0)
            }
        }

        impl From<Vec<u8>> for $name {
            fn from(bytes: Vec<u8>) -> Self {
                Self::new(bytes)
            }
        }

        impl From<&[u8]> for $name {
            fn from(bytes: &[u8]) -> Self {
                Self::new(bytes)
            }
        }

        impl<const N: usize> From<&[u8; N]> for $name {
            fn from(bytes: &[u8; N]) -> Self {
                Self::new(bytes)
            }
        }

        impl Json for $name {
            fn read(node: &Node<'_>) -> Result<Self, ReadError> {
                node.string().map(Self::from_text)
            }

            fn write(&self, writer: &mut Writer) {
                writer.string(&self.0);
            }
        }

        impl Parameter for $name {
            fn text(&self) -> Cow<'_, str> {
                Cow::Borrowed(&self.0)
            }
        }

        impl fmt::Debug for $name {
            /// Shows the length of the string, not its content.
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({} characters)"), self.0.len())
            }
        }
    };
}

base64_strings! {
    /// Binary data that is a base64 string in JSON (RFC 4648).
    ///
    /// The string is kept as received and decoded only by [`decode`](Self::decode). It is sent back unchanged, and a string
    /// that is not base64 does not fail the whole response.
    ///
    /// ```text
    /// let image = Base64::new([0x89, b'P', b'N', b'G']);
    /// assert_eq!(image.as_str(), "iVBORw==");
    /// assert_eq!(image.decode()?, [0x89, b'P', b'N', b'G']);
    /// ```
    Base64,
    STANDARD,
    /// Encodes bytes in the standard alphabet, with padding (RFC 4648, section 4).
}

base64_strings! {
    /// Binary data that is a string in JSON, in the base64 alphabet for URLs and file names (RFC 4648, section 5).
    ///
    /// The string is kept as received and decoded only by [`decode`](Self::decode).
    Base64Url,
    URL_SAFE_NO_PAD,
    /// Encodes bytes in the alphabet for URLs and file names, without padding (RFC 4648, section 5).
}

impl Base64 {
    /// Encodes bytes in the alphabet for URLs and file names, without padding (RFC 4648, section 5).
    #[must_use]
    pub fn url_safe(bytes: impl AsRef<[u8]>) -> Self {
        Self(URL_SAFE_NO_PAD.encode(bytes).into())
    }
}

fn decode(text: &str) -> Result<Vec<u8>, Base64Error> {
    let significant = || {
        let bytes = text.bytes().enumerate();
        bytes.filter(|(_, byte)| !byte.is_ascii_whitespace())
    };
    let mut standard = Vec::with_capacity(text.len());
    standard.extend(significant().map(|(_, byte)| match byte {
        b'-' => b'+',
        b'_' => b'/',
        byte => byte,
    }));
    LENIENT.decode(&standard).map_err(|error| {
        let position = match error {
            DecodeError::InvalidByte(index, _)
            | DecodeError::InvalidLastSymbol { offset: index, .. } => {
                significant().nth(index).map(|(position, _)| position)
            }
            _ => None,
        };
        Base64Error { position: position.unwrap_or(text.len()) }
    })
}

impl fmt::Display for Base64Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "not base64 at byte {}", self.position)
    }
}

impl std::error::Error for Base64Error {}
