//! Uses an action that does not exist.

use postpress::types::{InstagramInvitation, InvitationAction};

fn main() {
    //~ E0599
    let _ = InstagramInvitation::new("acc", InvitationAction::Ignore);
}
