//! The constraints of JSON Schema, checked on what a request carries.

use std::borrow::Cow;
use std::collections::HashSet;
use std::fmt::Display;

use indexmap::IndexMap;

use super::super::json::convert::Json;
use super::super::json::write::{Writer, pointer_step};
use super::super::requests::invalid::{RequestPart, Violation};
use super::super::text::secret::Secret;

/// A type with constraints, its own or those of what it holds.
pub trait Check {
    /// Notes in `checks` every constraint that this value breaks.
    fn check(&self, checks: &mut Checks);
}

/// The broken constraints of one argument, each with the way to its place.
///
/// Rules are worded to follow the name of the place (`must have at least 1 character`) and never
/// show the value.
pub struct Checks {
    place: RequestPart,
    name: &'static str,
    violations: Vec<Violation>,
}

/// A number that can be asked whether it is a multiple of another one.
pub trait Multiple: Copy + PartialOrd + Display {
    /// Whether this is a whole multiple of `factor`. Floats that miss one by no more than the
    /// rounding of their division count.
    fn is_multiple(self, factor: Self) -> bool;
}

impl Checks {
    pub(crate) fn new(place: RequestPart, name: &'static str) -> Self {
        Self { place, name, violations: Vec::new() }
    }

    pub(crate) fn into_violations(self) -> Vec<Violation> {
        self.violations
    }

    /// Checks the member `name`.
    pub fn field(&mut self, name: &'static str, check: impl FnOnce(&mut Self)) {
        self.inside(check, || pointer_step(name));
    }

    /// Checks the member `name` of a map.
    pub fn key(&mut self, name: &str, check: impl FnOnce(&mut Self)) {
        self.inside(check, || pointer_step(name));
    }

    /// Checks the item `index` of an array.
    pub fn item(&mut self, index: usize, check: impl FnOnce(&mut Self)) {
        self.inside(check, || format!("/{index}"));
    }

    /// Asks for `holds`; `rule` is worded to follow the name of the place, as in `must be a UUID`.
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

    /// `minLength`, in Unicode characters (JSON Schema validation, section 6.3.2).
    pub fn min_length(&mut self, text: &str, least: usize) {
        if text.chars().take(least).count() < least {
            self.require(false, format!("must have at least {}", characters(least)));
        }
    }

    /// `maxLength`, in Unicode characters (JSON Schema validation, section 6.3.1).
    pub fn max_length(&mut self, text: &str, most: usize) {
        if text.chars().nth(most).is_some() {
            self.require(false, format!("must have at most {}", characters(most)));
        }
    }

    /// `minItems` (JSON Schema validation, section 6.4.2).
    pub fn min_items(&mut self, len: usize, least: usize) {
        if len < least {
            self.require(false, format!("must have at least {}", items(least)));
        }
    }

    /// `maxItems` (JSON Schema validation, section 6.4.1).
    pub fn max_items(&mut self, len: usize, most: usize) {
        if len > most {
            self.require(false, format!("must have at most {}", items(most)));
        }
    }

    /// `uniqueItems`: no two items have the same JSON (JSON Schema validation, section 6.4.3).
    pub fn unique_items<'v, T: Json + 'v>(&mut self, items: impl Iterator<Item = &'v T>) {
        let mut seen = HashSet::new();
        let mut texts = items.filter_map(|item| Writer::text_of(item).ok());
        self.require(texts.all(|text| seen.insert(text)), "must not have an item twice");
    }

    /// `uniqueItems`, of texts (JSON Schema validation, section 6.4.3).
    pub fn unique_texts<'v, T: AsRef<str> + 'v>(&mut self, items: impl Iterator<Item = &'v T>) {
        let mut seen = HashSet::new();
        let mut texts = items.map(AsRef::as_ref);
        self.require(texts.all(|text| seen.insert(text)), "must not have an item twice");
    }

    /// `minProperties` (JSON Schema validation, section 6.5.2).
    pub fn min_properties(&mut self, len: usize, least: usize) {
        if len < least {
            self.require(false, format!("must have at least {}", members(least)));
        }
    }

    /// `maxProperties` (JSON Schema validation, section 6.5.1).
    pub fn max_properties(&mut self, len: usize, most: usize) {
        if len > most {
            self.require(false, format!("must have at most {}", members(most)));
        }
    }

    /// `minimum` (JSON Schema validation, section 6.2.4).
    pub fn minimum<N: Multiple>(&mut self, value: N, least: N) {
        if value < least {
            self.require(false, format!("must be at least {least}"));
        }
    }

    /// `maximum` (JSON Schema validation, section 6.2.2).
    pub fn maximum<N: Multiple>(&mut self, value: N, most: N) {
        if value > most {
            self.require(false, format!("must be at most {most}"));
        }
    }

    /// `exclusiveMinimum` (JSON Schema validation, section 6.2.5).
    pub fn exclusive_minimum<N: Multiple>(&mut self, value: N, bound: N) {
        if value <= bound {
            self.require(false, format!("must be more than {bound}"));
        }
    }

    /// `exclusiveMaximum` (JSON Schema validation, section 6.2.3).
    pub fn exclusive_maximum<N: Multiple>(&mut self, value: N, bound: N) {
        if value >= bound {
            self.require(false, format!("must be less than {bound}"));
        }
    }

    /// `multipleOf` (JSON Schema validation, section 6.2.1).
    pub fn multiple_of<N: Multiple>(&mut self, value: N, factor: N) {
        if !value.is_multiple(factor) {
            self.require(false, format!("must be a multiple of {factor}"));
        }
    }

    /// The way to a place is put together on the way back from it, and only to one that is broken.
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
                // No remainder is there where the division itself overflows: `MIN / -1`.
                factor != 0 && self.checked_rem(factor).is_none_or(|rest| rest == 0)
            }
        }
    )* };
}

multiples!(i8, i16, i32, i64, u8, u16, u32, u64);

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
