//! Finds the fields of an error's body that describe the error, for the one-line message of an error.

#![allow(clippy::indexing_slicing, reason = "tables as long as the arena")]

use crate::api::{Api, EnumKind, Field, Media, Type, TypeKind};

/// The positions of these fields in a struct. Their names are those of RFC 9457, section 3.1, and common alternatives.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProblemFields {
    /// A short description of the error.
    pub title: Option<usize>,
    /// An explanation of this occurrence.
    pub detail: Option<usize>,
    /// The error code.
    pub code: Option<usize>,
    /// An identifier of this occurrence, which support asks for.
    pub instance: Option<usize>,
}

/// Returns, for each type by index, these fields if it is the body of an error.
pub(super) fn find(api: &Api) -> Vec<Option<ProblemFields>> {
    let mut problems = vec![None; api.types.len()];
    for response in api.operations.iter().flat_map(|(_, operation)| &operation.responses) {
        let shape = response.media.as_ref().and_then(Media::shape);
        if let (true, Some(Type::Named(id))) = (response.is_error, shape.map(|s| &s.ty)) {
            problems[id.index()] = fields(api, &api.types[*id].kind);
        }
    }
    problems
}

fn fields(api: &Api, kind: &TypeKind) -> Option<ProblemFields> {
    let TypeKind::Struct(object) = kind else { return None };
    let find = |names: &[&str], is: &dyn Fn(&Field) -> bool| {
        names.iter().find_map(|name| {
            object.fields.iter().position(|field| field.name == *name && is(field))
        })
    };
    let is_text = |field: &Field| field.shape.ty == Type::Text && !field.shape.sensitive;
    let is_code = |field: &Field| match field.shape.ty {
        Type::Named(id) => {
            matches!(&api.types[id].kind, TypeKind::Enum(values) if values.kind == EnumKind::Strings)
        }
        _ => is_text(field),
    };
    let codes = api.codes.iter().map(|codes| codes.property.as_str());
    let codes: Vec<_> = codes.chain(["type", "code"]).collect();
    let fields = ProblemFields {
        title: find(&["title", "message", "error_description"], &is_text),
        detail: find(&["detail", "details", "description"], &is_text),
        code: find(&codes, &is_code),
        instance: find(&["instance", "request_id", "requestId", "trace_id"], &is_text),
    };
    (fields != ProblemFields::default()).then_some(fields)
}
