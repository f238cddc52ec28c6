//! Tuples: a struct of items by position; and lists and maps that contain themselves, in a struct of
//! their own.

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};

use super::{Context, checks, docs, shape};
use crate::api::{Shape, Tuple, TypeDef, TypeId};

pub(super) fn emit(cx: Context<'_>, id: TypeId, def: &TypeDef, tuple: &Tuple) -> TokenStream {
    let item = &cx.names.of_type(id).item;
    let words = docs::emit(&def.docs, &format!("The items of `{item}`."));
    let fields = tuple.items.iter().enumerate().map(|(index, item)| {
        let words = docs::emit(&item.docs, &format!("Item {}.", index + 1));
        let boxed = cx.facts.is_boxed(id, index);
        let ty = shape::held(cx, &item.shape, boxed, item.required);
        quote!(#words pub #ty,)
    });
    let rest = tuple.rest.as_ref().map(|rest| {
        let ty = shape::value(cx, rest);
        quote! {
            /// All further items.
            pub Vec<#ty>,
        }
    });
    let (read, write) = (read(tuple), write(tuple));
    let check = cx.facts.is_checked(id).then(|| checks::of_tuple(cx, id, tuple));
    quote! {
        #words
        #[derive(Clone, Debug, PartialEq)]
        pub struct #item(#(#fields)* #rest);

        impl rt::Json for #item { #read #write }

        #check
    }
}

/// A list or map in a struct of its own.
pub(super) fn emit_recursive(
    cx: Context<'_>,
    id: TypeId,
    def: &TypeDef,
    inside: &Shape,
) -> TokenStream {
    let item = &cx.names.of_type(id).item;
    let words = docs::emit(&def.docs, &format!("The schema `{item}`."));
    let ty = shape::bare(cx, inside, false);
    let check = cx.facts.is_checked(id).then(|| checks::of_recursive(cx, id, inside));
    quote! {
        #words
        #[derive(Clone, Debug, PartialEq, Default)]
        pub struct #item(pub #ty);

        impl From<#ty> for #item {
            fn from(value: #ty) -> Self { Self(value) }
        }

        impl rt::Json for #item {
            #[inline]
            fn read(node: &rt::Node<'_>) -> Result<Self, rt::ReadError> {
                rt::Json::read(node).map(Self)
            }

            #[inline]
            fn write(&self, writer: &mut rt::Writer) {
                rt::Json::write(&self.0, writer);
            }
        }

        #check
    }
}

fn read(tuple: &Tuple) -> TokenStream {
    let names: Vec<_> = (0..tuple.items.len()).map(|index| format_ident!("item_{index}")).collect();
    let reads = tuple.items.iter().enumerate().map(|(index, item)| {
        let position = position(index);
        let method = format_ident!("{}", if item.required { "required" } else { "optional" });
        quote!(items.#method(#position))
    });
    let len = position(tuple.items.len());
    let rest = tuple.rest.is_some().then(|| quote!(let rest = items.rest(#len);));
    let rest_value = tuple.rest.is_some().then(|| quote!(rest));
    let required = || {
        let items = tuple.items.iter().zip(&names);
        items.filter(|(item, _)| item.required).map(|(_, name)| name)
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

fn write(tuple: &Tuple) -> TokenStream {
    let items = tuple.items.iter().enumerate().map(|(index, item)| {
        let position = position(index);
        if item.required {
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
