//! One enum for the documented errors of all operations, into which each operation's converts.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::quote;

use super::{Context, docs, error, groups};
use crate::api::{OperationId, Response, Status};
use crate::names::ErrorName;

pub(super) fn emit(cx: Context<'_>) -> TokenStream {
    let firsts = firsts(cx);
    let variants = cx.names.errors().iter().zip(&firsts).map(|(name, response)| {
        let variant = &name.variant;
        let words = docs::emit(&response.docs, &format!("`{variant}`"));
        let payload = error::payload(cx, response).map(|ty| quote!((#ty)));
        let condition = groups::when(&cx.model.condition(&name.groups));
        quote!(#words #condition #variant #payload,)
    });
    let summaries = cx.names.errors().iter().zip(&firsts).map(|(name, response)| {
        let arm = error::summary_arm(cx, response, &name.variant)?;
        let condition = groups::when(&cx.model.condition(&name.groups));
        Some(quote!(#condition #arm))
    });
    let read = read(cx, &firsts);
    // Without the groups of the others, those with an arm may be all that there are.
    let summary = error::summary(summaries.collect(), is_gated(cx));
    quote! {
        /// The error of any call.
        pub type Error = rt::CallError<AnyError>;

        /// The documented errors of all operations.
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum AnyError { #(#variants)* }

        impl rt::DocumentedError for AnyError {
            #read

            #summary
        }

        impl From<rt::NoDocumentedError> for AnyError {
            fn from(error: rt::NoDocumentedError) -> Self { match error {} }
        }

        impl<E: rt::OperationError> From<rt::CallError<E>> for Error
        where
            AnyError: From<E>,
        {
            fn from(error: rt::CallError<E>) -> Self { error.map_api(AnyError::from) }
        }
    }
}

/// Whether any of the variants is there only for some groups.
fn is_gated(cx: Context<'_>) -> bool {
    let mut names = cx.names.errors().iter();
    names.any(|name| !groups::when(&cx.model.condition(&name.groups)).is_empty())
}

/// Reads an error by its status alone. A status with bodies of several types cannot be read without
/// knowing the operation.
fn read(cx: Context<'_>, firsts: &[&Response]) -> TokenStream {
    let mut by_status: BTreeMap<Status, Vec<(&ErrorName, &Response)>> = BTreeMap::new();
    for (name, response) in cx.names.errors().iter().zip(firsts) {
        by_status.entry(name.status).or_default().push((name, response));
    }
    let clear = |status: &Status| by_status[status].len() == 1;
    let statuses: Vec<_> = by_status.keys().copied().filter(clear).collect();
    let is_wide = |status: &Status| !matches!(status, Status::Code(_));
    let mut arms = Vec::new();
    let mut reads = false;
    for (status, kinds) in &by_status {
        if let [(name, response)] = kinds.as_slice() {
            if error::is_reached(*status, &statuses) {
                let variant = &name.variant;
                let arm = error::read_arm(response, &quote!(Self::#variant));
                let condition = groups::when(&cx.model.condition(&name.groups));
                arms.push(quote!(#condition #arm));
                reads |= error::payload(cx, response).is_some();
            }
        } else if statuses.iter().any(|wide| is_wide(wide) && wide > status) {
            // Or it would be read as what is said of all other statuses.
            let pattern = error::pattern(*status);
            arms.push(quote!(#pattern => return None,));
        }
    }
    let node = if reads { quote!(node) } else { quote!(_) };
    let (status, body) = if statuses.is_empty() {
        (quote!(_), quote!(None))
    } else {
        (quote!(status), quote!(Some(match status { #(#arms)* _ => return None })))
    };
    let allow = is_gated(cx).then(|| quote!(#[allow(unreachable_code, unused_variables)]));
    quote! {
        #allow
        fn read(#status: u16, #node: &rt::Node<'_>) -> Option<Result<Self, rt::ReadError>> { #body }
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

/// What each error of an operation is among those of all.
pub(super) fn arms(cx: Context<'_>, id: OperationId) -> Vec<TokenStream> {
    let arms = error::errors(cx, id).map(|(response, name)| {
        let all = cx.names.errors().iter().find(|name| is(response, name));
        let variant = all.map(|name| &name.variant);
        match error::payload(cx, response) {
            Some(_) => quote!(Of::#name(error) => Self::#variant(error),),
            None => quote!(Of::#name => Self::#variant,),
        }
    });
    arms.collect()
}
