//! Merges values as an overlay says (OpenAPI Overlay 1.1, section 4.4.3).

use crate::report::Pointer;
use crate::source::Value;
use crate::source::origins::{Origin, Origins, Place};

/// Two values that cannot be merged.
#[derive(Debug)]
pub(super) struct Mismatch {
    /// The place in the update, from its root.
    pub(super) pointer: Pointer,
    /// The type of the value in the update.
    pub(super) update: &'static str,
    /// The type of the value in the description.
    pub(super) target: &'static str,
}

/// The types that are merged differently.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Object,
    Array,
    Primitive,
}

impl Kind {
    pub(super) fn of(value: &Value) -> Kind {
        match value {
            Value::Object(_) => Kind::Object,
            Value::Array(_) => Kind::Array,
            _ => Kind::Primitive,
        }
    }

    /// Returns the kind in the plural, for messages.
    pub(super) fn plural(self) -> &'static str {
        match self {
            Kind::Object => "objects",
            Kind::Array => "arrays",
            Kind::Primitive => "primitive values",
        }
    }
}

/// Merges a value into a node: objects recursively, arrays by concatenation, and a primitive replaces a primitive. Returns
/// `true` if that changes the node. `place` is the origin of the node, `from` is that of the update.
pub(super) fn merge(
    target: &mut Value,
    origins: &mut Origins,
    place: &Place,
    update: &Value,
    from: &Origin<'_>,
) -> Result<bool, Mismatch> {
    match (target, update) {
        (Value::Object(members), Value::Object(updates)) => {
            let mut changed = false;
            for (key, update) in updates {
                let from = from.child(key);
                let Some(member) = members.get_mut(key) else {
                    members.insert(key.to_owned(), update.clone());
                    origins.below.insert(key.to_owned(), from.copied());
                    changed = true;
                    continue;
                };
                let below = origins.below.entry(key.to_owned()).or_default();
                let place = below.value.clone().unwrap_or_else(|| place.below(key));
                let merged = merge(member, below, &place, update, &from);
                changed |= merged.map_err(|error| error.below(key))?;
            }
            Ok(changed)
        }
        (Value::Array(items), Value::Array(added)) => {
            for (index, item) in added.iter().enumerate() {
                origins
                    .below
                    .insert(items.len().to_string(), from.child(&index.to_string()).copied());
                items.push(item.clone());
            }
            Ok(!added.is_empty())
        }
        (target, update)
            if Kind::of(target) == Kind::Primitive && Kind::of(update) == Kind::Primitive =>
        {
            if target == update {
                return Ok(false);
            }
            *target = update.clone();
            let key = origins.key.take().unwrap_or_else(|| place.clone());
            *origins = Origins { key: Some(key), ..from.clone().copied() };
            Ok(true)
        }
        (target, update) => {
            Err(Mismatch { pointer: Pointer::root(), update: update.kind(), target: target.kind() })
        }
    }
}

impl Mismatch {
    fn below(self, key: &str) -> Mismatch {
        let segments = self.pointer.segments();
        let pointer = segments.fold(Pointer::root().key(key), |at, segment| at.key(&segment));
        Mismatch { pointer, ..self }
    }
}
