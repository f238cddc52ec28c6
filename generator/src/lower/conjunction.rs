//! Everything that holds for one value: a schema with its `$ref` and `allOf` taken apart.

use std::rc::Rc;

use super::{Lower, problems};
use crate::api::Docs;
use crate::document::Schema;
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
pub(super) struct Plain {
    /// Where it leads.
    pub(super) target: Location,
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
        conjunction
    }

    fn flatten_into(
        &mut self,
        schema: &Rc<Schema<'s>>,
        conjunction: &mut Conjunction<'s>,
        within: &mut Vec<Location>,
    ) {
        if within.contains(&schema.location) {
            self.cx.report(problems::circular_schema(schema.location.clone()));
            return;
        }
        within.push(schema.location.clone());
        // What a schema says itself comes first, so that its words win over those of its parts.
        conjunction.parts.push(Rc::clone(schema));
        conjunction.nullable |= schema.nullable || schema.allows_null();
        if let Some(reference) = schema.reference
            && let Some(target) = self.cx.resolve(&schema.location, reference)
        {
            let target = self.schema_at(&target);
            self.flatten_into(&target, conjunction, within);
        }
        for part in &schema.all_of {
            self.flatten_into(part, conjunction, within);
        }
        match self.choice(schema) {
            Choice::Nothing => {}
            Choice::Only(only) => self.flatten_into(&only, conjunction, within),
            Choice::Several(choices) => {
                conjunction.choosers.push(Chooser { part: Rc::clone(schema), choices });
            }
        }
        within.pop();
    }

    /// The one reference that says all there is to say, if the schemas say nothing but words and
    /// `null` beside it: `$ref` alone or with a description, `allOf` or `oneOf` of one `$ref`.
    pub(super) fn plain_reference(&mut self, schemas: &[Rc<Schema<'s>>]) -> Option<Plain> {
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
            schema = match (schema.reference, schema.all_of.as_slice(), only) {
                (Some(reference), [], None) => {
                    let target = self.cx.resolve(&schema.location, reference)?;
                    return Some(Plain { target, nullable });
                }
                (None, [part], None) => Rc::clone(part),
                (None, [], Some(only)) => only,
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
            self.cx.report(problems::not_checked(schema.location.key(keyword), keyword));
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

    /// The first of what the parts say.
    pub(super) fn first<T>(&self, get: impl Fn(&Schema<'s>) -> Option<T>) -> Option<T> {
        self.parts.iter().find_map(|part| get(part))
    }

    /// Whether one of the parts says so.
    pub(super) fn any(&self, says: impl Fn(&Schema<'s>) -> bool) -> bool {
        self.parts.iter().any(|part| says(part))
    }

    /// The types that all parts allow, `null` aside; empty where nothing is said.
    pub(super) fn types(&self) -> Vec<&'s str> {
        let mut types: Vec<&'s str> = Vec::new();
        for part in self.parts.iter().filter(|part| !part.types.is_empty()) {
            if types.is_empty() {
                types.clone_from(&part.types);
            } else if types.iter().any(|ty| part.types.contains(ty)) {
                types.retain(|ty| part.types.contains(ty));
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

    /// The members that an enum allows, if one does: of several, the last, which is narrower.
    pub(super) fn values(&self) -> Option<(&Rc<Schema<'s>>, &'s [Value])> {
        self.parts.iter().rev().find_map(|part| part.values.map(|values| (part, values)))
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
                ..Schema::empty(self.location.clone())
            };
            Rc::new(schema)
        };
        self.types.iter().map(of).collect()
    }

    /// Whether any text is valid, and nothing else.
    pub(super) fn is_any_text(&self) -> bool {
        self.types == ["string"]
            && self.reference.is_none()
            && self.values.is_none()
            && self.constant.is_none()
            && self.all_of.is_empty()
            && self.alternatives().is_empty()
            && !matches!(self.format, Some("date" | "date-time" | "binary"))
    }

    /// Whether `required` is all that the schema says.
    fn only_requires(&self) -> bool {
        let bare = self.reference.is_none() && self.all_of.is_empty() && self.properties.is_empty();
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
        self.reference.is_none()
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
            && self.additional.is_none()
            && self.items.is_none()
            && self.discriminator.is_none()
            && self.unread.is_empty()
            && self.limits.is_empty()
    }
}
