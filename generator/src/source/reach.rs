//! Finds the references of a file and the names by which its own schemas can be reached.

use super::value::Value;
use crate::report::Pointer;
use crate::vocabulary::Keys;

/// What one file refers to and offers.
#[derive(Debug, Default)]
pub(super) struct Reached {
    /// Each `$ref` that is more than a fragment.
    pub(super) references: Vec<Reference>,
    /// The values of a discriminator's `mapping` that look like files (OpenAPI 3.1, 4.8.25.4): they
    /// may be names as well.
    pub(super) mapped: Vec<Reference>,
    /// `$anchor` and `$dynamicAnchor` (JSON Schema Core, section 8.2.2) with the schema that bears it.
    pub(super) anchors: Vec<(String, Pointer)>,
    /// `$id` (JSON Schema Core, section 8.2.1) with the schema that bears it.
    pub(super) ids: Vec<(String, Pointer)>,
}

#[derive(Debug)]
pub(super) struct Reference {
    /// The place of the `$ref` member itself.
    pub(super) pointer: Pointer,
    pub(super) text: String,
}

/// Searches a file's tree; extensions (`x-`) and data are not searched.
pub(super) fn reach(root: &Value) -> Reached {
    let mut search = Search::default();
    search.node(root, Keys::Keywords);
    search.reached
}

/// Returns `true` if the keys on the way to a node lead through an extension, which nobody but its author reads.
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
            // Also among names, where a whole map is kept in a file of its own.
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

/// Whether a text names a file of a description, perhaps with a place in it.
fn is_file(text: &str) -> bool {
    let file = text.split('#').next().unwrap_or_default();
    let is = |end: &&str| file.len() > end.len() && file.to_ascii_lowercase().ends_with(*end);
    !text.contains("://") && [".yaml", ".yml", ".json"].iter().any(is)
}
