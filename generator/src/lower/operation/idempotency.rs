//! Which header of an operation is the key by which a server knows a repeated request again.

use crate::api::{Method, Parameter, Place, Shape, Type};
use crate::document;

/// The names that such a header has by convention (IETF draft `httpapi-idempotency-key-header`, and
/// what was usual before it).
const NAMES: [&str; 2] = ["idempotency-key", "x-idempotency-key"];

/// How many characters the key has that is made where none is given: those of a UUID.
const LENGTH: u64 = 36;

/// Returns `true` if a parameter is such a key: the description says so (`x-idempotency-key`), or it is a
/// header that has the name of one.
pub(super) fn is_key(parameter: &document::Parameter<'_>) -> bool {
    let named = || NAMES.iter().any(|name| parameter.name.eq_ignore_ascii_case(name));
    parameter.place == Place::Header && parameter.idempotency_key.unwrap_or_else(named)
}

/// The header, in lower case. A method that is idempotent by itself needs none; one that may be left
/// out has to be such that a key can be made for it.
pub(super) fn header(method: &Method, parameters: &[Parameter]) -> Option<String> {
    let mut keys = parameters.iter().filter(|parameter| parameter.idempotency_key);
    let key = keys.find(|key| key.required || takes_uuid(&key.shape))?;
    (!method.is_idempotent()).then(|| key.name.to_ascii_lowercase())
}

fn takes_uuid(shape: &Shape) -> bool {
    let constraints = &shape.constraints;
    let fits = constraints.min_length.unwrap_or(0) <= LENGTH
        && LENGTH <= constraints.max_length.unwrap_or(LENGTH);
    matches!(shape.ty, Type::Text | Type::Uuid) && fits
}
