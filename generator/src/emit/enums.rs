//! Enums of texts: open, so that a value of tomorrow is kept as it came.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Context, docs};
use crate::api::{Enum, Literal, TypeDef, TypeId};

pub(super) fn emit(cx: Context<'_>, id: TypeId, def: &TypeDef, values: &Enum) -> TokenStream {
    let names = cx.names.of_type(id);
    let (item, unknown) = (&names.item, &names.rest);
    let words = docs::emit(&def.docs, &format!("The values of `{item}`."));
    let texts: Vec<_> = values.values.iter().map(|value| text(&value.value)).collect();
    let variants = names.members.iter().zip(&values.values).zip(&texts).map(|((name, value), text)| {
        let shown: String = text.chars().filter(|char| !char.is_control() && *char != '`').collect();
        let words = docs::emit(&value.docs, &format!("`{shown}`"));
        quote!(#words #name,)
    });
    let members = &names.members;
    quote! {
        #words
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum #item {
            #(#variants)*
            /// A value that the description does not list, as the server wrote it.
            #unknown(rt::UnknownValue),
        }

        impl #item {
            /// The value on the wire.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    #(Self::#members => #texts,)*
                    Self::#unknown(value) => value.as_str(),
                }
            }

            /// Whether the description lists the value.
            #[must_use]
            pub const fn is_known(&self) -> bool {
                !matches!(self, Self::#unknown(_))
            }

            fn from_text(text: &str) -> Self {
                match text {
                    #(#texts => Self::#members,)*
                    _ => Self::#unknown(rt::UnknownValue::new(text)),
                }
            }
        }

        rt::text_enum!(#item);
    }
}

fn text(literal: &Literal) -> String {
    match literal {
        Literal::Text(text) => text.clone(),
        Literal::Integer(integer) => integer.to_string(),
        Literal::Number(number) => number.to_string(),
        Literal::Bool(bool) => bool.to_string(),
    }
}
