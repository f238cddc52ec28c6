//! The secret of a LinkedIn invitation in one of Instagram.

use postpress::types::InstagramInvitation;

fn wrong(invitation: &mut InstagramInvitation) {
    //~ E0609
    invitation.shared_secret = "AQH".into();
}

fn main() {
    let _ = wrong;
}
