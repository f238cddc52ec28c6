//! A call without its body.

fn wrong(client: &postpress::Client) {
    let _ = client.handle_received_invitation("inv"); //~ E0061
}

fn main() {
    let _ = wrong;
}
