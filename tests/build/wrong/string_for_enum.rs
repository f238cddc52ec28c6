//! Passes an action as a string.

use postpress::types::InstagramInvitation;

fn main() {
    //~ E0308
    let _ = InstagramInvitation::new("acc", "accept");
}
