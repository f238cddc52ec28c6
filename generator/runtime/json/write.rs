//! Writes JSON and records the values that JSON cannot hold.

use std::borrow::Cow;
use std::ops::Range;

use indexmap::IndexMap;

use super::super::json::convert::{Constant, Json};
use super::super::json::parser;

/// A writer of JSON text.
#[derive(Default)]
pub struct Writer {
    text: Vec<u8>,
    faults: Vec<WriteFault>,
    secrets: Places,
}

/// Byte ranges of a text.
pub(crate) type Places = Vec<Range<usize>>;

/// A value that JSON cannot hold.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct WriteFault {
    /// The JSON pointer to the value (RFC 6901).
    pub pointer: String,
    /// The constraint that the value breaks, worded to follow the pointer: `must be a finite number`.
    pub rule: Cow<'static, str>,
}

/// A writer for the members of an object; created by [`Writer::object`].
pub struct ObjectWriter<'w> {
    writer: &'w mut Writer,
    empty: bool,
}

/// A writer for the items of an array; created by [`Writer::array`].
pub struct ArrayWriter<'w> {
    writer: &'w mut Writer,
    len: usize,
}

impl Writer {
    /// Creates an empty writer.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Returns a value as JSON text.
    ///
    /// # Errors
    ///
    /// Returns every value inside `value` that JSON cannot hold.
    pub fn text_of(value: &impl Json) -> Result<Vec<u8>, Vec<WriteFault>> {
        let (text, _) = Self::text_and_secrets(value)?;
        Ok(text)
    }

    /// Returns a value as JSON text, and the byte ranges of its secrets.
    pub(crate) fn text_and_secrets(
        value: &impl Json,
    ) -> Result<(Vec<u8>, Places), Vec<WriteFault>> {
        let mut writer = Self { text: Vec::with_capacity(ROOM), ..Self::default() };
        value.write(&mut writer);
        writer.finish_with_secrets()
    }

    /// Returns the written text and the byte ranges of its secrets.
    pub(crate) fn finish_with_secrets(mut self) -> Result<(Vec<u8>, Places), Vec<WriteFault>> {
        let secrets = std::mem::take(&mut self.secrets);
        Ok((self.finish()?, secrets))
    }

    /// Returns the written text.
    ///
    /// # Errors
    ///
    /// Returns every value that JSON cannot hold.
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

    /// Writes an integer.
    pub fn integer(&mut self, value: i128) {
        match i64::try_from(value) {
            Ok(value) => self.scalar(&value),
            Err(_) => self.scalar(&value),
        }
    }

    /// Writes an integer that is not negative.
    pub fn unsigned(&mut self, value: u128) {
        self.scalar(&value);
    }

    /// Writes a number in the fewest digits that read as the same `f64`.
    ///
    /// An integral number has no decimal point, as in ECMAScript (ECMA-262, section 6.1.6.1.20). A number that is not
    /// finite is recorded as a fault.
    pub fn number(&mut self, value: f64) {
        if value.fract() == 0.0 && value.abs() < EXACT && (value != 0.0 || value.is_sign_positive())
        {
            // Below this bound, every integral `f64` is exact.
            self.integer(value as i128);
        } else if value.is_finite() {
            self.scalar(&value);
        } else {
            self.fault(NOT_FINITE);
        }
    }

    /// Writes a number in the fewest digits that read as the same `f32`; otherwise as [`number`](Self::number).
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
        // Most strings need no escapes.
        self.text.reserve(text.len() + 2);
        self.text.push(b'"');
        self.text.extend_from_slice(text.as_bytes());
        self.text.push(b'"');
    }

    /// Writes a number of a free-form value with the digits that it was received with.
    pub fn verbatim(&mut self, value: &serde_json::Number) {
        self.scalar(value);
    }

    /// Writes the digits of a number.
    #[allow(dead_code, reason = "not every API has exact decimals")]
    pub(crate) fn digits(&mut self, number: &impl std::fmt::Display) {
        self.text.extend_from_slice(number.to_string().as_bytes());
    }

    /// Writes a secret value and records its byte range.
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

    /// Writes `null` and records that the value breaks `rule`, such as `must be a finite number`.
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

    /// Adds `step` to the front of the pointers of all faults after the first `before`.
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

    /// Writes a member if it is `Some`.
    pub fn optional<T: Json>(&mut self, name: &str, value: &Option<T>) {
        if let Some(value) = value {
            self.required(name, value);
        }
    }

    /// Writes a member, with `null` for `None`.
    pub fn nullable<T: Json>(&mut self, name: &str, value: &Option<T>) {
        match value {
            Some(value) => self.required(name, value),
            None => self.null(name),
        }
    }

    /// Writes a member unless it is `None`, with `null` for `Some(None)`.
    pub fn optional_nullable<T: Json>(&mut self, name: &str, value: &Option<Option<T>>) {
        if let Some(value) = value {
            self.nullable(name, value);
        }
    }

    /// Writes a member whose value is fixed by `const`.
    pub fn constant(&mut self, name: &str, value: impl Constant) {
        self.begin(name);
        value.write(self.writer);
    }

    /// Writes the members of a map. A member with one of the names in `known` is recorded as a fault, because it would
    /// be in the object twice.
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

    /// Writes the name of a member and returns the number of faults so far.
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

    /// Writes an item with the function `write`.
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

/// 2^53. Up to this number, every integer is an `f64`.
const EXACT: f64 = 9_007_199_254_740_992.0;
/// The initial capacity of a text, in bytes.
const ROOM: usize = 256;

const NOT_FINITE: &str = "must be a finite number";

/// Returns a step of a JSON pointer, with its slash (RFC 6901, section 3).
pub(crate) fn pointer_step(name: &str) -> String {
    format!("/{}", name.replace('~', "~0").replace('/', "~1"))
}
