//! Bodies of requests: how each form is taken, and what sets and checks it.

use std::borrow::Cow;
use std::collections::HashSet;

use proc_macro2::TokenStream;
use quote::quote;

use super::checks::{self, Place};
use super::{Context, docs, shape};
use crate::api::media_type::essence;
use crate::api::{Body, Media, OperationId, Part, Shape, Type};
use crate::names::Name;

/// How a body is taken, and the statements that set it.
pub(super) fn set(
    cx: Context<'_>,
    id: OperationId,
    body: &Body,
    call: TokenStream,
) -> (TokenStream, TokenStream) {
    let names = cx.names.of_operation(id);
    let (name, item) = (&names.body, &names.body_item);
    if let [media] = body.forms.as_slice() {
        let (argument, convert) = argument(cx, media, name);
        let set = set_form(cx, media, name, call);
        return (argument, quote!(#convert #set));
    }
    let arms = body.forms.iter().zip(&names.body_forms).map(|(media, variant)| {
        let set = set_form(cx, media, name, call.clone());
        quote!(#item::#variant(#name) => { #set })
    });
    (quote!(impl Into<#item>), quote!(match #name.into() { #(#arms)* }))
}

/// The enum of the forms of a body, where there are several.
pub(super) fn emit(cx: Context<'_>, id: OperationId, body: &Body) -> TokenStream {
    if body.forms.len() < 2 {
        return quote!();
    }
    let names = cx.names.of_operation(id);
    let (item, method) = (&names.body_item, &names.method);
    let forms: Vec<_> = body
        .forms
        .iter()
        .zip(&names.body_forms)
        .map(|(it, name)| (it, name, held(cx, it)))
        .collect();
    let variants = forms.iter().map(|(media, name, ty)| {
        let words = docs::attributes(&format!("As `{}`.", docs::visible(media.media_type())));
        quote!(#words #name(#ty),)
    });
    // Of several forms of one type the preferred one is meant.
    let mut known = HashSet::new();
    let firsts = forms.iter().filter(|(_, _, ty)| known.insert(ty.to_string()));
    let conversions = firsts.map(|(_, name, ty)| {
        let text = (ty.to_string() == "String").then(|| {
            quote! {
                impl From<&str> for #item {
                    fn from(body: &str) -> Self { Self::#name(body.to_owned()) }
                }
            }
        });
        quote! {
            impl From<#ty> for #item {
                fn from(body: #ty) -> Self { Self::#name(body) }
            }
            #text
        }
    });
    let words = docs::attributes(&format!(
        "The body of [`{method}`](crate::Client::{method}), in one of the forms that it can have."
    ));
    quote! {
        #words
        #[derive(Clone, Debug)]
        #[non_exhaustive]
        pub enum #item { #(#variants)* }

        #(#conversions)*
    }
}

/// What a form of a body holds.
fn held(cx: Context<'_>, media: &Media) -> TokenStream {
    match media {
        Media::Text { .. } => quote!(String),
        Media::Bytes { .. } => quote!(rt::Upload),
        Media::Stream { shape, .. } => {
            let ty = shape::value(cx, shape);
            quote!(Vec<#ty>)
        }
        Media::Json { shape, .. } | Media::Form { shape, .. } | Media::Multipart { shape, .. } => {
            shape::value(cx, shape)
        }
    }
}

/// How the only form of a body is taken, and what makes of the argument what it holds.
fn argument(cx: Context<'_>, media: &Media, name: &Name) -> (TokenStream, TokenStream) {
    let ty = held(cx, media);
    match media {
        Media::Stream { shape, .. } => {
            let item = shape::value(cx, shape);
            (quote!(impl IntoIterator<Item = impl std::borrow::Borrow<#item>>), quote!())
        }
        _ if media.shape().is_some_and(|shape| !is_type(shape)) => (ty, quote!()),
        _ => (quote!(impl Into<#ty>), quote!(let #name: #ty = #name.into();)),
    }
}

/// Whether values of the shape are of a type of their own.
fn is_type(shape: &Shape) -> bool {
    matches!(shape.ty, Type::Named(_)) && !shape.nullable
}

/// The statements that set the body to a form of it.
fn set_form(cx: Context<'_>, media: &Media, name: &Name, call: TokenStream) -> TokenStream {
    let media_type = &*sent(media);
    match media {
        Media::Text { .. } => quote!(#call.body(#media_type, #name);),
        Media::Bytes { .. } => quote!(#call.upload(#media_type, #name);),
        Media::Stream { shape, .. } => set_items(cx, media_type, shape, name, &call),
        Media::Json { shape, .. } | Media::Form { shape, .. } | Media::Multipart { shape, .. } => {
            set_value(cx, media, shape, name, &call)
        }
    }
}

/// The media type that a body is sent with: where the description says a range, the one that the
/// client writes. For bytes that is the caller's.
fn sent(media: &Media) -> Cow<'_, str> {
    let described = media.media_type();
    let essence = essence(described);
    let suffix = essence.split_once("*+").map(|(_, suffix)| suffix);
    match (media, suffix) {
        _ if !essence.contains('*') => described.into(),
        (Media::Bytes { .. }, _) => described.into(),
        // The suffix tells the syntax of all types of the range.
        (_, Some(suffix)) => format!("application/{suffix}").into(),
        (Media::Text { .. }, None) => "text/plain".into(),
        _ => "application/json".into(),
    }
}

fn set_items(
    cx: Context<'_>,
    media_type: &str,
    shape: &Shape,
    name: &Name,
    call: &TokenStream,
) -> TokenStream {
    let item = shape::value(cx, shape);
    let Some(check) = cx.model.check(shape) else {
        return quote!(#call.lines::<#item>(#media_type, #name, |_, _| {}););
    };
    let check = checks::of(&check, Place::Reference(quote!(item)));
    quote!(#call.lines::<#item>(#media_type, #name, |item, checks| { #check });)
}

fn set_value(
    cx: Context<'_>,
    media: &Media,
    shape: &Shape,
    name: &Name,
    call: &TokenStream,
) -> TokenStream {
    let is_checked = cx.facts.is_shape_checked(shape);
    let checked = is_checked && is_type(shape);
    let set = match media {
        Media::Multipart { parts, .. } => {
            let parts = parts.iter().map(part);
            let parts = quote!(&[#(#parts),*]);
            match &shape.ty {
                Type::Named(id) if cx.facts.is_multipart(*id) && checked => {
                    quote!(#call.multipart_checked(#parts, &#name);)
                }
                Type::Named(id) if cx.facts.is_multipart(*id) => {
                    quote!(#call.multipart(#parts, &#name);)
                }
                _ => quote!(#call.multipart_json(#parts, &#name);),
            }
        }
        Media::Form { deep, .. } if checked => quote!(#call.form_checked(&[#(#deep),*], &#name);),
        Media::Form { deep, .. } => quote!(#call.form(&[#(#deep),*], &#name);),
        _ if checked => quote!(#call.json_checked(&#name);),
        _ => quote!(#call.json(&#name);),
    };
    let media_type = &*sent(media);
    let usual = matches!(media, Media::Form { .. } | Media::Multipart { .. })
        || media_type == "application/json";
    let content_type = (!usual).then(|| quote!(#call.content_type(#media_type);));
    // A list or a map is no type of its own that could check itself.
    let check = cx.model.check(shape).filter(|_| !is_type(shape)).map(|check| {
        let check = checks::of(&check, Place::Value(quote!(#name)));
        quote!(#call.check(rt::RequestPart::Body, "", |checks| { #check });)
    });
    quote!(#set #content_type #check)
}

fn part(part: &Part) -> TokenStream {
    let (name, deep) = (&part.name, part.deep);
    let media_type = part.media_type.as_deref().unwrap_or_default();
    quote!(rt::PartEncoding { name: #name, media_type: #media_type, deep: #deep })
}
