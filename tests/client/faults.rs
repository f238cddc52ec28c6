//! The fault table: failures on a real socket, each with the error of the call and the number of attempts. No text
//! shows a secret.

pub mod bomb;
#[cfg(all(feature = "blocking", feature = "reqwest"))]
mod proxies;
mod table;
#[cfg(feature = "reqwest")]
mod tls;
mod trace;

use std::error::Error;
use std::fmt::Debug;
use std::time::Duration;

use postpress::operations::{HandleReceivedInvitation, HandleReceivedInvitationError as Failed};
use postpress::runtime::TransportErrorKind;
use postpress::types::{InvitationAction, LinkedinInvitation};
use postpress::{CallError, CallOptions, Client, RetryPolicy};

use crate::client::builder::{builder, message_of};
#[cfg(feature = "reqwest")]
use crate::client::sending::send;
use crate::client::sending::{Outcome, Send};
use crate::client::server::Server;
use table::Fault;

/// The secrets.
const KEY: &str = "pp_live_3b7f0c52d91e4";
const TOKEN: &str = "AQHm2Wc9RzYt6LbK0pX";

/// The timeout for faults that take no time themselves.
const PLENTY: Duration = Duration::from_secs(20);

fn client(url: &str) -> Client {
    let retry = RetryPolicy::default().base(Duration::from_millis(1));
    builder().base_url(url).api_key(KEY).timeout(PLENTY).retry(retry).build().unwrap()
}

fn call(client: &Client) -> HandleReceivedInvitation {
    let body = LinkedinInvitation::new(TOKEN, "acc", InvitationAction::Accept);
    client.handle_received_invitation("inv", body)
}

/// Returns options with which the call may be retried.
fn repeatable() -> CallOptions {
    CallOptions::new().header("Idempotency-Key", "once")
}

#[cfg(feature = "reqwest")]
#[test]
fn the_asynchronous_transport_reports_every_fault() {
    check_all(table::all(), send);
    check_all(table::unequal().into_iter().map(|row| row.asynchronous), send);
}

#[cfg(feature = "blocking")]
#[test]
fn the_blocking_transport_reports_every_fault() {
    check_all(table::all(), HandleReceivedInvitation::send_blocking);
    let unequal = table::unequal().into_iter().inspect(|row| assert!(!row.reason.is_empty()));
    check_all(unequal.map(|row| row.blocking), HandleReceivedInvitation::send_blocking);
}

fn check_all(faults: impl IntoIterator<Item = Fault>, send: Send) {
    let mut wrong = Vec::new();
    for fault in faults {
        for (options, expected) in [(CallOptions::new(), &fault.once), (repeatable(), &fault.again)]
        {
            let found = check(&fault, options, send);
            if found != *expected {
                wrong.push(format!(
                    "{}:\n  expected {expected:?}\n  found    {found:?}",
                    fault.name
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Returns the result of a call for this fault, and the number of connections to the server.
fn check(fault: &Fault, options: CallOptions, send: Send) -> (String, usize) {
    let elsewhere = Server::start([]);
    let server = (fault.replies)(&elsewhere.url()).map(Server::start);
    let nobody = fault.url.unwrap_or(crate::client::server::NOBODY);
    let url = server.as_ref().map_or(nobody.to_owned(), Server::url);
    let options = match fault.timeout {
        Some(timeout) => options.timeout(timeout),
        None => options,
    };
    let client = client(&url);
    let (outcome, traced) = trace::collect(|| send(call(&client).options(options.clone())));
    assert_redacted(&traced);
    assert_redacted(&call(&client).options(options).curl().unwrap().to_string());
    let requests = server.map(Server::finish);
    assert_eq!(elsewhere.finish(), [], "{}: the redirect was followed", fault.name);
    for request in requests.iter().flatten() {
        // The client never asks for a compressed response, so it never decompresses one.
        assert!(!request.headers().contains_key("accept-encoding"), "{}", fault.name);
    }
    let attempts = requests
        .map_or(outcome.as_ref().err().map_or(0, |it| it.attempts() as usize), |it| it.len());
    let found = match outcome {
        Ok(handled) => format!("{}", handled.status),
        Err(error) => {
            assert_eq!(error.attempts() as usize, attempts, "{}", fault.name);
            assert_names_its_call(&error, &url);
            shown(&error)
        }
    };
    (found, attempts)
}

/// Returns the kind of the error and its message. The system's part of a transport error is cut.
fn shown(error: &CallError<Failed>) -> String {
    match error {
        CallError::Api(_) => format!("api: {}", message_of(error)),
        CallError::Unexpected(_) => format!("unexpected: {}", message_of(error)),
        CallError::Decode(_) => format!("decode: {}", message_of(error)),
        CallError::Transport(transport) => {
            let sent = if transport.request_was_sent() { "sent" } else { "not sent" };
            let text = message_of(error);
            let text = text.split_once(": ").map_or(&*text, |(text, _)| text);
            match transport.kind() {
                TransportErrorKind::TooLarge => format!("transport: {}", message_of(error)),
                _ => format!("transport: {text}, {sent}"),
            }
        }
        _ => format!("{error:?}"),
    }
}

/// Checks that the error names its call and that none of its texts shows a secret.
fn assert_names_its_call(error: &CallError<Failed>, url: &str) {
    let call = error.call().unwrap();
    assert_eq!((call.operation, call.method), ("handleReceivedInvitation", "POST"));
    assert_eq!(call.url, format!("{url}/v1/users/invite/received/inv"));
    let line = error.to_string();
    assert!(line.ends_with(&format!("[{call}]")), "{line}");
    assert!(!line.contains('\n') && line.chars().count() < 700, "{line}");
    assert_debug_is_redacted(&error.response());
    let mut next: Option<&dyn Error> = Some(error);
    while let Some(error) = next {
        assert_redacted(&error.to_string());
        assert_debug_is_redacted(&error);
        next = error.source();
    }
}

fn assert_debug_is_redacted(value: &dyn Debug) {
    assert_redacted(&format!("{value:?} {value:#?}"));
}

fn assert_redacted(text: &str) {
    assert!(!text.contains(KEY) && !text.contains(TOKEN), "{text}");
}

#[cfg(feature = "reqwest")]
#[test]
fn the_error_of_all_operations_is_redacted() {
    use crate::client::reference::ERRORS;

    for (status, kinds) in ERRORS {
        for kind in kinds {
            let server = Server::start([table::typed(status, kind)]);
            let error = postpress::Error::from(send(call(&client(&server.url()))).unwrap_err());
            assert_redacted(&format!("{error} {error:?} {error:#?}"));
            assert!(format!("{error}").contains("[handleReceivedInvitation: POST "), "{error}");
            server.only_request();
        }
    }
}
