//! Operations: a method of the client that begins a call, and the call with its setters.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::{format_ident, quote};

use super::{Context, checks, docs, shape};
use crate::api::{
    Body, ListStyle, Media, ObjectStyle, Operation, OperationId, Parameter, Place, Response, Shape,
    Status, Style, Type,
};

/// How many arguments a function may have before clippy speaks up, the receiver aside.
const ARGUMENTS: usize = 6;

pub(super) fn emit(cx: Context<'_>, id: OperationId, operation: &Operation) -> TokenStream {
    let names = cx.names.of_operation(id);
    let call = &names.call;
    let constant = constant(cx, id, operation);
    let method = method(cx, id, operation);
    let setters = setters(cx, id, operation);
    let (output, answers, decode) = output(cx, id, operation);
    let words = format!(
        "A call of [`{}`](crate::Client::{}), not yet sent.",
        plain(&names.method),
        plain(&names.method)
    );
    let words = docs::attributes(&words);
    let error = super::error::ty(cx, id);
    quote! {
        #constant

        impl rt::Client { #method }

        #words
        #[derive(Debug)]
        #[must_use = "a call does nothing until it is sent"]
        pub struct #call { call: rt::Call }

        impl #call {
            #setters

            /// Does this call otherwise than its client would.
            pub fn options(mut self, options: rt::CallOptions) -> Self {
                self.call.options(options);
                self
            }

            /// The request, as it would be sent.
            ///
            /// # Errors
            ///
            /// An argument breaks the description, or a credential is missing.
            pub fn request(&self) -> Result<http::Request<bytes::Bytes>, rt::InvalidRequest> {
                self.call.request()
            }

            /// Reads an answer to the request.
            ///
            /// # Errors
            ///
            /// The answer is an error, or is not as the description says.
            pub fn decode(answer: rt::Answer) -> Result<#output, rt::CallError<#error>> {
                #decode
            }

            /// Sends the call.
            ///
            /// # Errors
            ///
            /// Nothing was sent, no answer came, the answer is an error, or it is not as the
            /// description says.
            pub async fn send(self) -> Result<#output, rt::CallError<#error>> {
                Self::decode(self.call.send().await?)
            }

            /// Sends the call and waits for the answer.
            ///
            /// # Errors
            ///
            /// As [`send`](Self::send).
            pub fn send_blocking(self) -> Result<#output, rt::CallError<#error>> {
                Self::decode(self.call.send_blocking()?)
            }
        }

        #answers
    }
}

/// An identifier as doc links write it.
fn plain(ident: &Ident) -> String {
    ident.to_string()
}

fn constant(cx: Context<'_>, id: OperationId, operation: &Operation) -> TokenStream {
    let name = &cx.names.of_operation(id).constant;
    let (id, path) = (&operation.id, &operation.template);
    let method = format_ident!("{}", operation.method.as_str());
    let accept = accept(operation);
    let security = operation.security.iter().map(|alternative| {
        let schemes = alternative.iter().map(|scheme| &cx.api.schemes[*scheme].id);
        quote!(&[#(#schemes),*])
    });
    let server = match &operation.server {
        Some(url) => quote!(Some(#url)),
        None => quote!(None),
    };
    let idempotent = operation.idempotent && !operation.method.is_idempotent();
    quote! {
        static #name: rt::Operation = rt::Operation {
            id: #id,
            method: http::Method::#method,
            path: #path,
            accept: #accept,
            security: &[#(#security),*],
            idempotent: #idempotent,
            server: #server,
        };
    }
}

/// The media types of the answers, each once.
fn accept(operation: &Operation) -> String {
    let mut types: Vec<&str> = Vec::new();
    for media in operation.responses.iter().flat_map(|response| &response.media) {
        if !types.contains(&media.media_type()) {
            types.push(media.media_type());
        }
    }
    types.join(", ")
}

fn method(cx: Context<'_>, id: OperationId, operation: &Operation) -> TokenStream {
    let names = cx.names.of_operation(id);
    let (method, call, constant) = (&names.method, &names.call, &names.constant);
    let otherwise = format!("`{} {}`", operation.method.as_str(), operation.template);
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
        let (ty, set) = body_set(cx, body, name, quote!(call));
        arguments.push(quote!(#name: #ty));
        sets.push(set);
    }
    let many = (arguments.len() > ARGUMENTS).then(|| quote!(#[allow(clippy::too_many_arguments)]));
    let mutable = (!sets.is_empty()).then(|| quote!(mut));
    quote! {
        #words
        #many
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
        let words = docs::emit(&parameter.docs, &format!("Sets `{}`.", parameter.name));
        let ty = argument(cx, parameter);
        let set = set(cx, parameter, name, quote!(self.call));
        quote! {
            #words
            pub fn #name(mut self, #name: #ty) -> Self {
                #set
                self
            }
        }
    });
    let body = operation.body.as_ref().filter(|body| !body.required).map(|body| {
        let name = &names.body;
        let words = docs::emit(&body.docs, "Sets the body.");
        let (ty, set) = body_set(cx, body, name, quote!(self.call));
        quote! {
            #words
            pub fn #name(mut self, #name: #ty) -> Self {
                #set
                self
            }
        }
    });
    quote!(#(#parameters)* #body)
}

/// How a parameter is taken.
fn argument(cx: Context<'_>, parameter: &Parameter) -> TokenStream {
    let shape = &parameter.shape;
    let ty = shape::bare(cx, shape, false);
    match (&parameter.style, &shape.ty) {
        (Style::Text, _) if shape.sensitive => quote!(&#ty),
        (Style::Text, Type::Text) => quote!(&str),
        (Style::Text, _) => ty,
        (Style::List(_), Type::List(item)) if item.ty == Type::Text && !item.sensitive => {
            quote!(&[&str])
        }
        (Style::List(_), Type::List(item)) => {
            let item = shape::bare(cx, item, false);
            quote!(&[#item])
        }
        _ => quote!(&#ty),
    }
}

/// The statements that set a parameter and check it.
fn set(cx: Context<'_>, parameter: &Parameter, name: &Ident, call: TokenStream) -> TokenStream {
    let key = &parameter.name;
    let place = match parameter.place {
        Place::Path => "path",
        Place::Query => "query",
        Place::Header => "header",
        Place::Cookie => "cookie",
    };
    let method = |suffix: &str| format_ident!("{place}{suffix}");
    let set = match (parameter.style, parameter.place) {
        (Style::Text, _) => {
            let method = method("");
            quote!(#call.#method(#key, &#name);)
        }
        (Style::List(style), Place::Query) => {
            let style = match style {
                ListStyle::Repeated => quote!(Repeated),
                ListStyle::Comma => quote!(Commas),
                ListStyle::Space => quote!(Spaces),
                ListStyle::Pipe => quote!(Pipes),
            };
            quote!(#call.query_list(#key, rt::ListStyle::#style, #name);)
        }
        (Style::List(_), _) => {
            let method = method("_list");
            quote!(#call.#method(#key, #name);)
        }
        (Style::Object(style), _) => {
            let style = match style {
                ObjectStyle::Deep => quote!(Deep),
                ObjectStyle::Exploded => quote!(Exploded),
                ObjectStyle::Comma => quote!(Commas),
            };
            quote!(#call.query_object(#key, rt::MemberStyle::#style, #name);)
        }
        (Style::Json, Place::Query) => quote!(#call.query_json(#key, #name);),
        (Style::Json | Style::Value, _) => {
            let method = method("_value");
            quote!(#call.#method(#key, #name);)
        }
    };
    let shape = Shape { nullable: false, ..parameter.shape.clone() };
    let check = cx.facts.is_shape_checked(&shape).then(|| {
        let place = match parameter.place {
            Place::Path => quote!(Path),
            Place::Query => quote!(Query),
            Place::Header => quote!(Header),
            Place::Cookie => quote!(Cookie),
        };
        let by_value = parameter.style == Style::Text && !shape.sensitive && shape.ty != Type::Text;
        let is_reference = !by_value;
        let value = if is_reference { quote!(#name) } else { quote!(&#name) };
        let check = checks::of_value(cx, &shape, value);
        quote!(#call.check(rt::Place::#place, #key, |checks| { #check });)
    });
    quote!(#set #check)
}

/// How a body is taken, and the statements that set it.
fn body_set(
    cx: Context<'_>,
    body: &Body,
    name: &Ident,
    call: TokenStream,
) -> (TokenStream, TokenStream) {
    let Some(shape) = body.media.shape() else {
        let media_type = body.media.media_type();
        return match &body.media {
            Media::Text { .. } => (
                quote!(impl Into<String>),
                quote!(#call.body(#media_type, #name.into().into_bytes().into());),
            ),
            _ => (quote!(impl Into<bytes::Bytes>), quote!(#call.body(#media_type, #name.into());)),
        };
    };
    let ty = shape::value(cx, shape);
    let is_type = matches!(shape.ty, Type::Named(_)) && !shape.nullable;
    let (argument, convert) = if is_type {
        (quote!(impl Into<#ty>), quote!(let #name: #ty = #name.into();))
    } else {
        (ty, quote!())
    };
    let checked = cx.facts.is_shape_checked(shape) && is_type;
    let set = match (&body.media, checked) {
        (Media::Multipart { .. }, checked) => match (&shape.ty, checked) {
            (Type::Named(id), true) if cx.facts.is_multipart(*id) => {
                quote!(#call.multipart_checked(&#name);)
            }
            (Type::Named(id), false) if cx.facts.is_multipart(*id) => {
                quote!(#call.multipart(&#name);)
            }
            _ => quote!(#call.multipart_json(&#name);),
        },
        (Media::Form { deep, .. }, true) => quote!(#call.form_checked(&[#(#deep),*], &#name);),
        (Media::Form { deep, .. }, false) => quote!(#call.form(&[#(#deep),*], &#name);),
        (_, true) => quote!(#call.json_checked(&#name);),
        (_, false) => quote!(#call.json(&#name);),
    };
    let media_type = body.media.media_type();
    let usual = matches!(body.media, Media::Form { .. } | Media::Multipart { .. })
        || matches!(media_type, "application/json" | "*/*");
    let content_type = (!usual).then(|| quote!(#call.content_type(#media_type);));
    // A list or a map is no type of its own that could check itself.
    let check = (cx.facts.is_shape_checked(shape) && !is_type).then(|| {
        let value = if shape.nullable {
            quote!(&#name)
        } else {
            checks::by_reference(shape, quote!(#name))
        };
        let check = checks::of_value(cx, shape, value);
        quote!(#call.check(rt::Place::Body, "", |checks| { #check });)
    });
    (argument, quote!(#convert #set #content_type #check))
}

/// What a call that succeeds brings: its type, the enum that it needs, and how it is read.
fn output(
    cx: Context<'_>,
    id: OperationId,
    operation: &Operation,
) -> (TokenStream, TokenStream, TokenStream) {
    let success: Vec<_> = operation.responses.iter().filter(|r| r.status.is_success()).collect();
    let default = operation.responses.iter().find(|r| r.status == Status::Default);
    let success = match (success.as_slice(), default) {
        ([], Some(default)) => vec![default],
        _ => success,
    };
    let error = quote!(_ => Err(answer.into_error()),);
    let Some(first) = success.first() else {
        // Nothing is said of success: the answer as it is.
        let decode = quote!(match answer.status().as_u16() { 200..=299 => Ok(answer), #error });
        return (quote!(rt::Answer), quote!(), decode);
    };
    if success.iter().all(|response| response.media == first.media) {
        let read = read_media(first.media.as_ref());
        let statuses = success.iter().map(|response| pattern(response.status));
        let decode = quote!(match answer.status().as_u16() { #(#statuses)|* => #read, #error });
        return (media_type(cx, first.media.as_ref()), quote!(), decode);
    }
    several(cx, id, operation, &success, error)
}

/// The enum of answers that differ by status.
fn several(
    cx: Context<'_>,
    id: OperationId,
    operation: &Operation,
    success: &[&Response],
    error: TokenStream,
) -> (TokenStream, TokenStream, TokenStream) {
    let names = cx.names.of_operation(id);
    let answer = &names.answer;
    let mut variants = Vec::new();
    let mut arms = Vec::new();
    for (response, name) in operation.responses.iter().zip(&names.responses) {
        if !success.iter().any(|known| known.status == response.status) {
            continue;
        }
        let words = docs::emit(&response.docs, &format!("`{name}`"));
        let (ty, read) =
            (media_type(cx, response.media.as_ref()), read_media(response.media.as_ref()));
        let pattern = pattern(response.status);
        let (payload, read) = match &response.media {
            Some(_) => (quote!((#ty)), quote!(#read.map(#answer::#name))),
            None => (quote!(), quote!(#read.map(|()| #answer::#name))),
        };
        variants.push(quote!(#words #name #payload,));
        arms.push(quote!(#pattern => #read,));
    }
    let words = docs::attributes(&format!(
        "What [`{}`](crate::Client::{}) answers, by status.",
        names.method, names.method
    ));
    let item = quote! {
        #words
        #[derive(Clone, Debug)]
        #[non_exhaustive]
        pub enum #answer { #(#variants)* }
    };
    let decode = quote!(match answer.status().as_u16() { #(#arms)* #error });
    (quote!(#answer), item, decode)
}

/// The status codes, as a pattern; for the default those of success.
pub(super) fn pattern(status: Status) -> TokenStream {
    let (from, to) = match status {
        Status::Code(code) => {
            let code = Literal::u16_unsuffixed(code);
            return quote!(#code);
        }
        Status::Range(hundreds) => (u16::from(hundreds) * 100, u16::from(hundreds) * 100 + 99),
        Status::Default => (200, 299),
    };
    let (from, to) = (Literal::u16_unsuffixed(from), Literal::u16_unsuffixed(to));
    quote!(#from..=#to)
}

fn media_type(cx: Context<'_>, media: Option<&Media>) -> TokenStream {
    match media {
        None => quote!(()),
        Some(Media::Json { shape, .. }) => shape::value(cx, shape),
        Some(Media::Text { .. } | Media::Form { .. }) => quote!(String),
        Some(Media::Multipart { .. }) => quote!(bytes::Bytes),
        Some(Media::Bytes { .. }) => quote!(bytes::Bytes),
    }
}

fn read_media(media: Option<&Media>) -> TokenStream {
    match media {
        None => quote!(answer.empty()),
        Some(Media::Json { .. }) => quote!(answer.json()),
        Some(Media::Text { .. } | Media::Form { .. }) => quote!(answer.text()),
        Some(Media::Multipart { .. }) => quote!(answer.bytes()),
        Some(Media::Bytes { .. }) => quote!(answer.bytes()),
    }
}
