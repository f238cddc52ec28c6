//! Parameters and bodies: how they are taken, and what sets and checks them.

use proc_macro2::TokenStream;
use quote::{ToTokens, format_ident, quote};

use super::{Context, checks, shape};
use crate::api::{Layout, ListStyle, Parameter, Place, Shape, Style, Type};
use crate::names::Name;

/// How a parameter is taken.
pub(super) fn argument(cx: Context<'_>, parameter: &Parameter) -> TokenStream {
    let shape = &parameter.shape;
    let ty = shape::bare(cx, shape);
    match &shape.ty {
        _ if shape.sensitive => quote!(&#ty),
        Type::Text => quote!(&str),
        _ if is_by_value(parameter) => ty,
        Type::List(item) if item.ty == Type::Text && !item.sensitive && !item.nullable => {
            quote!(&[&str])
        }
        Type::List(item) if !item.nullable => {
            let item = shape::bare(cx, item);
            quote!(&[#item])
        }
        _ => quote!(&#ty),
    }
}

/// Whether the value itself is taken, not a reference: one of a few bytes.
pub(super) fn is_by_value(parameter: &Parameter) -> bool {
    let small = matches!(
        parameter.shape.ty,
        Type::Bool | Type::Integer(_) | Type::Number | Type::Date | Type::DateTime | Type::Uuid
    );
    let text = parameter.style == Style::Text && parameter.shape.ty != Type::Text;
    (small || text) && !parameter.shape.sensitive
}

/// The expression that passes a variable of the parameter's own type.
pub(super) fn pass(parameter: &Parameter, variable: &impl ToTokens) -> TokenStream {
    let shape = &parameter.shape;
    match &shape.ty {
        _ if is_by_value(parameter) => quote!(#variable),
        Type::List(item) if item.ty == Type::Text && !item.sensitive && !item.nullable => {
            quote!(&#variable.iter().map(String::as_str).collect::<Vec<_>>())
        }
        _ => quote!(&#variable),
    }
}

/// The statements that set a parameter and check it.
pub(super) fn set(
    cx: Context<'_>,
    parameter: &Parameter,
    name: &Name,
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
        (Style::Structured { layout, explode }, _) => {
            let style = match layout {
                Layout::Simple => quote!(Simple),
                Layout::Label => quote!(Label),
                Layout::Matrix => quote!(Matrix),
                Layout::Form => quote!(Form),
                Layout::Spaces => quote!(Spaces),
                Layout::Pipes => quote!(Pipes),
                Layout::Deep => quote!(Deep),
                Layout::Json => quote!(Json),
            };
            let place = rt_place(parameter.place);
            let is_text = parameter.shape.ty == Type::Text && !parameter.shape.sensitive;
            let by_reference = is_by_value(parameter) || is_text;
            let value = if by_reference { quote!(&#name) } else { quote!(#name) };
            quote!(#call.styled(#place, #key, rt::Style::#style, #explode, #value);)
        }
    };
    let reserved = parameter.reserved.then(|| {
        let place = rt_place(parameter.place);
        quote!(#call.allow_reserved(#place, #key);)
    });
    let shape = Shape { nullable: false, ..parameter.shape.clone() };
    let check = cx.model.check(&shape).map(|check| {
        let place = rt_place(parameter.place);
        let value = quote!(#name);
        let by_value = is_by_value(parameter);
        let check = checks::of(
            &check,
            if by_value { checks::Place::Value(value) } else { checks::Place::Reference(value) },
        );
        quote!(#call.check(#place, #key, |checks| { #check });)
    });
    quote!(#set #reserved #check)
}

fn rt_place(place: Place) -> TokenStream {
    match place {
        Place::Path => quote!(rt::RequestPart::Path),
        Place::Query => quote!(rt::RequestPart::Query),
        Place::Header => quote!(rt::RequestPart::Header),
        Place::Cookie => quote!(rt::RequestPart::Cookie),
    }
}
