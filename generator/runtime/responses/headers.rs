//! Headers of answers, read as the types that the description gives them.

use std::error::Error;
use std::fmt;

use http::HeaderMap;

use super::super::json::convert::Json;
use super::super::json::node::{Node, SyntaxError};
use super::super::json::read::ReadError;

/// A header of an answer that is not as documented. The answer itself is none the worse for it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct HeaderError {
    /// The name of the header.
    pub name: &'static str,
    /// What is wrong.
    pub kind: HeaderErrorKind,
}

/// The ways in which a header can differ from what is documented.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum HeaderErrorKind {
    /// It is required and not there.
    Missing,
    /// It is not text.
    NotText,
    /// It is not JSON.
    NotJson(SyntaxError),
    /// It is of another form.
    Mismatch(ReadError),
}

/// What the text of a header holds (OpenAPI 3.1, 4.8.21; style `simple`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeaderStyle {
    /// A text.
    Text,
    /// A number or boolean, or JSON.
    Json,
    /// Texts with commas between them.
    Texts,
    /// Numbers or booleans with commas between them.
    Numbers,
}

/// Reads a header, if it is there. Several of one name are one with commas (RFC 9110, 5.3).
///
/// # Errors
///
/// The header is not as documented.
pub fn header<T: Json>(
    headers: &HeaderMap,
    name: &'static str,
    form: HeaderStyle,
) -> Result<Option<T>, HeaderError> {
    let error = |kind| HeaderError { name, kind };
    let Some(text) = text(headers, name).map_err(error)? else { return Ok(None) };
    let node = node(&text, form).map_err(|kind| error(HeaderErrorKind::NotJson(kind)))?;
    // A header may be a key: no text shows its value.
    T::read(&node).map(Some).map_err(|kind| error(HeaderErrorKind::Mismatch(kind.redacted())))
}

/// Reads a header that must be there.
///
/// # Errors
///
/// The header is missing or not as documented.
pub fn required_header<T: Json>(
    headers: &HeaderMap,
    name: &'static str,
    form: HeaderStyle,
) -> Result<T, HeaderError> {
    let kind = HeaderErrorKind::Missing;
    header(headers, name, form)?.ok_or(HeaderError { name, kind })
}

fn text(headers: &HeaderMap, name: &str) -> Result<Option<String>, HeaderErrorKind> {
    let mut texts = Vec::new();
    for value in headers.get_all(name) {
        // What a header holds beyond ASCII is UTF-8 where it is anything.
        let text = std::str::from_utf8(value.as_bytes()).map_err(|_| HeaderErrorKind::NotText)?;
        texts.push(text.trim());
    }
    Ok((!texts.is_empty()).then(|| texts.join(", ")))
}

fn node(text: &str, form: HeaderStyle) -> Result<Node<'_>, SyntaxError> {
    let items = text.split(',').map(str::trim).filter(|item| !item.is_empty());
    match form {
        HeaderStyle::Text => Ok(Node::String(text.into())),
        HeaderStyle::Json => Node::parse(text.as_bytes()),
        HeaderStyle::Texts => {
            Ok(Node::Array(items.map(|item| Node::String(item.into())).collect()))
        }
        HeaderStyle::Numbers => {
            let items: Result<_, _> = items.map(|item| Node::parse(item.as_bytes())).collect();
            items.map(Node::Array)
        }
    }
}

impl fmt::Display for HeaderError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "header `{}`: ", self.name)?;
        match &self.kind {
            HeaderErrorKind::Missing => f.write_str("required, but missing"),
            HeaderErrorKind::NotText => f.write_str("expected UTF-8 text"),
            HeaderErrorKind::NotJson(error) => write!(f, "expected a number or JSON: {error}"),
            HeaderErrorKind::Mismatch(error) => error.fmt(f),
        }
    }
}

impl Error for HeaderError {}
