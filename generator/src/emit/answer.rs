//! Answers: what a call that succeeds brings, by status and media type.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::{Context, docs, shape};
use crate::api::{Media, Operation, OperationId, Response, Status};

/// What a call that succeeds brings: its type, the enum that it needs, and how it is read.
pub(super) fn output(
    cx: Context<'_>,
    id: OperationId,
    operation: &Operation,
) -> (TokenStream, TokenStream, TokenStream) {
    let success: Vec<_> = operation.responses.iter().filter(|r| r.status.is_success()).collect();
    let default = operation.responses.iter().find(|r| r.status == Status::Default);
    let success = match (success.as_slice(), default) {
        ([], Some(default)) => vec![default],
        _ => success,
    };
    let error = quote!(_ => Err(answer.into_error()),);
    let Some(first) = success.first() else {
        // Nothing is said of success: the answer as it is.
        let decode = quote!(match answer.status().as_u16() { 200..=299 => Ok(answer), #error });
        return (quote!(rt::Answer), quote!(), decode);
    };
    if success.iter().all(|response| response.media == first.media) {
        let read = read_media(first.media.as_ref());
        let statuses = success.iter().map(|response| pattern(response.status));
        let decode = quote!(match answer.status().as_u16() { #(#statuses)|* => #read, #error });
        return (media_type(cx, first.media.as_ref()), quote!(), decode);
    }
    several(cx, id, operation, &success, error)
}

/// The enum of answers that differ by status.
fn several(
    cx: Context<'_>,
    id: OperationId,
    operation: &Operation,
    success: &[&Response],
    error: TokenStream,
) -> (TokenStream, TokenStream, TokenStream) {
    let names = cx.names.of_operation(id);
    let answer = &names.answer;
    let mut variants = Vec::new();
    let mut arms = Vec::new();
    for (response, name) in operation.responses.iter().zip(&names.responses) {
        if !success.iter().any(|known| known.status == response.status) {
            continue;
        }
        let words = docs::emit(&response.docs, &format!("`{name}`"));
        let (ty, read) =
            (media_type(cx, response.media.as_ref()), read_media(response.media.as_ref()));
        let pattern = pattern(response.status);
        let (payload, read) = match &response.media {
            Some(_) => (quote!((#ty)), quote!(#read.map(#answer::#name))),
            None => (quote!(), quote!(#read.map(|()| #answer::#name))),
        };
        variants.push(quote!(#words #name #payload,));
        arms.push(quote!(#pattern => #read,));
    }
    let words = docs::attributes(&format!(
        "What [`{}`](crate::Client::{}) answers, by status.",
        names.method, names.method
    ));
    let item = quote! {
        #words
        #[derive(Clone, Debug)]
        #[non_exhaustive]
        pub enum #answer { #(#variants)* }
    };
    let decode = quote!(match answer.status().as_u16() { #(#arms)* #error });
    (quote!(#answer), item, decode)
}

/// The status codes, as a pattern; for the default those of success.
pub(super) fn pattern(status: Status) -> TokenStream {
    let (from, to) = match status {
        Status::Code(code) => {
            let code = Literal::u16_unsuffixed(code);
            return quote!(#code);
        }
        Status::Range(hundreds) => (u16::from(hundreds) * 100, u16::from(hundreds) * 100 + 99),
        Status::Default => (200, 299),
    };
    let (from, to) = (Literal::u16_unsuffixed(from), Literal::u16_unsuffixed(to));
    quote!(#from..=#to)
}

fn media_type(cx: Context<'_>, media: Option<&Media>) -> TokenStream {
    match media {
        None => quote!(()),
        Some(Media::Json { shape, .. }) => shape::value(cx, shape),
        Some(Media::Text { .. } | Media::Form { .. }) => quote!(String),
        Some(Media::Multipart { .. }) => quote!(bytes::Bytes),
        Some(Media::Bytes { .. }) => quote!(bytes::Bytes),
    }
}

fn read_media(media: Option<&Media>) -> TokenStream {
    match media {
        None => quote!(answer.empty()),
        Some(Media::Json { .. }) => quote!(answer.json()),
        Some(Media::Text { .. } | Media::Form { .. }) => quote!(answer.text()),
        Some(Media::Multipart { .. }) => quote!(answer.bytes()),
        Some(Media::Bytes { .. }) => quote!(answer.bytes()),
    }
}
