//! Requests that the server sends: webhooks (OpenAPI 3.1, 4.8.1) and callbacks (4.8.18).

use std::collections::HashSet;

use super::context::Context;
use super::operation::{Operation, PathItem, read_path_item};
use super::reader::Fields;
use crate::settings::Selection;
use crate::source::Location;

/// A webhook, or an expression of a callback.
#[derive(Debug)]
pub struct Webhook<'s> {
    /// The key in `webhooks` or `callbacks`.
    pub name: &'s str,
    /// The operation that declares the callback: its `operationId`, or its method and path.
    pub asked_by: Option<String>,
    /// The requests. The template is the name of a webhook, or the URL expression of a callback
    /// (OpenAPI 3.1, 4.8.18.4).
    pub item: PathItem<'s>,
}

/// Reads `webhooks`, its predecessor `x-webhooks`, and the callbacks of these and of all paths.
pub(super) fn read<'s>(
    cx: &mut Context<'s>,
    root: &Fields<'s>,
    paths: &[PathItem<'s>],
) -> Vec<Webhook<'s>> {
    let mut webhooks = Vec::new();
    // A client of some operations gets their callbacks, but not all webhooks of the server.
    let has_all = cx.selection.as_ref().is_none_or(Selection::includes_all);
    for key in ["webhooks", "x-webhooks"].into_iter().filter(|_| has_all) {
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
    // Webhooks and callbacks may declare callbacks themselves, even recursively.
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
