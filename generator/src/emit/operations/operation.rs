//! Operations: a method of the client that begins a call, and the call with its setters.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::operations::body;
use crate::emit::operations::error;
use crate::emit::operations::header;
use crate::emit::operations::paging;
use crate::emit::operations::parameter;
use crate::emit::operations::response;
use crate::emit::{Context, docs, mock, setter_docs};
use crate::model::Operation;
use crate::names::Name;

/// The most arguments of a function that clippy accepts, without the receiver.
const ARGUMENTS: usize = 6;

/// The docs of the setter of an idempotency key.
const KEY_IS_MADE: &str = "\nIf it is not set, the client generates a key and sends it with every attempt, so that the call can be retried.";

pub(crate) fn emit(cx: Context<'_>, operation: &Operation<'_>) -> TokenStream {
    let (call, method) = (&operation.names.call, &operation.names.method);
    let about = docs::brief(&operation.described.docs);
    let is_call =
        format!("A call of [`{method}`](rt::Client::{method}) that has not been sent yet.");
    let words = docs::attributes(format!("{about}\n\n{is_call}").trim_start());
    let (constant, begin) = (constant(operation), begin(cx, operation));
    let setters = setters(cx, operation);
    let (sending, responses) = (response::methods(cx, operation), response::items(cx, operation));
    let sends = response::sends(cx, operation);
    let headers = header::emit(cx, operation);
    let pages = paging::emit(cx, operation);
    let mocked = mock::emit(cx, operation);
    let bodies = body::emit(cx, operation);
    let error = error::emit(cx, operation);
    quote! {
        #constant

        impl rt::Client { #begin }

        #words
        #[derive(Debug)]
        #[must_use = "a call does nothing until it is sent"]
        pub struct #call { call: rt::Call }

        impl #call {
            #setters
            #sending
        }

        #sends
        #pages

        #mocked
        #bodies
        #responses
        #headers
        #error
    }
}

fn constant(operation: &Operation<'_>) -> TokenStream {
    let (described, name) = (operation.described, &operation.names.constant);
    let (id, path, method) = (&described.id, &operation.path, described.method.as_str());
    let accept = operation.forms.first().map(|form| form.accept.as_str()).unwrap_or_default();
    let security = operation.security.iter().map(|schemes| quote!(&[#(#schemes),*]));
    let secured = (!operation.security.is_empty()).then(|| quote!(.secured(&[#(#security),*])));
    let idempotent = operation.is_marked_idempotent.then(|| quote!(.idempotent()));
    let keyed = described.idempotency_key.as_ref().map(|header| quote!(.keyed(#header)));
    let server = described.server.as_ref().map(|url| quote!(.on_server(#url)));
    quote! {
        static #name: rt::Operation =
            rt::Operation::new(#id, #method, #path, #accept) #secured #idempotent #keyed #server;
    }
}

/// Emits the method of the client. Its arguments are the required parameters and the required body.
fn begin(cx: Context<'_>, operation: &Operation<'_>) -> TokenStream {
    let (names, described) = (operation.names, operation.described);
    let (method, call, constant) = (&names.method, &names.call, &names.constant);
    let template = docs::visible(&described.template);
    let creates = format!("Creates a call of `{} {template}`.", described.method.as_str());
    let words = setter_docs::followed_by(&described.docs, &creates);
    let (mut arguments, mut sets) = (Vec::new(), Vec::new());
    let required: Vec<_> = operation.parameters.iter().filter(|it| it.described.required).collect();
    let about = setter_docs::arguments(&required);
    let about = (!about.is_empty()).then(|| docs::attributes(&format!("\n{about}")));
    for parameter in required {
        let (name, ty) = (parameter.name, cx.ty(&parameter.argument));
        arguments.push(quote!(#name: #ty));
        sets.push(parameter::set(parameter, &quote!(call)));
    }
    if let Some(body) = operation.body.as_ref().filter(|body| body.described.required) {
        let (name, (ty, set)) = (body.name, body::set(cx, body, &quote!(call)));
        arguments.push(quote!(#name: #ty));
        sets.push(set);
    }
    let server = described.server.as_ref().map(|url| {
        let is_relative = !url.starts_with("https://");
        let url = docs::visible(url);
        if is_relative {
            return docs::attributes(&format!(
                "\nThe server of this operation is `{url}`, relative to the base URL of the client. \
                 [`own_server`](rt::ClientBuilder::own_server) of the builder replaces it."
            ));
        }
        docs::attributes(&format!(
            "\nThe server of this operation is `{url}`. \
             [`base_url`](rt::ClientBuilder::base_url) and \
             [`own_server`](rt::ClientBuilder::own_server) of the builder replace it."
        ))
    });
    let many = (arguments.len() > ARGUMENTS).then(|| quote!(#[allow(clippy::too_many_arguments)]));
    let mutable = (!sets.is_empty()).then(|| quote!(mut));
    quote! {
        #words
        #about
        #server
        #many
        #[inline]
        pub fn #method(&self, #(#arguments),*) -> #call {
            let #mutable call = self.call(&#constant);
            #(#sets)*
            #call { call }
        }
    }
}

fn setters(cx: Context<'_>, operation: &Operation<'_>) -> TokenStream {
    let call = quote!(self.call);
    let optional = operation.parameters.iter().filter(|parameter| !parameter.described.required);
    let parameters = optional.map(|parameter| {
        let words = setter_docs::parameter(parameter);
        let made = parameter.is_made.then(|| docs::attributes(KEY_IS_MADE));
        let set = parameter::set(parameter, &call);
        setter(&quote!(#words #made), parameter.name, &cx.ty(&parameter.argument), &set)
    });
    let body = operation.body.as_ref().filter(|body| !body.described.required).map(|body| {
        let words = docs::emit(&body.described.docs, setter_docs::BODY);
        let (ty, set) = body::set(cx, body, &call);
        setter(&words, body.name, &ty, &set)
    });
    quote!(#(#parameters)* #body)
}

/// Names of the operators whose trait has a method with one argument.
const OPERATORS: [&str; 10] =
    ["add", "bitand", "bitor", "bitxor", "div", "mul", "rem", "shl", "shr", "sub"];

fn setter(words: &TokenStream, name: &Name, ty: &TokenStream, set: &TokenStream) -> TokenStream {
    let is_operator = OPERATORS.contains(&name.unraw());
    let operator = is_operator.then(|| quote!(#[allow(clippy::should_implement_trait)]));
    quote! {
        #words
        #operator
        #[inline]
        pub fn #name(mut self, #name: #ty) -> Self {
            #set
            self
        }
    }
}
