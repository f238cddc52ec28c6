//! The errors of building a client.

use std::error::Error;
use std::fmt;

use super::super::text::display_text::clean;
use super::super::transports::tls_settings::CertificateError;
use super::super::transports::traits::TransportError;

/// The error of [`ClientBuilder::build`](super::builder::ClientBuilder::build).
#[derive(Debug)]
#[non_exhaustive]
pub enum BuildError {
    /// The base URL is invalid. The reason follows the words `the base URL`.
    BaseUrl(&'static str),
    /// The credential for a security scheme contains characters that cannot be sent.
    Credential {
        /// The id of the security scheme.
        scheme: &'static str,
        /// The reason, which follows the words `the credential`.
        reason: &'static str,
    },
    /// A header contains characters that cannot be sent.
    Header {
        /// The name of the header.
        name: String,
    },
    /// The base URL is `http`, so that everyone on the network could read the credentials.
    PlainHttp {
        /// The host of the base URL.
        host: String,
    },
    /// A certificate or its private key is unusable.
    Certificate(CertificateError),
    /// The transport cannot be created.
    Transport(TransportError),
    /// No transport was given and none is built in.
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
