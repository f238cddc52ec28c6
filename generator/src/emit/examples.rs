//! The tests of a generated client: a table of the types that examples have, and a call for each documented request.
//!
//! The expected values are in a data file beside the tests.

use std::collections::BTreeMap;
use std::sync::Arc;

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{format_ident, quote};

use crate::api::{ExampleRequest, Examples, Shape};
use crate::emit::{Content, Context, Module, Part, module, part};
use crate::model::{
    Body, BodyContent, Expression, Form, Model, Need, Operation, Output, Parameter, Path,
};

/// The rows of one table. A table with thousands of rows is slow to compile.
const ROWS: usize = 200;

/// Emits the tests of a client in a crate with this name.
pub fn emit<'a>(model: &'a Model<'a>, examples: &'a Examples, package: &str) -> Vec<Module<'a>> {
    let cx = Context::new(model);
    let krate = package.replace('-', "_");
    let named = krate.clone();
    let mut parts = vec![part(move || head(&Ident::new(&krate, Span::call_site())))];
    let (types, requests) = (types(cx, examples), examples.requests.as_slice());
    let types_count = types.len();
    let type_row = move |index| type_row(cx, types.get(index)?);
    let request_row = move |index| Some(request_row(cx, index, requests.get(index)?));
    let call_row = move |index| call_row(cx, index, requests.get(index)?);
    parts.extend(tables(("TYPES", "Type"), None, types_count, type_row));
    parts.extend(tables(("REQUESTS", "Request"), None, requests.len(), request_row));
    parts.extend(tables(("CALLS", "Call"), Some("blocking"), requests.len(), call_row));
    // The functions of thousands of requests are many tokens, so each part has some of them.
    for (chunk, requests) in examples.requests.chunks(ROWS).enumerate() {
        let krate = named.clone();
        parts.push(part(move || {
            let krate = Ident::new(&krate, Span::call_site());
            let functions = (chunk * ROWS..).zip(requests);
            functions.map(|(index, request)| calls(cx, (index, request), &krate)).collect()
        }));
    }
    parts.push(part(move || tests(cx, examples)));
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
        //! Tests of the examples in the API description.
        //!
        //! Each example is read into its type and written again. Each request with documented arguments must have the
        //! documented URL. `examples.json` holds the expected values. It also marks the examples that break their own
        //! schema, as a JSON Schema library judged them: these are defects of the description.
        // The examples of a description decide which of these items are used.
        #![allow(dead_code, deprecated, unused_imports)]

        #[path = "examples/support.rs"]
        mod support;

        use #krate::{bytes, http, runtime as rt, serde_json, types};
        use support::{Arguments, Call, Request, Type};
    }
}

/// Emits the client that makes the requests, and the tests.
fn tests(cx: Context<'_>, examples: &Examples) -> TokenStream {
    let client = client(cx);
    let broken = broken(examples);
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

        #broken

        #[cfg(feature = "blocking")]
        #[test]
        #[ignore = "sends to the server at the URL in `API_URL`"]
        fn the_server_answers_every_documented_request() {
            support::calls(include_str!("examples.json"), CALLS, live);
        }
    }
}

/// Emits an ignored test that names the number of examples that break their own schema, if there are some.
fn broken(examples: &Examples) -> TokenStream {
    let count = examples.values.iter().filter(|it| it.verdict.fault.is_some()).count();
    let reason = match count {
        0 => return quote!(),
        1 => "1 example of the description breaks its own schema; `--ignored --nocapture` shows it"
            .to_owned(),
        _ => format!(
            "{count} examples of the description break their own schemas; `--ignored --nocapture` lists them"
        ),
    };
    quote! {
        #[test]
        #[ignore = #reason]
        fn examples_that_break_their_own_schema() {
            support::broken(include_str!("examples.json"));
        }
    }
}

/// Returns the types of the examples, each with its name.
fn types<'a>(cx: Context<'a>, examples: &'a Examples) -> Vec<(String, &'a Shape)> {
    let mut types: BTreeMap<String, &Shape> = BTreeMap::new();
    for example in &examples.values {
        let name = cx.model.value_type(&example.shape).to_string();
        types.entry(name).or_insert(&example.shape);
    }
    types.into_iter().collect()
}

/// Emits the row of a type.
fn type_row(cx: Context<'_>, (name, shape): &(String, &Shape)) -> Option<TokenStream> {
    let ty = cx.ty(&cx.model.value_type(shape));
    Some(quote!((#name, support::reread::<#ty>)))
}

/// Emits a list of tables, each of a size that compiles fast. Each is a part, because thousands of rows are many tokens.
fn tables<'a>(
    (name, row): (&'static str, &'static str),
    condition: Option<&'static str>,
    count: usize,
    rows: impl Fn(usize) -> Option<TokenStream> + Send + Sync + 'a,
) -> Vec<Part<'a>> {
    let ident = |text: &str| Ident::new(text, Span::call_site());
    let chunks = count.div_ceil(ROWS);
    let of_chunk = move |chunk: usize| format_ident!("{name}_{chunk}");
    let when = move || condition.map(|feature| quote!(#[cfg(feature = #feature)]));
    let list = part(move || {
        let (when, name, row) = (when(), ident(name), ident(row));
        let names = (0..chunks).map(of_chunk);
        quote!(#when const #name: &[&[#row]] = &[#(#names),*];)
    });
    let rows = Arc::new(rows);
    let tables = (0..chunks).map(|chunk| {
        let rows = Arc::clone(&rows);
        part(move || {
            let (when, name, row) = (when(), of_chunk(chunk), ident(row));
            let end = count.min((chunk + 1) * ROWS);
            let rows = (chunk * ROWS..end).filter_map(|index| rows(index));
            quote!(#when const #name: &[#row] = &[#(#rows),*];)
        })
    });
    [list].into_iter().chain(tables).collect()
}

/// Returns the name of the function for a request.
fn function(index: usize) -> Ident {
    format_ident!("call_{index}")
}

/// Returns the name of the function for a request to a server, if it has fewer arguments.
fn function_with_less(index: usize) -> Ident {
    format_ident!("call_with_less_{index}")
}

/// Emits the functions for a request.
fn calls(
    cx: Context<'_>,
    (index, request): (usize, &ExampleRequest),
    krate: &Ident,
) -> TokenStream {
    let operation = cx.model.of_operation(request.operation);
    let all: Vec<_> = request.arguments.iter().map(Option::is_some).collect();
    let whole = call(cx, request, &all, &function(index), krate);
    let less = is_sent_with_less(operation, request)
        .then(|| call(cx, request, &sent(operation, request), &function_with_less(index), krate));
    quote!(#whole #less)
}

/// Emits the row that makes a request.
fn request_row(cx: Context<'_>, index: usize, request: &ExampleRequest) -> TokenStream {
    let (method, name) = (method(cx, request), function(index));
    quote! {
        (#method, |client, arguments| support::request(#name(client, arguments)?.request()))
    }
}

/// Emits the row that sends a request. Every operation has a form, and the first one is the default.
fn call_row(cx: Context<'_>, index: usize, request: &ExampleRequest) -> Option<TokenStream> {
    let operation = cx.model.of_operation(request.operation);
    let form = operation.forms.first()?;
    let (send, answered) = (&form.names.send_blocking, answered(form));
    let is_less = is_sent_with_less(operation, request);
    let sent = if is_less { function_with_less(index) } else { function(index) };
    let method = method(cx, request);
    Some(quote! {
        (#method, |client, arguments| Ok(support::#answered(#sent(client, arguments)?.#send())))
    })
}

/// Returns the name of the method that a request calls.
fn method(cx: Context<'_>, request: &ExampleRequest) -> String {
    cx.model.of_operation(request.operation).names.method.to_string()
}

/// Returns, for each parameter, `true` if a request to a server has it: it is required, or its value is an example. A server
/// rarely accepts a value that was made from a schema, such as a filter.
fn sent(operation: &Operation<'_>, request: &ExampleRequest) -> Vec<bool> {
    let arguments = request.arguments.iter().zip(&request.exemplified);
    let parameters = operation.parameters.iter().zip(arguments);
    let is_sent = |(parameter, (argument, is_example)): (&Parameter<'_>, (&Option<_>, &bool))| {
        argument.is_some() && (parameter.described.required || *is_example)
    };
    parameters.map(is_sent).collect()
}

/// Returns `true` if a request to a server leaves out arguments of the documented request.
fn is_sent_with_less(operation: &Operation<'_>, request: &ExampleRequest) -> bool {
    let sent = sent(operation, request);
    request.arguments.iter().zip(sent).any(|(argument, is_sent)| argument.is_some() && !is_sent)
}

/// Returns the function that takes the result of a call. For a stream it also reads the items.
fn answered(form: &Form<'_>) -> Ident {
    let items = matches!(form.output, Output::Items(_));
    format_ident!("{}", if items { "items" } else { "answered" })
}

/// Emits the function that begins the call of a request. `given` tells which parameters have an argument.
fn call(
    cx: Context<'_>,
    request: &ExampleRequest,
    given: &[bool],
    name: &Ident,
    krate: &Ident,
) -> TokenStream {
    let operation = cx.model.of_operation(request.operation);
    let names = operation.names;
    let (mut lets, mut required, mut setters) = (Vec::new(), Vec::new(), Vec::new());
    let arguments = operation.parameters.iter().zip(given).enumerate();
    for (index, (parameter, _)) in arguments.filter(|(_, (_, is_given))| **is_given) {
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

/// Returns the expression for the body of a request.
fn body<'a>(cx: Context<'a>, body: &Body<'a>, lets: &mut Vec<TokenStream>) -> Expression<'a> {
    let form = body.forms.first();
    match form.map(|form| (&form.content, &form.ty)) {
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
        Some((BodyContent::Bytes, _)) | None => match form.map(|form| form.media_type.as_ref()) {
            // The caller names the type of a file if the description has only a range.
            Some(range) if range.contains('*') => {
                let media_type = range.replace("*/*", "application/*").replace('*', "octet-stream");
                lets.push(quote! {
                    let body = rt::Upload::from("sample").with_media_type(#media_type);
                });
                Expression::Variable("body".to_owned())
            }
            _ => Expression::Text("sample".to_owned()),
        },
    }
}

/// Emits a client that has every credential and sends nothing.
fn client(cx: Context<'_>) -> TokenStream {
    let base = cx.model.client.takes_url().then(|| quote!(support::BASE));
    let credentials = cx.model.client.schemes.iter().map(|scheme| {
        let name = &scheme.names.setter;
        match scheme.is_basic {
            true => quote!(.#name(support::CREDENTIAL, support::CREDENTIAL)),
            false => quote!(.#name(support::CREDENTIAL)),
        }
    });
    let live = cx.model.client.schemes.iter().map(|scheme| {
        let setter = &scheme.names.setter;
        let name = setter.unraw().to_uppercase();
        let (pattern, arguments) = match scheme.is_basic {
            true => (quote!((user, password)), quote!(user, password)),
            false => (quote!(value), quote!(value)),
        };
        let credential =
            if scheme.is_basic { quote!(user_and_password) } else { quote!(credential) };
        quote! {
            let builder = match support::#credential(#name) {
                Some(#pattern) => builder.#setter(#arguments),
                None => builder,
            };
        }
    });
    let live_base = cx.model.client.takes_url().then(|| quote!(url));
    quote! {
        fn builder() -> rt::ClientBuilder {
            rt::Client::builder(#base) #(#credentials)*
        }

        #[cfg(feature = "blocking")]
        fn live(url: &str) -> rt::ClientBuilder {
            let builder = rt::Client::builder(#live_base);
            #(#live)*
            builder.base_url(url)
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

/// Emits a function that returns `true` for two spellings of one instant.
///
/// Only types for dates write a different string than they read.
fn same_instant(cx: Context<'_>) -> TokenStream {
    if !cx.model.needs.has(Need::Dates) {
        return quote! {
            fn same_instant(_: &str, _: &str) -> bool { false }
        };
    }
    // These types are written in UTC.
    let parse = match () {
        () if cx.model.needs.has(Need::Jiff) => Some(quote!(text.parse::<jiff::Timestamp>())),
        () if cx.model.needs.has(Need::Chrono) => {
            Some(quote!(chrono::DateTime::parse_from_rfc3339(text)))
        }
        () => None,
    };
    if let Some(parse) = parse {
        return quote! {
            fn same_instant(one: &str, other: &str) -> bool {
                let read = |text: &str| #parse.ok();
                let (Some(one), Some(other)) = (read(one), read(other)) else { return false };
                one == other
            }
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

/// Returns the tokens of an expression, for a place where the items in it are imported.
fn tokens(expression: Expression<'_>) -> TokenStream {
    expression.text("").parse().unwrap_or_default()
}
