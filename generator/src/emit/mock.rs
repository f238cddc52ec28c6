//! The mock of the client: for each operation what makes answers of its types, behind a feature.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::answer::{self, Asked};
use super::{Context, docs, error, stream};
use crate::api::{Answer, Carrier, Media, Operation, OperationId, Response, Status};

/// The module of the mock.
pub(super) fn module(cx: Context<'_>) -> TokenStream {
    let schemes = cx.api.schemes.iter().zip(cx.names.schemes());
    let credentials = schemes.map(|(scheme, names)| {
        let name = &names.setter;
        match scheme.carrier {
            Carrier::Basic => quote!(.#name("mock", "mock")),
            _ => quote!(.#name("mock")),
        }
    });
    quote! {
        //! A server in the test's own process: it says what a test tells it to say, in the types of
        //! the API, and keeps what was asked of it.
        //!
        //! Requests are encoded, checked and retried, and answers decoded as ever; only nothing goes
        //! over a network.
        use crate::runtime as rt;
        pub use crate::runtime::{Mock, MockedCall, ReceivedRequest};

        impl Mock {
            /// A client whose calls end here.
            #[must_use]
            pub fn client(&self) -> rt::Client { Self::built(self.builder().build()) }

            /// A builder of such a client, with a credential for each way to authenticate. It sends
            /// again without a wait.
            pub fn builder(&self) -> rt::ClientBuilder {
                self.attach(rt::ClientBuilder::new("https://mock.invalid")) #(#credentials)*
            }
        }
    }
}

/// The method of the mock for an operation.
pub(super) fn emit(cx: Context<'_>, id: OperationId, operation: &Operation) -> TokenStream {
    let names = cx.names.of_operation(id);
    let (method, mocked, constant) = (&names.method, &names.mocked, &names.constant);
    let Some((form, form_names)) = operation.forms.first().zip(names.forms.first()) else {
        return quote!();
    };
    let asked = Asked { operation, id, form, names: form_names };
    let (output, encode) = encoding(cx, asked);
    let error = error::ty(cx, id);
    let words =
        format!("What [`{method}`](crate::Client::{method}) is answered, and how it was called.");
    let words = docs::attributes(&words);
    quote! {
        #[cfg(feature = "mock")]
        impl rt::Mock {
            #words
            pub fn #mocked(&self) -> rt::MockedCall<#output, #error> {
                self.on(&#constant, #encode)
            }
        }
    }
}

/// What is planned as a success, and what makes an answer of it.
fn encoding(cx: Context<'_>, asked: Asked<'_>) -> (TokenStream, TokenStream) {
    let answers = &asked.form.answers;
    let status = |answer: &Answer| {
        let response = asked.operation.responses.get(answer.response);
        code(response.map_or(Status::Default, |response| response.status), &[])
    };
    if let Some(media) = asked.form.stream() {
        let answer = answers.iter().find(|answer| answer.media.is_some());
        let status = answer.map_or(Literal::u16_unsuffixed(200), status);
        let (ty, form) = stream::item(cx, media);
        let media_type = media.media_type();
        let encode =
            quote!(|items| rt::Reply::items(#status, #media_type, rt::StreamFormat::#form, items));
        return (quote!(Vec<#ty>), encode);
    }
    let (output, item, _) = answer::output(cx, asked);
    let Some(first) = answers.first() else { return (output, quote!(rt::Reply::whole)) };
    if item.is_empty() {
        let encode = reply(first.media.as_ref(), &status(first));
        return (
            output,
            if first.media.is_some() { quote!(|body| #encode) } else { quote!(|_| #encode) },
        );
    }
    let responses = &cx.names.of_operation(asked.id).responses;
    let arms = answers.iter().filter_map(|answer| {
        let (name, media) = (responses.get(answer.response)?, answer.media.as_ref());
        let reply = reply(media, &status(answer));
        let held = media.map(|_| quote!((body)));
        Some(quote!(#output::#name #held => #reply,))
    });
    let encode = quote!(|answer| match answer { #(#arms)* });
    (output, encode)
}

/// Makes errors into the answers that are read as them.
pub(super) fn of_errors(cx: Context<'_>, id: OperationId) -> TokenStream {
    let item = &cx.names.of_operation(id).error;
    let statuses: Vec<_> = error::errors(cx, id).map(|(response, _)| response.status).collect();
    let arms = error::errors(cx, id).map(|(response, name)| {
        let status = code(response.status, &statuses);
        match read_media(response) {
            Some(media) => {
                let reply = reply(Some(media), &status);
                quote!(Self::#name(body) => #reply,)
            }
            None => quote!(Self::#name => rt::Reply::empty(#status),),
        }
    });
    quote! {
        #[cfg(feature = "mock")]
        impl rt::MockError for #item {
            fn reply(&self) -> rt::Reply {
                match self { #(#arms)* }
            }
        }
    }
}

/// What an error's variant holds: only JSON is read.
fn read_media(response: &Response) -> Option<&Media> {
    response.media.as_ref().filter(|media| matches!(media, Media::Json { .. }))
}

/// The answer that is made of a `body`.
fn reply(media: Option<&Media>, status: &Literal) -> TokenStream {
    let Some(media) = media else { return quote!(rt::Reply::empty(#status)) };
    let media_type = media.media_type();
    match media {
        Media::Json { .. } => quote!(rt::Reply::json(#status, #media_type, body)),
        Media::Text { .. } | Media::Form { .. } => {
            quote!(rt::Reply::text(#status, #media_type, body))
        }
        _ => quote!(rt::Reply::bytes(#status, #media_type, body)),
    }
}

/// A status that is read as this one, and as none of the others: of errors the first that is left.
fn code(status: Status, others: &[Status]) -> Literal {
    let is_free = |code: &u16| {
        let is = |other: &Status| match *other {
            Status::Code(other) => other == *code,
            Status::Range(hundreds) => *other != status && u16::from(hundreds) == code / 100,
            Status::Default => false,
        };
        !others.iter().any(is)
    };
    let code = match status {
        Status::Code(code) => code,
        Status::Range(hundreds) => {
            let first = u16::from(hundreds) * 100;
            (first..first + 100).find(is_free).unwrap_or(first)
        }
        Status::Default if others.is_empty() => 200,
        // One after which nothing is sent again, if there is one left.
        Status::Default => (400..600).find(is_free).unwrap_or(500),
    };
    Literal::u16_unsuffixed(code)
}
