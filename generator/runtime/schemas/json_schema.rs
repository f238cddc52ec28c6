//! `JsonSchema` of schemars.

use schemars::{Schema, SchemaGenerator};

use super::described::{parse, refer};

/// Returns the schema of a type within others: a reference, or the schema itself.
pub(crate) type Subschema = fn(&mut SchemaGenerator) -> Schema;

/// Returns a schema whose references at these pointers are those of the generator.
pub(crate) fn schema(
    text: &str,
    generator: &mut SchemaGenerator,
    references: &[(&str, Subschema)],
) -> Schema {
    let mut schema = parse(text);
    for (pointer, subschema) in references {
        refer(&mut schema, pointer, subschema(generator).to_value());
    }
    Schema::try_from(schema).unwrap_or_default()
}

/// Implements `JsonSchema`: for a described schema with its references, or for a type by its schema.
macro_rules! json_schema {
    ($schema:ident, {$($pointer:literal => $target:ty),*}) => {
        impl schemars::JsonSchema for $schema {
            fn schema_name() -> ::std::borrow::Cow<'static, str> {
                <Self as rt::schemas::described::Described>::NAME.into()
            }

            fn schema_id() -> ::std::borrow::Cow<'static, str> {
                concat!(module_path!(), "::", stringify!($schema)).into()
            }

            fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
                rt::schemas::json_schema::schema(
                    <Self as rt::schemas::described::Described>::SCHEMA,
                    generator,
                    &[$(($pointer, schemars::SchemaGenerator::subschema_for::<$target>)),*],
                )
            }
        }
    };
    ($type:ident = $schema:ty) => {
        impl schemars::JsonSchema for $type {
            fn schema_name() -> ::std::borrow::Cow<'static, str> {
                <$schema as schemars::JsonSchema>::schema_name()
            }

            fn schema_id() -> ::std::borrow::Cow<'static, str> {
                <$schema as schemars::JsonSchema>::schema_id()
            }

            fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
                <$schema as schemars::JsonSchema>::json_schema(generator)
            }
        }
    };
}

pub(crate) use json_schema;
