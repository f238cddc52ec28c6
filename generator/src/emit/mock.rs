//! The mock of the client, behind a feature: for each operation a method that makes responses of its types.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::api::Media;
use crate::emit::operations::stream;
use crate::emit::{Context, docs};
use crate::model::{Content, Form, Operation, OperationError, Output};

/// Emits the module of the mock.
pub(crate) fn module(cx: Context<'_>) -> TokenStream {
    let credentials = cx.model.client.schemes.iter().map(|scheme| {
        let name = &scheme.names.setter;
        match scheme.is_basic {
            true => quote!(.#name("mock", "mock")),
            false => quote!(.#name("mock")),
        }
    });
    quote! {
        //! A mock transport: it answers calls inside the test process.
        //!
        //! It sends the responses that a test sets, in the types of the API, and records the requests.
        //! Requests are encoded, checked and retried as usual, and responses are decoded as usual, but
        //! nothing is sent over a network.
        use super::runtime as rt;
        pub use super::runtime::{Mock, MockedCall, ReceivedRequest};

        impl Mock {
            /// Returns a client that sends its calls to this mock.
            #[must_use]
            pub fn client(&self) -> rt::Client { Self::built(self.builder().build()) }

            /// Returns a builder for a client of this mock. It has a credential for each security scheme, and
            /// its retries wait only for a `Retry-After`.
            pub fn builder(&self) -> rt::ClientBuilder {
                self.attach(rt::ClientBuilder::new("https://mock.invalid")) #(#credentials)*
            }
        }
    }
}

/// Emits the method of the mock for an operation.
pub(crate) fn emit(cx: Context<'_>, operation: &Operation<'_>) -> TokenStream {
    let names = operation.names;
    let (method, mocked, constant) = (&names.method, &names.mocked, &names.constant);
    let Some(form) = operation.forms.first() else { return quote!() };
    let (output, error) = (cx.ty(&form.ty()), cx.ty(&operation.error_type()));
    let encode = encode(form, &output);
    let output = match &form.output {
        Output::Items(_) => quote!(Vec<#output>),
        _ => output,
    };
    let words = format!(
        "Returns the mock of [`{method}`](rt::Client::{method}): its responses and recorded calls."
    );
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

/// Returns the function that makes a response from the value of a success.
fn encode(form: &Form<'_>, output: &TokenStream) -> TokenStream {
    match &form.output {
        Output::Response => quote!(rt::Reply::whole),
        Output::Items(items) => {
            let status = Literal::u16_unsuffixed(items.status);
            let (media_type, form) = (items.refused.media_type, stream::item_form(items.form));
            quote!(|items| rt::Reply::items(#status, #media_type, rt::StreamFormat::#form, items))
        }
        Output::One(success) => {
            let reply = reply(success.status, success.content, success.refused.media_type);
            let body = if success.content == Content::Empty { quote!(_) } else { quote!(body) };
            quote!(|#body| #reply)
        }
        Output::ByStatus(successes) => {
            let arms = successes.iter().map(|success| {
                let (name, media_type) = (success.name, success.refused.media_type);
                let reply = reply(success.status, success.content, media_type);
                let body = (success.content != Content::Empty).then(|| quote!((body)));
                quote!(#output::#name #body => #reply,)
            });
            quote!(|response| match response { #(#arms)* })
        }
    }
}

/// Emits the conversion of errors into responses.
pub(crate) fn of_errors(
    error: &OperationError<'_>,
    generics: Option<&TokenStream>,
    item: &TokenStream,
) -> TokenStream {
    let arms = error.variants.iter().map(|variant| {
        let (name, has_body) = (variant.name, variant.body.is_some());
        let content = if has_body { Content::Json } else { Content::Empty };
        let media_type = variant.described.media.as_ref().map_or("", Media::media_type);
        let reply = reply(variant.status, content, media_type);
        let body = has_body.then(|| quote!((body)));
        quote!(Self::#name #body => #reply,)
    });
    quote! {
        #[cfg(feature = "mock")]
        impl #generics rt::MockError for #item {
            fn reply(&self) -> rt::Reply {
                match self { #(#arms)* }
            }
        }
    }
}

/// Returns the expression that makes a response from `body`.
fn reply(status: u16, content: Content, media_type: &str) -> TokenStream {
    let status = Literal::u16_unsuffixed(status);
    match content {
        Content::Empty => quote!(rt::Reply::empty(#status)),
        Content::Json => quote!(rt::Reply::json(#status, #media_type, body)),
        Content::Text => quote!(rt::Reply::text(#status, #media_type, body)),
        Content::Bytes => quote!(rt::Reply::bytes(#status, #media_type, body)),
    }
}
