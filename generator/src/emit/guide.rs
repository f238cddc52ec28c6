//! What the client's documentation begins with: how it is used, with examples that are made of its
//! own operations and run as tests.

use proc_macro2::TokenStream;
use quote::quote;

use super::Context;
use crate::api::{Carrier, Media, OperationId, Scheme};
use crate::model::{BodyContent, Expression, Output, SAMPLE};
use crate::names::SchemeNames;

/// An operation that examples call: how the call begins.
struct Example {
    id: OperationId,
    call: String,
}

/// A section of the guide, line by line. One that begins with `use` speaks of this crate.
struct Guide(Vec<String>);

pub(super) fn emit(cx: Context<'_>) -> TokenStream {
    let mut guide = Guide(Vec::new());
    let first = example(cx, |id| cx.model.sample_output(id).is_some()).or(example(cx, |_| true));
    match &first {
        Some(example) => {
            call(cx, &mut guide, example);
            errors(cx, &mut guide, example);
        }
        None => client(cx, &mut guide),
    }
    let paged = example(cx, |id| cx.model.of_operation(id).paging.is_some());
    if let Some(example) = &paged {
        pages(&mut guide, example);
    }
    let output = |id| cx.model.of_operation(id).forms.first().map(|form| &form.output);
    let streamed = example(cx, |id| is_stream(cx, id));
    if let Some(example) = &streamed {
        let follows = matches!(output(example.id), Some(Output::Items(items)) if items.can_follow);
        streams(&mut guide, example, follows);
    }
    if let Some((scheme, names)) = cx.api.schemes.iter().zip(cx.names.schemes()).next() {
        credentials(cx, &mut guide, scheme, names);
    }
    if let Some(example) = &first
        && let Some(output) = cx.model.sample_output(example.id)
    {
        testing(cx, &mut guide, example, &text(&output));
    }
    guide.tokens()
}

/// The first operation that is not deprecated, can be called in few words, and is such.
fn example(cx: Context<'_>, is: impl Fn(OperationId) -> bool) -> Option<Example> {
    let operations = cx.api.operations.iter().filter(|(_, it)| !it.docs.deprecated);
    let mut ids = operations.map(|(id, _)| id).filter(|id| is(*id));
    ids.find_map(|id| Some(Example { id, call: beginning(cx, id)? }))
}

/// The beginning of a call, with samples of what is required.
fn beginning(cx: Context<'_>, id: OperationId) -> Option<String> {
    let operation = cx.model.of_operation(id);
    let required = operation.parameters.iter().filter(|parameter| parameter.described.required);
    let arguments = required.map(|parameter| cx.model.passed(parameter, SAMPLE));
    let mut arguments: Vec<_> = arguments.collect::<Option<_>>()?;
    if let Some(body) = operation.body.as_ref().filter(|body| body.described.required) {
        let (form, media) = body.forms.first().zip(body.described.forms.first())?;
        arguments.push(match (&form.content, media) {
            (BodyContent::Text, _) => Expression::Text("abc".to_owned()),
            (_, Media::Multipart { .. }) => return None,
            _ => cx.model.sent(form, media.shape()?, body.forms.len() == 1, SAMPLE)?,
        });
    }
    let arguments: Vec<_> = arguments.iter().map(text).collect();
    let method = &operation.names.method;
    let line = format!("client.{method}({})", arguments.join(", "));
    if line.len() <= 70 {
        return Some(line);
    }
    let arguments: String = arguments.iter().map(|argument| format!("    {argument},\n")).collect();
    Some(format!("client.{method}(\n{arguments})"))
}

/// An expression where all is imported that it speaks of.
fn text(expression: &Expression<'_>) -> String {
    expression.text("crate")
}

/// How a client is made.
fn made(cx: Context<'_>) -> String {
    let url = if cx.api.servers.is_empty() { "\"https://api.example.com\"" } else { "" };
    let value = |scheme: &Scheme| match scheme.carrier {
        Carrier::Basic => "\"the user\", \"the password\"",
        _ => "\"the key\"",
    };
    match cx.api.schemes.as_slice() {
        [] => format!("Client::new({url})"),
        [scheme] => {
            let arguments: Vec<_> =
                [url, value(scheme)].into_iter().filter(|it| !it.is_empty()).collect();
            format!("Client::new({})", arguments.join(", "))
        }
        [scheme, ..] => {
            let setter = cx.names.schemes().first().map(|names| names.setter.to_string());
            let setter = setter.unwrap_or_default();
            format!("Client::builder({url}).{setter}({}).build()", value(scheme))
        }
    }
}

fn client(cx: Context<'_>, guide: &mut Guide) {
    guide.text("\n# A client\n\n```");
    guide.uses("{BuildError, Client}");
    guide.text(&format!(
        "\nfn client() -> Result<Client, BuildError> {{\n    {}\n}}\n```",
        made(cx)
    ));
}

fn call(cx: Context<'_>, guide: &mut Guide, example: &Example) {
    guide.text("\n# A call\n\n```");
    guide.uses(&example.imports("BuildError, Client, Error"));
    guide.text(&format!(
        "\nfn client() -> Result<Client, BuildError> {{\n    {}\n}}\n\n\
         async fn call(client: &Client) -> Result<(), Error> {{",
        made(cx)
    ));
    let sent = if is_stream(cx, example.id) { "let items" } else { "let answer" };
    guide.indented(&format!("{sent} = {}.send().await?;", example.call));
    let shown = if is_stream(cx, example.id) { "items" } else { "answer" };
    guide.text(&format!("    println!(\"{{{shown}:?}}\");\n    Ok(())\n}}\n```\n"));
    guide.text(
        "What an operation requires are arguments; the rest are setters of the call. `send_blocking()`\n\
         waits for the answer in place of `send().await`. `request()` gives the request and sends nothing.",
    );
}

fn errors(cx: Context<'_>, guide: &mut Guide, example: &Example) {
    guide.text("\n# Errors\n\n```");
    guide.uses("{CallError, operations}");
    let names = cx.names.of_operation(example.id);
    let call = &names.call;
    guide.text(&format!(
        "\nasync fn send(call: operations::{call}) {{\n    match call.send().await {{"
    ));
    guide.text("        Ok(_) => println!(\"done\"),");
    let error = cx.model.of_operation(example.id).error.as_ref();
    if let Some((error, first)) = error.and_then(|it| Some((it.name, it.variants.first()?))) {
        let variant = first.name;
        guide.text(&format!(
            "        Err(CallError::Api(api)) => match &api.error {{\n            \
             operations::{error}::{variant} {{ .. }} => println!(\"told by its variant\"),\n            \
             _ => println!(\"{{api}}\"),\n        }},"
        ));
    }
    guide.text(
        "        Err(error) if error.is_retryable() => println!(\"a little later: {error}\"),\n        \
         Err(error) => println!(\"{error}\"),\n    }\n}\n```\n",
    );
    guide.text(
        "Whichever operation failed, its error becomes an [`Error`] by `?`. An answer that is not as\n\
         documented is kept: `error.status()`, `error.headers()`, `error.body()`. No text of an error holds\n\
         a key.",
    );
    guide.text("\n# Attempts and time\n\n```");
    guide.text("use std::time::Duration;\n");
    guide.uses("{CallOptions, Error, RetryPolicy, operations}");
    guide.text(&format!("\nasync fn send(call: operations::{call}) -> Result<(), Error> {{"));
    guide.text(
        "    let options = CallOptions::new()\n        .timeout(Duration::from_secs(5))\n        \
         .retry(RetryPolicy::none());",
    );
    guide.text("    call.options(options).send().await?;\n    Ok(())\n}\n```\n");
    guide.text(
        "What was not sent, and what does no harm when it is sent twice, is tried up to three times,\n\
         with waits that grow and `Retry-After` respected. [`ClientBuilder`] changes that for all calls,\n\
         [`CallOptions`] for one.",
    );
}

fn pages(guide: &mut Guide, example: &Example) {
    guide.text("\n# Pages\n\n```");
    guide.uses(&example.imports("Client, Error"));
    guide.text("\nasync fn all(client: &Client) -> Result<(), Error> {");
    guide.indented(&format!("let mut items = {}.items();", example.call));
    guide.text(
        "    while let Some(item) = items.next().await {\n        println!(\"{:?}\", item?);\n    }\n    \
         Ok(())\n}\n```\n",
    );
    guide.text(
        "Each page is sent for when its items are asked for. `pages()` gives them whole,\n\
         `items_blocking()` and `pages_blocking()` are iterators.",
    );
}

fn streams(guide: &mut Guide, example: &Example, follows: bool) {
    guide.text("\n# Streams\n\n```");
    guide.uses(&example.imports("Client, Error"));
    guide.text("\nasync fn read(client: &Client) -> Result<(), Error> {");
    guide.indented(&format!("let mut items = {}.send().await?;", example.call));
    guide.text(
        "    while let Some(item) = items.next().await {\n        println!(\"{item:?}\");\n    }\n    \
         Ok(())\n}\n```\n",
    );
    guide.text("To drop a stream is to close its connection.");
    if follows {
        guide.text("`follow()` goes on behind the last event where a connection ends.");
    }
}

fn credentials(cx: Context<'_>, guide: &mut Guide, scheme: &Scheme, names: &SchemeNames) {
    let url = if cx.api.servers.is_empty() { "\"https://api.example.com\"" } else { "" };
    guide.text("\n# Keys that change\n\n```");
    guide.uses("{BuildError, Client, CredentialError, Token}");
    guide.text(&format!(
        "\nfn key() -> Result<Token, CredentialError> {{\n    \
         let key = std::env::var(\"API_KEY\").map_err(|_| CredentialError::new(\"API_KEY is not set\"))?;\n    \
         Ok(key.into())\n}}\n\nfn client() -> Result<Client, BuildError> {{\n    \
         Client::builder({url}).{}(key).build()\n}}\n```\n",
        names.provider
    ));
    guide.text(
        "The closure is asked by each call; [`CredentialProvider`] is for what has to be fetched first. No\n\
         key goes to another origin, nor over plain `http` but to this machine.",
    );
    if scheme.flow.is_some() {
        let client = &names.client;
        guide.text(&format!(
            "[`{client}`](ClientBuilder::{client}) has tokens by the client's own credentials."
        ));
    }
}

fn testing(cx: Context<'_>, guide: &mut Guide, example: &Example, output: &str) {
    let mocked = &cx.names.of_operation(example.id).mocked;
    guide.text("\n# Tests\n\nWith the feature `mock`, a test needs no server:\n\n```");
    guide.text("# #[cfg(feature = \"mock\")] {");
    let speaks = output.contains("types::") || example.call.contains("types::");
    guide.uses(if speaks { "{mock::Mock, types}" } else { "mock::Mock" });
    guide.text(&format!("\nlet mock = Mock::new();\nmock.{mocked}().returns({output});"));
    guide.text("let client = mock.client();");
    guide.text(&format!("{}.send_blocking().unwrap();", example.call));
    guide.text(&format!("assert_eq!(mock.{mocked}().calls().len(), 1);\n# }}\n```"));
}

fn is_stream(cx: Context<'_>, id: OperationId) -> bool {
    cx.model
        .of_operation(id)
        .forms
        .first()
        .is_some_and(|form| matches!(form.output, Output::Items(_)))
}

impl Example {
    /// The items of this crate that the example speaks of.
    fn imports(&self, items: &str) -> String {
        let types = if self.call.contains("types::") { ", types" } else { "" };
        match format!("{items}{types}") {
            items if items.contains(',') => format!("{{{items}}}"),
            item => item,
        }
    }
}

impl Guide {
    fn text(&mut self, text: &str) {
        self.0.extend(text.lines().map(str::to_owned));
        if text.ends_with('\n') {
            self.0.push(String::new());
        }
    }

    fn indented(&mut self, text: &str) {
        self.0.extend(text.lines().map(|line| format!("    {line}")));
    }

    fn uses(&mut self, items: &str) {
        self.0.push(format!("use {items};"));
    }

    fn tokens(self) -> TokenStream {
        let lines = self.0.iter().map(|line| match line.strip_prefix("use ") {
            Some(items) if !items.starts_with("std::") => {
                // What the crate is called is known to whoever compiles it.
                let items = format!("::{items}");
                quote!(#![doc = concat!(" use ", env!("CARGO_CRATE_NAME"), #items)])
            }
            _ if line.is_empty() => quote!(#![doc = ""]),
            _ => {
                let line = format!(" {line}");
                quote!(#![doc = #line])
            }
        });
        quote!(#(#lines)*)
    }
}
