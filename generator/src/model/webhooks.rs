//! Webhooks and callbacks: a type alias for the body of each.

use crate::api::{GroupKind, Shape, Webhook};
use crate::model::{Condition, Inputs, RustType};
use crate::names::Name;

/// The module of the webhooks and callbacks.
#[derive(Debug)]
pub struct Webhooks<'a> {
    /// The webhooks and callbacks whose bodies are typed. If there are none, there is no module.
    pub items: Vec<WebhookItem<'a>>,
    /// The condition under which the module is compiled.
    pub when: Condition<'a>,
}

/// A type alias for the body of a webhook.
#[derive(Debug)]
pub struct WebhookItem<'a> {
    /// The name.
    pub name: &'a Name,
    /// The webhook, as the description has it.
    pub described: &'a Webhook,
    /// The shape of its body.
    pub shape: &'a Shape,
    /// The type of its body.
    pub ty: RustType<'a>,
}

impl<'a> Webhooks<'a> {
    pub(crate) fn new(inputs: Inputs<'a>) -> Self {
        let webhooks = inputs.api.webhooks.iter().zip(inputs.names.webhooks());
        let items = webhooks.filter_map(|(described, name)| {
            let shape = described.shape()?;
            Some(WebhookItem { name, described, shape, ty: inputs.value(shape) })
        });
        let groups = inputs.api.groups.iter();
        let groups = groups.filter(|(_, group)| group.kind == GroupKind::Webhooks);
        let groups: Vec<_> = groups.map(|(id, _)| id).collect();
        Self { items: items.collect(), when: inputs.condition(&groups) }
    }
}
