//! Uses an error code of status 503 with status 401.

use postpress::types::UnauthorizedType;

fn main() {
    //~ E0599
    let _ = UnauthorizedType::NetworkDown;
}
