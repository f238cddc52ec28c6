//! Writes JSON text and notes what JSON cannot hold.

use std::borrow::Cow;
use std::ops::Range;

use indexmap::IndexMap;

use super::super::json::convert::{Constant, Json};
use super::super::json::parser;

/// JSON text while it is written.
#[derive(Default)]
pub struct Writer {
    text: Vec<u8>,
    faults: Vec<WriteFault>,
    secrets: Places,
}

/// Where something stands in a text, in bytes.
pub(crate) type Places = Vec<Range<usize>>;

/// A value that JSON cannot hold.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct WriteFault {
    /// The way to the value as a JSON pointer (RFC 6901).
    pub pointer: String,
    /// What the value had to be, worded to follow the name of the place: `must be a finite number`.
    pub rule: Cow<'static, str>,
}

/// An object while its members are written; made by [`Writer::object`].
pub struct ObjectWriter<'w> {
    writer: &'w mut Writer,
    empty: bool,
}

/// An array while its items are written; made by [`Writer::array`].
pub struct ArrayWriter<'w> {
    writer: &'w mut Writer,
    len: usize,
}

impl Writer {
    /// A writer without text.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The JSON text of one value.
    ///
    /// # Errors
    ///
    /// Every place in the value that JSON cannot hold.
    pub fn text_of(value: &impl Json) -> Result<Vec<u8>, Vec<WriteFault>> {
        let (text, _) = Self::text_and_secrets(value)?;
        Ok(text)
    }

    /// The JSON text of one value, and where the secrets stand in it.
    pub(crate) fn text_and_secrets(
        value: &impl Json,
    ) -> Result<(Vec<u8>, Places), Vec<WriteFault>> {
        let mut writer = Self { text: Vec::with_capacity(ROOM), ..Self::default() };
        value.write(&mut writer);
        writer.finish_with_secrets()
    }

    /// The text that was written, and where the secrets stand in it.
    pub(crate) fn finish_with_secrets(mut self) -> Result<(Vec<u8>, Places), Vec<WriteFault>> {
        let secrets = std::mem::take(&mut self.secrets);
        Ok((self.finish()?, secrets))
    }

    /// The text that was written.
    ///
    /// # Errors
    ///
    /// Every place that JSON cannot hold; `null` stands there in the text.
    pub fn finish(self) -> Result<Vec<u8>, Vec<WriteFault>> {
        if self.faults.is_empty() { Ok(self.text) } else { Err(self.faults) }
    }

    /// Writes `null`.
    pub fn null(&mut self) {
        self.text.extend_from_slice(b"null");
    }

    /// Writes `true` or `false`.
    pub fn boolean(&mut self, value: bool) {
        self.text.extend_from_slice(if value { b"true" } else { b"false" });
    }

    /// Writes a whole number.
    pub fn integer(&mut self, value: i128) {
        match i64::try_from(value) {
            Ok(value) => self.scalar(&value),
            Err(_) => self.scalar(&value),
        }
    }

    /// Writes a number in the fewest digits that read as the same `f64`, a whole one without a point, as
    /// ECMAScript does (ECMA-262, section 6.1.6.1.20); a number that is not finite is a fault.
    pub fn number(&mut self, value: f64) {
        if value.fract() == 0.0 && value.abs() < EXACT && (value != 0.0 || value.is_sign_positive())
        {
            // Below this bound every whole number is what it seems to be.
            self.integer(value as i128);
        } else if value.is_finite() {
            self.scalar(&value);
        } else {
            self.fault(NOT_FINITE);
        }
    }

    /// The same of an `f32`.
    pub fn short_number(&mut self, value: f32) {
        if value.fract() == 0.0 && f64::from(value.abs()) < EXACT {
            self.number(value.into());
        } else if value.is_finite() {
            self.scalar(&value);
        } else {
            self.fault(NOT_FINITE);
        }
    }

    /// Writes a string.
    pub fn string(&mut self, text: &str) {
        if parser::plain(text.as_bytes()) < text.len() {
            return self.scalar(text);
        }
        // Most texts have nothing to escape.
        self.text.reserve(text.len() + 2);
        self.text.push(b'"');
        self.text.extend_from_slice(text.as_bytes());
        self.text.push(b'"');
    }

    /// Writes a number of a free-form value in the digits that it came with.
    pub fn verbatim(&mut self, value: &serde_json::Number) {
        self.scalar(value);
    }

    /// Writes a value that no text may show.
    pub(crate) fn secret(&mut self, value: &impl Json) {
        let start = self.text.len();
        value.write(self);
        self.secrets.push(start..self.text.len());
    }

    /// Begins an object.
    pub fn object(&mut self) -> ObjectWriter<'_> {
        self.text.push(b'{');
        ObjectWriter { writer: self, empty: true }
    }

    /// Begins an array.
    pub fn array(&mut self) -> ArrayWriter<'_> {
        self.text.push(b'[');
        ArrayWriter { writer: self, len: 0 }
    }

    /// Notes that the value to write here breaks `rule`, which is worded to follow the name of the
    /// place (`must be a finite number`), and writes `null` for it.
    pub fn fault(&mut self, rule: impl Into<Cow<'static, str>>) {
        self.null();
        self.faults.push(WriteFault { pointer: String::new(), rule: rule.into() });
    }

    fn scalar<T: serde::Serialize + ?Sized>(&mut self, value: &T) {
        let start = self.text.len();
        if let Err(error) = serde_json::to_writer(&mut self.text, value) {
            self.text.truncate(start);
            self.fault(error.to_string());
        }
    }

    /// Puts `step` before the pointers of the faults that were noted after the first `before`.
    fn locate(&mut self, before: usize, step: &str) {
        for fault in self.faults.iter_mut().skip(before) {
            fault.pointer.insert_str(0, &pointer_step(step));
        }
    }
}

impl ObjectWriter<'_> {
    /// Writes a member.
    pub fn required<T: Json>(&mut self, name: &str, value: &T) {
        let before = self.begin(name);
        value.write(self.writer);
        self.check(before, name);
    }

    /// Writes a member if it has a value.
    pub fn optional<T: Json>(&mut self, name: &str, value: &Option<T>) {
        if let Some(value) = value {
            self.required(name, value);
        }
    }

    /// Writes a member, as `null` where it has no value.
    pub fn nullable<T: Json>(&mut self, name: &str, value: &Option<T>) {
        match value {
            Some(value) => self.required(name, value),
            None => self.null(name),
        }
    }

    /// Writes nothing for `None` and `null` for `Some(None)`.
    pub fn optional_nullable<T: Json>(&mut self, name: &str, value: &Option<Option<T>>) {
        if let Some(value) = value {
            self.nullable(name, value);
        }
    }

    /// Writes a member whose value the description pins.
    pub fn constant(&mut self, name: &str, value: impl Constant) {
        self.begin(name);
        value.write(self.writer);
    }

    /// Writes the members of a map. A member that has one of the names in `known` would stand in
    /// the object twice and is a fault.
    pub fn rest<T: Json>(&mut self, known: &[&str], members: &IndexMap<String, T>) {
        for (name, value) in members {
            if known.contains(&name.as_str()) {
                let before = self.begin(name);
                self.writer.fault("is a member with a field of its own");
                self.check(before, name);
            } else {
                self.required(name, value);
            }
        }
    }

    /// Ends the object.
    pub fn end(self) {
        self.writer.text.push(b'}');
    }

    fn null(&mut self, name: &str) {
        self.begin(name);
        self.writer.null();
    }

    /// Writes the name and says how many faults there are so far.
    fn begin(&mut self, name: &str) -> usize {
        if !self.empty {
            self.writer.text.push(b',');
        }
        self.empty = false;
        self.writer.string(name);
        self.writer.text.push(b':');
        self.writer.faults.len()
    }

    fn check(&mut self, before: usize, name: &str) {
        if self.writer.faults.len() > before {
            self.writer.locate(before, name);
        }
    }
}

impl ArrayWriter<'_> {
    /// Writes an item.
    pub fn item<T: Json>(&mut self, value: &T) {
        self.item_by(|writer| value.write(writer));
    }

    /// Writes an item by a function.
    pub fn item_by(&mut self, write: impl FnOnce(&mut Writer)) {
        if self.len > 0 {
            self.writer.text.push(b',');
        }
        let before = self.writer.faults.len();
        write(self.writer);
        if self.writer.faults.len() > before {
            self.writer.locate(before, &self.len.to_string());
        }
        self.len += 1;
    }

    /// Ends the array.
    pub fn end(self) {
        self.writer.text.push(b']');
    }
}

/// 2^53: up to here every whole number is an `f64`.
const EXACT: f64 = 9_007_199_254_740_992.0;
/// The bytes that a text has room for before it grows.
const ROOM: usize = 256;

const NOT_FINITE: &str = "must be a finite number";

/// One step of a JSON pointer with its slash (RFC 6901, section 3).
pub(crate) fn pointer_step(name: &str) -> String {
    format!("/{}", name.replace('~', "~0").replace('/', "~1"))
}
