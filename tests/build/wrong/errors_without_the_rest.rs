//! Matches errors without a wildcard, which a new status would break.

use postpress::operations::HandleReceivedInvitationError as Failed;

fn wrong(error: &Failed) -> &'static str {
    //~ E0004
    match error {
        Failed::Unauthorized(_) => "credentials",
        Failed::Forbidden(_) => "permission",
        Failed::InternalServerError(_) | Failed::NotImplemented(_) => "server",
        Failed::ServiceUnavailable(_) | Failed::GatewayTimeout(_) => "wait",
        Failed::Other(_) => "other",
    }
}

fn main() {
    let _ = wrong;
}
