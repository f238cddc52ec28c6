//! The derived traits and the further attributes of each type: those of every client, and those of the settings.
//!
//! A trait of the standard library is only derived where it holds. The types inside get it too, because the derive needs
//! it.
//!
//! A type publishes the schema of the description by the traits of schemars and utoipa, which are implemented and not derived.

#![allow(clippy::indexing_slicing, reason = "tables as long as the arena")]

mod graph;
mod holds;
mod problems;
mod published;
mod schema_trait;
mod std_trait;
mod syntax;
mod translation;

use std::collections::BTreeSet;

pub use graph::Referred;
use holds::{Holds, Inputs};
pub use published::Published;
pub use schema_trait::SchemaTraits;
use std_trait::StdTrait;

use crate::analysis::Analysis;
use crate::api::{self, Api, EnumKind, TypeDef, TypeId, TypeKind};
use crate::formats::Formats;
use crate::names::{Names, type_addresses};
use crate::report::Report;
use crate::settings::{Extra, ItemKind, Settings, Target};
use crate::source::{FileId, Source};

/// The traits of every struct.
const PLAIN: &[&str] = &["Clone", "Debug", "PartialEq"];
const WITH_DEFAULT: &[&str] = &["Clone", "Debug", "PartialEq", "Default"];
const WITH_HASH: &[&str] = &["Clone", "Debug", "PartialEq", "Eq", "Hash"];

/// The traits that every type implements, so that nothing derives them again.
const IMPLEMENTED: [&str; 4] =
    ["Serialize", "Deserialize", "serde::Serialize", "serde::Deserialize"];

/// The derives and attributes of each type. The default has none.
#[derive(Debug, Default)]
pub struct Derives {
    of_types: Vec<TypeExtras>,
    published: Vec<Published>,
}

/// The derives and attributes of the settings for a type.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TypeExtras {
    /// The paths of the traits that are derived beside those of every client.
    pub derives: Vec<String>,
    /// The attributes.
    pub attributes: Vec<String>,
    /// The traits by which the type publishes its schema.
    pub schema_traits: SchemaTraits,
    /// The position of that schema.
    schema: Option<usize>,
}

static NONE: TypeExtras = TypeExtras {
    derives: Vec::new(),
    attributes: Vec::new(),
    schema_traits: SchemaTraits { json_schema: false, to_schema: false },
    schema: None,
};

impl Derives {
    /// Applies the settings to the types of an API. Returns the reports about derives that cannot hold and targets that
    /// match nothing.
    pub fn new(
        source: &Source,
        settings: &Settings,
        api: &Api,
        analysis: &Analysis,
        names: &Names,
        formats: Formats,
    ) -> (Self, Vec<Report>) {
        let mut reports = Vec::new();
        let mut of_types = vec![TypeExtras::default(); api.types.len()];
        let extras = &settings.extras;
        if extras.is_empty() {
            return (Self::default(), reports);
        }
        let inputs = Inputs { api, analysis, formats };
        let types = Types { inputs, names, file: source.settings_file() };
        types.derives(&extras.derives, &mut of_types, &mut reports);
        types.attributes(&extras.attributes, &mut of_types, &mut reports);
        let with_schema = of_types.iter_mut().zip(api.types.iter());
        let with_schema = with_schema.filter(|(extras, _)| !extras.schema_traits.is_empty());
        let (with_schema, defs): (Vec<_>, Vec<_>) = with_schema
            .map(|(extras, (_, def))| (&mut extras.schema, (def, extras.schema_traits)))
            .unzip();
        let (published, positions) =
            published::publish(source, &settings.own_types, api, names, &defs);
        for (schema, position) in with_schema.into_iter().zip(positions) {
            *schema = Some(position);
        }
        (Self { of_types, published }, reports)
    }

    /// Returns the derives and attributes of the settings for a type.
    pub fn of_type(&self, id: TypeId) -> &TypeExtras {
        self.of_types.get(id.index()).unwrap_or(&NONE)
    }

    /// Returns the schemas that types publish.
    pub fn published(&self) -> &[Published] {
        &self.published
    }

    /// Returns the schema that a type publishes.
    pub fn published_by(&self, id: TypeId) -> Option<&Published> {
        self.published.get(self.of_type(id).schema?)
    }
}

/// Returns the traits that a type derives in every client.
pub fn derived(kind: &TypeKind) -> &'static [&'static str] {
    match kind {
        // The default of a constant is its value, so `Default` is not derived.
        TypeKind::Struct(object) if object.fields.iter().any(|it| it.constant.is_some()) => PLAIN,
        kind => usual(kind),
    }
}

/// Returns the traits that a type has in every client, beside those that every type implements.
fn usual(kind: &TypeKind) -> &'static [&'static str] {
    match kind {
        TypeKind::Struct(object) if object.requires_nothing() => WITH_DEFAULT,
        TypeKind::Recursive(_) => WITH_DEFAULT,
        // `f64` has no `Eq` and no `Hash`.
        TypeKind::Enum(values) if values.kind != EnumKind::Values => WITH_HASH,
        _ => PLAIN,
    }
}

/// The types of an API.
struct Types<'a> {
    inputs: Inputs<'a>,
    names: &'a Names,
    file: Option<&'a FileId>,
}

impl Types<'_> {
    fn attributes(&self, all: &[Extra], to: &mut [TypeExtras], reports: &mut Vec<Report>) {
        for extra in all {
            if !syntax::is_attribute(&extra.text) {
                let why = "an attribute is written as `#[name]` or `#[name(..)]`";
                reports.push(problems::wrong_derive(extra, why, self.file));
                continue;
            }
            for id in self.targets(extra, reports) {
                let extras = &mut to[id.index()];
                if !extras.schema_traits.is_empty() && syntax::is_of_schema(&extra.text) {
                    let why = "the published schema is that of the description, which an overlay can change";
                    reports.push(problems::wrong_derive(extra, why, self.file));
                    break;
                }
                extras.attributes.push(extra.text.clone());
            }
        }
    }

    fn derives(&self, all: &[Extra], to: &mut [TypeExtras], reports: &mut Vec<Report>) {
        let mut wanted: Vec<(StdTrait, &Extra, Vec<TypeId>)> = Vec::new();
        for extra in all {
            if let Some(why) = not_derived(&extra.text) {
                reports.push(problems::wrong_derive(extra, why, self.file));
                continue;
            }
            let targets = self.targets(extra, reports);
            if let Some(traits) = SchemaTraits::of(&extra.text) {
                for id in targets {
                    to[id.index()].schema_traits.add(traits);
                }
                continue;
            }
            match StdTrait::of(&extra.text) {
                Some(known) => wanted.push((known, extra, targets)),
                None if StdTrait::is_usual(&extra.text) => {}
                None => {
                    for id in targets {
                        let derives = &mut to[id.index()].derives;
                        if !derives.contains(&extra.text) {
                            derives.push(extra.text.clone());
                        }
                    }
                }
            }
        }
        let mut known = vec![BTreeSet::new(); to.len()];
        for one in StdTrait::ALL {
            let of_trait: Vec<_> = wanted.iter().filter(|(it, ..)| *it == one).collect();
            if of_trait.is_empty() {
                continue;
            }
            let holds = Holds::find(self.inputs, one);
            for (_, extra, targets) in of_trait {
                reports.extend(self.failed(one, extra, targets, &holds));
                for id in holds.with_members(targets) {
                    known[id.index()].extend(one.with_required());
                }
            }
        }
        for ((id, def), known) in self.inputs.api.types.iter().zip(known) {
            let usual = usual(&def.kind);
            let known = known.into_iter().map(StdTrait::name).filter(|name| !usual.contains(name));
            to[id.index()].derives.splice(0..0, known.map(str::to_owned));
        }
    }

    /// Returns the report about the types that cannot have a trait.
    fn failed(
        &self,
        one: StdTrait,
        extra: &Extra,
        targets: &[TypeId],
        holds: &Holds,
    ) -> Option<Report> {
        let failed: Vec<_> = targets.iter().copied().filter(|id| !holds.is_held(*id)).collect();
        let first = *failed.first()?;
        let way = holds.way(self.inputs, self.names, first);
        let name = self.names.of_type(first).item.unraw();
        Some(match extra.to.is_exact() {
            true => problems::cannot_derive(one, name, &way, extra, self.file),
            false => {
                let count = (failed.len(), targets.len());
                problems::left_out(one, count, name, &way, extra, self.file)
            }
        })
    }

    /// Returns the types of a target, and reports one that matches nothing.
    fn targets(&self, extra: &Extra, reports: &mut Vec<Report>) -> Vec<TypeId> {
        let types = self.inputs.api.types.iter();
        let found = types.filter(|(id, def)| self.is_target(&extra.to, *id, def));
        let found: Vec<_> = found.map(|(id, _)| id).collect();
        if let (Target::Types(rule), true) = (&extra.to, found.is_empty()) {
            let all = self.inputs.api.types.iter();
            let words = all.map(|(id, _)| self.names.of_type(id).item.unraw());
            reports.push(problems::matches_nothing(rule, words, self.file));
        }
        found
    }

    fn is_target(&self, target: &Target, id: TypeId, def: &TypeDef) -> bool {
        match target {
            Target::All => true,
            Target::Kind(ItemKind::Error) => self.inputs.analysis.is_of_error(id),
            Target::Kind(kind) => {
                *kind
                    == match &def.kind {
                        api::TypeKind::Struct(_) => ItemKind::Struct,
                        api::TypeKind::Enum(_) => ItemKind::Enum,
                        api::TypeKind::Union(_) => ItemKind::Union,
                        api::TypeKind::Tuple(_) | api::TypeKind::Recursive(_) => ItemKind::Tuple,
                    }
            }
            Target::Types(rule) => {
                let name = self.names.of_type(id).item.unraw();
                type_addresses(def, name).iter().any(|address| rule.matches(address))
                    || rule.matches(def.location.pointer.as_str())
            }
        }
    }
}

/// Returns the reason why a trait is not derived.
fn not_derived(text: &str) -> Option<&'static str> {
    if !syntax::is_path(text) {
        return Some("a trait is written as a path: `Hash`, `schemars::JsonSchema`");
    }
    let plain = text.trim_start_matches("::");
    IMPLEMENTED.contains(&plain).then_some("every type of a client implements it already")
}
