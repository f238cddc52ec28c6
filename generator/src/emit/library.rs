//! The root of the client: what it is about, its modules, what its users need at hand.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Context, docs};

pub(super) fn emit(cx: Context<'_>) -> TokenStream {
    let info = &cx.api.info;
    let title = format!("A client for {}, version {}.", info.title.trim(), info.version.trim());
    let title = title.chars().filter(|char| !docs::is_hostile(*char)).collect::<String>();
    let about = docs::text(&info.docs, "");
    let text = [title.replace('<', "\\<"), about].join("\n\n");
    let lines = text.trim().lines().map(|line| format!(" {line}")).map(|line| quote!(#![doc = #line]));
    let server = (!cx.api.servers.is_empty()).then(|| quote!(pub use client::Server;));
    let codes = cx.names.codes().map(|codes| {
        let ty = &codes.ty;
        quote!(pub use errors::#ty;)
    });
    let maps = cx.facts.uses_maps().then(|| quote!(pub use indexmap;));
    let dates = cx.facts.uses_dates().then(|| quote!(pub use time;));
    quote! {
        #(#lines)*
        // The text of a description is its author's: what it links to, and how, is not judged here.
        #![allow(rustdoc::bare_urls, rustdoc::broken_intra_doc_links, rustdoc::invalid_html_tags)]
        #![allow(clippy::doc_lazy_continuation, clippy::doc_overindented_list_items)]
        // Variants hold their values in place: a box in each would be in the way of every match.
        #![allow(clippy::large_enum_variant)]
        // A status comes before the range that it is in.
        #![allow(clippy::match_overlapping_arm)]

        #[rustfmt::skip]
        mod client;
        #[rustfmt::skip]
        pub mod errors;
        #[rustfmt::skip]
        pub mod operations;
        #[rustfmt::skip]
        pub mod runtime;
        #[rustfmt::skip]
        pub mod types;

        #server
        pub use errors::{AnyError, Error};
        #codes
        pub use runtime::{
            Answer, ApiError, BuildError, CallError, CallOptions, Client, ClientBuilder, InvalidRequest, RetryPolicy,
            Secret, Transport, TransportError,
        };
        // What the client's own items speak of, in the version that they speak of.
        pub use bytes;
        pub use http;
        #maps
        pub use serde_json;
        #dates
    }
}
