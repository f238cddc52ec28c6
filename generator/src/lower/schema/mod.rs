//! Lowers schemas to types.
//!
//! [`shape`](Lower::shape) is the only entry point, also for nested schemas. It resolves a
//! reference to its [`component`], and selects the kind of definition that an inline schema needs
//! ([`item_kind`]): [`object`], [`union`], [`inheritance`], [`mod@tuple`] or an enum. Other schemas
//! become [`builtin`] types. These modules call one another only through `shape`.

mod branch_words;
mod builtin;
mod component;
mod inheritance;
mod inline;
mod item_kind;
mod loss;
mod object;
mod scope;
mod tuple;
mod union;

use std::rc::Rc;

use super::merge::{Conjunction, Plain, Target, only_for};
use super::{Lower, problems};
use crate::api::{Docs, Shape, Shown, Type};
use crate::document::Schema;
use crate::source::Location;
use item_kind::ItemKind;

pub(super) use component::Component;
pub(super) use inheritance::Families;
pub(super) use inline::InlineTypes;
pub(super) use item_kind::{ItemKinds, surroundings};
pub(super) use scope::Scope;

/// The schemas to lower.
#[derive(Clone, Copy)]
pub(super) enum Of<'a, 's> {
    /// Inline schemas that all apply in one place.
    Place(&'a [Rc<Schema<'s>>]),
    /// The schema that a reference leads to.
    Component(&'a Target<'s>),
    /// The struct of an extended schema, without the schemas that extend it.
    Base(&'a Location),
}

impl<'s> Lower<'s, '_> {
    /// Lowers schemas to a shape. This is the only entry point.
    pub(super) fn shape(&mut self, of: Of<'_, 's>, scope: &Scope) -> Shape {
        match of {
            Of::Place(schemas) => self.in_place(schemas, scope),
            Of::Component(target) => self.component(target, Some(scope)),
            Of::Base(location) => self.own_struct(location),
        }
    }

    fn in_place(&mut self, schemas: &[Rc<Schema<'s>>], scope: &Scope) -> Shape {
        let plain = match self.plain_reference(schemas) {
            Some(plain) => Some(plain),
            None => self.narrowest(schemas),
        };
        if let Some(plain) = plain {
            let mut shape = self.component(&plain.target, Some(scope));
            self.note_reference(schemas, &plain.target.location, &shape);
            shape.nullable |= plain.nullable;
            shape.sensitive |= schemas.iter().any(|schema| schema.sensitive || schema.write_only);
            self.note_place(schemas, &shape);
            return shape;
        }
        let conjunction = self.flatten(schemas);
        let Some(scope) = scope.within() else {
            let location = conjunction.location().clone();
            let what = "a schema within so many others";
            let help = "give one of those around it a name in `components.schemas`";
            self.cx.report(problems::not_typed(location, what, help));
            return Shape::default();
        };
        let entered = self.enter(conjunction.location());
        let shape = match entered && self.may_make(1, conjunction.location()) {
            true => self.conjoined(&conjunction, &scope),
            false => Shape::default(),
        };
        self.leave();
        self.note_inline(schemas, &shape);
        shape
    }

    /// Lowers a conjunction to a shape.
    pub(super) fn conjoined(&mut self, conjunction: &Rc<Conjunction<'s>>, scope: &Scope) -> Shape {
        let known = self.cx.losses.len();
        if let Some(shape) = self.replaced_inline(conjunction) {
            return shape;
        }
        let mut shape = surroundings(conjunction);
        let kind = self.item_kind(conjunction);
        shape.nullable |= kind.allows_null();
        shape.ty = match *kind {
            ItemKind::None => self.plain_type(conjunction, scope),
            _ => {
                let (id, inline) = self.inline_item(conjunction, &kind, scope);
                shape.shown = Shown(Some(inline));
                Type::Named(id)
            }
        };
        shape.constraints = only_for(&shape.constraints, &shape.ty).into();
        self.note_loss(conjunction, &shape, known);
        shape
    }

    /// Returns the reference that implies all others, because its target extends theirs. A property
    /// that a later schema narrows has such references.
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
                return Some(Plain { nullable, ..plain.clone() });
            }
        }
        None
    }
}

/// Returns the documentation of a place, or that of the schema described elsewhere.
pub(super) fn words(schemas: &[Rc<Schema<'_>>], otherwise: Docs) -> Docs {
    let description = schemas.iter().find_map(|schema| schema.description.or(schema.title));
    Docs {
        summary: None,
        description: description.map(str::to_owned).or(otherwise.description),
        deprecated: schemas.iter().any(|schema| schema.deprecated) || otherwise.deprecated,
    }
}
