//! The direction of types: part of requests, of responses, or of both.

use super::{Arena, Media, Operation, Shape, TypeDef, TypeId, Webhook};

/// The direction of each type, by index.
#[derive(Debug)]
pub struct Reach {
    /// `true` for a type that is part of a request.
    pub sent: Vec<bool>,
    /// `true` for a type that is part of a response, or of a webhook's request.
    pub received: Vec<bool>,
}

impl Reach {
    /// Follows every request, response and webhook.
    pub fn find(
        types: &Arena<TypeDef>,
        operations: &Arena<Operation>,
        webhooks: &[Webhook],
    ) -> Self {
        let mut sent = vec![false; types.len()];
        let mut received = vec![false; types.len()];
        for (_, operation) in operations.iter() {
            for parameter in &operation.parameters {
                mark(types, &parameter.shape, &mut sent);
            }
            for media in operation.body.iter().flat_map(|body| &body.forms) {
                if let Some(shape) = media.shape() {
                    mark(types, shape, &mut sent);
                }
            }
            let headers = operation.headers.iter().map(|header| &header.shape);
            for shape in operation.received().filter_map(Media::shape).chain(headers) {
                mark(types, shape, &mut received);
            }
        }
        for shape in webhooks.iter().filter_map(Webhook::shape) {
            mark(types, shape, &mut received);
        }
        Self { sent, received }
    }
}

/// Sets the mark of the type that a shape leads to, and of all types inside it.
pub(super) fn mark(types: &Arena<TypeDef>, shape: &Shape, marks: &mut [bool]) {
    if let Some(id) = shape.named() {
        mark_type(types, id, marks);
    }
}

/// Sets the mark of a type and of all types inside it.
pub(super) fn mark_type(types: &Arena<TypeDef>, id: TypeId, marks: &mut [bool]) {
    let mut next = vec![id];
    while let Some(id) = next.pop() {
        if let Some(mark) = marks.get_mut(id.index())
            && !std::mem::replace(mark, true)
        {
            next.extend(types[id].kind.shapes().into_iter().filter_map(Shape::named));
        }
    }
}
