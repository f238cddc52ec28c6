//! Redacts texts: the one place where what a call keeps secret is taken out of what is shown.

use std::error::Error;
use std::fmt::{self, Debug};

use super::super::text::display_text::{clean, visible};
use super::super::text::escapes::{Layer, decode_basic, encode_base64, percent_decoded};
use super::super::text::secret::Secret;

/// The secrets of a call, decoded. Servers repeat them: `invalid key: ...` with the key, encoded in
/// one way or another.
#[derive(Clone, Default, PartialEq, Eq)]
pub(crate) struct Secrets(Vec<Secret<String>>);

/// The text in place of a secret.
pub(crate) const REDACTED: &str = "[redacted]";

/// The fewest characters of a secret that is searched for inside of words.
const INSIDE: usize = 6;

/// The fewest characters of a secret that is searched for at all, as a word of its own. A shorter
/// one is kept out of texts only where its position is known.
const LEAST: usize = 3;

/// The most characters of a text that is shown in part in which secrets are searched for.
const SEARCHED: usize = 16 * 1024;

/// The most characters for one byte of a secret in a text that is searched: `\\u{10ffff}`.
const ESCAPED: usize = 12;

/// The most errors behind an error that are looked at.
const SOURCES: usize = 16;

impl Secrets {
    /// Adds a secret as it is, not encoded.
    pub(crate) fn add(&mut self, secret: &str) {
        let secret: String = secret.chars().filter_map(visible).collect();
        let secret = secret.trim();
        if secret.chars().count() < LEAST || self.0.iter().any(|known| known.expose() == secret) {
            return;
        }
        // One secret may be a part of another: the longest is looked for first.
        let at = self.0.partition_point(|known| known.expose().len() >= secret.len());
        self.0.insert(at, Secret::new(secret.to_owned()));
    }

    /// Adds what may well be none, such as the name of a user, unless it is as short as a word.
    fn add_likely(&mut self, text: &str) {
        if text.chars().count() >= INSIDE {
            self.add(text);
        }
    }

    /// Adds the value of a header: all of it, the credential behind the name of a scheme, and what
    /// `Basic` encodes (RFC 7617).
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
        // OAuth has both encoded as in a form (RFC 6749, section 2.3.1).
        for (user, password) in
            [(user, password), (&*percent_decoded(user), &*percent_decoded(password))]
        {
            self.add_likely(user);
            self.add(password);
        }
    }

    /// Returns `true` if one of the secrets is in `text`, whichever way it is encoded.
    pub(crate) fn are_in(&self, text: &str) -> bool {
        !self.spans(text).is_empty()
    }

    /// Returns the text without invisible characters and with `[redacted]` for each secret. Line
    /// breaks stay.
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

    /// Returns the text on one line, redacted and then cut behind `limit` characters. Of a text that is much longer only the
    /// beginning is searched, because a server may send megabytes.
    pub(crate) fn line(&self, text: &str, limit: usize) -> String {
        let mut chars = text.chars().filter_map(visible);
        let beginning: String = chars.by_ref().take(SEARCHED).collect();
        let redacted = self.redact(&beginning);
        let longest = self.0.first().map_or(0, |secret| secret.expose().len() * ESCAPED);
        // The cut may leave a part of a secret at the end, which is not found.
        if chars.next().is_some() && redacted.chars().count() < limit + longest {
            return format!("{REDACTED}…");
        }
        clean(&redacted, limit).to_string()
    }

    /// Returns the text of `{:?}` or `{:#?}`, whichever is asked for, redacted.
    pub(crate) fn debug(&self, f: &fmt::Formatter<'_>, value: &dyn Debug) -> String {
        self.redact(&if f.alternate() { format!("{value:#?}") } else { format!("{value:?}") })
    }

    /// Returns the error as it is, or texts in its place where it or one behind it shows a secret.
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

    /// Where secrets stand in a text, in order and apart from one another.
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

    /// The texts to look for: each secret, without its backslashes, as forms write its spaces, and
    /// in base64.
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
    /// `true` if it counts only where no letter or digit stands beside it.
    is_word: bool,
}

impl Debug for Secrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(REDACTED)
    }
}

/// An error and the errors behind it.
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

/// The texts of an error that showed a secret.
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
