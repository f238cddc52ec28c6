//! Why a JSON value does not read as its type: the path to it, what was expected, what was found.

use std::borrow::Cow;
use std::fmt::{self, Write as _};
use std::sync::Arc;

use super::super::json::node::Node;
use super::super::text::display_text::clean;
use super::super::text::redact::Secrets;

/// A JSON value is not what the description says.
///
/// Shown as `$.items[3].weight: expected a number, found "heavy"`. The path is put together while
/// the error travels up, so that reading without one costs nothing for it.
#[derive(Clone, PartialEq, Eq)]
pub struct ReadError(Option<Box<ReadFault>>);

/// The cause of an error and the path to it. A choice keeps errors, so a copy shares both.
#[derive(Clone, PartialEq, Eq)]
struct ReadFault {
    way: Option<Arc<PathStep>>,
    depth: usize,
    cause: Arc<Cause>,
}

/// A step of the way, outermost first.
#[derive(Clone, PartialEq, Eq)]
struct PathStep {
    place: PathPlace,
    next: Option<Arc<Self>>,
}

#[derive(Clone, PartialEq, Eq)]
enum PathPlace {
    Member(Box<str>),
    Item(usize),
}

#[derive(Clone, PartialEq, Eq)]
enum Cause {
    Missing,
    Mismatch {
        expected: Cow<'static, str>,
        kind: &'static str,
        found: Option<Found>,
    },
    #[allow(dead_code, reason = "not every API has unions without a tag")]
    Undecided {
        most: u32,
        kind: &'static str,
    },
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
        Self::new(Cause::Missing)
    }

    /// No variant of a union was found before `most` were tried.
    #[allow(dead_code, reason = "not every API has unions without a tag")]
    pub(crate) fn undecided(most: u32, found: &Node<'_>) -> Self {
        Self::new(Cause::Undecided { most, kind: found.kind() })
    }

    /// No error, but a value that is not read yet: a choice compares its variants.
    #[allow(dead_code, reason = "not every API has unions without a tag")]
    pub(crate) fn postponed() -> Self {
        Self(None)
    }

    /// Returns `true` if this is no error, but a value that is not read yet.
    pub(crate) fn is_postponed(&self) -> bool {
        self.0.is_none()
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
    pub fn at_field(self, name: &str) -> Self {
        if self.is_postponed() { self } else { self.at(PathPlace::Member(name.into())) }
    }

    /// The same error seen from the array that has the value as its item `index`.
    #[must_use]
    pub fn at_index(self, index: usize) -> Self {
        self.at(PathPlace::Item(index))
    }

    fn at(mut self, place: PathPlace) -> Self {
        if let Some(fault) = &mut self.0 {
            fault.way = Some(Arc::new(PathStep { place, next: fault.way.take() }));
            fault.depth += 1;
        }
        self
    }

    /// The same error without the found value, of which only the kind remains.
    #[must_use]
    pub fn redacted(self) -> Self {
        self.map_found(|_| None)
    }

    /// The same error without the secrets of a call in it.
    pub(crate) fn redacted_by(self, secrets: &Secrets) -> Self {
        let redact = |text: &str| secrets.redact(text).into();
        let mut redacted = self.map_found(|found| {
            Some(match found {
                Found::Text(text) => Found::Text(redact(&text)),
                Found::Other(text) => Found::Other(redact(&text)),
            })
        });
        if let Some(fault) = &mut redacted.0 {
            let places: Vec<_> = fault.places().cloned().collect();
            fault.way = places.into_iter().rev().fold(None, |next, place| {
                let place = match place {
                    PathPlace::Member(name) => PathPlace::Member(redact(&name)),
                    item @ PathPlace::Item(_) => item,
                };
                Some(Arc::new(PathStep { place, next }))
            });
        }
        redacted
    }

    fn map_found(mut self, change: impl FnOnce(Found) -> Option<Found>) -> Self {
        let cause = self.0.as_mut().map(|fault| Arc::make_mut(&mut fault.cause));
        if let Some(Cause::Mismatch { found, .. }) = cause {
            *found = found.take().and_then(change);
        }
        self
    }

    /// The way from the document to the value, such as `$.items[3].weight`.
    #[must_use]
    pub fn path(&self) -> String {
        let mut path = String::from("$");
        for place in self.0.iter().flat_map(|fault| fault.places()) {
            match place {
                PathPlace::Item(index) => _ = write!(path, "[{index}]"),
                PathPlace::Member(name) if is_plain(name) => _ = write!(path, ".{name}"),
                PathPlace::Member(name) => _ = write!(path, "[{}]", quoted(name)),
            }
        }
        path
    }

    /// How far inside the document the value stands, seen from where the error has come to.
    #[must_use]
    pub fn depth(&self) -> usize {
        self.0.as_ref().map_or(0, |fault| fault.depth)
    }

    fn mismatch(expected: Cow<'static, str>, kind: &'static str, found: Option<Found>) -> Self {
        Self::new(Cause::Mismatch { expected, kind, found })
    }

    fn new(cause: Cause) -> Self {
        Self(Some(Box::new(ReadFault { way: None, depth: 0, cause: Arc::new(cause) })))
    }
}

impl ReadFault {
    /// The places that the way leads through, outermost first.
    fn places(&self) -> impl Iterator<Item = &PathPlace> {
        let steps = std::iter::successors(self.way.as_deref(), |step| step.next.as_deref());
        steps.map(|step| &step.place)
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.path();
        match self.0.as_ref().map(|fault| &*fault.cause) {
            None => write!(f, "{path}: not read yet"),
            Some(Cause::Missing) => write!(f, "{path}: required, but missing"),
            Some(Cause::Mismatch { expected, kind, found }) => {
                write!(f, "{path}: expected {expected}, found ")?;
                match found {
                    Some(Found::Text(text)) => f.write_str(&quoted(text)),
                    Some(Found::Other(text)) => write!(f, "{}", clean(text, SHOWN)),
                    None => f.write_str(kind),
                }
            }
            Some(Cause::Undecided { most, kind }) => {
                write!(
                    f,
                    "{path}: found {kind}, for which no variant of the union is chosen within {most} tries"
                )
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
