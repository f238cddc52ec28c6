//! The headers of answers: a type that reads each, and the methods that give it beside a value.

use proc_macro2::TokenStream;
use quote::quote;

use super::answer::Asked;
use super::{Context, docs, error, shape};
use crate::api::{Header, HeaderForm, Operation, OperationId};

/// The type of an operation's headers, if some are described.
pub(super) fn emit(cx: Context<'_>, id: OperationId, operation: &Operation) -> TokenStream {
    if operation.headers.is_empty() {
        return quote!();
    }
    let names = cx.names.of_operation(id);
    let (item, method) = (&names.headers, &names.method);
    let readers = operation.headers.iter().zip(&names.header_members).map(|(header, name)| {
        let words = docs::emit(&header.docs, &format!("`{}`", docs::visible(&header.name)));
        let (ty, read) = reading(cx, header);
        quote! {
            #words
            pub fn #name(&self) -> Result<#ty, rt::HeaderError> { #read }
        }
    });
    let words = docs::attributes(&format!(
        "The headers of what [`{method}`](crate::Client::{method}) answers, each read when it is \
         asked for."
    ));
    quote! {
        #words
        #[derive(Clone, Debug)]
        pub struct #item(http::HeaderMap);

        impl #item {
            #(#readers)*

            /// All headers as they came.
            #[must_use]
            pub fn raw(&self) -> &http::HeaderMap { &self.0 }
        }

        impl From<http::HeaderMap> for #item {
            fn from(headers: http::HeaderMap) -> Self { Self(headers) }
        }
    }
}

fn reading(cx: Context<'_>, header: &Header) -> (TokenStream, TokenStream) {
    let ty = shape::value(cx, &header.shape);
    let name = &header.name;
    let form = match header.form {
        HeaderForm::Text => quote!(Text),
        HeaderForm::Json => quote!(Json),
        HeaderForm::Texts => quote!(Texts),
        HeaderForm::Numbers => quote!(Numbers),
    };
    if header.required {
        (ty, quote!(rt::required_header(&self.0, #name, rt::HeaderForm::#form)))
    } else {
        (quote!(Option<#ty>), quote!(rt::header(&self.0, #name, rt::HeaderForm::#form)))
    }
}

/// The methods that give the headers beside the value.
pub(super) fn senders(cx: Context<'_>, asked: Asked<'_>, output: &TokenStream) -> TokenStream {
    if asked.operation.headers.is_empty() {
        return quote!();
    }
    let (error, headers) = (error::ty(cx, asked.id), &cx.names.of_operation(asked.id).headers);
    quote! {
        /// Sends the call and gives the headers of the answer beside what it holds.
        ///
        /// # Errors
        ///
        /// As [`send`](Self::send).
        pub async fn send_with_headers(
            self,
        ) -> Result<(#output, #headers), rt::CallError<#error>> {
            let answer = self.call.send().await?;
            let headers = #headers(answer.headers().clone());
            Ok((Self::decode(answer)?, headers))
        }

        /// Sends the call, waits for the answer and gives its headers beside what it holds.
        ///
        /// # Errors
        ///
        /// As [`send`](Self::send).
        pub fn send_with_headers_blocking(
            self,
        ) -> Result<(#output, #headers), rt::CallError<#error>> {
            let answer = self.call.send_blocking()?;
            let headers = #headers(answer.headers().clone());
            Ok((Self::decode(answer)?, headers))
        }
    }
}
