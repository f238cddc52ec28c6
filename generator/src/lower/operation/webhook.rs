//! Webhooks and callbacks: the types of the requests that the server sends.

use crate::api::{Base, Docs, Origin, Webhook};
use crate::document::{self, Document};
use crate::lower::{Lower, problems};

impl<'s> Lower<'s, '_> {
    /// Lowers every webhook, in the order of the description.
    pub(crate) fn webhooks(&mut self, document: &Document<'s>) -> Vec<Webhook> {
        let mut webhooks = Vec::new();
        for webhook in &document.webhooks {
            for operation in &webhook.item.operations {
                webhooks.push(self.webhook(webhook, operation));
            }
        }
        webhooks
    }

    fn webhook(
        &mut self,
        webhook: &document::Webhook<'s>,
        operation: &document::Operation<'s>,
    ) -> Webhook {
        let mut words: Vec<&str> = webhook.asked_by.as_deref().into_iter().collect();
        if webhook.item.operations.len() > 1 {
            words.push(operation.method.as_str());
        }
        words.push(webhook.name);
        let id = words.join(" ");
        for parameter in webhook.item.parameters.iter().chain(&operation.parameters) {
            let report = problems::parameter_of_webhook(parameter.location.clone());
            self.cx.report(report.once());
        }
        let origin = Origin::new(Base::Webhook(id.clone()), operation.location.clone());
        let body = operation.body.as_ref();
        Webhook {
            id,
            pinned: operation.rust_name.map(str::to_owned),
            method: operation.method.clone(),
            media: body.and_then(|body| self.only_form(&body.content, &body.media_types, &origin)),
            docs: Docs::of(operation.summary, operation.description, operation.deprecated),
            location: operation.location.clone(),
        }
    }
}
