//! Passes a response as the body.

use postpress::Client;
use postpress::types::InvitationHandled;

fn wrong(client: &Client, handled: InvitationHandled) {
    //~ E0277
    let _ = client.handle_received_invitation("inv", handled);
}

fn main() {
    let _ = wrong;
}
