//! Conversion of values to the text of a path, query, header or cookie.

use std::borrow::Cow;
use std::fmt::Write as _;

use super::super::text::secret::Secret;

/// A value that a parameter can hold.
pub trait Parameter {
    /// Returns the text before it is percent-encoded.
    fn text(&self) -> Cow<'_, str>;

    /// Appends the text, percent-encoded by `encode`.
    fn append(&self, into: &mut String, encode: fn(&str, &mut String)) {
        encode(&self.text(), into);
    }

    /// Returns the reason why the value cannot be sent, or `None`. The reason follows the name of
    /// the parameter, as in `must be a finite number`.
    fn fault(&self) -> Option<&'static str> {
        None
    }

    /// Returns `true` if the text must not appear in messages or logs.
    fn is_sensitive(&self) -> bool {
        false
    }
}

impl<T: Parameter + ?Sized> Parameter for &T {
    fn text(&self) -> Cow<'_, str> {
        T::text(self)
    }

    fn append(&self, into: &mut String, encode: fn(&str, &mut String)) {
        T::append(self, into, encode);
    }

    fn fault(&self) -> Option<&'static str> {
        T::fault(self)
    }

    fn is_sensitive(&self) -> bool {
        T::is_sensitive(self)
    }
}

impl Parameter for str {
    fn text(&self) -> Cow<'_, str> {
        Cow::Borrowed(self)
    }
}

impl Parameter for String {
    fn text(&self) -> Cow<'_, str> {
        Cow::Borrowed(self)
    }
}

impl<T: Parameter> Parameter for Secret<T> {
    fn text(&self) -> Cow<'_, str> {
        self.expose().text()
    }

    fn fault(&self) -> Option<&'static str> {
        self.expose().fault()
    }

    fn is_sensitive(&self) -> bool {
        true
    }
}

macro_rules! displayed {
    ($($type:ty),*) => { $(
        impl Parameter for $type {
            fn text(&self) -> Cow<'_, str> {
                Cow::Owned(self.to_string())
            }

            fn append(&self, into: &mut String, _: fn(&str, &mut String)) {
                // No character of these types needs an escape, and a string takes every text.
                _ = write!(into, "{self}");
            }
        }
    )* };
}

displayed!(bool, i8, i16, i32, i64, i128, u8, u16, u32, u64, u128);

macro_rules! floats {
    ($($type:ty),*) => { $(
        impl Parameter for $type {
            fn text(&self) -> Cow<'_, str> {
                Cow::Owned(self.to_string())
            }

            fn fault(&self) -> Option<&'static str> {
                (!self.is_finite()).then_some("must be a finite number")
            }
        }
    )* };
}

floats!(f32, f64);

/// The style of a property of a form (OpenAPI 3.1, section 4.8.15).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FieldStyle {
    /// The name of the property.
    pub name: &'static str,
    /// The style.
    pub style: Style,
    /// `true` if items and members are separate (`explode`).
    pub explode: bool,
}

/// The serialization of an array or object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// `simple`: `a,b`.
    Simple,
    /// `label`: `.a,b`, or `.a.b` if exploded.
    Label,
    /// `matrix`: `;name=a,b`, or `;name=a;name=b` if exploded.
    Matrix,
    /// `form`: `name=a,b`, or `name=a&name=b` if exploded.
    Form,
    /// `spaceDelimited`: `name=a%20b`.
    SpaceDelimited,
    /// `pipeDelimited`: `name=a%7Cb`.
    PipeDelimited,
    /// Items joined by tabs: `name=a%09b`.
    TabDelimited,
    /// `deepObject`: `name[a]=1&name[b]=2`.
    DeepObject,
    /// `content` with a JSON media type: the value as JSON.
    Json,
}

impl Style {
    /// Returns the constraint of an item that contains the delimiter of the style, if a server could
    /// not tell such an item from two items.
    pub(crate) fn delimiter_rule(self) -> Option<(char, &'static str)> {
        match self {
            Self::SpaceDelimited => {
                Some((' ', "must not contain a space, which separates the items"))
            }
            Self::TabDelimited => Some(('\t', "must not contain a tab, which separates the items")),
            Self::PipeDelimited => Some(('|', "must not contain `|`, which separates the items")),
            _ => None,
        }
    }
}

/// The delimiter of a list that is not encoded, as in a header, and the constraint of its items.
pub(crate) const COMMA: (char, &str) = (',', "must not contain a comma, which separates the items");
