//! Reads the keywords of OpenAPI schemas as those of JSON Schema 2020-12.

use serde_json::{Map, Value};
use specwright::api::Direction;

use super::leaf::{INT64, Leaf};
use crate::description::Description;

/// The formats that are validated, because each has one undisputed syntax. JSON Schema 2020-12 (Validation, section
/// 7.2.1) makes formats annotations, and servers disagree on the others.
const ASSERTED: [&str; 7] = ["date", "date-time", "email", "ipv4", "ipv6", "uri", "uuid"];

/// The schemas of a description for one direction. `$id` has no effect, because all references are absolute.
#[derive(Clone, Copy)]
pub(super) struct View<'d> {
    pub(super) description: &'d Description,
    is_3_0: bool,
    direction: Direction,
}

impl<'d> View<'d> {
    pub(super) fn new(description: &'d Description, direction: Direction) -> View<'d> {
        View { description, is_3_0: description.is_3_0(), direction }
    }

    /// Returns the keywords of a schema that need no other schema.
    pub(super) fn leaf(&self, members: &Map<String, Value>) -> Map<String, Value> {
        let mut own = Leaf::keywords(members);
        if self.is_3_0 {
            separate_limits(&mut own);
        }
        let format = own.remove("format");
        if let Some(name) = format.as_ref().and_then(Value::as_str) {
            bound(&mut own, name);
        }
        if let Some(format) = format.filter(|it| ASSERTED.iter().any(|known| it == known)) {
            own.insert("format".to_owned(), format);
        }
        if self.direction == Direction::Request {
            self.forgive_read_only(&mut own, members);
        }
        if self.is_nullable(members) && !self.allows_null_beside(members) {
            add_null(&mut own);
        }
        own
    }

    /// Returns `true` if `null` is valid too, besides the values that all keywords accept. Many descriptions have `nullable`
    /// next to a reference or `allOf`, though OpenAPI 3.0.3 defines it only next to `type`.
    pub(super) fn allows_null_beside(&self, members: &Map<String, Value>) -> bool {
        let applies = ["$ref", "allOf", "anyOf", "oneOf"];
        self.is_nullable(members) && applies.iter().any(|key| members.contains_key(*key))
    }

    fn is_nullable(&self, members: &Map<String, Value>) -> bool {
        self.is_3_0 && members.get("nullable") == Some(&Value::Bool(true))
    }

    /// Removes `readOnly` properties from the required ones of a request (OpenAPI 3.0, section 4.7.24.2; for 3.1 see
    /// JSON Schema Validation, section 9.4).
    fn forgive_read_only(&self, own: &mut Map<String, Value>, members: &Map<String, Value>) {
        let Some(Value::Array(required)) = own.get_mut("required") else {
            return;
        };
        let is_read_only = |name: &Value| {
            let property = members.get("properties").zip(name.as_str());
            let property = property.and_then(|(properties, name)| properties.get(name));
            let flag = |node: &Value| node.get("readOnly") == Some(&Value::Bool(true));
            property.is_some_and(|node| flag(node) || flag(self.description.follow(node)))
        };
        required.retain(|name| !is_read_only(name));
    }
}

/// Adds the limits of an integer format (OpenAPI 3.1, section 4.4, and its Format Registry).
fn bound(own: &mut Map<String, Value>, format: &str) {
    let (least, most): (Value, Value) = match format {
        "int8" => (i8::MIN.into(), i8::MAX.into()),
        "int16" => (i16::MIN.into(), i16::MAX.into()),
        "int32" => (i32::MIN.into(), i32::MAX.into()),
        "uint8" => (0.into(), u8::MAX.into()),
        "uint16" => (0.into(), u16::MAX.into()),
        "uint32" => (0.into(), u32::MAX.into()),
        "uint64" => (0.into(), u64::MAX.into()),
        "int64" => {
            own.insert(INT64.to_owned(), Value::Bool(true));
            return;
        }
        _ => return,
    };
    for (key, limit, is_least) in [("minimum", least, true), ("maximum", most, false)] {
        let is_narrower = |known: &Value| match (known.as_f64(), limit.as_f64()) {
            (Some(known), Some(limit)) => (known >= limit) == is_least || known == limit,
            // A limit that is no number makes the schema invalid.
            _ => true,
        };
        if !own.get(key).is_some_and(is_narrower) {
            own.insert(key.to_owned(), limit);
        }
    }
}

/// Replaces the exclusive limits of OpenAPI 3.0, which are flags (section 4.7.24).
fn separate_limits(own: &mut Map<String, Value>) {
    for (flag, limit) in [("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")] {
        let Some(Value::Bool(is_exclusive)) = own.get(flag) else { continue };
        let is_exclusive = *is_exclusive;
        own.remove(flag);
        if is_exclusive && let Some(limit) = own.remove(limit) {
            own.insert(flag.to_owned(), limit);
        }
    }
}

/// Adds `null` to the type and the listed values.
fn add_null(own: &mut Map<String, Value>) {
    if let Some(kind @ Value::String(_)) = own.get_mut("type") {
        let null = Value::from("null");
        *kind = Value::Array(vec![kind.take(), null]);
    }
    if let Some(Value::Array(values)) = own.get_mut("enum")
        && !values.contains(&Value::Null)
    {
        values.push(Value::Null);
    }
}
