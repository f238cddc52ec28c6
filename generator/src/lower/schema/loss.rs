//! Losses: schemas that say more than the types that they become, for the coverage.

use std::rc::Rc;

use crate::api::{Shape, Type};
use crate::document::Schema;
use crate::lower::Lower;
use crate::lower::merge::Conjunction;
use crate::source::{Location, Value};

impl<'s> Lower<'s, '_> {
    /// Records a schema that became any JSON value, or a list or map of such values, although it says more. `known` is the
    /// number of losses before it was lowered.
    pub(super) fn note_loss(&mut self, conjunction: &Conjunction<'s>, shape: &Shape, known: usize) {
        if shape.ty == Type::Any && self.says_more_than_any(conjunction) {
            self.cx.losses.push(conjunction.location().clone());
        }
        if *shape.innermost() == Type::Any && self.cx.losses.len() > known {
            self.untyped.insert(conjunction.location().clone());
        }
    }

    /// Records a place that refers to such a schema.
    pub(super) fn note_reference(
        &mut self,
        schemas: &[Rc<Schema<'s>>],
        target: &Location,
        shape: &Shape,
    ) {
        if *shape.innermost() == Type::Any
            && self.untyped.contains(target)
            && let Some(schema) = schemas.first()
        {
            self.cx.losses.push(schema.location.clone());
            self.untyped.insert(schema.location.clone());
        }
    }

    /// Returns `true` if a schema that became any JSON value says more than that.
    fn says_more_than_any(&self, conjunction: &Conjunction<'s>) -> bool {
        /// Keywords that say something about a value.
        const TELLING: [&str; 17] = [
            "type",
            "enum",
            "const",
            "format",
            "pattern",
            "minLength",
            "maxLength",
            "minimum",
            "maximum",
            "exclusiveMinimum",
            "exclusiveMaximum",
            "multipleOf",
            "minItems",
            "maxItems",
            "items",
            "properties",
            "prefixItems",
        ];
        let is_null = |value: &Value| match value {
            Value::Null => true,
            Value::String(text) => text == "null",
            Value::Array(items) => {
                items.iter().all(|item| item.is_null() || item.as_str() == Some("null"))
            }
            _ => false,
        };
        let says = |part: &Rc<Schema<'s>>| match self.cx.source.value(&part.location) {
            Some(Value::Object(members)) => {
                TELLING.iter().any(|key| members.get(key).is_some_and(|value| !is_null(value)))
            }
            Some(Value::Bool(_)) | None => false,
            // Not a schema, which has a report.
            Some(_) => true,
        };
        let is_lost = |part: &Rc<Schema<'s>>| {
            let found = part.reference.map(|reference| self.cx.find(&part.location, reference));
            part.dynamic.is_some() || found.is_some_and(|found| found.is_err())
        };
        !conjunction.choosers.is_empty()
            || conjunction.parts.iter().any(|part| says(part) || is_lost(part))
    }
}
