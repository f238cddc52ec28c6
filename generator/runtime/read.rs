//! Why a JSON value does not read as its type: the path to it, what was expected, what was found.

use std::borrow::Cow;
use std::fmt::{self, Write as _};

use crate::runtime::node::Node;
use crate::runtime::redact::Secrets;
use crate::runtime::text::clean;

/// A JSON value is not what the description says.
///
/// Shown as `$.items[3].weight: expected a number, found "heavy"`. The path is put together while
/// the error travels up, so that reading without one costs nothing for it.
#[derive(Clone, PartialEq, Eq)]
pub struct ReadError(Box<Fault>);

#[derive(Clone, PartialEq, Eq)]
struct Fault {
    /// Innermost first.
    steps: Vec<Step>,
    cause: Cause,
}

#[derive(Clone, PartialEq, Eq)]
enum Step {
    Member(Box<str>),
    Item(usize),
}

#[derive(Clone, PartialEq, Eq)]
enum Cause {
    Missing,
    Mismatch { expected: Cow<'static, str>, kind: &'static str, found: Option<Found> },
}

/// A scalar that was found. It is kept whole, since it is cut only when its secrets are out.
#[derive(Clone, PartialEq, Eq)]
enum Found {
    Text(Box<str>),
    Other(Box<str>),
}

/// How many characters of a found value or a member's name are shown.
const SHOWN: usize = 40;

/// How many bytes of a found text are kept; of a longer one only the kind is shown.
const KEPT: usize = 4096;

impl ReadError {
    /// The value is not `expected`, which is worded like `a number` or `a date`.
    #[must_use]
    pub fn expected(expected: impl Into<Cow<'static, str>>, found: &Node<'_>) -> Self {
        Self::mismatch(expected.into(), found.kind(), shown(found))
    }

    /// A required member is not there.
    #[must_use]
    pub fn missing() -> Self {
        Self(Box::new(Fault { steps: Vec::new(), cause: Cause::Missing }))
    }

    /// The member `property`, which tells the variants of a union apart, has a value that belongs
    /// to none of them.
    #[must_use]
    pub fn unknown_tag(property: &str, found: &str, known: &[&str]) -> Self {
        let expected = alternatives(known, '"');
        Self::mismatch(expected.into(), "a string", kept(found)).at_field(property)
    }

    /// The value fits none of the variants of a union.
    #[must_use]
    pub fn no_variant(variants: &[&str], found: &Node<'_>) -> Self {
        Self::expected(alternatives(variants, '`'), found)
    }

    /// The same error seen from the object that has the value as its member `name`.
    #[must_use]
    pub fn at_field(mut self, name: &str) -> Self {
        self.0.steps.push(Step::Member(name.into()));
        self
    }

    /// The same error seen from the array that has the value as its item `index`.
    #[must_use]
    pub fn at_index(mut self, index: usize) -> Self {
        self.0.steps.push(Step::Item(index));
        self
    }

    /// The same error without the found value, of which only the kind remains.
    #[must_use]
    pub fn redacted(mut self) -> Self {
        if let Cause::Mismatch { found, .. } = &mut self.0.cause {
            *found = None;
        }
        self
    }

    /// The same error without the secrets of a call in it.
    pub(super) fn redacted_by(mut self, secrets: &Secrets) -> Self {
        for step in &mut self.0.steps {
            if let Step::Member(name) = step {
                *name = secrets.redact(name).into();
            }
        }
        if let Cause::Mismatch { found: Some(Found::Text(text) | Found::Other(text)), .. } =
            &mut self.0.cause
        {
            *text = secrets.redact(text).into();
        }
        self
    }

    /// The way from the document to the value, such as `$.items[3].weight`.
    #[must_use]
    pub fn path(&self) -> String {
        let mut path = String::from("$");
        for step in self.0.steps.iter().rev() {
            match step {
                Step::Item(index) => _ = write!(path, "[{index}]"),
                Step::Member(name) if is_plain(name) => _ = write!(path, ".{name}"),
                Step::Member(name) => _ = write!(path, "[{}]", quoted(name)),
            }
        }
        path
    }

    /// How far inside the document the value stands, seen from where the error has come to.
    #[must_use]
    pub fn depth(&self) -> usize {
        self.0.steps.len()
    }

    fn mismatch(expected: Cow<'static, str>, kind: &'static str, found: Option<Found>) -> Self {
        Self(Box::new(Fault {
            steps: Vec::new(),
            cause: Cause::Mismatch { expected, kind, found },
        }))
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.path();
        match &self.0.cause {
            Cause::Missing => write!(f, "{path}: required, but missing"),
            Cause::Mismatch { expected, kind, found } => {
                write!(f, "{path}: expected {expected}, found ")?;
                match found {
                    Some(Found::Text(text)) => f.write_str(&quoted(text)),
                    Some(Found::Other(text)) => write!(f, "{}", clean(text, SHOWN)),
                    None => f.write_str(kind),
                }
            }
        }
    }
}

impl fmt::Debug for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ReadError({self})")
    }
}

impl std::error::Error for ReadError {}

/// Scalars in words; of arrays and objects the kind says enough.
fn shown(node: &Node<'_>) -> Option<Found> {
    let text = match node {
        Node::Boolean(value) => value.to_string(),
        Node::Integer(value) => value.to_string(),
        Node::Unsigned(value) => value.to_string(),
        Node::Number(value) => format!("{value:?}"),
        Node::String(text) => return kept(text),
        Node::Null | Node::Array(_) | Node::Object(_) => return None,
    };
    Some(Found::Other(text.into()))
}

fn kept(text: &str) -> Option<Found> {
    (text.len() <= KEPT).then(|| Found::Text(text.into()))
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", clean(text, SHOWN))
}

fn alternatives(names: &[&str], quote: char) -> String {
    let mut text = String::new();
    for (index, name) in names.iter().enumerate() {
        if index > 0 {
            text.push_str(if index + 1 == names.len() { " or " } else { ", " });
        }
        _ = write!(text, "{quote}{name}{quote}");
    }
    text
}

/// Whether `name` can follow a dot in a path.
fn is_plain(name: &str) -> bool {
    name.len() <= SHOWN
        && !name.is_empty()
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-')
}
