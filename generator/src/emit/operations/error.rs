//! The documented errors of one operation: an enum by status, each with its body. Operations with the same errors share it.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::emit::operations::any_error::{error_words, read_arm, summary, summary_arm};
use crate::emit::operations::form::pattern;
use crate::emit::{Context, docs, mock};
use crate::model::{Operation, OperationError, SharedError};
use crate::names::Name;

pub(crate) fn emit(cx: Context<'_>, operation: &Operation<'_>) -> TokenStream {
    let Some(error) = &operation.error else { return quote!() };
    let method = &operation.names.method;
    let words = docs::attributes(&format!(
        "The documented errors of [`{method}`](rt::Client::{method}), by status."
    ));
    let Some(SharedError { name, position }) = error.shared else {
        return item(cx, error, error.name, &words, false);
    };
    let alias = error.name;
    let words_of_enum = docs::attributes(&format!(
        "The errors that [`{method}`](rt::Client::{method}) and other operations document, by status.\n\n\
         The parameter gives each operation a type of its own: [`{alias}`] is that of `{method}`. Programs use these \
         types, because the name of the enum depends on the operations that share it."
    ));
    let shared = (position == 0).then(|| item(cx, error, name, &words_of_enum, true));
    let position = Literal::usize_unsuffixed(position);
    quote! {
        #words
        pub type #alias = #name<#position>;

        #shared
    }
}

/// Emits the enum. If operations share it, it has a constant parameter.
fn item(
    cx: Context<'_>,
    error: &OperationError<'_>,
    name: &Name,
    words: &TokenStream,
    is_shared: bool,
) -> TokenStream {
    let generics = is_shared.then(|| quote!(<const OPERATION: usize>));
    let item = if is_shared { quote!(#name<OPERATION>) } else { quote!(#name) };
    let variants = error.variants.iter().map(|variant| {
        let name = variant.name;
        let words = docs::emit(&variant.described.docs, &error_words(variant.described.status));
        let body = variant.body.as_ref().map(|ty| cx.ty(ty));
        let body = body.map(|ty| quote!((#ty)));
        quote!(#words #name #body,)
    });
    let arms = error.variants.iter().filter_map(|variant| {
        Some(read_arm(variant.statuses?, variant.name, variant.body.is_some()))
    });
    let told = told(error);
    let has_body = error.variants.iter().any(|variant| variant.body.is_some());
    let node = if has_body { quote!(node) } else { quote!(_) };
    let summaries = error.variants.iter();
    let summaries = summaries.map(|it| it.has_summary.then(|| summary_arm(it.name)));
    let summary = summary(summaries.collect(), false);
    let all = error.variants.iter().map(|variant| {
        let (name, any) = (variant.name, variant.any);
        match &variant.body {
            Some(_) => quote!(Of::#name(error) => Self::#any(error),),
            None => quote!(Of::#name => Self::#any,),
        }
    });
    let (mocked, root) = (mock::of_errors(error, generics.as_ref(), &item), cx.root());
    quote! {
        #words
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum #name #generics { #(#variants)* }

        impl #generics rt::DocumentedError for #item {
            #[inline]
            fn read(status: u16, #node: &rt::Node<'_>) -> Option<Result<Self, rt::ReadError>> {
                Some(match status {
                    #(#arms)*
                    _ => return None,
                })
            }

            #told

            #summary
        }

        impl #generics rt::OperationError for #item {}

        #mocked

        impl #generics From<#item> for #root::errors::AnyError {
            #[inline]
            fn from(error: #item) -> Self {
                use #name as Of;
                match error { #(#all)* }
            }
        }
    }
}

/// Emits the method that returns the name of the variant for a status.
fn told(error: &OperationError<'_>) -> TokenStream {
    let arms = error.variants.iter().filter_map(|variant| {
        let (pattern, name) = (pattern(variant.statuses?), variant.name.to_string());
        let name = name.trim_start_matches("r#");
        Some(quote!(#pattern => #name,))
    });
    quote! {
        #[inline]
        fn variant(status: u16) -> Option<&'static str> {
            Some(match status {
                #(#arms)*
                _ => return None,
            })
        }
    }
}
