//! Writes trees as YAML and as JSON of several lines.

use std::fmt;

use serde::ser::{Error, Serialize, SerializeMap, SerializeSeq, Serializer};

use crate::source::format::Format;
use crate::source::{Source, Value};

impl Value {
    /// Returns the value as YAML, with a line feed at the end.
    ///
    /// # Errors
    ///
    /// Returns an error if YAML cannot represent the value.
    pub fn to_yaml(&self) -> Result<String, WriteError> {
        serde_yaml::to_string(&Plain(self)).map_err(|error| WriteError(error.to_string()))
    }

    /// Returns the value as indented JSON, with a line feed at the end.
    ///
    /// # Errors
    ///
    /// Returns an error if JSON cannot represent the value.
    pub fn to_json(&self) -> Result<String, WriteError> {
        let text = serde_json::to_string_pretty(&Plain(self));
        text.map(|text| text + "\n").map_err(|error| WriteError(error.to_string()))
    }
}

impl Source {
    /// Returns the tree of the entry file with the changes of the overlays, in the format of the file.
    ///
    /// # Errors
    ///
    /// Returns an error if the format cannot represent a value.
    pub fn effective_text(&self) -> Result<String, WriteError> {
        match self.file(self.entry()).map(|file| file.format) {
            Some(Format::Json) => self.root().to_json(),
            _ => self.root().to_yaml(),
        }
    }
}

/// The reason why a tree cannot be written.
#[derive(Debug)]
pub struct WriteError(String);

impl fmt::Display for WriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for WriteError {}

/// A value that serde can write.
struct Plain<'v>(&'v Value);

impl Serialize for Plain<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Value::Null => serializer.serialize_unit(),
            Value::Bool(flag) => serializer.serialize_bool(*flag),
            Value::Int(number) => serializer.serialize_i128(*number),
            Value::Float(number) if number.is_finite() => serializer.serialize_f64(*number),
            Value::Float(number) => Err(S::Error::custom(format!("{number} is no number of JSON"))),
            Value::String(text) => serializer.serialize_str(text),
            Value::Array(items) => {
                let mut list = serializer.serialize_seq(Some(items.len()))?;
                items.iter().try_for_each(|item| list.serialize_element(&Plain(item)))?;
                list.end()
            }
            Value::Object(members) => {
                let mut map = serializer.serialize_map(Some(members.len()))?;
                for (key, value) in members {
                    map.serialize_entry(key, &Plain(value))?;
                }
                map.end()
            }
        }
    }
}
