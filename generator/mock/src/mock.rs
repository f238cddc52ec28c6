//! A mock of a description, with its settings.

use std::io::Write;
use std::net::{IpAddr, Ipv4Addr};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::time::Duration;

use specwright::report::clean;
use specwright::source::Source;

use crate::api::Api;
use crate::description::DescriptionError;
use crate::record::log::RequestLog;
use crate::record::received::Received;
use crate::record::{Journal, Recorder};
use crate::request::prefer::Prefer;
use crate::request::sequence::Sequences;
use crate::response::collections::Collections;
use crate::transport::static_files::Site;
use crate::transport::upload::Budget;

/// The most bytes of a request body, unless [`Mock::max_body`] sets another limit.
const MAX_BODY: usize = 16 * 1024 * 1024;

/// The most bytes of all bodies that are being read, unless [`Mock::max_uploads`] sets another limit.
const UPLOADS: usize = 128 * 1024 * 1024;

/// The time limit for receiving a request, unless [`Mock::max_wait`] sets another one.
const WAIT: Duration = Duration::from_secs(30);

/// The most open connections, unless [`Mock::max_connections`] sets another limit.
const CONNECTIONS: usize = 1_024;

/// A mock of an OpenAPI description, which responds to requests.
///
/// [`answer`](Mock::answer) works without a network; [`start`](Mock::start) starts a server.
pub struct Mock {
    pub(crate) api: Api,
    pub(crate) port: u16,
    pub(crate) max_body: usize,
    pub(crate) address: IpAddr,
    pub(crate) credential: Option<String>,
    pub(crate) seed: Option<u64>,
    pub(crate) prefer: Prefer,
    pub(crate) sequences: Sequences,
    pub(crate) collections: Option<Collections>,
    pub(crate) recorder: Option<Recorder>,
    pub(crate) journal: Option<Journal>,
    pub(crate) site: Option<Site>,
    pub(crate) received: RequestLog,
    pub(crate) uploads: Arc<Budget>,
    pub(crate) max_wait: Duration,
    pub(crate) max_connections: usize,
    pub(crate) problems: AtomicU64,
}

impl Mock {
    /// Loads a description from its entry file and the files that it refers to.
    ///
    /// # Errors
    ///
    /// Returns an error if the description cannot be read or is not OpenAPI 3 or Swagger 2.0.
    pub fn load(entry: impl AsRef<Path>) -> Result<Mock, DescriptionError> {
        let source = Source::load(entry.as_ref()).map_err(DescriptionError::Unreadable)?;
        Mock::from_source(&source)
    }

    /// Parses a description in one text. It is JSON if the name ends with `.json`, and otherwise YAML.
    ///
    /// # Errors
    ///
    /// Returns an error if the description cannot be parsed or is not OpenAPI 3 or Swagger 2.0.
    pub fn from_text(name: &str, text: impl Into<String>) -> Result<Mock, DescriptionError> {
        let source = Source::from_text(name, text).map_err(DescriptionError::Unreadable)?;
        Mock::from_source(&source)
    }

    /// Creates a mock from a description that has been read.
    ///
    /// # Errors
    ///
    /// Returns an error if the description is not OpenAPI 3 or Swagger 2.0.
    pub fn from_source(source: &Source) -> Result<Mock, DescriptionError> {
        Ok(Mock {
            api: Api::new(source)?,
            port: 0,
            max_body: MAX_BODY,
            address: Ipv4Addr::LOCALHOST.into(),
            credential: None,
            seed: None,
            prefer: Prefer::default(),
            sequences: Sequences::default(),
            collections: None,
            recorder: None,
            journal: None,
            site: None,
            received: RequestLog::default(),
            uploads: Budget::new(UPLOADS),
            max_wait: WAIT,
            max_connections: CONNECTIONS,
            problems: AtomicU64::new(0),
        })
    }

    /// Returns the path of the first server's URL, without its host. It begins with `/` or is empty.
    #[must_use]
    pub fn base_path(&self) -> &str {
        &self.api.base_path
    }

    /// Sets the port to listen on. The default, 0, chooses a free one.
    #[must_use]
    pub fn port(mut self, port: u16) -> Mock {
        self.port = port;
        self
    }

    /// Sets the most bytes of a request body; 16 MiB by default. A longer body is refused with 413.
    #[must_use]
    pub fn max_body(mut self, bytes: usize) -> Mock {
        self.max_body = bytes;
        self
    }

    /// Sets the most bytes of all request bodies that are being received and checked; 128 MiB by default. A body beyond
    /// the limit is refused with 503. The first 64 KiB of each body are not counted.
    #[must_use]
    pub fn max_uploads(mut self, bytes: usize) -> Mock {
        self.uploads = Budget::new(bytes);
        self
    }

    /// Sets the most bytes of the requests that [`requests`](Mock::requests) returns; 64 MiB by default. With 0 none
    /// are kept. The oldest are dropped first. The body of a request that alone exceeds the limit is dropped.
    #[must_use]
    pub fn max_kept(mut self, bytes: usize) -> Mock {
        self.received = RequestLog::new(bytes);
        self
    }

    /// Sets the time limit for receiving the head of a request, and for receiving its body; 30 seconds by default. A
    /// late body is refused with 408.
    #[must_use]
    pub fn max_wait(mut self, time: Duration) -> Mock {
        self.max_wait = time;
        self
    }

    /// Sets the most open connections; 1,024 by default. A further connection closes the one that has been idle for the
    /// longest time.
    #[must_use]
    pub fn max_connections(mut self, count: usize) -> Mock {
        self.max_connections = count.max(1);
        self
    }

    /// Sets the address to listen on; 127.0.0.1 by default. Another address may be reachable from other machines. On a
    /// loopback address, a request whose `Host` is not `localhost` or a loopback address is refused with 421.
    #[must_use]
    pub fn address(mut self, address: IpAddr) -> Mock {
        self.address = address;
        self
    }

    /// Sets the only accepted credential, without its scheme. By default any credential is accepted.
    #[must_use]
    pub fn credential(mut self, credential: impl Into<String>) -> Mock {
        self.credential = Some(credential.into());
        self
    }

    /// Sets the seed of responses without an example. Each operation and path derives its own seed, so that the same
    /// request gets the same response. Without a seed, values are as simple as their schema allows.
    #[must_use]
    pub fn seed(mut self, seed: u64) -> Mock {
        self.seed = Some(seed);
        self
    }

    /// Sets the preferences of requests without the header `Prefer`, in the syntax of that header.
    ///
    /// # Errors
    ///
    /// Returns an error that lists the known preferences if one is unknown.
    pub fn prefer(mut self, text: &str) -> Result<Mock, PreferError> {
        let (prefer, unknown) = Prefer::parse(text);
        if let Some(name) = unknown.into_iter().next() {
            return Err(PreferError { text: format!("there is no preference `{}`", clean(&name)) });
        }
        prefer.delivery().and(prefer.seed()).map_err(|text| PreferError { text })?;
        self.prefer = prefer;
        Ok(self)
    }

    /// Keeps created resources, as far as the description allows (see the [crate's documentation](crate#state)).
    #[must_use]
    pub fn stateful(mut self) -> Mock {
        self.collections = Some(Collections::new(&self.api));
        self
    }

    /// Records each request and the status of its response as a line of JSON without secrets.
    ///
    /// The following are redacted: credentials, cookies, values marked as secret in the description (`format:
    /// password`, `x-sensitive`, security schemes), and secrets of OAuth 2.0. Only the length is recorded of a body
    /// that cannot be parsed.
    #[must_use]
    pub fn record(mut self, to: impl Write + Send + 'static) -> Mock {
        self.recorder = Some(Recorder::new(&self.api, to));
        self
    }

    /// Logs a line for each request over the network: its method, its path without secrets, the status, and the time
    /// until the response was ready.
    #[must_use]
    pub fn log(mut self, to: impl Write + Send + 'static) -> Mock {
        self.journal = Some(Journal::new(&self.api, to));
        self
    }

    /// Serves files below the root. They take precedence over paths of the description, except at the root, where
    /// `index.html` is served only if the description has no path `/`.
    #[must_use]
    pub fn site(mut self, files: impl IntoIterator<Item = (String, String)>) -> Mock {
        self.site = Some(Site::new(files));
        self
    }

    /// Returns the received requests, the oldest first: at most the last thousand, as far as
    /// [`max_kept`](Mock::max_kept) allows.
    pub fn requests(&self) -> Vec<Received> {
        self.received.requests()
    }
}

/// The error for an unknown or invalid preference.
#[derive(Debug)]
pub struct PreferError {
    text: String,
}

impl std::fmt::Display for PreferError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "{}; there are `code`, `type`, `example`, `seed`, `delay`, `fault` and `sequence`",
            self.text
        )
    }
}

impl std::error::Error for PreferError {}

impl std::fmt::Debug for Mock {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Mock")
            .field("operations", &self.api.operations.len())
            .field("port", &self.port)
            .finish_non_exhaustive()
    }
}
