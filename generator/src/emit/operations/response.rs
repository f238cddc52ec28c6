//! Responses: for each form in which a success can be asked for, its methods, its enum and how it is read.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::operations::form::{ask, pattern, patterns, unless, words};
use crate::emit::operations::stream;
use crate::emit::{Context, docs};
use crate::model::{Content, Form, Operation, Output, Success};
use crate::names::FormNames;

/// The methods that send the call and read its answers.
pub(crate) fn methods(cx: Context<'_>, operation: &Operation<'_>) -> TokenStream {
    let methods = operation.forms.iter().map(|form| match &form.output {
        Output::Items(items) => stream::of_items(cx, operation, form, items),
        _ => whole(cx, operation, form),
    });
    quote!(#(#methods)*)
}

/// The enums of answers that differ by status.
pub(crate) fn items(cx: Context<'_>, operation: &Operation<'_>) -> TokenStream {
    let items = operation.forms.iter().filter_map(|form| match &form.output {
        Output::ByStatus(successes) => Some(several(cx, operation, form, successes)),
        _ => None,
    });
    quote!(#(#items)*)
}

/// What every call has, and its sending in the form that it asks for where nothing is said.
pub(crate) fn sends(cx: Context<'_>, operation: &Operation<'_>) -> TokenStream {
    let call = &operation.names.call;
    let is_whole = |form: &&Form<'_>| form.is_usual && !matches!(form.output, Output::Items(_));
    let Some(form) = operation.forms.iter().find(is_whole) else {
        return quote!(rt::calls!(#call););
    };
    let (output, error) = (cx.ty(&form.ty()), cx.ty(&operation.error_type()));
    let headers = (!operation.headers.is_empty()).then(|| {
        let headers = &operation.names.headers;
        quote!(, #headers)
    });
    quote!(rt::sends!(#call, #output, #error #headers);)
}

/// A form whose answers are read whole.
fn whole(cx: Context<'_>, operation: &Operation<'_>, form: &Form<'_>) -> TokenStream {
    let (output, error) = (cx.ty(&form.ty()), cx.ty(&operation.error_type()));
    let decode = &form.names.decode;
    let reading = reading(form);
    let reads = words(form, "Reads an answer to the request.", "Reads an answer of the form");
    let sending = (!form.is_usual).then(|| sending(form, &output, &error));
    let opened = form.chunks.as_ref().map(|refused| stream::of_bytes(form, refused, &error));
    quote! {
        #reads
        ///
        /// # Errors
        ///
        /// The answer is an error, or is not as the description says.
        #[inline]
        pub fn #decode(answer: rt::Response) -> Result<#output, rt::CallError<#error>> {
            #reading
        }

        #sending
        #opened
    }
}

/// The methods that ask for another form than the usual one.
fn sending(form: &Form<'_>, output: &TokenStream, error: &TokenStream) -> TokenStream {
    let FormNames { send, send_blocking, decode, .. } = form.names;
    let (receiver, ask) = ask(form);
    let sends = words(form, "", "Sends the call and asks for");
    let waits = words(form, "", "Sends the call and waits for the answer, asked for as");
    let errors = docs::attributes(&format!("# Errors\n\nAs [`{send}`](Self::{send})."));
    quote! {
        #sends
        ///
        /// # Errors
        ///
        /// Nothing was sent, no answer came, the answer is an error, or it is not as the
        /// description says.
        #[inline]
        pub fn #send(#receiver) -> rt::ResponseFuture<#output, #error> {
            #ask
            self.call.run(Self::#decode)
        }

        #waits
        ///
        #errors
        #[inline]
        pub fn #send_blocking(#receiver) -> Result<#output, rt::CallError<#error>> {
            #ask
            self.call.run_blocking(Self::#decode)
        }
    }
}

/// How an answer is read, by its status.
fn reading(form: &Form<'_>) -> TokenStream {
    let item = &form.names.answer;
    let arms = match &form.output {
        Output::Response | Output::Items(_) => quote!(200..=299 => Ok(answer),),
        Output::One(success) => {
            let (patterns, read) = (patterns(form), read(success));
            quote!(#patterns => #read,)
        }
        Output::ByStatus(successes) => {
            let arms = successes.iter().map(|success| {
                let (pattern, read, name) =
                    (pattern(success.statuses), read(success), success.name);
                match success.content {
                    Content::Empty => quote!(#pattern => #read.map(|()| #item::#name),),
                    _ => quote!(#pattern => #read.map(#item::#name),),
                }
            });
            quote!(#(#arms)*)
        }
    };
    quote!(match answer.status().as_u16() { #arms _ => Err(answer.into_error()), })
}

/// The enum of answers that differ by status.
fn several(
    cx: Context<'_>,
    operation: &Operation<'_>,
    form: &Form<'_>,
    successes: &[Success<'_>],
) -> TokenStream {
    let (item, method) = (&form.names.answer, &operation.names.method);
    let variants = successes.iter().map(|success| {
        let name = success.name;
        let words = docs::emit(success.docs, &format!("`{name}`"));
        let held = (success.content != Content::Empty).then(|| {
            let ty = cx.ty(&success.ty);
            quote!((#ty))
        });
        quote!(#words #name #held,)
    });
    let usual = format!("What [`{method}`](rt::Client::{method}) answers, by status.");
    let words = words(form, &usual, &format!("{usual} Asked for as"));
    quote! {
        #words
        #[derive(Clone, Debug)]
        #[non_exhaustive]
        pub enum #item { #(#variants)* }
    }
}

/// How the body of an answer is read.
fn read(success: &Success<'_>) -> TokenStream {
    let unless = || unless(&success.refused, &quote!(?));
    match success.content {
        Content::Empty => quote!(answer.empty()),
        Content::Json => quote!(answer.json()),
        Content::Text => {
            let unless = unless();
            quote!(answer #unless.text())
        }
        Content::Bytes => {
            let unless = unless();
            quote!(answer #unless.bytes())
        }
    }
}
