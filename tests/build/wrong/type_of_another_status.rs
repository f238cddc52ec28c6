//! A type of 503 below 401.

use postpress::types::UnauthorizedType;

fn main() {
    //~ E0599
    let _ = UnauthorizedType::NetworkDown;
}
