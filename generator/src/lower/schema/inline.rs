//! Types of inline schemas. Equal schemas share one type, and a schema that contains itself is lowered once.

use std::collections::HashMap;
use std::hash::{Hash, Hasher};
use std::mem::discriminant;

use super::item_kind::ItemKind;
use super::scope::Scope;
use crate::api::{EnumValue, Field, Item, Origin, TypeId, TypeKind};
use crate::lower::Lower;
use crate::lower::merge::{Conjunction, Target};

/// The inline schemas that have a type or are being lowered.
#[derive(Default)]
pub(crate) struct Inline<'s> {
    /// The types by their definition.
    types: HashMap<Identity, TypeId>,
    /// The schemas that are being lowered or contain themselves.
    open: HashMap<Vec<Target<'s>>, Open>,
}

/// The state of an inline schema.
#[derive(Clone)]
enum Open {
    /// The schema is being lowered. Its name derives from this origin.
    Pending(Origin),
    /// The schema contains itself. Its id was reserved before it was lowered.
    Type(TypeId),
}

impl<'s> Lower<'s, '_> {
    /// Returns the type of an inline schema: a new one, or an existing equal one.
    pub(super) fn inline_item(
        &mut self,
        conjunction: &Conjunction<'s>,
        kind: &ItemKind<'s>,
        scope: &Scope,
    ) -> TypeId {
        let key = conjunction.key();
        if let Some(open) = self.inline.open.get(&key).cloned() {
            // The schema contains itself, so the same schemas are the same type.
            let id = match open {
                Open::Type(id) => id,
                Open::Pending(origin) => self.reserve_inline(conjunction, &origin),
            };
            self.inline.open.insert(key, Open::Type(id));
            return id;
        }
        self.inline.open.insert(key.clone(), Open::Pending(scope.origin.clone()));
        let kind = self.item(conjunction, kind, scope);
        if let Some(Open::Type(id)) = self.inline.open.get(&key) {
            self.types.define(*id, kind);
            return *id;
        }
        self.inline.open.remove(&key);
        let identity = Identity(kind);
        if let Some(id) = self.inline.types.get(&identity) {
            return *id;
        }
        let id = self.reserve_inline(conjunction, &scope.origin);
        self.types.define(id, identity.0.clone());
        self.inline.types.insert(identity, id);
        id
    }

    fn reserve_inline(&mut self, conjunction: &Conjunction<'s>, origin: &Origin) -> TypeId {
        let pinned = conjunction.first(|part| part.rust_name);
        self.types.reserve(conjunction.location(), origin, pinned, conjunction.docs())
    }
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
