//! A value for the variant that only reading makes.

use postpress::types::InvitationAction;

fn main() {
    let _ = InvitationAction::Unknown("accept".into()); //~ E0277
}
