//! Unions: enums of types, read by tag, or by the variant that a value fits best.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::{Context, docs};
use crate::model::{Attempt, Reading, Tagged, TypeItem, Union, Variant};
use crate::names::Name;

pub(crate) fn emit(cx: Context<'_>, item: &TypeItem<'_>, union: &Union<'_>) -> TokenStream {
    let (when, name, derives) = (cx.when(item), item.name, docs::derives(item.derives));
    let words = docs::emit(item.docs, &format!("One of the types of `{name}`."));
    let variants = union.variants.iter().map(|variant| {
        let words = variant_docs(&union.reading, variant);
        let (name, ty) = (variant.name, cx.ty(&variant.ty));
        quote!(#words #name(#ty),)
    });
    let unknown_variant = union.open.map(|unknown| {
        quote! {
            /// A value whose tag the description does not list, as the server wrote it.
            #unknown(rt::UnknownVariant),
        }
    });
    let members = union.variants.iter().map(|variant| variant.name).chain(union.open);
    let read = match &union.reading {
        Reading::Tagged(tagged) => read_tagged(union, tagged),
        Reading::Fitting(attempts) => {
            let fitting = fitting(union, attempts);
            quote! {
                #[inline]
                fn read(node: &rt::Node<'_>) -> Result<Self, rt::ReadError> { #fitting }
            }
        }
    };
    let conversions = union.variants.iter().filter_map(|variant| {
        let (ty, variant) = (variant.converts?, variant.name);
        Some(quote! {
            #when
            impl From<#ty> for #name {
                #[inline]
                fn from(value: #ty) -> Self { Self::#variant(value) }
            }
        })
    });
    quote! {
        #when
        #words
        #derives
        #[non_exhaustive]
        pub enum #name { #(#variants)* #unknown_variant }

        #when
        impl rt::Json for #name {
            #read
            #[inline]
            fn write(&self, writer: &mut rt::Writer) {
                match self {
                    #(Self::#members(value) => rt::Json::write(value, writer),)*
                }
            }
        }

        #(#conversions)*
    }
}

fn variant_docs(reading: &Reading<'_>, variant: &Variant<'_>) -> TokenStream {
    let tags: Vec<_> = variant.tags.iter().map(|tag| format!("`{}`", docs::visible(tag))).collect();
    let tags = tags.join(" or ");
    let otherwise = match reading {
        Reading::Tagged(Tagged { tag, .. }) if variant.is_fallback => {
            let listed = if tags.is_empty() { tags } else { format!("{tags}, or ") };
            format!("`{}` is {listed}none that another variant has.", docs::visible(tag))
        }
        Reading::Tagged(Tagged { tag, .. }) => format!("`{}` is {tags}.", docs::visible(tag)),
        Reading::Fitting(_) => format!("`{}`", docs::visible(variant.word)),
    };
    match variant.docs {
        Some(docs) => docs::emit(docs, &otherwise),
        None => docs::attributes(&otherwise),
    }
}

/// The tag says which variant reads. Other tags are read by one of the variants, kept as they are, or refused.
fn read_tagged(union: &Union<'_>, tagged: &Tagged<'_>) -> TokenStream {
    let tag = tagged.tag;
    let some = |tag: TokenStream| if tagged.is_optional { quote!(Some(#tag)) } else { tag };
    let read = |name: &Name| quote!(rt::Json::read(node).map(Self::#name));
    let arms = tagged.arms.iter().map(|(tags, name)| {
        let tags = tags.iter().map(|tag| some(quote!(#tag)));
        let read = read(name);
        quote!(#(#tags)|* => #read,)
    });
    let untagged = tagged.untagged.as_ref().map(|attempts| {
        let fitting = fitting(union, attempts);
        quote!(None => #fitting,)
    });
    let others = match tagged.others {
        Some(name) => {
            let read = read(name);
            quote!(_ => #read,)
        }
        None => {
            let known = union.variants.iter().flat_map(|variant| variant.tags);
            let other = some(quote!(other));
            quote!(#other => Err(rt::ReadError::unknown_tag(#tag, other, &[#(#known),*])),)
        }
    };
    let found = match tagged.is_optional {
        true => quote!(optional_tag(#tag)),
        false => quote!(tag(#tag)?),
    };
    quote! {
        #[inline]
        fn read(node: &rt::Node<'_>) -> Result<Self, rt::ReadError> {
            match node.object()?.#found {
                #(#arms)*
                #untagged
                #others
            }
        }
    }
}

/// The variant that a value fits best.
fn fitting(union: &Union<'_>, attempts: &[Attempt<'_>]) -> TokenStream {
    let attempts = attempts.iter().map(|Attempt { variant, takes_any }| {
        let kind = if *takes_any { quote!(any) } else { quote!(new) };
        quote!(rt::Variant::#kind(|node| rt::Json::read(node).map(Self::#variant)))
    });
    let words = union.variants.iter().map(|variant| variant.name.to_string());
    quote!(rt::choose(node, const { &[#(#attempts),*] }, &[#(#words),*]))
}
