//! The first call of a new program: the simplest one that a mock of the description answers.

use std::cmp::Reverse;

use super::{Context, calls};
use crate::api::{ExampleRequest, Examples, Method};
use crate::model::{Body, BodyContent, Content, Example, Operation, Output};
use crate::print;

/// The program that makes the call.
#[derive(Clone, Copy, Debug)]
pub struct FirstCall<'a> {
    /// The path of the client: the name of a crate, or of a module in the same file.
    pub root: &'a str,
    /// The URL that is called unless the variable `API_URL` holds another.
    pub url: &'a str,
    /// The function: `main` of an asynchronous program, or the name of a function without arguments.
    pub function: &'a str,
    /// `true` if the client has the blocking transport alone.
    pub is_blocking: bool,
}

/// Returns the program. Its call is the simplest: GET before other methods, then few required values. Each required value is an
/// example, or a value that fits its schema. If no operation can be called so, the program prints the client's URL.
pub(crate) fn program(cx: Context<'_>, examples: &Examples, program: FirstCall<'_>) -> String {
    let callable = examples.requests.iter().filter_map(|request| {
        let operation = cx.model.of_operation(request.operation);
        let call = call(cx, operation, request)?;
        Some((rank(operation), operation, call))
    });
    let first = callable.min_by_key(|(rank, ..)| *rank);
    let (credentials, sent) = match &first {
        Some((_, operation, call)) => (credentials(cx, operation), sent(operation, call, program)),
        None => (String::new(), "println!(\"{}\", client.base_url());".to_owned()),
    };
    let FirstCall { root, url, function, is_blocking } = program;
    let types = if sent.contains("types::") { "Client, types" } else { "Client" };
    let types = if types.contains(',') { format!("{{{types}}}") } else { types.to_owned() };
    let (builder, base) = match cx.model.client.takes_url() {
        true => ("Client::builder(url)", ""),
        false => ("Client::builder()", ".base_url(url)"),
    };
    let is_async = !is_blocking && (first.is_some() || function == "main");
    let head = match (is_async, function) {
        (true, "main") => "#[tokio::main] async fn main",
        (true, _) => "pub async fn",
        (false, "main") => "fn main",
        (false, _) => "pub fn",
    };
    let name = if function == "main" { "" } else { function };
    let text = format!(
        "use {root}::{types};
        {head} {name}() -> Result<(), Box<dyn std::error::Error>> {{
            let url = std::env::var(\"API_URL\").unwrap_or_else(|_| {url:?}.to_owned());
            let client = {builder}{base}{credentials}.build()?;
            {sent}
            Ok(())
        }}"
    );
    // A blank line stands between the imports and the function.
    print::snippet(&text).map_or(text, |text| text.replacen(";\n", ";\n\n", 1))
}

/// The order of preference, the best first.
type Rank = (bool, bool, bool, usize, bool, Reverse<bool>);

fn rank(operation: &Operation<'_>) -> Rank {
    let described = operation.described;
    let required = operation.parameters.iter().filter(|it| it.described.required).count();
    let body = operation.body.as_ref().is_some_and(|body| body.described.required);
    (
        described.docs.deprecated,
        // It is at another server than the others.
        described.server.is_some(),
        described.method != Method::Get,
        required + usize::from(body),
        is_without_value(operation),
        Reverse(described.paging.is_some()),
    )
}

fn is_without_value(operation: &Operation<'_>) -> bool {
    match operation.forms.first().map(|form| &form.output) {
        Some(Output::One(success)) => success.content == Content::Empty,
        _ => false,
    }
}

/// The method with its required arguments; none if one of them has no value, and for a stream, which may not end.
fn call(cx: Context<'_>, operation: &Operation<'_>, request: &ExampleRequest) -> Option<String> {
    if matches!(operation.forms.first()?.output, Output::Items(_)) {
        return None;
    }
    let parameters = operation.parameters.iter().zip(&request.arguments);
    let required = parameters.filter(|(parameter, _)| parameter.described.required);
    let arguments = required.map(|(parameter, argument)| {
        let value = calls::read(argument.as_deref()?)?;
        Some(cx.model.passed(parameter, Example::Given(&value))?.text(cx.krate))
    });
    let mut arguments: Vec<String> = arguments.collect::<Option<_>>()?;
    if let Some(body) = operation.body.as_ref().filter(|body| body.described.required) {
        arguments.push(self::body(cx, body, request)?);
    }
    Some(format!("client.{}({})", operation.names.method, arguments.join(", ")))
}

fn body(cx: Context<'_>, body: &Body<'_>, request: &ExampleRequest) -> Option<String> {
    let (form, media) = body.forms.first().zip(body.described.forms.first())?;
    let value = calls::read(request.body.as_deref()?)?;
    match &form.content {
        BodyContent::Value(_) => {
            let is_only = body.forms.len() == 1;
            let sent = cx.model.sent(form, media.shape()?, is_only, Example::Given(&value))?;
            Some(sent.text(cx.krate))
        }
        BodyContent::Text => value.as_str().map(|text| format!("{text:?}")),
        BodyContent::Bytes | BodyContent::Items(..) => None,
    }
}

/// The setters for the credentials of the first alternative. A mock accepts any.
fn credentials(cx: Context<'_>, operation: &Operation<'_>) -> String {
    let schemes = operation.described.security.first().into_iter().flatten();
    let schemes = schemes.filter_map(|index| cx.model.client.schemes.get(*index));
    let setter = |scheme: &crate::model::Scheme<'_>| {
        let (name, variable) = (&scheme.names.setter, cx.model.key_variable(&scheme.names.setter));
        let user = if scheme.is_basic { "\"user\", " } else { "" };
        let key = format!("std::env::var({variable:?}).unwrap_or_else(|_| \"key\".to_owned())");
        format!(".{name}({user}{key})")
    };
    schemes.map(setter).collect()
}

/// The statements that send the call and show its result.
fn sent(operation: &Operation<'_>, call: &str, program: FirstCall<'_>) -> String {
    let Some(form) = operation.forms.first() else { return String::new() };
    let sent = match program.is_blocking {
        true => format!("{call}.{}()?", form.names.send_blocking),
        false => format!("{call}.{}().await?", form.names.send),
    };
    match is_without_value(operation) {
        true => format!("{sent}; println!(\"done\");"),
        false => format!("let response = {sent}; println!(\"{{response:?}}\");"),
    }
}
