//! Flattens schemas: resolves `$ref` and `allOf`, and collects `oneOf` and `anyOf`.
//!
//! This module reports nothing. It returns the problems with the result.

use std::borrow::Borrow;
use std::collections::HashSet;
use std::hash::{Hash, Hasher};
use std::rc::Rc;

use super::conjunction::{Chooser, Conjunction};
use super::reference::{Plain, Target};
use super::values::listed;
use crate::document::{self, Schema};
use crate::lower::{Lower, problems};
use crate::report::Report;
use crate::source::{Location, Value};

/// The relevant alternatives of a schema.
enum Choice<'s> {
    /// No alternatives, or only alternatives that do not affect the type.
    Nothing,
    /// One alternative besides `null`, or besides any string next to an open enum.
    Only(Rc<Schema<'s>>),
    /// Several alternatives, or a single `const`, which is the start of an enum.
    Several(Vec<Rc<Schema<'s>>>),
}

/// The state of flattening a set of schemas.
#[derive(Default)]
struct Flattening<'s> {
    conjunction: Conjunction<'s>,
    /// The schemas around the current one.
    within: Vec<Rc<Schema<'s>>>,
    /// The places of the parts, without those of `absorbed`.
    known: HashSet<Place<'s>>,
    /// A conjunction whose parts are parts of this one, so that a chain of `allOf` is walked once.
    absorbed: Option<Rc<Conjunction<'s>>>,
    problems: Vec<Report>,
}

impl<'s> Flattening<'s> {
    /// Returns `true` if the schema at a location is a part.
    fn knows(&self, place: &Location) -> bool {
        self.known.contains(place) || self.absorbed.as_ref().is_some_and(|it| it.has(place))
    }

    /// Returns `true` if a conjunction has parts in common with this one.
    fn overlaps(&self, other: &Conjunction<'s>) -> bool {
        if self.absorbed.is_none() && self.known.len() <= FEW {
            return self.known.iter().any(|it| other.has(&it.0.location));
        }
        other.parts.iter().any(|part| self.knows(&part.location))
    }

    /// Adds the parts of a conjunction.
    fn absorb(&mut self, other: Rc<Conjunction<'s>>) {
        self.conjunction.parts.reserve_exact(other.parts.len() + FEW);
        self.conjunction.parts.extend_from_slice(&other.parts);
        self.conjunction.nullable |= other.nullable;
        if let Some(former) = self.absorbed.replace(other) {
            self.known.extend(former.parts.iter().map(|part| Place(Rc::clone(part))));
        }
    }
}

/// The number of parts that are searched one by one.
const FEW: usize = 4;

/// A schema, identified by its location.
struct Place<'s>(Rc<Schema<'s>>);

impl Borrow<Location> for Place<'_> {
    fn borrow(&self) -> &Location {
        &self.0.location
    }
}

impl PartialEq for Place<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.0.location == other.0.location
    }
}

impl Eq for Place<'_> {}

impl Hash for Place<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.location.hash(state);
    }
}

impl<'s> Lower<'s, '_> {
    /// Flattens schemas. A schema inside itself is left out.
    pub(super) fn take_apart(
        &mut self,
        schemas: &[Rc<Schema<'s>>],
    ) -> (Conjunction<'s>, Vec<Report>) {
        let mut flattening = Flattening::default();
        for schema in schemas {
            self.flatten_into(schema, &mut flattening);
        }
        flattening.conjunction.narrow_types();
        self.note_spellings(&mut flattening.conjunction);
        (flattening.conjunction, flattening.problems)
    }

    /// Notes how the numbers and booleans are written that are listed where strings are expected.
    fn note_spellings(&self, conjunction: &mut Conjunction<'s>) {
        let is_text = conjunction.types() == ["string"];
        let choices = conjunction.choices();
        let mut found = Vec::new();
        for part in conjunction.parts.iter().chain(&choices) {
            let is_own_text = conjunction.types().is_empty() && part.types == ["string"];
            if !is_text && !is_own_text {
                continue;
            }
            let members = part.values.unwrap_or_default().iter().enumerate();
            let members = members.map(|(at, it)| (part.location.key("enum").index(at), it));
            let constant = part.constant.map(|value| (part.location.key("const"), value));
            found.extend(members.chain(constant).filter_map(|(location, value)| match value {
                Value::Int(_) | Value::Float(_) | Value::Bool(_) => {
                    Some((location.clone(), self.cx.source.text_at(&location)?))
                }
                _ => None,
            }));
        }
        conjunction.spellings.extend(found);
    }

    /// Returns the reference that the schemas consist of, if nothing beside it affects the type.
    pub(super) fn find_plain(
        &mut self,
        schemas: &[Rc<Schema<'s>>],
        problems: &mut Vec<Report>,
    ) -> Option<Plain<'s>> {
        let mut nullable = schemas.iter().any(|schema| schema.nullable);
        let mut asserting = schemas.iter().filter(|schema| !schema.allows_any_value());
        let (Some(schema), None) = (asserting.next(), asserting.next()) else {
            return None;
        };
        let mut schema = Rc::clone(schema);
        let mut claims = Vec::new();
        loop {
            nullable |= schema.nullable || schema.allows_null();
            if !schema.own_keywords_allow_any_value() {
                if !schema.may_repeat() {
                    return None;
                }
                claims.push(Rc::clone(&schema));
            }
            let only = match self.choice(&schema, problems) {
                Choice::Nothing => None,
                Choice::Only(only) => Some(only),
                Choice::Several(_) => return None,
            };
            // Parts that only exclude values do not affect the type, and others may repeat what the target says.
            let mut parts = Vec::new();
            for part in &schema.all_of {
                if part.only_narrows()
                    || (part.stands_alone() && part.may_repeat())
                    || self.only_chooses(part, problems)
                {
                    nullable |= part.nullable;
                    claims.push(Rc::clone(part));
                } else {
                    parts.push(Rc::clone(part));
                }
            }
            schema = match (schema.refers(), parts.as_slice(), only) {
                (true, [], None) => {
                    let mut targets = self.targets(&schema, problems);
                    let target = targets.pop().filter(|_| targets.is_empty())?;
                    if !self.repeat(&claims, &target) {
                        return None;
                    }
                    return Some(Plain { target, nullable, repeats: !claims.is_empty() });
                }
                (false, [part], None) => Rc::clone(part),
                (false, [], Some(only)) => only,
                _ => return None,
            };
        }
    }

    /// Returns `true` if a schema consists of alternatives that only exclude values.
    fn only_chooses(&mut self, schema: &Rc<Schema<'s>>, problems: &mut Vec<Report>) -> bool {
        let is_bare = !schema.refers()
            && schema.all_of.is_empty()
            && !schema.alternatives().is_empty()
            && schema.own_keywords_allow_any_value();
        is_bare && matches!(self.choice(schema, problems), Choice::Nothing)
    }

    /// Returns `true` if the schemas say nothing that the target does not say.
    fn repeat(&mut self, claims: &[Rc<Schema<'s>>], target: &Target<'s>) -> bool {
        let claims: Vec<_> = claims.iter().filter(|claim| !claim.only_narrows()).collect();
        if claims.is_empty() {
            return true;
        }
        let target = self.schema_in(target);
        let flat = self.flatten(&[target]);
        let required = flat.required();
        let listed: Option<HashSet<String>> = listed(&flat.parts)
            .map(|listed| listed.values.iter().map(|(_, value)| value.canonical()).collect());
        claims.iter().all(|claim| {
            let types = match flat.types() {
                [] => claim.types.is_empty() || (claim.types == ["object"] && flat.is_struct()),
                types => types.iter().all(|ty| claim.types.is_empty() || claim.types.contains(ty)),
            };
            let values = claim.values.is_none_or(|values| {
                let values: HashSet<String> = values.iter().map(Value::canonical).collect();
                listed.as_ref().is_some_and(|listed| listed.is_subset(&values))
            });
            types && values && claim.required.iter().all(|name| required.contains(name))
        })
    }

    fn flatten_into(&mut self, schema: &Rc<Schema<'s>>, flattening: &mut Flattening<'s>) {
        let is_known = flattening.knows(&schema.location);
        let Flattening { conjunction, within, known, problems, .. } = &mut *flattening;
        if is_known && within.iter().any(|it| it.location == schema.location) {
            let report = problems::circular_schema(schema.location.clone());
            problems.push(self.cx.worked_around(report, "left out there"));
            return;
        }
        let same = |part: &Rc<Schema<'s>>| {
            part.location == schema.location && part.bindings == schema.bindings
        };
        if is_known && conjunction.parts.iter().any(same) {
            // The same schema is a part already.
            return;
        }
        // Each type of a chain of `allOf` has the parts of all types below it, so a part costs more the more there are. The first
        // part is always added, because a conjunction has at least one.
        let count = 1 + conjunction.parts.len() / 32;
        let entered = self.enter(&schema.location) && self.may_make(count, &schema.location);
        if !entered && !conjunction.parts.is_empty() {
            return self.leave();
        }
        within.push(Rc::clone(schema));
        known.insert(Place(Rc::clone(schema)));
        // The schema comes before its own parts, so that its documentation takes precedence.
        conjunction.parts.push(Rc::clone(schema));
        conjunction.nullable |= schema.nullable || schema.allows_null();
        for target in self.targets(schema, problems) {
            let target = self.schema_in(&target);
            match self.extension(&target).filter(|it| !flattening.overlaps(it)) {
                Some(extension) => flattening.absorb(extension),
                None => self.flatten_into(&target, flattening),
            }
        }
        for part in &schema.all_of {
            self.flatten_into(part, flattening);
        }
        let around = flattening.within.split_last().map_or(&[][..], |(_, around)| around);
        // A schema that extends this one and is one of its alternatives led here.
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

    /// Returns the conjunction of a schema that extends others, unless it has alternatives, which depend on the schemas
    /// around them, or is being flattened.
    fn extension(&mut self, schema: &Rc<Schema<'s>>) -> Option<Rc<Conjunction<'s>>> {
        if schema.all_of.is_empty() || self.merges.is_open(schema) {
            return None;
        }
        let whole = self.flatten(std::slice::from_ref(schema));
        let is_plain = whole.choosers.is_empty() && !whole.any(Schema::is_of_several_types);
        is_plain.then_some(whole)
    }

    /// Returns `true` if an alternative of the schema refers to a schema around it.
    ///
    /// The targets of the alternatives are cached, because many schemas may extend this one.
    fn is_chosen(&mut self, schema: &Rc<Schema<'s>>, around: &[Rc<Schema<'s>>]) -> bool {
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
        around.iter().any(|part| chosen.contains(&part.location))
    }

    /// Returns the relevant alternatives of a schema.
    fn choice(&mut self, schema: &Rc<Schema<'s>>, problems: &mut Vec<Report>) -> Choice<'s> {
        let all = schema.alternatives();
        let alternatives = all.iter().filter(|one| !one.is_null() && !one.is_null_beside(all));
        let mut alternatives: Vec<_> = alternatives.map(Rc::clone).collect();
        // A string of any format is a string, which another alternative allows already.
        if alternatives.iter().any(|one| one.is_any_string()) {
            alternatives.retain(|one| !one.is_formatted_string());
        }
        let narrows = |one: &Rc<Schema<'s>>| one.only_requires() || one.only_narrows();
        let requires = alternatives.iter().any(|one| one.only_requires());
        if alternatives.len() > 1 && !requires && alternatives.iter().all(narrows) {
            // Such alternatives only exclude values.
            return Choice::Nothing;
        }
        if requires && alternatives.iter().all(narrows) {
            // Such alternatives only state which properties are required together.
            let keyword = if schema.one_of.is_empty() { "anyOf" } else { "oneOf" };
            let what = format!("{keyword}` of `required");
            problems.push(document::not_checked(schema.location.key(keyword), &what).once());
            return Choice::Nothing;
        }
        let (texts, others): (Vec<_>, Vec<_>) =
            alternatives.iter().partition(|schema| schema.is_any_string());
        match (alternatives.as_slice(), texts.as_slice(), others.as_slice()) {
            ([], _, _) if schema.is_of_several_types() => Choice::Several(schema.by_type()),
            ([], _, _) => Choice::Nothing,
            ([only], _, _) if only.constant.is_none() => Choice::Only(Rc::clone(only)),
            // Enums are open, so an alternative of any string adds nothing.
            (_, [_, ..], [only]) if self.is_open_enum(only) => Choice::Only(Rc::clone(only)),
            _ => Choice::Several(alternatives),
        }
    }

    /// Returns `true` if the schema is an enum of several strings, directly or through references.
    fn is_open_enum(&mut self, schema: &Rc<Schema<'s>>) -> bool {
        let mut schema = Rc::clone(schema);
        // A longer chain is a circle or is reported elsewhere.
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
