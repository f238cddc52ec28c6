//! Structs: the properties of all parts of a conjunction, narrowed where several speak of one.

#![allow(clippy::indexing_slicing, reason = "positions and lengths that were just found")]

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use super::conjunction::Conjunction;
use super::{Lower, problems};
use crate::api::{Access, Constant, Docs, Field, Origin, Shape, Step, Struct};
use crate::document::Schema;

/// A property with everything that is said of it.
struct Property<'s> {
    name: &'s str,
    schemas: Vec<Rc<Schema<'s>>>,
}

/// Names of one object of which the likeliest meaning is looked for.
const MOST_COMPARED: usize = 100;

impl<'s> Lower<'s, '_> {
    /// The struct that an object becomes.
    pub(super) fn object(&mut self, conjunction: &Conjunction<'s>, origin: &Origin) -> Struct {
        let mut object = Struct::default();
        let properties = properties(conjunction);
        let all_required = required(conjunction);
        for property in &properties {
            let required = all_required.contains(property.name);
            if property.schemas.iter().any(|schema| schema.boolean == Some(false)) {
                // A property that may not be there.
                continue;
            }
            if required
                && let Some(constant) = self.constant(property)
                // What one direction alone has may be missing, and a constant may not.
                && access(&self.flatten(&property.schemas)) == Access::Both
            {
                object.constants.push(constant);
            } else {
                object.fields.push(self.field(property, required, origin));
            }
        }
        self.add_conditional(conjunction, &properties, &mut object, origin);
        self.add_unlisted(conjunction, &properties, &mut object);
        object.rest = self.rest(conjunction, origin);
        object.rest_is_partial =
            object.rest.is_some() && !conjunction.any(|part| part.additional.is_some());
        object
    }

    /// The constant that a property is, if it has one possible value.
    fn constant(&mut self, property: &Property<'s>) -> Option<Constant> {
        let conjunction = self.flatten(&property.schemas);
        let values = self.find_values(&conjunction)?;
        let value = values.single()?.clone();
        Some(Constant { name: property.name.to_owned(), value, required: true })
    }

    fn field(&mut self, property: &Property<'s>, required: bool, origin: &Origin) -> Field {
        let schemas = &property.schemas;
        let origin = origin.step(Step::Property(property.name.to_owned()));
        let shape = self.member(property, &origin);
        let conjunction = self.flatten(schemas);
        Field {
            name: property.name.to_owned(),
            pinned: schemas.iter().find_map(|schema| schema.rust_name).map(str::to_owned),
            docs: conjunction.docs(),
            shape,
            required,
            access: access(&conjunction),
            location: schemas[0].location.clone(),
        }
    }

    fn member(&mut self, property: &Property<'s>, origin: &Origin) -> Shape {
        if std::mem::take(&mut self.opens_data) {
            let content = property.schemas.iter().filter_map(|schema| schema.content.clone());
            let content: Vec<_> = content.filter(|_| property.name == "data").collect();
            let schemas = if content.is_empty() { &property.schemas } else { &content };
            let shape = self.shape(schemas, origin);
            self.opens_data = true;
            return shape;
        }
        self.shape(&property.schemas, origin)
    }

    /// Adds the properties that only some values have: those of `then`, `else` and `dependentSchemas`,
    /// and those that `if` asks for. Which values have them the server knows.
    fn add_conditional(
        &mut self,
        conjunction: &Conjunction<'s>,
        properties: &[Property<'s>],
        object: &mut Struct,
        origin: &Origin,
    ) {
        let mut found: Vec<Property<'s>> = Vec::new();
        let mut by_name: HashMap<&str, usize> = HashMap::new();
        for part in &conjunction.parts {
            for (index, schema) in part.conditional.iter().chain(&part.condition).enumerate() {
                let is_test = index == part.conditional.len();
                let inner = self.flatten(std::slice::from_ref(schema));
                for mut property in self::properties(&inner) {
                    if is_test {
                        // It says what a value is compared with, not what values there are.
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
        let known: HashSet<&str> = properties.iter().map(|property| property.name).collect();
        let all_required = required(conjunction);
        for property in found {
            if known.contains(property.name) {
                continue;
            }
            let step = origin.step(Step::Property(property.name.to_owned()));
            let first =
                Property { name: property.name, schemas: vec![property.schemas[0].clone()] };
            let required = all_required.contains(property.name);
            object.fields.push(Field {
                shape: self.any_of(&property.schemas, &step),
                ..self.field(&first, required, origin)
            });
        }
    }

    /// Adds what is required without being a property: it has to be sent all the same.
    fn add_unlisted(
        &mut self,
        conjunction: &Conjunction<'s>,
        properties: &[Property<'s>],
        object: &mut Struct,
    ) {
        let names: Vec<&str> = properties.iter().map(|property| property.name).collect();
        let fields = object.fields.iter().map(|field| field.name.clone());
        let mut known: HashSet<String> = names.iter().map(|name| (*name).to_owned()).collect();
        known.extend(fields);
        let mut reported = 0;
        for part in &conjunction.parts {
            for (index, name) in part.required.iter().enumerate() {
                if !known.insert((*name).to_owned()) {
                    continue;
                }
                let location = part.location.key("required").index(index);
                // Each is compared with all names; whoever has so many slips looks no further.
                let known = if reported < MOST_COMPARED { names.as_slice() } else { &[] };
                reported += 1;
                let report = problems::required_without_property(location.clone(), name, known);
                self.cx.report(report);
                object.fields.push(Field {
                    name: (*name).to_owned(),
                    pinned: None,
                    docs: Docs::default(),
                    shape: Shape::default(),
                    required: true,
                    access: Access::Both,
                    location,
                });
            }
        }
    }

    /// The constant text that a property of the conjunction has, if it has one.
    pub(super) fn constant_text(
        &mut self,
        conjunction: &Conjunction<'s>,
        name: &str,
    ) -> Option<String> {
        let properties = properties(conjunction);
        let property = properties.iter().find(|property| property.name == name)?;
        match self.constant(property)?.value {
            crate::api::Literal::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The texts among the values that a property of the conjunction lists.
    pub(super) fn listed_texts(
        &mut self,
        conjunction: &Conjunction<'s>,
        name: &str,
    ) -> Vec<String> {
        let properties = properties(conjunction);
        let Some(property) = properties.iter().find(|property| property.name == name) else {
            return Vec::new();
        };
        let inside = self.flatten(&property.schemas);
        let Some(listed) = inside.values() else { return Vec::new() };
        let texts = listed.values.iter().filter_map(|(_, value)| value.as_str());
        texts.map(str::to_owned).collect()
    }

    /// The names of the required properties that have one possible text.
    pub(super) fn constant_names(&mut self, conjunction: &Conjunction<'s>) -> Vec<&'s str> {
        let required = required(conjunction);
        let mut properties = properties(conjunction);
        properties.retain(|property| required.contains(property.name));
        properties.retain(|property| {
            let constant = self.constant(property);
            constant.is_some_and(|it| matches!(it.value, crate::api::Literal::Text(_)))
        });
        properties.into_iter().map(|property| property.name).collect()
    }
}

/// The properties that the parts ask for.
fn required<'s>(conjunction: &Conjunction<'s>) -> HashSet<&'s str> {
    conjunction.parts.iter().flat_map(|part| &part.required).copied().collect()
}

/// In which direction a property travels. Where the parts say both, `readOnly` is believed: what a
/// server sets is not to be asked of anyone.
fn access(conjunction: &Conjunction<'_>) -> Access {
    if conjunction.any(|part| part.read_only) {
        Access::Read
    } else if conjunction.any(|part| part.write_only) {
        Access::Write
    } else {
        Access::Both
    }
}

/// Every property once, in the order of first appearance.
fn properties<'s>(conjunction: &Conjunction<'s>) -> Vec<Property<'s>> {
    let mut properties: Vec<Property<'s>> = Vec::new();
    let mut by_name: HashMap<&str, usize> = HashMap::new();
    for part in &conjunction.parts {
        for (name, schema) in &part.properties {
            let schema = Rc::clone(schema);
            match by_name.get(name).and_then(|at| properties.get_mut(*at)) {
                // Two ways may lead to one schema, which says nothing new the second time.
                Some(property) => {
                    if !property.schemas.iter().any(|known| known.location == schema.location) {
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
