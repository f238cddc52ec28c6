//! Invalid requests and settings: they are rejected before anything is sent, with these messages.

use postpress::InvalidRequest;
use postpress::runtime::RequestPart;
use postpress::types::{InstagramInvitation, Invitation, InvitationAction, LinkedinInvitation};

use crate::client::builder::builder;
use crate::client::server::Server;

fn instagram() -> InstagramInvitation {
    InstagramInvitation::new("acc", InvitationAction::Accept)
}

/// Returns the error of a call that must not reach the server.
fn refusal(server: &Server, id: &str, body: impl Into<Invitation>) -> InvalidRequest {
    let client = builder().base_url(server.url()).api_key("key").build().unwrap();
    let body: Invitation = body.into();
    let error = client.handle_received_invitation(id, body.clone()).request().unwrap_err();
    assert_eq!(error.operation(), "handleReceivedInvitation");
    #[cfg(feature = "reqwest")]
    {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let call = client.handle_received_invitation(id, body.clone());
        let sent = runtime.block_on(call.send()).unwrap_err();
        assert!(sent.is_invalid() && !sent.is_retryable());
        assert_eq!((sent.attempts(), sent.status()), (0, None));
        assert_eq!(sent.to_string(), error.to_string());
    }
    #[cfg(feature = "blocking")]
    {
        let sent = client.handle_received_invitation(id, body).send_blocking();
        assert_eq!(sent.unwrap_err().to_string(), error.to_string());
    }
    error
}

/// Returns the place, name, pointer and message of each violation.
fn violations(error: &InvalidRequest) -> Vec<(RequestPart, &str, &str, &str)> {
    let violations = error.violations().iter();
    violations
        .map(|violation| {
            let pointer = violation.pointer.as_str();
            (violation.place, &*violation.name, pointer, &*violation.rule)
        })
        .collect()
}

#[test]
fn short_members_are_named() {
    let server = Server::start([]);
    let body = LinkedinInvitation::new("", "acc", InvitationAction::Accept);
    let error = refusal(&server, "inv", body);
    let rule = "must have at least 1 character";
    assert_eq!(violations(&error), [(RequestPart::Body, "", "/shared_secret", rule)]);
    assert_eq!(
        error.to_string(),
        "`handleReceivedInvitation` was not sent: the body at `/shared_secret` must have at least 1 character"
    );

    for body in [
        Invitation::from(LinkedinInvitation::new("AQH", "", InvitationAction::Accept)),
        Invitation::from(InstagramInvitation::new("", InvitationAction::Decline)),
    ] {
        let error = refusal(&server, "inv", body);
        assert_eq!(violations(&error), [(RequestPart::Body, "", "/account_id", rule)]);
    }
    assert_eq!(server.finish(), []);
}

#[test]
fn an_id_that_would_change_the_path_is_refused() {
    let server = Server::start([]);
    for id in [".", ".."] {
        let error = refusal(&server, id, instagram());
        let rule = "must not be `.` or `..`, which would change the path";
        assert_eq!(violations(&error), [(RequestPart::Path, "invitation_id", "", rule)]);
        assert_eq!(
            error.to_string(),
            format!(
                "`handleReceivedInvitation` was not sent: path parameter `invitation_id` {rule}"
            )
        );
    }
    assert_eq!(server.finish(), []);
}

#[test]
fn an_empty_id_is_refused() {
    let server = Server::start([]);
    let error = refusal(&server, "", instagram());
    let first = violations(&error)[0];
    assert_eq!(first, (RequestPart::Path, "invitation_id", "", "must not be empty"));
    for violation in error.violations() {
        assert_eq!((violation.place, &*violation.name), (RequestPart::Path, "invitation_id"));
    }
    assert_eq!(server.finish(), []);
}

#[test]
fn all_violations_are_reported_together() {
    let server = Server::start([]);
    let body = LinkedinInvitation::new("", "", InvitationAction::Accept);
    let error = refusal(&server, "..", body);
    assert_eq!(
        violations(&error),
        [
            (
                RequestPart::Path,
                "invitation_id",
                "",
                "must not be `.` or `..`, which would change the path"
            ),
            (RequestPart::Body, "", "/shared_secret", "must have at least 1 character"),
            (RequestPart::Body, "", "/account_id", "must have at least 1 character"),
        ]
    );
    assert_eq!(
        error.to_string(),
        "`handleReceivedInvitation` was not sent: \
         path parameter `invitation_id` must not be `.` or `..`, which would change the path; \
         the body at `/shared_secret` must have at least 1 character; \
         the body at `/account_id` must have at least 1 character"
    );
    assert_eq!(server.finish(), []);
}

#[test]
fn a_call_without_its_required_credential_is_refused() {
    let client = builder().build().unwrap();
    let call = client.handle_received_invitation("inv", instagram());
    let error = call.request().unwrap_err();
    let rule = "must be given to the client's builder";
    assert_eq!(violations(&error), [(RequestPart::Security, "apiKey", "", rule)]);
    assert_eq!(
        error.to_string(),
        "`handleReceivedInvitation` was not sent: credential `apiKey` must be given to the client's builder"
    );
}

#[test]
fn an_invalid_header_is_refused() {
    let client = builder().api_key("key").build().unwrap();
    for (name, value) in [("x-trace", "a\r\nx-evil: 1"), ("x trace", "a")] {
        let options = postpress::CallOptions::new().header(name, value);
        let call = client.handle_received_invitation("inv", instagram());
        let error = call.options(options).request().unwrap_err();
        let rule = "must have a name and a value that HTTP can carry";
        assert_eq!(violations(&error), [(RequestPart::Header, name, "", rule)]);
    }
}

#[test]
fn an_invalid_api_key_is_refused() {
    for (key, reason) in [
        ("", "is empty"),
        (" \t", "is empty"),
        ("pp_live\n", "holds a line break or another control character"),
        ("pp\r\nx-evil: 1", "holds a line break or another control character"),
        ("pp\0", "holds a line break or another control character"),
        ("pp\u{7f}", "holds a line break or another control character"),
    ] {
        let error = builder().api_key(key).build().unwrap_err();
        assert_eq!(error.to_string(), format!("the credential for `apiKey` {reason}"), "{key:?}");
    }
}

#[test]
fn an_invalid_base_url_is_refused() {
    for (url, reason) in [
        ("", "is not a URL"),
        ("api.postpress.ai", "must begin with `https://` or `http://`"),
        ("ftp://api.postpress.ai", "must begin with `https://` or `http://`"),
        ("https://api.postpress.ai/?a=b", "must have neither query nor fragment"),
        ("https://api.postpress.ai/#a", "must have neither query nor fragment"),
        (
            "https://api.postpress.ai/a/%2e%2E/b",
            "must not hold `.` or `..` as a segment, nor a backslash",
        ),
        (
            "https://me:secret@api.postpress.ai",
            "must not hold a user name or password; give credentials to the builder",
        ),
    ] {
        let error = builder().base_url(url).api_key("key").build().unwrap_err();
        assert_eq!(error.to_string(), format!("the base URL {reason}"), "{url}");
    }
}

#[test]
fn no_key_is_sent_over_plain_http_by_default() {
    let plain = || builder().base_url("http://api.postpress.ai").api_key("key");
    assert_eq!(
        plain().build().unwrap_err().to_string(),
        "credentials would go to `api.postpress.ai` over plain `http`: use `https`, or call \
         `allow_plain_http` on the builder"
    );
    assert_eq!(plain().allow_plain_http().build().unwrap().base_url(), "http://api.postpress.ai");
    let without_key = builder().base_url("http://api.postpress.ai").build();
    assert_eq!(without_key.unwrap().base_url(), "http://api.postpress.ai");
}
