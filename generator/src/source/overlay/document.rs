//! Reads an overlay: its version and its actions, each with its place.

use serde_json_path::JsonPath;

use super::problems;
use crate::report::{Location, Part, Report, Reports};
use crate::source::{Object, Source, Value};

/// The members of an overlay (OpenAPI Overlay 1.1, section 4.4.1).
const OVERLAY: [&str; 4] = ["overlay", "info", "extends", "actions"];

/// The members of `info`. Version 1.0 has no description.
const INFO: [&str; 3] = ["title", "version", "description"];

/// The members of an action. Version 1.0 has no `copy`.
const ACTION: [&str; 5] = ["target", "description", "update", "copy", "remove"];

/// The number of brackets of an expression that are open at a time.
const MAX_OPEN: usize = 32;

/// An action.
pub(super) struct Action {
    /// The action in its file.
    pub(super) at: Location,
    pub(super) target: JsonPath,
    pub(super) change: Change,
}

/// The change that an action makes.
pub(super) enum Change {
    Update(Value),
    Copy(JsonPath),
    Remove,
    /// The action has a target alone.
    None,
}

/// Reads the actions of an overlay. Without errors, `reports` stays empty.
pub(super) fn actions(source: &Source, root: &Location, reports: &mut Reports) -> Vec<Action> {
    let mut reader = Reader { source, reports, is_first: false };
    let value = source.value(root).unwrap_or(&Value::Null);
    let Some(overlay) = value.as_object() else {
        reader.push(problems::wrong_type(root, "an overlay", "an object", value));
        return Vec::new();
    };
    reader.version(overlay, root);
    reader.check_keys(overlay, root, "an overlay", &OVERLAY);
    reader.info(overlay, root);
    reader.text(overlay, root, "extends");
    let at = root.key("actions");
    match overlay.get("actions") {
        None => {
            reader.push(problems::missing_key(root, "actions", "the overlay"));
            Vec::new()
        }
        Some(Value::Array(items)) => reader.items(items, &at),
        Some(other) => {
            reader.push(problems::wrong_type(&at, "`actions`", "an array", other));
            Vec::new()
        }
    }
}

struct Reader<'s, 'r> {
    source: &'s Source,
    reports: &'r mut Reports,
    /// `true` if the overlay is of version 1.0.
    is_first: bool,
}

impl Reader<'_, '_> {
    fn push(&mut self, report: Report) {
        self.reports.push(report);
    }

    fn version(&mut self, overlay: &Object, root: &Location) {
        let at = root.key("overlay");
        match overlay.get("overlay") {
            None => self.push(problems::missing_key(root, "overlay", "the file")),
            Some(Value::String(version)) => {
                self.is_first = is_version(version, "1.0.");
                if !self.is_first && !is_version(version, "1.1.") {
                    self.push(problems::unknown_overlay_version(&at, version));
                }
            }
            // A version without quotes and with two parts is a number in YAML.
            Some(Value::Float(number)) => {
                self.push(problems::unknown_overlay_version(&at, &number.to_string()));
            }
            Some(other) => self.push(problems::wrong_type(&at, "`overlay`", "a string", other)),
        }
    }

    fn info(&mut self, overlay: &Object, root: &Location) {
        let at = root.key("info");
        match overlay.get("info") {
            None => self.push(problems::missing_key(root, "info", "the overlay")),
            Some(Value::Object(info)) => {
                self.check_keys(info, &at, "`info` of an overlay", &INFO);
                for key in ["title", "version"] {
                    if !info.contains_key(key) {
                        self.push(problems::missing_key(&at, key, "`info` of the overlay"));
                    }
                }
                INFO.iter().for_each(|key| self.text(info, &at, key));
                if self.is_first && info.contains_key("description") {
                    self.push(problems::needs_newer(&at.key("description"), "description"));
                }
            }
            Some(other) => self.push(problems::wrong_type(&at, "`info`", "an object", other)),
        }
    }

    fn check_keys(&mut self, object: &Object, at: &Location, what: &str, known: &[&str]) {
        for key in object.keys().filter(|key| !known.contains(key) && !key.starts_with("x-")) {
            self.push(problems::unknown_key(&at.key(key), key, what, known));
        }
    }

    /// Reports a member that is not a string.
    fn text(&mut self, object: &Object, at: &Location, key: &str) {
        if let Some(other) = object.get(key).filter(|value| value.as_str().is_none()) {
            self.push(problems::wrong_type(&at.key(key), &format!("`{key}`"), "a string", other));
        }
    }

    fn items(&mut self, items: &[Value], at: &Location) -> Vec<Action> {
        if items.is_empty() {
            self.push(problems::no_actions(at));
        }
        let mut known = std::collections::HashMap::new();
        let mut actions = Vec::new();
        for (index, item) in items.iter().enumerate() {
            let at = at.index(index);
            if let Some(first) = known.insert(item.canonical(), at.clone()) {
                self.push(problems::repeated_action(&at, &first));
            }
            match item {
                Value::Object(action) => actions.extend(self.action(action, at)),
                other => self.push(problems::wrong_type(&at, "an action", "an object", other)),
            }
        }
        actions
    }

    fn action(&mut self, action: &Object, at: Location) -> Option<Action> {
        self.check_keys(action, &at, "an action", &ACTION);
        self.text(action, &at, "description");
        let remove = match action.get("remove") {
            None => false,
            Some(Value::Bool(remove)) => *remove,
            Some(other) => {
                let report =
                    problems::wrong_type(&at.key("remove"), "`remove`", "a boolean", other);
                self.push(report);
                return None;
            }
        };
        if action.contains_key("copy") && self.is_first {
            self.push(problems::needs_newer(&at.key("copy"), "copy"));
        } else if action.contains_key("copy") && action.contains_key("update") && !remove {
            self.push(problems::two_changes(&at.key("copy")));
        }
        if !action.contains_key("target") {
            self.push(problems::missing_key(&at, "target", "the action"));
        }
        let copy = self.path(action, &at, "copy");
        let target = self.path(action, &at, "target")?;
        let change = match (remove, action.get("update"), copy) {
            (true, _, _) => Change::Remove,
            (false, Some(update), _) => Change::Update(update.clone()),
            (false, None, Some(copy)) => Change::Copy(copy),
            // A `copy` that is not an expression has been reported.
            (false, None, None) if action.contains_key("copy") => return None,
            (false, None, None) => Change::None,
        };
        Some(Action { at, target, change })
    }

    /// Reads a JSONPath expression.
    fn path(&mut self, action: &Object, at: &Location, key: &str) -> Option<JsonPath> {
        let at = at.key(key);
        let text = match action.get(key)? {
            Value::String(text) => text,
            other => {
                self.push(problems::wrong_type(&at, &format!("`{key}`"), "a string", other));
                return None;
            }
        };
        let (offset, why) = match parse(text) {
            Ok(path) => return Some(path),
            Err(error) => error,
        };
        let span = self.span_within(&at, text, offset);
        let column = text.get(..offset).map_or(0, |before| before.chars().count()) + 1;
        self.push(problems::malformed_target(&at, text, column, &why, span));
        None
    }

    /// Returns the bytes of a character of a string, if the string stands in its file without escapes.
    fn span_within(
        &self,
        at: &Location,
        text: &str,
        offset: usize,
    ) -> Option<std::ops::Range<usize>> {
        let bytes = self.source.position(at, Part::Value)?.bytes;
        let written = self.source.text(&at.file).get(bytes.clone())?;
        let start = bytes.start + written.find(text)? + offset;
        let length = text.get(offset..)?.chars().next().map_or(0, char::len_utf8);
        Some(start..start + length)
    }
}

/// Parses a JSONPath expression. The error is a byte offset with the reason.
fn parse(text: &str) -> Result<JsonPath, (usize, String)> {
    if !text.starts_with('$') {
        return Err((0, "it does not begin with `$`".to_owned()));
    }
    if let Some(offset) = too_deep(text) {
        return Err((offset, format!("more than {MAX_OPEN} brackets are open")));
    }
    JsonPath::parse(text).map_err(|error| {
        // The position counts bytes from 1.
        let offset = error.position().saturating_sub(1).min(text.len());
        let offset = (0..=offset).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
        let why = match error.message() {
            "parser error" => "this is not allowed here",
            why => why,
        };
        (offset, why.to_owned())
    })
}

/// Returns the offset of the bracket that exceeds the limit of open ones, because the parser calls itself for each.
fn too_deep(text: &str) -> Option<usize> {
    let mut open = 0usize;
    text.bytes().position(|byte| {
        match byte {
            b'[' | b'(' => open += 1,
            b']' | b')' => open = open.saturating_sub(1),
            _ => {}
        }
        open > MAX_OPEN
    })
}

/// Returns `true` if a version begins with `start`, and digits follow.
fn is_version(version: &str, start: &str) -> bool {
    version
        .strip_prefix(start)
        .is_some_and(|patch| !patch.is_empty() && patch.bytes().all(|byte| byte.is_ascii_digit()))
}
