//! Unions: enums of types, read by tag or as the variant that matches best.

use proc_macro2::TokenStream;
use quote::quote;

use crate::api::Type;
use crate::emit::{Context, docs};
use crate::model::{Attempt, Reading, Reads, RustType, Tagged, TypeItem, Union, Variant};
use crate::names::Name;

pub(crate) fn emit(cx: Context<'_>, item: &TypeItem<'_>, union: &Union<'_>) -> TokenStream {
    let (when, name, derives) = (cx.when(item), item.name, docs::derives(item));
    let words = docs::emit(item.docs, &type_words(union));
    let variants = union.variants.iter().map(|variant| {
        let words = variant_docs(&union.reading, variant);
        let (name, ty) = (variant.name, cx.ty(&variant.ty));
        match variant.constant {
            Some(_) => quote!(#words #name,),
            None => quote!(#words #name(#ty),),
        }
    });
    let unknown_variant = union.open.map(|unknown| match &union.reading {
        Reading::Fitting(_) => quote! {
            /// A string that is not in the API description, kept as received.
            #unknown(rt::UnknownValue),
        },
        Reading::Tagged(_) => quote! {
            /// A value whose tag is not in the API description, kept as received.
            #unknown(rt::UnknownVariant),
        },
    });
    let arms = union.variants.iter().map(|variant| (variant.name, variant.constant));
    let arms =
        arms.chain(union.open.map(|name| (name, None))).map(|(name, constant)| match constant {
            Some(text) => quote!(Self::#name => writer.string(#text),),
            None => quote!(Self::#name(value) => rt::Json::write(value, writer),),
        });
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
    let conversions = conversions(cx, item, union);
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
                    #(#arms)*
                }
            }
        }

        #(#conversions)*
    }
}

/// Returns the docs of a union without a description.
fn type_words(union: &Union<'_>) -> String {
    let names: Vec<_> = union.variants.iter().map(|variant| variant.name.to_string()).collect();
    format!("One of {}.", docs::listed(&names, "and"))
}

/// Emits `From` for each type that only one variant contains.
fn conversions<'m>(
    cx: Context<'m>,
    item: &'m TypeItem<'_>,
    union: &'m Union<'_>,
) -> impl Iterator<Item = TokenStream> + 'm {
    let (when, name) = (cx.when(item), item.name);
    union.variants.iter().filter_map(move |variant| {
        let (ty, variant_name) = (variant.converts.as_ref()?, variant.name);
        let held = match variant.is_boxed {
            true => quote!(Box::new(value)),
            false => quote!(value),
        };
        let of_text = (*ty == RustType::Path("String")).then(|| {
            quote! {
                #when
                impl From<&str> for #name {
                    #[inline]
                    fn from(value: &str) -> Self { Self::#variant_name(value.to_owned()) }
                }
            }
        });
        let ty = cx.ty(ty);
        Some(quote! {
            #when
            impl From<#ty> for #name {
                #[inline]
                fn from(value: #ty) -> Self { Self::#variant_name(#held) }
            }
            #of_text
        })
    })
}

fn variant_docs(reading: &Reading<'_>, variant: &Variant<'_>) -> TokenStream {
    let tags: Vec<_> = variant.tags.iter().map(|tag| format!("`{}`", docs::visible(tag))).collect();
    let tags = tags.join(" or ");
    let otherwise = match reading {
        Reading::Tagged(Tagged { tag, .. }) if variant.is_fallback => {
            let listed = if tags.is_empty() { tags } else { format!("{tags}, or ") };
            format!("`{}` is {listed}a value that no other variant has.", docs::visible(tag))
        }
        Reading::Tagged(Tagged { tag, .. }) => format!("`{}` is {tags}.", docs::visible(tag)),
        Reading::Fitting(_) => match variant.constant {
            Some(constant) => format!("`{}`", docs::visible(constant)),
            None => shape_words(variant),
        },
    };
    match variant.docs {
        Some(docs) => docs::emit(docs, &otherwise),
        None => docs::attributes(&otherwise),
    }
}

/// Returns the docs of a variant whose type has no description.
fn shape_words(variant: &Variant<'_>) -> String {
    if let Some(name) = variant.named {
        return format!("A value of the type `{name}`.");
    }
    let words = match &variant.shape.ty {
        Type::Any => "Any value",
        Type::Bool => "A boolean",
        Type::Integer(_) => "An integer",
        Type::Number => "A number",
        Type::Text => "A string",
        Type::Date => "A date",
        Type::DateTime => "A date with time and offset",
        Type::Uuid => "A UUID",
        Type::Base64 | Type::Base64Url => "A base64 string",
        Type::Binary => "Bytes",
        Type::List(_) => "An array",
        Type::Map(_) => "An object",
        // It has a name.
        Type::Named(_) | Type::Own(_) => "A value",
    };
    format!("{words}.")
}

/// Emits the function that reads the variant of the tag. Other tags are read as one of the variants, kept or rejected.
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

/// Returns the expression that reads a value as the variant that matches best.
fn fitting(union: &Union<'_>, attempts: &[Attempt<'_>]) -> TokenStream {
    let attempts = attempts.iter().map(|Attempt { variant, takes_any, reads }| {
        let kind = if *takes_any { quote!(any) } else { quote!(new) };
        let read = match reads {
            Reads::Constant(text) => {
                quote!(rt::enums::best_match::constant(node, #text, Self::#variant))
            }
            Reads::Value | Reads::OtherText => quote!(rt::Json::read(node).map(Self::#variant)),
        };
        quote!(rt::Variant::#kind(|node| #read))
    });
    let words = union.variants.iter().map(|variant| variant.name.to_string());
    quote!(rt::choose(node, const { &[#(#attempts),*] }, &[#(#words),*]))
}
