//! An action as text.

use postpress::types::InstagramInvitation;

fn main() {
    //~ E0308
    let _ = InstagramInvitation::new("acc", "accept");
}
