//! Which types are part of requests, and which of answers.

use crate::api::{Api, Shape, TypeId};

/// For each type, by index.
pub(super) struct Reach {
    pub(super) sent: Vec<bool>,
    pub(super) received: Vec<bool>,
}

/// Follows every request and every answer.
pub(super) fn find(api: &Api) -> Reach {
    let mut sent = vec![false; api.types.len()];
    let mut received = vec![false; api.types.len()];
    for (_, operation) in api.operations.iter() {
        for parameter in &operation.parameters {
            mark(api, &parameter.shape, &mut sent);
        }
        if let Some(shape) = operation.body.as_ref().and_then(|body| body.media.shape()) {
            mark(api, shape, &mut sent);
        }
        for media in operation.responses.iter().flat_map(|response| &response.media) {
            if let Some(shape) = media.shape() {
                mark(api, shape, &mut received);
            }
        }
    }
    Reach { sent, received }
}

/// Marks the type of a shape and all types inside it.
fn mark(api: &Api, shape: &Shape, marks: &mut [bool]) {
    let mut next: Vec<TypeId> = shape.named().into_iter().collect();
    while let Some(id) = next.pop() {
        if std::mem::replace(&mut marks[id.index()], true) {
            continue;
        }
        next.extend(api.types[id].kind.shapes().into_iter().filter_map(Shape::named));
    }
}
