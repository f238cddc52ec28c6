//! The credentials of a client, and their places in a request.

use std::fmt;
use std::sync::Arc;

use http::header::{HeaderName, HeaderValue};

use super::super::credentials::token_source::TokenSource;
use super::super::requests::url::encode;
use super::super::text::secret::Secret;

/// The place of a credential in a request (OpenAPI 3.1, section 4.8.27, "Security Scheme Object").
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum CredentialLocation {
    /// In a header, after a prefix such as `Bearer `, which may be empty.
    Header {
        /// The name of the header.
        name: &'static str,
        /// The text before the credential.
        prefix: &'static str,
    },
    /// In the query.
    Query {
        /// The name of the parameter.
        name: &'static str,
    },
    /// In a cookie.
    Cookie {
        /// The name of the cookie.
        name: &'static str,
    },
}

/// A validated credential, or the provider that supplies one.
#[derive(Clone)]
pub(crate) struct Credential {
    pub(crate) scheme: &'static str,
    pub(crate) form: Form,
    /// The credential itself; empty for a provider.
    pub(crate) key: Secret<String>,
}

#[derive(Clone)]
pub(crate) enum Form {
    Header(HeaderName, HeaderValue),
    /// `name=value`, percent-encoded.
    Query(Secret<String>),
    /// `name=value`.
    Cookie(Secret<String>),
    /// A credential that a provider supplies when the call is sent.
    Provided(Arc<TokenSource>),
}

impl Credential {
    /// Validates a credential. The error follows the words `the credential` and does not contain
    /// it.
    pub(crate) fn new(
        scheme: &'static str,
        placement: CredentialLocation,
        secret: &Secret<String>,
    ) -> Result<Self, &'static str> {
        let key = secret.expose().as_str();
        if key.trim().is_empty() {
            return Err("is empty");
        }
        if key.chars().any(char::is_control) {
            return Err("holds a line break or another control character");
        }
        let form = match placement {
            CredentialLocation::Header { name, prefix } => header(name, prefix, key)?,
            CredentialLocation::Query { name } => {
                let mut pair = String::new();
                encode(name, &mut pair);
                pair.push('=');
                encode(key, &mut pair);
                Form::Query(Secret::new(pair))
            }
            CredentialLocation::Cookie { name } => {
                if !key.bytes().all(is_cookie_octet) {
                    return Err("holds a character that a cookie cannot carry");
                }
                Form::Cookie(Secret::new(format!("{name}={key}")))
            }
        };
        Ok(Self { scheme, form, key: secret.clone() })
    }
}

impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: [redacted]", self.scheme)
    }
}

/// `cookie-octet` (RFC 6265, section 4.1.1).
pub(crate) fn is_cookie_octet(byte: u8) -> bool {
    byte.is_ascii_graphic() && !b"\",;\\".contains(&byte)
}

fn header(name: &str, prefix: &str, key: &str) -> Result<Form, &'static str> {
    let name = HeaderName::try_from(name).map_err(|_| "belongs into a header without a name")?;
    let mut value = HeaderValue::try_from(format!("{prefix}{key}"))
        .map_err(|_| "holds a character that a header cannot carry")?;
    value.set_sensitive(true);
    Ok(Form::Header(name, value))
}
