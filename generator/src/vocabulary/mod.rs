//! The objects of OpenAPI, their members and the keywords of schemas, as one table.
//!
//! `lint` walks the table, and `document` looks up keywords in it. A search for references, which
//! does not track the kinds of objects, uses [`Keys`].

mod kind;
mod objects;
mod schema;

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

/// The meaning of the keys of an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keys {
    /// Keywords of OpenAPI or JSON Schema.
    Keywords,
    /// Names that the author chose.
    Names,
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

/// The keywords with the meaning of the keys below them. The boolean is `true` if an array holds literal values.
static KEYWORDS: LazyLock<HashMap<&str, (Keys, bool)>> = LazyLock::new(|| {
    // The name of `$defs` in earlier drafts of JSON Schema.
    let former = ("definitions", (Keys::Names, false));
    let mut keywords = HashMap::from([former, ("mapping", (Keys::Mapping, false))]);
    for key in ALL.iter().flat_map(|kind| kind.keys) {
        match key.holds {
            Holds::Value => keywords.entry(key.name).or_insert((Keys::Data, true)).1 = true,
            Holds::Map(_) | Holds::MapOfMaps(_) => {
                keywords.entry(key.name).or_insert((Keys::Names, false)).0 = Keys::Names;
            }
            _ => {}
        }
    }
    keywords
});
