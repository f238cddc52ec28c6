//! Everything that holds for one value: a schema with its `$ref` and `allOf` taken apart.

#![allow(clippy::indexing_slicing, reason = "positions and lengths that were just found")]

use std::collections::HashSet;
use std::rc::Rc;

use super::scope::Target;
use super::{Lower, problems};
use crate::api::Docs;
use crate::document::{self, Schema};
use crate::source::{Location, Value};

/// Schemas that hold together, none of them with a `$ref` or `allOf` left to follow.
#[derive(Clone)]
pub(super) struct Conjunction<'s> {
    /// The schemas, the outermost first.
    pub(super) parts: Vec<Rc<Schema<'s>>>,
    /// Whether `null` is allowed: by a type, by `nullable`, or as one of the alternatives.
    pub(super) nullable: bool,
    /// The parts that leave a choice, with what there is to choose from.
    pub(super) choosers: Vec<Chooser<'s>>,
}

/// A part with `oneOf` or `anyOf`.
#[derive(Clone)]
pub(super) struct Chooser<'s> {
    /// The part.
    pub(super) part: Rc<Schema<'s>>,
    /// Its alternatives, `null` aside.
    pub(super) choices: Vec<Rc<Schema<'s>>>,
    /// Whether they are the types that the part allows, rather than schemas of their own.
    by_type: bool,
}

/// The members of an enum.
pub(super) struct Listed<'s> {
    /// Where the enum stands.
    pub(super) location: Location,
    /// The members that are allowed, with their positions.
    pub(super) values: Vec<(usize, &'s Value)>,
}

/// What the alternatives of a schema leave.
enum Choice<'s> {
    /// There are none, or they tell nothing of the type.
    Nothing,
    /// All but one are `null`, or any text beside an open enum of texts.
    Only(Rc<Schema<'s>>),
    /// Several, or one value, which begins an enum.
    Several(Vec<Rc<Schema<'s>>>),
}

/// A reference with nothing beside it.
pub(super) struct Plain<'s> {
    /// Where it leads.
    pub(super) target: Target<'s>,
    /// Whether `null` is allowed beside it.
    pub(super) nullable: bool,
}

impl<'s> Lower<'s, '_> {
    /// Takes the schemas apart. A schema that contains itself is reported and left out there.
    pub(super) fn flatten(&mut self, schemas: &[Rc<Schema<'s>>]) -> Conjunction<'s> {
        let mut conjunction =
            Conjunction { parts: Vec::new(), nullable: false, choosers: Vec::new() };
        let mut within = Vec::new();
        for schema in schemas {
            self.flatten_into(schema, &mut conjunction, &mut within);
        }
        // Of the types that one part allows, another may leave fewer.
        let types = conjunction.types();
        for chooser in conjunction.choosers.iter_mut().filter(|chooser| chooser.by_type) {
            let is_left = |ty: &&str| types.iter().any(|left| both(left, ty).is_some());
            chooser.choices.retain(|choice| choice.types.iter().all(&is_left));
        }
        conjunction.choosers.retain(|chooser| !chooser.by_type || chooser.choices.len() > 1);
        conjunction
    }

    fn flatten_into(
        &mut self,
        schema: &Rc<Schema<'s>>,
        conjunction: &mut Conjunction<'s>,
        within: &mut Vec<Location>,
    ) {
        if within.contains(&schema.location) {
            let report = problems::circular_schema(schema.location.clone());
            self.cx.mistake(report, "left out there");
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
        for target in self.targets(schema) {
            let target = self.schema_in(&target);
            self.flatten_into(&target, conjunction, within);
        }
        for part in &schema.all_of {
            self.flatten_into(part, conjunction, within);
        }
        // One of its alternatives is what extends it, and led here.
        let around = within.split_last().map_or(&[][..], |(_, around)| around);
        if self.is_chosen(schema, around) {
            within.pop();
            return self.leave();
        }
        match self.choice(schema) {
            Choice::Nothing => {}
            Choice::Only(only) => self.flatten_into(&only, conjunction, within),
            Choice::Several(choices) => {
                let by_type = schema.alternatives().is_empty();
                conjunction.choosers.push(Chooser { part: Rc::clone(schema), choices, by_type });
            }
        }
        within.pop();
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
                let found = match self.choice(schema) {
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

    /// The one reference that says all there is to say, if the schemas say nothing but words and
    /// `null` beside it: `$ref` alone or with a description, `allOf` or `oneOf` of one `$ref`.
    pub(super) fn plain_reference(&mut self, schemas: &[Rc<Schema<'s>>]) -> Option<Plain<'s>> {
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
            let only = match self.choice(&schema) {
                Choice::Nothing => None,
                Choice::Only(only) => Some(only),
                Choice::Several(_) => return None,
            };
            schema = match (schema.refers(), schema.all_of.as_slice(), only) {
                (true, [], None) => {
                    let mut targets = self.targets(&schema);
                    let target = targets.pop().filter(|_| targets.is_empty())?;
                    return Some(Plain { target, nullable });
                }
                (false, [part], None) => Rc::clone(part),
                (false, [], Some(only)) => only,
                _ => return None,
            };
        }
    }

    /// What the alternatives of a schema leave.
    fn choice(&mut self, schema: &Rc<Schema<'s>>) -> Choice<'s> {
        let alternatives = schema.alternatives().iter().filter(|schema| !schema.is_null());
        let alternatives: Vec<_> = alternatives.map(Rc::clone).collect();
        if !alternatives.is_empty() && alternatives.iter().all(|schema| schema.only_requires()) {
            // They say which properties go together, not what the properties are.
            let keyword = if schema.one_of.is_empty() { "anyOf" } else { "oneOf" };
            let what = format!("{keyword}` of `required");
            self.cx.report_once(document::not_checked(schema.location.key(keyword), &what));
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

    /// Whether the schema is, perhaps through references, an enum of several texts.
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

impl<'s> Conjunction<'s> {
    /// Where the value is described first.
    pub(super) fn location(&self) -> &Location {
        &self.parts[0].location
    }

    /// What the value is made of.
    pub(super) fn key(&self) -> Vec<Target<'s>> {
        let target = |part: &Rc<Schema<'s>>| Target {
            location: part.location.clone(),
            bindings: part.bindings.clone(),
        };
        self.parts.iter().map(target).collect()
    }

    /// The first of what the parts say.
    pub(super) fn first<T>(&self, get: impl Fn(&Schema<'s>) -> Option<T>) -> Option<T> {
        self.parts.iter().find_map(|part| get(part))
    }

    /// What the parts say of every item.
    pub(super) fn items(&self) -> Vec<Rc<Schema<'s>>> {
        self.parts.iter().filter_map(|part| part.items.clone()).collect()
    }

    /// All that there is to choose from.
    pub(super) fn choices(&self) -> Vec<Rc<Schema<'s>>> {
        self.choosers.iter().flat_map(|chooser| chooser.choices.clone()).collect()
    }

    /// Whether one of the parts says so.
    pub(super) fn any(&self, says: impl Fn(&Schema<'s>) -> bool) -> bool {
        self.parts.iter().any(|part| says(part))
    }

    /// The types that all parts allow, `null` aside; empty where nothing is said. Parts that leave
    /// no type between them are a slip of which the first is believed.
    pub(super) fn types(&self) -> Vec<&'s str> {
        let mut types: Vec<&'s str> = Vec::new();
        for part in self.parts.iter().filter(|part| !part.types.is_empty()) {
            let mut narrowed = Vec::new();
            for ty in types.iter().flat_map(|a| part.types.iter().filter_map(|b| both(a, b))) {
                if !narrowed.contains(&ty) {
                    narrowed.push(ty);
                }
            }
            if types.is_empty() {
                types.clone_from(&part.types);
            } else if !narrowed.is_empty() {
                types = narrowed;
            }
        }
        types
    }

    /// The words about the value.
    pub(super) fn docs(&self) -> Docs {
        Docs {
            summary: None,
            description: self.first(|part| part.description.or(part.title)).map(str::to_owned),
            deprecated: self.parts[0].deprecated,
        }
    }

    /// The members that all enums allow, if there are enums: those of the last, which is narrower, that
    /// the others have too. Enums without a common member are a slip of which the last is believed.
    pub(super) fn values(&self) -> Option<Listed<'s>> {
        let (part, last) = self.parts.iter().rev().find_map(|part| Some((part, part.values?)))?;
        let values: Vec<_> = last.iter().enumerate().collect();
        let others = self.parts.iter().filter_map(|part| part.values);
        let others = others.filter(|other| !std::ptr::eq(*other, last));
        let others: Vec<HashSet<String>> =
            others.map(|other| other.iter().map(Value::canonical).collect()).collect();
        let is_common = |(_, value): &&(usize, &Value)| {
            others.is_empty() || others.iter().all(|other| other.contains(&value.canonical()))
        };
        let common: Vec<_> = values.iter().filter(is_common).copied().collect();
        let location = part.location.key("enum");
        Some(Listed { location, values: if common.is_empty() { values } else { common } })
    }
}

/// The type of values that are of two types at once: every integer is a number (JSON Schema 2020-12,
/// Core 4.2.3).
fn both<'s>(a: &'s str, b: &'s str) -> Option<&'s str> {
    match (a, b) {
        (a, b) if a == b => Some(a),
        ("integer", "number") | ("number", "integer") => Some("integer"),
        _ => None,
    }
}

impl<'s> Schema<'s> {
    /// `oneOf`, or else `anyOf`.
    pub(super) fn alternatives(&self) -> &[Rc<Schema<'s>>] {
        if self.one_of.is_empty() { &self.any_of } else { &self.one_of }
    }

    /// Whether values of types that have nothing in common are valid.
    fn is_of_several_types(&self) -> bool {
        let numbers = self.types.iter().all(|ty| matches!(*ty, "integer" | "number"));
        self.types.len() > 1 && !numbers && self.values.is_none() && self.constant.is_none()
    }

    /// A choice among the types, as if each stood alone.
    fn by_type(&self) -> Vec<Rc<Self>> {
        let of = |ty: &&'s str| {
            let schema = Schema {
                types: vec![*ty],
                format: self.format,
                encoding: self.encoding,
                // Not the place of the schema itself, which says more.
                ..Schema::empty(self.location.key("type"))
            };
            Rc::new(schema)
        };
        self.types.iter().map(of).collect()
    }

    /// Whether the schema points at another one.
    pub(super) fn refers(&self) -> bool {
        self.reference.is_some() || self.dynamic.is_some()
    }

    /// Whether any text is valid, and nothing else.
    pub(super) fn is_any_text(&self) -> bool {
        self.types == ["string"]
            && !self.refers()
            && self.values.is_none()
            && self.constant.is_none()
            && self.all_of.is_empty()
            && self.alternatives().is_empty()
            && self.encoding.is_none()
            && !matches!(self.format, Some("date" | "date-time" | "uuid" | "byte" | "binary"))
    }

    /// Whether `required` is all that the schema says.
    fn only_requires(&self) -> bool {
        let bare = !self.refers() && self.all_of.is_empty() && self.properties.is_empty();
        bare && self.alternatives().is_empty()
            && !self.required.is_empty()
            && self.additional.is_none()
            && matches!(self.types.as_slice(), [] | ["object"])
    }

    /// Whether one of the alternatives is `null`.
    fn allows_null(&self) -> bool {
        self.alternatives().iter().any(|schema| schema.is_null())
    }

    /// Whether `null` is the only value.
    fn is_null(&self) -> bool {
        match (self.constant, self.values) {
            (Some(value), _) | (None, Some([value])) => value.is_null(),
            (None, Some(_)) => false,
            (None, None) => self.nullable && self.types.is_empty() && self.is_silent(),
        }
    }

    /// Whether the schema holds for any value.
    fn is_silent(&self) -> bool {
        !self.refers()
            && self.all_of.is_empty()
            && self.alternatives().is_empty()
            && self.says_nothing_itself()
    }

    /// Whether the schema, the schemas that it points at aside, holds for any value.
    pub(super) fn says_nothing_itself(&self) -> bool {
        self.boolean != Some(false)
            && self.types.is_empty()
            && self.constant.is_none()
            && self.values.is_none()
            && self.properties.is_empty()
            && self.required.is_empty()
            && self.patterns.is_empty()
            && self.additional.is_none()
            && self.prefix.is_empty()
            && self.items.is_none()
            && self.conditional.is_empty()
            && self.discriminator.is_none()
            && !self.unique
            && self.limits.is_empty()
    }
}
