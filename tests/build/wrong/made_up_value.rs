//! A value for the variant that only reading makes.

use postpress::types::InvitationAction;

fn main() {
    //~ E0277
    let _ = InvitationAction::Unknown("accept".into());
}
