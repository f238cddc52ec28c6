//! serde's traits for the types of the client, by way of their JSON.

use serde::de::{Deserialize, Deserializer, Error as _};
use serde::ser::{Error as _, Serialize, Serializer};

use super::super::json::convert::Json;
use super::super::json::node::Node;
use super::super::json::write::{WriteFault, Writer};

/// Serializes `value` with any serializer.
///
/// # Errors
///
/// Returns an error if the serializer fails, or if the value contains something that JSON cannot hold, such as a number
/// that is not finite.
pub fn serialize<T: Json, S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
    serialize_text(Writer::text_of(value), serializer)
}

/// Deserializes a value from any self-describing format.
///
/// # Errors
///
/// Returns an error if the deserializer fails, or an error with the path if the value is not a `T`.
pub fn deserialize<'de, T: Json, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    Node::deserialize(deserializer)?.decode().map_err(D::Error::custom)
}

fn serialize_text<S: Serializer>(
    text: Result<Vec<u8>, Vec<WriteFault>>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let text = text.map_err(|faults| S::Error::custom(Faults(&faults)))?;
    let node = Node::parse(&text).map_err(S::Error::custom)?;
    let result = node.serialize(serializer);
    node.recycle();
    result
}

struct Faults<'a>(&'a [WriteFault]);

impl std::fmt::Display for Faults<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (index, fault) in self.0.iter().enumerate() {
            let separator = if index > 0 { "; " } else { "" };
            let pointer = super::super::text::display_text::clean(&fault.pointer, 120);
            write!(f, "{separator}`{pointer}` {}", fault.rule)?;
        }
        Ok(())
    }
}

/// Implements serde's `Serialize` and `Deserialize` for types that implement
/// [`Json`](super::super::json::convert::Json).
macro_rules! json_serde {
    ($($type:ty),* $(,)?) => { $(
        impl ::serde::Serialize for $type {
            fn serialize<S: ::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                rt::json::serde_impls::serialize(self, serializer)
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $type {
            fn deserialize<D: ::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                rt::json::serde_impls::deserialize(deserializer)
            }
        }
    )* };
}

pub(crate) use json_serde;
