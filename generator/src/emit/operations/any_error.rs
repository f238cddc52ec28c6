//! One enum for the documented errors of all operations. The errors of each operation convert into it.

use proc_macro2::TokenStream;
use quote::quote;

use crate::api::Status;
use crate::emit::operations::form::pattern;
use crate::emit::{Context, docs, groups};
use crate::model::{AnyError, Statuses};
use crate::names::Name;

pub(crate) fn emit(cx: Context<'_>) -> TokenStream {
    let errors = &cx.model.errors;
    let variants = errors.variants.iter().map(|variant| {
        let (name, when) = (variant.name, groups::when(&variant.when));
        let words = docs::emit(variant.docs, &error_words(variant.status));
        let body = variant.body.as_ref().map(|ty| cx.ty(ty));
        let body = body.map(|ty| quote!((#ty)));
        quote!(#words #when #name #body,)
    });
    let summaries = errors.variants.iter().map(|variant| {
        let (when, arm) = (groups::when(&variant.when), summary_arm(variant.name));
        variant.has_summary.then(|| quote!(#when #arm))
    });
    let read = read(errors);
    // With some features off, the variants with an arm may be the only ones.
    let summary = summary(summaries.collect(), errors.is_gated);
    quote! {
        /// The error of any operation.
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

/// Emits the function that reads an error by its status alone.
///
/// A status with bodies of several types cannot be read without the operation.
fn read(errors: &AnyError<'_>) -> TokenStream {
    let mut reads = false;
    let arms = errors.arms.iter().map(|arm| {
        let Some(variant) = arm.variant.and_then(|index| errors.variants.get(index)) else {
            let pattern = pattern(arm.statuses);
            return quote!(#pattern => return None,);
        };
        reads |= variant.body.is_some();
        let when = groups::when(&variant.when);
        let arm = read_arm(arm.statuses, variant.name, variant.body.is_some());
        quote!(#when #arm)
    });
    let arms: Vec<_> = arms.collect();
    let node = if reads { quote!(node) } else { quote!(_) };
    let (status, body) = match arms.as_slice() {
        [] => (quote!(_), quote!(None)),
        arms => (quote!(status), quote!(Some(match status { #(#arms)* _ => return None }))),
    };
    let allow = errors.is_gated.then(|| quote!(#[allow(unreachable_code, unused_variables)]));
    quote! {
        #allow
        fn read(#status: u16, #node: &rt::Node<'_>) -> Option<Result<Self, rt::ReadError>> { #body }
    }
}

/// Returns the docs of an error that the description does not describe.
pub(crate) fn error_words(status: Status) -> String {
    match status {
        Status::Code(code) => format!("An error with status {code}."),
        Status::Range(hundreds) => {
            format!("An error with a status from {hundreds}00 to {hundreds}99.")
        }
        Status::Default => "An error with any other status.".to_owned(),
    }
}

/// Returns the arm that reads an error.
pub(crate) fn read_arm(statuses: Statuses, name: &Name, has_body: bool) -> TokenStream {
    let pattern = pattern(statuses);
    match has_body {
        true => quote!(#pattern => rt::Json::read(node).map(Self::#name),),
        false => quote!(#pattern => Ok(Self::#name),),
    }
}

/// Returns the arm for the summary of an error's body.
pub(crate) fn summary_arm(name: &Name) -> TokenStream {
    quote!(Self::#name(error) => error.summary(),)
}

/// Emits the method `summary`, with one arm for each error that has a summary.
///
/// The default method returns an empty summary, so nothing is emitted if no error has an arm. `gated` means that
/// features can remove any of the arms.
pub(crate) fn summary(arms: Vec<Option<TokenStream>>, gated: bool) -> TokenStream {
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
