//! The idempotency key: the header by which a server recognises a repeated request.

use crate::api::{Method, Parameter, Place, Shape, Type};
use crate::document;

/// The conventional names of the header (IETF draft `httpapi-idempotency-key-header`, and the
/// older `X-` form).
const NAMES: [&str; 2] = ["idempotency-key", "x-idempotency-key"];

/// The length of a generated key, in characters: that of a UUID.
const LENGTH: u64 = 36;

/// Returns `true` if a parameter is an idempotency key.
///
/// It must be a header. `x-idempotency-key` decides, or else the name of the header.
pub(super) fn is_key(parameter: &document::Parameter<'_>) -> bool {
    let named = || NAMES.iter().any(|name| parameter.name.eq_ignore_ascii_case(name));
    parameter.place == Place::Header && parameter.idempotency_key.unwrap_or_else(named)
}

/// Returns the name of the key's header, in lower case.
///
/// An idempotent method needs no key. An optional header must accept a UUID, because the client
/// generates the key if the caller sets none.
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
