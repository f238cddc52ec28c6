//! Classes: which item schemas that hold together become, if they become one.

use std::collections::HashMap;
use std::rc::Rc;

use super::family::Family;
use super::scope::Scope;
use super::union::Plan;
use crate::api::{Enum, EnumKind, Shape, Type, TypeKind};
use crate::lower::Lower;
use crate::lower::merge::{Conjunction, constraints};

/// The classes of the conjunctions that were asked for.
#[derive(Default)]
pub(crate) struct Classes<'s>(HashMap<*const Conjunction<'s>, Rc<Class<'s>>>);

/// What a conjunction becomes.
pub(super) enum Class<'s> {
    /// A struct of its own.
    Struct,
    /// A union of its own.
    Union(Plan<'s>),
    /// A union of its own, of what extends a schema.
    Family(Rc<Family<'s>>),
    /// An enum of its own.
    Enum(EnumKind),
    /// A tuple of its own.
    Tuple,
    /// A type that needs no item.
    Plain,
}

impl Class<'_> {
    /// Returns `true` if one of the branches is `null` as well as what it is: the union is then, so that there is
    /// one way to say so.
    pub(super) fn allows_null(&self) -> bool {
        matches!(self, Self::Union(plan) if plan.allows_null())
    }
}

impl<'s> Lower<'s, '_> {
    /// The class of a conjunction, found once: what is wrong with the union that it would be is reported then.
    pub(super) fn classify(&mut self, conjunction: &Rc<Conjunction<'s>>) -> Rc<Class<'s>> {
        let key = Rc::as_ptr(conjunction);
        if let Some(known) = self.classes.0.get(&key) {
            return Rc::clone(known);
        }
        let class = Rc::new(self.find_class(conjunction));
        self.classes.0.insert(key, Rc::clone(&class));
        class
    }

    fn find_class(&mut self, conjunction: &Conjunction<'s>) -> Class<'s> {
        if let Some(values) = conjunction.values() {
            return values.enum_kind(conjunction.types()).map_or(Class::Plain, Class::Enum);
        }
        if !conjunction.choosers.is_empty() {
            return self.plan_union(conjunction).map_or(Class::Plain, Class::Union);
        }
        if conjunction.is_tuple() {
            return Class::Tuple;
        }
        if conjunction.is_struct() { Class::Struct } else { Class::Plain }
    }

    /// The item that a conjunction becomes.
    pub(super) fn item(
        &mut self,
        conjunction: &Conjunction<'s>,
        class: &Class<'s>,
        scope: &Scope,
    ) -> TypeKind {
        match class {
            Class::Union(plan) => TypeKind::Union(self.union(plan, scope)),
            Class::Family(family) => TypeKind::Union(self.family_union(family, scope)),
            Class::Enum(kind) => {
                let values = conjunction.values().map(|values| values.values.clone());
                TypeKind::Enum(Enum { kind: *kind, values: values.unwrap_or_default() })
            }
            Class::Tuple => TypeKind::Tuple(self.tuple(conjunction, scope)),
            Class::Struct | Class::Plain => TypeKind::Struct(self.object(conjunction, scope)),
        }
    }
}

/// What holds beside the type.
pub(super) fn surroundings(conjunction: &Conjunction<'_>) -> Shape {
    let null = conjunction.values().is_some_and(|values| values.null);
    Shape {
        ty: Type::Any,
        nullable: conjunction.nullable || null,
        sensitive: conjunction
            .any(|part| part.sensitive || part.write_only || part.format == Some("password")),
        constraints: constraints(conjunction),
    }
}
