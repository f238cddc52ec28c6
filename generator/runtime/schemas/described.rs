//! Schemas of the description, and the references in them.

use serde_json::Value;

/// A schema of the description.
pub trait Described {
    /// The name in the description.
    const NAME: &'static str;
    /// The schema in JSON Schema 2020-12. References begin with `#/components/schemas/`.
    const SCHEMA: &'static str;
}

/// Parses a schema that the generator wrote.
pub(crate) fn parse(schema: &str) -> Value {
    serde_json::from_str(schema).unwrap_or_default()
}

/// Replaces the reference at a pointer by the schema that another type publishes: a reference, or the schema itself.
pub(crate) fn refer(schema: &mut Value, pointer: &str, to: Value) {
    let reference = to.get("$ref");
    match (schema.pointer_mut(pointer), reference) {
        // The mapping of a discriminator.
        (Some(Value::String(text)), Some(Value::String(reference))) => text.clone_from(reference),
        (Some(Value::Object(members)), Some(reference)) => {
            members.insert("$ref".to_owned(), reference.clone());
        }
        (Some(Value::Object(members)), None) => {
            members.remove("$ref");
            let all = members.entry("allOf").or_insert_with(|| Value::Array(Vec::new()));
            if let Value::Array(all) = all {
                all.push(to);
            }
        }
        _ => {}
    }
}

/// Declares a schema and implements the traits for it.
macro_rules! described {
    ($schema:ident, $name:literal, $text:literal, [$($trait:ident),*], $references:tt) => {
        pub enum $schema {}

        impl rt::schemas::described::Described for $schema {
            const NAME: &'static str = $name;
            const SCHEMA: &'static str = $text;
        }

        $(rt::$trait!($schema, $references);)*
    };
}

pub(crate) use described;
