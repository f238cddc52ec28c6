//! The error codes of all operations and statuses, in one enum.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::emit::types::enums;
use crate::emit::{Context, docs};
use crate::model::Codes;

pub(crate) fn emit(cx: Context<'_>) -> TokenStream {
    let Some(codes) = &cx.model.codes else { return quote!() };
    let Codes { name: item, method, described, members: known, unknown, .. } = *codes;
    let property = format!(
        "The values of `{}` in the bodies of errors, for all operations.",
        docs::visible(&described.property)
    );
    let words = docs::attributes(&property);
    let texts: Vec<_> = described.values.iter().map(|code| code.value.clone()).collect();
    let members = known.iter().zip(&described.values).map(|(name, code)| {
        let words = docs::emit(&code.docs, &format!("`{}`", docs::visible(&code.value)));
        quote!(#words #name,)
    });
    let conversions = enums::of_strings(&texts, known, unknown);
    let meanings = meanings(codes);
    let finder = docs::attributes(&format!(
        "Returns the `{}` of the error, if the response has one.",
        docs::visible(&described.property)
    ));
    quote! {
        #words
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum #item {
            #(#members)*
            /// A value that is not in the API description, kept as received.
            #unknown(rt::UnknownValue),
        }

        impl #item {
            #conversions

            /// Returns `true` if the API description lists this value.
            #[must_use]
            pub const fn is_known(&self) -> bool {
                !matches!(self, Self::#unknown(_))
            }

            #meanings
        }

        rt::text_enum!(#item);
        rt::json_serde!(#item);

        impl<E: rt::DocumentedError> rt::CallError<E> {
            #finder
            #[must_use]
            pub fn #method(&self) -> Option<#item> {
                self.code().map(#item::from_text)
            }
        }
    }
}

/// Emits the methods for the description, the status and the retry hint of a code.
fn meanings(codes: &Codes<'_>) -> TokenStream {
    let Codes { described, members: known, unknown, retryable: marked, .. } = codes;
    let descriptions = known.iter().zip(&described.values).map(|(name, code)| {
        let line = docs::line(&code.docs);
        quote!(Self::#name => #line,)
    });
    let statuses = known.iter().zip(&described.values).map(|(name, code)| {
        let status = match code.status {
            Some(status) => {
                let status = Literal::u16_unsuffixed(status);
                quote!(http::StatusCode::from_u16(#status).ok())
            }
            None => quote!(None),
        };
        quote!(Self::#name => #status,)
    });
    let retryable =
        if marked.is_empty() { quote!(false) } else { quote!(matches!(self, #(Self::#marked)|*)) };
    let retry = (!marked.is_empty()).then(|| {
        quote! {
            /// Returns `Some(true)` if the API description marks errors with this code as retryable, and
            /// `None` for a code that is not in it.
            pub(crate) fn retry(text: &str) -> Option<bool> {
                let code = Self::from_text(text);
                code.is_known().then(|| code.is_retryable())
            }
        }
    });
    quote! {
        /// Returns the description of the code; empty for a code that is not in the API description.
        #[must_use]
        pub fn description(&self) -> &'static str {
            match self {
                #(#descriptions)*
                Self::#unknown(_) => "",
            }
        }

        /// Returns the HTTP status of errors with this code; `None` if it is not known, or not always the same.
        #[must_use]
        pub fn status(&self) -> Option<http::StatusCode> {
            match self {
                #(#statuses)*
                Self::#unknown(_) => None,
            }
        }

        /// Returns `true` if the API description marks errors with this code as retryable.
        #[must_use]
        pub fn is_retryable(&self) -> bool { #retryable }

        #retry
    }
}
