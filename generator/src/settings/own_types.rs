//! Types of one's own in the place of schemas and formats.

use super::Rule;
use crate::source::Location;

/// Types of one's own in the place of schemas and formats.
///
/// ```
/// use specwright::settings::{Conversion, OwnType, OwnTypes};
///
/// let types = OwnTypes {
///     schemas: vec![OwnType::new("Pet", "crate::domain::Pet")],
///     formats: vec![
///         OwnType::new("uri", "url::Url"),
///         OwnType { by: Conversion::Text, ..OwnType::new("sku", "crate::domain::Sku") },
///     ],
/// };
/// assert!(!types.is_empty());
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OwnTypes {
    /// Types for schemas: by the name of the component, or by JSON pointer.
    pub schemas: Vec<OwnType>,
    /// Types for strings and numbers, by their format.
    pub formats: Vec<OwnType>,
}

/// A type in the place of others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnType {
    /// The schemas or the format.
    pub rule: Rule,
    /// The path of the type. The generated code is in another module, so the path begins with `crate` or with a crate.
    pub path: String,
    /// The conversion from and to JSON.
    pub by: Conversion,
}

/// The conversion of a type from and to JSON.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Conversion {
    /// `Serialize` and `DeserializeOwned` of serde. A type that is a parameter needs `Display` too.
    #[default]
    Serde,
    /// `FromStr` and `Display`: the value is a string in JSON, or a number where the schema says so. A number is parsed from
    /// the digits that were received.
    Text,
}

impl OwnTypes {
    /// Returns `true` if there are none.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl OwnType {
    /// Creates a type by its path, with the conversion of serde.
    pub fn new(rule: impl Into<Rule>, path: impl Into<String>) -> Self {
        Self { rule: rule.into(), path: path.into(), by: Conversion::default() }
    }

    /// Returns `true` if the type replaces the schema at a location: by its JSON pointer, or by its name if it is a component.
    pub fn replaces(&self, location: &Location, is_component: bool) -> bool {
        let (pointer, name) = (location.pointer.as_str(), component_name(location));
        let name = name.filter(|_| is_component);
        name.is_some_and(|name| self.rule.matches(name))
            || self.rule.pattern.contains('/') && self.rule.matches(pointer)
    }
}

/// Returns the name of the component at a location.
pub fn component_name(location: &Location) -> Option<&str> {
    let pointer = location.pointer.as_str();
    let folders = ["/components/schemas/", "/definitions/"];
    let name = folders.iter().find_map(|folder| pointer.strip_prefix(folder));
    name.filter(|name| !name.contains('/'))
}

/// Returns `true` if a text is the path of a type that generated code can name, with or without arguments.
pub fn is_type_path(text: &str) -> bool {
    let mut depth = 0_usize;
    let mut last = ' ';
    for char in text.chars() {
        let is_part = char == '_' || char.is_alphanumeric();
        let is_fine = match char {
            '<' => is_name(last),
            '>' | ',' => depth > 0 && (is_name(last) || last == '>'),
            ':' => is_name(last) || last == ':' || last == '>' || last == ' ',
            ' ' => last == ',',
            _ => is_part,
        };
        if !is_fine {
            return false;
        }
        depth = match char {
            '<' => depth + 1,
            '>' => depth - 1,
            _ => depth,
        };
        if char != ' ' {
            last = char;
        }
    }
    // The runtime reads these in its own way.
    let is_taken = ["Vec", "Option", "Box", "indexmap::IndexMap"]
        .iter()
        .any(|taken| text.strip_prefix(taken).is_some_and(|rest| rest.starts_with('<')));
    let mut words = text.split(|char: char| !is_name(char)).filter(|word| !word.is_empty());
    let first = words.clone().next().unwrap_or_default();
    depth == 0
        && !is_taken
        && (is_name(last) || last == '>')
        && !matches!(first, "self" | "super" | "Self")
        && !text.replace("::", "").contains(':')
        && !text.contains(":::")
        && words.all(|word| !word.starts_with(|char: char| char.is_ascii_digit()))
}

fn is_name(char: char) -> bool {
    char == '_' || char.is_alphanumeric()
}

#[cfg(test)]
mod tests {
    use super::is_type_path;

    #[test]
    fn a_type_is_a_path_with_arguments() {
        for path in ["String", "crate::a::B", "::url::Url", "a::B<c::D, E<F>>", "a::Vec<u8>"] {
            assert!(is_type_path(path), "{path}");
        }
        let others = [
            "", "a b", "self::A", "super::A", "&str", "a::", "A<", "A<>", "A>", "1a", "a:B",
            "[u8]", "A;", "a:::b", "Vec<u8>",
        ];
        for other in others {
            assert!(!is_type_path(other), "{other}");
        }
    }
}
