//! From schemas to shapes: which Rust-free type a value has, and what holds beside it.

use std::rc::Rc;

use super::conjunction::{Conjunction, Plain};
use super::family::Family;
use super::rules::rules;
use super::union::Plan;
use super::{Lower, problems};
use crate::api::{Docs, Enum, Origin, Shape, Step, Type, TypeId, TypeKind, Width};
use crate::document::Schema;
use crate::formats::{Dates, Uuids};

/// How many schemas in place may stand within one another. More is a circle that has no end.
const DEPTH: usize = 64;

/// A schema in place that was begun.
#[derive(Clone)]
pub(super) enum Open {
    /// It is being lowered, and called after this.
    Pending(Origin),
    /// It contains itself, so that it became a type before it was lowered.
    Type(TypeId),
}

/// What a conjunction becomes.
pub(super) enum Class<'s> {
    /// A struct of its own.
    Struct,
    /// A union of its own.
    Union(Plan<'s>),
    /// A union of its own, of what extends a schema.
    Family(Rc<Family<'s>>),
    /// An enum of its own.
    Enum(Enum),
    /// A tuple of its own.
    Tuple,
    /// A type that needs no item.
    Plain,
}

impl Class<'_> {
    /// Whether one of the branches is `null` as well as what it is: the union is then, so that there is one
    /// way to say so.
    pub(super) fn allows_null(&self) -> bool {
        matches!(self, Self::Union(plan) if plan.allows_null())
    }
}

impl<'s> Lower<'s, '_> {
    /// The shape of schemas that hold together in one place.
    pub(super) fn shape(&mut self, schemas: &[Rc<Schema<'s>>], origin: &Origin) -> Shape {
        let plain = match self.plain_reference(schemas) {
            Some(plain) => Some(plain),
            None => self.narrowest(schemas),
        };
        if let Some(plain) = plain {
            let mut shape = self.component(&plain.target, Some(origin));
            shape.nullable |= plain.nullable;
            shape.sensitive |= schemas.iter().any(|schema| schema.sensitive || schema.write_only);
            self.note_place(schemas, &shape);
            return shape;
        }
        let conjunction = self.flatten(schemas);
        if self.depth == DEPTH {
            let location = conjunction.location().clone();
            let what = "a schema within so many others";
            let help = "give one of those around it a name in `components.schemas`";
            self.cx.report(problems::not_typed(location, what, help));
            return Shape::default();
        }
        self.depth += 1;
        let goes_on = self.enter(conjunction.location());
        let shape = match goes_on && self.may_make(1, conjunction.location()) {
            true => self.conjoined(&conjunction, origin),
            false => Shape::default(),
        };
        self.leave();
        self.depth -= 1;
        self.note_inline(schemas, &shape);
        shape
    }

    /// The shape of a conjunction.
    pub(super) fn conjoined(&mut self, conjunction: &Conjunction<'s>, origin: &Origin) -> Shape {
        let mut shape = self.surroundings(conjunction);
        let class = self.classify(conjunction);
        shape.nullable |= class.allows_null();
        shape.ty = match class {
            Class::Plain => self.plain_type(conjunction, origin),
            class => Type::Named(self.inline_item(conjunction, class, origin)),
        };
        shape.rules = shape.rules.only_for(&shape.ty);
        shape
    }

    /// Of several references the one that the others add nothing to, since it extends what they lead
    /// to: a property that a later schema narrows.
    fn narrowest(&mut self, schemas: &[Rc<Schema<'s>>]) -> Option<Plain<'s>> {
        if schemas.len() < 2 {
            return None;
        }
        let mut plains = Vec::new();
        for schema in schemas {
            plains.push(self.plain_reference(&[Rc::clone(schema)])?);
        }
        for plain in &plains {
            let schema = self.schema_in(&plain.target);
            let within = self.flatten(&[schema]);
            let is_part = |other: &Plain<'s>| {
                within.parts.iter().any(|part| part.location == other.target.location)
            };
            if plains.iter().all(is_part) {
                let nullable = plains.iter().all(|plain| plain.nullable);
                return Some(Plain { target: plain.target.clone(), nullable });
            }
        }
        None
    }

    /// What holds beside the type.
    pub(super) fn surroundings(&mut self, conjunction: &Conjunction<'s>) -> Shape {
        let null = self.find_values(conjunction).is_some_and(|values| values.null);
        Shape {
            ty: Type::Any,
            nullable: conjunction.nullable || null,
            sensitive: conjunction
                .any(|part| part.sensitive || part.write_only || part.format == Some("password")),
            rules: rules(conjunction),
        }
    }

    pub(super) fn classify(&mut self, conjunction: &Conjunction<'s>) -> Class<'s> {
        if let Some(values) = self.find_values(conjunction) {
            let values = values.into_enum(&conjunction.types());
            return values.map_or(Class::Plain, Class::Enum);
        }
        if !conjunction.choosers.is_empty() {
            return self.plan_union(conjunction).map_or(Class::Plain, Class::Union);
        }
        if conjunction.is_tuple() {
            return Class::Tuple;
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
            Class::Family(family) => TypeKind::Union(self.family_union(&family, origin)),
            Class::Enum(values) => TypeKind::Enum(values),
            Class::Tuple => TypeKind::Tuple(self.tuple(conjunction, origin)),
            Class::Struct | Class::Plain => TypeKind::Struct(self.object(conjunction, origin)),
        }
    }

    /// The type of a conjunction that needs no item.
    pub(super) fn plain_type(&mut self, conjunction: &Conjunction<'s>, origin: &Origin) -> Type {
        if !conjunction.choosers.is_empty() {
            // Why it is no union was said where it was looked at.
            return Type::Any;
        }
        match conjunction.types().as_slice() {
            ["string"] => self.text(conjunction),
            ["integer"] => Type::Integer(width(conjunction)),
            ["number"] | ["integer", "number"] | ["number", "integer"] => Type::Number,
            ["boolean"] => Type::Bool,
            ["array"] => self.list(conjunction, origin),
            ["object"] => self.map(conjunction, origin),
            [] if conjunction.any(|part| part.items.is_some()) => self.list(conjunction, origin),
            [] if conjunction.any(Schema::speaks_of_names) => self.map(conjunction, origin),
            [] => self.untyped(conjunction),
            _ => {
                let help = "write each type as a branch of `oneOf`, or keep one of them";
                let location = conjunction.location().key("type");
                self.cx.report(problems::not_typed(location, "a value of several types", help));
                Type::Any
            }
        }
    }

    /// A text, or what its format makes of it (OpenAPI Format Registry).
    fn text(&self, conjunction: &Conjunction<'s>) -> Type {
        let dates = self.formats.dates != Dates::Text;
        match conjunction.first(|part| part.format) {
            Some("date") if dates => Type::Date,
            Some("date-time") if dates => Type::DateTime,
            Some("uuid") if self.formats.uuids == Uuids::Type => Type::Uuid,
            Some("binary") => Type::Binary,
            Some("byte") => Type::Base64,
            _ if conjunction.any(|part| matches!(part.encoding, Some("base64" | "base64url"))) => {
                Type::Base64
            }
            _ => Type::Text,
        }
    }

    /// The type where no keyword says one: any value, unless an enum lets it be seen.
    fn untyped(&mut self, conjunction: &Conjunction<'s>) -> Type {
        let Some(values) = self.find_values(conjunction) else {
            return Type::Any;
        };
        if values.are_booleans() {
            return Type::Bool;
        }
        if !values.is_only_null() {
            let help = "describe such values by `properties` or `items`";
            let what = "an enum of arrays or objects";
            self.cx.report(problems::not_typed(values.location, what, help));
        }
        Type::Any
    }

    fn map(&mut self, conjunction: &Conjunction<'s>, origin: &Origin) -> Type {
        Type::Map(Box::new(self.rest(conjunction, origin).unwrap_or_default()))
    }

    /// What properties hold that are not listed; `None` where nothing is said or there are none.
    pub(super) fn rest(&mut self, conjunction: &Conjunction<'s>, origin: &Origin) -> Option<Shape> {
        let origin = origin.step(Step::Value);
        let parts = || conjunction.parts.iter();
        let said: Vec<_> = parts().filter_map(|part| part.additional.clone()).collect();
        let patterns = parts().flat_map(|part| part.patterns.iter().map(|(_, it)| Rc::clone(it)));
        let mut patterns: Vec<_> = patterns.filter(|it| it.boolean != Some(false)).collect();
        let closed = said.iter().any(|schema| schema.boolean == Some(false));
        if patterns.is_empty() {
            return (!closed && !said.is_empty()).then(|| self.shape(&said, &origin));
        }
        // Which pattern a name has is not looked at: a value may be what any of them says.
        if !closed {
            patterns.extend(said);
        }
        Some(self.any_of(&patterns, &origin))
    }

    /// The shape of a value that one of these schemas holds for.
    pub(super) fn any_of(&mut self, schemas: &[Rc<Schema<'s>>], origin: &Origin) -> Shape {
        let mut shapes: Vec<Shape> = Vec::new();
        for schema in schemas {
            shapes.push(self.shape(std::slice::from_ref(schema), origin));
        }
        let Some(first) = shapes.first() else { return Shape::default() };
        if shapes.iter().all(|shape| shape == first) {
            return first.clone();
        }
        if shapes.iter().any(|shape| shape.ty == Type::Any) {
            return Shape::default();
        }
        if shapes.iter().all(|shape| shape.ty == first.ty) {
            // What only some of them ask for is not asked for.
            let nullable = shapes.iter().any(|shape| shape.nullable);
            let sensitive = shapes.iter().any(|shape| shape.sensitive);
            return Shape { nullable, sensitive, ..Shape::of(first.ty.clone()) };
        }
        let location = schemas.first().map(|schema| schema.location.clone());
        let Some(location) = location else { return Shape::default() };
        let location = location.parent().unwrap_or(location);
        let choice = Schema { any_of: schemas.to_vec(), ..Schema::empty(location) };
        self.shape(&[Rc::new(choice)], origin)
    }
}

/// How large an integer may be by its format (OpenAPI Format Registry; `uint` is what Rust's
/// `usize` is described as).
fn width(conjunction: &Conjunction<'_>) -> Width {
    let unsigned = |bits| Width { bits, signed: false };
    match conjunction.first(|part| part.format) {
        Some("int8") => Width { bits: 8, signed: true },
        Some("int16") => Width { bits: 16, signed: true },
        Some("int32") => Width { bits: 32, signed: true },
        Some("uint8") => unsigned(8),
        Some("uint16") => unsigned(16),
        Some("uint32") => unsigned(32),
        Some("uint64" | "uint") => unsigned(64),
        _ => Width::USUAL,
    }
}

impl<'s> Conjunction<'s> {
    /// Whether the value is an object with properties of its own.
    pub(super) fn is_struct(&self) -> bool {
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

    /// Whether the value is an array whose items have a type each.
    fn is_tuple(&self) -> bool {
        let types = self.types();
        (types.is_empty() || types == ["array"])
            && self.any(|part| !part.prefix.is_empty())
            && !self.is_struct()
    }
}

impl Schema<'_> {
    /// Whether the schema says what members hold, whatever they are called.
    fn speaks_of_names(&self) -> bool {
        self.additional.is_some() || !self.patterns.is_empty()
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
