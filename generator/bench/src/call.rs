//! One call of PostPress, with the generated client and handwritten with reqwest.

use std::time::Duration;

use reqwest::header::{ACCEPT, HeaderValue};
use reqwest::redirect;

use crate::twins;

/// The API key of all clients.
pub(crate) const KEY: &str = "pp_live_7f1a6f0cf6b14f4f9d7f";

/// The connected account, and LinkedIn's token for the invitation.
const ACCOUNT: &str = "acc_linkedin_01HXYZ4QK3WJ8FN3M6QH7TZ8GR";
const SECRET: &str = "AQHdK3Qv5yZ2pAAAAYxWm1TqJ8c";

/// The default timeouts of the generated client.
const CONNECT: Duration = Duration::from_secs(10);
const TIMEOUT: Duration = Duration::from_secs(60);

/// The generated client.
pub struct Generated(postpress::Client);

/// The same call, handwritten with reqwest: same headers, same JSON, same timeouts, connections reused in the same way.
pub struct ByHand {
    client: reqwest::Client,
    base: String,
    key: HeaderValue,
}

impl Generated {
    /// Creates a client for the server at `base`.
    ///
    /// # Panics
    ///
    /// Panics if the client cannot be built.
    #[must_use]
    pub fn new(base: &str) -> Self {
        let builder = postpress::Client::builder().base_url(base).api_key(KEY);
        Self(builder.build().expect("a client"))
    }

    /// Accepts an invitation.
    ///
    /// # Panics
    ///
    /// Panics if the call fails.
    pub async fn accept(&self, id: &str) -> postpress::types::InvitationHandled {
        use postpress::types::{InvitationAction, LinkedinInvitation};

        let invitation = LinkedinInvitation::new(SECRET, ACCOUNT, InvitationAction::Accept);
        let call = self.0.handle_received_invitation(id, invitation);
        call.send().await.expect("an answer")
    }
}

impl ByHand {
    /// Creates a client for the server at `base`.
    ///
    /// # Panics
    ///
    /// Panics if the client cannot be built.
    #[must_use]
    pub fn new(base: &str) -> Self {
        // The generated client sends the same `User-Agent`.
        let builder = http(concat!("postpress/", env!("CARGO_PKG_VERSION")));
        let (client, key) = (builder.build().expect("a client"), key());
        Self { client, base: base.to_owned(), key }
    }

    /// Accepts an invitation.
    ///
    /// # Panics
    ///
    /// Panics if the call fails.
    pub async fn accept(&self, id: &str) -> twins::InvitationHandled {
        let invitation = twins::Invitation::Linkedin(twins::LinkedinInvitation {
            shared_secret: SECRET.to_owned(),
            account_id: ACCOUNT.to_owned(),
            action: twins::InvitationAction::Accept,
        });
        let url = format!("{}/v1/users/invite/received/{id}", self.base);
        let request = self
            .client
            .post(url)
            .header(ACCEPT, "application/json")
            .header("x-api-key", self.key.clone())
            .json(&invitation);
        let answer = request.send().await.expect("an answer");
        let answer = answer.error_for_status().expect("a success");
        answer.json().await.expect("what the description says")
    }
}

/// Returns the settings of a handwritten client: those that the generated client has by default.
pub(crate) fn http(user_agent: &str) -> reqwest::ClientBuilder {
    postpress::runtime::transports::tls_ring::install();
    reqwest::Client::builder()
        .user_agent(user_agent)
        .redirect(redirect::Policy::none())
        .retry(reqwest::retry::never())
        .referer(false)
        .connect_timeout(CONNECT)
        .timeout(TIMEOUT)
        .no_proxy()
}

/// Returns the API key as the value of a header.
pub(crate) fn key() -> HeaderValue {
    let mut key = HeaderValue::from_static(KEY);
    key.set_sensitive(true);
    key
}

/// Creates a runtime with one thread, on which both clients run.
///
/// # Panics
///
/// Panics if the runtime cannot be built.
#[must_use]
pub fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime")
}
