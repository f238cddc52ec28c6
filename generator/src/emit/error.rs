//! The documented errors of one operation: an enum by status, each with its body.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Context, answer, docs, failures, mock, shape};
use crate::api::{Media, OperationId, Response, Status, Type};
use crate::names::Name;

/// The type of an operation's documented errors.
pub(super) fn ty(cx: Context<'_>, id: OperationId) -> TokenStream {
    if errors(cx, id).next().is_none() {
        return quote!(rt::NoDocumentedError);
    }
    let error = &cx.names.of_operation(id).error;
    quote!(#error)
}

/// The responses that are errors, with their variants.
pub(super) fn errors(cx: Context<'_>, id: OperationId) -> impl Iterator<Item = (&Response, &Name)> {
    let operation = &cx.api.operations[id];
    let responses = operation.responses.iter().zip(&cx.names.of_operation(id).responses);
    responses.filter(|(response, _)| response.status.is_error())
}

pub(super) fn emit(cx: Context<'_>, id: OperationId) -> TokenStream {
    if errors(cx, id).next().is_none() {
        return quote!();
    }
    let names = cx.names.of_operation(id);
    let (item, method) = (&names.error, &names.method);
    let variants = errors(cx, id).map(|(response, name)| {
        let words = docs::emit(&response.docs, &format!("`{name}`"));
        let payload = payload(cx, response).map(|ty| quote!((#ty)));
        quote!(#words #name #payload,)
    });
    let statuses: Vec<_> = errors(cx, id).map(|(response, _)| response.status).collect();
    let arms = errors(cx, id).filter(|(response, _)| is_reached(response.status, &statuses));
    let arms = arms.map(|(response, name)| read_arm(response, &quote!(Self::#name)));
    let has_body = errors(cx, id).any(|(response, _)| payload(cx, response).is_some());
    let node = if has_body { quote!(node) } else { quote!(_) };
    let summaries = errors(cx, id).map(|(response, name)| summary_arm(cx, response, name));
    let summary = summary(summaries.collect(), false);
    let all = failures::arms(cx, id);
    let mocked = mock::of_errors(cx, id);
    let words = docs::attributes(&format!(
        "The errors that [`{method}`](crate::Client::{method}) documents, by status."
    ));
    quote! {
        #words
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum #item { #(#variants)* }

        impl rt::DocumentedError for #item {
            #[inline]
            fn read(status: u16, #node: &rt::Node<'_>) -> Option<Result<Self, rt::ReadError>> {
                Some(match status {
                    #(#arms)*
                    _ => return None,
                })
            }

            #summary
        }

        impl rt::OperationError for #item {}

        #mocked

        impl From<#item> for crate::errors::AnyError {
            #[inline]
            fn from(error: #item) -> Self {
                use #item as Of;
                match error { #(#all)* }
            }
        }
    }
}

/// What a variant holds, if its answer has a JSON body.
pub(super) fn payload(cx: Context<'_>, response: &Response) -> Option<TokenStream> {
    match &response.media {
        Some(Media::Json { shape, .. }) => Some(shape::value(cx, shape)),
        _ => None,
    }
}

/// Whether an error can have the status: behind both ranges of errors nothing is left.
pub(super) fn is_reached(status: Status, all: &[Status]) -> bool {
    let ranges = [Status::Range(4), Status::Range(5)];
    status != Status::Default || !ranges.iter().all(|range| all.contains(range))
}

/// The statuses of an error, as a pattern.
pub(super) fn pattern(status: Status) -> TokenStream {
    match status {
        // Statuses below say that the call did not fail.
        Status::Default => quote!(400..=599),
        status => answer::pattern(status),
    }
}

/// The arm that reads an error of a response's status.
pub(super) fn read_arm(response: &Response, variant: &TokenStream) -> TokenStream {
    let pattern = pattern(response.status);
    match &response.media {
        Some(Media::Json { .. }) => quote!(#pattern => rt::Json::read(node).map(#variant),),
        _ => quote!(#pattern => Ok(#variant),),
    }
}

/// The arm that says what an error's body says, if it says anything in fields of a known meaning.
pub(super) fn summary_arm(
    cx: Context<'_>,
    response: &Response,
    name: &Name,
) -> Option<TokenStream> {
    let Some(Media::Json { shape, .. }) = &response.media else { return None };
    let Type::Named(id) = shape.ty else { return None };
    let says = cx.facts.problem(id).is_some() && !shape.nullable;
    says.then(|| quote!(Self::#name(error) => error.summary(),))
}

/// The method for what errors say, one arm for each error. Without it they say nothing, so that it is left out where
/// none has an arm. `gated` are arms of which any may be missing.
pub(super) fn summary(arms: Vec<Option<TokenStream>>, gated: bool) -> TokenStream {
    if arms.iter().all(Option::is_none) {
        return quote!();
    }
    let others = gated || arms.iter().any(Option::is_none);
    let others = others.then(|| quote!(_ => rt::ErrorSummary::default(),));
    let allow = gated.then(|| quote!(#[allow(unreachable_patterns)]));
    let arms = arms.into_iter().flatten();
    quote! {
        #allow
        #[inline]
        fn summary(&self) -> rt::ErrorSummary<'_> {
            match self { #(#arms)* #others }
        }
    }
}
