//! An operation as YAML, and the lines of the description between which it belongs.

#![allow(
    clippy::indexing_slicing,
    reason = "members of a JSON object, and lines that were just found"
)]

use std::fmt::Write as _;

use serde_json::{Map, Value, json};

use super::curl::Request;
use super::infer::schema;

/// The operation that a request and its answer suggest.
pub(super) fn operation(request: &Request, id: &str, status: u16, answer: Option<&Value>) -> Value {
    let mut operation = json!({ "operationId": id });
    let path = request.parameters().map(|name| {
        json!({ "name": name, "in": "path", "required": true, "schema": { "type": "string" } })
    });
    let query = request.query.iter().map(|(name, value)| {
        let kind = if value.parse::<i64>().is_ok() { "integer" } else { "string" };
        json!({ "name": name, "in": "query", "schema": { "type": kind } })
    });
    let parameters: Vec<_> = path.chain(query).collect();
    if !parameters.is_empty() {
        operation["parameters"] = parameters.into();
    }
    let content = |value: &Value| json!({ "application/json": { "schema": schema(value) } });
    if let Some(body) = &request.body {
        operation["requestBody"] = json!({ "required": true, "content": content(body) });
    }
    let mut response = json!({ "description": "To be described." });
    if let Some(answer) = answer {
        response["content"] = content(answer);
    }
    operation["responses"] = json!({ status.to_string(): response });
    operation
}

/// The description with the operation at the end of its path, or with a path more at the end of `paths`.
pub(super) fn insert(text: &str, request: &Request, operation: &Value) -> Result<String, String> {
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let paths = lines.iter().position(|line| is_key(line, 0, "paths"));
    let paths = paths.ok_or("the description has no `paths:` at the beginning of a line")?;
    let own = lines.get(paths).map_or("", |line| line.trim_end());
    let mut new = String::new();
    let mut head: Vec<String> = lines.iter().map(|line| (*line).to_owned()).collect();
    if own.ends_with("{}") {
        head[paths] = "paths:\n".to_owned();
    } else if !own.ends_with(':') && !own.contains(": #") && !own.contains(":  #") {
        return Err("`paths` is written in braces: write a line for each path first".to_owned());
    }
    let end = end_of(&lines, paths, 0);
    let inside = lines.get(paths + 1..end).unwrap_or_default();
    let step = inside.iter().find(|line| is_content(line)).map_or(2, |line| indent(line));
    let path = inside.iter().position(|line| is_key(line, step, &request.path));
    let at = match path {
        Some(offset) => {
            let item = paths + 1 + offset;
            let end = end_of(&lines, item, step);
            let methods = lines.get(item + 1..end).unwrap_or_default();
            let deep =
                methods.iter().find(|line| is_content(line)).map_or(step + 2, |line| indent(line));
            if methods.iter().any(|line| is_key(line, deep, &request.method)) {
                return Err(format!("`{} {}` is there already", request.method, request.path));
            }
            write(&mut new, &json!({ request.method.clone(): operation }), deep);
            end
        }
        None => {
            let item = json!({ request.path.clone(): { request.method.clone(): operation } });
            write(&mut new, &item, step);
            end
        }
    };
    let tail = head.split_off(at);
    let mut changed = head.concat();
    if !changed.ends_with('\n') {
        changed.push('\n');
    }
    changed.push_str(&new);
    changed.push_str(&tail.concat());
    Ok(changed)
}

fn is_content(line: &str) -> bool {
    let start = line.trim_start();
    !start.is_empty() && !start.starts_with('#')
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

/// Whether a line is the key of a member at this indentation.
fn is_key(line: &str, indentation: usize, key: &str) -> bool {
    let start = line.trim_start_matches(' ');
    indent(line) == indentation
        && [key.to_owned(), format!("'{key}'"), format!("\"{key}\"")]
            .iter()
            .any(|key| start.strip_prefix(key.as_str()).is_some_and(|rest| rest.starts_with(':')))
}

/// The line behind the last one of a member: comments and empty lines before the next member belong to that.
fn end_of(lines: &[&str], start: usize, indentation: usize) -> usize {
    let behind = lines.iter().enumerate().skip(start + 1);
    let next = behind.clone().find(|(_, line)| is_content(line) && indent(line) <= indentation);
    let next = next.map_or(lines.len(), |(at, _)| at);
    let last = behind.take_while(|(at, _)| *at < next).filter(|(_, line)| is_content(line)).last();
    last.map_or(start + 1, |(at, _)| at + 1)
}

/// Writes the members of an object as YAML, a line each; what is short stands in braces.
fn write(text: &mut String, value: &Value, indentation: usize) {
    let pad = " ".repeat(indentation);
    for (key, value) in value.as_object().into_iter().flatten() {
        let key = scalar(key);
        let short = flow(value);
        match value {
            Value::Object(members)
                if !members.is_empty() && (short.len() > 60 || is_outer(members)) =>
            {
                let _ = writeln!(text, "{pad}{key}:");
                write(text, value, indentation + 2);
            }
            Value::Array(items) if short.len() > 60 => {
                let _ = writeln!(text, "{pad}{key}:");
                items.iter().for_each(|item| {
                    let _ = writeln!(text, "{pad}  - {}", flow(item));
                });
            }
            _ => {
                let _ = writeln!(text, "{pad}{key}: {short}");
            }
        }
    }
}

/// The objects that people look for have lines of their own.
fn is_outer(members: &Map<String, Value>) -> bool {
    ["operationId", "responses", "description", "get", "post", "put", "patch", "delete"]
        .iter()
        .any(|key| members.contains_key(*key))
}

/// A value in one line.
fn flow(value: &Value) -> String {
    match value {
        Value::Object(members) if members.is_empty() => "{}".to_owned(),
        Value::Object(members) => {
            let members =
                members.iter().map(|(key, value)| format!("{}: {}", scalar(key), flow(value)));
            format!("{{ {} }}", members.collect::<Vec<_>>().join(", "))
        }
        Value::Array(items) => {
            format!("[{}]", items.iter().map(flow).collect::<Vec<_>>().join(", "))
        }
        Value::String(text) => scalar(text),
        other => other.to_string(),
    }
}

/// A text as YAML, in quotes where it would be something else without.
fn scalar(text: &str) -> String {
    let plain = |char: char| char.is_ascii_alphanumeric() || "_/.$".contains(char);
    let is_word =
        text.starts_with(|first: char| first.is_ascii_alphabetic() || "/_$".contains(first));
    let meant = ["null", "true", "false", "yes", "no", "on", "off", "y", "n"];
    let is_plain = is_word
        && text.chars().all(|char| plain(char) || char == ' ' || char == '-')
        && !text.ends_with(' ')
        && !meant.contains(&text.to_lowercase().as_str());
    let is_path =
        text.starts_with('/') && text.chars().all(|char| plain(char) || "{}-".contains(char));
    if is_plain || is_path {
        return text.to_owned();
    }
    if text.chars().any(char::is_control) {
        return Value::from(text).to_string();
    }
    format!("'{}'", text.replace('\'', "''"))
}
