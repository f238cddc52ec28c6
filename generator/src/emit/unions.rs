//! Unions: the tag is read first and decides; it is written by the variant, which knows its own.

use std::collections::HashSet;

use proc_macro2::TokenStream;
use quote::quote;

use super::{Context, checks, docs};
use crate::api::{TypeDef, TypeId, Union};

pub(super) fn emit(cx: Context<'_>, id: TypeId, def: &TypeDef, union: &Union) -> TokenStream {
    let names = cx.names.of_type(id);
    let (item, members) = (&names.item, &names.members);
    let types: Vec<_> = union.variants.iter().map(|variant| &cx.names.of_type(variant.ty).item).collect();
    let words = docs::emit(&def.docs, &format!("One of the types of `{item}`."));
    let variants = union.variants.iter().enumerate().map(|(index, variant)| {
        let tags: Vec<_> = variant.tags.iter().map(|tag| format!("`{}`", visible(tag))).collect();
        let otherwise = format!("`{}` is {}.", visible(&union.tag), tags.join(" or "));
        let words = docs::emit(&cx.api.types[variant.ty].docs, &otherwise);
        let (name, ty) = (&members[index], types[index]);
        quote!(#words #name(#ty),)
    });
    let unknown = &names.rest;
    let received = cx.facts.is_received(id);
    let unknown_variant = received.then(|| quote! {
        /// A value whose tag the description does not list, as the server wrote it.
        #unknown(rt::UnknownVariant),
    });
    let unknown_write = received.then(|| quote!(Self::#unknown(value) => rt::Json::write(value, writer),));
    let read = read(cx, id, union);
    let conversions = conversions(cx, id, union);
    let check = cx.facts.is_checked(id).then(|| checks::of_union(cx, id, union));
    quote! {
        #words
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum #item { #(#variants)* #unknown_variant }

        impl rt::Json for #item {
            #read
            fn write(&self, writer: &mut rt::Writer) {
                match self {
                    #(Self::#members(value) => value.write(writer),)*
                    #unknown_write
                }
            }
        }

        #conversions
        #check
    }
}

fn read(cx: Context<'_>, id: TypeId, union: &Union) -> TokenStream {
    let names = cx.names.of_type(id);
    let tag = &union.tag;
    let arms = union.variants.iter().zip(&names.members).map(|(variant, name)| {
        let tags = &variant.tags;
        quote!(#(#tags)|* => rt::Json::read(node).map(Self::#name),)
    });
    let known = union.variants.iter().flat_map(|variant| &variant.tags);
    let otherwise = if cx.facts.is_received(id) {
        let unknown = &names.rest;
        quote!(_ => rt::Json::read(node).map(Self::#unknown),)
    } else {
        quote!(other => Err(rt::ReadError::unknown_tag(#tag, other, &[#(#known),*])),)
    };
    quote! {
        fn read(node: &rt::Node<'_>) -> Result<Self, rt::ReadError> {
            match node.object()?.tag(#tag)? {
                #(#arms)*
                #otherwise
            }
        }
    }
}

/// A variant's type converts into the union, where only one variant has it.
fn conversions(cx: Context<'_>, id: TypeId, union: &Union) -> TokenStream {
    let names = cx.names.of_type(id);
    let item = &names.item;
    let mut seen = HashSet::new();
    let twice: HashSet<_> =
        union.variants.iter().map(|variant| variant.ty).filter(|ty| !seen.insert(*ty)).collect();
    let once = union.variants.iter().zip(&names.members).filter(|(v, _)| !twice.contains(&v.ty));
    let impls = once.map(|(variant, name)| {
        let ty = &cx.names.of_type(variant.ty).item;
        quote! {
            impl From<#ty> for #item {
                fn from(value: #ty) -> Self { Self::#name(value) }
            }
        }
    });
    quote!(#(#impls)*)
}

fn visible(name: &str) -> String {
    name.chars().filter(|char| !char.is_control() && *char != '`').collect()
}
