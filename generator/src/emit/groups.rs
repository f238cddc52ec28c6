//! Groups of the API: their modules, and the conditions under which items are compiled.

use proc_macro2::TokenStream;
use quote::quote;

use crate::api::Group;
use crate::emit::docs;
use crate::model::{Condition, GroupModule};

/// Returns the `cfg` attribute of an item with a condition.
pub(crate) fn when(Condition(features): &Condition<'_>) -> TokenStream {
    match features.as_slice() {
        [] => quote!(),
        [feature] => quote!(#[cfg(feature = #feature)]),
        features => quote!(#[cfg(any(#(feature = #features),*))]),
    }
}

/// Emits the modules of groups, and re-exports of their items. `visibility` is the visibility of the modules.
pub(crate) fn modules(modules: &[GroupModule<'_>], visibility: &TokenStream) -> TokenStream {
    let modules = modules.iter().map(|GroupModule { name, path, when }| {
        let when = self::when(when);
        let path = path.as_ref().map(|path| quote!(#[path = #path]));
        (quote!(#when #path #visibility mod #name;), quote!(#when pub use #name::*;))
    });
    let (modules, uses): (Vec<_>, Vec<_>) = modules.unzip();
    quote!(#(#modules)* #(#uses)*)
}

/// Returns the docs of a group's module.
pub(crate) fn words(group: &Group, items: &str) -> String {
    let title = format!("{items} of the group `{}`.", docs::visible(&group.name));
    let about = docs::text(&group.docs, "");
    [about, title].join("\n\n").trim().to_owned()
}
