//! URLs. Each path segment and each query value is encoded, so that it cannot become two.

#![allow(clippy::indexing_slicing, reason = "positions that were found in the same text or list")]

use std::fmt;

use http::Uri;
use http::uri::{Authority, Scheme};

/// The part of every URL before an operation's path, without a trailing slash.
#[derive(Clone, PartialEq, Eq)]
pub struct BaseUrl {
    text: String,
    uri: Uri,
    host: String,
    secure: bool,
}

impl BaseUrl {
    /// Parses a base URL: `http` or `https`, a host, an optional port and an optional path.
    ///
    /// # Errors
    ///
    /// Returns the reason, which follows the words `the base URL`. It does not repeat the URL,
    /// because that may contain a password.
    pub fn parse(text: &str) -> Result<Self, &'static str> {
        if text.contains(['#', '?']) {
            return Err("must have neither query nor fragment");
        }
        let uri: Uri = text.parse().map_err(|_| "is not a URL")?;
        let secure = match uri.scheme() {
            Some(scheme) if *scheme == Scheme::HTTPS => true,
            Some(scheme) if *scheme == Scheme::HTTP => false,
            _ => return Err("must begin with `https://` or `http://`"),
        };
        let authority = uri.authority().ok_or("has no host")?;
        if authority.as_str().contains('@') {
            return Err("must not hold a user name or password; give credentials to the builder");
        }
        if authority.host().is_empty() {
            return Err("has no host");
        }
        if !is_host(authority.host()) {
            return Err("has a character in its host that no host has");
        }
        if port(authority).is_err() {
            return Err("has a port that is no number from 0 to 65535");
        }
        let path = uri.path().trim_end_matches('/');
        if has_dot_segment(path) || path.contains('\\') {
            return Err("must not hold `.` or `..` as a segment, nor a backslash");
        }
        let scheme = if secure { "https" } else { "http" };
        Ok(Self {
            text: format!("{scheme}://{authority}{path}"),
            host: authority.host().to_owned(),
            secure,
            uri,
        })
    }

    /// Returns the base URL that a relative URL leads to from this one, on the same host.
    ///
    /// # Errors
    ///
    /// Returns the reason why it is not a base URL.
    pub fn relative(&self, reference: &str) -> Result<Self, &'static str> {
        match resolve(&self.uri, reference) {
            Some(url) if self.is_origin_of(&url) => Self::parse(&url.to_string()),
            _ => Err("must be a path on the server of the client"),
        }
    }

    /// Returns `true` if `url` has the scheme, host and port of this URL (RFC 6454, section 4), and
    /// every URL parser agrees.
    #[must_use]
    pub fn is_origin_of(&self, url: &Uri) -> bool {
        // Most URLs begin with the base URL, whose host and port have been checked.
        let own = self.uri.authority().map(Authority::as_str);
        let is_same =
            url.scheme() == self.uri.scheme() && url.authority().map(Authority::as_str) == own;
        (is_same && !url.path().contains('\\')) || is_same_origin(&self.uri, url)
    }

    /// Returns the URL without a trailing slash.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Returns the host; an IPv6 address is in brackets.
    #[must_use]
    pub fn host(&self) -> &str {
        &self.host
    }

    /// Returns `true` if nobody on the network can read a request: the scheme is `https`, or the
    /// host is this machine.
    #[must_use]
    pub fn is_private(&self) -> bool {
        self.secure || self.is_loopback()
    }

    /// Returns `true` if the host is this machine (RFC 6761, section 6.3; RFC 1122, section
    /// 3.2.1.3).
    #[must_use]
    pub fn is_loopback(&self) -> bool {
        let host = self.host.trim_start_matches('[').trim_end_matches(']');
        if let Ok(address) = host.parse::<std::net::IpAddr>() {
            return address.is_loopback();
        }
        let host = host.to_ascii_lowercase();
        host == "localhost" || host.ends_with(".localhost")
    }
}

impl fmt::Debug for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.text, f)
    }
}

/// Returns `true` if both URLs have the same scheme, host and port (RFC 6454, section 4). A URL
/// with a user or a backslash has no origin here, because URL parsers disagree on backslashes.
pub(crate) fn is_same_origin(one: &Uri, other: &Uri) -> bool {
    let is_plain = |url: &Uri| {
        let authority = url.authority().map_or("@", |authority| authority.as_str());
        !authority.contains(['@', '\\']) && !url.path().contains('\\')
    };
    let (Some(own), Some(found)) = (parts(one), parts(other)) else { return false };
    is_plain(other) && own.0 == found.0 && own.1.eq_ignore_ascii_case(found.1) && own.2 == found.2
}

/// Resolves a URL reference in the response to a request (RFC 3986, section 5.2). Returns `None` if the result is not a URL
/// with a host.
pub(crate) fn resolve(current: &Uri, reference: &str) -> Option<Uri> {
    let reference = reference.split('#').next().unwrap_or_default();
    let scheme = current.scheme_str().unwrap_or_default();
    let authority = current.authority().map_or("", |authority| authority.as_str());
    let (path, origin) = (current.path(), format!("{scheme}://{authority}"));
    let text = if reference.is_empty() {
        // An empty reference is the URL itself with its query (RFC 3986, section 4.4).
        current.to_string()
    } else if let Some(rest) = reference.strip_prefix("//") {
        format!("{scheme}://{rest}")
    } else if reference.starts_with('/') {
        format!("{origin}{reference}")
    } else if reference.starts_with('?') {
        format!("{origin}{path}{reference}")
    } else if has_scheme(reference) {
        reference.to_owned()
    } else {
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        format!("{origin}{folder}/{reference}")
    };
    let url: Uri = text.parse().ok()?;
    let (scheme, authority) = (url.scheme_str()?, url.authority()?);
    if !has_dot_segment(url.path()) {
        return Some(url);
    }
    let path = without_dot_segments(url.path());
    let query = url.query().map_or(String::new(), |query| format!("?{query}"));
    format!("{scheme}://{authority}{path}{query}").parse().ok()
}

/// Resolves the segments `.` and `..` of a path (RFC 3986, section 5.2.4).
fn without_dot_segments(path: &str) -> String {
    let mut kept: Vec<&str> = Vec::new();
    let mut segments = path.split('/').skip(1).peekable();
    while let Some(segment) = segments.next() {
        let is_last = segments.peek().is_none();
        match segment {
            "." | ".." => {
                if segment == ".." {
                    kept.pop();
                }
                // The path of a folder ends with a slash.
                if is_last {
                    kept.push("");
                }
            }
            segment => kept.push(segment),
        }
    }
    format!("/{}", kept.join("/"))
}

/// Returns `true` if a reference starts with a scheme, not with a path segment (RFC 3986, section 4.2).
fn has_scheme(reference: &str) -> bool {
    let end = reference.find(['/', '?']).unwrap_or(reference.len());
    reference.get(..end).is_some_and(|start| start.contains(':'))
}

fn parts(url: &Uri) -> Option<(&str, &str, u16)> {
    let scheme = url.scheme_str()?;
    let usual = if scheme == "https" { 443 } else { 80 };
    let authority = url.authority()?;
    Some((scheme, authority.host(), port(authority).ok()?.unwrap_or(usual)))
}

/// Returns the port of an authority without a user, if it has one. `Authority::port_u16` also
/// accepts `[::1]x:80` and `host:+80`, which other URL parsers reject.
fn port(authority: &Authority) -> Result<Option<u16>, NoPort> {
    let rest = authority.as_str().get(authority.host().len()..).ok_or(NoPort)?;
    if rest.is_empty() {
        return Ok(None);
    }
    let digits = rest.strip_prefix(':').ok_or(NoPort)?;
    let is_number = digits.bytes().all(|byte| byte.is_ascii_digit());
    if is_number { digits.parse().map(Some).map_err(|_| NoPort) } else { Err(NoPort) }
}

/// The error for an authority whose host is followed by something that is not a port.
struct NoPort;

/// Returns `true` if `host` is an address or a name of ASCII letters, digits, `-`, `.` and `_`.
fn is_host(host: &str) -> bool {
    match host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        Some(address) => address.parse::<std::net::Ipv6Addr>().is_ok(),
        None => host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._".contains(&byte)),
    }
}

/// Encodes a server variable for the scheme, host or port of a URL. An encoded character makes
/// `BaseUrl::parse` fail, so that a value cannot change the host.
#[must_use]
pub fn host_part(value: &str) -> String {
    let mut text = String::new();
    encode_but(value, &HOST, &mut text);
    text
}

/// Appends `text`. Every byte is percent-encoded except the unreserved ones (RFC 3986, section
/// 2.3).
pub fn encode(text: &str, into: &mut String) {
    encode_but(text, &UNRESERVED, into);
}

/// Appends the literal part of a path template. Path characters (RFC 3986, section 3.3) and escapes
/// stay as they are. A `%` that starts no escape is encoded.
pub fn encode_path(text: &str, into: &mut String) {
    encode_literal(text, &PATH, into);
}

/// Appends the query of a path template (RFC 3986, section 3.4), like [`encode_path`].
pub fn encode_query(text: &str, into: &mut String) {
    encode_literal(text, &QUERY, into);
}

fn encode_literal(text: &str, kept: &[bool; 256], into: &mut String) {
    // Most literals need no escape.
    if text.bytes().all(|byte| kept[usize::from(byte)]) {
        return into.push_str(text);
    }
    let mut pieces = text.split('%');
    encode_but(pieces.next().unwrap_or_default(), kept, into);
    for piece in pieces {
        let is_escape = |it: &[u8]| it.iter().all(u8::is_ascii_hexdigit);
        into.push_str(if piece.as_bytes().get(..2).is_some_and(is_escape) { "%" } else { "%25" });
        encode_but(piece, kept, into);
    }
}

/// Returns `true` if URL parsers remove `segment` from a path, escaped or not (WHATWG URL,
/// "single-dot URL path segment" and "double-dot URL path segment").
#[must_use]
pub fn is_dot_segment(segment: &str) -> bool {
    is_dots(segment.as_bytes())
}

/// Returns `true` if `path` has such a segment; see [`is_dot_segment`].
#[must_use]
pub fn has_dot_segment(path: &str) -> bool {
    path.as_bytes().split(|byte| *byte == b'/').any(is_dots)
}

fn is_dots(segment: &[u8]) -> bool {
    let (mut rest, mut dots) = (segment, 0);
    loop {
        rest = match rest {
            [] => return dots == 1 || dots == 2,
            [b'.', behind @ ..] | [b'%', b'2', b'e' | b'E', behind @ ..] => behind,
            _ => return false,
        };
        dots += 1;
    }
}

/// The bytes that are not encoded: unreserved ones, and those of a path, query or authority.
const UNRESERVED: [bool; 256] = kept(b"-._~");
const PATH: [bool; 256] = kept(b"-._~/:@!$&'()*+,;=");
const QUERY: [bool; 256] = kept(b"-._~/:@!$&'()*+,;=?");
const HOST: [bool; 256] = kept(b"-._:[]");

const fn kept(others: &[u8]) -> [bool; 256] {
    let mut kept = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        kept[byte] = (byte as u8).is_ascii_alphanumeric();
        byte += 1;
    }
    let mut index = 0;
    while index < others.len() {
        kept[others[index] as usize] = true;
        index += 1;
    }
    kept
}

fn encode_but(text: &str, kept: &[bool; 256], into: &mut String) {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    into.reserve(text.len());
    let mut start = 0;
    for (at, &byte) in text.as_bytes().iter().enumerate() {
        if kept[usize::from(byte)] {
            continue;
        }
        // The unencoded bytes are ASCII, so `start..at` is on character boundaries.
        into.push_str(text.get(start..at).unwrap_or_default());
        into.push('%');
        into.push(char::from(DIGITS[usize::from(byte >> 4)]));
        into.push(char::from(DIGITS[usize::from(byte & 15)]));
        start = at + 1;
    }
    into.push_str(text.get(start..).unwrap_or_default());
}
