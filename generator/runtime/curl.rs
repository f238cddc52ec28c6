//! A request as a command for `curl`, to be read and tried by hand.

use std::borrow::Cow;
use std::fmt;

use crate::runtime::call::Call;
use crate::runtime::invalid::InvalidRequest;
use crate::runtime::redact::REDACTED;
use crate::runtime::sensitive::masked;

/// A request as a command for `curl` on one line, with `[redacted]` where a secret stands. A body
/// that is not JSON is not shown, only its length.
#[derive(Clone, PartialEq, Eq)]
pub struct Curl(String);

impl Call {
    /// The request as a command for `curl`, with `[redacted]` where a secret stands.
    ///
    /// # Errors
    ///
    /// The arguments break the description, or no credentials are there that the operation needs.
    pub fn curl(&self) -> Result<Curl, InvalidRequest> {
        let request = self.assemble()?;
        let secrets = self.secrets();
        let mut url = self.shown_url(&secrets);
        for (index, pair) in self.shown_query().iter().enumerate() {
            url.push(if index == 0 { '?' } else { '&' });
            url.push_str(&secrets.redact(pair));
        }
        let mut line = format!("curl --request {} --url {}", request.method(), quoted(&url));
        for (name, value) in request.headers() {
            let text = value.to_str().ok().filter(|_| !value.is_sensitive());
            let text = text.map_or(REDACTED.to_owned(), |text| secrets.redact(text));
            let header = format!("{name}: {text}");
            line.push_str(" --header ");
            line.push_str(&quoted(&header));
        }
        if let Some(body) = self.shown_body() {
            line.push_str(" --data ");
            line.push_str(&quoted(&secrets.redact(&body)));
        }
        Ok(Curl(line))
    }

    /// The body without its secrets, or what stands for it.
    fn shown_body(&self) -> Option<Cow<'_, str>> {
        let (media_type, body) = self.state.body.as_ref()?;
        let text = self.state.secrets.as_ref().zip(body.bytes());
        let text = text.map(|(places, body)| String::from_utf8(masked(&body, places)));
        let Some(Ok(text)) = text else {
            return Some(format!("[{} bytes of {media_type}]", body.length()).into());
        };
        Some(text.into())
    }
}

impl fmt::Display for Curl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Curl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A text as one word of a POSIX shell, in which nothing between single quotes has a meaning but
/// the next of them.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}
