//! What the client's documentation begins with: how it is used, with examples that are made of its
//! own operations and run as tests.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::Context;
use crate::model::{GuideCall, Operation, Output, Scheme};

/// An operation that examples call: how the call begins.
struct Example<'m, 'a> {
    operation: &'m Operation<'a>,
    call: String,
}

/// A section of the guide, line by line. One that begins with `use` speaks of this crate.
struct Guide(Vec<String>);

pub(crate) fn emit(cx: Context<'_>) -> TokenStream {
    let (mut guide, calls) = (Guide(Vec::new()), cx.model.guide());
    match &calls.first {
        Some(first) => {
            call(cx, &mut guide, &Example::new(first));
            errors(&mut guide, &Example::new(first));
        }
        None => client(cx, &mut guide),
    }
    if let Some(paged) = &calls.paged {
        pages(&mut guide, &Example::new(paged));
    }
    if let Some(streamed) = &calls.streamed {
        streams(&mut guide, &Example::new(streamed));
    }
    if let Some(scheme) = cx.model.client.schemes.first() {
        credentials(cx, &mut guide, scheme);
    }
    if let Some((first, output)) =
        calls.first.as_ref().and_then(|it| Some((it, it.output.as_ref()?)))
    {
        testing(cx, &mut guide, &Example::new(first), &output.text(""));
    }
    guide.tokens(cx.model.is_module())
}

/// How a client is made.
fn made(cx: Context<'_>) -> String {
    let url = url(cx);
    let value = |scheme: &Scheme<'_>| match scheme.is_basic {
        true => "\"the user\", \"the password\"",
        false => "\"the key\"",
    };
    let client = &cx.model.client;
    match (client.only_scheme(), client.schemes.first()) {
        (Some(scheme), _) => {
            let arguments: Vec<_> =
                [url, value(scheme)].into_iter().filter(|it| !it.is_empty()).collect();
            format!("Client::new({})", arguments.join(", "))
        }
        (None, Some(scheme)) => {
            format!("Client::builder({url}).{}({}).build()", scheme.names.setter, value(scheme))
        }
        (None, None) => format!("Client::new({url})"),
    }
}

/// The argument of what takes the URL.
fn url(cx: Context<'_>) -> &'static str {
    if cx.model.client.takes_url() { "\"https://api.example.com\"" } else { "" }
}

fn client(cx: Context<'_>, guide: &mut Guide) {
    guide.text("\n# A client\n\n```");
    guide.uses("{BuildError, Client}");
    guide.text(&format!(
        "\nfn client() -> Result<Client, BuildError> {{\n    {}\n}}\n```",
        made(cx)
    ));
}

fn call(cx: Context<'_>, guide: &mut Guide, example: &Example<'_, '_>) {
    guide.text("\n# A call\n\n```");
    guide.uses(&example.imports("BuildError, Client, Error"));
    guide.text(&format!(
        "\nfn client() -> Result<Client, BuildError> {{\n    {}\n}}\n\n\
         async fn call(client: &Client) -> Result<(), Error> {{",
        made(cx)
    ));
    let sent = if example.operation.is_streamed() { "let items" } else { "let answer" };
    guide.indented(&format!("{sent} = {}.send().await?;", example.call));
    let shown = if example.operation.is_streamed() { "items" } else { "answer" };
    guide.text(&format!("    println!(\"{{{shown}:?}}\");\n    Ok(())\n}}\n```\n"));
    guide.text(
        "What an operation requires are arguments; the rest are setters of the call. `send_blocking()`\n\
         waits for the answer in place of `send().await`. `request()` gives the request and sends nothing.",
    );
}

fn errors(guide: &mut Guide, example: &Example<'_, '_>) {
    guide.text("\n# Errors\n\n```");
    guide.uses("{CallError, operations}");
    let names = example.operation.names;
    let call = &names.call;
    guide.text(&format!(
        "\nasync fn send(call: operations::{call}) {{\n    match call.send().await {{"
    ));
    guide.text("        Ok(_) => println!(\"done\"),");
    let error = example.operation.error.as_ref();
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

fn pages(guide: &mut Guide, example: &Example<'_, '_>) {
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

fn streams(guide: &mut Guide, example: &Example<'_, '_>) {
    guide.text("\n# Streams\n\n```");
    guide.uses(&example.imports("Client, Error"));
    guide.text("\nasync fn read(client: &Client) -> Result<(), Error> {");
    guide.indented(&format!("let mut items = {}.send().await?;", example.call));
    guide.text(
        "    while let Some(item) = items.next().await {\n        println!(\"{item:?}\");\n    }\n    \
         Ok(())\n}\n```\n",
    );
    guide.text("To drop a stream is to close its connection.");
    let form = example.operation.forms.first();
    if form.is_some_and(|form| matches!(&form.output, Output::Items(items) if items.can_follow)) {
        guide.text("`follow()` goes on behind the last event where a connection ends.");
    }
}

fn credentials(cx: Context<'_>, guide: &mut Guide, scheme: &Scheme<'_>) {
    let (url, names) = (url(cx), scheme.names);
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
    if scheme.described.flow.is_some() {
        let client = &names.client;
        guide.text(&format!(
            "[`{client}`](ClientBuilder::{client}) has tokens by the client's own credentials."
        ));
    }
}

fn testing(cx: Context<'_>, guide: &mut Guide, example: &Example<'_, '_>, output: &str) {
    let (mocked, is_module) = (&example.operation.names.mocked, cx.model.is_module());
    let with = if is_module { "Generated with" } else { "With" };
    guide.text(&format!("\n# Tests\n\n{with} the feature `mock`, a test needs no server:\n\n```"));
    if !is_module {
        guide.text("# #[cfg(feature = \"mock\")] {");
    }
    let speaks = output.contains("types::") || example.call.contains("types::");
    guide.uses(if speaks { "{mock::Mock, types}" } else { "mock::Mock" });
    guide.text(&format!("\nlet mock = Mock::new();\nmock.{mocked}().returns({output});"));
    guide.text("let client = mock.client();");
    guide.text(&format!("{}.send_blocking().unwrap();", example.call));
    guide.text(&format!("assert_eq!(mock.{mocked}().calls().len(), 1);"));
    guide.text(if is_module { "```" } else { "# }\n```" });
}

impl<'m, 'a> Example<'m, 'a> {
    /// The beginning of a call, with arguments on lines of their own where they are long.
    fn new(call: &GuideCall<'m, 'a>) -> Self {
        let arguments: Vec<_> = call.arguments.iter().map(|argument| argument.text("")).collect();
        let (operation, method) = (call.operation, &call.operation.names.method);
        let line = format!("client.{method}({})", arguments.join(", "));
        if line.len() <= 70 {
            return Self { operation, call: line };
        }
        let lines: String = arguments.iter().map(|argument| format!("    {argument},\n")).collect();
        Self { operation, call: format!("client.{method}(\n{lines})") }
    }

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

    fn tokens(self, is_module: bool) -> TokenStream {
        let mut is_open = false;
        let lines = self.0.iter().map(|line| match line.strip_prefix("use ") {
            Some(items) if !items.starts_with("std::") => {
                // What the crate is called, and where the module stands, is known to whoever compiles it.
                let items = format!("::{items}");
                match is_module {
                    true => quote!(#![doc = concat!(" use ", module_path!(), #items)]),
                    false => quote!(#![doc = concat!(" use ", env!("CARGO_CRATE_NAME"), #items)]),
                }
            }
            _ if is_module && line == "```" => {
                is_open = !is_open;
                // A module may be private, where no documentation test reaches it.
                let line = if is_open { " ```ignore" } else { " ```" };
                quote!(#![doc = #line])
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
