//! Sets the secret of a LinkedIn invitation on an Instagram invitation.

use postpress::types::InstagramInvitation;

fn wrong(invitation: &mut InstagramInvitation) {
    //~ E0609
    invitation.shared_secret = "AQH".into();
}

fn main() {
    let _ = wrong;
}
