//! A secret in a text.

use postpress::types::LinkedinInvitation;

fn wrong(invitation: &LinkedinInvitation) -> String {
    format!("{}", invitation.shared_secret) //~ E0277
}

fn main() {
    let _ = wrong;
}
