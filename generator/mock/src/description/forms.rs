//! The forms of Swagger 2.0, each written as a list of parameters. Their schemas are in no file.

use std::collections::HashMap;

use serde_json::{Map, Value, json};
use specwright::document::{self, Schema};
use specwright::source::{Location, Source};

/// Returns the index of each form by its location, and the list of schemas that it is an index of.
pub(super) fn read(source: &Source) -> (HashMap<Location, usize>, Vec<Value>) {
    let document = document::read_leniently(source);
    let operations = document.paths.iter().flat_map(|item| &item.operations);
    let content = operations.filter_map(|operation| operation.body.as_ref());
    let schemas = content.flat_map(|body| &body.content).filter_map(|media| media.schema.as_ref());
    let (mut places, mut forms) = (HashMap::new(), Vec::new());
    for schema in schemas.filter(|schema| schema.is_composed) {
        if places.insert(schema.location.clone(), forms.len()).is_none() {
            forms.push(form(schema));
        }
    }
    (places, forms)
}

/// Returns an object whose properties refer to the parameters.
fn form(schema: &Schema<'_>) -> Value {
    let properties = schema.properties.iter().map(|(name, property)| {
        ((*name).to_owned(), json!({"$ref": super::reference(&property.location)}))
    });
    let properties: Map<String, Value> = properties.collect();
    json!({"type": "object", "properties": properties, "required": schema.required})
}
