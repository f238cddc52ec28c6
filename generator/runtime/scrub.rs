//! Keeps the secrets of a request out of texts into which a server has written them again.

use std::fmt::{self, Debug};

use crate::runtime::secret::Secret;

/// What a call sends that no text may show, though the answer may repeat it: servers do say
/// `invalid key: ...` with the key.
#[derive(Clone, Default, PartialEq, Eq)]
pub(super) struct Secrets(Vec<Secret<String>>);

/// The fewest bytes of a secret that is looked for: shorter ones are parts of other words.
const LEAST: usize = 6;

impl Secrets {
    pub(super) fn add(&mut self, secret: &str) {
        if secret.len() >= LEAST {
            self.0.push(Secret::new(secret.to_owned()));
        }
    }

    /// Whether one of them is in `text`.
    pub(super) fn are_in(&self, text: &str) -> bool {
        self.0.iter().any(|secret| text.contains(secret.expose().as_str()))
    }

    /// The text with `[redacted]` in the place of each of them.
    pub(super) fn hide(&self, text: String) -> String {
        self.0.iter().map(|secret| secret.expose().as_str()).fold(text, |text, secret| {
            if text.contains(secret) { text.replace(secret, "[redacted]") } else { text }
        })
    }
}

impl Debug for Secrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

/// The text of `{:?}` or `{:#?}`, whichever is asked for.
pub(super) fn debug(f: &fmt::Formatter<'_>, value: &dyn Debug) -> String {
    if f.alternate() { format!("{value:#?}") } else { format!("{value:?}") }
}
