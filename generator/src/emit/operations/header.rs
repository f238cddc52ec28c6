//! The headers of responses: a type with a method for each.

use proc_macro2::TokenStream;
use quote::quote;

use crate::api::HeaderForm;
use crate::emit::{Context, docs};
use crate::model::Operation;

/// Emits the type of an operation's response headers, if some are described.
pub(crate) fn emit(cx: Context<'_>, operation: &Operation<'_>) -> TokenStream {
    if operation.headers.is_empty() {
        return quote!();
    }
    let (item, method) = (&operation.names.headers, &operation.names.method);
    let readers = operation.headers.iter().map(|header| {
        let (name, described) = (header.name, header.described);
        let key = &described.name;
        let words =
            docs::emit(&described.docs, &format!("Returns the header `{}`.", docs::visible(key)));
        let ty = cx.ty(&header.ty);
        let form = match described.form {
            HeaderForm::String => quote!(String),
            HeaderForm::Json => quote!(Json),
            HeaderForm::Strings => quote!(Strings),
            HeaderForm::Numbers => quote!(Numbers),
            HeaderForm::Date => quote!(Date),
        };
        let read = if described.required { quote!(required_header) } else { quote!(header) };
        quote! {
            #words
            pub fn #name(&self) -> Result<#ty, rt::HeaderError> {
                rt::#read(&self.0, #key, rt::HeaderStyle::#form)
            }
        }
    });
    let words = docs::attributes(&format!(
        "The response headers of [`{method}`](rt::Client::{method}).\n\nEach method parses its header."
    ));
    quote! {
        #words
        #[derive(Clone, Debug)]
        pub struct #item(http::HeaderMap);

        impl #item {
            #(#readers)*

            /// Returns all headers as received.
            #[must_use]
            pub fn raw(&self) -> &http::HeaderMap { &self.0 }
        }

        impl From<http::HeaderMap> for #item {
            fn from(headers: http::HeaderMap) -> Self { Self(headers) }
        }
    }
}
