//! The calls in Rust: how a client is made, how an operation is called, and how its errors are told apart.

use crate::names::Name;

use super::codes::Codes;
use super::{Context, values};
use crate::api::{
    Carrier, ExampleRequest, Layout, Media, Operation, OperationId, Parameter, Place, Style, Type,
};
use crate::lower;
use crate::print;
use crate::source::{Source, Value};

/// The program that makes a call; none where a value for an argument is missing.
pub(super) fn call(cx: Context<'_>, id: OperationId, request: Option<&ExampleRequest>) -> String {
    let expression = expression(cx, id, request);
    let (krate, (keys, client)) = (cx.krate, client(cx, id));
    let types = if expression.contains("types::") { ", types" } else { "" };
    let operation = &cx.api.operations[id];
    let streams = operation.forms.first().is_some_and(|form| form.stream().is_some());
    let shown = match streams {
        true => "while let Some(item) = answer.next().await { println!(\"{:?}\", item?); }",
        false => "println!(\"{answer:?}\");",
    };
    let mutable = if streams { "mut " } else { "" };
    let send = send(cx, id);
    let program = format!(
        "use {krate}::{{Client{types}}};
        async fn call() -> Result<(), Box<dyn std::error::Error>> {{
            {keys}
            let client = {client};
            let {mutable}answer = {expression}.{send}().await?;
            {shown}
            Ok(())
        }}"
    );
    print::snippet(&program).unwrap_or(program)
}

/// The program that tells the documented errors of a call apart; empty where there are none.
pub(super) fn errors(cx: Context<'_>, id: OperationId) -> String {
    let (operation, names) = (&cx.api.operations[id], cx.names.of_operation(id));
    let responses = operation.responses.iter().zip(&names.responses);
    let errors = responses.filter(|(response, _)| response.status.is_error());
    let mut is_first = true;
    let arms = errors.map(|(response, name)| {
        let status = response.status.text();
        let by_code = super::codes::of(cx, response).filter(|codes| codes.required);
        match (response.read_shape(), by_code) {
            (Some(_), Some(codes)) if std::mem::take(&mut is_first) => by_code_arm(name, &codes),
            (Some(_), _) => {
                format!("Failed::{name}(problem) => println!(\"{status}: {{problem:?}}\"),")
            }
            (None, _) => format!("Failed::{name} => println!(\"{status}\"),"),
        }
    });
    let arms: Vec<String> = arms.collect();
    if arms.is_empty() {
        return String::new();
    }
    let (krate, error) = (cx.krate, &names.error);
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
                    _ => println!(\"an error of tomorrow\"),
                }},
                error if error.is_retryable() => println!(\"try again a little later: {{error}}\"),
                error => println!(\"{{error}}\"),
            }}
        }}"
    );
    print::snippet(&program).unwrap_or(program)
}

/// How an error is told apart further, by its code.
fn by_code_arm(name: &Name, codes: &Codes<'_>) -> String {
    let arms = codes.values().take(2).map(|(value, path)| {
        let words = value.docs.description.as_deref().unwrap_or_default();
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ").replace(['{', '}'], "");
        let words = if words.is_empty() { value.value.to_string() } else { words };
        format!("{path} => println!({}),", values::literal(&words))
    });
    format!(
        "Failed::{name}(problem) => match problem.{} {{ {} other => println!(\"{{other:?}}\"), }},",
        codes.field,
        arms.collect::<String>()
    )
}

/// The method that sends the call in its first form.
fn send(cx: Context<'_>, id: OperationId) -> String {
    let forms = &cx.names.of_operation(id).forms;
    forms.first().map_or_else(|| "send".to_owned(), |form| form.send.to_string())
}

/// The client with the credentials of the first alternative, and before it where these are from.
fn client(cx: Context<'_>, id: OperationId) -> (String, String) {
    let operation = &cx.api.operations[id];
    let base = if cx.api.servers.is_empty() { "\"https://api.example.com\"" } else { "" };
    let (mut keys, mut setters) = (String::new(), String::new());
    for index in operation.security.first().into_iter().flatten() {
        let Some((scheme, names)) = cx.api.schemes.get(*index).zip(cx.names.schemes().get(*index))
        else {
            continue;
        };
        let name = &names.setter;
        let variable = name.to_string().trim_start_matches("r#").to_uppercase();
        keys.push_str(&format!("let {name} = std::env::var(\"{variable}\")?;"));
        setters.push_str(&match scheme.carrier {
            Carrier::Basic => format!(".{name}(\"user\", {name})"),
            _ => format!(".{name}({name})"),
        });
    }
    (keys, format!("Client::builder({base}){setters}.build()?"))
}

/// The method with its arguments.
fn expression(cx: Context<'_>, id: OperationId, request: Option<&ExampleRequest>) -> String {
    let (operation, names) = (&cx.api.operations[id], cx.names.of_operation(id));
    let given = |index: usize| {
        let text = request?.arguments.get(index)?.as_deref()?;
        read(text)
    };
    let parameters = operation.parameters.iter().zip(&names.parameters).enumerate();
    let required = parameters.filter(|(_, (parameter, _))| parameter.required);
    let arguments = required.map(|(index, (parameter, name))| match given(index) {
        Some(value) => argument(cx, parameter, &value),
        None => format!("todo!(\"{name}\")"),
    });
    let mut arguments: Vec<String> = arguments.collect();
    let mut setters = String::new();
    match &operation.body {
        Some(described) if described.required => arguments.push(body(cx, operation, request)),
        Some(_) => setters = format!(".{}({})", names.body, body(cx, operation, request)),
        None => {}
    }
    format!("client.{}({}){setters}", names.method, arguments.join(", "))
}

/// An argument, as the method takes it.
fn argument(cx: Context<'_>, parameter: &Parameter, value: &Value) -> String {
    let shape = &parameter.shape;
    let own = || values::value(cx, &crate::api::Shape { nullable: false, ..shape.clone() }, value);
    let small = matches!(
        shape.ty,
        Type::Bool | Type::Integer(_) | Type::Number | Type::Date | Type::DateTime | Type::Uuid
    );
    match (&shape.ty, value) {
        _ if shape.sensitive => format!("&{}", own()),
        (Type::Text, Value::String(text)) => values::literal(text),
        _ if small || parameter.style == Style::Text && shape.ty != Type::Text => own(),
        (Type::List(item), Value::Array(items)) if !item.nullable => {
            let of_text = item.ty == Type::Text && !item.sensitive;
            let one = |value: &Value| match value {
                Value::String(text) if of_text => values::literal(text),
                value => values::value(cx, item, value),
            };
            format!("&[{}]", items.iter().map(one).collect::<Vec<_>>().join(", "))
        }
        _ => format!("&{}", own()),
    }
}

/// The body, as the method takes it.
fn body(cx: Context<'_>, operation: &Operation, request: Option<&ExampleRequest>) -> String {
    let Some(body) = &operation.body else {
        return String::new();
    };
    let given = request.and_then(|request| read(request.body.as_deref()?));
    // What is shown elsewhere on the page may break a rule, and says more than nothing.
    let shown = || lower::samples(cx.source, &body.location, cx.judge).into_iter().next();
    let given = given.or_else(|| shown().map(|sample| sample.value));
    match (body.forms.first(), given) {
        (Some(Media::Stream { .. }), _) => "[]".to_owned(),
        (Some(media), given) => match (media.shape(), given) {
            (Some(shape), Some(value)) if body.forms.len() == 1 && is_type(shape) => {
                values::into(cx, shape, &value)
            }
            (Some(shape), Some(value)) => values::value(cx, shape, &value),
            (Some(shape), None) => values::unknown(cx, shape),
            (None, _) => "\"the body\"".to_owned(),
        },
        (None, _) => String::new(),
    }
}

fn is_type(shape: &crate::api::Shape) -> bool {
    matches!(shape.ty, Type::Named(_)) && !shape.nullable
}

/// The headers of a request that its parameters make, and the cookies; what the page sends.
pub(super) fn headers(operation: &Operation, request: &ExampleRequest) -> Vec<(String, String)> {
    let parameters = operation.parameters.iter().zip(&request.arguments);
    let of_head = parameters.filter(|(parameter, _)| parameter.place == Place::Header);
    let pair = |(parameter, argument): (&Parameter, &Option<String>)| {
        let json = argument.as_deref()?;
        let is_json = matches!(parameter.style, Style::Structured { layout: Layout::Json, .. });
        let text = match read(json)? {
            Value::String(text) if !is_json => text,
            Value::Array(items) if !is_json => {
                let texts = items.iter().map(|item| match item {
                    Value::String(text) => text.clone(),
                    other => other.to_string(),
                });
                texts.collect::<Vec<_>>().join(",")
            }
            other => other.to_string(),
        };
        Some((parameter.name.clone(), text))
    };
    of_head.filter_map(pair).collect()
}

/// A value that is written as JSON.
pub(super) fn read(json: &str) -> Option<Value> {
    Source::from_text("value.json", json).ok().map(|source| source.root().clone())
}
