//! Tuples as structs of items by position, and structs around lists and maps that contain themselves.

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};

use crate::api::Type;
use crate::emit::{Context, docs};
use crate::model::{Recursive, Tuple, TypeItem};

pub(crate) fn emit(cx: Context<'_>, item: &TypeItem<'_>, tuple: &Tuple<'_>) -> TokenStream {
    let (when, name, derives) = (cx.when(item), item.name, docs::derives(item));
    let words = docs::emit(item.docs, &type_words(tuple));
    let fields = tuple.items.iter().enumerate().map(|(index, item)| {
        let words =
            docs::emit(&item.described.docs, &format!("The item at position {}.", index + 1));
        let ty = cx.ty(&item.ty);
        quote!(#words pub #ty,)
    });
    let rest = tuple.rest.as_ref().map(|(ty, _)| {
        let ty = cx.ty(ty);
        quote! {
            /// All further items.
            pub Vec<#ty>,
        }
    });
    let (read, write) = (read(tuple), write(tuple));
    quote! {
        #when
        #words
        #derives
        pub struct #name(#(#fields)* #rest);

        #when
        impl rt::Json for #name { #read #write }
    }
}

/// Emits the struct around a list or map that contains itself.
pub(crate) fn emit_recursive(
    cx: Context<'_>,
    item: &TypeItem<'_>,
    inside: &Recursive<'_>,
) -> TokenStream {
    let (when, name, derives) = (cx.when(item), item.name, docs::derives(item));
    let words = docs::emit(item.docs, recursive_words(inside));
    let ty = cx.ty(&inside.ty);
    quote! {
        #when
        #words
        #derives
        pub struct #name(pub #ty);

        #when
        impl From<#ty> for #name {
            fn from(value: #ty) -> Self { Self(value) }
        }

        #when
        impl rt::Json for #name {
            #[inline]
            fn read(node: &rt::Node<'_>) -> Result<Self, rt::ReadError> {
                rt::Json::read(node).map(Self)
            }

            #[inline]
            fn write(&self, writer: &mut rt::Writer) {
                rt::Json::write(&self.0, writer);
            }
        }
    }
}

/// Returns the docs of a tuple without a description.
fn type_words(tuple: &Tuple<'_>) -> String {
    let (count, others) =
        (tuple.items.len(), if tuple.rest.is_some() { " and others" } else { "" });
    format!("An array of {count} item{}{others}.", if count == 1 { "" } else { "s" })
}

/// Returns the docs of a recursive list or map without a description.
fn recursive_words(inside: &Recursive<'_>) -> &'static str {
    match inside.shape.ty {
        Type::List(_) => "An array that can contain arrays of its own type.",
        _ => "An object whose values can be of its own type.",
    }
}

fn read(tuple: &Tuple<'_>) -> TokenStream {
    let names: Vec<_> = (0..tuple.items.len()).map(|index| format_ident!("item_{index}")).collect();
    let reads = tuple.items.iter().enumerate().map(|(index, item)| {
        let position = position(index);
        let method =
            format_ident!("{}", if item.described.required { "required" } else { "optional" });
        quote!(items.#method(#position))
    });
    let len = position(tuple.items.len());
    let rest = tuple.rest.is_some().then(|| quote!(let rest = items.rest(#len);));
    let rest_value = tuple.rest.is_some().then(|| quote!(rest));
    let required = || {
        let items = tuple.items.iter().zip(&names);
        items.filter(|(item, _)| item.described.required).map(|(_, name)| name)
    };
    let (patterns, values) = (required(), required());
    let present = required().next().is_some().then(
        || quote!(let (#(Some(#patterns),)*) = (#(#values,)*) else { return items.failed() };),
    );
    let known = if tuple.rest.is_some() { quote!(usize::MAX) } else { quote!(#len) };
    quote! {
        #[inline]
        fn read(node: &rt::Node<'_>) -> Result<Self, rt::ReadError> {
            let items = rt::TupleReader::new(node, #known)?;
            #(let #names = #reads;)*
            #rest
            #present
            items.finish(Self(#(#names,)* #rest_value))
        }
    }
}

fn write(tuple: &Tuple<'_>) -> TokenStream {
    let items = tuple.items.iter().enumerate().map(|(index, item)| {
        let position = position(index);
        if item.described.required {
            quote!(items.required(&self.#position);)
        } else {
            quote!(items.optional(&self.#position);)
        }
    });
    let len = position(tuple.items.len());
    let rest = tuple.rest.is_some().then(|| quote!(items.rest(&self.#len);));
    quote! {
        #[inline]
        fn write(&self, writer: &mut rt::Writer) {
            let mut items = rt::TupleWriter::new(writer);
            #(#items)*
            #rest
            items.end();
        }
    }
}

fn position(index: usize) -> Literal {
    Literal::usize_unsuffixed(index)
}
