//! Calls an operation without its body.

fn wrong(client: &postpress::Client) {
    //~ E0061
    let _ = client.handle_received_invitation("inv");
}

fn main() {
    let _ = wrong;
}
