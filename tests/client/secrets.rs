//! Neither the API key nor a secret of the body is in any text, and no redirect sends them to another host.

use std::error::Error;
use std::fmt::Debug;

use postpress::types::{Invitation, InvitationAction, LinkedinInvitation};
use postpress::{CallOptions, ClientBuilder};

const KEY: &str = "pp_live_9f2c1d7ae6b04";
const TOKEN: &str = "AQHx5Zk0QmP1vN8tRw3";

fn builder() -> ClientBuilder {
    crate::client::builder::builder().api_key(KEY).header("X-Extra", TOKEN)
}

fn invitation() -> LinkedinInvitation {
    LinkedinInvitation::new(TOKEN, "acc", InvitationAction::Accept)
}

fn options() -> CallOptions {
    CallOptions::new().header("Idempotency-Key", TOKEN)
}

fn assert_redacted(text: &str) {
    assert!(!text.is_empty());
    for secret in [KEY, TOKEN] {
        assert!(!text.contains(secret), "{text}");
    }
}

fn assert_debug_is_redacted(value: &dyn Debug) {
    assert_redacted(&format!("{value:?}"));
    assert_redacted(&format!("{value:#?}"));
}

/// Checks all texts of an error and of its sources.
fn assert_error_is_redacted(error: &dyn Error) {
    let mut next = Some(error);
    while let Some(error) = next {
        assert_debug_is_redacted(&error);
        assert_redacted(&error.to_string());
        next = error.source();
    }
}

#[test]
fn builders_clients_and_calls_are_redacted() {
    assert_debug_is_redacted(&builder());
    let client = builder().build().unwrap();
    assert_debug_is_redacted(&client);
    assert_debug_is_redacted(&invitation());
    assert_debug_is_redacted(&Invitation::from(invitation()));
    assert_debug_is_redacted(&options());
    let call = client.handle_received_invitation("inv", invitation());
    assert_debug_is_redacted(&call);
    assert_debug_is_redacted(&call.options(options()));
    assert!(format!("{:?}", invitation()).contains("shared_secret: [redacted]"));
}

#[test]
fn the_headers_of_a_request_are_sensitive() {
    let client = builder().build().unwrap();
    let call = client.handle_received_invitation("inv", invitation());
    let request = call.options(options()).request().unwrap();
    for name in ["x-api-key", "x-extra", "idempotency-key"] {
        assert!(request.headers()[name].is_sensitive(), "{name}");
    }
    let (head, body) = request.into_parts();
    assert_debug_is_redacted(&head);
    assert!(format!("{head:?}").contains(r#""x-api-key": Sensitive"#));
    // The body contains the secret, because it is the request that is sent. It is not meant for logs.
    assert!(String::from_utf8_lossy(&body).contains(TOKEN));
}

#[test]
fn build_errors_are_redacted() {
    let errors = [
        builder().api_key(format!("{KEY}\n")).build().unwrap_err(),
        builder().header("X-Other", format!("{TOKEN}\n")).build().unwrap_err(),
        builder().base_url(format!("https://me:{KEY}@localhost")).build().unwrap_err(),
        builder().base_url(format!("https://localhost/?key={KEY}")).build().unwrap_err(),
        builder().base_url("http://api.postpress.ai").build().unwrap_err(),
    ];
    for error in errors {
        assert_error_is_redacted(&error);
    }
}

#[test]
fn errors_of_invalid_requests_are_redacted() {
    let client = builder().build().unwrap();
    let body = LinkedinInvitation::new(TOKEN, "", InvitationAction::Accept);
    let call = client.handle_received_invitation("..", body);
    let bad_header = CallOptions::new().header("X-Bad", format!("{TOKEN}\n"));
    let error = call.options(bad_header).request().unwrap_err();
    assert_eq!(error.violations().len(), 3);
    assert_error_is_redacted(&error);
}

#[cfg(feature = "reqwest")]
mod sent {
    use std::time::Duration;

    use postpress::operations::HandleReceivedInvitationError as Failed;
    use postpress::{CallError, Error, RetryPolicy};

    use super::{
        KEY, TOKEN, assert_debug_is_redacted, assert_error_is_redacted, builder, invitation,
        options,
    };
    use crate::client::server::{NOBODY, REDIRECTS, Reply, Server, json, response};

    async fn failure(url: String) -> CallError<Failed> {
        let client = builder()
            .base_url(url)
            .max_body(2_000)
            .timeout(Duration::from_millis(500))
            .retry(RetryPolicy::none())
            .build()
            .unwrap();
        let call = client.handle_received_invitation("inv", invitation());
        call.options(options()).send().await.unwrap_err()
    }

    fn assert_all_redacted(error: CallError<Failed>) {
        if let Some(answer) = error.response() {
            assert_debug_is_redacted(answer);
        }
        assert_error_is_redacted(&error);
        assert_error_is_redacted(&Error::from(error));
    }

    #[tokio::test]
    async fn errors_of_sent_calls_are_redacted() {
        // Each response repeats the secrets in its body, which no text shows.
        let echo = format!("{KEY} {TOKEN}");
        let envelope =
            format!(r#"{{"title":"t","type":"errors/expired_link","status":401,"echo":"{echo}"}}"#);
        let mismatch = format!(r#"{{"title":1,"echo":"{echo}"}}"#);
        let truncated = format!(r#"{{"echo":"{echo}"#);
        let replies = [
            (json("401 Unauthorized", &envelope), "api"),
            (json("401 Unauthorized", &mismatch), "decode"),
            (json("200 OK", &truncated), "decode"),
            (response("502 Bad Gateway", &[], &echo), "decode"),
            (json("202 Accepted", &echo), "decode"),
            (json("304 Not Modified", &echo), "unexpected"),
            (json("200 OK", &echo.repeat(100)), "transport"),
            (Reply::Bytes(format!("{echo}\r\n\r\n").into_bytes()), "transport"),
            (Reply::Bytes(Vec::new()), "transport"),
            (Reply::Hang(Vec::new()), "transport"),
            (Reply::Reset, "transport"),
        ];
        for (reply, kind) in replies {
            let server = Server::start([reply]);
            let error = failure(server.url()).await;
            let found = match &error {
                CallError::Api(_) => "api",
                CallError::Unexpected(_) => "unexpected",
                CallError::Decode(_) => "decode",
                CallError::Invalid(_) => "invalid",
                _ => "transport",
            };
            assert_eq!(found, kind, "{error:?}");
            assert_all_redacted(error);
            assert_eq!(server.only_request().headers()["x-api-key"], KEY);
        }
        let refused = failure(NOBODY.to_owned()).await;
        assert!(refused.is_connect());
        assert_all_redacted(refused);
        let unknown = failure("https://nobody.invalid".to_owned()).await;
        assert!(unknown.is_transport());
        assert_all_redacted(unknown);
    }

    #[tokio::test]
    async fn a_session_cookie_of_a_response_is_redacted() {
        let cookie = format!("set-cookie: session={TOKEN}");
        let server = Server::start([response("403 Forbidden", &[&cookie], "{}")]);
        let error = failure(server.url()).await;
        assert_eq!(error.headers().unwrap()["set-cookie"], format!("session={TOKEN}"));
        assert_all_redacted(error);
    }

    #[tokio::test]
    async fn no_redirect_is_followed_to_another_host() {
        for status in REDIRECTS {
            let elsewhere = Server::start([]);
            let location = format!("{}/v1", elsewhere.url().replace("127.0.0.1", "localhost"));
            let header = format!("location: {location}");
            let server = Server::start([response(status, &[&header], "")]);
            let error = failure(server.url()).await;
            assert!(error.is_unexpected(), "{error:?}");
            assert_eq!(error.status().unwrap().to_string(), status);
            assert_eq!(error.headers().unwrap()["location"], location);
            assert_eq!(server.finish().len(), 1, "{status}");
            assert_eq!(elsewhere.finish(), [], "{status}");
        }
    }
}
