//! An error told by its text.

use postpress::types::Unauthorized;

fn wrong(problem: &Unauthorized) -> bool {
    problem.r#type == "errors/expired_credentials" //~ E0308
}

fn main() {
    let _ = wrong;
}
