//! Compares an error code with a string.

use postpress::types::Unauthorized;

fn wrong(problem: &Unauthorized) -> bool {
    //~ E0308
    problem.r#type == "errors/expired_credentials"
}

fn main() {
    let _ = wrong;
}
