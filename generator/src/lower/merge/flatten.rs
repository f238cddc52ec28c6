//! Takes schemas apart: `$ref` and `allOf` followed, `oneOf` and `anyOf` looked at.
//!
//! Nothing is reported here: the problems that were met on the way are handed over with the result.

use std::collections::HashSet;
use std::rc::Rc;

use super::conjunction::{Chooser, Conjunction};
use super::reference::Plain;
use crate::document::{self, Schema};
use crate::lower::{Lower, problems};
use crate::report::Report;
use crate::source::{Location, Value};

/// What the alternatives of a schema leave.
enum Choice<'s> {
    /// There are none, or they tell nothing of the type.
    Nothing,
    /// All but one are `null`, or any text beside an open enum of texts.
    Only(Rc<Schema<'s>>),
    /// Several, or one value, which begins an enum.
    Several(Vec<Rc<Schema<'s>>>),
}

/// A set of schemas that is being taken apart.
#[derive(Default)]
struct Flattening<'s> {
    conjunction: Conjunction<'s>,
    /// The schemas around the one that is being taken apart.
    within: Vec<Location>,
    problems: Vec<Report>,
}

impl<'s> Lower<'s, '_> {
    /// Takes schemas apart. A schema that contains itself is left out there.
    pub(super) fn take_apart(
        &mut self,
        schemas: &[Rc<Schema<'s>>],
    ) -> (Conjunction<'s>, Vec<Report>) {
        let mut flattening = Flattening::default();
        for schema in schemas {
            self.flatten_into(schema, &mut flattening);
        }
        flattening.conjunction.narrow_types();
        (flattening.conjunction, flattening.problems)
    }

    /// Finds the one reference that says all there is to say.
    pub(super) fn find_plain(
        &mut self,
        schemas: &[Rc<Schema<'s>>],
        problems: &mut Vec<Report>,
    ) -> Option<Plain<'s>> {
        let mut nullable = schemas.iter().any(|schema| schema.nullable);
        let mut asserting = schemas.iter().filter(|schema| !schema.is_silent());
        let (Some(schema), None) = (asserting.next(), asserting.next()) else {
            return None;
        };
        let mut schema = Rc::clone(schema);
        loop {
            nullable |= schema.nullable || schema.allows_null();
            if !schema.says_nothing_itself() {
                return None;
            }
            let only = match self.choice(&schema, problems) {
                Choice::Nothing => None,
                Choice::Only(only) => Some(only),
                Choice::Several(_) => return None,
            };
            schema = match (schema.refers(), schema.all_of.as_slice(), only) {
                (true, [], None) => {
                    let mut targets = self.targets(&schema, problems);
                    let target = targets.pop().filter(|_| targets.is_empty())?;
                    return Some(Plain { target, nullable });
                }
                (false, [part], None) => Rc::clone(part),
                (false, [], Some(only)) => only,
                _ => return None,
            };
        }
    }

    fn flatten_into(&mut self, schema: &Rc<Schema<'s>>, flattening: &mut Flattening<'s>) {
        let Flattening { conjunction, within, problems } = &mut *flattening;
        if within.contains(&schema.location) {
            let report = problems::circular_schema(schema.location.clone());
            problems.push(self.cx.worked_around(report, "left out there"));
            return;
        }
        let same = |part: &Rc<Schema<'s>>| {
            part.location == schema.location && part.bindings == schema.bindings
        };
        if conjunction.parts.iter().any(same) {
            // It was said already.
            return;
        }
        // Each part is compared with those before it. The first is always taken: a conjunction has a part.
        let count = 1 + conjunction.parts.len() / 8;
        let goes_on = self.enter(&schema.location) && self.may_make(count, &schema.location);
        if !goes_on && !conjunction.parts.is_empty() {
            return self.leave();
        }
        within.push(schema.location.clone());
        // What a schema says itself comes first, so that its words win over those of its parts.
        conjunction.parts.push(Rc::clone(schema));
        conjunction.nullable |= schema.nullable || schema.allows_null();
        for target in self.targets(schema, problems) {
            let target = self.schema_in(&target);
            self.flatten_into(&target, flattening);
        }
        for part in &schema.all_of {
            self.flatten_into(part, flattening);
        }
        let around = flattening.within.split_last().map_or(&[][..], |(_, around)| around);
        // One of its alternatives is what extends it, and led here.
        let choice = match self.is_chosen(schema, around) {
            true => Choice::Nothing,
            false => self.choice(schema, &mut flattening.problems),
        };
        match choice {
            Choice::Nothing => {}
            Choice::Only(only) => self.flatten_into(&only, flattening),
            Choice::Several(choices) => {
                let by_type = schema.alternatives().is_empty();
                flattening.conjunction.choosers.push(Chooser {
                    part: Rc::clone(schema),
                    choices,
                    by_type,
                });
            }
        }
        flattening.within.pop();
        self.leave();
    }

    /// Returns `true` if one of several choices of a schema is a reference to one of those around
    /// it. Where the choices lead is looked up once, because each of a thousand may come here.
    fn is_chosen(&mut self, schema: &Rc<Schema<'s>>, around: &[Location]) -> bool {
        if around.is_empty() || schema.alternatives().len() < 2 {
            return false;
        }
        let chosen = match self.chosen.get(&schema.location) {
            Some(chosen) => Rc::clone(chosen),
            None => {
                let found = match self.choice(schema, &mut Vec::new()) {
                    Choice::Several(choices) => self.referred(&choices).collect(),
                    Choice::Nothing | Choice::Only(_) => HashSet::new(),
                };
                let found = Rc::new(found);
                self.chosen.insert(schema.location.clone(), Rc::clone(&found));
                found
            }
        };
        around.iter().any(|location| chosen.contains(location))
    }

    /// What the alternatives of a schema leave.
    fn choice(&mut self, schema: &Rc<Schema<'s>>, problems: &mut Vec<Report>) -> Choice<'s> {
        let alternatives = schema.alternatives().iter().filter(|schema| !schema.is_null());
        let alternatives: Vec<_> = alternatives.map(Rc::clone).collect();
        if !alternatives.is_empty() && alternatives.iter().all(|schema| schema.only_requires()) {
            // They say which properties go together, not what the properties are.
            let keyword = if schema.one_of.is_empty() { "anyOf" } else { "oneOf" };
            let what = format!("{keyword}` of `required");
            problems.push(document::not_checked(schema.location.key(keyword), &what).once());
            return Choice::Nothing;
        }
        let (texts, others): (Vec<_>, Vec<_>) =
            alternatives.iter().partition(|schema| schema.is_any_text());
        match (alternatives.as_slice(), texts.as_slice(), others.as_slice()) {
            ([], _, _) if schema.is_of_several_types() => Choice::Several(schema.by_type()),
            ([], _, _) => Choice::Nothing,
            ([only], _, _) if only.constant.is_none() => Choice::Only(Rc::clone(only)),
            // Enums are open, so that any text beside one adds nothing.
            (_, [_, ..], [only]) if self.is_open_enum(only) => Choice::Only(Rc::clone(only)),
            _ => Choice::Several(alternatives),
        }
    }

    /// Returns `true` if the schema is, perhaps through references, an enum of several texts.
    fn is_open_enum(&mut self, schema: &Rc<Schema<'s>>) -> bool {
        let mut schema = Rc::clone(schema);
        // A chain longer than this is reported elsewhere, or it is a circle.
        for _ in 0..16 {
            let Some(reference) = schema.reference else {
                let several = |values: &[Value]| values.len() > 1;
                return schema.values.is_some_and(|values| {
                    several(values) && values.iter().all(|value| value.as_str().is_some())
                });
            };
            let Ok(target) = self.cx.source.resolve(&schema.location.file, reference) else {
                return false;
            };
            schema = self.schema_at(&target);
        }
        false
    }
}
