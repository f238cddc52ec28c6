//! A conjunction: the schemas that apply to one value. Properties derived from it are computed on first use.

#![allow(clippy::indexing_slicing, reason = "a conjunction has at least one part")]

use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use super::reference::Target;
use super::values::{Spellings, Values};
use crate::api::{Access, Docs};
use crate::document::Schema;
use crate::source::Location;

/// Schemas that all apply to one value. Their `$ref` and `allOf` have been resolved into further parts.
#[derive(Default)]
pub(crate) struct Conjunction<'s> {
    /// The schemas, the outermost first.
    pub(crate) parts: Vec<Rc<Schema<'s>>>,
    /// `true` if a type, `nullable` or an alternative allows `null`.
    pub(crate) nullable: bool,
    /// The parts with alternatives.
    pub(crate) choosers: Vec<Chooser<'s>>,
    /// The listed scalars that are no strings where strings are expected, as written.
    pub(super) spellings: Spellings,
    types: OnceCell<Vec<&'s str>>,
    values: OnceCell<Option<Values>>,
    properties: OnceCell<Vec<Property<'s>>>,
}

/// A part with `oneOf` or `anyOf`, or with several types.
pub(crate) struct Chooser<'s> {
    /// The part.
    pub(crate) part: Rc<Schema<'s>>,
    /// The alternatives, without `null`.
    pub(crate) choices: Vec<Rc<Schema<'s>>>,
    /// `true` if the alternatives are the part's types, not schemas of its own.
    pub(crate) by_type: bool,
}

/// A property with all schemas that apply to it.
#[derive(Clone)]
pub(crate) struct Property<'s> {
    pub(crate) name: &'s str,
    pub(crate) schemas: Vec<Rc<Schema<'s>>>,
}

impl<'s> Conjunction<'s> {
    /// Returns the location of the outermost part.
    pub(crate) fn location(&self) -> &Location {
        &self.parts[0].location
    }

    /// Returns `true` if the schema at a location is a part.
    pub(super) fn has(&self, place: &Location) -> bool {
        self.parts.iter().any(|part| part.location == *place)
    }

    /// Returns the identity of the conjunction: its parts and their bindings.
    pub(crate) fn key(&self) -> Vec<Target<'s>> {
        let target = |part: &Rc<Schema<'s>>| Target {
            location: part.location.clone(),
            bindings: part.bindings.clone(),
        };
        self.parts.iter().map(target).collect()
    }

    /// Removes the alternatives by type that other parts do not allow.
    pub(crate) fn narrow_types(&mut self) {
        let types = self.types().to_vec();
        for chooser in self.choosers.iter_mut().filter(|chooser| chooser.by_type) {
            let is_left = |ty: &&str| types.iter().any(|left| both(left, ty).is_some());
            chooser.choices.retain(|choice| choice.types.iter().all(&is_left));
        }
        self.choosers.retain(|chooser| !chooser.by_type || chooser.choices.len() > 1);
    }

    /// Returns the first value that a part has.
    pub(crate) fn first<T>(&self, get: impl Fn(&Schema<'s>) -> Option<T>) -> Option<T> {
        self.parts.iter().find_map(|part| get(part))
    }

    /// Returns the schemas of additional items in all parts.
    pub(crate) fn items(&self) -> Vec<Rc<Schema<'s>>> {
        self.parts.iter().filter_map(|part| part.items.clone()).collect()
    }

    /// Returns all alternatives.
    pub(crate) fn choices(&self) -> Vec<Rc<Schema<'s>>> {
        self.choosers.iter().flat_map(|chooser| chooser.choices.clone()).collect()
    }

    /// Returns `true` if the predicate holds for one of the parts.
    pub(crate) fn any(&self, says: impl Fn(&Schema<'s>) -> bool) -> bool {
        self.parts.iter().any(|part| says(part))
    }

    /// Returns `true` if the value is a secret.
    pub(crate) fn is_sensitive(&self) -> bool {
        self.any(|part| part.sensitive || part.write_only || part.format == Some("password"))
    }

    /// Returns the types that all parts allow, without `null`. It is empty if no part has `type`.
    pub(crate) fn types(&self) -> &[&'s str] {
        self.types.get_or_init(|| types(&self.parts))
    }

    /// Returns the values that the parts list.
    pub(crate) fn values(&self) -> Option<&Values> {
        let find = || {
            let chooser = self.choosers.first();
            let chooser = chooser.map(|it| (&it.part.location, it.choices.as_slice()));
            Values::find(&self.parts, chooser, self.types(), &self.spellings)
        };
        self.values.get_or_init(find).as_ref()
    }

    /// Returns every property once, in the order of first appearance.
    pub(crate) fn properties(&self) -> &[Property<'s>] {
        self.properties.get_or_init(|| properties(&self.parts))
    }

    /// Returns the property of this name.
    pub(crate) fn property(&self, name: &str) -> Option<&Property<'s>> {
        self.properties().iter().find(|property| property.name == name)
    }

    /// Returns the names of the required properties.
    pub(crate) fn required(&self) -> HashSet<&'s str> {
        self.parts.iter().flat_map(|part| &part.required).copied().collect()
    }

    /// Returns the directions in which the value travels.
    ///
    /// `readOnly` takes precedence over `writeOnly`, because a caller should not have to set a
    /// value that the server sets.
    pub(crate) fn access(&self) -> Access {
        if self.any(|part| part.read_only) {
            Access::Read
        } else if self.any(|part| part.write_only) {
            Access::Write
        } else {
            Access::Both
        }
    }

    /// Returns the documentation of the value.
    pub(crate) fn docs(&self) -> Docs {
        Docs {
            summary: None,
            description: self.first(|part| part.description.or(part.title)).map(str::to_owned),
            deprecated: self.parts[0].deprecated,
        }
    }

    /// Returns `true` if the value is an object with known properties.
    pub(crate) fn is_struct(&self) -> bool {
        let types = self.types();
        let object = types.is_empty() || types.contains(&"object");
        let closed = |schema: &Schema<'s>| {
            let none = schema.additional.as_ref().is_some_and(|it| it.boolean == Some(false));
            none && schema.patterns.is_empty()
        };
        let conditional = |schema: &Schema<'s>| {
            schema.conditional.iter().any(|schema| !schema.properties.is_empty())
        };
        let has =
            |part: &Schema<'s>| !part.properties.is_empty() || closed(part) || conditional(part);
        object && self.any(has)
    }

    /// Returns `true` if the value is an array with a type for each position.
    pub(crate) fn is_tuple(&self) -> bool {
        let types = self.types();
        (types.is_empty() || types == ["array"])
            && self.any(|part| !part.prefix.is_empty())
            && !self.is_struct()
    }
}

/// Returns the types that all parts allow, without `null`.
///
/// If parts have no type in common, the first of them takes precedence.
fn types<'s>(parts: &[Rc<Schema<'s>>]) -> Vec<&'s str> {
    let mut types: Vec<&'s str> = Vec::new();
    for part in parts.iter().filter(|part| !part.types.is_empty()) {
        if types == part.types {
            continue;
        }
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

/// Returns the intersection of two types. Every integer is a number (JSON Schema 2020-12, Core 4.2.3).
fn both<'s>(a: &'s str, b: &'s str) -> Option<&'s str> {
    match (a, b) {
        (a, b) if a == b => Some(a),
        ("integer", "number") | ("number", "integer") => Some("integer"),
        _ => None,
    }
}

/// Returns every property once, in the order of first appearance.
fn properties<'s>(parts: &[Rc<Schema<'s>>]) -> Vec<Property<'s>> {
    let mut properties: Vec<Property<'s>> = Vec::new();
    let mut by_name: HashMap<&str, usize> = HashMap::new();
    for part in parts {
        for (name, schema) in &part.properties {
            let schema = Rc::clone(schema);
            match by_name.get(name).and_then(|at| properties.get_mut(*at)) {
                // Several references may lead to one schema, which then counts once. So does a schema that each level of a
                // long chain of `allOf` repeats.
                Some(property) => {
                    let mut known = property.schemas.iter();
                    if !known.any(|it| it.location == schema.location || schema.repeats(it)) {
                        property.schemas.push(schema);
                    }
                }
                None => {
                    by_name.insert(name, properties.len());
                    properties.push(Property { name, schemas: vec![schema] });
                }
            }
        }
    }
    properties
}
