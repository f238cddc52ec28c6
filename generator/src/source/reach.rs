//! Finds the references of a file, and the anchors and ids of its schemas.

use super::value::Value;
use crate::report::Pointer;
use crate::vocabulary::Keys;

/// The references, anchors and ids of a file.
#[derive(Debug, Default)]
pub(super) struct Reached {
    /// The `$ref` members that refer to another file or an id.
    pub(super) references: Vec<Reference>,
    /// The values of a discriminator's `mapping` that look like file names (OpenAPI 3.1, 4.8.25.4).
    /// They may also be names of schemas.
    pub(super) mapped: Vec<Reference>,
    /// The values of `$anchor` and `$dynamicAnchor` (JSON Schema Core, section 8.2.2), with their schemas.
    pub(super) anchors: Vec<(String, Pointer)>,
    /// The values of `$id` (JSON Schema Core, section 8.2.1), with their schemas.
    pub(super) ids: Vec<(String, Pointer)>,
}

#[derive(Debug)]
pub(super) struct Reference {
    /// The location of the `$ref` member itself.
    pub(super) pointer: Pointer,
    pub(super) text: String,
}

/// Searches the tree of a file, without extensions (`x-`) and data.
pub(super) fn reach(root: &Value) -> Reached {
    let mut search = Search::default();
    search.node(root, Keys::Keywords);
    search.reached
}

/// Returns `true` if the path to a node leads through an extension.
pub(super) fn is_in_extension<'k>(keys: impl Iterator<Item = &'k str>) -> bool {
    let mut found = Keys::Keywords;
    for key in keys {
        if found == Keys::Keywords && key.starts_with("x-") {
            return true;
        }
        found = found.below(key, false);
        if found == Keys::Data {
            return false;
        }
    }
    false
}

#[derive(Default)]
struct Search<'v> {
    way: Vec<Step<'v>>,
    reached: Reached,
}

enum Step<'v> {
    Key(&'v str),
    Index(usize),
}

impl<'v> Search<'v> {
    fn node(&mut self, node: &'v Value, members: Keys) {
        match node {
            Value::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    self.way.push(Step::Index(index));
                    self.node(item, Keys::Keywords);
                    self.way.pop();
                }
            }
            Value::Object(object) => {
                for (key, value) in object {
                    self.member(key, value, members);
                }
            }
            _ => {}
        }
    }

    fn member(&mut self, key: &'v str, value: &'v Value, members: Keys) {
        if let Value::String(text) = value {
            self.text(key, text, members);
            return;
        }
        let below = members.below(key, value.as_array().is_some());
        if below == Keys::Data {
            return;
        }
        self.way.push(Step::Key(key));
        self.node(value, below);
        self.way.pop();
    }

    fn text(&mut self, key: &'v str, text: &str, members: Keys) {
        match (key, members) {
            (_, Keys::Mapping) if is_file(text) => {
                let pointer = self.pointer().key(key);
                self.reached.mapped.push(Reference { pointer, text: text.to_owned() });
            }
            // A `$ref` is also allowed among names, because a whole map may be in a file of its own.
            ("$ref", _) if !text.starts_with('#') => {
                let pointer = self.pointer().key(key);
                self.reached.references.push(Reference { pointer, text: text.to_owned() });
            }
            ("$anchor" | "$dynamicAnchor", Keys::Keywords) => {
                self.reached.anchors.push((text.to_owned(), self.pointer()));
            }
            ("$id", Keys::Keywords) => {
                self.reached.ids.push((text.to_owned(), self.pointer()));
            }
            _ => {}
        }
    }

    fn pointer(&self) -> Pointer {
        self.way.iter().fold(Pointer::root(), |pointer, step| match step {
            Step::Key(key) => pointer.key(key),
            Step::Index(index) => pointer.index(*index),
        })
    }
}

/// Returns `true` if a string is the name of a YAML or JSON file, with or without a fragment.
fn is_file(text: &str) -> bool {
    let file = text.split('#').next().unwrap_or_default();
    let is = |end: &&str| file.len() > end.len() && file.to_ascii_lowercase().ends_with(*end);
    !text.contains("://") && [".yaml", ".yml", ".json"].iter().any(is)
}
