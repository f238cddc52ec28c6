//! A request as a `curl` command, for reading and trying by hand.

use std::borrow::Cow;
use std::fmt;

use super::super::client::call::Call;
use super::super::requests::invalid::InvalidRequest;
use super::super::requests::sensitive::masked;
use super::super::text::redact::REDACTED;

/// A request as a `curl` command on one line. `[redacted]` replaces each secret. A body that is not
/// JSON is shown as its length only.
#[derive(Clone, PartialEq, Eq)]
pub struct Curl(String);

impl Call {
    /// Returns the request as a `curl` command. `[redacted]` replaces each secret.
    ///
    /// # Errors
    ///
    /// Returns an error if an argument violates the API description, or if a required credential is
    /// missing.
    pub fn curl(&self) -> Result<Curl, InvalidRequest> {
        let request = self.state.build_request()?;
        let secrets = self.state.secrets();
        let mut url = self.state.shown_url(&secrets);
        for (index, pair) in self.state.shown_query().iter().enumerate() {
            url.push(if index == 0 { '?' } else { '&' });
            url.push_str(&secrets.redact(pair));
        }
        let method = word(request.method().as_str());
        let mut line = format!("curl --request {method} --url {}", quoted(&url));
        // curl expands brackets and braces in a URL to several URLs.
        if url.contains(['[', ']', '{', '}']) {
            line.push_str(" --globoff");
        }
        for (name, value) in request.headers() {
            let text = value.to_str().ok().filter(|_| !value.is_sensitive());
            let text = text.map_or(REDACTED.to_owned(), |text| secrets.redact(text));
            // curl removes the header for `name:` and sends an empty value for `name;`.
            let header =
                if text.is_empty() { format!("{name};") } else { format!("{name}: {text}") };
            line.push_str(" --header ");
            line.push_str(&quoted(&header));
        }
        if let Some(body) = self.shown_body() {
            // `--data` would read a file if the text starts with `@`.
            line.push_str(" --data-raw ");
            line.push_str(&quoted(&secrets.redact(&body)));
        }
        Ok(Curl(line))
    }

    /// Returns the body without its secrets, or a placeholder.
    fn shown_body(&self) -> Option<Cow<'_, str>> {
        let (media_type, body) = self.state.arguments.body.as_ref()?;
        let text = self.state.arguments.secrets.as_ref().zip(body.bytes());
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

/// Returns a method as one word of a POSIX shell, because an HTTP token may contain characters with
/// a meaning there.
fn word(method: &str) -> Cow<'_, str> {
    let is_plain = method.bytes().all(|byte| byte.is_ascii_alphanumeric());
    if is_plain { Cow::Borrowed(method) } else { Cow::Owned(quoted(method)) }
}

/// Returns a text as one word of a POSIX shell. Between single quotes, only another single quote
/// has a meaning.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}
