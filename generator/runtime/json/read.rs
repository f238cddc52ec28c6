//! The error of reading a typed value from JSON: the path to the value, the expected type, the value found.

use std::borrow::Cow;
use std::fmt::{self, Write as _};
use std::sync::Arc;

use super::super::json::node::Node;
use super::super::text::display_text::clean;
use super::super::text::redact::Secrets;

/// The error for a JSON value that does not match the API description.
///
/// It is shown as `$.items[3].weight: expected a number, found "heavy"`. It lists up to 20 places of the document, separated
/// by `; `. The path is built while the error is returned
/// from function to function, so a read without errors does not pay for it.
#[derive(Clone, PartialEq, Eq)]
pub struct ReadError(Option<Box<ReadFault>>);

/// The cause of an error and the path to it. Unions keep errors, so a clone shares both.
#[derive(Clone, PartialEq, Eq)]
struct ReadFault {
    way: Option<Arc<PathStep>>,
    depth: usize,
    cause: Arc<Cause>,
    /// Further faults of the same value: those that are listed, and one that stands for more.
    further: Vec<Self>,
}

/// A step of the path and the steps after it.
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
        /// The reason that the type itself gives. It may contain the value.
        reason: Option<Box<str>>,
    },
    #[allow(dead_code, reason = "not every API has unions without a tag")]
    Undecided {
        most: u32,
        kind: &'static str,
    },
}

/// A scalar that was found. The whole text is kept, because it is cut only after secrets are redacted.
#[derive(Clone, PartialEq, Eq)]
enum Found {
    Text(Box<str>),
    Other(Box<str>),
}

/// The most faults that are listed after the first.
const FURTHER: usize = 19;

/// The most characters of a value or a member's name that are shown.
const SHOWN: usize = 40;

/// The most bytes of a string that are kept. Of a longer string, only the kind is shown.
const KEPT: usize = 4096;

impl ReadError {
    /// Creates an error for a value that is not `expected`, such as `a number` or `a date`.
    #[must_use]
    pub fn expected(expected: impl Into<Cow<'static, str>>, found: &Node<'_>) -> Self {
        Self::mismatch(expected.into(), found.kind(), shown(found))
    }

    /// Creates an error for a value that a type of another crate refuses, with its reason.
    #[allow(dead_code, reason = "not every client has such a type")]
    pub(crate) fn rejected(
        expected: &'static str,
        found: &Node<'_>,
        reason: impl fmt::Display,
    ) -> Self {
        let reason = reason.to_string();
        let reason = (reason.len() <= KEPT).then(|| reason.into());
        let (expected, kind, found) = (expected.into(), found.kind(), shown(found));
        Self::new(Cause::Mismatch { expected, kind, found, reason })
    }

    /// Creates an error for a required member or item that is missing.
    #[must_use]
    pub fn missing() -> Self {
        Self::new(Cause::Missing)
    }

    /// Creates an error for a union for which no variant is chosen after `most` trials.
    #[allow(dead_code, reason = "not every API has unions without a tag")]
    pub(crate) fn too_many_trials(most: u32, found: &Node<'_>) -> Self {
        Self::new(Cause::Undecided { most, kind: found.kind() })
    }

    /// Creates the error that stands for a value that is read in the second phase (see `enums/best_match.rs`).
    #[allow(dead_code, reason = "not every API has unions without a tag")]
    pub(crate) fn postponed() -> Self {
        Self(None)
    }

    /// Returns `true` if this stands for a value that is read later.
    pub(crate) fn is_postponed(&self) -> bool {
        self.0.is_none()
    }

    /// Creates an error for a discriminator whose value belongs to no variant of the union.
    #[must_use]
    pub fn unknown_tag(property: &str, found: &str, known: &[&str]) -> Self {
        let expected = alternatives(known, '"');
        Self::mismatch(expected.into(), "a string", kept(found)).at_field(property)
    }

    /// Creates an error for a value that fits no variant of a union.
    #[must_use]
    pub fn no_variant(variants: &[&str], found: &Node<'_>) -> Self {
        Self::expected(alternatives(variants, '`'), found)
    }

    /// Adds the member `name` to the front of the path.
    #[must_use]
    pub fn at_field(self, name: &str) -> Self {
        if self.is_postponed() { self } else { self.at(PathPlace::Member(name.into())) }
    }

    /// Adds the item `index` to the front of the path.
    #[must_use]
    pub fn at_index(self, index: usize) -> Self {
        self.at(PathPlace::Item(index))
    }

    /// Adds the faults of another error of the same value.
    pub(crate) fn and(mut self, other: Self) -> Self {
        match (&mut self.0, other.0) {
            (None, other) => return Self(other),
            (Some(_), None) => {}
            (Some(fault), Some(mut other)) => {
                let further = std::mem::take(&mut other.further);
                let rest = (FURTHER + 1).saturating_sub(fault.further.len());
                fault.further.extend([*other].into_iter().chain(further).take(rest));
            }
        }
        self
    }

    /// Returns `true` if no further fault is added.
    pub(crate) fn is_full(&self) -> bool {
        self.0.as_ref().is_some_and(|fault| fault.further.len() > FURTHER)
    }

    /// Returns an error for each place of the document that does not match, in order; at most 20.
    #[must_use]
    pub fn all(&self) -> Vec<Self> {
        let alone = |fault: &ReadFault| {
            Self(Some(Box::new(ReadFault { further: Vec::new(), ..ReadFault::clone(fault) })))
        };
        self.0.iter().flat_map(|fault| fault.all()).map(alone).collect()
    }

    fn at(mut self, place: PathPlace) -> Self {
        if let Some(fault) = &mut self.0 {
            for further in &mut fault.further {
                further.begin_with(place.clone());
            }
            fault.begin_with(place);
        }
        self
    }

    /// Returns the error without the value found; only its kind remains.
    #[must_use]
    pub fn redacted(self) -> Self {
        self.map_found(|_| None)
    }

    /// Returns the error without the secrets of a call.
    pub(crate) fn redacted_by(self, secrets: &Secrets) -> Self {
        let redact = |text: &str| secrets.redact(text).into();
        let mut redacted = self.map_found(|found| {
            Some(match found {
                Found::Text(text) => Found::Text(redact(&text)),
                Found::Other(text) => Found::Other(redact(&text)),
            })
        });
        let redact_way = |fault: &mut ReadFault| {
            let places: Vec<_> = fault.places().cloned().collect();
            fault.way = places.into_iter().rev().fold(None, |next, place| {
                let place = match place {
                    PathPlace::Member(name) => PathPlace::Member(redact(&name)),
                    item @ PathPlace::Item(_) => item,
                };
                Some(Arc::new(PathStep { place, next }))
            });
        };
        if let Some(fault) = &mut redacted.0 {
            fault.for_all(redact_way);
        }
        redacted
    }

    fn map_found(mut self, change: impl Fn(Found) -> Option<Found>) -> Self {
        let change = |fault: &mut ReadFault| {
            if let Cause::Mismatch { found, reason, .. } = Arc::make_mut(&mut fault.cause) {
                *found = found.take().and_then(&change);
                let changed = reason.take().and_then(|reason| change(Found::Other(reason)));
                *reason = changed.map(|(Found::Text(text) | Found::Other(text))| text);
            }
        };
        if let Some(fault) = &mut self.0 {
            fault.for_all(change);
        }
        self
    }

    /// Returns the path from the document to the first place that does not match, such as `$.items[3].weight`.
    #[must_use]
    pub fn path(&self) -> String {
        self.0.as_ref().map_or_else(|| "$".to_owned(), |fault| fault.path())
    }

    /// Returns the number of steps of the path.
    #[must_use]
    pub fn depth(&self) -> usize {
        self.0.as_ref().map_or(0, |fault| fault.depth)
    }

    fn mismatch(expected: Cow<'static, str>, kind: &'static str, found: Option<Found>) -> Self {
        Self::new(Cause::Mismatch { expected, kind, found, reason: None })
    }

    fn new(cause: Cause) -> Self {
        let (cause, further) = (Arc::new(cause), Vec::new());
        Self(Some(Box::new(ReadFault { way: None, depth: 0, cause, further })))
    }
}

impl ReadFault {
    fn begin_with(&mut self, place: PathPlace) {
        self.way = Some(Arc::new(PathStep { place, next: self.way.take() }));
        self.depth += 1;
    }

    /// Returns the fault and the further ones that are listed.
    fn all(&self) -> impl Iterator<Item = &Self> {
        std::iter::once(self).chain(self.further.iter().take(FURTHER))
    }

    /// Calls `change` for the fault and the further ones.
    fn for_all(&mut self, change: impl Fn(&mut Self)) {
        self.further.iter_mut().for_each(&change);
        change(self);
    }

    fn path(&self) -> String {
        let mut path = String::from("$");
        for place in self.places() {
            match place {
                PathPlace::Item(index) => _ = write!(path, "[{index}]"),
                PathPlace::Member(name) if is_plain(name) => _ = write!(path, ".{name}"),
                PathPlace::Member(name) => _ = write!(path, "[{}]", quoted(name)),
            }
        }
        path
    }

    /// Returns the steps of the path, outermost first.
    fn places(&self) -> impl Iterator<Item = &PathPlace> {
        let steps = std::iter::successors(self.way.as_deref(), |step| step.next.as_deref());
        steps.map(|step| &step.place)
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(fault) = &self.0 else { return f.write_str("$: not read yet") };
        for (index, fault) in fault.all().enumerate() {
            if index > 0 {
                f.write_str("; ")?;
            }
            fault.fmt(f)?;
        }
        if self.is_full() { f.write_str("; and more") } else { Ok(()) }
    }
}

impl fmt::Display for ReadFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.path();
        match &*self.cause {
            Cause::Missing => write!(f, "{path}: required, but missing"),
            Cause::Mismatch { expected, kind, found, reason } => {
                write!(f, "{path}: expected {expected}, found ")?;
                match found {
                    Some(Found::Text(text)) => f.write_str(&quoted(text)),
                    Some(Found::Other(text)) => write!(f, "{}", clean(text, SHOWN)),
                    None => f.write_str(kind),
                }?;
                match reason {
                    Some(reason) => write!(f, " ({})", clean(reason, 4 * SHOWN)),
                    None => Ok(()),
                }
            }
            Cause::Undecided { most, kind } => {
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

/// Returns the text of a scalar; `None` for `null`, arrays and objects, of which the kind is shown.
fn shown(node: &Node<'_>) -> Option<Found> {
    let text = match node {
        Node::Boolean(value) => value.to_string(),
        Node::Integer(value) => value.to_string(),
        Node::Unsigned(value) => value.to_string(),
        Node::Digits(text) => return (text.len() <= KEPT).then(|| Found::Other((&**text).into())),
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

/// Returns `true` if `name` can follow a dot in a path.
fn is_plain(name: &str) -> bool {
    name.len() <= SHOWN
        && !name.is_empty()
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-')
}
