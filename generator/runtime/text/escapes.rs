//! Decodes escapes, percent-encoding and character references, so that a secret is found in any of these forms.

use super::super::text::display_text::visible;

/// The number of nested encodings that are decoded.
const DEPTH: u8 = 3;

/// The most bytes of an escape that ends with a delimiter, such as `\u{10ffff}` or `&quot;`.
const LONGEST: usize = 12;

/// A decoded form of a text, without invisible characters.
pub(crate) struct Layer {
    text: String,
    /// For each byte of `text`, the position of its character in the original.
    starts: Vec<usize>,
    /// The length of the original.
    end: usize,
    depth: u8,
}

/// A function that decodes one escape at the beginning of a text. It returns the characters and the length of the
/// escape.
type Undo = fn(&str) -> Option<(String, usize)>;

impl Layer {
    pub(crate) fn new(text: &str) -> Self {
        let mut layer = Self { text: String::new(), starts: Vec::new(), end: text.len(), depth: 0 };
        for (at, char) in text.char_indices() {
            layer.push(char, at);
        }
        layer
    }

    /// Returns the spans of the original that hold `needle`. A word counts only if no letter or digit is beside it.
    pub(crate) fn find(&self, needle: &str, is_word: bool) -> Vec<(usize, usize)> {
        let matches = self.text.match_indices(needle);
        let spans = matches.filter_map(|(start, _)| {
            let end = start + needle.len();
            let before = self.text.get(..start)?.chars().next_back();
            let after = self.text.get(end..)?.chars().next();
            let is_apart = |char: Option<char>| !char.is_some_and(char::is_alphanumeric);
            let counts = !is_word || (is_apart(before) && is_apart(after));
            let last = self.starts.get(end).copied().unwrap_or(self.end);
            counts.then_some((*self.starts.get(start)?, last))
        });
        spans.collect()
    }

    /// Returns the decoded forms of this text, one for each encoding that it contains.
    pub(crate) fn decoded(&self) -> Vec<Self> {
        if self.depth == DEPTH {
            return Vec::new();
        }
        let ways: [(char, Undo); 3] = [('\\', unescape), ('%', unpercent), ('&', unentity)];
        ways.into_iter().filter_map(|(mark, undo)| self.undo(mark, undo)).collect()
    }

    /// Returns the text without backslashes, or `None` if it has none.
    ///
    /// Some texts escape quotation marks but not backslashes, such as the `Debug` text of `http::HeaderValue`. Their
    /// escapes cannot be decoded reliably.
    pub(crate) fn without_backslashes(&self) -> Option<Self> {
        self.undo('\\', |_| Some((String::new(), 1)))
    }

    /// Returns the text with the escapes that begin with `mark` decoded, or `None` if there are none.
    fn undo(&self, mark: char, undo: Undo) -> Option<Self> {
        let mut layer = Self {
            text: String::with_capacity(self.text.len()),
            starts: Vec::with_capacity(self.starts.len()),
            end: self.end,
            depth: self.depth + 1,
        };
        let (mut at, mut changed) = (0, false);
        while let Some(rest) = self.text.get(at..).filter(|rest| !rest.is_empty()) {
            let start = self.starts.get(at).copied()?;
            let found = if rest.starts_with(mark) { undo(rest) } else { None };
            match found {
                Some((chars, length)) => {
                    chars.chars().for_each(|char| layer.push(char, start));
                    at += length;
                    changed = true;
                }
                None => {
                    let char = rest.chars().next()?;
                    layer.push(char, start);
                    at += char.len_utf8();
                }
            }
        }
        changed.then_some(layer)
    }

    fn push(&mut self, char: char, start: usize) {
        if let Some(char) = visible(char) {
            self.text.push(char);
            self.starts.resize(self.text.len(), start);
        }
    }
}

/// Decodes an escape of JSON (RFC 8259, section 7) or of Rust's `Debug`.
fn unescape(text: &str) -> Option<(String, usize)> {
    let mark = text.as_bytes().get(1)?;
    let one = |char: char| Some((String::from(char), 2));
    match mark {
        b'n' | b'r' | b't' | b'b' | b'f' => one(' '),
        b'0' => one('\0'),
        b'"' | b'\\' | b'/' | b'\'' => one(char::from(*mark)),
        b'x' => undo_bytes(text, "\\x"),
        b'u' if text.as_bytes().get(2) == Some(&b'{') => {
            let end = text.bytes().take(LONGEST).position(|byte| byte == b'}')?;
            let digits = text.get(3..end)?;
            let char = char::from_u32(u32::from_str_radix(digits, 16).ok()?)?;
            Some((char.into(), 4 + digits.len()))
        }
        b'u' => {
            let unit = |at: usize| {
                let digits =
                    text.get(at..at + 4).filter(|_| text.get(at - 2..at) == Some("\\u"))?;
                u16::from_str_radix(digits, 16).ok()
            };
            let first = unit(2)?;
            if let Some(Ok(char)) = char::decode_utf16([first]).next() {
                return Some((char.into(), 6));
            }
            let char = char::decode_utf16([first, unit(8)?]).next()?.ok()?;
            Some((char.into(), 12))
        }
        _ => None,
    }
}

/// Decodes percent-encoded bytes (RFC 3986, section 2.1).
fn unpercent(text: &str) -> Option<(String, usize)> {
    undo_bytes(text, "%")
}

/// Decodes the bytes of one UTF-8 character, each written as `mark` and two hexadecimal digits.
fn undo_bytes(text: &str, mark: &str) -> Option<(String, usize)> {
    let step = mark.len() + 2;
    let byte = |index: usize| {
        let digits = text.get(index * step..(index + 1) * step)?.strip_prefix(mark)?;
        digits.bytes().all(|it| it.is_ascii_hexdigit()).then_some(())?;
        u8::from_str_radix(digits, 16).ok()
    };
    let first = byte(0)?;
    let length = match first {
        0..0x80 => return Some((char::from(first).into(), step)),
        0xc0..0xe0 => 2,
        0xe0..0xf0 => 3,
        _ => 4,
    };
    let bytes: Vec<u8> = (0..length).map_while(byte).collect();
    let chars = String::from_utf8(bytes).ok()?;
    Some((chars, length * step))
}

/// Decodes a character reference of HTML or XML.
fn unentity(text: &str) -> Option<(String, usize)> {
    let end = text.bytes().take(LONGEST).position(|byte| byte == b';')?;
    let name = text.get(1..end)?;
    let code = |digits: &str, radix| u32::from_str_radix(digits, radix).ok();
    let char = match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        _ => {
            let digits = name.strip_prefix('#')?;
            let hexadecimal = digits.strip_prefix(['x', 'X']).and_then(|it| code(it, 16));
            char::from_u32(hexadecimal.or_else(|| code(digits, 10))?)?
        }
    };
    Some((char.into(), name.len() + 2))
}

/// Returns the text without percent-encoding; `+` becomes a space.
pub(crate) fn percent_decoded(text: &str) -> String {
    let text = text.replace('+', " ");
    match Layer::new(&text).undo('%', unpercent) {
        Some(layer) => layer.text,
        None => text,
    }
}

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Returns base64 in the standard alphabet, without padding (RFC 4648, section 4).
pub(crate) fn encode_base64(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for group in bytes.chunks(3) {
        let byte = |index| u32::from(group.get(index).copied().unwrap_or_default());
        let bits = (byte(0) << 16) | (byte(1) << 8) | byte(2);
        for index in 0..=group.len() {
            let sextet = (bits >> (18 - 6 * index)) & 63;
            text.extend(ALPHABET.get(sextet as usize).map(|byte| char::from(*byte)));
        }
    }
    text
}

/// Decodes the base64 text of a `Basic` credential, in the standard or the URL-safe alphabet.
pub(crate) fn decode_basic(text: &str) -> Option<String> {
    let (mut bytes, mut bits, mut count) = (Vec::new(), 0_u32, 0);
    for byte in text.trim().trim_end_matches('=').bytes() {
        let byte = match byte {
            b'-' => b'+',
            b'_' => b'/',
            byte => byte,
        };
        let sextet = ALPHABET.iter().position(|known| *known == byte)?;
        bits = (bits << 6) | u32::try_from(sextet).ok()?;
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push(((bits >> count) & 255) as u8);
            bits &= (1 << count) - 1;
        }
    }
    String::from_utf8(bytes).ok()
}
