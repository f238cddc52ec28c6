//! An excerpt of malformed JSON that shows its punctuation but none of its values.

use std::fmt::{self, Write as _};

/// The surroundings of a byte in a text, safe to show in a message; created by [`excerpt`].
#[derive(Clone, Copy)]
pub struct Excerpt<'a> {
    text: &'a [u8],
    at: usize,
}

/// The number of bytes shown on either side of the byte.
const AROUND: usize = 40;

/// The words that are shown: those of JSON, and common mistakes for them.
const WORDS: [&str; 9] =
    ["null", "true", "false", "NaN", "Infinity", "undefined", "None", "True", "False"];

/// Returns the surroundings of the byte `at` for display: brackets, commas, colons and quotes.
///
/// Every number, and every word that is not a literal such as `null` or `NaN`, is shown as `…`, because it may be a
/// secret.
#[must_use]
pub fn excerpt(text: &[u8], at: usize) -> Excerpt<'_> {
    Excerpt { text, at }
}

impl Excerpt<'_> {
    /// Returns `true` if there is no punctuation around the byte.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.window().iter().all(|byte| !is_mark(*byte))
    }

    fn window(&self) -> &[u8] {
        let (from, to) = (self.at.saturating_sub(AROUND), self.at.saturating_add(AROUND));
        self.text.get(from..to.min(self.text.len())).unwrap_or_default()
    }
}

impl fmt::Display for Excerpt<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut rest = self.window();
        while let Some(first) = rest.first() {
            let is_same_kind = |byte: &&u8| kind(**byte) == kind(*first);
            let length = match kind(*first) {
                ExcerptKind::Mark => 1,
                ExcerptKind::Space | ExcerptKind::Word => {
                    rest.iter().take_while(is_same_kind).count()
                }
            };
            let (part, after) = rest.split_at(length);
            match kind(*first) {
                ExcerptKind::Mark => f.write_char(char::from(*first))?,
                ExcerptKind::Space => f.write_char(' ')?,
                ExcerptKind::Word => {
                    let known = WORDS.iter().find(|word| word.as_bytes() == part);
                    f.write_str(known.unwrap_or(&"…"))?;
                }
            }
            rest = after;
        }
        Ok(())
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum ExcerptKind {
    Mark,
    Space,
    Word,
}

fn kind(byte: u8) -> ExcerptKind {
    match byte {
        _ if is_mark(byte) => ExcerptKind::Mark,
        _ if byte.is_ascii_whitespace() => ExcerptKind::Space,
        _ => ExcerptKind::Word,
    }
}

fn is_mark(byte: u8) -> bool {
    b"{}[]:,\"'<>".contains(&byte)
}
