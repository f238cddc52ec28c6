//! Parameters and bodies: how they are taken, and what sets and checks them.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::{Context, checks, shape};
use crate::api::{Body, ListStyle, Media, ObjectStyle, Parameter, Place, Shape, Style, Type};

/// How a parameter is taken.
pub(super) fn argument(cx: Context<'_>, parameter: &Parameter) -> TokenStream {
    let shape = &parameter.shape;
    let ty = shape::bare(cx, shape, false);
    match (&parameter.style, &shape.ty) {
        (Style::Text, _) if shape.sensitive => quote!(&#ty),
        (Style::Text, Type::Text) => quote!(&str),
        (Style::Text, _) => ty,
        (Style::List(_), Type::List(item)) if item.ty == Type::Text && !item.sensitive => {
            quote!(&[&str])
        }
        (Style::List(_), Type::List(item)) => {
            let item = shape::bare(cx, item, false);
            quote!(&[#item])
        }
        _ => quote!(&#ty),
    }
}

/// The expression that passes a variable of the parameter's own type.
pub(super) fn pass(parameter: &Parameter, variable: &Ident) -> TokenStream {
    let shape = &parameter.shape;
    match (&parameter.style, &shape.ty) {
        (Style::Text, Type::Text) => quote!(&#variable),
        (Style::Text, _) if shape.sensitive => quote!(&#variable),
        (Style::Text, _) => quote!(#variable),
        (Style::List(_), Type::List(item)) if item.ty == Type::Text && !item.sensitive => {
            quote!(&#variable.iter().map(String::as_str).collect::<Vec<_>>())
        }
        _ => quote!(&#variable),
    }
}

/// The statements that set a parameter and check it.
pub(super) fn set(
    cx: Context<'_>,
    parameter: &Parameter,
    name: &Ident,
    call: TokenStream,
) -> TokenStream {
    let key = &parameter.name;
    let place = match parameter.place {
        Place::Path => "path",
        Place::Query => "query",
        Place::Header => "header",
        Place::Cookie => "cookie",
    };
    let method = |suffix: &str| format_ident!("{place}{suffix}");
    let set = match (parameter.style, parameter.place) {
        (Style::Text, _) => {
            let method = method("");
            quote!(#call.#method(#key, &#name);)
        }
        (Style::List(style), Place::Query) => {
            let style = match style {
                ListStyle::Repeated => quote!(Repeated),
                ListStyle::Comma => quote!(Commas),
                ListStyle::Space => quote!(Spaces),
                ListStyle::Pipe => quote!(Pipes),
            };
            quote!(#call.query_list(#key, rt::ListStyle::#style, #name);)
        }
        (Style::List(_), _) => {
            let method = method("_list");
            quote!(#call.#method(#key, #name);)
        }
        (Style::Object(style), _) => {
            let style = match style {
                ObjectStyle::Deep => quote!(Deep),
                ObjectStyle::Exploded => quote!(Exploded),
                ObjectStyle::Comma => quote!(Commas),
            };
            quote!(#call.query_object(#key, rt::MemberStyle::#style, #name);)
        }
        (Style::Json, Place::Query) => quote!(#call.query_json(#key, #name);),
        (Style::Json | Style::Value, _) => {
            let method = method("_value");
            quote!(#call.#method(#key, #name);)
        }
    };
    let shape = Shape { nullable: false, ..parameter.shape.clone() };
    let check = cx.facts.is_shape_checked(&shape).then(|| {
        let place = match parameter.place {
            Place::Path => quote!(Path),
            Place::Query => quote!(Query),
            Place::Header => quote!(Header),
            Place::Cookie => quote!(Cookie),
        };
        let by_value = parameter.style == Style::Text && !shape.sensitive && shape.ty != Type::Text;
        let is_reference = !by_value;
        let value = if is_reference { quote!(#name) } else { quote!(&#name) };
        let check = checks::of_value(cx, &shape, value);
        quote!(#call.check(rt::Place::#place, #key, |checks| { #check });)
    });
    quote!(#set #check)
}

/// How a body is taken, and the statements that set it.
pub(super) fn body_set(
    cx: Context<'_>,
    body: &Body,
    name: &Ident,
    call: TokenStream,
) -> (TokenStream, TokenStream) {
    let Some(shape) = body.media.shape() else {
        let media_type = body.media.media_type();
        return match &body.media {
            Media::Text { .. } => (
                quote!(impl Into<String>),
                quote!(#call.body(#media_type, #name.into().into_bytes().into());),
            ),
            _ => (quote!(impl Into<bytes::Bytes>), quote!(#call.body(#media_type, #name.into());)),
        };
    };
    let ty = shape::value(cx, shape);
    let is_type = matches!(shape.ty, Type::Named(_)) && !shape.nullable;
    let (argument, convert) = if is_type {
        (quote!(impl Into<#ty>), quote!(let #name: #ty = #name.into();))
    } else {
        (ty, quote!())
    };
    let checked = cx.facts.is_shape_checked(shape) && is_type;
    let set = match (&body.media, checked) {
        (Media::Multipart { .. }, checked) => match (&shape.ty, checked) {
            (Type::Named(id), true) if cx.facts.is_multipart(*id) => {
                quote!(#call.multipart_checked(&#name);)
            }
            (Type::Named(id), false) if cx.facts.is_multipart(*id) => {
                quote!(#call.multipart(&#name);)
            }
            _ => quote!(#call.multipart_json(&#name);),
        },
        (Media::Form { deep, .. }, true) => quote!(#call.form_checked(&[#(#deep),*], &#name);),
        (Media::Form { deep, .. }, false) => quote!(#call.form(&[#(#deep),*], &#name);),
        (_, true) => quote!(#call.json_checked(&#name);),
        (_, false) => quote!(#call.json(&#name);),
    };
    let media_type = body.media.media_type();
    let usual = matches!(body.media, Media::Form { .. } | Media::Multipart { .. })
        || matches!(media_type, "application/json" | "*/*");
    let content_type = (!usual).then(|| quote!(#call.content_type(#media_type);));
    // A list or a map is no type of its own that could check itself.
    let check = (cx.facts.is_shape_checked(shape) && !is_type).then(|| {
        let value = if shape.nullable {
            quote!(&#name)
        } else {
            checks::by_reference(shape, quote!(#name))
        };
        let check = checks::of_value(cx, shape, value);
        quote!(#call.check(rt::Place::Body, "", |checks| { #check });)
    });
    (argument, quote!(#convert #set #content_type #check))
}
