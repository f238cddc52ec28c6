//! One enum for the documented errors of all operations, into which each operation's converts.

use std::collections::HashMap;

use proc_macro2::TokenStream;
use quote::quote;

use super::{Context, docs, error};
use crate::api::Response;
use crate::names::ErrorName;

pub(super) fn emit(cx: Context<'_>) -> TokenStream {
    let firsts = firsts(cx);
    let variants = cx.names.errors().iter().zip(&firsts).map(|(name, response)| {
        let variant = &name.variant;
        let words = docs::emit(&response.docs, &format!("`{variant}`"));
        let payload = error::payload(cx, response).map(|ty| quote!((#ty)));
        quote!(#words #variant #payload,)
    });
    let summaries = cx.names.errors().iter().zip(&firsts);
    let summaries: Vec<_> = summaries
        .map(|(name, response)| error::summary_arm(cx, response, &name.variant))
        .collect();
    let read = read(cx, &firsts);
    let summary = if summaries.is_empty() {
        quote!(match *self {})
    } else {
        quote!(match self { #(#summaries)* })
    };
    let conversions = conversions(cx);
    quote! {
        /// The error of any call.
        pub type Error = rt::CallError<AnyError>;

        /// The documented errors of all operations.
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum AnyError { #(#variants)* }

        impl rt::Documented for AnyError {
            fn read(#status: u16, #node: &rt::Node<'_>) -> Option<Result<Self, rt::ReadError>> {
                #read
            }

            fn summary(&self) -> rt::Summary<'_> { #summary }
        }

        #conversions
    }
}

/// For each variant, the first response that it stands for.
fn firsts<'a>(cx: Context<'a>) -> Vec<&'a Response> {
    let responses: Vec<_> =
        cx.api.operations.iter().flat_map(|(_, operation)| &operation.responses).collect();
    let first = |name: &ErrorName| responses.iter().copied().find(|response| is(response, name));
    cx.names.errors().iter().filter_map(first).collect()
}

fn is(response: &Response, name: &ErrorName) -> bool {
    response.status == name.status && response.read_shape() == name.body.as_ref()
}

fn conversions(cx: Context<'_>) -> TokenStream {
    let impls = cx.api.operations.ids().map(|id| {
        if error::errors(cx, id).next().is_none() {
            return quote!();
        }
        let item = &cx.names.of_operation(id).error;
        let arms = error::errors(cx, id).map(|(response, name)| {
            let all = cx.names.errors().iter().find(|name| is(response, name));
            let variant = all.map(|name| &name.variant);
            match error::payload(cx, response) {
                Some(_) => quote!(Of::#name(error) => Self::#variant(error),),
                None => quote!(Of::#name => Self::#variant,),
            }
        });
        let arms: Vec<_> = arms.collect();
        quote! {
            impl From<crate::operations::#item> for AnyError {
                fn from(error: crate::operations::#item) -> Self {
                    use crate::operations::#item as Of;
                    match error { #(#arms)* }
                }
            }

            impl From<rt::CallError<crate::operations::#item>> for Error {
                fn from(error: rt::CallError<crate::operations::#item>) -> Self {
                    error.map_api(AnyError::from)
                }
            }
        }
    });
    let undocumented = quote! {
        impl From<rt::Undocumented> for AnyError {
            fn from(error: rt::Undocumented) -> Self { match error {} }
        }

        impl From<rt::CallError<rt::Undocumented>> for Error {
            fn from(error: rt::CallError<rt::Undocumented>) -> Self { error.map_api(AnyError::from) }
        }
    };
    quote!(#undocumented #(#impls)*)
}
