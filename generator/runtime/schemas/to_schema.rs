//! `ToSchema` of utoipa.

use std::borrow::Cow;

use serde_json::{Map, Value, json};
use utoipa::ToSchema;
use utoipa::openapi::extensions::Extensions;
use utoipa::openapi::{RefOr, Schema};

use super::described::{parse, refer};

/// Returns the name of a component.
pub(crate) type ComponentName = fn() -> Cow<'static, str>;

/// The keywords that decide which type of utoipa a schema has. They are tried in this order, before all others.
const FIRST: [&str; 6] = ["$ref", "type", "items", "oneOf", "anyOf", "allOf"];

/// Returns a schema whose references at these pointers lead to the components of these names.
pub(crate) fn schema(text: &str, references: &[(&str, ComponentName)]) -> RefOr<Schema> {
    let mut schema = parse(text);
    for (pointer, name) in references {
        let name = name().replace('~', "~0").replace('/', "~1");
        refer(&mut schema, pointer, json!({ "$ref": format!("#/components/schemas/{name}") }));
    }
    match schema {
        Value::Object(members) => typed(members),
        Value::Bool(false) => typed(Map::from_iter([("not".to_owned(), json!({}))])),
        _ => typed(Map::new()),
    }
}

/// Adds the schema of a type, and those that it refers to, if they are not there yet.
pub(crate) fn collect<T: ToSchema>(schemas: &mut Vec<(String, RefOr<Schema>)>) {
    let name = T::name();
    if schemas.iter().all(|(known, _)| *known != name) {
        schemas.push((name.into_owned(), T::schema()));
        T::schemas(schemas);
    }
}

/// Returns a schema in the types of utoipa. A keyword that they cannot hold is an extension, which is written beside the others.
fn typed(members: Map<String, Value>) -> RefOr<Schema> {
    let (mut known, mut others) = (Map::new(), Map::new());
    let is_first = |key: &String| FIRST.contains(&key.as_str());
    let first = FIRST.iter().filter_map(|key| members.get_key_value(*key));
    for (key, value) in first.chain(members.iter().filter(|(key, _)| !is_first(key))) {
        known.insert(key.clone(), value.clone());
        if read(&known).is_none() {
            known.remove(key);
            others.insert(key.clone(), value.clone());
        }
    }
    let schema = match read(&known) {
        // A reference of utoipa has no extensions.
        Some(RefOr::Ref(_)) if !others.is_empty() => {
            others = members;
            read(&Map::new())
        }
        schema => schema,
    };
    let Some(RefOr::T(mut schema)) = schema else { return schema.unwrap_or_default() };
    let extensions = match &mut schema {
        Schema::Array(schema) => &mut schema.extensions,
        Schema::Object(schema) => &mut schema.extensions,
        Schema::OneOf(schema) => &mut schema.extensions,
        Schema::AllOf(schema) => &mut schema.extensions,
        Schema::AnyOf(schema) => &mut schema.extensions,
        _ => return RefOr::T(schema),
    };
    if !others.is_empty() {
        extensions.get_or_insert_default().merge(Extensions::from_iter(others));
    }
    RefOr::T(schema)
}

/// Reads a schema in the types of utoipa. Returns `None` if they would write it in another way.
fn read(members: &Map<String, Value>) -> Option<RefOr<Schema>> {
    let mut read = members.clone();
    if !FIRST.iter().any(|key| members.contains_key(*key)) {
        // utoipa reads a schema of any type so.
        read.insert("type".to_owned(), Value::Null);
    }
    let schema = serde_json::from_value(Value::Object(read)).ok()?;
    let written = serde_json::to_value(&schema).ok()?;
    (written.as_object() == Some(members)).then_some(schema)
}

/// Implements `ToSchema`: for a described schema with its references, or for a type by its schema.
macro_rules! to_schema {
    ($schema:ident, {$($pointer:literal => $target:ty),*}) => {
        impl utoipa::PartialSchema for $schema {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::Schema> {
                rt::schemas::to_schema::schema(
                    <Self as rt::schemas::described::Described>::SCHEMA,
                    &[$(($pointer, <$target as utoipa::ToSchema>::name)),*],
                )
            }
        }

        impl utoipa::ToSchema for $schema {
            fn name() -> ::std::borrow::Cow<'static, str> {
                <Self as rt::schemas::described::Described>::NAME.into()
            }

            #[allow(unused_variables)]
            fn schemas(
                schemas: &mut ::std::vec::Vec<(
                    ::std::string::String,
                    utoipa::openapi::RefOr<utoipa::openapi::Schema>,
                )>,
            ) {
                $(rt::schemas::to_schema::collect::<$target>(schemas);)*
            }
        }
    };
    ($type:ident = $schema:ty) => {
        impl utoipa::PartialSchema for $type {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::Schema> {
                <$schema as utoipa::PartialSchema>::schema()
            }
        }

        impl utoipa::ToSchema for $type {
            fn name() -> ::std::borrow::Cow<'static, str> {
                <$schema as utoipa::ToSchema>::name()
            }

            fn schemas(
                schemas: &mut ::std::vec::Vec<(
                    ::std::string::String,
                    utoipa::openapi::RefOr<utoipa::openapi::Schema>,
                )>,
            ) {
                <$schema as utoipa::ToSchema>::schemas(schemas);
            }
        }
    };
}

pub(crate) use to_schema;
