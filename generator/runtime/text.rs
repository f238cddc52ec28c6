//! Makes text that a server sent fit to stand in one line of a message.

use std::fmt::{self, Write as _};

/// Text as it may appear in a message; made by [`clean`].
#[derive(Clone, Copy)]
pub struct Clean<'a> {
    text: &'a str,
    limit: usize,
}

/// Shows `text` on one line: line breaks and tabs become spaces, other control characters and
/// characters that reorder or hide text are left out, and what follows the first `limit`
/// characters is cut.
#[must_use]
pub fn clean(text: &str, limit: usize) -> Clean<'_> {
    Clean { text, limit }
}

impl fmt::Display for Clean<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = self.text.chars().filter_map(visible);
        for character in shown.by_ref().take(self.limit) {
            f.write_char(character)?;
        }
        if shown.next().is_some() {
            f.write_char('…')?;
        }
        Ok(())
    }
}

/// The character as it may stand in one line, if it may.
pub(super) fn visible(character: char) -> Option<char> {
    match character {
        '\n' | '\r' | '\t' | '\u{2028}' | '\u{2029}' => Some(' '),
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' => None,
        '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' => None,
        '\u{e0000}'..='\u{e007f}' => None,
        _ if character.is_control() => None,
        _ => Some(character),
    }
}
