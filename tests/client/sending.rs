//! A call for the tests of transports, and the functions that send it.

use postpress::operations::{HandleReceivedInvitation, HandleReceivedInvitationError};
use postpress::{CallError, types::InvitationHandled};
#[cfg(feature = "reqwest")]
use postpress::{
    Client,
    types::{InvitationAction, LinkedinInvitation},
};

pub type Outcome = Result<InvitationHandled, CallError<HandleReceivedInvitationError>>;

/// A function that sends a call.
pub type Send = fn(HandleReceivedInvitation) -> Outcome;

/// Sends a call by the asynchronous transport.
#[cfg(feature = "reqwest")]
pub fn send(call: HandleReceivedInvitation) -> Outcome {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(call.send().into_future())
}

/// Returns a call that a server may answer as it likes.
#[cfg(feature = "reqwest")]
pub fn call(client: &Client) -> HandleReceivedInvitation {
    let body = LinkedinInvitation::new("AQH", "acc", InvitationAction::Accept);
    client.handle_received_invitation("inv", body)
}
