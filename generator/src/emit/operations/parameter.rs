//! Parameters: the statements that set and check them.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::api::{Place, Serialization, Style};
use crate::emit::types::check;
use crate::model::{Parameter, Taken};

/// Returns the statements that set a parameter and check it.
pub(crate) fn set(parameter: &Parameter<'_>, call: &TokenStream) -> TokenStream {
    let (name, described) = (parameter.name, parameter.described);
    let key = &described.name;
    let place = match described.place {
        Place::Path => "path",
        Place::Query => "query",
        Place::Header => "header",
        Place::Cookie => "cookie",
    };
    let method = |suffix: &str| format_ident!("{place}{suffix}");
    let set = match (described.serialization, described.place) {
        (Serialization::Text, _) => {
            let method = method("");
            quote!(#call.#method(#key, &#name);)
        }
        (Serialization::List { style, explode }, Place::Query) => {
            let style = style_name(style);
            quote!(#call.query_list(#key, rt::Style::#style, #explode, #name);)
        }
        (Serialization::List { .. }, _) => {
            let method = method("_list");
            quote!(#call.#method(#key, #name);)
        }
        (Serialization::Structured { style, explode }, _) => {
            let style = style_name(style);
            let place = rt_place(described.place);
            let value = match parameter.taken {
                Taken::Value | Taken::Text => quote!(&#name),
                Taken::Strings | Taken::Slice | Taken::Reference => quote!(#name),
            };
            quote!(#call.styled(#place, #key, rt::Style::#style, #explode, #value);)
        }
    };
    let place = rt_place(described.place);
    let reserved = described.reserved.then(|| quote!(#call.allow_reserved(#place, #key);));
    let check = parameter.check.as_ref().map(|check| {
        let check = match parameter.taken {
            Taken::Value => check::of(check, check::Place::Value(quote!(#name))),
            _ => check::of(check, check::Place::Reference(quote!(#name))),
        };
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

pub(super) fn style_name(style: Style) -> TokenStream {
    match style {
        Style::Simple => quote!(Simple),
        Style::Label => quote!(Label),
        Style::Matrix => quote!(Matrix),
        Style::Form => quote!(Form),
        Style::SpaceDelimited => quote!(SpaceDelimited),
        Style::PipeDelimited => quote!(PipeDelimited),
        Style::TabDelimited => quote!(TabDelimited),
        Style::DeepObject => quote!(DeepObject),
        Style::Json => quote!(Json),
    }
}
