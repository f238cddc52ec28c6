//! Groups of the API: their modules, and what is compiled only where one of their features is on.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use quote::{TokenStreamExt, quote};

use super::{Context, Packaging, docs};
use crate::api::GroupId;

/// The condition under which something is compiled that these groups need. None needs nothing.
pub(super) fn condition(cx: Context<'_>, groups: &[GroupId]) -> TokenStream {
    let features: Vec<_> = groups.iter().map(|id| &cx.names.of_group(*id).feature).collect();
    match (cx.packaging, features.as_slice()) {
        // Whoever has the sources alone writes the manifest, and would have to list the features.
        (Packaging::Sources, _) | (_, []) => quote!(),
        (Packaging::Crate, [feature]) => quote!(#[cfg(feature = #feature)]),
        (Packaging::Crate, features) => quote!(#[cfg(any(#(feature = #features),*))]),
    }
}

/// The items, each behind the condition.
pub(super) fn gate(items: TokenStream, condition: &TokenStream) -> TokenStream {
    if condition.is_empty() {
        return items;
    }
    let mut gated = TokenStream::new();
    let mut begins = true;
    for token in items {
        if begins {
            gated.extend(condition.clone());
        }
        // What is emitted are items that end in a block, or calls of macros that end in `;`.
        begins = match &token {
            TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
            TokenTree::Punct(mark) => mark.as_char() == ';',
            TokenTree::Ident(_) | TokenTree::Literal(_) => false,
        };
        gated.append(token);
    }
    gated
}

/// A module for each of the groups, each behind its condition, and all that is in them at hand
/// without the module's name. `visibility` is that of the modules.
pub(super) fn modules(
    cx: Context<'_>,
    groups: impl Iterator<Item = GroupId>,
    visibility: &TokenStream,
) -> TokenStream {
    let modules = groups.map(|id| {
        let (condition, module) = (condition(cx, &[id]), &cx.names.of_group(id).module);
        (quote!(#condition #visibility mod #module;), quote!(#condition pub use #module::*;))
    });
    let (modules, uses): (Vec<_>, Vec<_>) = modules.unzip();
    quote!(#(#modules)* #(#uses)*)
}

/// The words about a group's module.
pub(super) fn words(cx: Context<'_>, id: GroupId, what: &str) -> String {
    let group = &cx.api.groups[id];
    let title = format!("{what} of the group `{}`.", docs::visible(&group.name));
    let about = docs::text(&group.docs, "");
    [title, about].join("\n\n").trim().to_owned()
}
