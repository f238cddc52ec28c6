//! Messages for JSON syntax errors.

use super::super::json::node::SyntaxError;

/// A syntax error and the position of its first byte, or the length of the text if the text ends too early.
pub(crate) struct Fault {
    pub(crate) kind: Kind,
    pub(crate) at: usize,
}

/// The kind of a syntax error, by what the parser was reading.
#[derive(Clone, Copy)]
pub(crate) enum Kind {
    Value,
    Word,
    Number,
    Range,
    String,
    Control,
    Escape,
    Surrogate,
    Item,
    AfterItem,
    Name,
    Colon,
    AfterMember,
    TrailingComma,
    Depth,
    Trailing,
}

impl Fault {
    /// Returns the error with its line and column in the text.
    #[cold]
    pub(crate) fn explain(&self, text: &str) -> SyntaxError {
        let truncated = self.at >= text.len();
        let what = if truncated { self.kind.cut() } else { self.kind.wrong() };
        let read = text.as_bytes().get(..=self.at).unwrap_or(text.as_bytes());
        let column = read.iter().rev().take_while(|byte| **byte != b'\n').count();
        let line = 1 + read.iter().filter(|byte| **byte == b'\n').count();
        let text = format!("{what} at line {line} column {column}");
        SyntaxError::new(truncated, self.at, text)
    }
}

impl Kind {
    /// Returns the message for an error inside the text.
    fn wrong(self) -> &'static str {
        match self {
            Self::Value | Self::Item => "expected value",
            Self::Word => "expected `true`, `false` or `null`",
            Self::Number => "invalid number",
            Self::Range => "number out of range",
            Self::Control | Self::String => {
                "control character (\\u0000-\\u001F) found while parsing a string"
            }
            Self::Escape => "invalid escape",
            Self::Surrogate => "lone surrogate in an escape",
            Self::AfterItem => "expected `,` or `]`",
            Self::Name => "key must be a string",
            Self::Colon => "expected `:`",
            Self::AfterMember => "expected `,` or `}`",
            Self::TrailingComma => "trailing comma",
            Self::Depth => "recursion limit exceeded",
            Self::Trailing => "trailing characters",
        }
    }

    /// Returns the message for a text that ends too early.
    fn cut(self) -> &'static str {
        match self {
            Self::Item | Self::AfterItem => "EOF while parsing a list",
            Self::Name | Self::Colon | Self::AfterMember => "EOF while parsing an object",
            Self::String | Self::Control | Self::Escape | Self::Surrogate => {
                "EOF while parsing a string"
            }
            _ => "EOF while parsing a value",
        }
    }
}
