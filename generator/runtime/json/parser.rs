//! Parses a JSON document (RFC 8259) into a tree.
//!
//! The parser accepts the same documents as `serde_json` and has mostly the same error messages. It is faster than a
//! tree from serde's events. Numbers with a fraction are read as the nearest `f64`, which `serde_json` does only with a
//! feature.

use std::borrow::Cow;

use super::super::json::node::{Node, SyntaxError};
use super::super::json::node_pool::Spare;
use super::super::json::node_serde::Members;
use super::super::json::syntax_error::{Fault, Kind};

/// The nesting of arrays and objects that is too deep.
const DEPTH: usize = 128;

/// Parses all of `text`.
pub(crate) fn parse(text: &str) -> Result<Node<'_>, SyntaxError> {
    let fault = Fault { kind: Kind::Value, at: 0 };
    let mut parser = JsonParser { text, at: 0, depth: DEPTH, spare: Spare::take(), fault };
    let node = parser.document();
    Spare::give_back(parser.spare);
    node.map_err(|Broken| parser.fault.explain(text))
}

struct JsonParser<'a> {
    text: &'a str,
    at: usize,
    /// The number of nested arrays and objects that is too deep from here on.
    depth: usize,
    spare: Box<Spare>,
    /// The first error; meaningless until a function returns [`Broken`].
    fault: Fault,
}

/// A syntax error. Its details are in the parser, so that results are small.
struct Broken;

impl<'a> JsonParser<'a> {
    fn document(&mut self) -> Result<Node<'a>, Broken> {
        let node = self.value()?;
        match self.peek() {
            None => Ok(node),
            Some(_) => Err(self.fault(Kind::Trailing)),
        }
    }

    // Inlined into the loops over members and items, so that a string costs no call.
    #[inline(always)]
    fn value(&mut self) -> Result<Node<'a>, Broken> {
        match self.peek() {
            Some(b'"') => self.string().map(Node::String),
            Some(b'{') => self.object(),
            Some(b'[') => self.array(),
            Some(b'-' | b'0'..=b'9') => self.number(),
            _ => self.word(),
        }
    }

    #[inline(never)]
    fn object(&mut self) -> Result<Node<'a>, Broken> {
        self.open()?;
        let mut members = Members::new(self.spare.members());
        if self.peek() != Some(b'}') {
            loop {
                if !self.next_is(b'"') {
                    return Err(self.no_name());
                }
                let name = self.string()?;
                if !self.next_is(b':') {
                    return Err(self.fault(Kind::Colon));
                }
                self.at += 1;
                let value = self.value()?;
                members.insert(name, value);
                match self.peek() {
                    Some(b',') => self.at += 1,
                    Some(b'}') => break,
                    _ => return Err(self.fault(Kind::AfterMember)),
                }
            }
        }
        self.close();
        Ok(Node::Object(members.finish()))
    }

    #[inline(never)]
    fn array(&mut self) -> Result<Node<'a>, Broken> {
        self.open()?;
        let mut items = self.spare.items();
        if self.peek() != Some(b']') {
            loop {
                items.push(self.value()?);
                match self.peek() {
                    Some(b',') => self.at += 1,
                    Some(b']') => break,
                    _ => return Err(self.fault(Kind::AfterItem)),
                }
            }
        }
        self.close();
        Ok(Node::Array(items))
    }

    fn open(&mut self) -> Result<(), Broken> {
        self.depth -= 1;
        if self.depth == 0 {
            return Err(self.fault(Kind::Depth));
        }
        self.at += 1;
        Ok(())
    }

    fn close(&mut self) {
        self.depth += 1;
        self.at += 1;
    }

    #[inline(never)]
    fn word(&mut self) -> Result<Node<'a>, Broken> {
        let (word, node) = match self.byte() {
            Some(b't') => ("true", Node::Boolean(true)),
            Some(b'f') => ("false", Node::Boolean(false)),
            Some(b'n') => ("null", Node::Null),
            _ => return Err(self.no_value()),
        };
        for letter in word.bytes() {
            if self.byte() != Some(letter) {
                return Err(self.fault(Kind::Word));
            }
            self.at += 1;
        }
        Ok(node)
    }

    #[inline(never)]
    fn number(&mut self) -> Result<Node<'a>, Broken> {
        let start = self.at;
        let negative = self.byte() == Some(b'-');
        self.at += usize::from(negative);
        let zero = self.byte() == Some(b'0');
        let (value, digits) = self.digits();
        match self.byte() {
            _ if digits == 0 => Err(self.fault(Kind::Number)),
            _ if zero && digits > 1 => Err(self.fault_at(Kind::Number, self.at - digits + 1)),
            Some(b'.' | b'e' | b'E') => self.fraction(start, value, digits),
            // A number of at most 19 digits always fits in 64 bits.
            _ if digits <= 19 => match whole(negative, value) {
                Some(node) => Ok(node),
                None => self.large(start),
            },
            _ => self.large(start),
        }
    }

    /// Skips digits. Returns their value, modulo 2^64, and their count.
    fn digits(&mut self) -> (u64, usize) {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        let (mut value, mut digits) = (0_u64, 0);
        while let Some(digit @ b'0'..=b'9') = rest.get(digits) {
            value = value.wrapping_mul(10).wrapping_add(u64::from(digit - b'0'));
            digits += 1;
        }
        self.at += digits;
        (value, digits)
    }

    /// Reads the fraction and the exponent of the number that begins at `start` with these digits.
    fn fraction(&mut self, start: usize, whole: u64, count: usize) -> Result<Node<'a>, Broken> {
        /// The lengths of numbers that an `f64` may round, and that are in its range.
        const ROUNDED: std::ops::Range<usize> = 17..300;
        if self.byte() == Some(b'.') {
            self.at += 1;
            let (value, places) = self.some_digits()?;
            let has_exponent = matches!(self.byte(), Some(b'e' | b'E'));
            // Up to 15 digits and their power of ten are exact, so their quotient is the nearest `f64`.
            if count + places <= 15 && !has_exponent {
                let power = 10_u64.pow(places as u32);
                let value = (whole * power + value) as f64 / power as f64;
                let is_negative = self.text.as_bytes().get(start) == Some(&b'-');
                return Ok(Node::Number(if is_negative { -value } else { value }));
            }
            if ROUNDED.contains(&(self.at - start)) && !has_exponent {
                return Ok(Node::Digits(Cow::Borrowed(self.since(start))));
            }
        }
        if let Some(b'e' | b'E') = self.byte() {
            self.at += 1;
            if let Some(b'+' | b'-') = self.byte() {
                self.at += 1;
            }
            self.some_digits()?;
        }
        self.float(start)
    }

    fn some_digits(&mut self) -> Result<(u64, usize), Broken> {
        match self.digits() {
            (_, 0) => Err(self.fault(Kind::Number)),
            digits => Ok(digits),
        }
    }

    /// Reads an integer that begins at `start` and may be beyond 64 bits.
    fn large(&mut self, start: usize) -> Result<Node<'a>, Broken> {
        let text = self.since(start);
        if let Ok(value) = text.parse() {
            return Ok(Node::Unsigned(value));
        }
        // A reader of numbers needs them to be in the range of `f64`.
        self.float(start).map(|_| Node::Digits(Cow::Borrowed(text)))
    }

    fn float(&mut self, start: usize) -> Result<Node<'a>, Broken> {
        match self.since(start).parse::<f64>() {
            Ok(value) if value.is_finite() => Ok(Node::Number(value)),
            _ => Err(self.fault_at(Kind::Range, start)),
        }
    }

    /// Reads a string or the name of a member. It is borrowed unless it contains escapes.
    #[inline]
    fn string(&mut self) -> Result<Cow<'a, str>, Broken> {
        self.at += 1;
        let start = self.at;
        self.at += self.plain();
        match self.text.get(start..self.at) {
            Some(text) if self.byte() == Some(b'"') => {
                self.at += 1;
                Ok(Cow::Borrowed(text))
            }
            _ => self.escaped(start).map(Cow::Owned),
        }
    }

    /// Reads the rest of the string that begins at `start` and has no escape before this position.
    #[inline(never)]
    fn escaped(&mut self, start: usize) -> Result<String, Broken> {
        let mut text = self.spare.text();
        // Room for a word after the escape.
        text.reserve(self.at - start + 24);
        text.push_str(self.since(start));
        loop {
            match self.byte() {
                Some(b'"') => break,
                Some(b'\\') => text.push(self.escape()?),
                Some(_) => return Err(self.fault(Kind::Control)),
                None => return Err(self.fault(Kind::String)),
            }
            let start = self.at;
            self.at += self.plain();
            text.push_str(self.since(start));
        }
        self.at += 1;
        Ok(text)
    }

    fn escape(&mut self) -> Result<char, Broken> {
        let start = self.at;
        self.at += 1;
        let char = match self.byte() {
            Some(b'u') => return self.code_point(start),
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(mark @ (b'"' | b'\\' | b'/')) => char::from(mark),
            _ => return Err(self.fault(Kind::Escape)),
        };
        self.at += 1;
        Ok(char)
    }

    /// Reads the escape `\u....` that begins at `start`, including the second escape of a surrogate pair.
    fn code_point(&mut self, start: usize) -> Result<char, Broken> {
        let mut code = self.unit()?;
        if (0xd800..0xdc00).contains(&code) {
            for byte in *b"\\u" {
                match self.byte() {
                    // `unit` skips the `u`.
                    Some(found) if found == byte => self.at += usize::from(byte == b'\\'),
                    Some(_) => return Err(self.fault_at(Kind::Surrogate, start)),
                    None => return Err(self.fault(Kind::String)),
                }
            }
            let low = self.unit()?;
            if !(0xdc00..0xe000).contains(&low) {
                return Err(self.fault_at(Kind::Surrogate, start));
            }
            code = 0x10000 + ((code - 0xd800) << 10 | (low - 0xdc00));
        }
        char::from_u32(code).ok_or_else(|| self.fault_at(Kind::Surrogate, start))
    }

    /// Reads a `u` and four hexadecimal digits.
    fn unit(&mut self) -> Result<u32, Broken> {
        self.at += 1;
        let mut unit = 0;
        for _ in 0..4 {
            let digit = self.byte().and_then(|byte| char::from(byte).to_digit(16));
            unit = unit << 4 | digit.ok_or_else(|| self.fault(Kind::Escape))?;
            self.at += 1;
        }
        Ok(unit)
    }

    /// Skips white space and returns `true` if `byte` is next.
    #[inline]
    fn next_is(&mut self, byte: u8) -> bool {
        self.byte() == Some(byte) || self.skip() == Some(byte)
    }

    /// Skips white space and returns the next byte without consuming it.
    #[inline]
    fn peek(&mut self) -> Option<u8> {
        match self.byte() {
            Some(..=b' ') => self.skip(),
            byte => byte,
        }
    }

    #[inline(never)]
    fn skip(&mut self) -> Option<u8> {
        while let Some(b' ' | b'\t' | b'\n' | b'\r') = self.byte() {
            self.at += 1;
        }
        self.byte()
    }

    /// Returns the number of bytes before the next quotation mark, backslash or control character.
    #[inline]
    fn plain(&self) -> usize {
        self.text.as_bytes().get(self.at..).map_or(0, plain)
    }

    #[inline]
    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// Returns the text from `start` to this position. It always exists, because both are beside an ASCII character.
    #[inline]
    fn since(&self, start: usize) -> &'a str {
        self.text.get(start..self.at).unwrap_or_default()
    }

    #[cold]
    fn fault_at(&mut self, kind: Kind, at: usize) -> Broken {
        self.fault = Fault { kind, at };
        Broken
    }

    #[cold]
    fn no_value(&mut self) -> Broken {
        let before = self.text.as_bytes().get(..self.at).unwrap_or_default();
        let kind = match (before.trim_ascii_end().last(), self.byte()) {
            (Some(b'['), None) => Kind::Item,
            (Some(b','), Some(b']')) => Kind::TrailingComma,
            _ => Kind::Value,
        };
        self.fault(kind)
    }

    #[cold]
    fn no_name(&mut self) -> Broken {
        // An empty object does not get here, so the closing brace follows a comma.
        let trailing = self.byte() == Some(b'}');
        self.fault(if trailing { Kind::TrailingComma } else { Kind::Name })
    }

    #[cold]
    fn fault(&mut self, kind: Kind) -> Broken {
        self.fault_at(kind, self.at)
    }
}

/// Returns the integer with these digits, or `None` if it is below the range of `i64`.
fn whole(negative: bool, digits: u64) -> Option<Node<'static>> {
    match (negative, digits) {
        (false, _) => Some(i64::try_from(digits).map_or(Node::Unsigned(digits), Node::Integer)),
        (true, 0) => Some(Node::Number(-0.0)),
        (true, _) => 0_i64.checked_sub_unsigned(digits).map(Node::Integer),
    }
}

/// Returns the number of bytes before the first quotation mark, backslash or control character.
#[inline(never)]
pub(crate) fn plain(bytes: &[u8]) -> usize {
    const ONES: u64 = u64::from_ne_bytes([1; 8]);
    let (eights, rest) = bytes.as_chunks();
    let mut length = 0;
    for eight in eights {
        let eight = u64::from_le_bytes(*eight);
        // With bit 1 inverted, a quotation mark has the value that follows the control characters. A subtraction
        // borrows only from the bytes above, so the lowest mark is always correct.
        let control_or_quote = (eight ^ (ONES * 0x02)).wrapping_sub(ONES * 0x21);
        let backslash = (eight ^ (ONES * 0x5c)).wrapping_sub(ONES);
        let marks = (control_or_quote | backslash) & !eight & (ONES * 0x80);
        if marks != 0 {
            return length + marks.trailing_zeros() as usize / 8;
        }
        length += 8;
    }
    let is_mark = |byte: &u8| matches!(byte, b'"' | b'\\' | ..0x20);
    length + rest.iter().position(is_mark).unwrap_or(rest.len())
}
