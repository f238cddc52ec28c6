//! Headers with dates of HTTP, which are times in a client that has the type of times for other values too.

use crate::api::{Arena, HeaderForm, Operation, Shape, Type, TypeDef};

/// Types the headers with dates of HTTP. Without other dates they stay strings, because a client would need the crate of
/// dates for them alone.
pub(crate) fn run(types: &Arena<TypeDef>, operations: &mut Arena<Operation>) {
    let is_date = |shape: &Shape| matches!(shape.innermost(), Type::Date | Type::DateTime);
    let has_dates = types.iter().any(|(_, def)| def.kind.shapes().into_iter().any(is_date))
        || operations.iter().any(|(_, operation)| operation.shapes().any(is_date));
    for id in operations.ids() {
        for header in &mut operations[id].headers {
            if header.form != HeaderForm::Date || header.shape.ty != Type::Text {
                continue;
            }
            match has_dates {
                true => header.shape.ty = Type::DateTime,
                false => header.form = HeaderForm::String,
            }
        }
    }
}
