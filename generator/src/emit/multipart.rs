//! Bodies in parts: what each field of a struct sends.

use proc_macro2::TokenStream;
use quote::quote;

use super::Context;
use crate::api::{Struct, Type, TypeId, TypeKind};

pub(super) fn emit(cx: Context<'_>, id: TypeId, object: &Struct) -> TokenStream {
    let names = cx.names.of_type(id);
    let item = &names.item;
    let constants = object.constants.iter().map(|constant| {
        let name = &constant.name;
        let value = constant.value.to_string();
        quote!(parts.text(#name, &#value);)
    });
    let fields = object.fields.iter().zip(&names.members).map(|(field, name)| {
        let key = &field.name;
        let sent = match &field.shape.ty {
            Type::List(list) => {
                let part = part(cx, &list.ty, key, list.nullable);
                quote!(for value in value { #part })
            }
            ty => part(cx, ty, key, false),
        };
        let value =
            if field.shape.sensitive { quote!(let value = value.expose(); #sent) } else { sent };
        match (field.required, field.shape.nullable) {
            (true, false) => quote!({ let value = &self.#name; #value }),
            (true, true) | (false, false) => quote!(if let Some(value) = &self.#name { #value }),
            (false, true) => quote!(if let Some(Some(value)) = &self.#name { #value }),
        }
    });
    quote! {
        impl rt::Multipart for #item {
            #[inline]
            fn parts(&self, parts: &mut rt::Parts) { #(#constants)* #(#fields)* }
        }
    }
}

/// What sends `value`, a reference: a file as such, a value with a text as that, others as JSON
/// (OpenAPI 3.1, 4.8.14.4).
fn part(cx: Context<'_>, ty: &Type, key: &str, nullable: bool) -> TokenStream {
    match ty {
        _ if nullable => quote!(parts.json(#key, value);),
        Type::Binary => quote!(parts.file(#key, value);),
        Type::Named(id) if !matches!(cx.api.types[*id].kind, TypeKind::Enum(_)) => {
            quote!(parts.json(#key, value);)
        }
        Type::Any | Type::List(_) | Type::Map(_) => quote!(parts.json(#key, value);),
        _ => quote!(parts.text(#key, value);),
    }
}
