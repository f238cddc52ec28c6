//! An answer as a body.

use postpress::Client;
use postpress::types::InvitationHandled;

fn wrong(client: &Client, handled: InvitationHandled) {
    let _ = client.handle_received_invitation("inv", handled); //~ E0277
}

fn main() {
    let _ = wrong;
}
