//! The text of a value in a path, a query, a header or a cookie.

use std::borrow::Cow;

use super::super::text::secret::Secret;

/// A value that a parameter can carry as text.
pub trait Parameter {
    /// The text, not yet encoded for its place.
    fn text(&self) -> Cow<'_, str>;

    /// Why the value has no text that a server understands, worded to follow the name of the
    /// parameter (`must be a finite number`); `None` if it has one.
    fn fault(&self) -> Option<&'static str> {
        None
    }

    /// Whether the text must stay out of messages and logs.
    fn is_sensitive(&self) -> bool {
        false
    }
}

impl<T: Parameter + ?Sized> Parameter for &T {
    fn text(&self) -> Cow<'_, str> {
        T::text(self)
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
        }
    )* };
}

displayed!(bool, i8, i16, i32, i64, u8, u16, u32, u64);

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

/// How the items of an array or the members of an object follow one another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// `simple`: `a,b`.
    Simple,
    /// `label`: `.a,b`, or `.a.b` where it explodes.
    Label,
    /// `matrix`: `;name=a,b`, or `;name=a;name=b` where it explodes.
    Matrix,
    /// `form`: `name=a,b`, or `name=a&name=b` where it explodes.
    Form,
    /// `spaceDelimited`: `name=a%20b`.
    SpaceDelimited,
    /// `pipeDelimited`: `name=a%7Cb`.
    PipeDelimited,
    /// `deepObject`: `name[a]=1&name[b]=2`.
    DeepObject,
    /// `content` of a JSON media type: the value as JSON.
    Json,
}
