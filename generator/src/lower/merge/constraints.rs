//! Constraints: the tightest of each over all parts.

use super::conjunction::Conjunction;
use crate::api::{Bound, Constraints, Type, Width};
use crate::document::Limits;

/// Returns the tightest of each constraint over all parts.
pub(crate) fn constraints(conjunction: &Conjunction<'_>) -> Constraints {
    // Most parts have none, and there may be many parts.
    let limits = conjunction.parts.iter().filter_map(|part| part.limits.given());
    let limits: Vec<_> = limits.collect();
    let all = || limits.iter().copied();
    let least = |get: fn(&Limits) -> Option<u64>| all().filter_map(get).min();
    let most = |get: fn(&Limits) -> Option<u64>| all().filter_map(get).max();
    let lower =
        all().filter_map(|limits| bound(limits.minimum, limits.exclusive_minimum, f64::max));
    let upper =
        all().filter_map(|limits| bound(limits.maximum, limits.exclusive_maximum, f64::min));
    Constraints {
        min_length: most(|limits| limits.min_length),
        max_length: least(|limits| limits.max_length),
        minimum: lower.reduce(|a, b| if b.value > a.value { b } else { a }),
        maximum: upper.reduce(|a, b| if b.value < a.value { b } else { a }),
        multiple_of: all().find_map(|limits| limits.multiple_of),
        min_items: most(|limits| limits.min_items),
        max_items: least(|limits| limits.max_items),
        unique_items: conjunction.any(|part| part.unique),
        min_properties: most(|limits| limits.min_properties),
        max_properties: least(|limits| limits.max_properties),
    }
}

/// Returns the constraints that apply to a type, without those that all its values satisfy.
///
/// A keyword does not apply to values of other types (JSON Schema 2020-12, Validation 6).
pub(crate) fn only_for(constraints: &Constraints, ty: &Type) -> Constraints {
    let none = Constraints::default();
    match ty {
        // The length of base64 bytes is that of the encoded string.
        Type::Text | Type::Base64 | Type::Base64Url => Constraints {
            min_length: constraints.min_length,
            max_length: constraints.max_length,
            ..none
        },
        Type::List(_) => Constraints {
            min_items: constraints.min_items,
            max_items: constraints.max_items,
            unique_items: constraints.unique_items,
            ..none
        },
        Type::Map(_) => Constraints {
            min_properties: constraints.min_properties,
            max_properties: constraints.max_properties,
            ..none
        },
        Type::Number => Constraints {
            minimum: constraints.minimum,
            maximum: constraints.maximum,
            multiple_of: constraints.multiple_of,
            ..none
        },
        Type::Integer(width) => only_for_integers(constraints, *width),
        Type::Any
        | Type::Bool
        | Type::Date
        | Type::DateTime
        | Type::Uuid
        | Type::Binary
        | Type::Named(_)
        | Type::Own(_) => none,
    }
}

/// Returns the constraints of integers. Bounds are integers inside the range of the type.
fn only_for_integers(constraints: &Constraints, width: Width) -> Constraints {
    let (least, most) = width.range();
    let inside = |bound: &Bound| least < bound.value && bound.value < most;
    // `f64` cannot represent the greatest 64-bit integer.
    let at_end = |bound: &Bound| {
        bound.exclusive && (bound.value == least || (bound.value == most && width.bits < 64))
    };
    let whole = |bound: Bound, value: f64| Bound {
        value,
        exclusive: bound.exclusive && value == bound.value,
    };
    Constraints {
        minimum: constraints
            .minimum
            .map(|bound| whole(bound, bound.value.ceil()))
            .filter(|bound| inside(bound) || at_end(bound)),
        maximum: constraints
            .maximum
            .map(|bound| whole(bound, bound.value.floor()))
            .filter(|bound| inside(bound) || at_end(bound)),
        multiple_of: constraints
            .multiple_of
            .filter(|factor| factor.fract() == 0.0 && *factor >= 1.0 && *factor < most),
        ..Constraints::default()
    }
}

/// Returns the tighter of two bounds. At the same value, the exclusive one is tighter.
fn bound(
    inclusive: Option<f64>,
    exclusive: Option<f64>,
    tighter: fn(f64, f64) -> f64,
) -> Option<Bound> {
    match (inclusive, exclusive) {
        (Some(a), Some(b)) => {
            let value = tighter(a, b);
            Some(Bound { value, exclusive: value == b })
        }
        (Some(value), None) => Some(Bound { value, exclusive: false }),
        (None, Some(value)) => Some(Bound { value, exclusive: true }),
        (None, None) => None,
    }
}
