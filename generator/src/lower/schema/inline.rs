//! Types of inline schemas. Equal schemas share one type, and a schema that contains itself is lowered once.

use std::cmp::Ordering;
use std::collections::HashMap;
use std::hash::{Hash, Hasher};
use std::mem::discriminant;

use super::item_kind::ItemKind;
use super::scope::Scope;
use crate::api::{
    Arena, EnumValue, Field, Inline, InlineId, Item, OperationId, Origin, TypeId, TypeKind,
};
use crate::lower::Lower;
use crate::lower::merge::{Conjunction, Target};
use crate::source::Location;

/// The inline schemas that have a type or are being lowered.
#[derive(Default)]
pub(crate) struct InlineTypes<'s> {
    /// The types by their definition.
    types: HashMap<Identity, TypeId>,
    /// The schemas that are being lowered or contain themselves.
    open: HashMap<Vec<Target<'s>>, Open>,
    /// All inline schemas.
    schemas: Arena<Inline>,
    /// The schemas by their parts. The path item's part of several operations is one for each of them.
    ids: HashMap<(Vec<Target<'s>>, Option<OperationId>), InlineId>,
    /// For each type, the schema that gives it its name.
    first: HashMap<TypeId, InlineId>,
}

/// The state of an inline schema.
#[derive(Clone)]
enum Open {
    /// The schema is being lowered. Its name derives from this origin.
    Pending(Origin),
    /// The schema contains itself. Its id was reserved before it was lowered.
    Type(TypeId),
}

impl InlineTypes<'_> {
    /// Returns all inline schemas.
    pub(crate) fn finish(self) -> Arena<Inline> {
        self.schemas
    }
}

impl<'s> Lower<'s, '_> {
    /// Returns the type of an inline schema: a new one, or an existing equal one.
    pub(super) fn inline_item(
        &mut self,
        conjunction: &Conjunction<'s>,
        kind: &ItemKind<'s>,
        scope: &Scope,
    ) -> (TypeId, InlineId) {
        let key = conjunction.key();
        if let Some(open) = self.inline.open.get(&key).cloned() {
            // The schema contains itself, so the same schemas are the same type.
            let id = match open {
                Open::Type(id) => id,
                Open::Pending(origin) => self.reserve_inline(conjunction, &origin),
            };
            self.inline.open.insert(key, Open::Type(id));
            return (id, self.inline_schema(conjunction, &scope.origin, id, None));
        }
        self.inline.open.insert(key.clone(), Open::Pending(scope.origin.clone()));
        let kind = self.item(conjunction, kind, scope);
        if let Some(Open::Type(id)) = self.inline.open.get(&key).cloned() {
            return (id, self.inline_schema(conjunction, &scope.origin, id, Some(&kind)));
        }
        self.inline.open.remove(&key);
        let identity = Identity(kind.clone());
        let id = match self.inline.types.get(&identity) {
            Some(id) => *id,
            None => {
                let id = self.reserve_inline(conjunction, &scope.origin);
                self.inline.types.insert(identity, id);
                id
            }
        };
        (id, self.inline_schema(conjunction, &scope.origin, id, Some(&kind)))
    }

    fn reserve_inline(&mut self, conjunction: &Conjunction<'s>, origin: &Origin) -> TypeId {
        let pinned = conjunction.first(|part| part.rust_name);
        self.types.reserve(conjunction.location(), origin, pinned, conjunction.docs())
    }

    /// Records an inline schema with its type. The type gets the name, the documentation and the definition of the one with
    /// the lowest location, so that the order of the description decides nothing.
    fn inline_schema(
        &mut self,
        conjunction: &Conjunction<'s>,
        origin: &Origin,
        ty: TypeId,
        kind: Option<&TypeKind>,
    ) -> InlineId {
        let is_part =
            |place: &Location| conjunction.parts.iter().any(|part| part.location.is_within(place));
        // A schema that is elsewhere is the same for all operations.
        let operation =
            origin.operation().filter(|_| origin.home.parent().is_some_and(|it| is_part(&it)));
        let schema = Inline {
            location: conjunction.location().clone(),
            origin: origin.clone(),
            pinned: conjunction.first(|part| part.rust_name).map(str::to_owned),
            docs: conjunction.docs(),
            ty,
        };
        let key = (conjunction.key(), operation);
        let id = match self.inline.ids.get(&key) {
            Some(id) => {
                // An inherited property is named after the schema that it stands in.
                let known = &self.inline.schemas[*id];
                let inherits = |origin: &Origin| !is_part(&origin.home);
                let order = inherits(origin).cmp(&inherits(&known.origin));
                if order.then_with(|| compare(origin, &known.origin)).is_lt() {
                    self.inline.schemas[*id] = schema;
                }
                *id
            }
            None => {
                let id = self.inline.schemas.push(schema);
                self.inline.ids.insert(key, id);
                id
            }
        };
        let schemas = &self.inline.schemas;
        let first = *self.inline.first.entry(ty).or_insert(id);
        let (new, old) = (&schemas[id], &schemas[first]);
        let order = path(&new.location).cmp(&path(&old.location));
        let is_first = order.then_with(|| compare(&new.origin, &old.origin)).is_le();
        if is_first {
            self.types.place(ty, new);
            self.inline.first.insert(ty, id);
        }
        if let Some(kind) = kind.filter(|_| is_first || self.types.kind(ty).is_none()) {
            self.types.define(ty, kind.clone());
        }
        id
    }
}

/// Returns a location in an order that does not depend on the order of the description.
fn path(location: &Location) -> (&str, &str) {
    (location.file.name(), location.pointer.as_str())
}

/// Compares origins by their named places, then by the number of steps.
fn compare(a: &Origin, b: &Origin) -> Ordering {
    let steps = |origin: &Origin| format!("{:?}", origin.steps);
    let order = path(&a.home).cmp(&path(&b.home)).then(a.steps.len().cmp(&b.steps.len()));
    order.then_with(|| steps(a).cmp(&steps(b)))
}

/// The definition of a type, as a key. Documentation and locations are not compared.
struct Identity(TypeKind);

impl PartialEq for Identity {
    fn eq(&self, other: &Self) -> bool {
        match (&self.0, &other.0) {
            (TypeKind::Struct(a), TypeKind::Struct(b)) => {
                let pinned = |field: &Field| field.pinned.clone();
                a == b && a.fields.iter().map(pinned).eq(b.fields.iter().map(pinned))
            }
            (TypeKind::Union(a), TypeKind::Union(b)) => a == b,
            (TypeKind::Tuple(a), TypeKind::Tuple(b)) => {
                let item = |item: &Item| (item.required, item.shape.clone());
                a.rest == b.rest && a.items.iter().map(item).eq(b.items.iter().map(item))
            }
            (TypeKind::Recursive(a), TypeKind::Recursive(b)) => a == b,
            (TypeKind::Enum(a), TypeKind::Enum(b)) => {
                let value = |it: &EnumValue| {
                    (it.value.clone(), it.retry, it.pinned.clone(), it.name.clone())
                };
                a.kind == b.kind
                    && a.is_lenient == b.is_lenient
                    && a.values.iter().map(value).eq(b.values.iter().map(value))
            }
            _ => false,
        }
    }
}

impl Eq for Identity {}

/// Equal types have equal hashes. Different types may also have equal hashes.
impl Hash for Identity {
    fn hash<H: Hasher>(&self, state: &mut H) {
        discriminant(&self.0).hash(state);
        match &self.0 {
            TypeKind::Struct(object) => {
                object.constants.iter().for_each(|constant| constant.name.hash(state));
                object.fields.iter().for_each(|field| field.name.hash(state));
            }
            TypeKind::Union(union) => {
                union.variants.iter().for_each(|variant| variant.word.hash(state));
            }
            TypeKind::Enum(values) => {
                values.values.iter().for_each(|value| value.value.to_string().hash(state));
            }
            TypeKind::Tuple(_) | TypeKind::Recursive(_) => {}
        }
        self.0.shapes().iter().for_each(|shape| shape.named().hash(state));
    }
}
