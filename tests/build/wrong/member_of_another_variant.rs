//! The secret of a LinkedIn invitation in one of Instagram.

use postpress::types::InstagramInvitation;

fn wrong(invitation: &mut InstagramInvitation) {
    invitation.shared_secret = "AQH".into(); //~ E0609
}

fn main() {
    let _ = wrong;
}
