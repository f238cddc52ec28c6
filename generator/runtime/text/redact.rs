//! Redacts texts. No other module removes secrets from a text.

use std::error::Error;
use std::fmt::{self, Debug};

use super::super::text::display_text::{clean, visible};
use super::super::text::escapes::{Layer, decode_basic, encode_base64, percent_decoded};
use super::super::text::secret::Secret;

/// The secrets of a call, decoded. Servers repeat secrets in messages, as in `invalid key: ...`, sometimes encoded.
#[derive(Clone, Default, PartialEq, Eq)]
pub(crate) struct Secrets(Vec<Secret<String>>);

/// The replacement for a secret.
pub(crate) const REDACTED: &str = "[redacted]";

/// The fewest characters of a secret that is also found inside a word.
const INSIDE: usize = 6;

/// The fewest characters of a secret that is searched for. A secret shorter than [`INSIDE`] is found only as a whole
/// word; one shorter than this is redacted only where its position is known.
const LEAST: usize = 3;

/// The most characters of a text that [`Secrets::line`] searches.
const SEARCHED: usize = 16 * 1024;

/// The most characters that encode one byte of a secret: `\\u{10ffff}`.
const ESCAPED: usize = 12;

/// The most errors in a chain of sources that are searched.
const SOURCES: usize = 16;

impl Secrets {
    /// Adds a decoded secret.
    pub(crate) fn add(&mut self, secret: &str) {
        let secret: String = secret.chars().filter_map(visible).collect();
        let secret = secret.trim();
        if secret.chars().count() < LEAST || self.0.iter().any(|known| known.expose() == secret) {
            return;
        }
        // One secret may contain another, so the longest is searched for first.
        let at = self.0.partition_point(|known| known.expose().len() >= secret.len());
        self.0.insert(at, Secret::new(secret.to_owned()));
    }

    /// Adds a text that may not be secret, such as a user name, if it has at least [`INSIDE`] characters.
    fn add_likely(&mut self, text: &str) {
        if text.chars().count() >= INSIDE {
            self.add(text);
        }
    }

    /// Adds the value of a header: the whole value, the credential after the scheme, and the user and password of
    /// `Basic` (RFC 7617).
    pub(crate) fn add_header(&mut self, value: &str) {
        self.add_likely(value);
        let Some((scheme, credential)) = value.split_once(' ') else { return };
        self.add_likely(credential);
        if !scheme.eq_ignore_ascii_case("basic") {
            return;
        }
        let Some(pair) = decode_basic(credential) else { return };
        self.add(&pair);
        let (user, password) = pair.split_once(':').unwrap_or((&pair, ""));
        // OAuth encodes both like form fields (RFC 6749, section 2.3.1).
        for (user, password) in
            [(user, password), (&*percent_decoded(user), &*percent_decoded(password))]
        {
            self.add_likely(user);
            self.add(password);
        }
    }

    /// Returns `true` if `text` contains one of the secrets, plain or encoded.
    pub(crate) fn are_in(&self, text: &str) -> bool {
        !self.spans(text).is_empty()
    }

    /// Returns the text with `[redacted]` for each secret and without invisible characters. Line breaks stay.
    pub(crate) fn redact(&self, text: &str) -> String {
        let keep = |char| if char == '\n' { Some(char) } else { visible(char) };
        let text: String = text.chars().filter_map(keep).collect();
        let mut redacted = String::with_capacity(text.len());
        let mut rest = 0;
        for (start, end) in self.spans(&text) {
            redacted.push_str(text.get(rest..start).unwrap_or_default());
            redacted.push_str(REDACTED);
            rest = end;
        }
        redacted.push_str(text.get(rest..).unwrap_or_default());
        redacted
    }

    /// Returns the text on one line, redacted, then cut after `limit` characters.
    ///
    /// Only the first [`SEARCHED`] characters are searched, because a server may send megabytes.
    pub(crate) fn line(&self, text: &str, limit: usize) -> String {
        let mut chars = text.chars().filter_map(visible);
        let beginning: String = chars.by_ref().take(SEARCHED).collect();
        let redacted = self.redact(&beginning);
        let longest = self.0.first().map_or(0, |secret| secret.expose().len() * ESCAPED);
        // The end of the searched part may hold the beginning of a secret, which is not found.
        if chars.next().is_some() && redacted.chars().count() < limit + longest {
            return format!("{REDACTED}…");
        }
        clean(&redacted, limit).to_string()
    }

    /// Returns the redacted `Debug` text of a value, in the form that `f` asks for: `{:?}` or `{:#?}`.
    pub(crate) fn debug(&self, f: &fmt::Formatter<'_>, value: &dyn Debug) -> String {
        self.redact(&if f.alternate() { format!("{value:#?}") } else { format!("{value:?}") })
    }

    /// Returns the error unchanged, or its redacted texts if it or one of its sources shows a secret.
    pub(crate) fn redact_error(
        &self,
        error: Box<dyn Error + Send + Sync>,
    ) -> Box<dyn Error + Send + Sync> {
        let is_clear = |error: &(dyn Error + 'static)| {
            !self.are_in(&error.to_string()) && !self.are_in(&format!("{error:?}"))
        };
        if self.0.is_empty() || sources(&*error).all(is_clear) {
            return error;
        }
        let mut texts: Vec<_> = sources(&*error)
            .map(|error| (self.redact(&error.to_string()), self.redact(&format!("{error:?}"))))
            .collect();
        let mut redacted = None;
        while let Some((display, debug)) = texts.pop() {
            redacted = Some(Box::new(Redacted { display, debug, source: redacted }));
        }
        redacted.map_or(error, |redacted| redacted as _)
    }

    /// Returns the spans of secrets in a text, in order and without overlap.
    fn spans(&self, text: &str) -> Vec<(usize, usize)> {
        if self.0.is_empty() || text.is_empty() {
            return Vec::new();
        }
        let needles = self.needles();
        let mut spans = Vec::new();
        let mut layers = vec![Layer::new(text)];
        while let Some(layer) = layers.pop() {
            for layer in [layer.without_backslashes().as_ref(), Some(&layer)].into_iter().flatten()
            {
                for needle in &needles {
                    spans.extend(layer.find(needle.text.expose(), needle.is_word));
                }
            }
            layers.extend(layer.decoded());
        }
        spans.sort_unstable();
        let mut apart: Vec<(usize, usize)> = Vec::with_capacity(spans.len());
        for (start, end) in spans {
            match apart.last_mut() {
                Some(last) if start < last.1 => last.1 = last.1.max(end),
                _ => apart.push((start, end)),
            }
        }
        apart
    }

    /// Returns the texts to search for: each secret, without backslashes, with `+` for spaces, and in base64.
    fn needles(&self) -> Vec<Needle> {
        let mut needles = Vec::new();
        let mut add = |text: String| {
            let length = text.chars().count();
            if length >= LEAST {
                needles.push(Needle { text: Secret::new(text), is_word: length < INSIDE });
            }
        };
        for secret in &self.0 {
            let secret = secret.expose();
            add(secret.clone());
            if secret.contains('\\') {
                add(secret.replace('\\', ""));
            }
            if secret.contains(' ') {
                add(secret.replace(' ', "+"));
            }
            if secret.chars().count() >= INSIDE {
                let text = encode_base64(secret.as_bytes());
                let url_safe = text.replace('+', "-").replace('/', "_");
                if url_safe != text {
                    add(url_safe);
                }
                add(text);
            }
        }
        needles
    }
}

struct Needle {
    text: Secret<String>,
    /// `true` if it counts only where no letter or digit is beside it.
    is_word: bool,
}

impl Debug for Secrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(REDACTED)
    }
}

/// Returns an error and its sources.
fn sources<'e>(
    error: &'e (dyn Error + 'static),
) -> impl Iterator<Item = &'e (dyn Error + 'static)> {
    let mut next = Some(error);
    let sources = std::iter::from_fn(move || {
        let error = next?;
        next = error.source();
        Some(error)
    });
    sources.take(SOURCES)
}

/// The redacted texts of an error and of its sources.
struct Redacted {
    display: String,
    debug: String,
    source: Option<Box<Redacted>>,
}

impl fmt::Display for Redacted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.display)
    }
}

impl Debug for Redacted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.debug)
    }
}

impl Error for Redacted {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}
