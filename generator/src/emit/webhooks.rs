//! Webhooks and callbacks: a name for the type of each.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::{Context, docs};

/// The module.
pub(crate) fn emit(cx: Context<'_>) -> TokenStream {
    let items = cx.model.webhooks.items.iter().map(|webhook| {
        let (name, described) = (webhook.name, webhook.described);
        let words = format!("Sent by `{}`.", docs::visible(described.method.as_str()));
        let (words, ty) = (docs::emit(&described.docs, &words), cx.ty(&webhook.ty));
        quote!(#words pub type #name = #ty;)
    });
    let types = cx.model.webhooks.items.iter().any(|webhook| webhook.shape.named().is_some());
    let types = types.then(|| {
        quote!(
            use super::types;
        )
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
