//! Error codes: finds the property that distinguishes the documented errors, and its values.

use std::collections::{HashMap, HashSet};

use crate::api::{
    Arena, Code, Codes, Enum, EnumKind, Literal, Media, Operation, Response, Status, Type, TypeDef,
    TypeId, TypeKind,
};

/// The names of the property, the preferred first: from RFC 9457 and common error formats.
const NAMES: [&str; 6] = ["type", "code", "error_code", "errorCode", "error", "reason"];

/// Returns the property and its values in the bodies of the documented errors.
pub(crate) fn find(types: &Arena<TypeDef>, operations: &Arena<Operation>) -> Option<Codes> {
    let responses = operations.iter().flat_map(|(_, operation)| &operation.responses);
    let bodies: Vec<_> =
        responses.filter_map(|response| Some((response.status, error_body(response)?))).collect();
    let property = NAMES
        .iter()
        .find(|name| bodies.iter().any(|(_, body)| code(types, *body, name).is_some()))?;
    let mut codes =
        Codes { property: (*property).to_owned(), values: Vec::new(), types: Vec::new() };
    let (mut seen, mut by_value) = (HashSet::new(), HashMap::new());
    for (status, body) in bodies {
        let Some((id, values)) = code(types, body, property) else { continue };
        if seen.insert(id) {
            codes.types.push(id);
        }
        add(&mut codes.values, &mut by_value, values, status);
    }
    Some(codes)
}

/// Returns the type of an error's JSON body.
fn error_body(response: &Response) -> Option<TypeId> {
    match &response.media {
        Some(Media::Json { shape, .. }) if response.is_error => match shape.ty {
            Type::Named(id) => Some(id),
            _ => None,
        },
        _ => None,
    }
}

/// Returns the string enum that is the type of a required property.
fn code<'t>(types: &'t Arena<TypeDef>, body: TypeId, name: &str) -> Option<(TypeId, &'t Enum)> {
    let TypeKind::Struct(object) = &types[body].kind else { return None };
    let field = object.fields.iter().find(|field| field.name == name && field.required)?;
    let Type::Named(id) = field.shape.ty else { return None };
    match &types[id].kind {
        TypeKind::Enum(values) if values.kind == EnumKind::Strings => Some((id, values)),
        _ => None,
    }
}

fn add<'t>(
    codes: &mut Vec<Code>,
    by_value: &mut HashMap<&'t str, usize>,
    values: &'t Enum,
    status: Status,
) {
    let status = match status {
        Status::Code(code) => Some(code),
        Status::Range(_) | Status::Default => None,
    };
    for value in &values.values {
        let Literal::String(text) = &value.value else { continue };
        if let Some(known) = by_value.get(text.as_str()).and_then(|at| codes.get_mut(*at)) {
            if known.status != status {
                known.status = None;
            }
            known.retry |= value.retry == Some(true);
            continue;
        }
        by_value.insert(text, codes.len());
        codes.push(Code {
            value: text.clone(),
            docs: value.docs.clone(),
            status,
            retry: value.retry == Some(true),
            pinned: value.pinned.clone(),
            location: value.location.clone(),
        });
    }
}
