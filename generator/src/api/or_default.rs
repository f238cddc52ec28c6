//! Memory for values that are mostly the default one.

use std::fmt;
use std::ops::Deref;

/// A type whose default exists without memory of its own.
pub trait ConstDefault: PartialEq + 'static {
    /// The default.
    const DEFAULT: &'static Self;
}

/// A large value that is mostly the default one, which takes no memory.
#[derive(Clone, PartialEq)]
pub struct OrDefault<T>(Option<Box<T>>);

impl<T> OrDefault<T> {
    /// Returns the value unless it is the default one.
    pub fn given(&self) -> Option<&T> {
        self.0.as_deref()
    }
}

impl<T> Default for OrDefault<T> {
    fn default() -> Self {
        Self(None)
    }
}

impl<T: ConstDefault> From<T> for OrDefault<T> {
    fn from(value: T) -> Self {
        Self((value != *T::DEFAULT).then(|| Box::new(value)))
    }
}

impl<T: ConstDefault> Deref for OrDefault<T> {
    type Target = T;

    fn deref(&self) -> &T {
        self.0.as_deref().unwrap_or(T::DEFAULT)
    }
}

impl<T: ConstDefault + fmt::Debug> fmt::Debug for OrDefault<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}
