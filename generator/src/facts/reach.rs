//! Which types are part of requests, and which of answers.

use crate::api::{Api, Media, Webhook};

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
            api.mark(&parameter.shape, &mut sent);
        }
        for media in operation.body.iter().flat_map(|body| &body.forms) {
            if let Some(shape) = media.shape() {
                api.mark(shape, &mut sent);
            }
        }
        let headers = operation.headers.iter().map(|header| &header.shape);
        for shape in operation.received().filter_map(Media::shape).chain(headers) {
            api.mark(shape, &mut received);
        }
    }
    for shape in api.webhooks.iter().filter_map(Webhook::shape) {
        api.mark(shape, &mut received);
    }
    Reach { sent, received }
}
