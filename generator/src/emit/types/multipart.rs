//! Multipart bodies: the part that each field of a struct sends.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::Context;
use crate::model::{FieldPart, PartKind, Presence, RustType, Struct, TypeItem};

pub(crate) fn emit(
    cx: Context<'_>,
    item: &TypeItem<'_>,
    object: &Struct<'_>,
) -> Option<TokenStream> {
    let parts = object.parts.as_ref()?;
    let (when, name) = (cx.when(item), item.name);
    let constants = object.constants.iter().map(|constant| {
        let name = &constant.name;
        let value = constant.value.to_string();
        quote!(parts.text(#name, &#value);)
    });
    let fields = object.fields.iter().zip(parts).map(|(field, part)| {
        let key = &field.described.name;
        let (name, sent) = (field.name, part_of(&quote!(#key), *part));
        match field.presence {
            Presence::Required => quote!({ let value = &self.#name; #sent }),
            Presence::Optional | Presence::Nullable => {
                quote!(if let Some(value) = &self.#name { #sent })
            }
            Presence::OptionalNullable => quote!(if let Some(Some(value)) = &self.#name { #sent }),
        }
    });
    let rest = object.rest.as_ref().and_then(|rest| {
        let (name, sent) = (rest.name, part_of(&quote!(name), rest.part?));
        let sent = match rest.ty {
            RustType::Map(ref value) if matches!(**value, RustType::Of("Option", _)) => {
                quote!(if let Some(value) = value { #sent })
            }
            _ => sent,
        };
        Some(quote!(for (name, value) in &self.#name { #sent }))
    });
    Some(quote! {
        #when
        impl rt::Multipart for #name {
            #[inline]
            fn parts(&self, parts: &mut rt::Parts) { #(#constants)* #(#fields)* #rest }
        }
    })
}

/// Returns the statement that sends the variable `value`, a reference.
fn part_of(key: &TokenStream, part: FieldPart) -> TokenStream {
    let sent = match part.kind {
        PartKind::Json => quote!(parts.json(#key, value);),
        PartKind::Value => quote!(parts.value(#key, value);),
        PartKind::File => quote!(parts.file(#key, value);),
        PartKind::Text => quote!(parts.text(#key, value);),
    };
    let sent = if part.each { quote!(for value in value { #sent }) } else { sent };
    if part.is_secret { quote!(let value = value.expose(); #sent) } else { sent }
}
