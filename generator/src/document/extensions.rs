//! Reads extensions, or the settings that stand for them.

use super::context::Context;
use super::reader::Fields;
use crate::api::Method;
use crate::settings::{Extension, Mark};
use crate::source::{Location, Value};

impl<'s> Context<'s> {
    /// Returns the setting that stands for an extension of the item with these names.
    pub fn mark(&mut self, extension: Extension, names: &[String]) -> Option<&'s Mark> {
        self.marks.as_mut().filter(|marks| marks.has(extension))?.find(extension, names)
    }
}

/// Returns the value of an extension with its location: in the settings, or else in the object. `names` are those of the
/// object in settings.
pub(super) fn value<'s>(
    cx: &mut Context<'s>,
    fields: &Fields<'s>,
    extension: Extension,
    names: impl FnOnce() -> Vec<String>,
) -> Option<(&'s Value, Location)> {
    let here = fields.location.key(extension.key());
    if let Some(marks) = cx.marks.as_mut().filter(|marks| marks.has(extension))
        && let Some(mark) = marks.find(extension, &names())
    {
        let location = mark.rule.location(cx.source.settings_file());
        return Some((&mark.value, location.unwrap_or(here)));
    }
    Some((fields.value(extension.key())?, here))
}

/// Reads an extension that is a boolean.
pub(super) fn flag<'s>(
    cx: &mut Context<'s>,
    fields: &Fields<'s>,
    extension: Extension,
    names: impl FnOnce() -> Vec<String>,
) -> Option<bool> {
    match value(cx, fields, extension, names)? {
        (Value::Bool(flag), _) => Some(*flag),
        _ => fields.flag(cx, extension.key()),
    }
}

/// Returns the names of an operation.
pub(super) fn operation(fields: &Fields<'_>, method: &Method, template: &str) -> Vec<String> {
    let id = fields.value("operationId").and_then(Value::as_str).map(str::to_owned);
    let place = format!("{} {template}", method.as_str());
    id.into_iter().chain([place, pointer(fields)]).collect()
}

/// Returns the names of a parameter.
pub(super) fn parameter(fields: &Fields<'_>) -> Vec<String> {
    let name = fields.value("name").and_then(Value::as_str).map(str::to_owned);
    name.into_iter().chain([pointer(fields)]).collect()
}

/// Returns the names of a schema: `Type` or `Type.property`, followed by its constant.
pub(super) fn schema(fields: &Fields<'_>) -> Vec<String> {
    let name = component(&fields.location).map(|name| match fields.value("const") {
        Some(Value::String(value)) => format!("{name}.{value}"),
        _ => name,
    });
    name.into_iter().chain([pointer(fields)]).collect()
}

/// Returns the names of a value of an enum.
pub(super) fn enum_value(fields: &Fields<'_>, index: usize, value: &Value) -> Vec<String> {
    let name = component(&fields.location).zip(value.as_str());
    let name = name.map(|(name, value)| format!("{name}.{value}"));
    let place = fields.location.key("enum").index(index);
    name.into_iter().chain([place.pointer.as_str().to_owned()]).collect()
}

fn pointer(fields: &Fields<'_>) -> String {
    fields.location.pointer.as_str().to_owned()
}

/// Returns the name of the component that a schema is in, with the properties that lead to it.
fn component(location: &Location) -> Option<String> {
    let mut segments = location.pointer.segments();
    let is_component = match &*segments.next()? {
        "components" => segments.next()? == "schemas",
        // Swagger 2.0
        first => first == "definitions",
    };
    let mut name = segments.next().filter(|_| is_component)?.into_owned();
    while let Some(segment) = segments.next() {
        match &*segment {
            "properties" => {
                name.push('.');
                name.push_str(&segments.next()?);
            }
            // The position in a list of schemas.
            "allOf" | "oneOf" | "anyOf" => {
                segments.next();
            }
            _ => {}
        }
    }
    Some(name)
}
