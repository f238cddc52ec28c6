//! Expressions as tokens.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::quote;

use super::{Context, rust_type};
use crate::model::{Expression, Path};

/// An expression.
pub(super) fn tokens(cx: Context<'_>, expression: &Expression<'_>) -> TokenStream {
    let inside = |expression: &Expression<'_>| tokens(cx, expression);
    let all = |items: &[Expression<'_>]| -> Vec<_> { items.iter().map(inside).collect() };
    match expression {
        Expression::Text(text) | Expression::Raw(text) => quote!(#text),
        Expression::Bytes(text) => {
            let literal = Literal::byte_string(text.as_bytes());
            quote!(#literal)
        }
        Expression::Bool(value) => quote!(#value),
        Expression::Integer(value) => {
            let literal = Literal::i128_unsuffixed(*value);
            quote!(#literal)
        }
        Expression::Float(value) => {
            let literal = Literal::f64_unsuffixed(*value);
            quote!(#literal)
        }
        Expression::Variable(name) => {
            let name = Ident::new(name, Span::call_site());
            quote!(#name)
        }
        Expression::Path(path) => self::path(cx, path),
        Expression::Call(function, arguments) => {
            let (function, arguments) = (inside(function), all(arguments));
            quote!(#function(#(#arguments),*))
        }
        Expression::Method(receiver, method) => {
            let (receiver, method) = (inside(receiver), Ident::new(method, Span::call_site()));
            quote!((#receiver).#method())
        }
        Expression::Set(receiver, setter, value) => {
            let (receiver, value) = (inside(receiver), inside(value));
            quote!(#receiver.#setter(#value))
        }
        Expression::Try(result) => {
            let result = inside(result);
            quote!(#result?)
        }
        Expression::Reference(value) => {
            let value = inside(value);
            quote!(&#value)
        }
        Expression::Slices(value) => {
            let value = inside(value);
            quote!(#value.iter().map(String::as_str).collect::<Vec<_>>())
        }
        Expression::Vec(items) => {
            let items = all(items);
            quote!(vec![#(#items),*])
        }
        Expression::Array(items) => {
            let items = all(items);
            quote!([#(#items),*])
        }
        Expression::Pair(pair) => {
            let (first, second) = (inside(&pair.0), inside(&pair.1));
            quote!((#first, #second))
        }
        Expression::Macro(name, text) => {
            let (name, text) = (rust_type::path(name), text.parse::<TokenStream>());
            let text = text.unwrap_or_default();
            quote!(#name!(#text))
        }
    }
}

fn path(cx: Context<'_>, path: &Path<'_>) -> TokenStream {
    match path {
        Path::Known(path) => rust_type::path(path),
        Path::Of(path, ty, function) => {
            let (path, ty) = (rust_type::path(path), cx.ty(ty));
            let function = (!function.is_empty()).then(|| rust_type::path(function));
            let function = function.iter();
            quote!(#path::<#ty>#(::#function)*)
        }
        Path::New(item) => quote!(types::#item::new),
        Path::Variant(item, variant) => quote!(types::#item::#variant),
        Path::Wrapper(item) => quote!(types::#item),
    }
}
