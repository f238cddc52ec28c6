//! Unions: by tag, which is read first and written by the variant that knows its own; or by what
//! fits best.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Context, checks, docs, shape};
use crate::api::{Type, TypeDef, TypeId, TypeKind, Union, Variant};
use crate::facts;

pub(super) fn emit(cx: Context<'_>, id: TypeId, def: &TypeDef, union: &Union) -> TokenStream {
    let names = cx.names.of_type(id);
    let (item, members) = (&names.item, &names.members);
    let words = docs::emit(&def.docs, &format!("One of the types of `{item}`."));
    let variants = union.variants.iter().enumerate().map(|(index, variant)| {
        let words = variant_docs(cx, union, variant);
        let boxed = cx.facts.is_boxed(id, index);
        let (name, ty) = (&members[index], shape::held(cx, &variant.shape, boxed, true));
        quote!(#words #name(#ty),)
    });
    let open = is_open(cx, id, union);
    let unknown = &names.rest;
    let unknown_variant = open.then(|| {
        quote! {
            /// A value whose tag the description does not list, as the server wrote it.
            #unknown(rt::UnknownVariant),
        }
    });
    let unknown_write =
        open.then(|| quote!(Self::#unknown(value) => rt::Json::write(value, writer),));
    let read = match &union.tag {
        Some(tag) => read_tagged(cx, id, union, tag),
        None => read_fitting(cx, id, union),
    };
    let conversions = conversions(cx, id, union);
    let check = cx.facts.is_checked(id).then(|| checks::of_union(cx, id, union));
    quote! {
        #words
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum #item { #(#variants)* #unknown_variant }

        impl rt::Json for #item {
            #read
            #[inline]
            fn write(&self, writer: &mut rt::Writer) {
                match self {
                    #(Self::#members(value) => rt::Json::write(value, writer),)*
                    #unknown_write
                }
            }
        }

        #conversions
        #check
    }
}

/// Whether a value with a tag of tomorrow is kept: one that came from a server.
pub(super) fn is_open(cx: Context<'_>, id: TypeId, union: &Union) -> bool {
    union.tag.is_some() && union.fallback.is_none() && cx.facts.is_received(id)
}

fn variant_docs(cx: Context<'_>, union: &Union, variant: &Variant) -> TokenStream {
    let tags: Vec<_> = variant.tags.iter().map(|tag| format!("`{}`", docs::visible(tag))).collect();
    let fallback = union.fallback.and_then(|index| union.variants.get(index));
    let otherwise = match &union.tag {
        Some(tag) if fallback.is_some_and(|fallback| std::ptr::eq(fallback, variant)) => {
            let (tag, tags) = (docs::visible(tag), tags.join(" or "));
            let listed = if tags.is_empty() { tags } else { format!("{tags}, or ") };
            format!("`{tag}` is {listed}none that another variant has.")
        }
        Some(tag) => format!("`{}` is {}.", docs::visible(tag), tags.join(" or ")),
        None => format!("`{}`", docs::visible(&variant.word)),
    };
    match variant.named() {
        Some(ty) => docs::emit(&cx.api.types[ty].docs, &otherwise),
        None => docs::attributes(&otherwise),
    }
}

/// The tag says which variant reads. What has another one is taken by one of the variants, kept as it
/// is, or refused; what has none is taken by the first of these, or by what it fits.
fn read_tagged(cx: Context<'_>, id: TypeId, union: &Union, tag: &str) -> TokenStream {
    let names = cx.names.of_type(id);
    let fallback = union.fallback.map(|index| &names.members[index]);
    let is_lacking = facts::is_fitted(cx.api, union);
    let is_optional = fallback.is_some() || is_lacking;
    let some = |tag: TokenStream| if is_optional { quote!(Some(#tag)) } else { tag };
    let arms = union.variants.iter().zip(&names.members).filter_map(|(variant, name)| {
        if variant.tags.is_empty() || Some(name) == fallback {
            return None;
        }
        let tags = variant.tags.iter().map(|tag| some(quote!(#tag)));
        Some(quote!(#(#tags)|* => rt::Json::read(node).map(Self::#name),))
    });
    let without = is_lacking.then(|| {
        let fitting = fitting(cx, id, union);
        quote!(None => #fitting,)
    });
    let taker = fallback.or_else(|| is_open(cx, id, union).then_some(&names.rest));
    let otherwise = match taker {
        Some(name) => quote!(_ => rt::Json::read(node).map(Self::#name),),
        None => {
            let known = union.variants.iter().flat_map(|variant| &variant.tags);
            let other = some(quote!(other));
            quote!(#other => Err(rt::ReadError::unknown_tag(#tag, other, &[#(#known),*])),)
        }
    };
    let found = if is_optional { quote!(optional_tag(#tag)) } else { quote!(tag(#tag)?) };
    quote! {
        #[inline]
        fn read(node: &rt::Node<'_>) -> Result<Self, rt::ReadError> {
            match node.object()?.#found {
                #(#arms)*
                #without
                #otherwise
            }
        }
    }
}

/// Each variant reads; the stricter ones are offered first, so that they win where both fit.
fn read_fitting(cx: Context<'_>, id: TypeId, union: &Union) -> TokenStream {
    let fitting = fitting(cx, id, union);
    quote! {
        #[inline]
        fn read(node: &rt::Node<'_>) -> Result<Self, rt::ReadError> { #fitting }
    }
}

/// The variant that a value fits best.
fn fitting(cx: Context<'_>, id: TypeId, union: &Union) -> TokenStream {
    let names = cx.names.of_type(id);
    let mut variants: Vec<_> = union.variants.iter().zip(&names.members).collect();
    variants.sort_by_key(|(variant, _)| looseness(cx, &variant.shape.ty));
    let variants = variants.iter().map(|(variant, name)| {
        let kind = match &variant.shape.ty {
            Type::Any | Type::Map(_) => quote!(any),
            _ => quote!(new),
        };
        quote!(rt::Variant::#kind(|node| rt::Json::read(node).map(Self::#name)))
    });
    let words = names.members.iter().map(ToString::to_string);
    quote!(rt::choose(node, const { &[#(#variants),*] }, &[#(#words),*]))
}

/// How much else a type would take, beside what it is meant for.
fn looseness(cx: Context<'_>, ty: &Type) -> u8 {
    match ty {
        Type::Named(id) => match &cx.api.types[*id].kind {
            TypeKind::Enum(_) => 0,
            TypeKind::Tuple(_) => 2,
            TypeKind::Struct(_) | TypeKind::Union(_) | TypeKind::Recursive(_) => 3,
        },
        Type::Bool | Type::Date | Type::DateTime | Type::Uuid | Type::Integer(_) => 1,
        Type::Number => 2,
        Type::Text | Type::Base64 | Type::List(_) => 3,
        Type::Map(_) => 4,
        Type::Any | Type::Binary => 5,
    }
}

/// The type of a variant, if a value of it becomes the union by itself.
pub(super) fn converted(
    cx: Context<'_>,
    id: TypeId,
    union: &Union,
    index: usize,
) -> Option<TypeId> {
    let is_once = |ty| union.variants.iter().filter(|other| other.named() == Some(ty)).count() == 1;
    let variant = union.variants.get(index)?;
    let plain = !variant.shape.nullable && !variant.shape.sensitive;
    let is_plain = plain && !cx.facts.is_boxed(id, index);
    variant.named().filter(|ty| is_plain && is_once(*ty))
}

/// A variant's type converts into the union, where only one variant has it.
fn conversions(cx: Context<'_>, id: TypeId, union: &Union) -> TokenStream {
    let names = cx.names.of_type(id);
    let item = &names.item;
    let impls = (0..union.variants.len()).filter_map(|index| {
        let target = converted(cx, id, union, index)?;
        let (ty, name) = (&cx.names.of_type(target).item, &names.members[index]);
        Some(quote! {
            impl From<#ty> for #item {
                #[inline]
                fn from(value: #ty) -> Self { Self::#name(value) }
            }
        })
    });
    quote!(#(#impls)*)
}
