//! The types of the PostPress client, handwritten with serde's derives.

use serde::{Deserialize, Serialize};

/// The twin of `postpress::types::Invitation`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "provider")]
pub enum Invitation {
    /// An invitation that a LinkedIn account received.
    #[serde(rename = "LINKEDIN")]
    Linkedin(LinkedinInvitation),
    /// An invitation that an Instagram account received.
    #[serde(rename = "INSTAGRAM")]
    Instagram(InstagramInvitation),
}

/// The twin of `postpress::types::LinkedinInvitation`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LinkedinInvitation {
    /// LinkedIn's token for this invitation.
    pub shared_secret: String,
    /// The connected account that acts.
    pub account_id: String,
    /// The action to take on the invitation.
    pub action: InvitationAction,
}

/// The twin of `postpress::types::InstagramInvitation`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct InstagramInvitation {
    /// The connected account that acts.
    pub account_id: String,
    /// The action to take on the invitation.
    pub action: InvitationAction,
}

/// The twin of `postpress::types::InvitationAction`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum InvitationAction {
    /// Accepts the invitation, so that its sender becomes a connection.
    Accept,
    /// Declines the invitation.
    Decline,
}

/// The twin of `postpress::types::InvitationHandled`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct InvitationHandled {
    /// The kind of the object.
    pub object: Handled,
    /// The state of the invitation after the call.
    pub status: InvitationStatus,
}

/// The only value of `object`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Handled {
    /// The response to an invitation that was handled.
    UserInvitationHandled,
}

/// The twin of `postpress::types::InvitationStatus`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum InvitationStatus {
    /// The invitation is accepted.
    Accepted,
    /// The invitation is declined.
    Declined,
}

/// The twin of `postpress::types::Problem`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Problem {
    /// A short description of the error.
    pub title: String,
    /// An explanation of this occurrence.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// The id of the request, for support.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub instance: Option<String>,
    /// The error code.
    pub r#type: String,
    /// The HTTP status code.
    pub status: i64,
}
