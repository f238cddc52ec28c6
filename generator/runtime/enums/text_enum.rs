//! The trait implementations of enums of strings.

/// Implements `Json`, `Parameter`, `FromStr` and `Display` for an enum with `as_str`, `from_text` and `is_known`.
macro_rules! text_enum {
    ($type:ty) => {
        impl rt::json::convert::Json for $type {
            #[inline]
            fn read(
                node: &rt::json::node::Node<'_>,
            ) -> ::core::result::Result<Self, rt::json::read::ReadError> {
                let value = node.string().map(Self::from_text)?;
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
