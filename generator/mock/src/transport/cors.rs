//! Allows requests from all origins (Fetch Standard, section 3.2), because the user of a mock may read its responses.

use bytes::Bytes;
use http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
    ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_REQUEST_HEADERS, ACCESS_CONTROL_REQUEST_METHOD,
    HeaderValue, ORIGIN,
};
use http::{Method, Request, Response, StatusCode};

use crate::api::Api;
use crate::operation::routes::Route;
use crate::request;

/// Returns the response to a CORS preflight request. Returns `None` for any other request, and if the description has
/// an operation for `OPTIONS`.
pub(crate) fn preflight(request: &Request<Bytes>, api: &Api) -> Option<Response<Bytes>> {
    let asked = request.headers().get(ACCESS_CONTROL_REQUEST_METHOD)?;
    request.headers().get(ORIGIN)?;
    let path = request.uri().path();
    let documented = request::route(api, &Method::OPTIONS, path);
    if request.method() != Method::OPTIONS || matches!(documented, Route::Operation(..)) {
        return None;
    }
    let mut response = Response::new(Bytes::new());
    *response.status_mut() = StatusCode::NO_CONTENT;
    response.headers_mut().insert(ACCESS_CONTROL_ALLOW_METHODS, asked.clone());
    if let Some(names) = request.headers().get(ACCESS_CONTROL_REQUEST_HEADERS) {
        response.headers_mut().insert(ACCESS_CONTROL_ALLOW_HEADERS, names.clone());
    }
    Some(allow(request, response))
}

/// Adds the headers with which a page of another origin may read the response.
pub(crate) fn allow(request: &Request<Bytes>, mut response: Response<Bytes>) -> Response<Bytes> {
    if request.headers().contains_key(ORIGIN) {
        let any = HeaderValue::from_static("*");
        response.headers_mut().insert(ACCESS_CONTROL_ALLOW_ORIGIN, any.clone());
        response.headers_mut().insert(ACCESS_CONTROL_EXPOSE_HEADERS, any);
    }
    response
}
