//! Checks the mock without a network, with any request and any description.

use std::sync::LazyLock;

use bytes::Bytes;
use http::{HeaderName, HeaderValue, Method, Request, Uri};
use specwright_mock::Mock;

use crate::steps::allocates_at_most;

/// A description with each kind of parameter, body and schema.
const DESCRIPTION: &str = include_str!("mock.yaml");

/// The line that separates a description from a request.
const SEPARATOR: &str = "%%%\n";

static MOCK: LazyLock<Mock> =
    LazyLock::new(|| mock(DESCRIPTION).unwrap_or_else(|| panic!("the description is one")));

/// The bytes that a response may allocate: a constant, and a number for each byte of the input.
const COST: (usize, usize) = (32 << 20, 16 << 10);

/// Responds to one request.
///
/// The input is a method and a target, headers, an empty line, and a body. A description and a line `%%%` may come
/// before them.
pub(super) fn run(bytes: &[u8]) -> &'static str {
    let text = String::from_utf8_lossy(bytes);
    let Some((description, request)) = text.split_once(SEPARATOR) else {
        return answer(&MOCK, &text, 0);
    };
    match mock(description) {
        // The state of the mock is new for each input.
        Some(mock) => answer(&mock.stateful(), request, description.len()),
        None => "no description",
    }
}

fn mock(description: &str) -> Option<Mock> {
    Some(Mock::from_text("api.yaml", description).ok()?.max_kept(0))
}

fn answer(mock: &Mock, text: &str, more: usize) -> &'static str {
    let Some(request) = request(text) else { return "no request" };
    let most = COST.0 + COST.1 * (text.len() + more);
    let response = allocates_at_most(most, || mock.answer(&request));
    // Status codes have three digits (RFC 9110, section 15).
    let status = response.status().as_u16();
    assert!((100..600).contains(&status), "{status}");
    match status / 100 {
        2 => "success",
        4 => "refused",
        5 => "a server error on demand",
        _ => "another status",
    }
}

fn request(text: &str) -> Option<Request<Bytes>> {
    let (head, body) = text.split_once("\n\n").unwrap_or((text, ""));
    let mut lines = head.lines();
    let (method, target) = lines.next()?.split_once(' ')?;
    let mut request = Request::new(Bytes::copy_from_slice(body.as_bytes()));
    *request.method_mut() = Method::from_bytes(method.as_bytes()).ok()?;
    *request.uri_mut() = Uri::try_from(target).ok()?;
    for (name, value) in lines.filter_map(|line| line.split_once(':')) {
        let name = HeaderName::from_bytes(name.trim().as_bytes());
        let value = HeaderValue::from_bytes(value.trim().as_bytes());
        if let (Ok(name), Ok(value)) = (name, value) {
            request.headers_mut().append(name, value);
        }
    }
    Some(request)
}
