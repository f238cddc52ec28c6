//! The guide on the crate page: how to use the client.
//!
//! The examples call the client's own operations and run as documentation tests.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::{Context, overview};
use crate::model::{GuideCall, Operation, Output, Scheme};

/// An operation in the examples, and the expression that begins its call.
struct Example<'m, 'a> {
    operation: &'m Operation<'a>,
    call: String,
}

/// The lines of the guide. A line that begins with `use` imports from this crate, unless it imports from `std`.
struct Guide(Vec<String>);

pub(crate) fn emit(cx: Context<'_>) -> TokenStream {
    let (mut guide, calls) = (Guide(Vec::new()), cx.model.guide());
    match &calls.first {
        Some(first) => {
            call(cx, &mut guide, &Example::new(first));
            guide.text(&overview::text(cx));
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

/// Returns the expression that creates a client.
fn created(cx: Context<'_>) -> String {
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

/// Returns the argument for the URL, which is empty for a description with servers.
fn url(cx: Context<'_>) -> &'static str {
    if cx.model.client.takes_url() { "\"https://api.example.com\"" } else { "" }
}

fn client(cx: Context<'_>, guide: &mut Guide) {
    guide.text("\n# Creating a client\n\n```");
    guide.uses("{BuildError, Client}");
    guide.text(&format!(
        "\nfn client() -> Result<Client, BuildError> {{\n    {}\n}}\n```",
        created(cx)
    ));
}

fn call(cx: Context<'_>, guide: &mut Guide, example: &Example<'_, '_>) {
    guide.text("\n# Making a call\n\n```");
    guide.uses(&example.imports("BuildError, Client, Error"));
    guide.text(&format!(
        "\nfn client() -> Result<Client, BuildError> {{\n    {}\n}}\n\n\
         async fn call(client: &Client) -> Result<(), Error> {{",
        created(cx)
    ));
    let sent = if example.operation.is_streamed() { "let items" } else { "let response" };
    guide.indented(&format!("{sent} = {}.send().await?;", example.call));
    let shown = if example.operation.is_streamed() { "items" } else { "response" };
    guide.text(&format!("    println!(\"{{{shown}:?}}\");\n    Ok(())\n}}\n```\n"));
    guide.text(
        "Required parameters and a required body are arguments of the method. Optional ones are setters of\n\
         the call. With the feature `blocking`, `send_blocking()` sends the call without async. `request()`\n\
         returns the HTTP request and sends nothing.",
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
             operations::{error}::{variant} {{ .. }} => {{\n                \
             println!(\"the error of one status\");\n            \
             }}\n            \
             _ => println!(\"{{api}}\"),\n        }},"
        ));
    }
    guide.text(
        "        Err(error) if error.is_retryable() => println!(\"retry later: {error}\"),\n        \
         Err(error) => println!(\"{error}\"),\n    }\n}\n```\n",
    );
    guide.text(
        "The error of every operation converts into [`Error`], so `?` works for all of them. An error keeps\n\
         the response, if there is one: `error.status()`, `error.headers()` and `error.body()`. Error\n\
         messages contain no credentials.",
    );
    guide.text("\n# Retries and timeouts\n\n```");
    guide.text("use std::time::Duration;\n");
    guide.uses("{CallOptions, Error, RetryPolicy, operations}");
    guide.text(&format!("\nasync fn send(call: operations::{call}) -> Result<(), Error> {{"));
    guide.text(
        "    let options = CallOptions::new()\n        .timeout(Duration::from_secs(5))\n        \
         .retry(RetryPolicy::none());",
    );
    guide.text("    call.options(options).send().await?;\n    Ok(())\n}\n```\n");
    guide.text(
        "A request is retried if it did not reach the server, or if it is idempotent and the failure is\n\
         transient. By default there are up to three attempts with exponential backoff, and `Retry-After`\n\
         is respected. [`ClientBuilder`] has the settings for all calls, [`CallOptions`] for one call.",
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
        "Each page is requested when its items are needed. `pages()` returns whole pages.\n\
         `items_blocking()` and `pages_blocking()` return iterators.",
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
    guide.text("Dropping a stream closes its connection.");
    let form = example.operation.forms.first();
    if form.is_some_and(|form| matches!(&form.output, Output::Items(items) if items.can_follow)) {
        guide.text("`follow()` reconnects when a connection ends, and continues after the last received event.");
    }
}

fn credentials(cx: Context<'_>, guide: &mut Guide, scheme: &Scheme<'_>) {
    let (url, names) = (url(cx), scheme.names);
    let variable = cx.model.key_variable(&names.setter);
    guide.text("\n# Credentials that change\n\n```");
    guide.uses("{BuildError, Client, CredentialError, Token}");
    guide.text(&format!(
        "\nfn key() -> Result<Token, CredentialError> {{\n    \
         let key = std::env::var(\"{variable}\")\n        \
         .map_err(|_| CredentialError::new(\"{variable} is not set\"))?;\n    \
         Ok(key.into())\n}}\n\nfn client() -> Result<Client, BuildError> {{\n    \
         Client::builder({url}).{}(key).build()\n}}\n```\n",
        names.provider
    ));
    guide.text(
        "Each call asks the closure for the credential. Implement [`CredentialProvider`] to fetch credentials.\n\
         A credential is never sent to another origin. Over plain `http` it is sent only to this machine,\n\
         unless [`allow_plain_http`](ClientBuilder::allow_plain_http) is set.",
    );
    if scheme.described.flow.is_some() {
        let client = &names.client;
        guide.text(&format!(
            "[`{client}`](ClientBuilder::{client}) fetches tokens with client credentials (OAuth 2.0)."
        ));
    }
}

fn testing(cx: Context<'_>, guide: &mut Guide, example: &Example<'_, '_>, output: &str) {
    let (mocked, is_module) = (&example.operation.names.mocked, cx.model.is_module());
    let with = if is_module { "Generated with" } else { "With" };
    guide.text(&format!(
        "\n# Testing\n\n{with} the feature `mock`, tests of your code need no server:\n\n```"
    ));
    if !is_module {
        guide.text("# #[cfg(feature = \"mock\")] {");
    }
    let speaks = output.contains("types::") || example.call.contains("types::");
    guide.uses(if speaks { "{mock::Mock, types}" } else { "mock::Mock" });
    let returns = match output.len() {
        0..=40 => format!("returns({output})"),
        _ => format!("returns(\n    {output},\n)"),
    };
    guide.text(&format!("\nlet mock = Mock::new();\nmock.{mocked}().{returns};"));
    guide.text("let client = mock.client();");
    guide.text(&format!("{}.send_blocking().unwrap();", example.call));
    guide.text(&format!("assert_eq!(mock.{mocked}().calls().len(), 1);"));
    guide.text(if is_module { "```" } else { "# }\n```" });
}

impl<'m, 'a> Example<'m, 'a> {
    /// Creates the example for a call. Long arguments get lines of their own.
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

    /// Returns the imports of the example.
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
                // Only the compiler can tell the name of the crate and the path of the module. rustdoc removes the
                // space after `//!` from all other lines, so this line has none.
                let items = format!("::{items}");
                match is_module {
                    true => quote!(#![doc = concat!("use ", module_path!(), #items)]),
                    false => quote!(#![doc = concat!("use ", env!("CARGO_CRATE_NAME"), #items)]),
                }
            }
            _ if is_module && line == "```" => {
                is_open = !is_open;
                // A module can be private. Documentation tests cannot reach it then.
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
