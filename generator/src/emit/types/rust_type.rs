//! Rust types as tokens.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use crate::emit::Home;
use crate::model::{Argument, ItemName, RustType};

/// Returns a type as a module writes it.
pub(crate) fn tokens(home: Home, ty: &RustType<'_>) -> TokenStream {
    match ty {
        RustType::Path(path) => self::path(path),
        // The syntax of the settings was checked before.
        RustType::Own(path) => path.parse().unwrap_or_default(),
        RustType::Item(ItemName { shown, .. }) if home == Home::Types => quote!(#shown),
        RustType::Item(ItemName { shown, .. }) => quote!(types::#shown),
        RustType::Beside(name) => quote!(#name),
        RustType::Of(path, argument) => {
            let (path, argument) = (self::path(path), tokens(home, argument));
            quote!(#path<#argument>)
        }
        RustType::Map(value) => {
            let value = tokens(home, value);
            quote!(indexmap::IndexMap<String, #value>)
        }
        RustType::Reference(target) => {
            let target = tokens(home, target);
            quote!(&#target)
        }
        RustType::Slice(item) => {
            let item = tokens(home, item);
            quote!(&[#item])
        }
    }
}

/// Returns the type of an argument.
pub(crate) fn argument(home: Home, argument: &Argument<'_>) -> TokenStream {
    let ty = tokens(home, &argument.ty);
    if argument.into { quote!(impl Into<#ty>) } else { ty }
}

/// Returns a path.
pub(crate) fn path(path: &str) -> TokenStream {
    if path == "()" {
        return quote!(());
    }
    let segments = path.split("::").map(|segment| Ident::new(segment, Span::call_site()));
    quote!(#(#segments)::*)
}
