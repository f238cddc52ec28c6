//! The reasons why a client cannot be built.

use std::error::Error;
use std::fmt;

use super::super::text::display_text::clean;
use super::super::transports::tls_settings::CertificateError;
use super::super::transports::traits::TransportError;

/// Why no client can be made of what its builder was given.
#[derive(Debug)]
#[non_exhaustive]
pub enum BuildError {
    /// The base URL cannot be one; the reason is worded to follow `the base URL`.
    BaseUrl(&'static str),
    /// The credential for a security scheme cannot be sent.
    Credential {
        /// The id of the scheme.
        scheme: &'static str,
        /// The reason, worded to follow `the credential`.
        reason: &'static str,
    },
    /// A header cannot be sent.
    Header {
        /// The name of the header.
        name: String,
    },
    /// Credentials would go over the network readable by everyone on the way.
    PlainHttp {
        /// The host of the base URL.
        host: String,
    },
    /// A certificate or its private key cannot be used.
    Certificate(CertificateError),
    /// The transport cannot be made.
    Transport(TransportError),
    /// There is no transport.
    NoTransport,
}

impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BaseUrl(reason) => write!(f, "the base URL {reason}"),
            Self::Credential { scheme, reason } => {
                write!(f, "the credential for `{scheme}` {reason}")
            }
            Self::Header { name } => write!(
                f,
                "the header `{}` has a name or a value that HTTP cannot carry",
                clean(name, 80)
            ),
            Self::PlainHttp { host } => write!(
                f,
                "credentials would go to `{}` over plain `http`: use `https`, or call \
                 `allow_plain_http` on the builder",
                clean(host, 120)
            ),
            Self::Certificate(error) => write!(f, "the certificate given to {error}"),
            Self::Transport(error) => write!(f, "no transport: {error}"),
            Self::NoTransport => f.write_str(
                "no transport: enable the feature `reqwest` or `blocking`, or call `transport` \
                 on the builder",
            ),
        }
    }
}

impl Error for BuildError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Transport(error) => error.source(),
            _ => None,
        }
    }
}
