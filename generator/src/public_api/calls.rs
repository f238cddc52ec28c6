//! The public items of operations: arguments, setters, methods that send, errors and response headers.

use super::{Item, Look, Member, Role, role, status, title, titles};
use crate::api::OperationId;
use crate::model::{BodyContent, BodyForm, Content, Form, Operation, Output, RustType, Success};

impl Look<'_> {
    /// Returns the method that creates a call, with the members of the call.
    pub(super) fn operation(self, id: OperationId) -> Item {
        let operation = self.model.of_operation(id);
        let described = operation.described;
        let parameters = operation.parameters.iter().map(|parameter| {
            let described = parameter.described;
            let wire = format!("{:?} {}", described.place, described.name);
            Member {
                checks: format!("{:?}", described.shape.constraints),
                deprecated: described.docs.deprecated && !described.required,
                ..Member::new(
                    parameter.name,
                    role(described.required),
                    parameter.ty.to_string(),
                    wire,
                )
            }
        });
        let body = operation.body.iter().map(|body| {
            let types: Vec<_> = body.forms.iter().map(sent).collect();
            let media_types: Vec<_> = body.forms.iter().map(|form| form.described_type).collect();
            let (types, wire) = (types.join(" or "), media_types.join(" or "));
            Member::new(body.name, role(body.described.required), types, wire)
        });
        let mut members: Vec<_> = parameters.chain(body).collect();
        // Required members are arguments, whose order matters. The others are setters, whose order does not.
        members.sort_by_key(|member| member.role == Role::Optional);
        members.extend(operation.forms.iter().flat_map(|form| sending(operation, form)));
        members.extend(failing(operation));
        Item {
            place: self.place(&described.location),
            wire: title(described),
            operations: titles(described),
            deprecated: described.docs.deprecated,
            ..Item::new(format!("Client::{}", operation.names.method), "an operation", members)
        }
    }

    /// Returns the type that reads the response headers.
    pub(super) fn headers(self, id: OperationId) -> Option<Item> {
        let operation = self.model.of_operation(id);
        if operation.headers.is_empty() {
            return None;
        }
        let headers = operation.headers.iter().map(|header| Member {
            deprecated: header.described.docs.deprecated,
            ..Member::new(
                format!("{}()", header.name),
                Role::Method,
                header.ty.to_string(),
                &header.described.name,
            )
        });
        Some(Item {
            place: self.place(&operation.described.location),
            operations: titles(operation.described),
            ..Item::new(
                format!("operations::{}", operation.names.headers),
                "the headers of responses",
                headers.collect(),
            )
        })
    }
}

/// Returns the methods that send the call for one media type, and the variants of their result.
fn sending(operation: &Operation<'_>, form: &Form<'_>) -> Vec<Member> {
    let statuses: Vec<_> = form.listed.iter().map(|listed| status(*listed)).collect();
    let method = |name: &dyn ToString, ty: String| {
        Member::new(format!("{}()", name.to_string()), Role::Method, ty, statuses.join(", "))
    };
    let mut members = Vec::new();
    match &form.output {
        Output::Items(items) => {
            members.push(method(&form.names.send, format!("rt::ItemStream<{}>", items.ty)));
            if items.can_follow {
                members.push(method(&form.names.follow, format!("rt::Following<{}>", items.ty)));
            }
            return members;
        }
        Output::ByStatus(successes) => {
            let name = format!("{}()", form.names.send);
            members.push(Member::new(name, Role::Method, "one of several responses", ""));
            let variants = successes.iter().zip(&statuses);
            members.extend(variants.map(|(success, status)| variant(form, success, status)));
        }
        Output::One(_) | Output::Response => {
            members.push(method(&form.names.send, form.ty().to_string()));
        }
    }
    if form.is_usual && !operation.headers.is_empty() {
        members.push(method(&"send_with_headers", "the same, with headers".to_owned()));
    }
    if form.chunks.is_some() {
        members.push(method(&form.names.open, "rt::ByteStream".to_owned()));
    }
    if let Some(paging) = operation.paging.as_ref().filter(|_| form.is_usual) {
        members.push(method(&"items", format!("rt::PageItems<{}>", paging.item)));
        members.push(method(&"pages", "the pages that `send()` returns".to_owned()));
    }
    members
}

fn variant(form: &Form<'_>, success: &Success<'_>, status: &str) -> Member {
    // The enum of another media type is shown, because its name differs from the call's.
    let name = match form.is_usual {
        true => success.name.to_string(),
        false => format!("{}::{}", form.names.response, success.name),
    };
    let ty = if success.content == Content::Empty { String::new() } else { success.ty.to_string() };
    Member::new(name, Role::Variant, ty, status)
}

/// Returns the variants of the operation's errors.
fn failing(operation: &Operation<'_>) -> Vec<Member> {
    let errors = operation.error.iter().flat_map(|error| &error.variants);
    let errors = errors.map(|error| {
        let ty = error.body.as_ref().map(RustType::to_string).unwrap_or_default();
        Member::new(error.name, Role::Variant, ty, status(error.described.status))
    });
    // The first documented error changes the call's error type.
    let any = operation.error.iter();
    let any = any.map(|_| Member::new("documented errors", Role::Given, "", ""));
    any.chain(errors).collect()
}

/// Returns the type of a body of one media type.
fn sent(form: &BodyForm<'_>) -> String {
    match &form.content {
        BodyContent::Items(item, _) => format!("items of {item}"),
        _ => form.ty.to_string(),
    }
}
