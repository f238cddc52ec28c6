//! The schemas that types publish: an item for each, with the traits of schemars and utoipa.

pub use crate::derives::SchemaTraits;
use crate::derives::{Published, Referred};
use crate::model::Inputs;
use crate::names::Name;

/// A schema that types publish.
#[derive(Debug)]
pub struct SchemaItem<'a> {
    /// The item that stands for it.
    pub item: &'a Name,
    /// The name in the description.
    pub name: &'a str,
    /// The schema as JSON.
    pub text: &'a str,
    /// The traits that the item implements.
    pub traits: SchemaTraits,
    /// The references in the schema, each with its JSON pointer.
    pub references: Vec<(&'a str, Reference<'a>)>,
}

/// The target of a reference in a published schema.
#[derive(Debug)]
pub enum Reference<'a> {
    /// The item of another schema.
    Schema(&'a Name),
    /// A type of the settings, by its path.
    Own(&'a str),
}

impl<'a> SchemaItem<'a> {
    /// Returns the items, sorted by name.
    pub(crate) fn all(inputs: Inputs<'a>) -> Vec<Self> {
        let all = inputs.derives.published();
        let reference = |(pointer, to): &'a (String, Referred)| {
            let to = match to {
                Referred::Schema(position) => Reference::Schema(&all.get(*position)?.item),
                Referred::Own(path) => Reference::Own(path),
            };
            Some((pointer.as_str(), to))
        };
        let item = |schema: &'a Published| Self {
            item: &schema.item,
            name: &schema.name,
            text: &schema.text,
            traits: schema.traits,
            references: schema.references.iter().filter_map(reference).collect(),
        };
        let mut items: Vec<_> = all.iter().map(item).collect();
        items.sort_by_key(|schema| schema.item);
        items
    }
}
