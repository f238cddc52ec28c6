//! The part of a description that a selection of operations needs.

use std::collections::{HashMap, HashSet};

use super::Document;
use super::context::Context;
use super::needed_places::Needed;
use super::reader::Fields;
use crate::api::Method;
use crate::source::{Location, RefProblem, Source, Value};

/// Removes the security schemes that no operation requires.
pub(super) fn keep_used_schemes(document: &mut Document<'_>) {
    let required = required_schemes(document);
    document.schemes.retain(|(name, _)| required.contains(name));
}

/// Returns the names of the security schemes that operations require.
fn required_schemes<'s>(document: &Document<'s>) -> HashSet<&'s str> {
    let operations = document.paths.iter().flat_map(|item| &item.operations);
    let required = operations.flat_map(|it| it.security.as_ref().unwrap_or(&document.security));
    required.flat_map(|it| it.schemes.iter().copied()).collect()
}

/// Finds the places that the selected operations and the webhooks need.
///
/// The schemas by name are members of `holder` at `key`.
pub(super) fn find<'s>(
    cx: &Context<'s>,
    holder: &Fields<'s>,
    key: &str,
    document: &Document<'s>,
) -> Needed {
    let places = places(cx, holder, key, document);
    Needed::new(places, cx.source)
}

fn places<'s>(
    cx: &Context<'s>,
    holder: &Fields<'s>,
    key: &str,
    document: &Document<'s>,
) -> HashSet<Location> {
    let mut search = Search { cx, met: HashSet::new(), open: Vec::new() };
    let webhooks = document.webhooks.iter().map(|webhook| &webhook.item);
    for item in document.paths.iter().chain(webhooks) {
        search.open(item.location.key("parameters"));
        item.operations.iter().for_each(|operation| search.open(operation.location.clone()));
        let members = cx.source.value(&item.location).and_then(Value::as_object);
        let keys = members.into_iter().flat_map(|members| members.iter()).map(|(key, _)| key);
        // Operations that are not selected may be beside the selected ones.
        let is_operation = |key: &str| Method::ALL.iter().any(|(name, _)| *name == key);
        let common = keys.filter(|key| *key != "additionalOperations" && !is_operation(key));
        search.met.extend(common.map(|key| item.location.key(key)));
    }
    cx.unread.iter().for_each(|location| search.open(location.clone()));
    document.schemes.iter().for_each(|(_, scheme)| search.open(scheme.location.clone()));
    // A scheme that cannot be read is not among these.
    let schemes =
        holder.location.key(if cx.is_swagger { "securityDefinitions" } else { "securitySchemes" });
    required_schemes(document).into_iter().for_each(|name| search.open(schemes.key(name)));
    let extensions = extensions(cx.source, holder, key);
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
fn extensions(source: &Source, holder: &Fields<'_>, key: &str) -> HashMap<Location, Vec<Location>> {
    let mut found: HashMap<_, Vec<_>> = HashMap::new();
    let schemas = holder.location.key(key);
    let members = holder.value(key).and_then(Value::as_object);
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

struct Search<'c, 's> {
    cx: &'c Context<'s>,
    met: HashSet<Location>,
    /// The locations whose references have not been followed.
    open: Vec<Location>,
}

impl Search<'_, '_> {
    fn open(&mut self, location: Location) {
        if self.met.insert(location.clone()) {
            self.open.push(location);
        }
    }

    fn run(&mut self) {
        while let Some(location) = self.open.pop() {
            let source = self.cx.source;
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
                    self.follow(from, &self.cx.named_schema(target));
                }
            }
            ("defaultMapping", Value::String(target)) => {
                self.follow(from, target);
                self.follow(from, &self.cx.named_schema(target));
            }
            _ => {}
        }
    }

    fn follow(&mut self, from: &Location, reference: &str) {
        let file = reference.split('#').next().unwrap_or_default();
        match self.cx.source.resolve(&from.file, reference) {
            Ok(target) => self.open(target),
            // The target may be missing because of a problem at its place.
            Err(RefProblem::Segment { parent, missing, .. }) => {
                self.met.insert(parent.key(&missing));
            }
            // The problems of the file concern the reference, but not all references of the file.
            Err(_) if !file.is_empty() => {
                self.met.extend(self.cx.source.resolve(&from.file, file).ok());
            }
            Err(_) => {}
        }
    }
}
