//! The headers of answers: a type that reads each.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Context, docs, shape};
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
        (ty, quote!(rt::required_header(&self.0, #name, rt::HeaderStyle::#form)))
    } else {
        (quote!(Option<#ty>), quote!(rt::header(&self.0, #name, rt::HeaderStyle::#form)))
    }
}
