//! An action that there is not.

use postpress::types::{InstagramInvitation, InvitationAction};

fn main() {
    let _ = InstagramInvitation::new("acc", InvitationAction::Ignore); //~ E0599
}
