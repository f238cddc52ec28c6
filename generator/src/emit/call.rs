//! Operations: a method of the client that begins a call, and the call with its setters.

use proc_macro2::TokenStream;
use quote::quote;

use super::parameter::{argument, set};
use super::{Context, answer, body, docs, header, mock, pages};
use crate::api::{Operation, OperationId, Segment};
use crate::names::Name;

/// How many arguments a function may have before clippy speaks up, the receiver aside.
const ARGUMENTS: usize = 6;

/// What is said of a key by which the server knows a repeated request again.
const KEY_IS_MADE: &str = "\nUnless it is set, a key is made for the call, which every attempt carries: it may be sent again.";

pub(super) fn emit(cx: Context<'_>, id: OperationId, operation: &Operation) -> TokenStream {
    let names = cx.names.of_operation(id);
    let (call, method) = (&names.call, &names.method);
    let words = format!("A call of [`{method}`](crate::Client::{method}), not yet sent.");
    let words = docs::attributes(&words);
    let constant = constant(cx, id, operation);
    let begin = begin(cx, id, operation);
    let setters = setters(cx, id, operation);
    let (sending, answers) = answer::emit(cx, id, operation);
    let sends = answer::sends(cx, id, operation);
    let headers = header::emit(cx, id, operation);
    let pages = pages::emit(cx, id, operation);
    let mocked = mock::emit(cx, id, operation);
    let bodies = operation.body.as_ref().map(|body| body::emit(cx, id, body));
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
        #answers
        #headers
    }
}

fn constant(cx: Context<'_>, id: OperationId, operation: &Operation) -> TokenStream {
    let name = &cx.names.of_operation(id).constant;
    let (id, path) = (&operation.id, path(operation));
    let method = operation.method.as_str();
    let accept = operation.forms.first().map(|form| answer::accept(operation, form));
    let accept = accept.unwrap_or_default();
    let security = operation.security.iter().map(|alternative| {
        let schemes = alternative.iter().map(|scheme| &cx.api.schemes[*scheme].id);
        quote!(&[#(#schemes),*])
    });
    let secured = (!operation.security.is_empty()).then(|| quote!(.secured(&[#(#security),*])));
    let marked = operation.idempotent && !operation.method.is_idempotent();
    let idempotent = marked.then(|| quote!(.idempotent()));
    let keyed = operation.idempotency_key.as_ref().map(|header| quote!(.keyed(#header)));
    let server = operation.server.as_ref().map(|url| quote!(.on_server(#url)));
    quote! {
        static #name: rt::Operation =
            rt::Operation::new(#id, #method, #path, #accept) #secured #idempotent #keyed #server;
    }
}

/// The template of the path, and the query that every call has.
fn path(operation: &Operation) -> String {
    let segments = operation.path.iter().map(|segment| match segment {
        Segment::Literal(text) => text.clone(),
        Segment::Parameter(name) => format!("{{{name}}}"),
    });
    let path: String = segments.collect();
    match operation.query.as_str() {
        "" => path,
        query => format!("{path}?{query}"),
    }
}

/// The method of the client: what is required, as arguments.
fn begin(cx: Context<'_>, id: OperationId, operation: &Operation) -> TokenStream {
    let names = cx.names.of_operation(id);
    let (method, call, constant) = (&names.method, &names.call, &names.constant);
    let (method_text, template) = (operation.method.as_str(), docs::visible(&operation.template));
    let otherwise = format!("`{method_text} {template}`");
    let words = docs::emit(&operation.docs, &otherwise);
    let required = operation.parameters.iter().zip(&names.parameters).filter(|(p, _)| p.required);
    let mut arguments = Vec::new();
    let mut sets = Vec::new();
    for (parameter, name) in required {
        let ty = argument(cx, parameter);
        arguments.push(quote!(#name: #ty));
        sets.push(set(cx, parameter, name, quote!(call)));
    }
    if let Some(body) = operation.body.as_ref().filter(|body| body.required) {
        let name = &names.body;
        let (ty, set) = body::set(cx, id, body, quote!(call));
        arguments.push(quote!(#name: #ty));
        sets.push(set);
    }
    let server = operation.server.as_ref().map(|url| {
        let url = docs::visible(url);
        docs::attributes(&format!(
            "\nIt goes to a server of its own, `{url}`, unless the client's builder was given a \
             `base_url`, or another one for this server by `own_server`."
        ))
    });
    let many = (arguments.len() > ARGUMENTS).then(|| quote!(#[allow(clippy::too_many_arguments)]));
    let mutable = (!sets.is_empty()).then(|| quote!(mut));
    quote! {
        #words
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

fn setters(cx: Context<'_>, id: OperationId, operation: &Operation) -> TokenStream {
    let names = cx.names.of_operation(id);
    let optional = operation.parameters.iter().zip(&names.parameters).filter(|(p, _)| !p.required);
    let parameters = optional.map(|(parameter, name)| {
        let words =
            docs::emit(&parameter.docs, &format!("Sets `{}`.", docs::visible(&parameter.name)));
        let set = set(cx, parameter, name, quote!(self.call));
        let is_made = parameter.idempotency_key && operation.idempotency_key.is_some();
        let made = is_made.then(|| docs::attributes(KEY_IS_MADE));
        let words = quote!(#words #made);
        setter(&words, name, &argument(cx, parameter), &set)
    });
    let body = operation.body.as_ref().filter(|body| !body.required).map(|body| {
        let name = &names.body;
        let words = docs::emit(&body.docs, "Sets the body.");
        let (ty, set) = body::set(cx, id, body, quote!(self.call));
        setter(&words, name, &ty, &set)
    });
    quote!(#(#parameters)* #body)
}

fn setter(words: &TokenStream, name: &Name, ty: &TokenStream, set: &TokenStream) -> TokenStream {
    quote! {
        #words
        #[inline]
        pub fn #name(mut self, #name: #ty) -> Self {
            #set
            self
        }
    }
}
