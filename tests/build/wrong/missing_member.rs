//! A LinkedIn invitation without its secret.

use postpress::types::{InvitationAction, LinkedinInvitation};

fn main() {
    let _ = LinkedinInvitation::new("acc", InvitationAction::Accept); //~ E0061
}
