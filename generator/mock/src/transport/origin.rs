//! Protects the data that a browser stores for the mock's origin, such as keys entered in the reference.

use std::net::IpAddr;

use bytes::Bytes;
use http::header::{CONTENT_SECURITY_POLICY, HOST, HeaderValue, X_CONTENT_TYPE_OPTIONS};
use http::uri::Authority;
use http::{Request, Response};
use specwright::report::clean;

/// Sandboxes a response of the API in a browser and disables content sniffing, because a description may contain HTML
/// and scripts.
pub(crate) fn confine(mut response: Response<Bytes>) -> Response<Bytes> {
    let headers = response.headers_mut();
    // All policies apply, so that one in the description is kept.
    headers.append(CONTENT_SECURITY_POLICY, HeaderValue::from_static("sandbox"));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    response
}

/// Returns the reason if a request is not for this mock, and otherwise `None`.
///
/// A foreign name can resolve to this machine (DNS rebinding). A mock on a loopback address therefore accepts only
/// loopback names.
pub(crate) fn misdirected<B>(request: &Request<B>, address: IpAddr) -> Option<String> {
    if !address.is_loopback() {
        return None;
    }
    let named = request.headers().get_all(HOST).iter().map(HeaderValue::as_bytes);
    let target = request.uri().authority().map(|authority| authority.as_str().as_bytes());
    let foreign = named.chain(target).find(|host| !is_loopback(host))?;
    Some(format!(
        "the mock listens on {address} and takes requests for `localhost` and loopback addresses alone, not for `{}`; \
         to call it by another name, let it listen on another address (`--host`)",
        clean(&String::from_utf8_lossy(foreign))
    ))
}

fn is_loopback(host: &[u8]) -> bool {
    let Ok(authority) = Authority::try_from(host) else {
        // HTTP/1.1 requires a `Host`, which may be empty (RFC 9112, section 3.2).
        return host.is_empty();
    };
    let name = authority.host().trim_end_matches('.').to_ascii_lowercase();
    let address = name.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
    // RFC 6761, section 6.3
    name == "localhost" || name.ends_with(".localhost") || address.is_ok_and(|it| it.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_refused(uri: &str, hosts: &[&str], address: &str) -> bool {
        let mut request = Request::get(uri);
        for host in hosts {
            request = request.header("host", *host);
        }
        misdirected(&request.body(()).unwrap(), address.parse().unwrap()).is_some()
    }

    #[test]
    fn loopback_names_alone_are_taken_on_loopback_addresses() {
        for host in [
            "localhost",
            "LocalHost:4010",
            "a.localhost.",
            "127.0.0.1:1",
            "127.9.9.9",
            "[::1]:80",
            "",
        ] {
            assert!(!is_refused("/", &[host], "127.0.0.1"), "{host}");
        }
        for host in [
            "evil.test",
            "evil.test:4010",
            "localhost.evil.test",
            "notlocalhost",
            "127.0.0.1.evil.test",
            "10.0.0.1",
            "0.0.0.0",
            "[::2]",
            "localhost@evil.test",
            "a b",
        ] {
            assert!(is_refused("/", &[host], "127.0.0.1"), "{host}");
            assert!(is_refused("/", &["localhost", host], "::1"), "{host}");
            assert!(!is_refused("/", &[host], "0.0.0.0"), "{host}");
            assert!(!is_refused("/", &[host], "192.168.0.7"), "{host}");
        }
        assert!(is_refused("http://evil.test/", &["localhost"], "127.0.0.1"));
        assert!(!is_refused("/", &[], "127.0.0.1"));
    }
}
