//! Operations: their arguments and setters, how they are sent and what that brings, their errors, and the headers of answers.

use super::{Item, Look, Member, Role, role, status, title};
use crate::api::{Media, Operation, OperationId, Shape};
use crate::emit::{Brought, senders};

impl Look<'_> {
    /// The method that begins a call, and the call.
    pub(super) fn operation(self, id: OperationId, operation: &Operation) -> Item {
        let names = self.names.of_operation(id);
        let parameters = operation.parameters.iter().zip(&names.parameters);
        let parameters = parameters.map(|(parameter, name)| {
            // It is left out where there is nothing to say, so that `null` is never taken.
            let shape = Shape { nullable: false, ..parameter.shape.clone() };
            let wire = format!("{:?} {}", parameter.place, parameter.name);
            Member {
                checks: format!("{:?}", parameter.shape.rules),
                deprecated: parameter.docs.deprecated && !parameter.required,
                ..Member::new(name, role(parameter.required), self.text(&shape), wire)
            }
        });
        let body = operation.body.iter().map(|body| {
            let types: Vec<_> = body.forms.iter().map(|media| self.sent(media)).collect();
            let media_types: Vec<_> = body.forms.iter().map(Media::media_type).collect();
            let wire = media_types.join(" or ");
            Member::new(&names.body, role(body.required), types.join(" or "), wire)
        });
        let mut members: Vec<_> = parameters.chain(body).collect();
        // Required ones are arguments and have an order; the others are setters and have none.
        members.sort_by_key(|member| member.role == Role::Optional);
        members.extend(self.sending(id, operation));
        members.extend(self.failing(id, operation));
        Item {
            place: self.place(&operation.location),
            wire: title(operation),
            operations: [title(operation)].into(),
            deprecated: operation.docs.deprecated,
            ..Item::new(format!("Client::{}", names.method), "an operation", members)
        }
    }

    /// The methods that send the call, and the variants of what they bring.
    fn sending(self, id: OperationId, operation: &Operation) -> Vec<Member> {
        let mut members = Vec::new();
        for sender in senders(self.model, id) {
            let statuses: Vec<_> = sender
                .statuses
                .iter()
                .filter_map(|index| Some(status(operation.responses.get(*index)?.status)))
                .collect();
            let ty = match &sender.brings {
                Brought::One(ty) => ty.clone(),
                Brought::ByStatus(..) => "one of several answers".to_owned(),
            };
            let name = format!("{}()", sender.method);
            let wire = match sender.brings {
                Brought::One(_) => statuses.join(", "),
                Brought::ByStatus(..) => String::new(),
            };
            members.push(Member::new(name, Role::Method, ty, wire));
            if let Brought::ByStatus(item, variants) = sender.brings {
                members.extend(variants.into_iter().zip(statuses).map(|((name, ty), status)| {
                    // Only the usual form's enum is called after the operation alone.
                    let name = item.as_ref().map_or(name.clone(), |item| format!("{item}::{name}"));
                    Member::new(name, Role::Variant, ty, status)
                }));
            }
        }
        members
    }

    /// The variants of the operation's errors.
    fn failing(self, id: OperationId, operation: &Operation) -> Vec<Member> {
        let names = &self.names.of_operation(id).responses;
        let errors = operation.responses.iter().zip(names);
        let errors = errors.filter(|(response, _)| response.status.is_error());
        let errors = errors.map(|(response, name)| {
            let ty = response.read_shape().map_or_else(String::new, |shape| self.text(shape));
            Member::new(name, Role::Variant, ty, status(response.status))
        });
        let errors: Vec<_> = errors.collect();
        // The first one gives the call an error type of its own.
        let any =
            (!errors.is_empty()).then(|| Member::new("documented errors", Role::Given, "", ""));
        any.into_iter().chain(errors).collect()
    }

    /// The type that reads the headers of answers.
    pub(super) fn headers(self, id: OperationId, operation: &Operation) -> Option<Item> {
        if operation.headers.is_empty() {
            return None;
        }
        let names = self.names.of_operation(id);
        let headers = operation.headers.iter().zip(&names.header_members).map(|(header, name)| {
            let ty = self.text(&header.shape);
            let ty = if header.required { ty } else { format!("Option<{ty}>") };
            Member {
                deprecated: header.docs.deprecated,
                ..Member::new(format!("{name}()"), Role::Method, ty, &header.name)
            }
        });
        Some(Item {
            place: self.place(&operation.location),
            operations: [title(operation)].into(),
            ..Item::new(
                format!("operations::{}", names.headers),
                "the headers of answers",
                headers.collect(),
            )
        })
    }

    /// What a form of a body is made of.
    fn sent(self, media: &Media) -> String {
        let item = media.shape().map(|shape| self.text(shape));
        match (media, item) {
            (Media::Stream { .. }, Some(item)) => format!("items of {item}"),
            (_, Some(ty)) => ty,
            (Media::Text { .. }, None) => "String".to_owned(),
            (_, None) => "rt::Upload".to_owned(),
        }
    }
}
