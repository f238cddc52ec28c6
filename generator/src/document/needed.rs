//! The part of a description that a selection of operations needs.

use std::collections::{HashMap, HashSet};

use super::operation::PathItem;
use super::reader::Fields;
use super::{Document, Webhook};
use crate::source::{Location, Source, Value};

/// Removes the security schemes that no operation requires.
pub(super) fn keep_used_schemes(document: &mut Document<'_>) {
    let operations = document.paths.iter().flat_map(|item| &item.operations);
    let required = operations.flat_map(|it| it.security.as_ref().unwrap_or(&document.security));
    let used: HashSet<_> = required.flat_map(|it| it.schemes.iter().copied()).collect();
    document.schemes.retain(|(name, _)| used.contains(name));
}

/// Returns the locations that the selected operations and the webhooks refer to, directly or through others.
pub(super) fn needed<'s>(
    source: &'s Source,
    components: &Fields<'s>,
    paths: &[PathItem<'s>],
    webhooks: &[Webhook<'s>],
) -> HashSet<Location> {
    let mut search = Search { source, met: HashSet::new(), open: Vec::new() };
    for item in paths.iter().chain(webhooks.iter().map(|webhook| &webhook.item)) {
        search.open(item.location.key("parameters"));
        item.operations.iter().for_each(|operation| search.open(operation.location.clone()));
    }
    let extensions = extensions(source, components);
    loop {
        search.run();
        // A schema with a discriminator stands for those that extend it (OpenAPI 3.1, 4.8.25).
        let bases = extensions.iter().filter(|(base, _)| search.met.contains(*base));
        let extending: Vec<_> = bases.flat_map(|(_, extending)| extending.clone()).collect();
        let before = search.met.len();
        extending.into_iter().for_each(|location| search.open(location));
        if search.met.len() == before {
            return search.met;
        }
    }
}

/// Returns the components with a discriminator, each with those that extend it by `allOf`.
fn extensions(source: &Source, components: &Fields<'_>) -> HashMap<Location, Vec<Location>> {
    let mut found: HashMap<_, Vec<_>> = HashMap::new();
    let schemas = components.location.key("schemas");
    let members = components.value("schemas").and_then(Value::as_object);
    for (name, schema) in members.into_iter().flat_map(|members| members.iter()) {
        let parts = schema.get("allOf").and_then(Value::as_array).unwrap_or_default();
        for reference in parts.iter().filter_map(|part| part.get("$ref")?.as_str()) {
            if let Ok(base) = source.resolve(&schemas.file, reference) {
                found.entry(base).or_default().push(schemas.key(name));
            }
        }
    }
    found.retain(|base, _| {
        let base = source.value(base);
        base.is_some_and(|base| base.get("discriminator").is_some() || base.get("allOf").is_some())
    });
    found
}

struct Search<'s> {
    source: &'s Source,
    met: HashSet<Location>,
    /// The locations whose references have not been followed.
    open: Vec<Location>,
}

impl Search<'_> {
    fn open(&mut self, location: Location) {
        if self.met.insert(location.clone()) {
            self.open.push(location);
        }
    }

    fn run(&mut self) {
        while let Some(location) = self.open.pop() {
            let source = self.source;
            let mut values: Vec<_> = source.value(&location).into_iter().collect();
            while let Some(value) = values.pop() {
                match value {
                    Value::Array(items) => values.extend(items),
                    Value::Object(object) => {
                        for (key, value) in object.iter().filter(|(key, _)| !key.starts_with("x-"))
                        {
                            self.member(&location, key, value);
                            values.push(value);
                        }
                    }
                    _ => {}
                }
            }
        }
    }

    /// Follows the references of a member.
    fn member(&mut self, from: &Location, key: &str, value: &Value) {
        match (key, value) {
            ("$ref" | "$dynamicRef", Value::String(reference)) => self.follow(from, reference),
            ("mapping", Value::Object(mapping)) => {
                for (_, target) in mapping.iter() {
                    let Some(target) = target.as_str() else { continue };
                    self.follow(from, target);
                    self.follow(from, &format!("#/components/schemas/{target}"));
                }
            }
            ("defaultMapping", Value::String(target)) => {
                self.follow(from, target);
                self.follow(from, &format!("#/components/schemas/{target}"));
            }
            _ => {}
        }
    }

    fn follow(&mut self, from: &Location, reference: &str) {
        if let Ok(target) = self.source.resolve(&from.file, reference) {
            self.open(target);
        }
    }
}
