//! What is sent: the documented call byte by byte, and its variations.

use bytes::Bytes;
use postpress::types::{InstagramInvitation, Invitation, InvitationAction, LinkedinInvitation};
use postpress::{Client, Server as Address};

use crate::reference::{Example, HEADING};

/// A client for requests that are looked at and not sent.
fn client(address: Address) -> Client {
    let example = Example::read();
    let builder = Client::builder().server(address).api_key(example.header("x-api-key"));
    without_sending(builder).build().unwrap()
}

/// Takes the place of a transport where no feature brings one.
fn without_sending(builder: postpress::ClientBuilder) -> postpress::ClientBuilder {
    builder.transport(|_, _| async {
        let kind = postpress::runtime::TransportErrorKind::Other;
        Err(postpress::TransportError::new(kind, false))
    })
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

#[test]
fn the_request_is_that_of_the_reference() {
    let example = Example::read();
    let call = client(Address::Prefixed)
        .handle_received_invitation(example.invitation_id(), invitation(&example));
    let request = call.request().unwrap();

    assert_eq!(request.method(), example.method);
    assert_eq!(request.uri(), example.url);
    let mut sent: Vec<_> = request.headers().iter().collect();
    sent.retain(|(name, _)| *name != "user-agent");
    let sent: Vec<_> = sent
        .into_iter()
        .map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned()))
        .collect();
    let mut expected = example.headers.clone();
    expected.sort();
    let mut sorted = sent;
    sorted.sort();
    assert_eq!(sorted, expected);
    assert_eq!(request.body(), example.body().as_bytes());
}

#[test]
fn the_default_server_is_that_of_the_heading() {
    let example = Example::read();
    let expected = HEADING.replace("{invitation_id}", example.invitation_id());
    let by_default = without_sending(Client::builder().api_key("key")).build().unwrap();
    for client in [by_default, client(Address::Production)] {
        let call = client.handle_received_invitation(example.invitation_id(), invitation(&example));
        assert_eq!(call.request().unwrap().uri(), expected.as_str());
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
fn text_is_escaped_as_json_asks_for() {
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
    use super::{Address, Client, Example, InstagramInvitation, InvitationAction, invitation};
    use crate::reference::ANSWER;
    use crate::server::{Server, json};
    use postpress::types::InvitationStatus;
    use postpress::{CallOptions, types::InvitationHandled};

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

        let port = server.url().rsplit_once(':').unwrap().1.to_owned();
        let sent = server.only_request();
        let line = format!("{} {} HTTP/1.1", example.method, example.path());
        assert_eq!(sent.line(), line);
        let mut expected: std::collections::BTreeMap<_, _> =
            example.headers.iter().cloned().collect();
        expected.insert("content-length".to_owned(), example.body().len().to_string());
        expected.insert("host".to_owned(), format!("127.0.0.1:{port}"));
        let agent = concat!("postpress/", env!("CARGO_PKG_VERSION"));
        expected.insert("user-agent".to_owned(), agent.to_owned());
        assert_eq!(sent.headers(), expected);
        assert_eq!(sent.body(), example.body());
    }

    #[tokio::test]
    async fn what_request_shows_is_what_is_sent() {
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
            let mut headers = sent.headers();
            // These two are the transport's.
            assert!(headers.remove("host").is_some());
            assert_eq!(headers.remove("content-length"), Some(shown.body().len().to_string()));
            let shown_headers = shown.headers().iter();
            let shown_headers =
                shown_headers.map(|(name, value)| (name.to_string(), value.to_str().unwrap()));
            assert_eq!(
                headers
                    .iter()
                    .map(|(name, value)| (name.clone(), value.as_str()))
                    .collect::<Vec<_>>(),
                {
                    let mut sorted: Vec<_> = shown_headers.collect();
                    sorted.sort();
                    sorted
                }
            );
            assert_eq!(sent.body().as_bytes(), shown.body());
        }
    }

    #[tokio::test]
    async fn the_servers_of_the_description_have_their_urls() {
        assert_eq!(Address::default(), Address::Production);
        assert_eq!(Address::Production.url(), "https://api.postpress.ai");
        assert_eq!(Address::Prefixed.url(), "https://api.postpress.ai/api");
        assert_eq!(Client::new("key").unwrap().base_url(), Address::Production.url());
    }
}
