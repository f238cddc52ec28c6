//! A description that is played, and how it is to be played.

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

/// Bytes that the body of a request may have, unless [`Mock::max_body`] says otherwise.
const MAX_BODY: usize = 16 * 1024 * 1024;

/// Bytes that the bodies which are being read may have together, unless [`Mock::max_uploads`] says otherwise.
const UPLOADS: usize = 128 * 1024 * 1024;

/// The time that a client has for a request, unless [`Mock::max_wait`] says otherwise.
const WAIT: Duration = Duration::from_secs(30);

/// Connections that are open at once, unless [`Mock::max_connections`] says otherwise.
const CONNECTIONS: usize = 1_024;

/// An OpenAPI description that is played: a request in, a response out.
///
/// [`answer`](Mock::answer) does it without a network; [`start`](Mock::start) makes a server of it.
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
    /// Reads a description from its entry file, with the files that it refers to.
    ///
    /// # Errors
    ///
    /// It cannot be read, or is not OpenAPI 3.
    pub fn load(entry: impl AsRef<Path>) -> Result<Mock, DescriptionError> {
        let source = Source::load(entry.as_ref()).map_err(DescriptionError::Unreadable)?;
        Mock::from_source(&source)
    }

    /// Reads a description that is one text. The name says by a `.json` at its end that it is not YAML.
    ///
    /// # Errors
    ///
    /// As [`load`](Mock::load).
    pub fn from_text(name: &str, text: impl Into<String>) -> Result<Mock, DescriptionError> {
        let source = Source::from_text(name, text).map_err(DescriptionError::Unreadable)?;
        Mock::from_source(&source)
    }

    /// Plays a description that was read already.
    ///
    /// # Errors
    ///
    /// It is not OpenAPI 3.
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

    /// The port to listen on; 0, which is the default, for one that is free.
    #[must_use]
    pub fn port(mut self, port: u16) -> Mock {
        self.port = port;
        self
    }

    /// Sets the bytes that the body of a request may have; a longer one is refused with 413. 16 MiB by default.
    #[must_use]
    pub fn max_body(mut self, bytes: usize) -> Mock {
        self.max_body = bytes;
        self
    }

    /// Sets the bytes that the bodies of all requests take while they arrive and are checked; 128 MiB by default. A body that
    /// there is no room for is refused with 503. The first 64 KiB of each body are not counted.
    #[must_use]
    pub fn max_uploads(mut self, bytes: usize) -> Mock {
        self.uploads = Budget::new(bytes);
        self
    }

    /// Sets the bytes of requests that are kept for [`requests`](Mock::requests); 64 MiB by default, and none with 0. The
    /// oldest are dropped first. Of a request that is larger than all this, the body is dropped.
    #[must_use]
    pub fn max_kept(mut self, bytes: usize) -> Mock {
        self.received = RequestLog::new(bytes);
        self
    }

    /// Sets the time in which the head of a request has to arrive, and then its body; 30 seconds by default. A body that is
    /// late is refused with 408.
    #[must_use]
    pub fn max_wait(mut self, time: Duration) -> Mock {
        self.max_wait = time;
        self
    }

    /// Sets the connections that are open at once; 1,024 by default. For one more, the one is closed that has waited longest for
    /// its client.
    #[must_use]
    pub fn max_connections(mut self, count: usize) -> Mock {
        self.max_connections = count.max(1);
        self
    }

    /// Sets the address to listen on; 127.0.0.1 by default. Any other one lets machines that reach it use the mock. On a loopback
    /// address, a request for another host (`Host`) than `localhost` or a loopback address is refused with 421.
    #[must_use]
    pub fn address(mut self, address: IpAddr) -> Mock {
        self.address = address;
        self
    }

    /// The only credential that is accepted, without its scheme; any is by default.
    #[must_use]
    pub fn credential(mut self, credential: impl Into<String>) -> Mock {
        self.credential = Some(credential.into());
        self
    }

    /// Makes responses without an example by a seed: each operation and path has its own, and the same request has the
    /// same response each time. Without a seed they are as simple as their schema allows.
    #[must_use]
    pub fn seed(mut self, seed: u64) -> Mock {
        self.seed = Some(seed);
        self
    }

    /// What every request asks for that has no preference of its own: the text of a header `Prefer`.
    ///
    /// # Errors
    ///
    /// The text has a preference that is not known; the error says which are.
    pub fn prefer(mut self, text: &str) -> Result<Mock, PreferError> {
        let (prefer, unknown) = Prefer::parse(text);
        if let Some(name) = unknown.into_iter().next() {
            return Err(PreferError { text: format!("there is no preference `{}`", clean(&name)) });
        }
        prefer.delivery().and(prefer.seed()).map_err(|text| PreferError { text })?;
        self.prefer = prefer;
        Ok(self)
    }

    /// Keeps what is created where the description makes it plain (see the [crate's documentation](crate#state)).
    #[must_use]
    pub fn stateful(mut self) -> Mock {
        self.collections = Some(Collections::new(&self.api));
        self
    }

    /// Writes each request with the status of its response, as a line of JSON without secrets.
    ///
    /// Replaced are credentials, cookies, what the description calls secret (`format: password`, `x-sensitive`, security
    /// schemes), and secrets of OAuth 2.0. Of a body that cannot be parsed only the length is written.
    #[must_use]
    pub fn record(mut self, to: impl Write + Send + 'static) -> Mock {
        self.recorder = Some(Recorder::new(&self.api, to));
        self
    }

    /// Writes a line for each request that comes over the network: its method, its path without secrets, the status of its
    /// response, and the time until that was ready.
    #[must_use]
    pub fn log(mut self, to: impl Write + Send + 'static) -> Mock {
        self.journal = Some(Journal::new(&self.api, to));
        self
    }

    /// Shows files below the root in place of paths of the description, and `index.html` at the root where the description has
    /// no path.
    #[must_use]
    pub fn site(mut self, files: impl IntoIterator<Item = (String, String)>) -> Mock {
        self.site = Some(Site::new(files));
        self
    }

    /// The requests that came in, the oldest first; of many the last thousand, as far as [`max_kept`](Mock::max_kept) allows.
    pub fn requests(&self) -> Vec<Received> {
        self.received.requests()
    }
}

/// Why a text is no preference.
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
