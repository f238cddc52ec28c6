//! Example requests with documented arguments, and the URL that the description requires.

use super::uri_template::{self, Spelling};
use super::walk::{Look, Shown, in_schema, speaks, structured};
use crate::api::{
    Api, Body, Content, Direction, ExampleRequest, Media, Operation, OperationId, Parameter, Place,
    Segment, Type, TypeKind,
};
use crate::source::{Location, Object, Value};

/// Creates a request with a value for every parameter that has one.
///
/// # Errors
///
/// Returns the reason if a required value is missing.
pub(super) fn request(
    look: Look<'_>,
    api: &Api,
    id: OperationId,
    operation: &Operation,
) -> Result<ExampleRequest, &'static str> {
    let (mut arguments, mut exemplified) = (Vec::new(), Vec::new());
    let mut path = Vec::new();
    let mut query = Vec::new();
    for parameter in &operation.parameters {
        let chosen = choose(look, parameter);
        let Some((value, spelled)) = chosen else {
            if parameter.required {
                return Err("of requests: a parameter without a value whose spelling is defined");
            }
            arguments.push(None);
            exemplified.push(false);
            continue;
        };
        match spelled {
            Spelled::Path(text) => path.push((parameter.name.as_str(), text)),
            Spelled::Query(pairs) => query.extend(pairs),
            Spelled::Elsewhere => {}
        }
        exemplified.push(examples(look, &parameter.content).contains(&value));
        arguments.push(Some(value.to_string()));
    }
    let body = match &operation.body {
        Some(body) if body.forms.first().is_some_and(is_made) => {
            let value = body_value(look, api, body);
            if value.is_none() && body.required {
                return Err("of requests: a body without a value");
            }
            value.map(|value| value.to_string())
        }
        _ => None,
    };
    let target = target(operation, &path, &query);
    Ok(ExampleRequest { operation: id, arguments, exemplified, body, target })
}

/// Returns `true` if a value of the description can be sent in this form.
fn is_made(form: &Media) -> bool {
    structured(form).is_some() || matches!(form, Media::Text { .. })
}

/// The serialized value of a parameter.
enum Spelled {
    /// A part of the path.
    Path(String),
    /// Pairs of the query.
    Query(Vec<String>),
    /// A part of a header or cookie, which does not affect the URL.
    Elsewhere,
}

/// Returns the path and query of a request.
fn target(operation: &Operation, path: &[(&str, String)], query: &[String]) -> String {
    let mut target = relative_server(operation);
    for segment in &operation.path {
        match segment {
            Segment::Literal(text) => target.push_str(&uri_template::literal(text)),
            Segment::Parameter(name) => {
                let text = path.iter().find(|(known, _)| known == name);
                target.push_str(text.map_or("", |(_, text)| text));
            }
        }
    }
    // A path key may contain a query, although OpenAPI does not allow it.
    let own = (!operation.query.is_empty()).then(|| operation.query.clone());
    let query: Vec<_> = own.into_iter().chain(query.iter().cloned()).collect();
    if !query.is_empty() {
        target.push('?');
        target.push_str(&query.join("&"));
    }
    target
}

/// Returns the path of an operation's relative server. The server of the client has no path of its own in the tests.
fn relative_server(operation: &Operation) -> String {
    let server = operation.server.as_deref().filter(|server| !server.starts_with("https://"));
    let mut steps: Vec<&str> = Vec::new();
    for step in server.unwrap_or_default().split('/') {
        match step {
            "" | "." => {}
            ".." => drop(steps.pop()),
            step => steps.push(step),
        }
    }
    steps.into_iter().map(|step| format!("/{}", uri_template::literal(step))).collect()
}

/// Returns the first value that the parameter's schema allows and that has a defined serialization.
fn choose(look: Look<'_>, parameter: &Parameter) -> Option<(Value, Spelled)> {
    let spelled = |value| Some((spell(parameter, &value)?, value));
    let (spelled, value) = candidates(look, &parameter.content).find_map(spelled)?;
    Some((value, spelled))
}

/// Serializes a value. Returns `None` if its serialization is not defined or cannot be sent.
fn spell(parameter: &Parameter, value: &Value) -> Option<Spelled> {
    let place = parameter.place;
    if value.is_null() || value.as_array().is_some_and(<[_]>::is_empty) {
        return None;
    }
    let in_place = match place {
        Place::Path => "simple",
        Place::Query | Place::Cookie | Place::Header => "form",
    };
    let (style, explode) = &parameter.described;
    let style = style.as_deref().unwrap_or(in_place);
    let explode = explode.unwrap_or(style == "form");
    let spelling = Spelling { style, explode, reserved: parameter.reserved };
    // A parameter with `content` is serialized by its media type, which is assumed to be JSON.
    let has_content = !parameter.content.media_type.is_empty();
    let text = has_content.then(|| Value::String(value.to_string()));
    let value = text.as_ref().unwrap_or(value);
    Some(match place {
        Place::Path => {
            let text = uri_template::in_path(&parameter.name, spelling, value)?;
            // The client refuses segments that URL parsers would remove.
            if matches!(text.as_str(), "" | "." | "..") {
                return None;
            }
            Spelled::Path(text)
        }
        Place::Query => Spelled::Query(uri_template::in_query(&parameter.name, spelling, value)?),
        Place::Header | Place::Cookie => Spelled::Elsewhere,
    })
}

/// Returns the values that the schema of a parameter or media type allows, the preferred first.
///
/// The order is: examples, examples of the schema, defaults, listed values, and a generated value.
fn candidates<'s>(look: Look<'s>, holder: &Content) -> impl Iterator<Item = Value> + use<'s> {
    let schema = holder.schema.clone();
    let mut values = shown(look, holder);
    match &schema {
        Some(schema) => values.extend(of_schema(look, schema)),
        None => values.push(Value::String("sample".to_owned())),
    }
    values.into_iter().filter(move |value| fits(look, schema.as_ref(), value))
}

/// Returns the preferred value of a body.
fn body_value(look: Look<'_>, api: &Api, body: &Body) -> Option<Value> {
    let form = body.forms.first()?;
    let content = body.content.iter().find(|content| speaks(form, &content.media_type))?;
    let value = candidates(look, content).next()?;
    Some(with_files(api, form, value))
}

/// Returns a form whose files are strings. A part that the schema describes as an object may be a file by its media type.
fn with_files(api: &Api, form: &Media, value: Value) -> Value {
    let Media::Multipart { shape, .. } = form else { return value };
    let kind = shape.named().map(|id| &api.types[id].kind);
    let (Some(TypeKind::Struct(object)), Value::Object(members)) = (kind, &value) else {
        return value;
    };
    let file = |value: &Value| match value {
        Value::String(_) => value.clone(),
        _ => Value::String("file".to_owned()),
    };
    let mut form = Object::new();
    for (name, member) in members.iter() {
        let field = object.fields.iter().find(|field| field.name == name);
        let member = match (field.map(|field| &field.shape.ty), member) {
            (Some(Type::Binary), member) => file(member),
            (Some(Type::List(item)), Value::Array(items)) if item.ty == Type::Binary => {
                Value::Array(items.iter().map(file).collect())
            }
            (_, member) => member.clone(),
        };
        form.insert(name, member);
    }
    Value::Object(form)
}

fn shown(look: Look<'_>, holder: &Content) -> Vec<Value> {
    let value = |(_, shown)| match shown {
        Shown::Value((_, value)) => Some(value.clone()),
        Shown::Written(_, value) => Some(value),
        Shown::Nothing(_) => None,
    };
    look.shown(holder).into_iter().filter_map(value).collect()
}

/// Returns the examples of a parameter and of its schema.
fn examples(look: Look<'_>, holder: &Content) -> Vec<Value> {
    let mut values = shown(look, holder);
    if let Some((place, schema)) = holder.schema.as_ref().and_then(|it| look.follow(it)) {
        values.extend(in_schema(&place, schema).into_iter().map(|(_, value)| value.clone()));
    }
    values
}

fn of_schema(look: Look<'_>, location: &Location) -> Vec<Value> {
    let mut values = Vec::new();
    if let Some((place, schema)) = look.follow(location) {
        values.extend(in_schema(&place, schema).into_iter().map(|(_, value)| value.clone()));
        let fixed = ["default", "const"].into_iter().filter_map(|key| schema.get(key));
        let listed = schema.get("enum").and_then(Value::as_array).unwrap_or_default();
        values.extend(fixed.chain(listed.first()).cloned());
    }
    values.extend(look.judge.sample(location));
    values
}

/// Returns `true` if a value is valid and the schema describes all of it, because the client does
/// not send undescribed members.
fn fits(look: Look<'_>, schema: Option<&Location>, value: &Value) -> bool {
    schema.is_none_or(|schema| {
        let verdict = look.judge.judge(schema, value, Direction::Request);
        verdict.fault.is_none() && verdict.undescribed.is_empty()
    })
}
