//! Parameters: what sets and checks them.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::check;
use crate::api::{Layout, ListStyle, Place, Style};
use crate::model::{Parameter, Taken};

/// The statements that set a parameter and check it.
pub(super) fn set(parameter: &Parameter<'_>, call: &TokenStream) -> TokenStream {
    let (name, described) = (parameter.name, parameter.described);
    let key = &described.name;
    let place = match described.place {
        Place::Path => "path",
        Place::Query => "query",
        Place::Header => "header",
        Place::Cookie => "cookie",
    };
    let method = |suffix: &str| format_ident!("{place}{suffix}");
    let set = match (described.style, described.place) {
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
            let place = rt_place(described.place);
            let value = match parameter.taken {
                Taken::Value | Taken::Text => quote!(&#name),
                Taken::Texts | Taken::Slice | Taken::Reference => quote!(#name),
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
