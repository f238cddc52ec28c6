//! Checks the constraints of JSON Schema on the arguments of a call.

use std::borrow::Cow;
use std::collections::HashSet;
use std::fmt::Display;

use indexmap::IndexMap;

use super::super::json::convert::Json;
use super::super::json::write::{Writer, pointer_step};
use super::super::requests::invalid::{RequestPart, Violation};
use super::super::text::secret::Secret;

/// A type that has constraints or contains a type that has them.
pub trait Check {
    /// Adds every constraint that this value violates to `checks`.
    fn check(&self, checks: &mut Checks);
}

/// The violated constraints of one argument, each with the path to its value.
///
/// The text of a constraint follows the name of the value (`must have at least 1 character`). It
/// never shows the value.
pub struct Checks {
    place: RequestPart,
    name: &'static str,
    violations: Vec<Violation>,
}

/// A number that can be tested for being a multiple of another one.
pub trait Multiple: Copy + PartialOrd + Display {
    /// Returns `true` if this is an integer multiple of `factor`. The quotient of two floats may
    /// differ from an integer by the rounding error of the division.
    fn is_multiple(self, factor: Self) -> bool;
}

impl Checks {
    pub(crate) fn new(place: RequestPart, name: &'static str) -> Self {
        Self { place, name, violations: Vec::new() }
    }

    pub(crate) fn into_violations(self) -> Vec<Violation> {
        self.violations
    }

    /// Checks the property `name`.
    pub fn field(&mut self, name: &'static str, check: impl FnOnce(&mut Self)) {
        self.inside(check, || pointer_step(name));
    }

    /// Checks the value of a map at the key `name`.
    pub fn key(&mut self, name: &str, check: impl FnOnce(&mut Self)) {
        self.inside(check, || pointer_step(name));
    }

    /// Checks the item at `index` of an array.
    pub fn item(&mut self, index: usize, check: impl FnOnce(&mut Self)) {
        self.inside(check, || format!("/{index}"));
    }

    /// Records a violation unless `holds`. `rule` follows the name of the value, as in `must be a
    /// UUID`.
    pub fn require(&mut self, holds: bool, rule: impl Into<Cow<'static, str>>) {
        if holds {
            return;
        }
        self.violations.push(Violation {
            place: self.place,
            name: Cow::Borrowed(self.name),
            pointer: String::new(),
            rule: rule.into(),
        });
    }

    /// Checks `minLength`, in Unicode characters (JSON Schema Validation, section 6.3.2).
    pub fn min_length(&mut self, text: &str, least: usize) {
        if text.chars().take(least).count() < least {
            self.require(false, format!("must have at least {}", characters(least)));
        }
    }

    /// Checks `maxLength`, in Unicode characters (JSON Schema Validation, section 6.3.1).
    pub fn max_length(&mut self, text: &str, most: usize) {
        if text.chars().nth(most).is_some() {
            self.require(false, format!("must have at most {}", characters(most)));
        }
    }

    /// Checks `minItems` (JSON Schema Validation, section 6.4.2).
    pub fn min_items(&mut self, len: usize, least: usize) {
        if len < least {
            self.require(false, format!("must have at least {}", items(least)));
        }
    }

    /// Checks `maxItems` (JSON Schema Validation, section 6.4.1).
    pub fn max_items(&mut self, len: usize, most: usize) {
        if len > most {
            self.require(false, format!("must have at most {}", items(most)));
        }
    }

    /// Checks `uniqueItems`: no two items have the same JSON (JSON Schema Validation, section
    /// 6.4.3).
    pub fn unique_items<'v, T: Json + 'v>(&mut self, items: impl Iterator<Item = &'v T>) {
        let mut seen = HashSet::new();
        let mut texts = items.filter_map(|item| Writer::text_of(item).ok());
        self.require(texts.all(|text| seen.insert(text)), "must not have an item twice");
    }

    /// Checks `uniqueItems` for strings (JSON Schema Validation, section 6.4.3).
    pub fn unique_texts<'v, T: AsRef<str> + 'v>(&mut self, items: impl Iterator<Item = &'v T>) {
        let mut seen = HashSet::new();
        let mut texts = items.map(AsRef::as_ref);
        self.require(texts.all(|text| seen.insert(text)), "must not have an item twice");
    }

    /// Checks `minProperties` (JSON Schema Validation, section 6.5.2).
    pub fn min_properties(&mut self, len: usize, least: usize) {
        if len < least {
            self.require(false, format!("must have at least {}", members(least)));
        }
    }

    /// Checks `maxProperties` (JSON Schema Validation, section 6.5.1).
    pub fn max_properties(&mut self, len: usize, most: usize) {
        if len > most {
            self.require(false, format!("must have at most {}", members(most)));
        }
    }

    /// Checks `minimum` (JSON Schema Validation, section 6.2.4).
    pub fn minimum<N: Multiple>(&mut self, value: N, least: N) {
        if value < least {
            self.require(false, format!("must be at least {least}"));
        }
    }

    /// Checks `maximum` (JSON Schema Validation, section 6.2.2).
    pub fn maximum<N: Multiple>(&mut self, value: N, most: N) {
        if value > most {
            self.require(false, format!("must be at most {most}"));
        }
    }

    /// Checks `exclusiveMinimum` (JSON Schema Validation, section 6.2.5).
    pub fn exclusive_minimum<N: Multiple>(&mut self, value: N, bound: N) {
        if value <= bound {
            self.require(false, format!("must be more than {bound}"));
        }
    }

    /// Checks `exclusiveMaximum` (JSON Schema Validation, section 6.2.3).
    pub fn exclusive_maximum<N: Multiple>(&mut self, value: N, bound: N) {
        if value >= bound {
            self.require(false, format!("must be less than {bound}"));
        }
    }

    /// Checks `multipleOf` (JSON Schema Validation, section 6.2.1).
    pub fn multiple_of<N: Multiple>(&mut self, value: N, factor: N) {
        if !value.is_multiple(factor) {
            self.require(false, format!("must be a multiple of {factor}"));
        }
    }

    /// Runs `check`, then adds `step` to the path of each new violation. A valid value needs no
    /// path.
    fn inside(&mut self, check: impl FnOnce(&mut Self), step: impl FnOnce() -> String) {
        let before = self.violations.len();
        check(self);
        if self.violations.len() > before {
            let step = step();
            let inner = self.violations.iter_mut().skip(before);
            inner.for_each(|violation| violation.pointer.insert_str(0, &step));
        }
    }
}

impl<T: Check> Check for Option<T> {
    fn check(&self, checks: &mut Checks) {
        if let Some(value) = self {
            value.check(checks);
        }
    }
}

impl<T: Check> Check for Box<T> {
    fn check(&self, checks: &mut Checks) {
        T::check(self, checks);
    }
}

impl<T: Check> Check for Secret<T> {
    fn check(&self, checks: &mut Checks) {
        self.expose().check(checks);
    }
}

impl<T: Check> Check for Vec<T> {
    fn check(&self, checks: &mut Checks) {
        for (index, item) in self.iter().enumerate() {
            checks.item(index, |checks| item.check(checks));
        }
    }
}

impl<T: Check> Check for IndexMap<String, T> {
    fn check(&self, checks: &mut Checks) {
        for (name, value) in self {
            checks.key(name, |checks| value.check(checks));
        }
    }
}

macro_rules! multiples {
    ($($type:ty),*) => { $(
        impl Multiple for $type {
            fn is_multiple(self, factor: Self) -> bool {
                // `checked_rem` is `None` only for `MIN / -1`, whose remainder is zero.
                factor != 0 && self.checked_rem(factor).is_none_or(|rest| rest == 0)
            }
        }
    )* };
}

multiples!(i8, i16, i32, i64, i128, u8, u16, u32, u64, u128);

impl Multiple for f64 {
    fn is_multiple(self, factor: Self) -> bool {
        let quotient = self / factor;
        let distance = (quotient - quotient.round()).abs();
        distance <= quotient.abs() * (4.0 * Self::EPSILON)
    }
}

impl Multiple for f32 {
    fn is_multiple(self, factor: Self) -> bool {
        let quotient = self / factor;
        let distance = (quotient - quotient.round()).abs();
        distance <= quotient.abs() * (4.0 * Self::EPSILON)
    }
}

fn characters(count: usize) -> String {
    counted(count, "character", "characters")
}

fn items(count: usize) -> String {
    counted(count, "item", "items")
}

fn members(count: usize) -> String {
    counted(count, "member", "members")
}

fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}
