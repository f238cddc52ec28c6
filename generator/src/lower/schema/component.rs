//! Schemas that references lead to. Each has one shape for all references.

use std::collections::HashSet;
use std::rc::Rc;

use super::item_kind::{ItemKind, surroundings};
use super::scope::Scope;
use crate::api::{Base, OrDefault, Origin, Shape, Step, Type, TypeId, TypeKind};
use crate::document::{self, Document, Schema};
use crate::lower::merge::{Plain, Target, only_for};
use crate::lower::{Lower, problems};
use crate::source::Location;

/// The most schemas in a circle of lists and maps whose order in the description does not matter.
const LONGEST_CIRCLE: usize = 64;

/// The state of a schema that references lead to.
pub(crate) enum Component {
    /// The schema is being lowered.
    Pending {
        /// The shape without its type, as soon as it is known.
        around: Option<Shape>,
        /// The type of the schema, if it contains itself.
        own: Option<TypeId>,
    },
    /// The schema has been lowered.
    Done(Shape),
}

impl<'s> Lower<'s, '_> {
    /// Lowers every component of a description, in order.
    pub(crate) fn components(&mut self, document: &Document<'s>) {
        for (_, schema) in &document.schemas {
            self.component(&Target::plain(schema.location.clone()), None);
            self.forget_merged();
        }
    }

    /// Lowers a schema that a reference leads to.
    ///
    /// A schema with bound dynamic anchors takes the origin of the place that binds them, because
    /// another place may bind them differently.
    pub(super) fn component(&mut self, target: &Target<'s>, scope: Option<&Scope>) -> Shape {
        match self.components.get(target) {
            Some(Component::Done(shape)) => return shape.clone(),
            Some(Component::Pending { .. }) => return self.recursive_shape(target),
            None => {}
        }
        if let Some(shape) = self.replaced_component(target) {
            self.components.insert(target.clone(), Component::Done(shape.clone()));
            return shape;
        }
        if let Some(first) = self.first_of_circle(target) {
            self.component(&first, None);
            return self.component(target, scope);
        }
        if !self.enter(&target.location) {
            self.leave();
            return Shape::default();
        }
        let pending = Component::Pending { around: None, own: None };
        self.components.insert(target.clone(), pending);
        let schema = self.schema_in(target);
        // The target is the same from every place, unless a dynamic anchor is bound.
        let origin = scope.filter(|_| !target.bindings.is_empty()).map(|it| it.origin.clone());
        let origin = origin.unwrap_or_else(|| component_origin(&target.location));
        let shape = self.named(target, &schema, &Scope::at(origin));
        let shape = self.close_circle(target, &schema, shape);
        let shape = self.within_lists(shape, &target.location);
        self.leave();
        self.components.insert(target.clone(), Component::Done(shape.clone()));
        shape
    }

    /// Returns the schema with the lowest location in a circle of lists and maps, if it is another one and not lowered yet. It
    /// becomes the type that contains itself, from wherever the circle is entered.
    fn first_of_circle(&mut self, target: &Target<'s>) -> Option<Target<'s>> {
        let mut first = target.clone();
        let mut schema = self.schema_in(target);
        for _ in 0..LONGEST_CIRCLE {
            if let Some(plain) = self.plain_reference(&[Rc::clone(&schema)]) {
                if plain.target == *target {
                    return Some(first).filter(|first| first != target);
                }
                if self.components.contains_key(&plain.target) {
                    return None;
                }
                if plain.target.location < first.location {
                    first = plain.target.clone();
                }
                schema = self.schema_in(&plain.target);
                continue;
            }
            if !schema.properties.is_empty() {
                return None;
            }
            schema = Rc::clone(schema.items.as_ref().or(schema.additional.as_ref())?);
        }
        None
    }

    /// Returns the shape of a schema inside itself. A list or map that contains itself becomes a type of its own.
    fn recursive_shape(&mut self, target: &Target<'s>) -> Shape {
        let location = &target.location;
        let schema = self.schema_in(target);
        if self.is_alias_of_itself(target) {
            let report =
                document::circular_reference(location.clone(), &format!("#{}", location.pointer));
            self.cx.mistake(report, "typed as any JSON value");
            return Shape::default();
        }
        if let Some(plain) = self.alias(&schema) {
            let mut shape = self.component(&plain.target, None);
            shape.nullable |= plain.nullable;
            return shape;
        }
        let Some(Component::Pending { around: Some(around), own }) = self.components.get(target)
        else {
            return Shape::default();
        };
        let around = Shape { constraints: OrDefault::default(), ..around.clone() };
        let id = match *own {
            Some(id) => id,
            None => {
                let docs = self.flatten(&[Rc::clone(&schema)]).docs();
                self.types.reserve(location, &component_origin(location), schema.rust_name, docs)
            }
        };
        let pending = Component::Pending { around: Some(around.clone()), own: Some(id) };
        self.components.insert(target.clone(), pending);
        Shape { ty: Type::Named(id), ..around }
    }

    /// Returns the final shape of a schema, and defines its type if it contains itself.
    fn close_circle(&mut self, target: &Target<'s>, schema: &Schema<'s>, shape: Shape) -> Shape {
        let Some(Component::Pending { own: Some(id), .. }) = self.components.get(target) else {
            return shape;
        };
        let id = *id;
        let around =
            Shape { ty: Type::Named(id), constraints: OrDefault::default(), ..shape.clone() };
        if !matches!(shape.ty, Type::List(_) | Type::Map(_)) {
            self.cx.report(problems::circular_schema(schema.location.clone()));
        }
        let inside = Shape { nullable: false, sensitive: false, ..shape };
        self.types.define(id, TypeKind::Recursive(inside));
        around
    }

    /// Returns `true` if references alone lead from a schema back to it.
    fn is_alias_of_itself(&mut self, target: &Target<'s>) -> bool {
        let mut seen = HashSet::new();
        let mut next = target.clone();
        while seen.insert(next.clone()) {
            let schema = self.schema_in(&next);
            match self.alias(&schema) {
                Some(plain) => next = plain.target,
                None => return false,
            }
        }
        true
    }

    /// Returns the reference that a named schema consists of.
    ///
    /// A schema that repeats what its reference says is a type of its own, because its name may be the value of a tag. An
    /// enum has no tag.
    fn alias(&mut self, schema: &Rc<Schema<'s>>) -> Option<Plain<'s>> {
        let plain = self.plain_reference(&[Rc::clone(schema)])?;
        if plain.repeats {
            let target = self.schema_in(&plain.target);
            self.flatten(&[target]).values()?;
        }
        Some(plain)
    }

    fn named(&mut self, target: &Target<'s>, schema: &Rc<Schema<'s>>, scope: &Scope) -> Shape {
        let schemas = [Rc::clone(schema)];
        let location = &target.location;
        let extends = self.families.extends(location);
        // A schema that only extends another one is still a type of its own.
        if !extends && let Some(plain) = self.alias(schema) {
            let mut shape = self.component(&plain.target, Some(scope));
            self.note_reference(&schemas, &plain.target.location, &shape);
            shape.nullable |= plain.nullable;
            return shape;
        }
        let known = self.cx.losses.len();
        let conjunction = self.flatten(&schemas);
        let kind = match self.family(location) {
            Some(family) => Rc::new(ItemKind::Family(family)),
            None if extends && conjunction.choosers.is_empty() => Rc::new(ItemKind::Struct),
            None => self.item_kind(&conjunction),
        };
        let mut shape = surroundings(&conjunction);
        shape.nullable |= kind.allows_null();
        if matches!(*kind, ItemKind::None) {
            let pending = Component::Pending { around: Some(shape.clone()), own: None };
            self.components.insert(target.clone(), pending);
            shape.ty = self.plain_type(&conjunction, scope);
            shape.constraints = only_for(&shape.constraints, &shape.ty).into();
            self.note_loss(&conjunction, &shape, known);
            return shape;
        }
        // The id is reserved before the members are lowered, because they may refer to it.
        let id = self.types.reserve(location, &scope.origin, schema.rust_name, conjunction.docs());
        shape.ty = Type::Named(id);
        shape.constraints = OrDefault::default();
        self.components.insert(target.clone(), Component::Done(shape.clone()));
        let kind = self.item(&conjunction, &kind, scope);
        self.types.define(id, kind);
        shape
    }

    /// Returns the struct of an extended schema, without the schemas that extend it.
    pub(super) fn own_struct(&mut self, location: &Location) -> Shape {
        if let Some(id) = self.own.get(location) {
            return Shape::of(Type::Named(*id));
        }
        let schema = self.schema_at(location);
        let conjunction = self.flatten(&[schema]);
        let origin = component_origin(location).step(Step::Variant("base".to_owned()));
        let id = self.types.reserve(location, &origin, None, conjunction.docs());
        self.own.insert(location.clone(), id);
        let mut object = self.object(&conjunction, &Scope::at(origin));
        let is_closed = |schema: &Schema<'s>| {
            schema.additional.as_ref().is_some_and(|it| it.boolean == Some(false))
        };
        // A value with an unknown tag has properties of a schema that is not described.
        if object.rest.is_none() && !conjunction.any(is_closed) {
            object.rest = Some(Shape::default());
        }
        self.types.define(id, TypeKind::Struct(object));
        Shape::of(Type::Named(id))
    }
}

/// Returns the origin of a schema that a reference leads to: its key, or the name of its file.
fn component_origin(location: &Location) -> Origin {
    Origin::new(Base::Component(location.name()), location.clone())
}
