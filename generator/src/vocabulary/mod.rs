//! The objects of OpenAPI, their members and the keywords of schemas, as one table.
//!
//! `lint` walks the table, and `document` looks up keywords in it. A search for references, which
//! does not track the kinds of objects, uses [`Keys`].

mod kind;
mod objects;
mod schema;
mod swagger;

use std::collections::HashMap;
use std::sync::LazyLock;

pub use kind::{Effect, Holds, Key, Kind, Minor};
pub use objects::ROOT;
use objects::{
    BODY, COMPONENTS, CONTACT, ENCODING, EXAMPLE, FLOW, FLOWS, HEADER, INFO, LICENSE, LINK, MEDIA,
    OPERATION, PARAMETER, PATH_ITEM, REQUIREMENT, RESPONSE, SCHEME, SERVER, TAG, VARIABLE,
};
pub use schema::SCHEMA;
use schema::{DISCRIMINATOR, DOCS, XML};
pub use swagger::SWAGGER;

/// Every kind. The linter searches them for the owner of an unknown key.
pub static ALL: [&Kind; 26] = [
    &ROOT,
    &INFO,
    &CONTACT,
    &LICENSE,
    &SERVER,
    &VARIABLE,
    &COMPONENTS,
    &PATH_ITEM,
    &OPERATION,
    &DOCS,
    &PARAMETER,
    &BODY,
    &MEDIA,
    &ENCODING,
    &RESPONSE,
    &EXAMPLE,
    &LINK,
    &HEADER,
    &TAG,
    &SCHEME,
    &FLOWS,
    &FLOW,
    &DISCRIMINATOR,
    &SCHEMA,
    &XML,
    &REQUIREMENT,
];

/// Every kind of Swagger 2.0.
pub static ALL_OF_SWAGGER: [&Kind; 14] = [
    &SWAGGER,
    &INFO,
    &CONTACT,
    &LICENSE,
    &swagger::PATH_ITEM,
    &swagger::OPERATION,
    &DOCS,
    &swagger::PARAMETER,
    &swagger::RESPONSE,
    &swagger::HEADER,
    &TAG,
    &swagger::SCHEME,
    &SCHEMA,
    &XML,
];

/// The keywords of schemas that OpenAPI 3.0 added to those of Swagger 2.0.
pub static SINCE_OPENAPI_3: [&str; 6] =
    ["nullable", "oneOf", "anyOf", "not", "writeOnly", "deprecated"];

/// The meaning of the keys of an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keys {
    /// Keywords of OpenAPI or JSON Schema.
    Keywords,
    /// Names that the author chose.
    Names,
    /// Names of examples, or the media types of examples in Swagger 2.0.
    Examples,
    /// Values of a discriminator.
    Mapping,
    /// Members of an example or another literal value, which have no meaning.
    Data,
}

impl Keys {
    /// Returns the meaning of the keys below a member.
    ///
    /// Some keywords hold a map in one object and an array of values in another. `examples` is an
    /// array in a schema, and a map of Example Objects elsewhere.
    pub fn below(self, key: &str, is_array: bool) -> Keys {
        match self {
            Keys::Data => Keys::Data,
            Keys::Examples if is_media_type(key) => Keys::Data,
            Keys::Examples => Keys::Keywords,
            Keys::Names | Keys::Mapping => Keys::Keywords,
            Keys::Keywords if key.starts_with("x-") => Keys::Data,
            Keys::Keywords => match KEYWORDS.get(key) {
                Some((_, true)) if is_array => Keys::Data,
                Some((keys, _)) => *keys,
                None => Keys::Keywords,
            },
        }
    }
}

/// Returns `true` if a key is a media type, as opposed to the name of an example.
fn is_media_type(key: &str) -> bool {
    let tops = ["*", "application", "audio", "font", "image", "message", "model", "text", "video"];
    key.split_once('/').is_some_and(|(top, _)| tops.contains(&top))
}

/// The keywords with the meaning of the keys below them. The boolean is `true` if an array holds literal values.
static KEYWORDS: LazyLock<HashMap<&str, (Keys, bool)>> = LazyLock::new(|| {
    // The name of `$defs` in earlier drafts of JSON Schema.
    let former = ("definitions", (Keys::Names, false));
    let mut keywords = HashMap::from([former, ("mapping", (Keys::Mapping, false))]);
    for key in ALL.iter().chain(&ALL_OF_SWAGGER).flat_map(|kind| kind.keys()) {
        match key.holds {
            Holds::Value => keywords.entry(key.name).or_insert((Keys::Data, true)).1 = true,
            Holds::Map(_) | Holds::MapOfMaps(_) => {
                keywords.entry(key.name).or_insert((Keys::Names, false)).0 = Keys::Names;
            }
            _ => {}
        }
    }
    if let Some((keys, _)) = keywords.get_mut("examples") {
        *keys = Keys::Examples;
    }
    keywords
});
