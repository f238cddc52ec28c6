//! Unions that no tag tells apart: the variant that a value fits best.

use std::cell::Cell;

use crate::runtime::node::Node;
use crate::runtime::read::ReadError;

thread_local! {
    /// What the reads of a choice have met that they did not expect; `None` outside of a choice.
    static SURPRISES: Cell<Option<u32>> = const { Cell::new(None) };
}

/// Notes that a value was read that its type does not list: a member, or a value of an enum.
pub(crate) fn surprise(count: u32) {
    SURPRISES.with(|surprises| surprises.set(surprises.get().map(|sum| sum.saturating_add(count))));
}

/// Whether a choice is going on, so that surprises count.
pub(crate) fn is_choosing() -> bool {
    SURPRISES.with(Cell::get).is_some()
}

/// A choice among the variants of a union.
///
/// Every variant reads the value. The one that meets the fewest members and enum values that it
/// does not list is chosen, at any depth; among equals the one that is offered first. So a variant
/// that would take anything wins only where no other fits better.
#[derive(Debug)]
pub struct Choice<'n, 'a, T> {
    node: &'n Node<'a>,
    best: Option<(u32, T)>,
    error: Option<ReadError>,
    offers: u32,
}

impl<'n, 'a, T> Choice<'n, 'a, T> {
    /// A choice of what `node` is.
    #[must_use]
    pub fn new(node: &'n Node<'a>) -> Self {
        Self { node, best: None, error: None, offers: 0 }
    }

    /// Offers a variant.
    #[must_use]
    pub fn or(self, read: impl FnOnce(&Node<'_>) -> Result<T, ReadError>) -> Self {
        self.offer(0, read)
    }

    /// Offers a variant that takes any object, or anything at all: it fits worse than one that
    /// knows a single member of the object.
    #[must_use]
    pub fn or_any(self, read: impl FnOnce(&Node<'_>) -> Result<T, ReadError>) -> Self {
        let looseness = match self.node {
            Node::Object(members) => {
                u32::try_from(members.len() * 2).map_or(u32::MAX, |n| n.saturating_sub(1))
            }
            _ => 1,
        };
        self.offer(looseness, read)
    }

    fn offer(
        mut self,
        looseness: u32,
        read: impl FnOnce(&Node<'_>) -> Result<T, ReadError>,
    ) -> Self {
        self.offers += 1;
        if matches!(self.best, Some((0, _))) {
            return self;
        }
        let outer = SURPRISES.replace(Some(looseness));
        let read = read(self.node);
        let surprises = SURPRISES.replace(outer).unwrap_or_default();
        match read {
            Ok(value) => {
                if self.best.as_ref().is_none_or(|(least, _)| surprises < *least) {
                    self.best = Some((surprises, value));
                }
            }
            Err(error) => {
                if self.error.as_ref().is_none_or(|known| error.depth() > known.depth()) {
                    self.error = Some(error);
                }
            }
        }
        self
    }

    /// The best of the variants.
    ///
    /// # Errors
    ///
    /// The value fits none of them. Where one went further into it than the others, the error is
    /// that of this one.
    pub fn finish(self, variants: &[&str]) -> Result<T, ReadError> {
        match (self.best, self.error) {
            (Some((surprises, value)), _) => {
                surprise(surprises);
                Ok(value)
            }
            (None, Some(error)) if error.depth() > 0 || self.offers == 1 => Err(error),
            (None, _) => Err(ReadError::no_variant(variants, self.node)),
        }
    }
}
