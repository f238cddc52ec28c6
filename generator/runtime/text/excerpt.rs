//! A few characters of a text that should have been JSON, with its marks and without its words.

use std::fmt::{self, Write as _};

/// The surroundings of a place in a text, as a message may show them; made by [`excerpt`].
#[derive(Clone, Copy)]
pub struct Excerpt<'a> {
    text: &'a [u8],
    at: usize,
}

/// How many bytes are shown on either side of the place.
const AROUND: usize = 40;

/// Words that people and programs write where JSON has others, or that JSON has.
const WORDS: [&str; 9] =
    ["null", "true", "false", "NaN", "Infinity", "undefined", "None", "True", "False"];

/// Shows what stands around the byte `at`: brackets, commas, quotes. For each word and number there
/// is `…`, since it may be a secret.
#[must_use]
pub fn excerpt(text: &[u8], at: usize) -> Excerpt<'_> {
    Excerpt { text, at }
}

impl Excerpt<'_> {
    /// Whether nothing but words stands there.
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
