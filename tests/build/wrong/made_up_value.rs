//! Creates the variant for unknown values, which only decoding creates.

use postpress::types::InvitationAction;

fn main() {
    //~ E0277
    let _ = InvitationAction::Unknown("accept".into());
}
