//! Types of schemas that stand in place: equal ones are one type, and one that contains itself ends.

use super::conjunction::Conjunction;
use super::schema::{Class, Open};
use super::{Lower, signature};
use crate::api::{Origin, TypeId};

impl<'s> Lower<'s, '_> {
    /// The item of a schema that stands in place: a new one, or an equal one that exists.
    pub(super) fn inline_item(
        &mut self,
        conjunction: &Conjunction<'s>,
        class: Class<'s>,
        origin: &Origin,
    ) -> TypeId {
        let key = conjunction.key();
        if let Some(open) = self.open.get(&key).cloned() {
            // It contains itself: what is made of the same schemas is the same type.
            let id = match open {
                Open::Type(id) => id,
                Open::Pending(origin) => self.reserve_inline(conjunction, &origin),
            };
            self.open.insert(key, Open::Type(id));
            return id;
        }
        self.open.insert(key.clone(), Open::Pending(origin.clone()));
        let kind = self.item(conjunction, class, origin);
        if let Some(Open::Type(id)) = self.open.get(&key) {
            self.types[*id].kind = kind;
            return *id;
        }
        self.open.remove(&key);
        let signature = signature::of(&kind);
        if let Some(id) = self.inline.get(&signature) {
            return *id;
        }
        let id = self.reserve_inline(conjunction, origin);
        self.types[id].kind = kind;
        self.inline.insert(signature, id);
        id
    }

    fn reserve_inline(&mut self, conjunction: &Conjunction<'s>, origin: &Origin) -> TypeId {
        let pinned = conjunction.first(|part| part.rust_name);
        self.reserve(conjunction.location(), origin, pinned, conjunction.docs())
    }
}
