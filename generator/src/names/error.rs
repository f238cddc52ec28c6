//! Names in the enum of all documented errors, and of the error codes.

#![allow(clippy::indexing_slicing, reason = "tables as long as the arena")]

use std::collections::HashMap;

use super::assign::{Wish, assign};
use super::name::Name;
use super::status::status_word;
use super::text::{self, Case, ident, plain};
use super::types::{common_prefix, member};
use crate::api::{Api, Codes, GroupId, Shape, Status, Type, TypeId};

/// A variant of the enum of all documented errors.
#[derive(Debug)]
pub struct ErrorName {
    /// The status.
    pub status: Status,
    /// The type of the response body, if the client reads it.
    pub body: Option<Shape>,
    /// The variant.
    pub variant: Name,
    /// The groups whose operations have this error. Empty if an operation without a group has it: then the variant is
    /// in every build.
    pub groups: Vec<GroupId>,
}

/// The names of the enum of error codes and of its accessor.
#[derive(Debug)]
pub struct CodeNames {
    /// The enum of all codes: `ErrorType`, `ErrorCode`.
    pub ty: Name,
    /// The method that returns the code of any error: `error_type`, `error_code`.
    pub method: Name,
    /// The variants, by position.
    pub variants: Vec<Name>,
}

/// A status and body that at least one operation has as an error.
struct Kind<'a> {
    status: Status,
    body: Option<&'a Shape>,
    /// The groups of the operations with this error; `None` for an operation without a group.
    groups: Vec<Option<GroupId>>,
}

/// Returns the variants of the enum of all documented errors: one for each status and body.
pub(super) fn errors(api: &Api, items: &[Name]) -> Vec<ErrorName> {
    let kinds = kinds(api);
    let wish = |kind: &Kind<'_>| {
        let word = plain(&status_word(kind.status), Case::Camel);
        let body = match kind.body.map(|shape| &shape.ty) {
            Some(Type::Named(id)) => items[id.index()].unraw().trim_matches('_').to_owned(),
            Some(_) => "Body".to_owned(),
            None => "Empty".to_owned(),
        };
        // The second candidate names the body, so that a status with several bodies has a stable name for each.
        let names =
            if body == word { vec![word] } else { vec![word.clone(), format!("{word}{body}")] };
        Wish { names, ..Wish::default() }
    };
    let wishes: Vec<_> = kinds.iter().map(wish).collect();
    let named = kinds.into_iter().zip(assign(&wishes, &["Self"]));
    let name = |(kind, variant): (Kind<'_>, Name)| {
        // One operation without a group is in every build, and then the variant is too.
        let groups: Option<Vec<_>> = kind.groups.into_iter().collect();
        let mut groups = groups.unwrap_or_default();
        groups.sort();
        groups.dedup();
        ErrorName { status: kind.status, body: kind.body.cloned(), variant, groups }
    };
    named.map(name).collect()
}

/// Returns each pair of a status and a body once, sorted by status.
fn kinds(api: &Api) -> Vec<Kind<'_>> {
    let mut kinds: Vec<Kind<'_>> = Vec::new();
    // Bodies of different named types differ, so that only those of one type are compared.
    let mut alike: HashMap<(Status, Option<TypeId>), Vec<usize>> = HashMap::new();
    for (_, operation) in api.operations.iter() {
        for response in operation.responses.iter().filter(|it| it.is_error) {
            let (status, body) = (response.status, response.read_shape());
            let alike = alike.entry((status, body.and_then(Shape::named))).or_default();
            let known =
                alike.iter().find(|index| kinds.get(**index).is_some_and(|it| it.body == body));
            match known.and_then(|index| kinds.get_mut(*index)) {
                Some(kind) => kind.groups.push(operation.group),
                None => {
                    alike.push(kinds.len());
                    kinds.push(Kind { status, body, groups: vec![operation.group] });
                }
            }
        }
    }
    kinds.sort_by_key(|kind| kind.status);
    kinds
}

/// Returns the names of the enum of error codes and of its accessor.
pub(super) fn codes(codes: &Codes) -> CodeNames {
    let property = plain(&codes.property, Case::Snake);
    let word = property.strip_prefix("error_").unwrap_or(&property);
    let word = if word == "error" { "kind" } else { word };
    // A common prefix is left out: `errors/expired_link` becomes `ExpiredLink`.
    let values: Vec<_> = codes.values.iter().map(|code| code.value.as_str()).collect();
    let common = common_prefix(&values);
    let mut wishes: Vec<_> = codes
        .values
        .iter()
        .map(|code| Wish {
            pinned: code.pinned.as_deref().map(|name| text::pinned(name, Case::Camel)),
            ..member(code.value.get(common..).unwrap_or_default(), Case::Camel)
        })
        .collect();
    let unknown = vec!["Unknown".into(), "Unrecognized".into()];
    wishes.push(Wish { names: unknown, rank: 9, ..Wish::default() });
    CodeNames {
        ty: ident(&format!("Error{}", plain(word, Case::Camel))),
        method: ident(&format!("error_{word}")),
        variants: assign(&wishes, &["Self"]),
    }
}
