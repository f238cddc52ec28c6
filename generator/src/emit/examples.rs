//! The client's own tests: a table of the types that examples have, and a call for each documented
//! request. What they are checked against is data beside them.

use std::collections::BTreeMap;

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{format_ident, quote};

use crate::api::{ExampleRequest, Examples, Shape};
use crate::emit::{Content, Context, Module, module, part};
use crate::model::{Body, BodyContent, Expression, Form, Model, Need, Output, Path};

/// Rows of one table: a table of thousands is slow to compile.
const ROWS: usize = 200;

/// Emits the tests of a client in a crate of this name.
pub fn emit<'a>(model: &'a Model<'a>, examples: &'a Examples, package: &str) -> Vec<Module<'a>> {
    let cx = Context::new(model);
    let krate = package.replace('-', "_");
    let named = krate.clone();
    let parts = [
        part(move || head(&Ident::new(&krate, Span::call_site()))),
        part(move || types(cx, examples)),
        part(move || requests(cx, examples, &Ident::new(&named, Span::call_site()))),
        part(move || tests(cx)),
    ];
    let support = Content::Verbatim(include_str!("../../trial/support.rs"));
    vec![
        module("tests/examples.rs", parts),
        Module {
            path: "tests/examples/support.rs".to_owned(),
            when: String::new(),
            content: support,
        },
    ]
}

fn head(krate: &Ident) -> TokenStream {
    quote! {
        //! The examples of the description: each is read into its type and written again, and each
        //! request with documented arguments has the URL that the description gives it.
        //!
        //! What is expected stands in `examples.json`, and so does what a JSON Schema library says of the
        //! examples: one that breaks its own schema is a defect of the description.
        // What a description shows decides what of this is used.
        #![allow(dead_code, deprecated, unused_imports)]

        #[path = "examples/support.rs"]
        mod support;

        use #krate::{bytes, http, runtime as rt, serde_json, types};
        use support::{Arguments, Call, Request, Type};
    }
}

/// The client that the requests are made with, and the tests.
fn tests(cx: Context<'_>) -> TokenStream {
    let client = client(cx);
    let same_instant = same_instant(cx);
    quote! {
        #client
        #same_instant

        #[test]
        fn every_example_is_the_same_after_it_was_read_and_written() {
            support::examples(include_str!("examples.json"), TYPES, same_instant);
        }

        #[test]
        fn every_documented_request_has_the_documented_url() {
            support::requests(include_str!("examples.json"), REQUESTS, &client(), same_instant);
        }

        #[cfg(feature = "blocking")]
        #[test]
        #[ignore = "sends to a server, whose URL `API_URL` has to say"]
        fn every_documented_request_is_answered() {
            support::calls(include_str!("examples.json"), CALLS, |url| builder().base_url(url));
        }
    }
}

/// The table of the types.
fn types(cx: Context<'_>, examples: &Examples) -> TokenStream {
    let mut types: BTreeMap<String, &Shape> = BTreeMap::new();
    for example in &examples.values {
        let name = cx.model.value_type(&example.shape).to_string();
        types.entry(name).or_insert(&example.shape);
    }
    let rows = types.iter().map(|(name, shape)| {
        let ty = cx.ty(&cx.model.value_type(shape));
        quote!((#name, support::reread::<#ty>))
    });
    let rows: Vec<_> = rows.collect();
    tables("TYPES", &quote!(Type), &rows)
}

/// A list of tables, each of a size that compiles fast.
fn tables(name: &str, row: &TokenStream, rows: &[TokenStream]) -> TokenStream {
    let name = Ident::new(name, Span::call_site());
    let chunks: Vec<_> = rows.chunks(ROWS).collect();
    let names: Vec<_> = (0..chunks.len()).map(|index| format_ident!("{name}_{index}")).collect();
    quote! {
        pub(crate) const #name: &[&[#row]] = &[#(#names),*];
        #(const #names: &[#row] = &[#(#chunks),*];)*
    }
}

/// A function for each request, and tables of what makes and what sends them.
fn requests(cx: Context<'_>, examples: &Examples, krate: &Ident) -> TokenStream {
    let (mut requests, mut calls, mut functions) = (Vec::new(), Vec::new(), Vec::new());
    for (index, request) in examples.requests.iter().enumerate() {
        let name = format_ident!("call_{index}");
        let operation = cx.model.of_operation(request.operation);
        let method = operation.names.method.to_string();
        requests.push(quote! {
            (#method, |client, arguments| support::request(#name(client, arguments)?.request()))
        });
        // There is always a form, and the first is the one that is asked for.
        if let Some(form) = operation.forms.first() {
            let (send, answered) = (&form.names.send_blocking, answered(form));
            calls.push(quote! {
                (#method, |client, arguments| Ok(support::#answered(#name(client, arguments)?.#send())))
            });
        }
        functions.push(call(cx, request, &name, krate));
    }
    let requests = tables("REQUESTS", &quote!(Request), &requests);
    let calls = tables("CALLS", &quote!(Call), &calls);
    let calls = quote!(#[cfg(feature = "blocking")] mod calls { use super::*; #calls });
    quote!(#requests #calls #[cfg(feature = "blocking")] use calls::CALLS; #(#functions)*)
}

/// What takes the result of a call: it may be a stream, whose items are still to be read.
fn answered(form: &Form<'_>) -> Ident {
    let items = matches!(form.output, Output::Items(_));
    format_ident!("{}", if items { "items" } else { "answered" })
}

/// The function that begins the call of a request.
fn call(cx: Context<'_>, request: &ExampleRequest, name: &Ident, krate: &Ident) -> TokenStream {
    let operation = cx.model.of_operation(request.operation);
    let names = operation.names;
    let (mut lets, mut required, mut setters) = (Vec::new(), Vec::new(), Vec::new());
    let arguments = operation.parameters.iter().zip(&request.arguments).enumerate();
    for (index, (parameter, _)) in arguments.filter(|(_, (_, argument))| argument.is_some()) {
        let variable = format_ident!("argument_{index}");
        let (setter, ty) = (parameter.name, cx.ty(&parameter.ty));
        let index = Literal::usize_unsuffixed(index);
        lets.push(quote!(let #variable: #ty = arguments.get(#index)?;));
        let passed = tokens(parameter.pass(Expression::Variable(variable.to_string())));
        if parameter.described.required {
            required.push(passed);
        } else {
            setters.push(quote!(.#setter(#passed)));
        }
    }
    match &operation.body {
        Some(body) if body.described.required => {
            required.push(tokens(self::body(cx, body, &mut lets)));
        }
        Some(body) if request.body.is_some() => {
            let (setter, body) = (body.name, tokens(self::body(cx, body, &mut lets)));
            setters.push(quote!(.#setter(#body)));
        }
        _ => {}
    }
    let (method, call) = (&names.method, &names.call);
    let arguments = if lets.is_empty() { quote!(_) } else { quote!(arguments) };
    quote! {
        fn #name(client: &rt::Client, #arguments: &Arguments<'_>) -> Result<#krate::operations::#call, String> {
            #(#lets)*
            Ok(client.#method(#(#required),*)#(#setters)*)
        }
    }
}

/// The body of a request, where it is asked for.
fn body<'a>(cx: Context<'a>, body: &Body<'a>, lets: &mut Vec<TokenStream>) -> Expression<'a> {
    match body.forms.first().map(|form| (&form.content, &form.ty)) {
        Some((BodyContent::Items(item, _), _)) => {
            let new = Expression::Path(Path::Of("Vec", item.clone(), "new"));
            Expression::Call(Box::new(new), Vec::new())
        }
        Some((BodyContent::Value(_), ty)) => {
            let ty = cx.ty(ty);
            lets.push(quote!(let body: #ty = arguments.body()?;));
            Expression::Variable("body".to_owned())
        }
        Some((BodyContent::Text, _)) => {
            lets.push(quote!(let body = arguments.text();));
            Expression::Variable("body".to_owned())
        }
        Some((BodyContent::Bytes, _)) | None => Expression::Text("sample".to_owned()),
    }
}

/// A client that has every credential and reaches nobody.
fn client(cx: Context<'_>) -> TokenStream {
    let base = cx.model.client.takes_url().then(|| quote!(support::BASE));
    let credentials = cx.model.client.schemes.iter().map(|scheme| {
        let name = &scheme.names.setter;
        match scheme.is_basic {
            true => quote!(.#name(support::CREDENTIAL, support::CREDENTIAL)),
            false => quote!(.#name(support::CREDENTIAL)),
        }
    });
    quote! {
        fn builder() -> rt::ClientBuilder {
            rt::Client::builder(#base) #(#credentials)*
        }

        fn client() -> rt::Client {
            let transport = |_: http::Request<bytes::Bytes>, _: rt::SendOptions| {
                Ok::<_, rt::TransportError>(http::Response::new(bytes::Bytes::new()))
            };
            let builder = builder().base_url(support::BASE);
            support::built(builder.blocking_transport(transport).build())
        }
    }
}

/// Whether two texts are the same instant in two spellings: only a type of dates writes another
/// text than it read.
fn same_instant(cx: Context<'_>) -> TokenStream {
    if !cx.model.needs.has(Need::Dates) {
        return quote! {
            fn same_instant(_: &str, _: &str) -> bool { false }
        };
    }
    quote! {
        fn same_instant(one: &str, other: &str) -> bool {
            use time::{OffsetDateTime, format_description::well_known::Rfc3339};
            let read = |text| OffsetDateTime::parse(text, &Rfc3339).ok();
            let (Some(one), Some(other)) = (read(one), read(other)) else { return false };
            one == other && one.offset() == other.offset()
        }
    }
}

/// An expression, where all that it speaks of is imported.
fn tokens(expression: Expression<'_>) -> TokenStream {
    expression.text("").parse().unwrap_or_default()
}
