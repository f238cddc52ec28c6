//! The Rust programs of the reference: creating a client, calling an operation and matching its errors.

use crate::names::Name;

use super::Context;
use super::codes::Codes;
use crate::api::{ExampleRequest, OperationId};
use crate::examples;
use crate::model::{Body, BodyContent, Example, Expression, Output};
use crate::print;
use crate::source::{Source, Value};

/// Returns the program that makes a call. An argument without an example is `todo!`.
pub(super) fn call(cx: Context<'_>, id: OperationId, request: Option<&ExampleRequest>) -> String {
    let expression = expression(cx, id, request);
    let (krate, (keys, client)) = (cx.krate, client(cx, id));
    let types = if expression.contains("types::") { ", types" } else { "" };
    let form = cx.model.of_operation(id).forms.first();
    let streams = form.is_some_and(|form| matches!(form.output, Output::Items(_)));
    let shown = match streams {
        true => "while let Some(item) = response.next().await { println!(\"{:?}\", item?); }",
        false => "println!(\"{response:?}\");",
    };
    let mutable = if streams { "mut " } else { "" };
    let send = form.map_or_else(|| "send".to_owned(), |form| form.names.send.to_string());
    let program = format!(
        "use {krate}::{{Client{types}}};
        async fn call() -> Result<(), Box<dyn std::error::Error>> {{
            {keys}
            let client = {client};
            let {mutable}response = {expression}.{send}().await?;
            {shown}
            Ok(())
        }}"
    );
    print::snippet(&program).unwrap_or(program)
}

/// Returns the program that matches the documented errors of a call, or an empty string if there are none.
pub(super) fn errors(cx: Context<'_>, id: OperationId) -> String {
    let Some(error) = &cx.model.of_operation(id).error else { return String::new() };
    let mut is_first = true;
    let arms = error.variants.iter().map(|variant| {
        let (name, status) = (variant.name, variant.described.status.text());
        let by_code = super::codes::of(cx, variant.described).filter(|codes| codes.required);
        match (&variant.body, by_code) {
            (Some(_), Some(codes)) if std::mem::take(&mut is_first) => by_code_arm(name, &codes),
            (Some(_), _) => {
                format!("Failed::{name}(problem) => println!(\"{status}: {{problem:?}}\"),")
            }
            (None, _) => format!("Failed::{name} => println!(\"{status}\"),"),
        }
    });
    let arms: Vec<String> = arms.collect();
    let (krate, error) = (cx.krate, error.name);
    let arms = arms.join("\n");
    let types =
        if arms.contains("types::") { format!("use {krate}::types;") } else { String::new() };
    let program = format!(
        "use {krate}::CallError;
        {types}
        use {krate}::operations::{error} as Failed;
        fn tell(error: CallError<Failed>) {{
            match error {{
                CallError::Api(api) => match api.error {{
                    {arms}
                    _ => println!(\"an error that is not in the API description\"),
                }},
                error if error.is_retryable() => println!(\"retry later: {{error}}\"),
                error => println!(\"{{error}}\"),
            }}
        }}"
    );
    print::snippet(&program).unwrap_or(program)
}

/// Returns the arm that matches an error by its code.
fn by_code_arm(name: &Name, codes: &Codes<'_>) -> String {
    let arms = codes.values().take(2).map(|(value, path)| {
        let words = value.docs.description.as_deref().unwrap_or_default();
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ").replace(['{', '}'], "");
        let words = if words.is_empty() { value.value.to_string() } else { words };
        format!("{path} => println!({}),", Expression::Text(words).text(""))
    });
    format!(
        "Failed::{name}(problem) => match problem.{} {{ {} other => println!(\"{{other:?}}\"), }},",
        codes.field,
        arms.collect::<String>()
    )
}

/// Returns the statements that read the credentials of the first security requirement, and the client with these
/// credentials.
fn client(cx: Context<'_>, id: OperationId) -> (String, String) {
    let operation = cx.model.of_operation(id).described;
    let client = &cx.model.client;
    let base = if client.takes_url() { "\"https://api.example.com\"" } else { "" };
    let (mut keys, mut setters) = (String::new(), String::new());
    for index in operation.security.first().into_iter().flatten() {
        let Some(scheme) = client.schemes.get(*index) else { continue };
        let name = &scheme.names.setter;
        let variable = cx.model.key_variable(name);
        keys.push_str(&format!("let {name} = std::env::var(\"{variable}\")?;"));
        setters.push_str(&match scheme.is_basic {
            true => format!(".{name}(\"user\", {name})"),
            false => format!(".{name}({name})"),
        });
    }
    (keys, format!("Client::builder({base}){setters}.build()?"))
}

/// Returns the call of the client's method with its arguments.
fn expression(cx: Context<'_>, id: OperationId, request: Option<&ExampleRequest>) -> String {
    let operation = cx.model.of_operation(id);
    let given = |index: usize| {
        let text = request?.arguments.get(index)?.as_deref()?;
        read(text)
    };
    let parameters = operation.parameters.iter().enumerate();
    let required = parameters.filter(|(_, parameter)| parameter.described.required);
    let arguments = required.map(|(index, parameter)| {
        let passed =
            given(index).and_then(|value| cx.model.passed(parameter, Example::Given(&value)));
        let missing = || Expression::Macro("todo", format!("\"{}\"", parameter.name));
        passed.unwrap_or_else(missing).text(cx.krate)
    });
    let mut arguments: Vec<String> = arguments.collect();
    let mut setters = String::new();
    if let Some(body) = &operation.body {
        let sent = sent(cx, body, request).text(cx.krate);
        match body.described.required {
            true => arguments.push(sent),
            false => setters = format!(".{}({sent})", body.name),
        }
    }
    format!("client.{}({}){setters}", operation.names.method, arguments.join(", "))
}

/// Returns the argument for the body.
fn sent<'a>(cx: Context<'a>, body: &Body<'a>, request: Option<&ExampleRequest>) -> Expression<'a> {
    let given = request.and_then(|request| read(request.body.as_deref()?));
    // A documented example may break a constraint. It is still more helpful than no value.
    let shown =
        || examples::samples(cx.source, &body.described.content, cx.judge).into_iter().next();
    let given = given.or_else(|| shown().map(|sample| sample.value));
    let form = body.forms.first().zip(body.described.forms.first());
    match form.map(|(form, media)| (form, &form.content, media.shape())) {
        Some((_, BodyContent::Items(..), _)) => Expression::Array(Vec::new()),
        Some((form, _, Some(shape))) => {
            let given = given.as_ref().map(Example::Given);
            let is_only = body.forms.len() == 1;
            given
                .and_then(|given| cx.model.sent(form, shape, is_only, given))
                .unwrap_or_else(|| cx.model.unknown(shape))
        }
        Some((_, _, None)) | None => Expression::Text("the body".to_owned()),
    }
}

/// Parses a value from JSON.
pub(super) fn read(json: &str) -> Option<Value> {
    Source::from_text("value.json", json).ok().map(|source| source.root().clone())
}
