//! The schemas that types publish by the traits of schemars and utoipa: those of the description, and those that they refer to.

use super::graph::{Graph, Referred};
use super::schema_trait::SchemaTraits;
use super::translation::translate;
use crate::api::{Api, TypeDef};
use crate::names::{Name, Names, of_schemas};
use crate::settings::OwnTypes;
use crate::source::Source;

/// A schema that types publish.
#[derive(Debug)]
pub struct Published {
    /// The Rust item that stands for it.
    pub item: Name,
    /// The name in the description. A schema that is no component of the first file has the name of its type.
    pub name: String,
    /// The schema as JSON, in JSON Schema 2020-12.
    pub text: String,
    /// The references in it, by JSON pointer.
    pub references: Vec<(String, Referred)>,
    /// The traits that the item implements.
    pub traits: SchemaTraits,
}

/// Returns the schemas of types with the traits that they are published by, and for each of the types the position of its schema.
pub(super) fn publish(
    source: &Source,
    own_types: &OwnTypes,
    api: &Api,
    names: &Names,
    types: &[(&TypeDef, SchemaTraits)],
) -> (Vec<Published>, Vec<usize>) {
    let mut graph = Graph::new(source, own_types, api, names);
    let positions: Vec<_> = types.iter().map(|(def, _)| graph.position(&def.location)).collect();
    let mut count = 0;
    while let Some(location) = graph.location(count) {
        translate(&mut graph, &location);
        count += 1;
    }
    // The names of all schemas are known once all are reached.
    graph.assign_names();
    let locations: Vec<_> = (0..count).filter_map(|position| graph.location(position)).collect();
    let translated: Vec<_> = locations.iter().map(|it| translate(&mut graph, it)).collect();
    let items = of_schemas(graph.names());
    let published = graph.names().zip(translated).zip(items);
    let published = published.map(|((name, (text, references)), item)| Published {
        item,
        name: name.to_owned(),
        text,
        references,
        traits: SchemaTraits::default(),
    });
    let mut published: Vec<_> = published.collect();
    let mut open: Vec<_> =
        positions.iter().zip(types).map(|(position, (_, traits))| (*position, *traits)).collect();
    while let Some((position, traits)) = open.pop() {
        let Some(schema) = published.get_mut(position) else { continue };
        if schema.traits.add(traits) {
            open.extend(schema.references.iter().filter_map(|(_, to)| match to {
                Referred::Schema(position) => Some((*position, traits)),
                Referred::Own(_) => None,
            }));
        }
    }
    (published, positions)
}
