//! Webhooks and callbacks: a name for the type of each.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Context, docs, import_types, shape};
use crate::api::Webhook;

/// Whether there is a webhook with a body that is typed.
pub(super) fn is_needed(cx: Context<'_>) -> bool {
    cx.api.webhooks.iter().any(|webhook| webhook.shape().is_some())
}

/// The module.
pub(super) fn emit(cx: Context<'_>) -> TokenStream {
    let typed = cx.api.webhooks.iter().zip(cx.names.webhooks());
    let typed: Vec<_> =
        typed.filter_map(|(webhook, name)| Some((webhook, name, webhook.shape()?))).collect();
    let types = import_types(typed.iter().map(|(_, _, shape)| *shape));
    let items = typed.iter().map(|(webhook, name, shape)| {
        let words = docs::emit(&webhook.docs, &words(webhook));
        let ty = shape::value(cx, shape);
        quote!(#words pub type #name = #ty;)
    });
    quote! {
        //! What the server sends by itself: webhooks, and the callbacks that calls ask for.
        //!
        //! Whoever receives one reads its body by `serde_json::from_slice`, into the type here.
        #![allow(deprecated)]
        #types
        #(#items)*
    }
}

fn words(webhook: &Webhook) -> String {
    format!("Sent by `{}`.", docs::visible(webhook.method.as_str()))
}
