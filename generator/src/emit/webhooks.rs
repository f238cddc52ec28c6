//! Webhooks and callbacks: a type alias for the body of each.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::{Context, docs};

/// Emits the module.
pub(crate) fn emit(cx: Context<'_>) -> TokenStream {
    let items = cx.model.webhooks.items.iter().map(|webhook| {
        let (name, described) = (webhook.name, webhook.described);
        let words = format!(
            "A body that the server sends with `{}`.",
            docs::visible(described.method.as_str())
        );
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
        //! The bodies of webhooks and callbacks, which the server sends.
        //!
        //! Read a received body into its type with `serde_json::from_slice`.
        #![allow(deprecated)]
        #types
        #(#items)*
    }
}
