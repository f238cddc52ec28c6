//! Writes values as YAML and as JSON.

use std::fmt::Write as _;

use crate::add::node::Node;

/// The most characters of a value in braces.
const SHORT: usize = 60;

/// Writes the members of a map as YAML, one on each line. A short member is written in braces.
pub(super) fn block(text: &mut String, value: &Node, indent: usize, step: usize) {
    let pad = " ".repeat(indent);
    for (key, value) in value.members() {
        let key = scalar(key, false);
        let short = flow(value);
        match value {
            Node::Map(members)
                if !members.is_empty() && (short.len() > SHORT || is_outer(&key, members)) =>
            {
                let _ = writeln!(text, "{pad}{key}:");
                block(text, value, indent + step, step);
            }
            Node::List(items) if short.len() > SHORT => {
                let _ = writeln!(text, "{pad}{key}:");
                let inner = " ".repeat(indent + step);
                items.iter().for_each(|item| {
                    let _ = writeln!(text, "{inner}- {}", flow(item));
                });
            }
            _ => {
                let _ = writeln!(text, "{pad}{key}: {short}");
            }
        }
    }
}

/// Returns `true` for an object that is written on separate lines even if it is short, because people look for it.
fn is_outer(key: &str, members: &[(String, Node)]) -> bool {
    let outer = [
        "operationId",
        "responses",
        "description",
        "get",
        "post",
        "put",
        "patch",
        "delete",
        "head",
        "options",
    ];
    members.iter().any(|(key, _)| outer.contains(&key.as_str()) || key == "securitySchemes")
        || key == "securitySchemes"
}

/// Returns a value as YAML on one line.
fn flow(value: &Node) -> String {
    match value {
        Node::Map(members) if members.is_empty() => "{}".to_owned(),
        Node::Map(members) => {
            let members = members
                .iter()
                .map(|(key, value)| format!("{}: {}", scalar(key, true), flow(value)));
            format!("{{ {} }}", members.collect::<Vec<_>>().join(", "))
        }
        Node::List(items) => {
            format!("[{}]", items.iter().map(flow).collect::<Vec<_>>().join(", "))
        }
        Node::Text(text) => scalar(text, true),
        Node::Bool(value) => value.to_string(),
    }
}

/// Returns a member on one line.
pub(super) fn flow_member(key: &str, value: &Node, is_json: bool, is_tight: bool) -> String {
    if !is_json {
        return format!("{}: {}", scalar(key, true), flow(value));
    }
    let (colon, comma) = if is_tight { (":", ",") } else { (": ", ", ") };
    format!("{}{colon}{}", quoted(key), json_line(value, colon, comma))
}

fn json_line(value: &Node, colon: &str, comma: &str) -> String {
    match value {
        Node::Map(members) => {
            let members = members.iter().map(|(key, value)| {
                format!("{}{colon}{}", quoted(key), json_line(value, colon, comma))
            });
            format!("{{{}}}", members.collect::<Vec<_>>().join(comma))
        }
        Node::List(items) => {
            let items = items.iter().map(|item| json_line(item, colon, comma));
            format!("[{}]", items.collect::<Vec<_>>().join(comma))
        }
        Node::Text(text) => quoted(text),
        Node::Bool(value) => value.to_string(),
    }
}

/// Returns a member as JSON on several lines. The first line is not indented.
pub(super) fn json_member(key: &str, value: &Node, indent: &str, unit: &str) -> String {
    format!("{}: {}", quoted(key), json(value, indent, unit))
}

fn json(value: &Node, indent: &str, unit: &str) -> String {
    let inner = format!("{indent}{unit}");
    let rows: Vec<String> = match value {
        Node::Map(members) => {
            members.iter().map(|(key, value)| json_member(key, value, &inner, unit)).collect()
        }
        Node::List(items) => items.iter().map(|item| json(item, &inner, unit)).collect(),
        other => return json_line(other, ": ", ", "),
    };
    let (open, close) = if matches!(value, Node::Map(_)) { ('{', '}') } else { ('[', ']') };
    if rows.is_empty() {
        return format!("{open}{close}");
    }
    let separator = format!(",\n{inner}");
    format!("{open}\n{inner}{}\n{indent}{close}", rows.join(&separator))
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// Returns a string as YAML, quoted if YAML would read it as another value.
fn scalar(text: &str, in_braces: bool) -> String {
    let plain = |char: char| char.is_ascii_alphanumeric() || "_/.$+".contains(char);
    let is_word =
        text.starts_with(|first: char| first.is_ascii_alphabetic() || "/_$".contains(first));
    let meant = ["null", "true", "false", "yes", "no", "on", "off", "y", "n"];
    let is_plain = is_word
        && text.chars().all(|char| plain(char) || char == ' ' || char == '-')
        && !text.ends_with(' ')
        && !meant.contains(&text.to_lowercase().as_str());
    let is_path = !in_braces
        && text.starts_with('/')
        && text.chars().all(|char| plain(char) || "{}-".contains(char));
    let is_url = text.starts_with("http")
        && text.chars().all(|char| plain(char) || "-:".contains(char))
        && !text.ends_with(':');
    if is_plain || is_path || is_url {
        return text.to_owned();
    }
    if text.chars().any(char::is_control) {
        return quoted(text);
    }
    format!("'{}'", text.replace('\'', "''"))
}
