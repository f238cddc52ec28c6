//! Types of schemas that stand in place: equal ones are one type, and one that is inside itself ends.

use super::conjunction::Conjunction;
use super::schema::Class;
use super::{Lower, signature};
use crate::api::{Enum, EnumKind, Origin, TypeDef, TypeId, TypeKind};
use crate::document::Bindings;
use crate::source::Location;

/// What tells conjunctions apart before they are lowered. Parts are copied where a union is taken
/// apart, so the types and the class belong to it.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(super) struct Key<'s> {
    class: std::mem::Discriminant<Class<'s>>,
    types: Vec<&'s str>,
    /// The places of the parts, sorted, and what anchors mean in them.
    parts: Vec<(Location, Bindings<'s>)>,
}

/// What became of a conjunction.
pub(super) enum Item {
    /// It is being lowered; it has an id if it was met inside itself.
    Begun(Option<TypeId>, Origin),
    /// It is this type.
    Done(TypeId),
}

impl<'s> Lower<'s, '_> {
    /// The item of a schema that stands in place: a new one, or an equal one that exists.
    pub(super) fn inline_item(
        &mut self,
        conjunction: &Conjunction<'s>,
        class: Class<'s>,
        origin: &Origin,
    ) -> TypeId {
        let key = Key::of(conjunction, &class);
        match self.items.get(&key) {
            Some(Item::Done(id) | Item::Begun(Some(id), _)) => return *id,
            Some(Item::Begun(None, origin)) => {
                let origin = origin.clone();
                let id = self.add(
                    conjunction,
                    &origin,
                    TypeKind::Enum(Enum { kind: EnumKind::Texts, values: Vec::new() }),
                );
                self.items.insert(key, Item::Begun(Some(id), origin));
                return id;
            }
            None => {}
        }
        self.items.insert(key.clone(), Item::Begun(None, origin.clone()));
        let kind = self.item(conjunction, class, origin);
        let id = match self.items.get(&key) {
            Some(Item::Begun(Some(id), _)) => {
                let id = *id;
                self.types[id].kind = kind;
                id
            }
            _ => self.equal_or_new(conjunction, origin, kind),
        };
        self.items.insert(key, Item::Done(id));
        id
    }

    fn equal_or_new(
        &mut self,
        conjunction: &Conjunction<'s>,
        origin: &Origin,
        kind: TypeKind,
    ) -> TypeId {
        let signature = signature::of(&kind);
        if let Some(id) = self.inline.get(&signature) {
            return *id;
        }
        let id = self.add(conjunction, origin, kind);
        self.inline.insert(signature, id);
        id
    }

    fn add(&mut self, conjunction: &Conjunction<'s>, origin: &Origin, kind: TypeKind) -> TypeId {
        self.types.push(TypeDef {
            location: conjunction.location().clone(),
            origin: origin.clone(),
            pinned: conjunction.first(|part| part.rust_name).map(str::to_owned),
            docs: conjunction.docs(),
            kind,
        })
    }
}

impl<'s> Key<'s> {
    fn of(conjunction: &Conjunction<'s>, class: &Class<'s>) -> Self {
        let parts =
            conjunction.parts.iter().map(|part| (part.location.clone(), part.bindings.clone()));
        let mut parts: Vec<_> = parts.collect();
        parts.sort_by(|(one, _), (other, _)| one.cmp(other));
        // What is inside itself grows by parts that it has: more than two of one place are two.
        let mut kept: Vec<(Location, Bindings<'s>)> = Vec::new();
        for part in parts {
            if !kept.iter().rev().take(2).all(|known| *known == part) || kept.len() < 2 {
                kept.push(part);
            }
        }
        Self { class: std::mem::discriminant(class), types: conjunction.types(), parts: kept }
    }
}
