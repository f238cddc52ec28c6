//! Sends one call twice.

use postpress::operations::HandleReceivedInvitation;

fn wrong(call: HandleReceivedInvitation) {
    let _ = call.send_blocking();
    //~ E0382
    let _ = call.send_blocking();
}

fn main() {
    let _ = wrong;
}
