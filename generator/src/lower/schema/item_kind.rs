//! The kind of type definition that a conjunction of schemas needs.

use std::collections::HashMap;
use std::rc::Rc;

use super::inheritance::Family;
use super::scope::Scope;
use super::union::Plan;
use crate::api::{Enum, EnumKind, Shape, Shown, Type, TypeKind};
use crate::lower::merge::{Conjunction, constraints};
use crate::lower::{Lower, problems};

/// The kinds by conjunction, as a cache.
#[derive(Default)]
pub(crate) struct ItemKinds<'s>(HashMap<*const Conjunction<'s>, Rc<ItemKind<'s>>>);

/// The kind of type definition that a conjunction becomes.
pub(super) enum ItemKind<'s> {
    /// A struct.
    Struct,
    /// A union.
    Union(Plan<'s>),
    /// A union of the schemas that extend a schema.
    Family(Rc<Family<'s>>),
    /// An enum.
    Enum(EnumKind),
    /// A tuple.
    Tuple,
    /// A type without a definition of its own.
    None,
}

impl ItemKind<'_> {
    /// Returns `true` if a branch of the union allows `null`. The union then allows it, so that
    /// `null` has one representation.
    pub(super) fn allows_null(&self) -> bool {
        matches!(self, Self::Union(plan) if plan.allows_null())
    }
}

impl<'s> Lower<'s, '_> {
    /// Returns the kind of a conjunction. The first call reports the problems of a union.
    pub(super) fn item_kind(&mut self, conjunction: &Rc<Conjunction<'s>>) -> Rc<ItemKind<'s>> {
        let key = Rc::as_ptr(conjunction);
        if let Some(known) = self.item_kinds.0.get(&key) {
            return Rc::clone(known);
        }
        let kind = Rc::new(self.find_item_kind(conjunction));
        self.item_kinds.0.insert(key, Rc::clone(&kind));
        kind
    }

    fn find_item_kind(&mut self, conjunction: &Conjunction<'s>) -> ItemKind<'s> {
        self.note_other_type(conjunction);
        if let Some(values) = conjunction.values() {
            return values.enum_kind(conjunction.types()).map_or(ItemKind::None, ItemKind::Enum);
        }
        if !conjunction.choosers.is_empty() {
            return self.plan_union(conjunction).map_or(ItemKind::None, ItemKind::Union);
        }
        if conjunction.is_tuple() {
            return ItemKind::Tuple;
        }
        if conjunction.is_struct() { ItemKind::Struct } else { ItemKind::None }
    }

    /// Reports an enum whose members have another type than `type` says.
    pub(super) fn note_other_type(&mut self, conjunction: &Conjunction<'s>) {
        let Some(values) = conjunction.values() else { return };
        let Some(ty) = &values.other_type else { return };
        let report = problems::enum_of_other_type(values.location.clone(), ty);
        match ty.as_str() {
            "string" => self.cx.report(report),
            _ => self.cx.mistake(report, "read in both types, and sent as `type` says"),
        }
    }

    /// Lowers a conjunction to a type definition.
    pub(super) fn item(
        &mut self,
        conjunction: &Conjunction<'s>,
        kind: &ItemKind<'s>,
        scope: &Scope,
    ) -> TypeKind {
        match kind {
            ItemKind::Union(plan) => TypeKind::Union(self.union(plan, scope)),
            ItemKind::Family(family) => TypeKind::Union(self.family_union(family, scope)),
            ItemKind::Enum(kind) => {
                let values = conjunction.values();
                TypeKind::Enum(Enum {
                    kind: *kind,
                    is_lenient: values.is_some_and(|values| values.other_type.is_some()),
                    values: values.map(|values| values.values.clone()).unwrap_or_default(),
                })
            }
            ItemKind::Tuple => TypeKind::Tuple(self.tuple(conjunction, scope)),
            ItemKind::Struct | ItemKind::None => TypeKind::Struct(self.object(conjunction, scope)),
        }
    }
}

/// Returns the shape of a conjunction without its type.
pub(in crate::lower) fn surroundings(conjunction: &Conjunction<'_>) -> Shape {
    let null = conjunction.values().is_some_and(|values| values.null);
    Shape {
        ty: Type::Any,
        shown: Shown::default(),
        nullable: conjunction.nullable || null,
        sensitive: conjunction.is_sensitive(),
        constraints: constraints(conjunction).into(),
    }
}
