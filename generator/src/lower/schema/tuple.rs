//! Tuples: arrays with a type for each position.

use std::rc::Rc;

use super::Of;
use super::scope::Scope;
use crate::api::{Item, Step, Tuple};
use crate::document::Schema;
use crate::lower::Lower;
use crate::lower::merge::Conjunction;

impl<'s> Lower<'s, '_> {
    /// Lowers a tuple (JSON Schema 2020-12, Core 10.3.1.1).
    ///
    /// Without `minItems`, an array may be shorter than its prefix.
    pub(super) fn tuple(&mut self, conjunction: &Conjunction<'s>, scope: &Scope) -> Tuple {
        let parts = &conjunction.parts;
        let listed = parts.iter().map(|part| part.prefix.len()).max().unwrap_or(0);
        let most = parts.iter().filter_map(|part| part.limits.max_items).min();
        let len = most.map_or(listed, |most| usize::try_from(most).unwrap_or(listed).min(listed));
        let least = parts.iter().filter_map(|part| part.limits.min_items).max();
        let least = least.map_or(0, |least| usize::try_from(least).unwrap_or(len));
        let mut items = Vec::new();
        for index in 0..len {
            // Behind its own prefix, a part describes all items with `items`.
            let schema_of = |part: &Rc<Schema<'s>>| {
                let one = part.prefix.get(index);
                one.or(part.items.as_ref()).map(Rc::clone)
            };
            let schemas: Vec<_> = parts.iter().filter_map(schema_of).collect();
            let step = scope.step(Step::Property((index + 1).to_string()));
            items.push(Item {
                shape: self.shape(Of::Place(&schemas), &step),
                required: index < least,
                docs: self.flatten(&schemas).docs(),
            });
        }
        let is_longer = most.is_none_or(|most| most > listed as u64);
        let rest = conjunction.items();
        let is_typed = is_longer && rest.iter().any(|schema| schema.boolean.is_none());
        let is_closed = rest.iter().any(|schema| schema.boolean == Some(false));
        let rest =
            (is_typed && !is_closed).then(|| self.shape(Of::Place(&rest), &scope.step(Step::Item)));
        Tuple { items, rest }
    }
}
