//! The root of the client: the crate page, its modules and its re-exports.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use crate::api::GroupKind;
use crate::emit::{Context, docs, groups, guide, runtime, servers};
use crate::features;
use crate::model::{Feature, Need};

/// The page of types without a client.
const TYPES_ALONE: &str = "\n# Types\n\nThe module [`types`] has a type for each schema. Each implements \
    `serde::Serialize` and `serde::Deserialize`, so that `serde_json` reads and writes it.\n";

pub(crate) fn emit(cx: Context<'_>) -> TokenStream {
    let info = &cx.model.api().info;
    let has_client = cx.model.has_client();
    let what = if has_client { "A client for" } else { "The types of" };
    let title = format!("{what} {}, version {}.", info.title.trim(), info.version.trim());
    let title = docs::harmless(&title);
    let about = docs::text(&info.docs, "");
    let text = [title.replace('<', "\\<"), about].join("\n\n");
    let about = docs::inner(text.trim());
    let guide = if has_client { guide::emit(cx) } else { docs::inner(TYPES_ALONE) };
    let exports = exports(cx);
    let gated = !cx.model.features.is_empty() || !has_client;
    let unused = gated.then(|| {
        quote! {
            // With some features off, or with types alone, parts of the support code are unused.
            #![allow(dead_code)]
            #![allow(unused_imports)]
            #![allow(unused_macros)]
        }
    });
    let of_module = cx.model.is_module().then(lints_of_module);
    let scripts = (!cx.model.has_ascii_names()).then(|| lints_of_scripts(cx.model.is_module()));
    let features = (has_client && !cx.model.is_module()).then(|| features(cx));
    let modules = modules(cx);
    quote! {
        #about
        #guide
        #features
        // The links and HTML in texts of the description are not defects of this crate.
        #![allow(rustdoc::bare_urls)]
        #![allow(rustdoc::broken_intra_doc_links)]
        #![allow(rustdoc::invalid_html_tags)]
        #![allow(clippy::doc_lazy_continuation)]
        #![allow(clippy::doc_overindented_list_items)]
        // Variants hold their values without boxes, because a box would complicate every match.
        #![allow(clippy::large_enum_variant)]
        // A property may have the name `foo`, and a tag the name `operations`.
        #![allow(clippy::disallowed_names)]
        #![allow(clippy::module_inception)]
        // An arm for a status comes before the arm for its range, and several statuses are listed one by one.
        #![allow(clippy::manual_range_patterns)]
        #![allow(clippy::match_overlapping_arm)]
        // The description has lists in maps in lists.
        #![allow(clippy::type_complexity)]
        #scripts
        #unused
        #of_module

        // rustfmt skips these modules with every setting. This file has short lines in its usual order, so that rustfmt
        // leaves it as it is.
        #modules

        #exports
    }
}

/// Emits the modules.
fn modules(cx: Context<'_>) -> TokenStream {
    let own_types = private(!cx.model.own_types.is_empty(), "own_types");
    let schemas = private(!cx.model.schemas.is_empty(), "schemas");
    let webhooks = webhooks(cx);
    let calls = cx.model.has_client().then(|| {
        quote! {
            #[rustfmt::skip]
            mod client;
            #[rustfmt::skip]
            pub mod errors;
            #[cfg(feature = "mock")]
            #[rustfmt::skip]
            pub mod mock;
            #[rustfmt::skip]
            pub mod operations;
        }
    });
    quote! {
        #calls
        #own_types
        #[rustfmt::skip]
        pub mod runtime;
        #schemas
        #[rustfmt::skip]
        pub mod types;
        #webhooks
    }
}

/// Returns the lints that names in other scripts than Latin may violate. The lints of scripts apply to a whole crate.
fn lints_of_scripts(is_module: bool) -> TokenStream {
    let of_crate = (!is_module).then(|| {
        quote! {
            #![allow(confusable_idents)]
            #![allow(mixed_script_confusables)]
            #![allow(uncommon_codepoints)]
        }
    });
    quote! {
        // In a script without capitals, a variable may have the name of a variant.
        #![allow(bindings_with_variant_name)]
        #of_crate
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

/// Emits a private module that not every client has.
fn private(is_needed: bool, name: &str) -> Option<TokenStream> {
    let name = Ident::new(name, Span::call_site());
    is_needed.then(|| {
        quote! {
            #[rustfmt::skip]
            mod #name;
        }
    })
}

/// Emits the module of webhooks and callbacks.
fn webhooks(cx: Context<'_>) -> Option<TokenStream> {
    let webhooks = &cx.model.webhooks;
    (!webhooks.items.is_empty()).then(|| {
        let when = groups::when(&webhooks.when);
        quote!(#when #[rustfmt::skip] pub mod webhooks;)
    })
}

/// Returns the docs of the features of the crate and of its groups.
fn features(cx: Context<'_>) -> TokenStream {
    let mut text = String::from("\n# Features\n\n");
    for feature in &features::ALL {
        let default = if features::DEFAULT.contains(&feature.name) { " (default)" } else { "" };
        text.push_str(&format!("- `{}`{default}: {}\n", feature.name, feature.words));
    }
    if cx.model.features.is_empty() {
        return docs::inner(&text);
    }
    let of_kind = |kind| cx.model.features.iter().filter(move |it| it.group.kind == kind);
    for Feature { name, .. } in of_kind(GroupKind::Webhooks) {
        text.push_str(&format!("- `{name}`: The bodies of webhooks and callbacks.\n"));
    }
    for Feature { name, .. } in of_kind(GroupKind::Unreferenced) {
        text.push_str(&format!("- `{name}`: Types that no operation needs.\n"));
    }
    let groups: Vec<_> = of_kind(GroupKind::Tag).map(|it| format!("`{}`", it.name)).collect();
    text.push_str(&match groups.as_slice() {
        [] => "\n`full` enables all types.\n".to_owned(),
        groups => format!(
            "\nEach group of operations is a feature, which includes the types of the group: {}. The groups are\n\
             on by default. A program that enables fewer groups compiles faster. `full` enables all groups and types.\n",
            groups.join(", ")
        ),
    });
    docs::inner(&text)
}

/// Emits the re-exports of the root: the items that most programs need, and the crates whose types the client uses.
fn exports(cx: Context<'_>) -> TokenStream {
    if !cx.model.has_client() {
        return exports_of_types(cx);
    }
    let server = server(cx);
    let code = cx.model.codes.as_ref().map(|codes| codes.name);
    let code = code.map(|name| quote!(, #name));
    let maps = cx.model.needs.has(Need::Maps).then(|| quote! { pub use indexmap; });
    let runtime = runtime::public(cx);
    let types = type_crates(cx);
    quote! {
        pub use bytes;
        #server
        #[doc(inline)]
        pub use errors::{AnyError, Error #code};
        pub use http;
        #maps
        #[doc(inline)]
        #[rustfmt::skip]
        pub use runtime::{#(#runtime),*};
        pub use serde_json;
        #types
    }
}

/// Emits the re-exports of types without a client.
fn exports_of_types(cx: Context<'_>) -> TokenStream {
    let needs = &cx.model.needs;
    let bytes = needs.has(Need::Uploads).then(|| quote! { pub use bytes; });
    let maps = needs.has(Need::Maps).then(|| quote! { pub use indexmap; });
    let (runtime, types) = (runtime::public(cx), type_crates(cx));
    quote! {
        #bytes
        #maps
        #[doc(inline)]
        #[rustfmt::skip]
        pub use runtime::{#(#runtime),*};
        pub use serde_json;
        #types
    }
}

/// Emits the re-exports of the enum of servers and of the enums of URL variables.
fn server(cx: Context<'_>) -> Option<TokenStream> {
    let enums = servers::enums(cx);
    let server = match enums.as_slice() {
        [] => quote! { pub use client::Server; },
        enums => quote! { pub use client::{Server #(, #enums)*}; },
    };
    (!cx.model.client.takes_url()).then_some(server)
}

/// Emits the re-exports of the crates for dates, times, UUIDs, decimals and URLs.
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
    let chrono = cx.model.needs.has(Need::Chrono).then(|| {
        quote!(
            pub use chrono;
        )
    });
    let decimals = cx.model.needs.has(Need::Decimals).then(|| {
        quote!(
            pub use rust_decimal;
        )
    });
    let urls = cx.model.needs.has(Need::Urls).then(|| {
        quote!(
            pub use url;
        )
    });
    quote!(#chrono #jiff #decimals #time #urls #uuids)
}
