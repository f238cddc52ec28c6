//! The fault table: what can go wrong on a real socket, what the call then says, how often it was tried, and that
//! no text shows a secret.

mod bomb;
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
use postpress::types::{InvitationAction, InvitationHandled, LinkedinInvitation};
use postpress::{CallError, CallOptions, Client, RetryPolicy};

use crate::client::builder::{builder, said};
use crate::client::server::Server;
use table::Fault;

/// What must be in no text.
const KEY: &str = "pp_live_3b7f0c52d91e4";
const TOKEN: &str = "AQHm2Wc9RzYt6LbK0pX";

/// For faults that take no time of their own.
const PLENTY: Duration = Duration::from_secs(20);

type Outcome = Result<InvitationHandled, CallError<Failed>>;

/// A way to send a call.
type Send = fn(HandleReceivedInvitation) -> Outcome;

fn client(url: &str) -> Client {
    let retry = RetryPolicy::default().base(Duration::from_millis(1));
    builder().base_url(url).api_key(KEY).timeout(PLENTY).retry(retry).build().unwrap()
}

fn call(client: &Client) -> HandleReceivedInvitation {
    let body = LinkedinInvitation::new(TOKEN, "acc", InvitationAction::Accept);
    client.handle_received_invitation("inv", body)
}

/// Options with which the call may be sent again.
fn repeatable() -> CallOptions {
    CallOptions::new().header("Idempotency-Key", "once")
}

#[cfg(feature = "reqwest")]
fn send(call: HandleReceivedInvitation) -> Outcome {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(call.send().into_future())
}

#[cfg(feature = "reqwest")]
#[test]
fn every_fault_is_told_by_the_asynchronous_transport() {
    check_all(table::all(), send);
    check_all(table::unequal().into_iter().map(|row| row.asynchronous), send);
}

#[cfg(feature = "blocking")]
#[test]
fn every_fault_is_told_by_the_blocking_transport() {
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

/// What the call says in the face of the fault, and how many connections the server has seen.
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
    assert_hidden(&traced);
    assert_hidden(&call(&client).options(options).curl().unwrap().to_string());
    let requests = server.map(Server::finish);
    assert_eq!(elsewhere.finish(), [], "{}: the redirect was followed", fault.name);
    for request in requests.iter().flatten() {
        // Nobody asks for a compressed answer, so that none has to be unpacked.
        assert!(!request.headers().contains_key("accept-encoding"), "{}", fault.name);
    }
    let attempts = requests
        .map_or(outcome.as_ref().err().map_or(0, |it| it.attempts() as usize), |it| it.len());
    let found = match outcome {
        Ok(handled) => format!("{}", handled.status),
        Err(error) => {
            assert_eq!(error.attempts() as usize, attempts, "{}", fault.name);
            assert_tells(&error, &url);
            shown(&error)
        }
    };
    (found, attempts)
}

/// The kind of the error and what it says; of a broken connection the system's words are its own.
fn shown(error: &CallError<Failed>) -> String {
    match error {
        CallError::Api(_) => format!("api: {}", said(error)),
        CallError::Unexpected(_) => format!("unexpected: {}", said(error)),
        CallError::Decode(_) => format!("decode: {}", said(error)),
        CallError::Transport(transport) => {
            let sent = if transport.request_was_sent() { "sent" } else { "not sent" };
            let text = said(error);
            let text = text.split_once(": ").map_or(&*text, |(text, _)| text);
            match transport.kind() {
                TransportErrorKind::TooLarge => format!("transport: {}", said(error)),
                _ => format!("transport: {text}, {sent}"),
            }
        }
        _ => format!("{error:?}"),
    }
}

/// The error says which call it was, and shows no secret in any of its texts.
fn assert_tells(error: &CallError<Failed>, url: &str) {
    let call = error.call().unwrap();
    assert_eq!((call.operation, call.method), ("handleReceivedInvitation", "POST"));
    assert_eq!(call.url, format!("{url}/v1/users/invite/received/inv"));
    let line = error.to_string();
    assert!(line.ends_with(&format!("[{call}]")), "{line}");
    assert!(!line.contains('\n') && line.chars().count() < 700, "{line}");
    assert_debug_hidden(&error.answer());
    let mut next: Option<&dyn Error> = Some(error);
    while let Some(error) = next {
        assert_hidden(&error.to_string());
        assert_debug_hidden(&error);
        next = error.source();
    }
}

fn assert_debug_hidden(value: &dyn Debug) {
    assert_hidden(&format!("{value:?} {value:#?}"));
}

fn assert_hidden(text: &str) {
    assert!(!text.contains(KEY) && !text.contains(TOKEN), "{text}");
}

#[cfg(feature = "reqwest")]
#[test]
fn the_texts_of_all_errors_are_looked_at_as_one_type_too() {
    use crate::client::reference::ERRORS;

    for (status, kinds) in ERRORS {
        for kind in kinds {
            let server = Server::start([table::typed(status, kind)]);
            let error = postpress::Error::from(send(call(&client(&server.url()))).unwrap_err());
            assert_hidden(&format!("{error} {error:?} {error:#?}"));
            assert!(format!("{error}").contains("[handleReceivedInvitation: POST "), "{error}");
            server.only_request();
        }
    }
}
