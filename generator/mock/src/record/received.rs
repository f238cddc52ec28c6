//! A received request, for tests.

use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, Method, Request};
use serde_json::Value;

/// A received request.
///
/// `Debug` shows only the names of headers and the length of the body, because the rest may contain secrets.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct Received {
    /// The method.
    pub method: Method,
    /// The encoded path.
    pub path: String,
    /// The encoded query without its `?`; empty if there is none.
    pub query: String,
    /// The headers.
    pub headers: HeaderMap,
    /// The body; empty if it was too long to be read or kept.
    pub body: Bytes,
}

impl Received {
    pub(crate) fn new(request: &Request<Bytes>) -> Received {
        Received {
            method: request.method().clone(),
            path: request.uri().path().to_owned(),
            query: request.uri().query().unwrap_or_default().to_owned(),
            headers: request.headers().clone(),
            body: request.body().clone(),
        }
    }

    /// Returns the approximate size in bytes.
    pub(crate) fn size(&self) -> usize {
        /// The memory of a header or request besides its text, in bytes.
        const BESIDE: usize = 64;
        let headers = self.headers.iter();
        let headers = headers.map(|(name, value)| name.as_str().len() + value.len() + BESIDE);
        self.path.len() + self.query.len() + self.body.len() + headers.sum::<usize>() + 4 * BESIDE
    }

    /// Returns the first header of a name, if it is text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// Returns the body, if it is JSON.
    pub fn json(&self) -> Option<Value> {
        serde_json::from_slice(&self.body).ok()
    }
}

impl fmt::Debug for Received {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let headers: Vec<&str> = self.headers.keys().map(|name| name.as_str()).collect();
        f.debug_struct("Received")
            .field("method", &self.method)
            .field("path", &self.path)
            .field("headers", &headers)
            .field("body", &format_args!("{} bytes", self.body.len()))
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_no_values() {
        let request = Request::get("/a?key=hunter1").header("x-api-key", "hunter2");
        let received = Received::new(&request.body(Bytes::from("\"hunter3\"")).unwrap());
        assert_eq!(received.query, "key=hunter1");
        assert_eq!(received.header("X-Api-Key"), Some("hunter2"));
        assert_eq!(received.json(), Some("hunter3".into()));
        let shown = format!("{received:?}");
        assert!(!shown.contains("hunter"), "{shown}");
        assert!(shown.contains("9 bytes"), "{shown}");
    }
}
