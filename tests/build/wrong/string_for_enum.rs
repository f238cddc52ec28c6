//! An action as text.

use postpress::types::InstagramInvitation;

fn main() {
    let _ = InstagramInvitation::new("acc", "accept"); //~ E0308
}
