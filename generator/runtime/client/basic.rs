//! Credentials of the HTTP scheme `Basic` (RFC 7617).

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::super::client::builder::ClientBuilder;
use super::super::credentials::credential::CredentialLocation;
use super::super::credentials::provider::{CredentialError, Token};
use super::super::text::secret::Secret;

impl ClientBuilder {
    /// Sets the user name and password for the security scheme with the id `scheme`. They replace
    /// an earlier credential. Either may be empty, because some servers expect that.
    pub fn basic_credential(
        self,
        scheme: &'static str,
        username: &str,
        password: &Secret<String>,
    ) -> Self {
        let placement = CredentialLocation::Header { name: "authorization", prefix: "Basic " };
        match pair(username, password) {
            Ok(key) => self.credential(scheme, placement, key),
            Err(reason) => self.refuse(scheme, reason),
        }
    }
}

impl Token {
    /// Creates the token of a provider for the scheme `Basic` from a user name and a password.
    ///
    /// # Errors
    ///
    /// Returns an error if the user name contains a colon, or if either contains a control
    /// character.
    pub fn basic(username: &str, password: &Secret<String>) -> Result<Self, CredentialError> {
        let key = pair(username, password);
        key.map(Self::new).map_err(|reason| CredentialError::new(format!("it {reason}")))
    }
}

/// Encodes both. An error is a reason that follows the words `the credential`.
fn pair(username: &str, password: &Secret<String>) -> Result<Secret<String>, &'static str> {
    let password = password.expose();
    if username.contains(':') {
        return Err("has a colon in its user name, which would end there");
    }
    if username.chars().chain(password.chars()).any(char::is_control) {
        return Err("holds a line break or another control character");
    }
    Ok(Secret::new(STANDARD.encode(format!("{username}:{password}"))))
}
