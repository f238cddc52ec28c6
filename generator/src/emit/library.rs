//! The root of the client: what it is about, its modules, what its users need at hand.

use proc_macro2::TokenStream;
use quote::quote;

use crate::api::GroupKind;
use crate::emit::{Context, docs, groups, guide, runtime, servers};
use crate::features;
use crate::model::{Feature, Need};

pub(crate) fn emit(cx: Context<'_>) -> TokenStream {
    let info = &cx.model.api().info;
    let title = format!("A client for {}, version {}.", info.title.trim(), info.version.trim());
    let title = docs::harmless(&title);
    let about = docs::text(&info.docs, "");
    let text = [title.replace('<', "\\<"), about].join("\n\n");
    let about = docs::inner(text.trim());
    let guide = guide::emit(cx);
    let exports = exports(cx);
    let gated = !cx.model.features.is_empty();
    let unused = gated.then(|| {
        quote! {
            // Not every group of the API needs all that others need.
            #![allow(dead_code)]
            #![allow(unused_imports)]
            #![allow(unused_macros)]
        }
    });
    let of_module = cx.model.is_module().then(lints_of_module);
    let features = (!cx.model.is_module()).then(|| features(cx));
    let webhooks = webhooks(cx);
    quote! {
        #about
        #guide
        #features
        // The text of a description is its author's: what it links to, and how, is not judged here.
        #![allow(rustdoc::bare_urls)]
        #![allow(rustdoc::broken_intra_doc_links)]
        #![allow(rustdoc::invalid_html_tags)]
        #![allow(clippy::doc_lazy_continuation)]
        #![allow(clippy::doc_overindented_list_items)]
        // Variants hold their values in place: a box in each would be in the way of every match.
        #![allow(clippy::large_enum_variant)]
        // A property may be called `foo`, and a tag `operations`.
        #![allow(clippy::disallowed_names)]
        #![allow(clippy::module_inception)]
        // A status comes before the range that it is in, and several are listed as they are.
        #![allow(clippy::manual_range_patterns)]
        #![allow(clippy::match_overlapping_arm)]
        // Lists in maps in lists are what the description has.
        #![allow(clippy::type_complexity)]
        #unused
        #of_module

        // Whatever the settings of rustfmt, it leaves these as they are, and this file too: short
        // lines in the order that it would give them.
        #[rustfmt::skip]
        mod client;
        #[rustfmt::skip]
        pub mod errors;
        #[cfg(feature = "mock")]
        #[rustfmt::skip]
        pub mod mock;
        #[rustfmt::skip]
        pub mod operations;
        #[rustfmt::skip]
        pub mod runtime;
        #[rustfmt::skip]
        pub mod types;
        #webhooks

        #exports
    }
}

/// Returns the lint levels of a client that is a module: the lints of a crate apply to hand-written code.
fn lints_of_module() -> TokenStream {
    quote! {
        // A program calls some operations of the API. The others are not defects of the program.
        #![allow(dead_code)]
        #![allow(unused_imports)]
        #![allow(unused_macros)]
        // The lints of the crate apply to code that is written by hand.
        #![allow(unreachable_pub)]
        #![allow(clippy::all)]
        #![allow(clippy::pedantic)]
        #![allow(clippy::nursery)]
    }
}

/// The module of what the server sends by itself.
fn webhooks(cx: Context<'_>) -> Option<TokenStream> {
    let webhooks = &cx.model.webhooks;
    (!webhooks.items.is_empty()).then(|| {
        let when = groups::when(&webhooks.when);
        quote!(#when #[rustfmt::skip] pub mod webhooks;)
    })
}

/// The features of the crate, and those of its groups.
fn features(cx: Context<'_>) -> TokenStream {
    let mut text =
        String::from("\n# Features\n\nNone but those marked as default is on by itself.\n\n");
    for feature in &features::ALL {
        let default = if features::DEFAULT.contains(&feature.name) { " (default)" } else { "" };
        text.push_str(&format!("- `{}`{default}: {}\n", feature.name, feature.words));
    }
    if cx.model.features.is_empty() {
        return docs::inner(&text);
    }
    let has_tags = cx.model.features.iter().any(|feature| feature.group.kind == GroupKind::Tag);
    text.push_str(match has_tags {
        true => {
            "\nEach group of operations is a feature, which brings the types that it needs. They are on by\n\
             default; a program that takes few of them compiles faster. `full` brings all that stands here:\n\n"
        }
        false => "\n`full` brings all that stands here:\n\n",
    });
    let groups =
        cx.model.features.iter().map(|Feature { name: feature, group }| match group.kind {
            GroupKind::Tag => format!("- `{feature}`: {}\n", docs::visible(&group.name)),
            GroupKind::Webhooks => {
                format!("- `{feature}`: what the server sends by itself; not on by default\n")
            }
            GroupKind::Unreferenced => {
                format!("- `{feature}`: types that no operation needs; not on by default\n")
            }
        });
    text.extend(groups);
    docs::inner(&text)
}

/// What stands at the root: what programs need at hand, and the crates that the client's own items
/// speak of, in the version that they speak of.
fn exports(cx: Context<'_>) -> TokenStream {
    let server = server(cx);
    let code = cx.model.codes.as_ref().map(|codes| codes.name);
    let code = code.map(|name| quote!(, #name));
    let maps = cx.model.needs.has(Need::Maps).then(|| quote! { pub use indexmap; });
    let runtime = runtime::public(cx);
    let types = type_crates(cx);
    quote! {
        pub use bytes;
        #server
        pub use errors::{AnyError, Error #code};
        pub use http;
        #maps
        #[rustfmt::skip]
        pub use runtime::{#(#runtime),*};
        pub use serde_json;
        #types
    }
}

/// The enum of the servers, and those of what stands in their URLs.
fn server(cx: Context<'_>) -> Option<TokenStream> {
    let enums = servers::enums(cx);
    let server = match enums.as_slice() {
        [] => quote! { pub use client::Server; },
        enums => quote! { pub use client::{Server #(, #enums)*}; },
    };
    (!cx.model.client.takes_url()).then_some(server)
}

/// The crates whose types stand for dates and the like.
fn type_crates(cx: Context<'_>) -> TokenStream {
    let jiff = cx.model.needs.has(Need::Jiff).then(|| {
        quote!(
            pub use jiff;
        )
    });
    let time = cx.model.needs.has(Need::Time).then(|| {
        quote!(
            pub use time;
        )
    });
    let uuids = cx.model.needs.has(Need::Uuids).then(|| {
        quote!(
            pub use uuid;
        )
    });
    quote!(#jiff #time #uuids)
}
