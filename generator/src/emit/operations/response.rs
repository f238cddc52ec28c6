//! Responses: the methods, the enum and the reading of each form that a call can request.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::operations::form::{ask, pattern, patterns, status_words, unless, words};
use crate::emit::operations::stream;
use crate::emit::{Context, docs};
use crate::model::{Content, Form, Operation, Output, Success};
use crate::names::FormNames;

/// Emits the methods that send the call and read its responses.
pub(crate) fn methods(cx: Context<'_>, operation: &Operation<'_>) -> TokenStream {
    let methods = operation.forms.iter().map(|form| match &form.output {
        Output::Items(items) => stream::of_items(cx, operation, form, items),
        _ => whole(cx, operation, form),
    });
    quote!(#(#methods)*)
}

/// Emits the enums of responses that differ by status.
pub(crate) fn items(cx: Context<'_>, operation: &Operation<'_>) -> TokenStream {
    let items = operation.forms.iter().filter_map(|form| match &form.output {
        Output::ByStatus(successes) => Some(several(cx, operation, form, successes)),
        _ => None,
    });
    quote!(#(#items)*)
}

/// Emits the methods of every call, and the methods that send it and request the default form.
pub(crate) fn sends(cx: Context<'_>, operation: &Operation<'_>) -> TokenStream {
    let (call, error) = (&operation.names.call, cx.ty(&operation.error_type()));
    let is_whole = |form: &&Form<'_>| form.is_usual && !matches!(form.output, Output::Items(_));
    let Some(form) = operation.forms.iter().find(is_whole) else {
        return quote!(rt::calls!(#call, #error););
    };
    let output = cx.ty(&form.ty());
    let headers = (!operation.headers.is_empty()).then(|| {
        let headers = &operation.names.headers;
        quote!(, #headers)
    });
    quote!(rt::sends!(#call, #output, #error #headers);)
}

/// Emits the methods of a form whose responses are read as a whole.
fn whole(cx: Context<'_>, operation: &Operation<'_>, form: &Form<'_>) -> TokenStream {
    let (output, error) = (cx.ty(&form.ty()), cx.ty(&operation.error_type()));
    let decode = &form.names.decode;
    let reading = reading(form);
    let reads = words(form, "Reads a response to the call.", "Reads a response of the media type");
    let sending = (!form.is_usual).then(|| sending(form, &output, &error));
    let opened = form.chunks.as_ref().map(|refused| stream::of_bytes(form, refused, &error));
    quote! {
        #reads
        ///
        /// # Errors
        ///
        /// Returns an error if the response is an error or does not match the API description.
        #[inline]
        pub fn #decode(response: rt::Response) -> Result<#output, rt::CallError<#error>> {
            #reading
        }

        #sending
        #opened
    }
}

/// Emits the methods that send the call and request another form than the default.
fn sending(form: &Form<'_>, output: &TokenStream, error: &TokenStream) -> TokenStream {
    let FormNames { send, send_blocking, decode, .. } = form.names;
    let (receiver, ask) = ask(form);
    let sends = words(form, "", "Sends the call and requests the media type");
    let waits =
        words(form, "", "Sends the call, waits for the response and requests the media type");
    let errors = docs::attributes(&format!("# Errors\n\nSee [`{send}`](Self::{send})."));
    quote! {
        #sends
        ///
        /// # Errors
        ///
        /// Returns an error if the request cannot be sent, if no response arrives, or if the response is
        /// an error or does not match the API description.
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

/// Returns the expression that reads a response by its status.
fn reading(form: &Form<'_>) -> TokenStream {
    let item = &form.names.response;
    let arms = match &form.output {
        Output::Response | Output::Items(_) => quote!(200..=299 => Ok(response),),
        Output::One(success) => {
            let (patterns, read) = (patterns(form), read(success));
            quote!(#patterns => #read,)
        }
        Output::ByStatus(successes) => {
            let listed = successes.iter().map(|success| (success.statuses, success));
            let fallbacks = form.fallbacks.iter();
            let fallbacks =
                fallbacks.filter_map(|it| Some((it.statuses, successes.get(it.success)?)));
            let arms = listed.chain(fallbacks).map(|(statuses, success)| {
                let (pattern, read, name) = (pattern(statuses), read(success), success.name);
                match success.content {
                    Content::Empty => quote!(#pattern => #read.map(|()| #item::#name),),
                    _ => quote!(#pattern => #read.map(#item::#name),),
                }
            });
            quote!(#(#arms)*)
        }
    };
    quote!(match response.status().as_u16() { #arms _ => Err(response.into_error()), })
}

/// Emits the enum of responses that differ by status.
fn several(
    cx: Context<'_>,
    operation: &Operation<'_>,
    form: &Form<'_>,
    successes: &[Success<'_>],
) -> TokenStream {
    let (item, method) = (&form.names.response, &operation.names.method);
    let variants = successes.iter().map(|success| {
        let name = success.name;
        let words = docs::emit(success.docs, &status_words(success.statuses));
        let held = (success.content != Content::Empty).then(|| {
            let ty = cx.ty(&success.ty);
            quote!((#ty))
        });
        quote!(#words #name #held,)
    });
    let usual = format!("The responses of [`{method}`](rt::Client::{method}), by status.");
    let words = words(form, &usual, &format!("{usual} Their media type is"));
    quote! {
        #words
        #[derive(Clone, Debug)]
        #[non_exhaustive]
        pub enum #item { #(#variants)* }
    }
}

/// Returns the expression that reads the body of a response.
fn read(success: &Success<'_>) -> TokenStream {
    let unless = || unless(&success.refused, &quote!(?));
    match success.content {
        Content::Empty => quote!(response.empty()),
        Content::Json => quote!(response.json()),
        Content::Text => {
            let unless = unless();
            quote!(response #unless.text())
        }
        Content::Bytes => {
            let unless = unless();
            quote!(response #unless.bytes())
        }
    }
}
