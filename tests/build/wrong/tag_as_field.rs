//! Sets the tag, which each variant writes itself.

use postpress::types::LinkedinInvitation;

fn wrong(invitation: &mut LinkedinInvitation) {
    //~ E0609
    invitation.provider = "INSTAGRAM".into();
}

fn main() {
    let _ = wrong;
}
