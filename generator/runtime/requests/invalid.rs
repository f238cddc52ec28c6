//! The error for calls that cannot be sent.

use std::borrow::Cow;
use std::fmt;

use super::super::text::display_text::clean;

/// The reasons why a call cannot be sent: an argument violates the API description, or a credential or the transport is
/// missing.
///
/// The messages never show a value, because an argument may be a secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidRequest(Box<Inner>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Inner {
    operation: &'static str,
    violations: Vec<Violation>,
}

/// A constraint that an argument violates.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Violation {
    /// The part of the request that the argument belongs to.
    pub place: RequestPart,
    /// The name of the parameter, header or security scheme; empty for the body and the URL.
    pub name: Cow<'static, str>,
    /// The path to the value inside the argument, a JSON pointer (RFC 6901); empty for the argument
    /// itself.
    pub pointer: String,
    /// The constraint. Its text follows the name of the argument: `must not be empty`.
    pub rule: Cow<'static, str>,
}

/// The part of a request that an argument belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RequestPart {
    /// A path parameter.
    Path,
    /// A query parameter.
    Query,
    /// A header.
    Header,
    /// A cookie.
    Cookie,
    /// The request body.
    Body,
    /// The credentials that the operation requires.
    Security,
    /// The whole URL.
    Url,
    /// The server: the URL leads to another server than the one set for the operation.
    Server,
    /// The client that the call belongs to.
    Client,
}

impl InvalidRequest {
    pub(crate) fn new(operation: &'static str, violations: Vec<Violation>) -> Self {
        Self(Box::new(Inner { operation, violations }))
    }

    /// Returns the `operationId` in the API description.
    #[must_use]
    pub fn operation(&self) -> &'static str {
        self.0.operation
    }

    /// Returns all violations, in the order in which the arguments were set.
    #[must_use]
    pub fn violations(&self) -> &[Violation] {
        &self.0.violations
    }
}

impl Violation {
    /// Creates a violation by the whole argument `name`.
    #[must_use]
    pub fn new(place: RequestPart, name: &'static str, rule: impl Into<Cow<'static, str>>) -> Self {
        Self { place, name: Cow::Borrowed(name), pointer: String::new(), rule: rule.into() }
    }
}

impl fmt::Display for InvalidRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` was not sent: ", self.0.operation)?;
        for (index, violation) in self.0.violations.iter().enumerate() {
            if index > 0 {
                f.write_str("; ")?;
            }
            violation.fmt(f)?;
        }
        Ok(())
    }
}

impl std::error::Error for InvalidRequest {}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.place.fmt(f)?;
        if !self.name.is_empty() {
            write!(f, " `{}`", clean(&self.name, 80))?;
        }
        if !self.pointer.is_empty() {
            write!(f, " at `{}`", clean(&self.pointer, 160))?;
        }
        write!(f, " {}", self.rule)
    }
}

impl fmt::Display for RequestPart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Path => "path parameter",
            Self::Query => "query parameter",
            Self::Header => "header",
            Self::Cookie => "cookie",
            Self::Body => "the body",
            Self::Security => "credential",
            Self::Url => "the URL",
            Self::Server => "the server",
            Self::Client => "the client",
        })
    }
}
