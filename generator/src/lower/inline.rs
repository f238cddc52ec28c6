//! Types of schemas that stand in place: equal ones are one type, and one that contains itself ends.

use super::conjunction::Conjunction;
use super::schema::{Class, Open};
use super::{Lower, signature};
use crate::api::{Origin, TypeDef, TypeId};

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
                Open::Pending(origin) => {
                    let location = conjunction.location();
                    let pinned = conjunction.first(|part| part.rust_name);
                    self.reserve(location, &origin, pinned, conjunction.docs())
                }
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
        let id = self.types.push(TypeDef {
            location: conjunction.location().clone(),
            origin: origin.clone(),
            pinned: conjunction.first(|part| part.rust_name).map(str::to_owned),
            docs: conjunction.docs(),
            kind,
        });
        self.inline.insert(signature, id);
        id
    }
}
