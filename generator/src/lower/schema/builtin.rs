//! Types without a definition of their own: strings and their formats, numbers, lists, maps and any value.

use std::rc::Rc;

use super::Of;
use super::scope::Scope;
use crate::api::{Base, Shape, Step, Type, Width};
use crate::document::{Limits, Schema};
use crate::formats::{Dates, Uuids};
use crate::lower::merge::{Conjunction, Values};
use crate::lower::{Lower, problems};

impl<'s> Lower<'s, '_> {
    /// Lowers a conjunction to a type that needs no definition of its own.
    pub(super) fn plain_type(&mut self, conjunction: &Conjunction<'s>, scope: &Scope) -> Type {
        if conjunction.values().is_some_and(Values::are_booleans) {
            return Type::Bool;
        }
        if !conjunction.choosers.is_empty() {
            // The alternatives list values that no enum can hold, such as objects.
            return Type::Any;
        }
        if let Some(ty) = self.format_type(conjunction) {
            return ty;
        }
        match conjunction.types() {
            ["string"] => self.text(conjunction),
            ["integer"] => Type::Integer(width(conjunction)),
            // An integer format says more than `number`.
            ["number"] if is_integer(conjunction) => Type::Integer(width(conjunction)),
            ["number"] | ["integer", "number"] | ["number", "integer"] => Type::Number,
            ["boolean"] => Type::Bool,
            ["array"] => self.list(conjunction, scope),
            ["object"] => self.map(conjunction, scope),
            [] if conjunction.any(|part| part.items.is_some()) => {
                self.list_or_item(conjunction, scope)
            }
            [] if conjunction.any(Schema::describes_unlisted_properties) => {
                self.map(conjunction, scope)
            }
            [] => self.untyped(conjunction),
            _ => {
                let help = "write each type as a branch of `oneOf`, or keep one of them";
                let location = conjunction.location().key("type");
                self.cx.report(problems::not_typed(location, "a value of several types", help));
                Type::Any
            }
        }
    }

    /// Returns the type of a string by its format (OpenAPI Format Registry).
    fn text(&self, conjunction: &Conjunction<'s>) -> Type {
        let dates = self.formats.dates != Dates::Text;
        let has_encoding = |name: &str| conjunction.any(|part| part.encoding == Some(name));
        match conjunction.first(|part| part.format) {
            Some("date") if dates => Type::Date,
            Some("date-time") if dates => Type::DateTime,
            Some("uuid") if self.formats.uuids == Uuids::Type => Type::Uuid,
            Some("binary") => Type::Binary,
            Some("base64url") => Type::Base64Url,
            _ if has_encoding("base64url") => Type::Base64Url,
            Some("byte") => Type::Base64,
            _ if has_encoding("base64") => Type::Base64,
            _ => Type::Text,
        }
    }

    /// Returns the type of a conjunction without `type`: any value, or a boolean if an enum lists only booleans.
    fn untyped(&mut self, conjunction: &Conjunction<'s>) -> Type {
        let Some(values) = conjunction.values() else {
            return Type::Any;
        };
        if values.are_booleans() {
            return Type::Bool;
        }
        if !values.is_only_null() {
            let help = "describe such values by `properties` or `items`";
            let what = "an enum of arrays or objects";
            self.cx.report(problems::not_typed(values.location.clone(), what, help));
        }
        Type::Any
    }

    /// Lowers `items` without `type`. Values of other types than arrays satisfy it too, and servers send a single item
    /// under it.
    fn list_or_item(&mut self, conjunction: &Conjunction<'s>, scope: &Scope) -> Type {
        let items = conjunction.items();
        let is_list = matches!(scope.origin.base, Base::Parameter(..))
            || conjunction.any(|part| {
                let limits = &part.limits;
                // A type that is misspelt is meant to be `array`.
                let source = self.cx.source.value(&part.location);
                let has_type = source.is_some_and(|it| it.get("type").is_some());
                has_type || part.unique || limits.min_items.is_some() || limits.max_items.is_some()
            });
        let list = self.list(conjunction, scope);
        let [item] = items.as_slice() else { return list };
        if is_list || matches!(&list, Type::List(item) if item.ty == Type::Any) {
            return list;
        }
        let location = conjunction.location();
        self.cx.report(problems::items_without_type(location.key("items")));
        let place = location.key("type");
        let array = Schema {
            types: vec!["array"],
            items: Some(Rc::clone(item)),
            ..Schema::empty(place.key("array"))
        };
        let any_of = vec![Rc::new(array), Rc::clone(item)];
        let choice = Schema { any_of, ..Schema::empty(place) };
        self.shape(Of::Place(&[Rc::new(choice)]), scope).ty
    }

    /// Lowers a list. Its items satisfy the item schemas of all parts.
    pub(super) fn list(&mut self, conjunction: &Conjunction<'s>, scope: &Scope) -> Type {
        let items = conjunction.items();
        if items.is_empty() {
            return Type::List(Box::default());
        }
        Type::List(Box::new(self.shape(Of::Place(&items), &scope.step(Step::Item))))
    }

    fn map(&mut self, conjunction: &Conjunction<'s>, scope: &Scope) -> Type {
        Type::Map(Box::new(self.rest(conjunction, scope).unwrap_or_default()))
    }

    /// Lowers the shape of additional properties. Returns `None` if they are not described or not allowed.
    pub(super) fn rest(&mut self, conjunction: &Conjunction<'s>, scope: &Scope) -> Option<Shape> {
        let scope = scope.step(Step::Value);
        let parts = || conjunction.parts.iter();
        let additional: Vec<_> = parts().filter_map(|part| part.additional.clone()).collect();
        let patterns = parts().flat_map(|part| part.patterns.iter().map(|(_, it)| Rc::clone(it)));
        let mut patterns: Vec<_> = patterns.filter(|it| it.boolean != Some(false)).collect();
        let closed = additional.iter().any(|schema| schema.boolean == Some(false));
        if patterns.is_empty() {
            return (!closed && !additional.is_empty())
                .then(|| self.shape(Of::Place(&additional), &scope));
        }
        // Patterns are not matched against names, so a value may satisfy any of their schemas.
        if !closed {
            patterns.extend(additional);
        }
        Some(self.any_of(&patterns, &scope))
    }

    /// Lowers the shape of a value that satisfies at least one of these schemas.
    pub(super) fn any_of(&mut self, schemas: &[Rc<Schema<'s>>], scope: &Scope) -> Shape {
        let mut shapes: Vec<Shape> = Vec::new();
        for schema in schemas {
            shapes.push(self.shape(Of::Place(std::slice::from_ref(schema)), scope));
        }
        let Some(first) = shapes.first() else { return Shape::default() };
        if shapes.iter().all(|shape| shape == first) {
            return first.clone();
        }
        if shapes.iter().any(|shape| shape.ty == Type::Any) {
            return Shape::default();
        }
        if shapes.iter().all(|shape| shape.ty == first.ty) {
            // Constraints of some of the schemas do not hold for all values.
            let nullable = shapes.iter().any(|shape| shape.nullable);
            let sensitive = shapes.iter().any(|shape| shape.sensitive);
            return Shape { nullable, sensitive, ..Shape::of(first.ty.clone()) };
        }
        let location = schemas.first().map(|schema| schema.location.clone());
        let Some(location) = location else { return Shape::default() };
        let location = location.parent().unwrap_or(location);
        let choice = Schema { any_of: schemas.to_vec(), ..Schema::empty(location) };
        self.shape(Of::Place(&[Rc::new(choice)]), scope)
    }
}

/// Returns the width of an integer by its format (OpenAPI Format Registry). `uint` is a common
/// format for Rust's `usize`.
fn width(conjunction: &Conjunction<'_>) -> Width {
    let unsigned = |bits| Width { bits, signed: false };
    match conjunction.first(|part| part.format) {
        Some("int8") => Width { bits: 8, signed: true },
        Some("int16") => Width { bits: 16, signed: true },
        Some("int32") => Width { bits: 32, signed: true },
        Some("uint8") => unsigned(8),
        Some("uint16") => unsigned(16),
        Some("uint32") => unsigned(32),
        Some("int128") => Width { bits: 128, signed: true },
        Some("uint128") => unsigned(128),
        Some("uint64" | "uint") => unsigned(64),
        // Bounds may exclude negative integers. They do not widen an integer whose size is stated.
        Some("int64") => {
            Some(by_bounds(conjunction)).filter(|it| it.bits == 64).unwrap_or(Width::USUAL)
        }
        _ => by_bounds(conjunction),
    }
}

/// Returns `true` if the format is that of an integer.
fn is_integer(conjunction: &Conjunction<'_>) -> bool {
    let format = conjunction.first(|part| part.format).unwrap_or_default();
    let bits = format.strip_prefix("uint").or_else(|| format.strip_prefix("int"));
    matches!(bits, Some("8" | "16" | "32" | "64" | "128"))
}

/// Returns the width of an integer that the bounds ask for: 64 bits, unless they allow integers beyond.
fn by_bounds(conjunction: &Conjunction<'_>) -> Width {
    /// 2^63, which is also what the greatest `i64` is rounded to.
    const END: f64 = 9_223_372_036_854_775_808.0;
    let has = |of: fn(&Limits) -> Option<f64>, is: &dyn Fn(f64) -> bool| {
        conjunction.parts.iter().any(|part| of(&part.limits).is_some_and(is))
    };
    let most = |limits: &Limits| limits.maximum.or(limits.exclusive_maximum);
    let least = |limits: &Limits| limits.minimum.or(limits.exclusive_minimum);
    let is_positive = has(|it| it.minimum, &|least| least >= 0.0)
        || has(|it| it.exclusive_minimum, &|least| least >= -1.0);
    let exceeds = |end: f64| has(most, &|most| most > end) && !has(most, &|most| most <= end);
    let bits = match () {
        () if exceeds(2.0 * END) => 128,
        () if has(least, &|least| least < -END) && !has(least, &|least| least >= -END) => 128,
        () if is_positive && exceeds(END) => 64,
        () => return Width::USUAL,
    };
    Width { bits, signed: !is_positive }
}
