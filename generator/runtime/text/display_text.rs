//! Makes the text of a server safe to show on one line of a message.

use std::fmt::{self, Write as _};

/// Text that is safe to show in a message; created by [`clean`].
#[derive(Clone, Copy)]
pub struct Clean<'a> {
    text: &'a str,
    limit: usize,
}

/// Returns `text` for display on one line, cut after `limit` characters.
///
/// Line breaks and tabs become spaces. Other control characters and characters that reorder text or are invisible are
/// left out. A `…` marks a cut.
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

/// Returns the character as one line may show it, or `None` if it is left out.
pub(crate) fn visible(character: char) -> Option<char> {
    match character {
        '\n' | '\r' | '\t' | '\u{2028}' | '\u{2029}' => Some(' '),
        // `Default_Ignorable_Code_Point` (Unicode 17, DerivedCoreProperties), and annotations.
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' => {
            None
        }
        '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' => None,
        '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' => None,
        '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}' => None,
        '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}' => None,
        _ if character.is_control() => None,
        _ => Some(character),
    }
}
