//! Requests: the documented call byte by byte, and variations of it.

use std::collections::BTreeMap;

use bytes::Bytes;
use postpress::types::{InstagramInvitation, Invitation, InvitationAction, LinkedinInvitation};
use postpress::{Client, Server as Address};

use crate::client::builder::builder;
use crate::client::reference::{Example, HEADING};

const AGENT: &str = concat!("postpress/", env!("CARGO_PKG_VERSION"));

/// Returns a client for requests that are inspected and not sent.
fn client(address: Address) -> Client {
    let example = Example::read();
    builder().server(address).api_key(example.header("x-api-key")).build().unwrap()
}

fn invitation(example: &Example) -> LinkedinInvitation {
    LinkedinInvitation::new(
        example.member("shared_secret"),
        example.member("account_id"),
        InvitationAction::Accept,
    )
}

fn request(body: impl Into<Invitation>) -> http::Request<Bytes> {
    let call = client(Address::Prefixed).handle_received_invitation("inv_01", body);
    call.request().unwrap()
}

fn body(body: impl Into<Invitation>) -> String {
    String::from_utf8(request(body).into_body().into()).unwrap()
}

/// Returns the headers by name.
fn texts(headers: &http::HeaderMap) -> BTreeMap<String, String> {
    let headers = headers.iter();
    headers.map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned())).collect()
}

#[test]
fn the_request_equals_that_of_the_reference() {
    let example = Example::read();
    let call = client(Address::Prefixed)
        .handle_received_invitation(example.invitation_id(), invitation(&example));
    let request = call.request().unwrap();

    assert_eq!(request.method(), example.method);
    assert_eq!(request.uri(), example.url);
    let mut headers = texts(request.headers());
    assert_eq!(headers.remove("user-agent").as_deref(), Some(AGENT));
    assert_eq!(headers, example.headers.clone().into_iter().collect());
    assert_eq!(request.body(), example.body().as_bytes());
}

#[test]
fn the_default_server_equals_that_of_the_heading() {
    let example = Example::read();
    let expected = HEADING.replace("{invitation_id}", example.invitation_id());
    let by_default = builder().api_key("key").build().unwrap();
    for client in [by_default, client(Address::Production)] {
        let call = client.handle_received_invitation(example.invitation_id(), invitation(&example));
        assert_eq!(call.request().unwrap().uri(), expected.as_str());
    }
}

#[test]
fn the_servers_of_the_description_have_their_urls() {
    assert_eq!(Address::default(), Address::Production);
    assert_eq!(Address::Production.url(), "https://api.postpress.ai");
    assert_eq!(Address::Prefixed.url(), "https://api.postpress.ai/api");
    for address in [Address::Production, Address::Prefixed] {
        assert_eq!(client(address).base_url(), address.url());
    }
}

#[test]
fn each_variant_has_its_own_members_with_the_tag_first() {
    let linkedin = LinkedinInvitation::new("AQH", "acc_1", InvitationAction::Accept);
    assert_eq!(
        body(linkedin),
        r#"{"provider":"LINKEDIN","shared_secret":"AQH","account_id":"acc_1","action":"accept"}"#
    );
    let instagram = InstagramInvitation::new("acc_2", InvitationAction::Accept);
    assert_eq!(
        body(instagram),
        r#"{"provider":"INSTAGRAM","account_id":"acc_2","action":"accept"}"#
    );
}

#[test]
fn both_variants_can_be_declined() {
    let linkedin = LinkedinInvitation::new("AQH", "acc_1", InvitationAction::Decline);
    assert_eq!(
        body(Invitation::Linkedin(linkedin)),
        r#"{"provider":"LINKEDIN","shared_secret":"AQH","account_id":"acc_1","action":"decline"}"#
    );
    let instagram = InstagramInvitation::new("acc_2", InvitationAction::Decline);
    assert_eq!(
        body(Invitation::Instagram(instagram)),
        r#"{"provider":"INSTAGRAM","account_id":"acc_2","action":"decline"}"#
    );
}

#[test]
fn strings_are_escaped_as_json() {
    let odd = InstagramInvitation::new("a\"\\\n\u{1}é🦀", InvitationAction::Accept);
    assert_eq!(
        body(odd),
        r#"{"provider":"INSTAGRAM","account_id":"a\"\\\n\u0001é🦀","action":"accept"}"#
    );
}

#[test]
fn an_odd_id_stays_one_segment_of_the_path() {
    let client = client(Address::Production);
    let path = |id: &str| {
        let body = InstagramInvitation::new("acc", InvitationAction::Accept);
        let request = client.handle_received_invitation(id, body).request();
        let uri = request.unwrap().uri().clone();
        assert_eq!(uri.query(), None);
        let prefix = "/v1/users/invite/received/";
        uri.path().strip_prefix(prefix).unwrap().to_owned()
    };
    assert_eq!(path("a/b?c#d%20 é"), "a%2Fb%3Fc%23d%2520%20%C3%A9");
    assert_eq!(path("../.."), "..%2F..");
    assert_eq!(path("%2e%2e"), "%252e%252e");
    assert_eq!(path("..."), "...");
    assert_eq!(path("a\\b\r\n\0"), "a%5Cb%0D%0A%00");
    assert_eq!(path("A-Z_a.z~0;:@&=+$,!*'()"), "A-Z_a.z~0%3B%3A%40%26%3D%2B%24%2C%21%2A%27%28%29");
}

#[cfg(feature = "reqwest")]
mod sent {
    use postpress::types::{
        InstagramInvitation, InvitationAction, InvitationHandled, InvitationStatus,
    };
    use postpress::{CallOptions, Client};

    use super::{AGENT, Example, invitation, texts};
    use crate::client::reference::ANSWER;
    use crate::client::server::{Server, json};

    fn client(base: &str) -> Client {
        let example = Example::read();
        Client::builder().base_url(base).api_key(example.header("x-api-key")).build().unwrap()
    }

    #[tokio::test]
    async fn the_documented_call_is_sent_and_answered_as_documented() {
        let example = Example::read();
        let server = Server::start([json("200 OK", ANSWER)]);
        let call = client(&format!("{}/api", server.url()))
            .handle_received_invitation(example.invitation_id(), invitation(&example));
        let handled = call.send().await.unwrap();
        assert_eq!(handled, InvitationHandled::new(InvitationStatus::Accepted));

        let host = server.url().replace("http://", "");
        let sent = server.only_request();
        assert_eq!(sent.line(), format!("{} {} HTTP/1.1", example.method, example.path()));
        assert_eq!(sent.body(), example.body());
        let mut headers = sent.headers();
        assert_eq!(headers.remove("host"), Some(host));
        assert_eq!(headers.remove("content-length"), Some(example.body().len().to_string()));
        assert_eq!(headers.remove("user-agent").as_deref(), Some(AGENT));
        assert_eq!(headers, example.headers.into_iter().collect());
    }

    #[tokio::test]
    async fn request_returns_the_request_that_is_sent() {
        let example = Example::read();
        let server = Server::start([json("200 OK", ANSWER), json("200 OK", ANSWER)]);
        let client = client(&server.url());
        let odd = InstagramInvitation::new("acc é\n\"", InvitationAction::Decline);
        let options = CallOptions::new().header("X-Trace", "t-1");
        let calls = [
            client.handle_received_invitation(example.invitation_id(), invitation(&example)),
            client.handle_received_invitation("a/b?c#d%20 é", odd).options(options),
        ];
        let mut shown = Vec::new();
        for call in calls {
            shown.push(call.request().unwrap());
            call.send().await.unwrap();
        }
        let base = server.url();
        let sent = server.finish();
        assert_eq!(sent.len(), shown.len());
        for (sent, shown) in sent.iter().zip(shown) {
            let path = shown.uri().to_string().replacen(&base, "", 1);
            assert_eq!(sent.line(), format!("{} {path} HTTP/1.1", shown.method()));
            assert_eq!(sent.body().as_bytes(), shown.body());
            // The transport adds two headers.
            let mut headers = sent.headers();
            assert_eq!(headers.remove("host"), Some(base.replace("http://", "")));
            let length = headers.remove("content-length").unwrap();
            assert_eq!(length, shown.body().len().to_string());
            assert_eq!(headers, texts(shown.headers()));
        }
    }
}

#[test]
fn the_curl_command_is_the_documented_call_with_redacted_secrets() {
    let example = Example::read();
    let call = client(Address::Prefixed)
        .handle_received_invitation(example.invitation_id(), invitation(&example));
    let line = call.curl().unwrap().to_string();
    assert!(
        !line.contains(example.header("x-api-key"))
            && !line.contains(example.member("shared_secret"))
    );
    assert!(line.starts_with(&format!("curl --request POST --url '{}' ", example.url)), "{line}");
    for header in
        ["accept: application/json", "content-type: application/json", "x-api-key: [redacted]"]
    {
        assert!(line.contains(&format!(" --header '{header}'")), "{line}");
    }
    let body = example.body().replace(example.member("shared_secret"), "[redacted]");
    assert!(line.ends_with(&format!(" --data-raw '{body}'")), "{line}");
}

#[cfg(feature = "reqwest")]
#[tokio::test]
async fn a_hook_can_add_a_header() {
    use crate::client::reference::ANSWER;
    use crate::client::server::{Server, json};

    let server = Server::start([json("200 OK", ANSWER)]);
    let client = Client::builder()
        .base_url(server.url())
        .api_key("key")
        .before_send(|request| {
            let trace = http::HeaderValue::from_static(
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
            );
            request.headers.insert("traceparent", trace);
        })
        .build()
        .unwrap();
    client.handle_received_invitation("inv", invitation(&Example::read())).send().await.unwrap();
    let headers = server.only_request().headers();
    assert!(headers["traceparent"].starts_with("00-4bf9") && headers["x-api-key"] == "key");
}
