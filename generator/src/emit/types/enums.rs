//! Enums of strings, of integers and of any scalars. They are open: an unlisted value is kept as received.

use proc_macro2::TokenStream;
use quote::quote;

use crate::api::{self, EnumKind, Literal};
use crate::emit::{Context, docs};
use crate::model::{Enum, TypeItem};
use crate::names::Name;

pub(crate) fn emit(cx: Context<'_>, item: &TypeItem<'_>, values: &Enum<'_>) -> TokenStream {
    let (when, name, derives) = (cx.when(item), item.name, docs::derives(item));
    let Enum { described, members, unknown } = *values;
    let words = docs::emit(item.docs, &type_words(described));
    let variants = members.iter().zip(&described.values).map(|(name, value)| {
        let text = value.value.to_string();
        let words = docs::emit(&value.docs, &format!("`{}`", docs::visible(&text)));
        quote!(#words #name,)
    });
    let (payload, conversions, implement) = match described.kind {
        EnumKind::Integers => {
            let conversions = of_integers(described, members, unknown);
            let read = described.is_lenient;
            let read = read.then(|| quote!(, rt::enums::integer_enum::integer_or_text));
            (quote!(rt::UnknownInteger), conversions, quote!(rt::integer_enum!(#name #read);))
        }
        EnumKind::Strings => {
            let texts: Vec<_> =
                described.values.iter().map(|value| value.value.to_string()).collect();
            let conversions = of_strings(&texts, members, unknown);
            let listed = quote!(&[#(#texts),*]);
            let read = described
                .is_lenient
                .then(|| quote!(, |node| rt::enums::text_enum::text_or_scalar(node, #listed)));
            (quote!(rt::UnknownValue), conversions, quote!(rt::text_enum!(#name #read);))
        }
        EnumKind::Values => {
            let conversions = of_values(described, members, unknown);
            (quote!(rt::UnknownScalar), conversions, quote!(rt::value_enum!(#name);))
        }
    };
    quote! {
        #when
        #words
        #derives
        #[non_exhaustive]
        pub enum #name {
            #(#variants)*
            /// A value that is not in the API description, kept as received.
            #unknown(#payload),
        }

        #when
        impl #name {
            #conversions

            /// Returns `true` if the API description lists this value.
            #[must_use]
            #[inline]
            pub const fn is_known(&self) -> bool {
                !matches!(self, Self::#unknown(_))
            }
        }

        #when
        #implement
    }
}

/// Returns the docs of an enum without a description.
fn type_words(values: &api::Enum) -> String {
    let noun = match values.kind {
        EnumKind::Strings => "A string",
        EnumKind::Integers => "An integer",
        EnumKind::Values => "A value",
    };
    let values: Vec<_> = values.values.iter().map(|value| value.value.to_string()).collect();
    format!("{noun}: {}.", docs::listed(&values, "or"))
}

/// Emits the conversions of an enum of strings.
pub(crate) fn of_strings(texts: &[String], members: &[Name], unknown: &Name) -> TokenStream {
    quote! {
        /// Returns the string that is sent and received.
        #[must_use]
        #[inline]
        pub fn as_str(&self) -> &str {
            match self {
                #(Self::#members => #texts,)*
                Self::#unknown(value) => value.as_str(),
            }
        }

        #[inline]
        fn from_text(text: &str) -> Self {
            match text {
                #(#texts => Self::#members,)*
                _ => Self::#unknown(rt::UnknownValue::new(text)),
            }
        }
    }
}

fn of_integers(values: &api::Enum, members: &[Name], unknown: &Name) -> TokenStream {
    let integer = |value: &Literal| match value {
        Literal::Integer(integer) => Some(proc_macro2::Literal::i64_unsuffixed(*integer)),
        _ => None,
    };
    let integers: Vec<_> = values.values.iter().filter_map(|value| integer(&value.value)).collect();
    quote! {
        /// Returns the integer that is sent and received.
        #[must_use]
        #[inline]
        pub const fn as_i64(&self) -> i64 {
            match self {
                #(Self::#members => #integers,)*
                Self::#unknown(value) => value.get(),
            }
        }

        #[inline]
        const fn from_i64(value: i64) -> Self {
            match value {
                #(#integers => Self::#members,)*
                _ => Self::#unknown(rt::UnknownInteger::new(value)),
            }
        }
    }
}

fn of_values(values: &api::Enum, members: &[Name], unknown: &Name) -> TokenStream {
    let scalar = |value: &Literal| match value {
        Literal::String(text) => quote!(rt::Scalar::Text(#text)),
        Literal::Integer(integer) => {
            let integer = proc_macro2::Literal::i64_unsuffixed(*integer);
            quote!(rt::Scalar::Integer(#integer))
        }
        Literal::Number(number) => {
            let number = proc_macro2::Literal::f64_unsuffixed(*number);
            quote!(rt::Scalar::Number(#number))
        }
        Literal::Bool(boolean) => quote!(rt::Scalar::Boolean(#boolean)),
    };
    let scalars: Vec<_> = values.values.iter().map(|value| scalar(&value.value)).collect();
    let is = if values.is_lenient { quote!(is_either) } else { quote!(is) };
    quote! {
        const KNOWN: &[Self] = &[#(Self::#members),*];

        /// Returns the JSON value that is sent and received.
        #[must_use]
        #[inline]
        pub fn scalar(&self) -> rt::Scalar<'_> {
            match self {
                #(Self::#members => #scalars,)*
                Self::#unknown(value) => rt::Scalar::Unknown(value.value()),
            }
        }

        #[inline]
        fn from_node(node: &rt::Node<'_>) -> Result<Self, rt::ReadError> {
            match Self::KNOWN.iter().find(|known| known.scalar().#is(node)) {
                Some(known) => Ok(known.clone()),
                None => rt::UnknownScalar::read(node).map(Self::#unknown),
            }
        }
    }
}
