//! Limits on the size of the API, because a short description can expand to more types than fit in memory.

use super::{Lower, problems};
use crate::api::{Shape, Type};
use crate::source::Location;

/// The number of schemas that are lowered. A schema counts each time that a type is derived from it.
const MAX_SCHEMAS: usize = 2_000_000;

/// The depth of schemas inside one another, by reference or inline. A deeper nesting would
/// overflow the stack.
const MAX_NESTED: usize = 8_000;

/// The depth of lists and maps inside one another.
const MAX_LISTS: usize = 64;

/// The amounts counted so far.
#[derive(Debug, Default)]
pub(super) struct Spent {
    schemas: usize,
    nested: usize,
    /// `true` if a limit was reported. Further limits are not reported.
    reported: bool,
}

impl Lower<'_, '_> {
    /// Counts schemas to be lowered. Returns `false`, and reports it once, if there are too many.
    pub(super) fn may_make(&mut self, count: usize, at: &Location) -> bool {
        self.spent.schemas = self.spent.schemas.saturating_add(count);
        let within = self.spent.schemas <= MAX_SCHEMAS;
        if !within {
            self.limited(problems::too_many_schemas(at.clone(), MAX_SCHEMAS));
        }
        within
    }

    /// Counts one more level of nesting. Returns `false`, and reports it once, if there are too many.
    ///
    /// Every call is paired with a call of [`leave`](Self::leave).
    pub(super) fn enter(&mut self, at: &Location) -> bool {
        self.spent.nested += 1;
        let within = self.spent.nested <= MAX_NESTED;
        if !within {
            self.limited(problems::too_deep(at.clone(), MAX_NESTED));
        }
        within
    }

    /// Returns the shape, or that of any value if lists and maps are nested too deep for a compiler.
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

    /// Ends the level that [`enter`](Self::enter) started.
    pub(super) fn leave(&mut self) {
        self.spent.nested -= 1;
    }

    fn limited(&mut self, report: crate::report::Report) {
        if !std::mem::replace(&mut self.spent.reported, true) {
            self.cx.report(report);
        }
    }
}
