//! The request that a redirect asks for (RFC 9110, section 15.4). The client itself never follows one.

use bytes::Bytes;
use http::header::LOCATION;
use http::{Method, Request, Uri};

use super::super::requests::url::resolve;
use super::super::responses::response::Response;

impl Response {
    /// Returns a request for the URL in the `Location` header, without credentials, headers and body.
    ///
    /// The client never follows a redirect, because a request for another server must not contain the credentials of this
    /// one. Check the URL before you send the request.
    ///
    /// The method is `GET` after 300, 301, 302 and 303, and `HEAD` stays `HEAD`. Returns `None` for other statuses and without
    /// an `http` or `https` URL; after 307 and 308 also if the call was neither `GET` nor `HEAD`, because such a redirect asks
    /// for the same body again (RFC 9110, sections 15.4.8 and 15.4.9).
    #[must_use]
    pub fn redirect_request(&self) -> Option<Request<Bytes>> {
        let keeps_method = match self.status().as_u16() {
            300..=303 => false,
            307 | 308 => true,
            _ => return None,
        };
        let method = match self.call().map_or("GET", |call| call.method) {
            "HEAD" => Method::HEAD,
            method if method == "GET" || !keeps_method => Method::GET,
            _ => return None,
        };
        let location = self.headers().get(LOCATION)?.to_str().ok()?;
        let current: Uri = self.call().and_then(|call| call.url.parse().ok()).unwrap_or_default();
        let url = resolve(&current, location)?;
        let is_web = matches!(url.scheme_str(), Some("http" | "https"));
        if !is_web || url.authority().is_some_and(|authority| authority.as_str().contains('@')) {
            return None;
        }
        let mut request = Request::new(Bytes::new());
        *request.uri_mut() = url;
        *request.method_mut() = method;
        Some(request)
    }
}
