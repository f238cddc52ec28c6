//! What the server sends by itself: webhooks, and the callbacks that calls ask for (OpenAPI 3.1, 4.8.1
//! and 4.8.18).

use std::collections::HashSet;

use super::operation::{Operation, PathItem, read_path_item};
use super::reader::{Context, Fields};
use crate::source::Location;

/// Requests that the server sends.
#[derive(Debug)]
pub struct Webhook<'s> {
    /// The key that they stand under.
    pub name: &'s str,
    /// The operation that asks for them, if they are callbacks: its `operationId`, or method and
    /// path.
    pub asked_by: Option<String>,
    /// The requests. The template is the name, or the expression for the address (OpenAPI 3.1,
    /// 4.8.18.4).
    pub item: PathItem<'s>,
}

/// Reads `webhooks`, those of the extension that came before it, and the callbacks of all these and
/// of all paths.
pub(super) fn read<'s>(
    cx: &mut Context<'s>,
    root: &Fields<'s>,
    paths: &[PathItem<'s>],
) -> Vec<Webhook<'s>> {
    let mut webhooks = Vec::new();
    for key in ["webhooks", "x-webhooks"] {
        for (name, fields) in root.entries(cx, key) {
            let item = read_path_item(cx, name, &fields);
            webhooks.push(Webhook { name, asked_by: None, item });
        }
    }
    let mut met = HashSet::new();
    for item in paths {
        for operation in &item.operations {
            let by = operation.name(item.template);
            webhooks.extend(read_callbacks(cx, operation, &by, |location| {
                met.insert(location.clone());
                true
            }));
        }
    }
    // What the server sends may ask for callbacks too, and one of these for itself.
    let mut next = 0;
    while let Some(webhook) = webhooks.get(next) {
        let by = webhook.asked_by.iter().map(String::as_str).chain([webhook.name]);
        let by = by.collect::<Vec<_>>().join(" ");
        let operations = webhook.item.operations.iter();
        let asked: Vec<_> = operations
            .flat_map(|it| read_callbacks(cx, it, &by, |location| met.insert(location.clone())))
            .collect();
        webhooks.extend(asked);
        next += 1;
    }
    webhooks
}

fn read_callbacks<'s>(
    cx: &mut Context<'s>,
    operation: &Operation<'s>,
    by: &str,
    mut is_wanted: impl FnMut(&Location) -> bool,
) -> Vec<Webhook<'s>> {
    let mut webhooks = Vec::new();
    for (name, callback) in operation.fields.entries(cx, "callbacks") {
        if !is_wanted(&callback.location) {
            continue;
        }
        for (expression, value) in callback.object.iter() {
            if expression.starts_with("x-") {
                continue;
            }
            let location = callback.location.key(expression);
            let fields = Fields::read(cx, value, location, "a callback's path item");
            webhooks.extend(fields.map(|fields| Webhook {
                name,
                asked_by: Some(by.to_owned()),
                item: read_path_item(cx, expression, &fields),
            }));
        }
    }
    webhooks
}
