//! A struct without its constructor, which a new optional field would break.

use postpress::types::{InstagramInvitation, InvitationAction};

fn main() {
    let _ = InstagramInvitation {
        account_id: "acc".into(),
        action: InvitationAction::Accept,
    }; //~ E0639
}
