//! Constraints: the limits of everything that holds for a value, the tightest of each.

use super::conjunction::Conjunction;
use crate::api::{Bound, Rules};
use crate::document::Limits;

/// The limits of all parts, the tightest of each.
pub(super) fn rules(conjunction: &Conjunction<'_>) -> Rules {
    let all = || conjunction.parts.iter().map(|part| &part.limits);
    let least = |get: fn(&Limits) -> Option<u64>| all().filter_map(get).min();
    let most = |get: fn(&Limits) -> Option<u64>| all().filter_map(get).max();
    let lower =
        all().filter_map(|limits| bound(limits.minimum, limits.exclusive_minimum, f64::max));
    let upper =
        all().filter_map(|limits| bound(limits.maximum, limits.exclusive_maximum, f64::min));
    Rules {
        min_length: most(|limits| limits.min_length),
        max_length: least(|limits| limits.max_length),
        minimum: lower.reduce(|a, b| if b.value > a.value { b } else { a }),
        maximum: upper.reduce(|a, b| if b.value < a.value { b } else { a }),
        multiple_of: conjunction.first(|part| part.limits.multiple_of),
        min_items: most(|limits| limits.min_items),
        max_items: least(|limits| limits.max_items),
        unique_items: conjunction.any(|part| part.unique),
        min_properties: most(|limits| limits.min_properties),
        max_properties: least(|limits| limits.max_properties),
    }
}

/// The bound that two keywords make together; at the same value the exclusive one is tighter.
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
