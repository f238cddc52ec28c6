//! Creates a LinkedIn invitation without its action.

use postpress::types::LinkedinInvitation;

fn main() {
    //~ E0061
    let _ = LinkedinInvitation::new("AQH", "acc");
}
