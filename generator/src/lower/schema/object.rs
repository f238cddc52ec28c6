//! Structs: the properties of all parts of a conjunction, merged.

#![allow(clippy::indexing_slicing, reason = "the positions and lengths were found just before")]

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use super::Of;
use super::scope::Scope;
use crate::api::{Access, Docs, Field, Literal, Shape, Step, Struct, Type};
use crate::document::Schema;
use crate::lower::merge::{Conjunction, Property, listed};
use crate::lower::{Lower, problems};

/// The number of unlisted required names that are compared with all properties of an object.
const MOST_COMPARED: usize = 100;

impl<'s> Lower<'s, '_> {
    /// Lowers an object to a struct.
    pub(super) fn object(&mut self, conjunction: &Conjunction<'s>, scope: &Scope) -> Struct {
        let mut object = Struct::default();
        let all_required = conjunction.required();
        for property in conjunction.properties() {
            let required = all_required.contains(property.name);
            if property.schemas.iter().any(|schema| schema.boolean == Some(false)) {
                // The property must be absent.
                continue;
            }
            object.fields.push(self.field(property, required, scope));
        }
        self.add_conditional(conjunction, &mut object, scope);
        self.add_unlisted(conjunction, &mut object);
        object.rest = self.rest(conjunction, scope);
        object.rest_is_partial =
            object.rest.is_some() && !conjunction.any(|part| part.additional.is_some());
        object
    }

    /// Returns the value of a property that has one possible value.
    fn constant(&mut self, property: &Property<'s>) -> Option<Literal> {
        let conjunction = self.flatten(&property.schemas);
        // A secret has a type that no text shows.
        if conjunction.nullable || conjunction.is_sensitive() {
            return None;
        }
        let value = conjunction.values()?.single()?.clone();
        self.note_other_type(&conjunction);
        Some(value)
    }

    fn field(&mut self, property: &Property<'s>, required: bool, scope: &Scope) -> Field {
        let schemas = &property.schemas;
        let conjunction = self.flatten(schemas);
        // A property of one direction may be absent, but a constant may not.
        let is_always_there = required && conjunction.access() == Access::Both;
        let constant = if is_always_there { self.constant(property) } else { None };
        let shape = match &constant {
            Some(value) => Shape::of(Type::from(value)),
            None => self.member(property, scope.step(Step::Property(property.name.to_owned()))),
        };
        Field {
            name: property.name.to_owned(),
            pinned: schemas.iter().find_map(|schema| schema.rust_name).map(str::to_owned),
            docs: conjunction.docs(),
            shape,
            required,
            constant,
            access: conjunction.access(),
            location: schemas[0].location.clone(),
        }
    }

    fn member(&mut self, property: &Property<'s>, mut scope: Scope) -> Shape {
        let content: Vec<_> = match std::mem::take(&mut scope.opens_data) {
            true if property.name == "data" => {
                property.schemas.iter().filter_map(|schema| schema.content.clone()).collect()
            }
            _ => Vec::new(),
        };
        let schemas = if content.is_empty() { &property.schemas } else { &content };
        self.shape(Of::Place(schemas), &scope)
    }

    /// Adds the properties of `then`, `else`, `dependentSchemas` and `if`.
    ///
    /// A field is required only if the object itself requires it, because the client does not
    /// evaluate the conditions.
    fn add_conditional(
        &mut self,
        conjunction: &Conjunction<'s>,
        object: &mut Struct,
        scope: &Scope,
    ) {
        let mut found: Vec<Property<'s>> = Vec::new();
        let mut by_name: HashMap<&str, usize> = HashMap::new();
        for part in &conjunction.parts {
            for (index, schema) in part.conditional.iter().chain(&part.condition).enumerate() {
                let is_test = index == part.conditional.len();
                let inner = self.flatten(std::slice::from_ref(schema));
                for property in inner.properties() {
                    let mut property = property.clone();
                    if is_test {
                        // `if` describes a comparison, not the values of the property.
                        let location = property.schemas[0].location.clone();
                        property.schemas = vec![Rc::new(Schema::empty(location))];
                    }
                    let known = by_name.get(property.name).and_then(|at| found.get_mut(*at));
                    match known {
                        Some(_) if is_test => {}
                        Some(known) => known.schemas.extend(property.schemas),
                        None => {
                            by_name.insert(property.name, found.len());
                            found.push(property);
                        }
                    }
                }
            }
        }
        let properties = conjunction.properties().iter();
        let known: HashSet<&str> = properties.map(|property| property.name).collect();
        let all_required = conjunction.required();
        for property in found {
            if known.contains(property.name) {
                continue;
            }
            let step = scope.step(Step::Property(property.name.to_owned()));
            let first =
                Property { name: property.name, schemas: vec![property.schemas[0].clone()] };
            let required = all_required.contains(property.name);
            object.fields.push(Field {
                shape: self.any_of(&property.schemas, &step),
                constant: None,
                ..self.field(&first, required, scope)
            });
        }
    }

    /// Adds a field for each required name that is no property.
    ///
    /// Beside properties, such a name is mostly a slip, and servers do not have it either. So the field is optional there.
    fn add_unlisted(&mut self, conjunction: &Conjunction<'s>, object: &mut Struct) {
        let properties = conjunction.properties();
        let names: Vec<&str> = properties.iter().map(|property| property.name).collect();
        let fields = object.fields.iter().map(|field| field.name.clone());
        let mut known: HashSet<String> = names.iter().map(|name| (*name).to_owned()).collect();
        known.extend(fields);
        let mut reported = 0;
        let describes = |schema: &Rc<Schema<'s>>| schema.boolean.is_none();
        let is_map = conjunction.any(|part| part.additional.as_ref().is_some_and(describes));
        let is_slip = !names.is_empty() && !is_map;
        for part in &conjunction.parts {
            for (index, name) in part.required.iter().enumerate() {
                if !known.insert((*name).to_owned()) {
                    continue;
                }
                let location = part.location.key("required").index(index);
                // Each name is compared with all properties, so the number of comparisons is limited.
                let known = if reported < MOST_COMPARED { names.as_slice() } else { &[] };
                reported += 1;
                let report =
                    problems::required_without_property(location.clone(), name, known, is_slip);
                self.cx.report(report);
                object.fields.push(Field {
                    name: (*name).to_owned(),
                    pinned: None,
                    docs: Docs::default(),
                    shape: Shape::default(),
                    required: !is_slip,
                    constant: None,
                    access: Access::Both,
                    location,
                });
            }
        }
    }

    /// Returns the constant string of a property.
    pub(super) fn constant_text(
        &mut self,
        conjunction: &Conjunction<'s>,
        name: &str,
    ) -> Option<String> {
        match self.constant(conjunction.property(name)?)? {
            Literal::String(text) => Some(text),
            _ => None,
        }
    }

    /// Returns the strings that a property lists.
    pub(super) fn listed_texts(
        &mut self,
        conjunction: &Conjunction<'s>,
        name: &str,
    ) -> Vec<String> {
        let Some(property) = conjunction.property(name) else { return Vec::new() };
        let listed = listed(&self.flatten(&property.schemas).parts);
        let values = listed.map(|listed| listed.values).unwrap_or_default();
        values.iter().filter_map(|(_, value)| value.as_str()).map(str::to_owned).collect()
    }

    /// Returns the names of the required properties that have one possible string.
    pub(super) fn constant_names(&mut self, conjunction: &Conjunction<'s>) -> Vec<&'s str> {
        let required = conjunction.required();
        let mut names = Vec::new();
        for property in conjunction.properties().iter().filter(|it| required.contains(it.name)) {
            let constant = self.constant(property);
            if matches!(constant, Some(Literal::String(_))) {
                names.push(property.name);
            }
        }
        names
    }
}
