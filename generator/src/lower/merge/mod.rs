//! Schemas that hold together for one value, merged: references followed, `allOf` taken apart, and what follows from all of
//! them found once.
//!
//! [`flatten`](Lower::flatten) and [`plain_reference`](Lower::plain_reference) are the two questions. The answers are kept
//! in [`Merges`], so that a set of schemas is merged, and its problems are reported, the first time it is asked for.

mod conjunction;
mod constraints;
mod flatten;
mod predicates;
mod reference;
mod values;

pub(super) use conjunction::{Chooser, Conjunction, Property};
pub(super) use constraints::{constraints, only_for};
pub(super) use reference::{Plain, Target};
pub(super) use values::listed;

use std::cell::OnceCell;
use std::collections::HashMap;
use std::rc::Rc;

use super::Lower;
use crate::document::Schema;
use crate::report::Report;

/// The sets that were asked for, by their schemas. A schema is one wherever it is shared; those that say the same in two
/// places are two.
#[derive(Default)]
pub(super) struct Merges<'s>(HashMap<Vec<*const Schema<'s>>, Rc<Merge<'s>>>);

/// What is known of a set of schemas that hold together.
struct Merge<'s> {
    /// The schemas. They are kept, so that no other gets the address of one.
    _schemas: Vec<Rc<Schema<'s>>>,
    plain: OnceCell<Option<Plain<'s>>>,
    conjunction: OnceCell<Rc<Conjunction<'s>>>,
}

impl<'s> Lower<'s, '_> {
    /// All that holds for values of these schemas. A schema that contains itself is reported and left out there.
    pub(super) fn flatten(&mut self, schemas: &[Rc<Schema<'s>>]) -> Rc<Conjunction<'s>> {
        let merge = self.merges.of(schemas);
        if let Some(known) = merge.conjunction.get() {
            // Whatever is made of it costs as much as the first time.
            self.may_make(known.parts.len(), known.location());
            return Rc::clone(known);
        }
        let (conjunction, problems) = self.take_apart(schemas);
        self.report_all(problems);
        Rc::clone(merge.conjunction.get_or_init(|| Rc::new(conjunction)))
    }

    /// The one reference that says all there is to say, if the schemas say nothing but words and
    /// `null` beside it: `$ref` alone or with a description, `allOf` or `oneOf` of one `$ref`.
    pub(super) fn plain_reference(&mut self, schemas: &[Rc<Schema<'s>>]) -> Option<Plain<'s>> {
        let merge = self.merges.of(schemas);
        if let Some(known) = merge.plain.get() {
            return known.clone();
        }
        let mut problems = Vec::new();
        let plain = self.find_plain(schemas, &mut problems);
        // Other schemas are taken apart, where the same is found.
        if plain.is_some() {
            self.report_all(problems);
        }
        merge.plain.get_or_init(|| plain).clone()
    }

    fn report_all(&mut self, problems: Vec<Report>) {
        problems.into_iter().for_each(|problem| self.cx.report(problem));
    }
}

impl<'s> Merges<'s> {
    /// The merge of a set.
    fn of(&mut self, schemas: &[Rc<Schema<'s>>]) -> Rc<Merge<'s>> {
        let key: Vec<_> = schemas.iter().map(Rc::as_ptr).collect();
        let new = || Merge {
            _schemas: schemas.to_vec(),
            plain: OnceCell::new(),
            conjunction: OnceCell::new(),
        };
        Rc::clone(self.0.entry(key).or_insert_with(|| Rc::new(new())))
    }
}
