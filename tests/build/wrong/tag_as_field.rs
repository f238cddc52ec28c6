//! The tag, which each variant writes by itself.

use postpress::types::LinkedinInvitation;

fn wrong(invitation: &mut LinkedinInvitation) {
    invitation.provider = "INSTAGRAM".into(); //~ E0609
}

fn main() {
    let _ = wrong;
}
