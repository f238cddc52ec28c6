//! Which types are part of requests, and which of answers.

use super::{Arena, Operation, Shape, TypeDef, TypeId};

/// For each type, by index.
#[derive(Debug)]
pub struct Reach {
    /// Whether it is part of a request.
    pub sent: Vec<bool>,
    /// Whether it is part of an answer.
    pub received: Vec<bool>,
}

impl Reach {
    /// Follows every request and every answer.
    pub fn find(types: &Arena<TypeDef>, operations: &Arena<Operation>) -> Self {
        let mut sent = vec![false; types.len()];
        let mut received = vec![false; types.len()];
        for (_, operation) in operations.iter() {
            for parameter in &operation.parameters {
                mark(types, &parameter.shape, &mut sent);
            }
            if let Some(shape) = operation.body.as_ref().and_then(|body| body.media.shape()) {
                mark(types, shape, &mut sent);
            }
            for media in operation.responses.iter().flat_map(|response| &response.media) {
                if let Some(shape) = media.shape() {
                    mark(types, shape, &mut received);
                }
            }
        }
        Self { sent, received }
    }
}

/// Marks, by index, the type that a shape comes to and all types inside it.
pub(super) fn mark(types: &Arena<TypeDef>, shape: &Shape, marks: &mut [bool]) {
    let mut next: Vec<TypeId> = shape.named().into_iter().collect();
    while let Some(id) = next.pop() {
        if let Some(mark) = marks.get_mut(id.index())
            && !std::mem::replace(mark, true)
        {
            next.extend(types[id].kind.shapes().into_iter().filter_map(Shape::named));
        }
    }
}
