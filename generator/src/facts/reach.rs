//! Which types are part of requests, and which of answers.

use crate::api::{Api, Webhook};

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
        if let Some(shape) = operation.body.as_ref().and_then(|body| body.media.shape()) {
            api.mark(shape, &mut sent);
        }
        for media in operation.responses.iter().flat_map(|response| &response.media) {
            if let Some(shape) = media.shape() {
                api.mark(shape, &mut received);
            }
        }
    }
    for shape in api.webhooks.iter().filter_map(Webhook::shape) {
        api.mark(shape, &mut received);
    }
    Reach { sent, received }
}
