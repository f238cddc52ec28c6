//! Response headers, read as the types that the API description gives them.

use std::error::Error;
use std::fmt;

use http::HeaderMap;

use super::super::json::convert::Json;
use super::super::json::node::{Node, SyntaxError};
use super::super::json::read::ReadError;

/// A response header that differs from the API description. The rest of the response is not
/// affected.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct HeaderError {
    /// The name of the header.
    pub name: &'static str,
    /// The difference.
    pub kind: HeaderErrorKind,
}

/// The ways in which a header can differ from the API description.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum HeaderErrorKind {
    /// The header is required and missing.
    Missing,
    /// The header is not UTF-8.
    NotText,
    /// The header is not JSON.
    NotJson(SyntaxError),
    /// The header is a value that differs from the documented schema.
    Mismatch(ReadError),
}

/// The content of a header (OpenAPI 3.1, section 4.8.21; style `simple`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeaderStyle {
    /// A string.
    String,
    /// A number, a boolean or JSON.
    Json,
    /// Strings separated by commas.
    Strings,
    /// Numbers or booleans separated by commas.
    Numbers,
    /// A date of HTTP (RFC 9110, section 5.6.7), or one of RFC 3339.
    Date,
}

/// Reads an optional header. Headers of the same name are joined with commas (RFC 9110, section
/// 5.3). `Set-Cookie` is joined with line feeds, because its values contain commas.
///
/// # Errors
///
/// Returns an error if the header differs from the API description.
pub fn header<T: Json>(
    headers: &HeaderMap,
    name: &'static str,
    form: HeaderStyle,
) -> Result<Option<T>, HeaderError> {
    let error = |kind| HeaderError { name, kind };
    let Some(text) = text(headers, name).map_err(error)? else { return Ok(None) };
    let node =
        node(&text, form, separator(name)).map_err(|kind| error(HeaderErrorKind::NotJson(kind)))?;
    // A header may be a key, so that no text shows its value.
    T::read(&node).map(Some).map_err(|kind| error(HeaderErrorKind::Mismatch(kind.redacted())))
}

/// Reads a required header.
///
/// # Errors
///
/// Returns an error if the header is missing or differs from the API description.
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
        // RFC 9110, section 5.5, leaves bytes beyond ASCII opaque. They are read as UTF-8.
        let text = std::str::from_utf8(value.as_bytes()).map_err(|_| HeaderErrorKind::NotText)?;
        texts.push(text.trim());
    }
    let joined = match separator(name) {
        ',' => texts.join(", "),
        separator => texts.join(separator.encode_utf8(&mut [0; 4])),
    };
    Ok((!texts.is_empty()).then_some(joined))
}

/// Returns the character between the values of a header.
fn separator(name: &str) -> char {
    if name == "set-cookie" { '\n' } else { ',' }
}

fn node(text: &str, form: HeaderStyle, separator: char) -> Result<Node<'_>, SyntaxError> {
    let items = text.split(separator).map(str::trim).filter(|item| !item.is_empty());
    match form {
        HeaderStyle::String => Ok(Node::String(text.into())),
        HeaderStyle::Json => Node::parse(text.as_bytes()),
        HeaderStyle::Strings => {
            Ok(Node::Array(items.map(|item| Node::String(item.into())).collect()))
        }
        HeaderStyle::Numbers => {
            let items: Result<_, _> = items.map(|item| Node::parse(item.as_bytes())).collect();
            items.map(Node::Array)
        }
        HeaderStyle::Date => Ok(Node::String(rfc3339(text).map_or(text.into(), Into::into))),
    }
}

/// Returns a date of HTTP in the format of RFC 3339. The obsolete formats of RFC 850 and asctime are read too.
fn rfc3339(text: &str) -> Option<String> {
    const MONTHS: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let time = httpdate::parse_http_date(text).ok()?;
    // `Sun, 06 Nov 1994 08:49:37 GMT`
    let text = httpdate::fmt_http_date(time);
    let mut parts = text.split(' ').skip(1);
    let (day, month, year, time) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
    let month = MONTHS.iter().position(|name| *name == month)? + 1;
    Some(format!("{year}-{month:02}-{day}T{time}Z"))
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
