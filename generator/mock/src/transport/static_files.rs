//! Static files next to the API, for its reference.

use std::collections::HashMap;

use bytes::Bytes;
use http::header::{CONTENT_TYPE, HeaderValue};
use http::{Method, Request, Response};

/// Files by their path below the root.
pub(crate) struct Site(HashMap<String, Bytes>);

/// The page at the root.
const INDEX: &str = "index.html";

impl Site {
    /// Creates a site of these files.
    pub(crate) fn new(files: impl IntoIterator<Item = (String, String)>) -> Site {
        Site(files.into_iter().map(|(path, text)| (path, text.into())).collect())
    }

    /// Returns `true` if a request is for one of the files.
    pub(crate) fn has(&self, request: &Request<Bytes>) -> bool {
        let reads = matches!(*request.method(), Method::GET | Method::HEAD);
        reads && self.0.contains_key(name(request.uri().path()))
    }

    /// Returns the file at a path; an empty response if there is none.
    pub(crate) fn response(&self, path: &str) -> Response<Bytes> {
        let name = name(path);
        let mut response = Response::new(self.0.get(name).cloned().unwrap_or_default());
        let media_type = match name.rsplit('.').next() {
            Some("html") => "text/html; charset=utf-8",
            Some("css") => "text/css; charset=utf-8",
            Some("js") => "text/javascript; charset=utf-8",
            Some("json") => "application/json",
            Some("svg") => "image/svg+xml",
            _ => "application/octet-stream",
        };
        response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(media_type));
        response
    }
}

fn name(path: &str) -> &str {
    match path.trim_start_matches('/') {
        "" => INDEX,
        name => name,
    }
}
