//! The codes that tell errors apart, flat over all statuses and operations.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::emit::types::enums;
use crate::emit::{Context, docs};
use crate::model::Codes;

pub(crate) fn emit(cx: Context<'_>) -> TokenStream {
    let Some(codes) = &cx.model.codes else { return quote!() };
    let Codes { name: item, method, described, members: known, unknown, .. } = *codes;
    let property = format!(
        "Every `{}` of an error that the description lists, under any status.",
        docs::visible(&described.property)
    );
    let words = docs::attributes(&property);
    let texts: Vec<_> = described.values.iter().map(|code| code.value.clone()).collect();
    let members = known.iter().zip(&described.values).map(|(name, code)| {
        let words = docs::emit(&code.docs, &format!("`{}`", docs::visible(&code.value)));
        quote!(#words #name,)
    });
    let conversions = enums::of_texts(&texts, known, unknown);
    let meanings = meanings(codes);
    let finder = docs::attributes(&format!(
        "The `{}` of the error, if the answer has one.",
        docs::visible(&described.property)
    ));
    quote! {
        #words
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum #item {
            #(#members)*
            /// A value that the description does not list, as the server wrote it.
            #unknown(rt::UnknownValue),
        }

        impl #item {
            #conversions

            /// Whether the description lists the value.
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

/// What is known of each code.
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
            /// Whether the description says of a code that the same call may succeed a little
            /// later; `None` for a code that it does not list.
            pub(crate) fn retry(text: &str) -> Option<bool> {
                let code = Self::from_text(text);
                code.is_known().then(|| code.is_retryable())
            }
        }
    });
    quote! {
        /// What the error means; empty for one that the description does not list.
        #[must_use]
        pub fn description(&self) -> &'static str {
            match self {
                #(#descriptions)*
                Self::#unknown(_) => "",
            }
        }

        /// The status that the error comes with; `None` where that is not one, or not known.
        #[must_use]
        pub fn status(&self) -> Option<http::StatusCode> {
            match self {
                #(#statuses)*
                Self::#unknown(_) => None,
            }
        }

        /// Whether the description says that the same call may succeed a little later.
        #[must_use]
        pub fn is_retryable(&self) -> bool { #retryable }

        #retry
    }
}
