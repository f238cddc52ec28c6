//! The graph of published schemas: the name of each, and the targets of references.

use std::collections::{HashMap, HashSet};

use crate::api::{Api, OwnForm};
use crate::formats::known_type;
use crate::names::Names;
use crate::settings::OwnTypes;
use crate::source::{FileId, Location, Source, Value};

/// The most references that lead to a schema one after the other.
const LONGEST_CHAIN: usize = 64;

/// The places of components in OpenAPI and in Swagger 2.0.
const COMPONENTS: [&str; 2] = ["/components/schemas", "/definitions"];

/// The target of a reference.
#[derive(Clone, Debug, PartialEq)]
pub enum Referred {
    /// A published schema, by its position.
    Schema(usize),
    /// A type of the settings, by its path.
    Own(String),
}

/// The schemas that were reached so far.
pub(super) struct Graph<'a> {
    source: &'a Source,
    own_types: &'a OwnTypes,
    api: &'a Api,
    /// The Rust names of the schemas that became types.
    named: HashMap<&'a Location, &'a str>,
    positions: HashMap<Location, usize>,
    /// Each schema with its name.
    schemas: Vec<(Location, String)>,
    taken: HashSet<String>,
}

impl<'a> Graph<'a> {
    pub(super) fn new(
        source: &'a Source,
        own_types: &'a OwnTypes,
        api: &'a Api,
        names: &'a Names,
    ) -> Self {
        let mut named = HashMap::new();
        for (id, def) in api.types.iter() {
            named.entry(&def.location).or_insert_with(|| names.of_type(id).item.unraw());
        }
        let root = source.root();
        let components = root.get("components").and_then(|it| it.get("schemas"));
        let components = components.or_else(|| root.get("definitions")).and_then(Value::as_object);
        let taken = components.into_iter().flat_map(|it| it.keys().map(str::to_owned)).collect();
        let (positions, schemas) = (HashMap::new(), Vec::new());
        Self { source, own_types, api, named, positions, schemas, taken }
    }

    /// Returns the location of the schema at a position.
    pub(super) fn location(&self, position: usize) -> Option<Location> {
        self.schemas.get(position).map(|(location, _)| location.clone())
    }

    /// Returns the names of the schemas that were reached so far.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.schemas.iter().map(|(_, name)| name.as_str())
    }

    /// Returns the node at a location.
    pub(super) fn value(&self, location: &Location) -> Option<&'a Value> {
        self.source.value(location)
    }

    /// Returns the node that a node with a reference stands for.
    pub(super) fn followed<'n>(&self, value: &'n Value, at: &Location) -> (&'n Value, Location)
    where
        'a: 'n,
    {
        let reference = value.get("$ref").and_then(Value::as_str);
        let target = reference.and_then(|it| self.source.resolve(&at.file, it).ok());
        let target = target.and_then(|target| Some((self.value(&target)?, target)));
        target.unwrap_or_else(|| (value, at.clone()))
    }

    /// Returns the path of the type of one's own that stands for a schema and has the traits. A known type has none of them.
    pub(super) fn own_type(&self, location: &Location, is_component: bool) -> Option<&'a str> {
        let own = self.own_types.schemas.iter().find(|own| own.replaces(location, is_component))?;
        let is_foreign = |path: &str| {
            let first = path.trim_start_matches("::").split("::").next();
            known_type(path).is_some() || matches!(first, Some("std" | "core" | "alloc"))
        };
        let mut used = self.api.own_types.iter();
        let used = used.any(|(_, used)| used.path == own.path && used.form != OwnForm::Usual);
        (used && !is_foreign(&own.path)).then_some(&own.path)
    }

    /// Returns the target of a reference, if there is one. A schema that only refers to another one stands for that.
    pub(super) fn target(&mut self, from: &FileId, reference: &str) -> Option<Referred> {
        let mut location = self.source.resolve(from, reference).ok()?;
        for _ in 0..LONGEST_CHAIN {
            if let Some(path) = self.own_type(&location, true) {
                return Some(Referred::Own(path.to_owned()));
            }
            let members = self.value(&location)?.as_object();
            let only = members.filter(|members| members.len() == 1);
            let Some(reference) = only.and_then(|it| it.get("$ref")).and_then(Value::as_str) else {
                return Some(Referred::Schema(self.position(&location)));
            };
            location = self.source.resolve(&location.file, reference).ok()?;
        }
        None
    }

    /// Returns the target of a discriminator's mapping. A bare name is that of a component (OpenAPI 3.1, 4.8.25.4).
    pub(super) fn mapped(&mut self, from: &FileId, target: &str) -> Option<Referred> {
        let is_name = !target.contains(['#', '/']);
        let mut folders = COMPONENTS.iter().filter(|_| is_name);
        let found = folders.find_map(|it| self.target(from, &format!("#{it}/{target}")));
        found.or_else(|| self.target(from, target))
    }

    /// Returns the reference to a target in the text of a schema.
    pub(super) fn reference(&self, to: &Referred) -> String {
        let name = match to {
            Referred::Schema(position) => {
                self.schemas.get(*position).map(|(_, name)| name.as_str())
            }
            Referred::Own(path) => path.rsplit("::").next(),
        };
        let name = name.unwrap_or_default().replace('~', "~0").replace('/', "~1");
        format!("#/components/schemas/{name}")
    }

    /// Returns the position of the schema at a location.
    pub(super) fn position(&mut self, location: &Location) -> usize {
        if let Some(position) = self.positions.get(location) {
            return *position;
        }
        let position = self.schemas.len();
        self.positions.insert(location.clone(), position);
        self.schemas.push((location.clone(), String::new()));
        position
    }

    /// Names the schemas that were reached: those of types first, and then by location, so that the order of the
    /// description does not matter.
    pub(super) fn assign_names(&mut self) {
        let mut order: Vec<_> = self.positions.clone().into_iter().collect();
        order.sort_by_cached_key(|(location, _)| {
            (!self.named.contains_key(location), location.to_string())
        });
        for (location, position) in order {
            let found = self.name(&location);
            if let Some((_, name)) = self.schemas.get_mut(position) {
                *name = found;
            }
        }
    }

    /// Returns the name of a schema: that of the component in the first file, or that of its type. No other schema has the
    /// name.
    fn name(&mut self, location: &Location) -> String {
        let key = location.name();
        let parent = location.pointer.parent().unwrap_or_default();
        let is_entry = location.file == *self.source.entry();
        if is_entry && COMPONENTS.contains(&parent.as_str()) {
            return key;
        }
        let name = self.named.get(location).map_or(key, |name| (*name).to_owned());
        let numbered = (2..).map(|number: usize| format!("{name}{number}"));
        let mut names = std::iter::once(name.clone()).chain(numbered);
        names.find(|name| self.taken.insert(name.clone())).unwrap_or(name)
    }
}
