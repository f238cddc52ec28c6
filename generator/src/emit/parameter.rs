//! Parameters and bodies: how they are taken, and what sets and checks them.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::{Context, checks, shape};
use crate::api::{Body, Form, ListStyle, Media, Parameter, Place, Shape, Style, Type};

/// How a parameter is taken.
pub(super) fn argument(cx: Context<'_>, parameter: &Parameter) -> TokenStream {
    let shape = &parameter.shape;
    let ty = shape::bare(cx, shape, false);
    match &shape.ty {
        _ if shape.sensitive => quote!(&#ty),
        Type::Text => quote!(&str),
        _ if is_by_value(parameter) => ty,
        Type::List(item) if item.ty == Type::Text && !item.sensitive && !item.nullable => {
            quote!(&[&str])
        }
        Type::List(item) if !item.nullable => {
            let item = shape::bare(cx, item, false);
            quote!(&[#item])
        }
        _ => quote!(&#ty),
    }
}

/// Whether the value itself is taken, not a reference: one of a few bytes.
fn is_by_value(parameter: &Parameter) -> bool {
    let small = matches!(
        parameter.shape.ty,
        Type::Bool | Type::Integer | Type::Integer32 | Type::Number | Type::Date | Type::DateTime
    );
    let text = parameter.style == Style::Text && parameter.shape.ty != Type::Text;
    (small || text) && !parameter.shape.sensitive
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
        (Style::Structured { form, explode }, _) => {
            let form = match form {
                Form::Simple => quote!(Simple),
                Form::Label => quote!(Label),
                Form::Matrix => quote!(Matrix),
                Form::Form => quote!(Form),
                Form::Spaces => quote!(Spaces),
                Form::Pipes => quote!(Pipes),
                Form::Deep => quote!(Deep),
                Form::Json => quote!(Json),
            };
            let place = rt_place(parameter.place);
            let by_reference = is_by_value(parameter) || parameter.shape.ty == Type::Text;
            let value = if by_reference { quote!(&#name) } else { quote!(#name) };
            quote!(#call.styled(#place, #key, rt::Style::#form, #explode, #value);)
        }
    };
    let reserved = parameter.reserved.then(|| {
        let place = rt_place(parameter.place);
        quote!(#call.allow_reserved(#place, #key);)
    });
    let shape = Shape { nullable: false, ..parameter.shape.clone() };
    let check = cx.facts.is_shape_checked(&shape).then(|| {
        let place = rt_place(parameter.place);
        let value = if is_by_value(parameter) { quote!(&#name) } else { quote!(#name) };
        let check = checks::of_value(cx, &shape, value);
        quote!(#call.check(#place, #key, |checks| { #check });)
    });
    quote!(#set #reserved #check)
}

fn rt_place(place: Place) -> TokenStream {
    match place {
        Place::Path => quote!(rt::Place::Path),
        Place::Query => quote!(rt::Place::Query),
        Place::Header => quote!(rt::Place::Header),
        Place::Cookie => quote!(rt::Place::Cookie),
    }
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
