//! `consumes` and `produces`: the media types of an operation, or of all operations.

use crate::api::media_type::essence;
use crate::document::context::Context;
use crate::document::reader::Fields;
use crate::source::{Location, Value};

/// A list of media types.
pub(super) struct MediaTypes<'s> {
    /// The media types, each once, in order.
    pub(super) names: Vec<&'s str>,
    /// The location of the list.
    pub(super) location: Location,
}

impl<'s> MediaTypes<'s> {
    /// Reads the list of an operation, or else that of the description. An empty list of an operation counts.
    pub(super) fn read(cx: &mut Context<'s>, operation: &Fields<'s>, key: &str) -> Self {
        let root = match cx.source.root() {
            Value::Object(_) if !operation.has(key) => {
                let location = cx.source.root_location();
                Fields::here(cx, cx.source.root(), location, "the description")
            }
            _ => None,
        };
        let holder = root.as_ref().unwrap_or(operation);
        let mut names: Vec<&str> = Vec::new();
        for name in holder.texts(cx, key) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        Self { names, location: holder.location.key(key) }
    }

    /// Returns `true` if the list has a media type, whatever its parameters.
    pub(super) fn has(&self, name: &str) -> bool {
        self.names.iter().any(|known| essence(known) == essence(name))
    }

    /// Returns `true` if values with members can have one of the media types.
    pub(super) fn may_have_members(&self) -> bool {
        let may = |name: &&str| {
            let essence = essence(name);
            is_json(name)
                || essence == "*/*"
                || ["xml", "yaml"].iter().any(|it| essence.ends_with(it))
        };
        self.names.iter().any(may)
    }

    /// Leaves out the media types that are not JSON, if others are.
    ///
    /// A JSON Patch is an array (RFC 6902, section 3), so it is left out beside others if the schema is none.
    pub(super) fn prefer_json(&mut self, schema: Option<&Fields<'_>>) {
        let is_array = || schema.is_some_and(|schema| kind(schema) == Some("array"));
        let is_patch = |name: &str| essence(name) == "application/json-patch+json";
        for is_preferred in
            [&is_json as &dyn Fn(&str) -> bool, &|name| !is_patch(name) || is_array()]
        {
            if self.names.iter().any(|name| is_preferred(name)) {
                self.names.retain(|name| is_preferred(name));
            }
        }
    }

    /// Leaves out the media types that are JSON, if others are not.
    pub(super) fn prefer_files(&mut self) {
        if !self.names.iter().all(|name| is_json(name)) {
            self.names.retain(|name| !is_json(name));
        }
    }
}

fn is_json(name: &str) -> bool {
    let essence = essence(name);
    matches!(essence.as_str(), "application/json" | "text/json") || essence.ends_with("+json")
}

/// Returns `true` if a schema, or the one that it refers to, is a string or a file.
pub(super) fn is_text(schema: Option<&Fields<'_>>) -> bool {
    matches!(schema.and_then(kind), Some("string" | "file"))
}

/// Returns `true` if a schema is a file.
pub(super) fn is_file(schema: Option<&Fields<'_>>) -> bool {
    schema.and_then(kind) == Some("file")
}

fn kind<'s>(schema: &Fields<'s>) -> Option<&'s str> {
    schema.value("type").and_then(Value::as_str)
}
