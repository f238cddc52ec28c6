//! Unions that no tag tells apart: the variant that a value fits best.
//!
//! Every variant reads the value, and unions may contain themselves, so that a union is asked about
//! the same value again and again. Within a choice each pair of a value and a union is therefore
//! decided once. Where it is asked for a second time, the count of mismatches is enough to compare
//! the variants above it: the reader gets an error without a fault, and goes on with what stands
//! beside the value. When all is decided, the chosen variants are read once more, and no others.
//! So a choice costs what the document has of values, times variants.

use std::any::TypeId;

use super::super::enums::decisions::{self, Decision, Entered, Outcome};
use super::super::json::choice::{counted, current, surprise};
use super::super::json::node::Node;
use super::super::json::read::ReadError;

/// A variant of a union, as a choice reads it.
pub struct Variant<T> {
    read: fn(&Node<'_>) -> Result<T, ReadError>,
    is_loose: bool,
}

impl<T> Variant<T> {
    /// A variant that reads with `read`.
    #[must_use]
    pub const fn new(read: fn(&Node<'_>) -> Result<T, ReadError>) -> Self {
        Self { read, is_loose: false }
    }

    /// A variant that takes any object, or anything at all: it fits worse than one that knows a
    /// single member of the object.
    #[must_use]
    pub const fn any(read: fn(&Node<'_>) -> Result<T, ReadError>) -> Self {
        Self { read, is_loose: true }
    }

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

/// Reads `node` as the variant that it fits best.
///
/// Every variant reads the value. The one that meets the fewest members and enum values that it
/// does not list is chosen, at any depth; among equals the one that comes first. So a variant that
/// would take anything wins only where no other fits better.
///
/// # Errors
///
/// The value fits none of the variants. Where one went further into it than the others, the error
/// is that of this one; else it lists the `names` of all.
pub fn choose<T: 'static>(
    node: &Node<'_>,
    variants: &[Variant<T>],
    names: &[&str],
) -> Result<T, ReadError> {
    let mut decision = Decision::of(node, TypeId::of::<T>());
    match decisions::enter(&mut decision, current()) {
        Entered::First(_open) => {
            let decided = decide(node, variants, names);
            decisions::finish(node)?;
            match decided? {
                Decided { value: Some(value), .. } => Ok(value),
                Decided { variant, .. } => read(variants, variant, node),
            }
        }
        Entered::New => {
            let decided = decide(node, variants, names);
            decisions::keep(decision, decided.as_ref().map(Decided::outcome));
            let decided = decided?;
            surprise(decided.surprises);
            decided.value.ok_or_else(decisions::postponed)
        }
        Entered::Decided(surprises) => {
            surprise(surprises);
            Err(decisions::postponed())
        }
        Entered::Chosen(variant) => read(variants, variant, node),
        Entered::Failed(error) => Err(error),
    }
}

fn read<T>(variants: &[Variant<T>], chosen: usize, node: &Node<'_>) -> Result<T, ReadError> {
    variants.get(chosen).map_or_else(|| Err(ReadError::no_variant(&[], node)), |it| (it.read)(node))
}

/// The variant that a value fits best.
struct Decided<T> {
    variant: usize,
    surprises: u32,
    /// The value, unless something inside it is to be read when all is decided.
    value: Option<T>,
}

impl<T> Decided<T> {
    fn outcome(&self) -> Outcome {
        Outcome { variant: self.variant, surprises: self.surprises }
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
        let (looseness, least) = (variant.looseness(node), best.as_ref().map(|it| it.surprises));
        if least.is_some_and(|least| looseness >= least) {
            continue;
        }
        let Some(offer) = decisions::offer(least) else { break };
        let (surprises, read) = counted(looseness, || (variant.read)(node));
        let is_whole = decisions::end(offer);
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
        if least.is_none_or(|least| surprises < least) {
            best = Some(Decided { variant: index, surprises, value });
        }
    }
    match (best, error) {
        (Some(best), _) => Ok(best),
        (None, Some(error)) if error.depth() > 0 || variants.len() == 1 => Err(error),
        (None, _) => Err(ReadError::no_variant(names, node)),
    }
}
