//! The files of the description as JSON. All references are absolute, so that they can be followed from any node.
//!
//! Schemas and examples are read from it, because they are compared with JSON values. `conjunction` finds the schemas
//! that apply together, and `shape` the kind of value that a schema describes.

pub(crate) mod conjunction;
mod forms;
pub(crate) mod shape;
mod swagger;

use std::collections::HashMap;
use std::fmt;

use serde_json::{Map, Number, Value};
use specwright::document;
use specwright::report::clean;
use specwright::source::{self, FileId, Location, Source};
use specwright::vocabulary::Keys;

use crate::encoding::{decode, encode};

/// The most consecutive references before they are treated as a cycle.
const HOPS: usize = 64;

/// The error for a description that the mock cannot serve.
#[derive(Debug)]
#[non_exhaustive]
pub enum DescriptionError {
    /// The description cannot be read.
    Unreadable(source::LoadError),
    /// The description is not OpenAPI 3 or Swagger 2.0. The value is its version.
    Version(Option<String>),
}

/// The files of a description.
pub(crate) struct Description {
    /// The files, and behind them the forms.
    files: Vec<Value>,
    /// The positions of the schemas that the files do not contain, in the last value of `files`.
    forms: HashMap<Location, usize>,
}

impl Description {
    /// Converts a source.
    ///
    /// # Errors
    ///
    /// Returns an error if the description is not OpenAPI 3 or Swagger 2.0.
    pub(crate) fn new(source: &Source) -> Result<Description, DescriptionError> {
        let is_swagger = document::is_swagger(source);
        let key = if is_swagger { "swagger" } else { "openapi" };
        let version = source.text_at(&source.root_location().key(key));
        let is_readable = |version: &String| match is_swagger {
            true => version == "2.0" || version == "2",
            false => version.starts_with("3."),
        };
        if !version.as_ref().is_some_and(is_readable) {
            return Err(DescriptionError::Version(version));
        }
        let files = source.file_ids().filter_map(|file| {
            let root = Location { file: file.clone(), ..source.root_location() };
            let conversion = Conversion { source, file, is_swagger };
            Some(conversion.value(source.value(&root)?, Keys::Keywords))
        });
        let mut files: Vec<Value> = files.collect();
        let (forms, schemas) = if is_swagger { forms::read(source) } else { Default::default() };
        files.push(Value::Array(schemas));
        Ok(Description { files, forms })
    }

    /// Creates a description of OpenAPI 3.1 from files in which all references are absolute.
    #[cfg(test)]
    pub(crate) fn of_files(files: Vec<Value>) -> Description {
        Description { files, forms: HashMap::new() }
    }

    /// Returns the description with `type: object` in schemas that describe properties and have no type.
    #[cfg(feature = "validation")]
    pub(crate) fn with_object_types(mut self) -> Description {
        self.files.iter_mut().for_each(|file| add_object_types(file, Keys::Keywords, true));
        self
    }

    /// Returns the entry file.
    #[cfg(feature = "validation")]
    pub(crate) fn root(&self) -> &Value {
        self.files.first().unwrap_or(&Value::Null)
    }

    /// Returns the files, the entry file first.
    pub(crate) fn files(&self) -> impl Iterator<Item = &Value> {
        self.files.iter()
    }

    /// Returns `true` for OpenAPI 3.0, whose schemas differ from JSON Schema 2020-12. Those of Swagger 2.0 are read as
    /// schemas of OpenAPI 3.0.
    #[cfg(feature = "validation")]
    pub(crate) fn is_3_0(&self) -> bool {
        let version = self.root().get("openapi").and_then(Value::as_str);
        self.root().get("swagger").is_some() || version.is_some_and(|text| text.starts_with("3.0"))
    }

    /// Returns the node at a location; `null` if there is none.
    pub(crate) fn at(&self, place: &Location) -> &Value {
        if let Some(form) = self.forms.get(place) {
            return self.files.last().and_then(|forms| forms.get(form)).unwrap_or(&Value::Null);
        }
        let file = self.files.get(place.file.index());
        file.and_then(|file| file.pointer(place.pointer.as_str())).unwrap_or(&Value::Null)
    }

    /// Converts a value in which references and keywords have no meaning.
    pub(crate) fn data(value: &source::Value) -> Value {
        match value {
            source::Value::Null => Value::Null,
            source::Value::Bool(flag) => Value::Bool(*flag),
            source::Value::Int(integer) => integer_value(*integer),
            source::Value::Float(number) => {
                Number::from_f64(*number).map_or(Value::Null, Value::Number)
            }
            source::Value::String(text) => Value::String(text.clone()),
            source::Value::Array(items) => items.iter().map(Self::data).collect(),
            source::Value::Object(members) => {
                let member = |(key, value): (&str, _)| (key.to_owned(), Self::data(value));
                Value::Object(members.iter().map(member).collect())
            }
        }
    }

    /// Returns the target of a node's references, or the node itself.
    pub(crate) fn follow<'v>(&'v self, mut node: &'v Value) -> &'v Value {
        for _ in 0..HOPS {
            let Some(target) = self.target(node) else {
                break;
            };
            node = target;
        }
        node
    }

    /// Returns the target of a node's reference, which may be a reference too.
    pub(crate) fn target(&self, node: &Value) -> Option<&Value> {
        self.referred(node.get("$ref")?.as_str()?)
    }

    /// Returns the target of an absolute reference.
    pub(crate) fn referred(&self, reference: &str) -> Option<&Value> {
        let (file, pointer) = reference.strip_prefix(SCHEME)?.split_once('#')?;
        self.files.get(file.parse::<usize>().ok()?)?.pointer(&decode(pointer))
    }

    /// Returns the entries of the map at `key`, with references followed.
    pub(crate) fn entries<'v>(
        &'v self,
        node: &'v Value,
        key: &str,
    ) -> impl Iterator<Item = (&'v str, &'v Value)> {
        let map = node.get(key).and_then(|map| self.follow(map).as_object());
        map.into_iter().flatten().map(|(name, value)| (name.as_str(), self.follow(value)))
    }

    /// Returns the items of the array at `key`, with references followed.
    pub(crate) fn items<'v>(
        &'v self,
        node: &'v Value,
        key: &str,
    ) -> impl Iterator<Item = &'v Value> {
        let items = node.get(key).and_then(Value::as_array);
        items.into_iter().flatten().map(|item| self.follow(item))
    }
}

/// Adds `type: object` below a node. A branch of a conjunction or union gets none, because the schema around it may have
/// the type.
#[cfg(feature = "validation")]
fn add_object_types(node: &mut Value, keys: Keys, is_whole: bool) {
    match node {
        Value::Array(items) => {
            items.iter_mut().for_each(|item| add_object_types(item, Keys::Keywords, false));
        }
        Value::Object(members) => {
            let has = |key: &str| members.contains_key(key);
            let others =
                ["type", "$ref", "$dynamicRef", "allOf", "anyOf", "oneOf", "enum", "const"];
            let describes = members.get("properties").is_some_and(Value::is_object);
            if is_whole && keys == Keys::Keywords && describes && !others.into_iter().any(has) {
                members.insert("type".to_owned(), Value::from("object"));
            }
            for (key, member) in members {
                let below = keys.below(key, member.is_array());
                let is_part = matches!(&**key, "not" | "if" | "then" | "else" | "dependentSchemas");
                if below != Keys::Data {
                    add_object_types(member, below, !(is_part && keys == Keys::Keywords));
                }
            }
        }
        _ => {}
    }
}

/// The start of the URI of each file.
pub(crate) const SCHEME: &str = "description:/";

fn uri(file: usize) -> String {
    format!("{SCHEME}{file}")
}

/// Returns an absolute reference to a node of a file.
fn reference(place: &Location) -> String {
    format!("{}#{}", uri(place.file.index()), encode(place.pointer.as_str()))
}

/// Converts one file to JSON.
struct Conversion<'s> {
    source: &'s Source,
    file: &'s FileId,
    is_swagger: bool,
}

impl Conversion<'_> {
    fn value(&self, value: &source::Value, keys: Keys) -> Value {
        match value {
            source::Value::Array(items) if keys != Keys::Data => {
                items.iter().map(|item| self.value(item, Keys::Keywords)).collect()
            }
            source::Value::Object(members) if keys != Keys::Data => self.object(members, keys),
            data => Description::data(data),
        }
    }

    fn object(&self, members: &source::Object, keys: Keys) -> Value {
        let mut object = Map::new();
        for (key, value) in members.iter() {
            let reference = match value {
                source::Value::String(text) if key == "$ref" => self.absolute(text),
                // The target of an anchor name depends on the path to it. A pointer is a normal reference.
                source::Value::String(text) if key == "$dynamicRef" && text.contains('/') => {
                    self.absolute(text)
                }
                _ => None,
            };
            let below = keys.below(key, value.as_array().is_some());
            let value = reference.unwrap_or_else(|| self.value(value, below));
            object.insert(key.to_owned(), value);
        }
        if self.is_swagger && keys == Keys::Keywords {
            swagger::respell(&mut object);
        }
        if let Some(mapping) = object.get_mut("mapping").and_then(Value::as_object_mut) {
            for target in mapping.values_mut() {
                // A plain name is the name of a schema (OpenAPI 3.1, section 4.8.25.4).
                let reference = target.as_str().filter(|text| text.contains(['#', '/', '.']));
                if let Some(absolute) = reference.and_then(|text| self.absolute(text)) {
                    *target = absolute;
                }
            }
        }
        Value::Object(object)
    }

    /// Returns the absolute form of a reference; `None` if it has no target.
    fn absolute(&self, reference: &str) -> Option<Value> {
        let target = self.source.resolve(self.file, reference).ok()?;
        Some(Value::String(self::reference(&target)))
    }
}

fn integer_value(integer: i128) -> Value {
    if let Ok(integer) = i64::try_from(integer) {
        return integer.into();
    }
    match u64::try_from(integer) {
        Ok(integer) => integer.into(),
        // JSON Schema compares numbers by value. For an integer this large, the nearest float is a sufficient
        // approximation.
        Err(_) => (integer as f64).into(),
    }
}

impl fmt::Display for DescriptionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable(error) => error.fmt(f),
            Self::Version(None) => f.write_str(
                "the description has no `openapi` version; a mock plays OpenAPI 3 and Swagger 2.0",
            ),
            Self::Version(Some(version)) => {
                write!(
                    f,
                    "the description is of version `{}`; a mock plays OpenAPI 3 and Swagger 2.0",
                    clean(version)
                )
            }
        }
    }
}

impl std::error::Error for DescriptionError {}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Description {
        let source = Source::from_text("api.yaml", text).unwrap();
        Description::new(&source).unwrap()
    }

    #[test]
    fn references_are_followed_and_examples_are_left_alone() {
        let description = read(
            "
openapi: 3.1.0
components:
  schemas:
    A: { $ref: '#/components/schemas/B c' }
    B c: { type: string, example: { $ref: '#/components/schemas/A' } }
    Default: { properties: { default: { $ref: '#/components/schemas/A' } } }
",
        );
        let schemas = &description.root()["components"]["schemas"];
        let followed = description.follow(&schemas["A"]);
        assert_eq!(followed["type"], "string");
        assert_eq!(followed["example"]["$ref"], "#/components/schemas/A");
        let property = &schemas["Default"]["properties"]["default"];
        assert_eq!(description.follow(property)["type"], "string");
    }

    #[test]
    fn a_circle_of_references_ends() {
        let description = read("openapi: 3.1.0\nx: 1\na: { $ref: '#/b' }\nb: { $ref: '#/a' }\n");
        assert!(description.follow(&description.root()["a"]).get("$ref").is_some());
    }

    #[test]
    fn another_format_is_refused_by_its_version() {
        for (text, message) in [
            ("a: 1", "has no `openapi` version; a mock plays OpenAPI 3 and Swagger 2.0"),
            ("swagger: '1.2'", "is of version `1.2`; a mock plays OpenAPI 3 and Swagger 2.0"),
            ("openapi: 4.0.0", "is of version `4.0.0`; a mock plays OpenAPI 3 and Swagger 2.0"),
        ] {
            let source = Source::from_text("api.yaml", text).unwrap();
            let Err(error) = Description::new(&source) else { panic!("{text}") };
            assert_eq!(error.to_string(), format!("the description {message}"));
        }
    }
}
