//! Merges schemas that apply to one value.
//!
//! [`flatten`](Lower::flatten) and [`plain_reference`](Lower::plain_reference) are the entry
//! points. [`Merges`] caches their results, so that each set of schemas is merged, and its problems
//! are reported, once.

mod conjunction;
mod constraints;
mod flatten;
mod predicates;
mod reference;
mod values;

pub(super) use conjunction::{Chooser, Conjunction, Property};
pub(super) use constraints::{constraints, only_for};
pub(super) use reference::{Plain, Target};
pub(super) use values::{Values, listed};

use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use super::Lower;
use crate::document::Schema;
use crate::report::Report;

/// The cache of merged sets, by the addresses of their schemas. Equal schemas in two places are different keys.
#[derive(Default)]
pub(super) struct Merges<'s> {
    known: HashMap<Vec<*const Schema<'s>>, Rc<Merge<'s>>>,
    /// The schemas that are being flattened alone, one within the other.
    open: HashSet<*const Schema<'s>>,
}

/// The cached results for a set of schemas.
struct Merge<'s> {
    /// The schemas. They are kept alive so that their addresses stay unique.
    _schemas: Vec<Rc<Schema<'s>>>,
    plain: OnceCell<Option<Plain<'s>>>,
    conjunction: OnceCell<Rc<Conjunction<'s>>>,
}

impl<'s> Lower<'s, '_> {
    /// Merges all schemas that apply to a value. Reports and leaves out a schema inside itself.
    pub(super) fn flatten(&mut self, schemas: &[Rc<Schema<'s>>]) -> Rc<Conjunction<'s>> {
        let merge = self.merges.of(schemas);
        if let Some(known) = merge.conjunction.get() {
            // Each use counts towards the limit, because its cost grows with the parts.
            self.may_make(1 + known.parts.len() / 32, known.location());
            return Rc::clone(known);
        }
        let alone = schemas.first().filter(|_| schemas.len() == 1).map(Rc::as_ptr);
        self.merges.open.extend(alone);
        let (conjunction, problems) = self.take_apart(schemas);
        alone.map(|schema| self.merges.open.remove(&schema));
        self.report_all(problems);
        Rc::clone(merge.conjunction.get_or_init(|| Rc::new(conjunction)))
    }

    /// Returns the reference that the schemas consist of, if only documentation and `null` stand beside it.
    ///
    /// Examples are a lone `$ref`, a `$ref` with a description, and an `allOf` or `oneOf` of one `$ref`.
    pub(super) fn plain_reference(&mut self, schemas: &[Rc<Schema<'s>>]) -> Option<Plain<'s>> {
        let merge = self.merges.of(schemas);
        if let Some(known) = merge.plain.get() {
            return known.clone();
        }
        let mut problems = Vec::new();
        let plain = self.find_plain(schemas, &mut problems);
        // Without a plain reference, flattening finds and reports the same problems.
        if plain.is_some() {
            self.report_all(problems);
        }
        merge.plain.get_or_init(|| plain).clone()
    }

    fn report_all(&mut self, problems: Vec<Report>) {
        problems.into_iter().for_each(|problem| self.cx.report(problem));
    }
}

/// The number of sets above which a cache is large.
const LARGE: usize = 4_096;

impl<'s> Merges<'s> {
    /// Returns `true` if the cache is large.
    pub(super) fn is_large(&self) -> bool {
        self.known.len() > LARGE
    }

    /// Returns `true` if a schema is being flattened alone.
    fn is_open(&self, schema: &Rc<Schema<'s>>) -> bool {
        self.open.contains(&Rc::as_ptr(schema))
    }

    /// Returns the cache entry of a set.
    fn of(&mut self, schemas: &[Rc<Schema<'s>>]) -> Rc<Merge<'s>> {
        let key: Vec<_> = schemas.iter().map(Rc::as_ptr).collect();
        let new = || Merge {
            _schemas: schemas.to_vec(),
            plain: OnceCell::new(),
            conjunction: OnceCell::new(),
        };
        Rc::clone(self.known.entry(key).or_insert_with(|| Rc::new(new())))
    }
}
