//! Components that no operation or webhook refers to, directly or through other components.

use std::collections::{BTreeSet, HashMap};

use super::problems;
use crate::document::is_swagger;
use crate::report::Report;
use crate::source::{FileId, Location, Source, Value};

/// The kind and the name of a component.
type Name = (String, String);

pub(super) fn find(source: &Source) -> Vec<Report> {
    let root = source.root();
    let used = |key| root.get(key).and_then(Value::as_object).is_some_and(|map| !map.is_empty());
    // A description without operations is a library for other descriptions.
    if !used("paths") && !used("webhooks") {
        return Vec::new();
    }
    let is_swagger = is_swagger(source);
    let mut search =
        Search { source, is_swagger, outside: BTreeSet::new(), inside: HashMap::new() };
    search.files();
    let reached = search.reached();
    let place = source.root_location();
    let place = if search.is_swagger { place } else { place.key("components") };
    let components = if search.is_swagger { Some(root) } else { root.get("components") };
    let mut found = Vec::new();
    for (kind, components) in members(components).filter(|(kind, _)| search.holds(kind)) {
        for (name, _) in members(Some(components)) {
            let is_used = reached.contains(&(kind.to_owned(), name.to_owned()));
            if !is_used && !kind.starts_with("x-") {
                found.push(problems::unused_component(&place.key(kind).key(name), name));
            }
        }
    }
    found
}

/// The members of a Swagger 2.0 description that hold components.
const HOLDERS: [&str; 4] = ["definitions", "parameters", "responses", "securityDefinitions"];

fn members(value: Option<&Value>) -> impl Iterator<Item = (&str, &Value)> {
    value.and_then(Value::as_object).into_iter().flat_map(|object| object.iter())
}

struct Search<'s> {
    source: &'s Source,
    is_swagger: bool,
    /// The components that are named outside of `components`, or in another file.
    outside: BTreeSet<Name>,
    /// The components that each component names.
    inside: HashMap<Name, BTreeSet<Name>>,
}

impl Search<'_> {
    /// Returns `true` if a member of `components`, or of a Swagger 2.0 description, holds components.
    fn holds(&self, kind: &str) -> bool {
        !self.is_swagger || HOLDERS.contains(&kind)
    }

    fn files(&mut self) {
        for file in self.source.file_ids() {
            let root = Location { file: file.clone(), pointer: crate::source::Pointer::root() };
            let Some(tree) = self.source.value(&root) else { continue };
            if file != self.source.entry() {
                let mut names = BTreeSet::new();
                self.collect(tree, file, &mut names);
                self.outside.extend(names);
                continue;
            }
            for (key, value) in members(Some(tree)) {
                if self.is_swagger && HOLDERS.contains(&key) {
                    self.kind(key, value, file);
                } else if !self.is_swagger && key == "components" {
                    members(Some(value)).for_each(|(kind, map)| self.kind(kind, map, file));
                } else {
                    let mut names = BTreeSet::new();
                    self.member(key, value, file, &mut names);
                    self.outside.extend(names);
                }
            }
        }
    }

    fn kind(&mut self, kind: &str, map: &Value, file: &FileId) {
        for (name, component) in members(Some(map)) {
            let own = (kind.to_owned(), name.to_owned());
            let mut names = BTreeSet::new();
            self.collect(component, file, &mut names);
            // A schema that extends one with a discriminator is selected by its tag, not by a reference.
            for base in self.extended(component, file) {
                self.inside.entry(base).or_default().insert(own.clone());
            }
            self.inside.entry(own).or_default().extend(names);
        }
    }

    /// Returns the components with a discriminator that a schema extends by `allOf`.
    fn extended(&self, schema: &Value, file: &FileId) -> Vec<Name> {
        let parts = schema.get("allOf").and_then(Value::as_array).unwrap_or_default();
        let references = parts.iter().filter_map(|part| part.get("$ref")?.as_str());
        let bases = references.filter_map(|reference| {
            let location = self.source.resolve(file, reference).ok()?;
            self.source.value(&location)?.get("discriminator")?;
            self.component_of(&location)
        });
        bases.collect()
    }

    /// Collects the components that a node names.
    fn collect(&self, node: &Value, file: &FileId, names: &mut BTreeSet<Name>) {
        match node {
            Value::Array(items) => items.iter().for_each(|item| self.collect(item, file, names)),
            Value::Object(object) => {
                for (key, value) in object.iter() {
                    self.member(key, value, file, names);
                }
            }
            _ => {}
        }
    }

    fn member(&self, key: &str, value: &Value, file: &FileId, names: &mut BTreeSet<Name>) {
        match (key, value) {
            ("$ref" | "$dynamicRef" | "defaultMapping", Value::String(text)) => {
                names.extend(self.named(text, file));
            }
            ("mapping", Value::Object(mapping)) => {
                for text in mapping.values().filter_map(Value::as_str) {
                    names.extend(self.named(text, file));
                }
            }
            ("security", Value::Array(requirements)) => {
                for scheme in requirements.iter().flat_map(|one| members(Some(one))) {
                    let kind = match self.is_swagger {
                        true => "securityDefinitions",
                        false => "securitySchemes",
                    };
                    names.insert((kind.to_owned(), scheme.0.to_owned()));
                }
            }
            _ => {}
        }
        self.collect(value, file, names);
    }

    /// Returns the component that a reference leads to or into. A mapping may contain the bare name of a schema.
    fn named(&self, reference: &str, file: &FileId) -> Option<Name> {
        match self.source.resolve(file, reference) {
            Ok(location) if location.file == *self.source.entry() => self.component_of(&location),
            _ => Some(("schemas".to_owned(), reference.to_owned())),
        }
    }

    fn component_of(&self, location: &Location) -> Option<Name> {
        let mut segments = location.pointer.segments();
        if !self.is_swagger && segments.next()? != "components" {
            return None;
        }
        let kind = segments.next()?.into_owned();
        self.holds(&kind).then_some((kind, segments.next()?.into_owned()))
    }

    /// Returns the components that are named from outside, and those that these name.
    fn reached(&self) -> BTreeSet<Name> {
        let mut reached = BTreeSet::new();
        let mut next: Vec<&Name> = self.outside.iter().collect();
        while let Some(name) = next.pop() {
            if reached.insert(name.clone()) {
                next.extend(self.inside.get(name).into_iter().flatten());
            }
        }
        reached
    }
}
