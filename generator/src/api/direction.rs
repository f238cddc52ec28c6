//! Which types are part of requests, and which of answers.

use super::{Arena, Media, Operation, Shape, TypeDef, TypeId, Webhook};

/// For each type, by index.
#[derive(Debug)]
pub struct Reach {
    /// Whether it is part of a request.
    pub sent: Vec<bool>,
    /// Whether it is part of an answer, or of what the server sends by itself.
    pub received: Vec<bool>,
}

impl Reach {
    /// Follows every request and every answer.
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

/// Marks, by index, the type that a shape comes to and all types inside it.
pub(super) fn mark(types: &Arena<TypeDef>, shape: &Shape, marks: &mut [bool]) {
    if let Some(id) = shape.named() {
        mark_type(types, id, marks);
    }
}

/// Marks, by index, a type and all types inside it.
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
