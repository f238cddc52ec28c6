//! The derived traits and the further attributes of each type: those of every client, and those of the settings.
//!
//! A trait of the standard library is only derived where it holds. The types inside get it too, because the derive needs
//! it.

#![allow(clippy::indexing_slicing, reason = "tables as long as the arena")]

mod holds;
mod problems;
mod std_trait;
mod syntax;

use std::collections::BTreeSet;

use holds::{Holds, Inputs};
use std_trait::StdTrait;

use crate::analysis::Analysis;
use crate::api::{self, Api, EnumKind, TypeDef, TypeId, TypeKind};
use crate::formats::Formats;
use crate::names::{Names, type_addresses};
use crate::report::Report;
use crate::settings::{Extra, Extras, ItemKind, Target};
use crate::source::FileId;

/// The traits of every struct.
const PLAIN: &[&str] = &["Clone", "Debug", "PartialEq"];
const WITH_DEFAULT: &[&str] = &["Clone", "Debug", "PartialEq", "Default"];
const WITH_HASH: &[&str] = &["Clone", "Debug", "PartialEq", "Eq", "Hash"];

/// The traits that every type implements, so that nothing derives them again.
const IMPLEMENTED: [&str; 4] =
    ["Serialize", "Deserialize", "serde::Serialize", "serde::Deserialize"];

/// The derives and attributes of each type. The default has none.
#[derive(Debug, Default)]
pub struct Derives(Vec<TypeExtras>);

/// The derives and attributes of the settings for a type.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TypeExtras {
    /// The paths of the traits that are derived beside those of every client.
    pub derives: Vec<String>,
    /// The attributes.
    pub attributes: Vec<String>,
}

static NONE: TypeExtras = TypeExtras { derives: Vec::new(), attributes: Vec::new() };

impl Derives {
    /// Applies the settings to the types of an API. Returns the reports about derives that cannot hold and targets that
    /// match nothing.
    pub fn new(
        api: &Api,
        analysis: &Analysis,
        names: &Names,
        formats: Formats,
        extras: &Extras,
        file: Option<&FileId>,
    ) -> (Self, Vec<Report>) {
        let mut reports = Vec::new();
        let mut of_types = vec![TypeExtras::default(); api.types.len()];
        if extras.is_empty() {
            return (Self::default(), reports);
        }
        let inputs = Inputs { api, analysis, formats };
        let types = Types { inputs, names, file };
        types.attributes(&extras.attributes, &mut of_types, &mut reports);
        types.derives(&extras.derives, &mut of_types, &mut reports);
        (Self(of_types), reports)
    }

    /// Returns the derives and attributes of the settings for a type.
    pub fn of_type(&self, id: TypeId) -> &TypeExtras {
        self.0.get(id.index()).unwrap_or(&NONE)
    }
}

/// Returns the traits that a type derives in every client.
pub fn usual(kind: &TypeKind) -> &'static [&'static str] {
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
                to[id.index()].attributes.push(extra.text.clone());
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
