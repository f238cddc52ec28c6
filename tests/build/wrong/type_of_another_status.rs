//! A type of 503 below 401.

use postpress::types::UnauthorizedType;

fn main() {
    let _ = UnauthorizedType::NetworkDown; //~ E0599
}
