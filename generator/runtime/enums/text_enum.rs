//! The trait implementations of enums of strings.

use std::borrow::Cow;

use super::super::json::node::Node;
use super::super::json::read::ReadError;

/// Reads a string, or the number or boolean that one of the `listed` strings holds.
#[allow(dead_code, reason = "not every API has such an enum")]
pub(crate) fn text_or_scalar<'n>(
    node: &'n Node<'_>,
    listed: &[&'static str],
) -> Result<Cow<'n, str>, ReadError> {
    let text = match (node, node.digits()) {
        (_, Some(digits)) => digits.into_owned(),
        (Node::Boolean(value), _) => value.to_string(),
        _ => return node.string().map(Cow::Borrowed),
    };
    // `1.10` and `1.1` are one number, but two strings.
    let is = |listed: &&&str| {
        let number = listed.parse::<f64>();
        **listed == text || number.is_ok_and(|it| node.number().is_ok_and(|value| value == it))
    };
    Ok(listed.iter().find(is).map_or(Cow::Owned(text.clone()), |text| Cow::Borrowed(*text)))
}

/// Implements `Json`, `Parameter`, `FromStr` and `Display` for an enum with `as_str`, `from_text` and `is_known`.
///
/// `$read` reads a string.
macro_rules! text_enum {
    ($type:ty) => {
        rt::text_enum!($type, rt::json::node::Node::string);
    };
    ($type:ty, $read:expr) => {
        impl rt::json::convert::Json for $type {
            #[inline]
            fn read(
                node: &rt::json::node::Node<'_>,
            ) -> ::core::result::Result<Self, rt::json::read::ReadError> {
                let value = $read(node).map(|text| Self::from_text(&text))?;
                if !value.is_known() {
                    rt::json::mismatches::add(2);
                }
                Ok(value)
            }

            #[inline]
            fn write(&self, writer: &mut rt::json::write::Writer) {
                writer.string(self.as_str());
            }
        }

        impl rt::requests::parameter::Parameter for $type {
            #[inline]
            fn text(&self) -> ::std::borrow::Cow<'_, str> {
                ::std::borrow::Cow::Borrowed(self.as_str())
            }
        }

        impl ::core::str::FromStr for $type {
            type Err = ::core::convert::Infallible;

            #[inline]
            fn from_str(text: &str) -> ::core::result::Result<Self, Self::Err> {
                Ok(Self::from_text(text))
            }
        }

        impl ::core::fmt::Display for $type {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.pad(self.as_str())
            }
        }
    };
}

pub(crate) use text_enum;
