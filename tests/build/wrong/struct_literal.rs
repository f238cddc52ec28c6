//! Creates a struct by a literal, which a new optional field would break.

use postpress::types::{InstagramInvitation, InvitationAction};

fn main() {
    //~ E0639
    let _ = InstagramInvitation { account_id: "acc".into(), action: InvitationAction::Accept };
}
