//! Checks the server that requests and links lead to, with a URL parser that shares no code with the runtime.

use ::url::Url;

use crate::runtime::client::api_client::Client;
use crate::runtime::client::builder::ClientBuilder;
use crate::runtime::client::call::Call;
use crate::runtime::paging::link::follow;
use crate::runtime::requests::operation::Operation;
use crate::runtime::requests::url::BaseUrl;
use crate::runtime_tests::requests::PLAIN_FIELDS;

/// Checks a client. The lines of the input are the base URL, the path template, the operation's own server, a link,
/// and a value for the parameters.
pub(super) fn run(bytes: &[u8]) -> &'static str {
    let text = String::from_utf8_lossy(bytes);
    let mut lines = text.splitn(5, '\n');
    let mut line = || lines.next().unwrap_or_default();
    let (base, template, own, link, value) = (line(), line(), line(), line(), line());
    let Some(client) = client(base, own) else { return "no client" };
    let server = if own.is_empty() { base } else { own };
    if BaseUrl::parse(server).is_err() {
        return "no server";
    }
    // URL parsers differ on a host such as `127.0.0`: for some it is a name, for others an invalid address.
    let Ok(server) = Url::parse(server) else { return "no server" };
    // Every generated client has its operations as statics.
    let path: &'static str = Box::leak(template.into());
    let own: Option<&'static str> = (!own.is_empty()).then(|| &*Box::leak(own.into()));
    let operation: &'static Operation =
        Box::leak(Box::new(Operation { path, server: own, ..PLAIN_FIELDS }));
    let Ok(plain) = call(&client, operation, "x").request() else { return "refused" };
    is_at(&server, plain.uri());
    let made = call(&client, operation, value);
    let refused = match made.request() {
        Ok(request) => {
            is_at(&server, request.uri());
            // An argument must not add a segment or a pair.
            let slashes = |uri: &http::Uri| uri.path().matches('/').count();
            assert_eq!(slashes(request.uri()), slashes(plain.uri()), "{}", request.uri());
            let pairs = |uri: &http::Uri| uri.query().map(|query| query.matches('&').count());
            assert_eq!(pairs(request.uri()), pairs(plain.uri()), "{}", request.uri());
            false
        }
        Err(_) => true,
    };
    assert_eq!(made.curl().is_err(), refused, "a line for a request that is not made");
    if let Ok(next) = follow(plain.uri(), link) {
        is_at(&server, &next);
        return "followed";
    }
    if refused { "refused for its value" } else { "sent" }
}

/// Returns a client whose transport is never called; `None` if a URL is refused.
fn client(base: &str, own: &str) -> Option<Client> {
    let builder = ClientBuilder::new(base).allow_plain_http();
    let builder = if own.is_empty() { builder } else { builder.own_server(own, own) };
    let builder = builder
        .blocking_transport(|_: http::Request<bytes::Bytes>, _: _| panic!("nothing is sent"));
    builder.build().ok()
}

fn call(client: &Client, operation: &'static Operation, value: &str) -> Call {
    let mut call = client.call(operation);
    call.path("a", &value);
    call.path_list("b", &[value, "y"]);
    call.query("q", &value);
    call
}

/// Checks that a URL leads to the server for another parser too.
fn is_at(server: &Url, uri: &http::Uri) {
    let url = Url::parse(&uri.to_string()).expect("a URL that is sent is one for others too");
    assert_eq!(url.scheme(), server.scheme(), "{uri}");
    assert_eq!(url.host(), server.host(), "{uri}");
    assert_eq!(url.port_or_known_default(), server.port_or_known_default(), "{uri}");
    assert!(url.username().is_empty() && url.password().is_none(), "{uri}");
    assert_eq!(url.fragment(), None, "{uri}");
    assert_eq!(uri.scheme_str(), Some(server.scheme()), "{uri}");
}
