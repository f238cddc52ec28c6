//! The text of a setter's documentation, where the description has none of its own.

use crate::emit::docs::visible;

/// The setter of the optional body of a call.
pub(crate) const BODY: &str = "Sets the body.";

/// The setter of the map of a struct.
pub(crate) const OTHER_PROPERTIES: &str = "Sets all other properties.";

/// The setter of a property or a parameter with this name.
pub(crate) fn named(name: &str) -> String {
    format!("Sets `{}`.", visible(name))
}

/// The setter of the credential for the security scheme with this id.
pub(crate) fn credential(scheme: &str) -> String {
    format!("Sets the credential for `{}`.", visible(scheme))
}
