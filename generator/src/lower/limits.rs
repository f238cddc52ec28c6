//! How much may come of a description: a page of text can ask for more types than any disk holds.

use super::{Lower, problems};
use crate::api::{Shape, Type};
use crate::source::Location;

/// Schemas that are taken apart, each counted as often as something is made of it. The largest
/// description that is known needs an eighth of it.
const MAX_SCHEMAS: usize = 2_000_000;

/// Schemas within one another, by references or in place. More would not fit the stack.
const MAX_NESTED: usize = 8_000;

/// Lists and maps within one another.
const MAX_LISTS: usize = 64;

/// What was made so far.
#[derive(Debug, Default)]
pub(super) struct Spent {
    schemas: usize,
    nested: usize,
    /// Whether a limit was reported.
    reported: bool,
}

impl Lower<'_, '_> {
    /// Counts schemas that something is made of; `false` if there are too many, which is reported once.
    pub(super) fn may_make(&mut self, count: usize, at: &Location) -> bool {
        self.spent.schemas = self.spent.schemas.saturating_add(count);
        let within = self.spent.schemas <= MAX_SCHEMAS;
        if !within {
            self.limited(problems::too_many_schemas(at.clone(), MAX_SCHEMAS));
        }
        within
    }

    /// Goes into a schema; `false` if it is too deep, which is reported once. Each has its [`leave`](Self::leave).
    pub(super) fn enter(&mut self, at: &Location) -> bool {
        self.spent.nested += 1;
        let within = self.spent.nested <= MAX_NESTED;
        if !within {
            self.limited(problems::too_deep(at.clone(), MAX_NESTED));
        }
        within
    }

    /// The shape as it is, or any value where lists and maps stand in one another so deep that no compiler would take the type.
    pub(super) fn within_lists(&mut self, shape: Shape, at: &Location) -> Shape {
        let (mut inner, mut depth) = (&shape, 0);
        while let Type::List(item) | Type::Map(item) = &inner.ty {
            (inner, depth) = (item, depth + 1);
        }
        if depth <= MAX_LISTS {
            return shape;
        }
        self.limited(problems::too_deep(at.clone(), MAX_LISTS));
        Shape::default()
    }

    /// Comes back from a schema.
    pub(super) fn leave(&mut self) {
        self.spent.nested -= 1;
    }

    fn limited(&mut self, report: crate::report::Report) {
        if !std::mem::replace(&mut self.spent.reported, true) {
            self.cx.report(report);
        }
    }
}
