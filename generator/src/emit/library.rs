//! The root of the client: what it is about, its modules, what its users need at hand.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Context, docs};
use crate::api::{EnumKind, Type};
use crate::formats::Dates;

pub(super) fn emit(cx: Context<'_>) -> TokenStream {
    let info = &cx.api.info;
    let title = format!("A client for {}, version {}.", info.title.trim(), info.version.trim());
    let title = title.chars().filter(|char| !docs::is_hostile(*char)).collect::<String>();
    let about = docs::text(&info.docs, "");
    let text = [title.replace('<', "\\<"), about].join("\n\n");
    let lines =
        text.trim().lines().map(|line| format!(" {line}")).map(|line| quote!(#![doc = #line]));
    let exports = exports(cx);
    quote! {
        #(#lines)*
        // The text of a description is its author's: what it links to, and how, is not judged here.
        #![allow(rustdoc::bare_urls)]
        #![allow(rustdoc::broken_intra_doc_links)]
        #![allow(rustdoc::invalid_html_tags)]
        #![allow(clippy::doc_lazy_continuation)]
        #![allow(clippy::doc_overindented_list_items)]
        // Variants hold their values in place: a box in each would be in the way of every match.
        #![allow(clippy::large_enum_variant)]
        // A map of maps of lists is what the description says it is; a name would hide that.
        #![allow(clippy::type_complexity)]
        // A property may be called `1`.
        #![allow(clippy::just_underscores_and_digits)]
        // A status comes before the range that it is in.
        #![allow(clippy::match_overlapping_arm)]

        // Whatever the settings of rustfmt, it leaves these as they are, and this file too: short
        // lines in the order that it would give them.
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

        #exports
    }
}

/// What stands at the root: what programs need at hand, and the crates that the client's own items
/// speak of, in the version that they speak of.
fn exports(cx: Context<'_>) -> TokenStream {
    let server = (!cx.api.servers.is_empty()).then(|| {
        quote!(
            pub use client::Server;
        )
    });
    let code = cx.names.codes().map(|codes| &codes.ty);
    let code = code.map(|ty| quote!(, #ty));
    let maps = cx.facts.uses_maps().then(|| {
        quote!(
            pub use indexmap;
        )
    });
    let unknown = cx.facts.has_enum(EnumKind::Texts).then(|| {
        quote!(
            pub use runtime::unknown::UnknownValue;
        )
    });
    let uploads = cx.facts.uses_uploads().then(|| {
        quote!(
            pub use runtime::multipart::Upload;
        )
    });
    let scalars = cx.facts.has_enum(EnumKind::Values).then(|| {
        quote!(
            pub use runtime::value_enum::{Scalar, UnknownScalar};
        )
    });
    let base64 = cx.facts.uses(&Type::Base64).then(|| {
        quote!(
            pub use runtime::base64::{Base64, Base64Error};
        )
    });
    let types = type_crates(cx);
    quote! {
        pub use bytes;
        #server
        pub use errors::{AnyError, Error #code};
        pub use http;
        #maps
        pub use runtime::answer::Answer;
        #base64
        pub use runtime::builder::{BuildError, ClientBuilder};
        pub use runtime::call::CallOptions;
        pub use runtime::client::Client;
        pub use runtime::documented::ApiError;
        pub use runtime::error::CallError;
        pub use runtime::invalid::{InvalidRequest, Place, Violation};
        #uploads
        pub use runtime::retry::RetryPolicy;
        pub use runtime::secret::Secret;
        pub use runtime::transport::{BlockingTransport, BoxFuture, SendOptions};
        pub use runtime::transport::{Transport, TransportError, TransportErrorKind};
        pub use runtime::undocumented::{DecodeError, DecodeErrorKind, UnexpectedAnswer};
        #unknown
        #scalars
        pub use serde_json;
        #types
    }
}

/// The crates whose types stand for dates and the like.
fn type_crates(cx: Context<'_>) -> TokenStream {
    let dates = cx.facts.uses_dates().then(|| match cx.facts.dates() {
        Dates::Jiff => quote!(
            pub use jiff;
        ),
        Dates::Time | Dates::Text => quote!(
            pub use time;
        ),
    });
    let uuids = cx.facts.uses(&Type::Uuid).then(|| {
        quote!(
            pub use uuid;
        )
    });
    quote!(#dates #uuids)
}
