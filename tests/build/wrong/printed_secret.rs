//! Formats a secret with `Display`.

use postpress::types::LinkedinInvitation;

fn wrong(invitation: &LinkedinInvitation) -> String {
    //~ E0277
    format!("{}", invitation.shared_secret)
}

fn main() {
    let _ = wrong;
}
