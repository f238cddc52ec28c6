//! The mock of the client: for each operation what makes answers of its types, behind a feature.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::api::Media;
use crate::emit::operations::stream;
use crate::emit::{Context, docs};
use crate::model::{Content, Form, Operation, OperationError, Output};

/// The module of the mock.
pub(crate) fn module(cx: Context<'_>) -> TokenStream {
    let credentials = cx.model.client.schemes.iter().map(|scheme| {
        let name = &scheme.names.setter;
        match scheme.is_basic {
            true => quote!(.#name("mock", "mock")),
            false => quote!(.#name("mock")),
        }
    });
    quote! {
        //! A server in the test's own process: it says what a test tells it to say, in the types of
        //! the API, and keeps what was asked of it.
        //!
        //! Requests are encoded, checked and retried, and answers decoded as ever; only nothing goes
        //! over a network.
        use super::runtime as rt;
        pub use super::runtime::{Mock, MockedCall, ReceivedRequest};

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
    let words =
        format!("What [`{method}`](rt::Client::{method}) is answered, and how it was called.");
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

/// What makes an answer of a success.
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
            quote!(|answer| match answer { #(#arms)* })
        }
    }
}

/// Makes errors into the answers that are read as them.
pub(crate) fn of_errors(error: &OperationError<'_>) -> TokenStream {
    let item = error.name;
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
        impl rt::MockError for #item {
            fn reply(&self) -> rt::Reply {
                match self { #(#arms)* }
            }
        }
    }
}

/// The answer that is made of a `body`.
fn reply(status: u16, content: Content, media_type: &str) -> TokenStream {
    let status = Literal::u16_unsuffixed(status);
    match content {
        Content::Empty => quote!(rt::Reply::empty(#status)),
        Content::Json => quote!(rt::Reply::json(#status, #media_type, body)),
        Content::Text => quote!(rt::Reply::text(#status, #media_type, body)),
        Content::Bytes => quote!(rt::Reply::bytes(#status, #media_type, body)),
    }
}
