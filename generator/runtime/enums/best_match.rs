//! Unions without a discriminator: reads a value as the variant that fits it best.
//!
//! Each variant reads the value, and the one with the fewest mismatches wins. A union may contain itself, so its variants
//! would read the same inner value many times. The cache (`match_cache`) therefore decides each pair of a value and a
//! union once, in two phases:
//!
//! 1. The variants are compared. For a pair that is decided already, the count of mismatches is enough. The reader then
//!    gets the error `ReadError::postponed` for the inner value and continues with the next one.
//! 2. Only the chosen variants read the value again.
//!
//! The time is proportional to the number of values in the document times the number of variants.

use std::any::TypeId;

use super::super::enums::match_cache::{self, BestMatch, Lookup, Pair};
use super::super::json::mismatches;
use super::super::json::node::Node;
use super::super::json::read::ReadError;

/// A variant of a union: the function that reads it.
pub struct Variant<T> {
    read: fn(&Node<'_>) -> Result<T, ReadError>,
    is_loose: bool,
}

impl<T> Variant<T> {
    /// Creates a variant that reads a value with `read`.
    #[must_use]
    pub const fn new(read: fn(&Node<'_>) -> Result<T, ReadError>) -> Self {
        Self { read, is_loose: false }
    }

    /// Creates a variant that accepts any object or any value. It fits worse than a variant that lists at least one
    /// member of the object.
    #[must_use]
    pub const fn any(read: fn(&Node<'_>) -> Result<T, ReadError>) -> Self {
        Self { read, is_loose: true }
    }

    /// Returns the count of mismatches that the variant starts with. For a loose variant and an object, it is one less
    /// than for a variant that lists none of the members.
    fn looseness(&self, node: &Node<'_>) -> u32 {
        match node {
            _ if !self.is_loose => 0,
            Node::Object(members) => {
                u32::try_from(members.len() * 2).map_or(u32::MAX, |n| n.saturating_sub(1))
            }
            _ => 1,
        }
    }
}

/// Reads `node` as the variant that fits it best.
///
/// The variant with the fewest mismatches wins: members and enum values, at any depth, that it does not list. Among equal
/// variants the first wins. A variant that accepts everything wins only if no other variant fits better.
///
/// # Errors
///
/// Returns an error if the value fits none of the variants. It is the error of the variant that failed at the greatest
/// depth. If all failed at the value itself, the error lists the `names` of all variants.
pub fn choose<T: 'static>(
    node: &Node<'_>,
    variants: &[Variant<T>],
    names: &[&str],
) -> Result<T, ReadError> {
    let mut pair = Pair::new(node, TypeId::of::<T>());
    match match_cache::look_up(&mut pair, mismatches::current()) {
        Lookup::Outermost(_guard) => {
            let decided = decide(node, variants, names);
            match_cache::end_comparison(node)?;
            match decided? {
                Decided { value: Some(value), .. } => Ok(value),
                Decided { variant, .. } => read(variants, variant, node),
            }
        }
        Lookup::Undecided => {
            let decided = decide(node, variants, names);
            match_cache::store(pair, decided.as_ref().map(Decided::best_match));
            let decided = decided?;
            mismatches::add(decided.mismatches);
            decided.value.ok_or_else(match_cache::postponed)
        }
        Lookup::Decided(count) => {
            mismatches::add(count);
            Err(match_cache::postponed())
        }
        Lookup::Chosen(variant) => read(variants, variant, node),
        Lookup::Failed(error) => Err(error),
    }
}

/// Reads the only value of a variant that holds nothing.
///
/// # Errors
///
/// Returns an error if `node` is another value.
#[allow(dead_code, reason = "not every API has such variants")]
pub(crate) fn constant<T>(node: &Node<'_>, value: &str, variant: T) -> Result<T, ReadError> {
    match node {
        Node::String(text) if text == value => Ok(variant),
        _ => Err(ReadError::expected(format!("\"{value}\""), node)),
    }
}

fn read<T>(variants: &[Variant<T>], chosen: usize, node: &Node<'_>) -> Result<T, ReadError> {
    variants.get(chosen).map_or_else(|| Err(ReadError::no_variant(&[], node)), |it| (it.read)(node))
}

/// The variant that fits a value best.
struct Decided<T> {
    variant: usize,
    mismatches: u32,
    /// The value; `None` if the read of an inner value was postponed.
    value: Option<T>,
}

impl<T> Decided<T> {
    fn best_match(&self) -> BestMatch {
        BestMatch { variant: self.variant, mismatches: self.mismatches }
    }
}

fn decide<T>(
    node: &Node<'_>,
    variants: &[Variant<T>],
    names: &[&str],
) -> Result<Decided<T>, ReadError> {
    let mut best: Option<Decided<T>> = None;
    let mut error: Option<ReadError> = None;
    for (index, variant) in variants.iter().enumerate() {
        let (looseness, least) = (variant.looseness(node), best.as_ref().map(|it| it.mismatches));
        if least.is_some_and(|least| looseness >= least) {
            continue;
        }
        let Some(trial) = match_cache::begin_trial(least) else { break };
        let (count, read) = mismatches::counted_from(looseness, || (variant.read)(node));
        let is_whole = match_cache::end_trial(trial);
        let value = match read {
            Ok(value) => Some(value).filter(|_| is_whole),
            Err(found) if found.is_postponed() => None,
            Err(found) => {
                if error.as_ref().is_none_or(|known| found.depth() > known.depth()) {
                    error = Some(found);
                }
                continue;
            }
        };
        if least.is_none_or(|least| count < least) {
            best = Some(Decided { variant: index, mismatches: count, value });
        }
    }
    match (best, error) {
        (Some(best), _) => Ok(best),
        (None, Some(error)) if error.depth() > 0 || variants.len() == 1 => Err(error),
        (None, _) => Err(ReadError::no_variant(names, node)),
    }
}
