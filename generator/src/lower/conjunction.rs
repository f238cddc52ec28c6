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
        let mut conjunction = Conjunction { parts: Vec::new(), nullable: false };
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
            && let Some(target) = self.target(&schema.location, reference)
        {
            let target = self.schema_at(&target);
            self.flatten_into(&target, conjunction, within);
        }
        for part in &schema.all_of {
            self.flatten_into(part, conjunction, within);
        }
        if let Some(only) = schema.only_choice() {
            self.flatten_into(only, conjunction, within);
        }
        within.pop();
    }

    /// The one reference that says all there is to say, if the schemas say nothing but words and
    /// `null` beside it: `$ref` alone or with a description, `allOf` or `oneOf` of one `$ref`.
    pub(super) fn plain_reference(&mut self, schemas: &[Rc<Schema<'s>>]) -> Option<Plain> {
        let mut nullable = schemas.iter().any(|schema| schema.nullable);
        let mut asserting = schemas.iter().filter(|schema| !schema.is_silent());
        let (Some(mut schema), None) = (asserting.next(), asserting.next()) else {
            return None;
        };
        loop {
            nullable |= schema.nullable || schema.allows_null();
            let inner = [schema.reference.map(|_| schema), sole(&schema.all_of), schema.only_choice()];
            let mut inner = inner.into_iter().flatten();
            let (Some(only), None) = (inner.next(), inner.next()) else {
                return None;
            };
            if !schema.says_nothing_itself() || schema.all_of.len() > 1 {
                return None;
            }
            if let Some(reference) = only.reference.filter(|_| Rc::ptr_eq(only, schema)) {
                let target = self.target(&schema.location, reference)?;
                return Some(Plain { target, nullable });
            }
            schema = only;
        }
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

fn sole<T>(list: &[T]) -> Option<&T> {
    match list {
        [only] => Some(only),
        _ => None,
    }
}

impl<'s> Schema<'s> {
    /// The alternatives that are a choice: those of `oneOf`, or else of `anyOf`, `null` aside. None
    /// where at most one is left, unless it is a value, which begins an enum.
    pub(super) fn choices(&self) -> Vec<&Rc<Schema<'s>>> {
        match self.only_choice() {
            Some(_) => Vec::new(),
            None => self.alternatives().iter().filter(|schema| !schema.is_null()).collect(),
        }
    }

    /// The one alternative, `null` aside.
    fn only_choice(&self) -> Option<&Rc<Schema<'s>>> {
        let mut choices = self.alternatives().iter().filter(|schema| !schema.is_null());
        let (only, None) = (choices.next()?, choices.next()) else {
            return None;
        };
        only.constant.is_none().then_some(only)
    }

    /// `oneOf`, or else `anyOf`.
    pub(super) fn alternatives(&self) -> &[Rc<Schema<'s>>] {
        if self.one_of.is_empty() { &self.any_of } else { &self.one_of }
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
    fn says_nothing_itself(&self) -> bool {
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
