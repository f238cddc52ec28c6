//! Reads YAML and JSON text into a [`Value`] within limits, and notes oddities.

use serde::de::DeserializeSeed;

use super::context::{Context, Merging, ReadError, ReadErrorKind, Reading, unmarked_position};
use super::limits::MAX_BRACKETS;
use super::node::Node;
use super::span::MARK;
use super::value::Value;

/// Reads a text. The name `*.json` means JSON. A text that starts with `{` is read as JSON first,
/// then as YAML, and any other text as YAML.
pub(super) fn read(text: &str, name: &str) -> Result<Reading, ReadError> {
    let is_json = name.to_ascii_lowercase().ends_with(".json");
    let body = text.strip_prefix(MARK).unwrap_or(text);
    if !is_json && !body.trim_start().starts_with('{') {
        return read_yaml(text, Merging::Apply);
    }
    match read_json(text) {
        Err(json) if !is_json && matches!(json.kind, ReadErrorKind::Syntax(_)) => {
            // If both fail, the later error belongs to the format that was intended.
            read_yaml(text, Merging::Apply)
                .map_err(|yaml| if yaml.offset > json.offset { yaml } else { json })
        }
        // serde_json stops at a number that is too large. The YAML reader notes each of them.
        Err(json) if matches!(json.kind, ReadErrorKind::Range) => {
            read_yaml(text, Merging::Leave).map_err(|_| json)
        }
        result => result,
    }
}

/// Reads YAML with its merge keys as ordinary members, so that the tree matches the text.
pub(super) fn read_yaml_as_written(text: &str) -> Option<Value> {
    read_yaml(text, Merging::Leave).ok().map(|reading| reading.root)
}

fn read_yaml(text: &str, merging: Merging) -> Result<Reading, ReadError> {
    let body = text.strip_prefix(MARK).unwrap_or(text);
    if let Some(offset) = too_many_brackets(body) {
        let offset = Some(text.len() - body.len() + offset);
        return Err(ReadError { kind: ReadErrorKind::Depth, offset });
    }
    let context = Context::new(text, merging);
    let result = Node::root(&context).deserialize(serde_yaml::Deserializer::from_str(body));
    match result {
        Ok(root) => Ok(context.finish(root)),
        Err(error) => {
            let location = error.location();
            let place = location.as_ref().map(|place| (place.line(), place.column()));
            let message = error.to_string();
            let index = unmarked_position(&message).or(location.map(|place| place.index()));
            let offset = index.map(|index| text.len() - body.len() + index);
            Err(context.failure(&message, place, offset))
        }
    }
}

fn read_json(text: &str) -> Result<Reading, ReadError> {
    let body = text.strip_prefix(MARK).unwrap_or(text);
    let context = Context::new(text, Merging::None);
    let mut deserializer = serde_json::Deserializer::from_str(body);
    let result = Node::root(&context).deserialize(&mut deserializer);
    match result.and_then(|root| deserializer.end().map(|()| root)) {
        Ok(root) => Ok(context.finish(root)),
        Err(error) => {
            let place = (error.line(), error.column());
            let line_start = body
                .split_inclusive('\n')
                .take(error.line().saturating_sub(1))
                .map(str::len)
                .sum::<usize>();
            let offset = text.len() - body.len() + line_start + error.column().saturating_sub(1);
            Err(context.failure(&error.to_string(), Some(place), Some(offset.min(text.len()))))
        }
    }
}

/// Returns the offset of the bracket that exceeds the limit of open ones.
///
/// The YAML reader scans all open brackets for each token before it checks the depth, so a file of
/// brackets would take hours. Brackets inside strings count as well, because real descriptions stay
/// far below the limit.
fn too_many_brackets(text: &str) -> Option<usize> {
    let mut open = 0usize;
    text.bytes().position(|byte| {
        match byte {
            b'[' | b'{' => open += 1,
            b']' | b'}' => open = open.saturating_sub(1),
            _ => {}
        }
        open > MAX_BRACKETS
    })
}
