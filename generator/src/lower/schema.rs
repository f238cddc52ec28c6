//! From schemas to shapes: which Rust-free type a value has, and what holds beside it.

use std::collections::HashSet;
use std::rc::Rc;

use super::conjunction::Conjunction;
use super::union::Plan;
use super::{Lower, problems};
use crate::api::{
    Base, Bound, Docs, Enum, Literal, Origin, Rules, Shape, Step, Type, TypeDef, TypeKind,
};
use crate::document::{self, Limits, Schema};
use crate::source::Location;

/// What became of a schema that references lead to.
pub(super) enum Component {
    /// It is being lowered and is no type of its own.
    Pending,
    /// It is lowered.
    Done(Shape),
}

/// What a conjunction becomes.
pub(super) enum Class<'s> {
    /// A struct of its own.
    Struct,
    /// A union of its own.
    Union(Plan<'s>),
    /// An enum of its own.
    Enum(Enum),
    /// A type that needs no item.
    Plain,
}

impl<'s> Lower<'s, '_> {
    /// The shape of a schema that a reference leads to.
    pub(super) fn component(&mut self, location: &Location) -> Shape {
        match self.components.get(location) {
            Some(Component::Done(shape)) => return shape.clone(),
            Some(Component::Pending) => {
                if self.is_alias_of_itself(location) {
                    let target = format!("#{}", location.pointer);
                    let report = document::circular_reference(location.clone(), &target);
                    self.cx.mistake(report, "typed as any JSON value");
                    return Shape::default();
                }
                let help = "give the schema `properties`, so that it becomes a type of its own";
                let what = "a list or map that contains itself";
                self.cx.report(problems::not_typed(location.clone(), what, help));
                return Shape::default();
            }
            None => {}
        }
        self.components.insert(location.clone(), Component::Pending);
        let schema = self.schema_at(location);
        let shape = self.named(location, &schema);
        self.components.insert(location.clone(), Component::Done(shape.clone()));
        shape
    }

    /// Whether references alone lead from a schema back to it.
    fn is_alias_of_itself(&mut self, location: &Location) -> bool {
        let mut seen = HashSet::new();
        let mut next = location.clone();
        while seen.insert(next.clone()) {
            let schema = self.schema_at(&next);
            match self.plain_reference(&[schema]) {
                Some(plain) => next = plain.target,
                None => return false,
            }
        }
        true
    }

    fn named(&mut self, location: &Location, schema: &Rc<Schema<'s>>) -> Shape {
        let origin = Origin::new(Base::Component(component_name(location)));
        let schemas = [Rc::clone(schema)];
        if let Some(plain) = self.plain_reference(&schemas) {
            let mut shape = self.component(&plain.target);
            shape.nullable |= plain.nullable;
            return shape;
        }
        let conjunction = self.flatten(&schemas);
        let class = self.classify(&conjunction);
        let mut shape = self.surroundings(&conjunction);
        if matches!(class, Class::Plain) {
            shape.ty = self.plain_type(&conjunction, &origin);
            shape.rules = shape.rules.only_for(&shape.ty);
            return shape;
        }
        // The type has its id before its members are lowered, since they may refer to it.
        let id = self.types.push(TypeDef {
            location: location.clone(),
            origin: origin.clone(),
            pinned: schema.rust_name.map(str::to_owned),
            docs: conjunction.docs(),
            kind: TypeKind::Enum(Enum { values: Vec::new() }),
        });
        shape.ty = Type::Named(id);
        shape.rules = Rules::default();
        self.components.insert(location.clone(), Component::Done(shape.clone()));
        let kind = self.item(&conjunction, class, &origin);
        self.types[id].kind = kind;
        shape
    }

    /// The shape of schemas that hold together in one place.
    pub(super) fn shape(&mut self, schemas: &[Rc<Schema<'s>>], origin: &Origin) -> Shape {
        if let Some(plain) = self.plain_reference(schemas) {
            let mut shape = self.component(&plain.target);
            shape.nullable |= plain.nullable;
            shape.sensitive |= schemas.iter().any(|schema| schema.sensitive || schema.write_only);
            self.note_place(schemas, &shape);
            return shape;
        }
        let conjunction = self.flatten(schemas);
        let shape = self.conjoined(&conjunction, origin);
        self.note_inline(schemas, &shape);
        shape
    }

    /// The shape of a conjunction.
    pub(super) fn conjoined(&mut self, conjunction: &Conjunction<'s>, origin: &Origin) -> Shape {
        let mut shape = self.surroundings(conjunction);
        shape.ty = match self.classify(conjunction) {
            Class::Plain => self.plain_type(conjunction, origin),
            class => Type::Named(self.inline_item(conjunction, class, origin)),
        };
        shape.rules = shape.rules.only_for(&shape.ty);
        shape
    }

    /// What holds beside the type.
    fn surroundings(&mut self, conjunction: &Conjunction<'s>) -> Shape {
        for part in &conjunction.parts {
            for keyword in &part.unread {
                let location = part.location.key(keyword);
                self.cx.report(problems::not_checked(location, keyword));
            }
        }
        let null = self.find_values(conjunction).is_some_and(|values| values.null);
        Shape {
            ty: Type::Any,
            nullable: conjunction.nullable || null,
            sensitive: conjunction
                .any(|part| part.sensitive || part.write_only || part.format == Some("password")),
            rules: rules(conjunction),
        }
    }

    fn classify(&mut self, conjunction: &Conjunction<'s>) -> Class<'s> {
        if let Some(values) = self.find_values(conjunction) {
            return values.into_enum().map_or(Class::Plain, Class::Enum);
        }
        if !conjunction.choosers.is_empty() {
            return self.plan_union(conjunction).map_or(Class::Plain, Class::Union);
        }
        if conjunction.is_struct() { Class::Struct } else { Class::Plain }
    }

    pub(super) fn item(
        &mut self,
        conjunction: &Conjunction<'s>,
        class: Class<'s>,
        origin: &Origin,
    ) -> TypeKind {
        match class {
            Class::Union(plan) => TypeKind::Union(self.union(plan, origin)),
            Class::Enum(values) => TypeKind::Enum(values),
            Class::Struct | Class::Plain => TypeKind::Struct(self.object(conjunction, origin)),
        }
    }

    /// The type of a conjunction that needs no item.
    fn plain_type(&mut self, conjunction: &Conjunction<'s>, origin: &Origin) -> Type {
        if !conjunction.choosers.is_empty() {
            // Why it is no union was said where it was looked at.
            return Type::Any;
        }
        match conjunction.types().as_slice() {
            ["string"] => match conjunction.first(|part| part.format) {
                Some("date") => Type::Date,
                Some("date-time") => Type::DateTime,
                Some("binary") => Type::Binary,
                _ => Type::Text,
            },
            ["integer"] => match conjunction.first(|part| part.format) {
                Some("int32") => Type::Integer32,
                _ => Type::Integer,
            },
            ["number"] | ["integer", "number"] | ["number", "integer"] => Type::Number,
            ["boolean"] => Type::Bool,
            ["array"] => self.list(conjunction, origin),
            ["object"] => self.map(conjunction, origin),
            [] if conjunction.any(|part| part.items.is_some()) => self.list(conjunction, origin),
            [] if conjunction.any(|part| part.additional.is_some()) => {
                self.map(conjunction, origin)
            }
            [] => self.untyped(conjunction),
            _ => {
                let help = "write each type as a branch of `oneOf`, or keep one of them";
                let location = conjunction.location().key("type");
                self.cx.report(problems::not_typed(location, "a value of several types", help));
                Type::Any
            }
        }
    }

    /// The type where no keyword says one: any value, unless an enum lets it be seen.
    fn untyped(&mut self, conjunction: &Conjunction<'s>) -> Type {
        let Some(values) = self.find_values(conjunction) else {
            return Type::Any;
        };
        let all = |is: fn(&Literal) -> bool| values.values.iter().all(|value| is(&value.value));
        if all(|value| matches!(value, Literal::Bool(_))) {
            return Type::Bool;
        }
        if all(|value| matches!(value, Literal::Number(_) | Literal::Integer(_))) {
            return Type::Number;
        }
        let help = "keep values of one kind: texts or integers";
        self.cx.report(problems::not_typed(values.location, "an enum of several types", help));
        Type::Any
    }

    fn list(&mut self, conjunction: &Conjunction<'s>, origin: &Origin) -> Type {
        let items: Vec<_> =
            conjunction.parts.iter().filter_map(|part| part.items.clone()).collect();
        if items.is_empty() {
            return Type::List(Box::default());
        }
        Type::List(Box::new(self.shape(&items, &origin.step(Step::Item))))
    }

    fn map(&mut self, conjunction: &Conjunction<'s>, origin: &Origin) -> Type {
        Type::Map(Box::new(self.rest(conjunction, origin).unwrap_or_default()))
    }

    /// What properties hold that are not listed; `None` where nothing is said or there are none.
    pub(super) fn rest(&mut self, conjunction: &Conjunction<'s>, origin: &Origin) -> Option<Shape> {
        let said = conjunction.parts.iter().filter_map(|part| part.additional.clone());
        let schemas: Vec<_> = said.collect();
        if schemas.is_empty() || schemas.iter().any(|schema| schema.boolean == Some(false)) {
            return None;
        }
        Some(self.shape(&schemas, &origin.step(Step::Value)))
    }
}

/// What a schema that a reference leads to is called: by its key, or by its file.
fn component_name(location: &Location) -> String {
    if let Some(key) = location.last() {
        return key.into_owned();
    }
    let name = location.file.name().rsplit('/').next().unwrap_or_default();
    name.split('.').next().unwrap_or_default().to_owned()
}

/// The limits of all parts, the tightest of each.
fn rules(conjunction: &Conjunction<'_>) -> Rules {
    let all = || conjunction.parts.iter().map(|part| &part.limits);
    let least = |get: fn(&Limits) -> Option<u64>| all().filter_map(get).min();
    let most = |get: fn(&Limits) -> Option<u64>| all().filter_map(get).max();
    let lower =
        all().filter_map(|limits| bound(limits.minimum, limits.exclusive_minimum, f64::max));
    let upper =
        all().filter_map(|limits| bound(limits.maximum, limits.exclusive_maximum, f64::min));
    Rules {
        min_length: most(|limits| limits.min_length),
        max_length: least(|limits| limits.max_length),
        minimum: lower.reduce(|a, b| if b.value > a.value { b } else { a }),
        maximum: upper.reduce(|a, b| if b.value < a.value { b } else { a }),
        multiple_of: conjunction.first(|part| part.limits.multiple_of),
        min_items: most(|limits| limits.min_items),
        max_items: least(|limits| limits.max_items),
        min_properties: most(|limits| limits.min_properties),
        max_properties: least(|limits| limits.max_properties),
    }
}

/// The bound that two keywords make together; at the same value the exclusive one is tighter.
fn bound(
    inclusive: Option<f64>,
    exclusive: Option<f64>,
    tighter: fn(f64, f64) -> f64,
) -> Option<Bound> {
    match (inclusive, exclusive) {
        (Some(a), Some(b)) => {
            let value = tighter(a, b);
            Some(Bound { value, exclusive: value == b })
        }
        (Some(value), None) => Some(Bound { value, exclusive: false }),
        (None, Some(value)) => Some(Bound { value, exclusive: true }),
        (None, None) => None,
    }
}

impl<'s> Conjunction<'s> {
    /// Whether the value is an object with properties of its own.
    pub(super) fn is_struct(&self) -> bool {
        let types = self.types();
        let object = types.is_empty() || types.contains(&"object");
        let closed = |schema: &Schema<'s>| {
            schema.additional.as_ref().is_some_and(|schema| schema.boolean == Some(false))
        };
        object && self.any(|part| !part.properties.is_empty() || closed(part))
    }
}

/// Words of a place about a schema that is described elsewhere: the first that the place has.
pub(super) fn words(schemas: &[Rc<Schema<'_>>], otherwise: Docs) -> Docs {
    let description = schemas.iter().find_map(|schema| schema.description.or(schema.title));
    Docs {
        summary: None,
        description: description.map(str::to_owned).or(otherwise.description),
        deprecated: schemas.iter().any(|schema| schema.deprecated) || otherwise.deprecated,
    }
}
