//! The objects of OpenAPI, their members and the keywords of schemas, in one table.
//!
//! `lint` walks it, `document` looks keywords up in it, and whoever looks for references without knowing the objects asks
//! [`Keys`] for the meaning of keys.

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

/// Every kind, for the search for one that a stray key belongs to.
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
    /// Words of the OpenAPI Specification or of JSON Schema.
    Keywords,
    /// Names that the author chose.
    Names,
    /// Values of a discriminator.
    Mapping,
    /// Members of an example or of another value, in which nothing has a meaning.
    Data,
}

impl Keys {
    /// The meaning of the keys below a member. Where a keyword stands for a map in one object and for values in another one,
    /// an array is values: a schema's `examples` are an array, elsewhere they are Example Objects by name.
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

/// Keywords with the meaning of the keys below them; `true` if an array of them is values.
static KEYWORDS: LazyLock<HashMap<&str, (Keys, bool)>> = LazyLock::new(|| {
    // JSON Schema called `$defs` so before.
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
