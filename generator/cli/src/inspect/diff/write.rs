//! Writes changes as text, Markdown and JSON, grouped by operation.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::json;
use specwright::public_api::{Change, Comparison, Effect, Titles};
use specwright::report::clean;

/// The most operations in a heading.
const NAMED: usize = 3;

/// Returns the changes as text for a terminal.
pub fn text(comparison: &Comparison) -> String {
    let mut text = String::new();
    for (heading, changes) in groups(comparison) {
        let _ = writeln!(text, "{heading}");
        for change in changes {
            let _ =
                writeln!(text, "  {:<10} {} {}", word(change.effect), item(change), change.what);
        }
        text.push('\n');
    }
    format!("{}{comparison}\n", clean_lines(&text))
}

/// Returns the changes as Markdown for a changelog.
pub fn markdown(comparison: &Comparison) -> String {
    let mut text = format!("**{comparison}**\n");
    for (heading, changes) in groups(comparison) {
        let _ = write!(text, "\n### {}\n\n", escaped(&heading));
        for change in changes {
            let mark = match change.effect {
                Effect::Breaking => "**breaking:** ",
                Effect::Addition | Effect::Deprecation | Effect::Behaviour => "",
            };
            let _ = writeln!(text, "- {mark}{} {}", item(change), change.what);
        }
    }
    clean_lines(&text)
}

/// Returns the changes as JSON.
pub fn json(comparison: &Comparison) -> String {
    let changes = comparison.changes.iter().map(|change| {
        json!({
            "item": change.item,
            "what": change.what,
            "effect": match change.effect {
                Effect::Breaking => "breaking",
                Effect::Addition => "addition",
                Effect::Deprecation => "deprecation",
                Effect::Behaviour => "behaviour",
            },
            "operations": change.operations.iter().map(|name| &**name).collect::<Vec<_>>(),
        })
    });
    let changes: Vec<_> = changes.collect();
    format!("{:#}\n", json!({ "level": comparison.level(), "changes": changes }))
}

/// Groups changes by the operations that use the item: first the items of one operation, then shared items, then unused
/// ones.
fn groups(comparison: &Comparison) -> Vec<(String, Vec<&Change>)> {
    let mut groups: BTreeMap<(usize, &Titles), Vec<&Change>> = BTreeMap::new();
    for change in &comparison.changes {
        let operations = &change.operations;
        let rank = if operations.is_empty() { usize::MAX } else { operations.len() };
        groups.entry((rank, operations)).or_default().push(change);
    }
    let heading = |operations: &Titles| {
        let named: Vec<_> = operations.iter().take(NAMED).map(|name| &**name).collect();
        match operations.len() {
            0 => "no operation of its own".to_owned(),
            count if count <= NAMED => named.join(", "),
            count => format!("{} and {} more", named.join(", "), count - NAMED),
        }
    };
    groups.into_iter().map(|((_, operations), changes)| (heading(operations), changes)).collect()
}

fn word(effect: Effect) -> &'static str {
    match effect {
        Effect::Breaking => "breaking",
        Effect::Addition => "new",
        Effect::Deprecation => "deprecated",
        Effect::Behaviour => "behaviour",
    }
}

fn item(change: &Change) -> String {
    format!("`{}`", change.item)
}

/// Escapes Markdown in a heading, such as the braces of a path template.
fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for char in text.chars() {
        if "\\`*_{}[]<>#|".contains(char) {
            escaped.push('\\');
        }
        escaped.push(char);
    }
    escaped
}

/// Removes control characters, because names in a description must not control the terminal.
fn clean_lines(text: &str) -> String {
    text.split('\n').map(|line| clean(line).into_owned()).collect::<Vec<_>>().join("\n")
}
