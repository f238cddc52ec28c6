//! Credentials of HTTP's `Basic` scheme (RFC 7617).

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::runtime::builder::ClientBuilder;
use crate::runtime::credential::Placement;
use crate::runtime::secret::Secret;

impl ClientBuilder {
    /// Sets the user name and password for the security scheme with the id `scheme`, in place of
    /// earlier ones. Either may be empty, as some servers want it.
    pub fn basic_credential(
        self,
        scheme: &'static str,
        username: &str,
        password: &Secret<String>,
    ) -> Self {
        let password = password.expose();
        if username.contains(':') {
            return self.refuse(scheme, "has a colon in its user name, which would end there");
        }
        if username.chars().chain(password.chars()).any(char::is_control) {
            return self.refuse(scheme, "holds a line break or another control character");
        }
        let key = STANDARD.encode(format!("{username}:{password}"));
        let placement = Placement::Header { name: "authorization", prefix: "Basic " };
        self.credential(scheme, placement, key)
    }
}
