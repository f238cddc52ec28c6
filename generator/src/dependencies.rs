//! The crates that the sources of a client depend on.

use crate::feature_set::FeatureSet;
use crate::features::{ALL, quoted};
use crate::model::{Need, Needs};

/// A line of a manifest's `[dependencies]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dependency {
    /// The crate.
    pub name: &'static str,
    /// The lowest version.
    pub version: &'static str,
    /// `true` if the crate's default features are needed.
    pub default_features: bool,
    /// The features that are needed in addition to the default features.
    pub features: Vec<&'static str>,
    /// `true` if only a feature of the client needs the crate.
    pub optional: bool,
}

/// A crate that clients depend on.
struct Entry {
    name: &'static str,
    version: &'static str,
    default_features: bool,
    features: &'static [&'static str],
    optional: bool,
    /// The needs that require the crate. Every client depends on a crate without needs.
    needs: &'static [Need],
}

const STD: &[&str] = &["std"];

const CALLS: &[Need] = &[Need::Calls];

/// The crates, in the order of a manifest. None of their features changes the behaviour of a crate for other users,
/// because features apply to the whole program.
#[rustfmt::skip]
const ENTRIES: [Entry; 25] = [
    bare("base64", "0.23.1", STD).only(&[Need::Base64, Need::Basic, Need::OAuth]),
    whole("bytes", "1.10").only(&[Need::Calls, Need::Uploads]),
    bare("chrono", "0.4.38", &["alloc", "std"]).only(&[Need::Chrono]),
    whole("fastrand", "2.3").only(CALLS),
    bare("futures-core", "0.3.31", &[]).only(CALLS),
    whole("http", "1.3").only(CALLS),
    whole("http-body", "1.0.1").only(CALLS).optional(),
    whole("httpdate", "1.0.3").only(CALLS),
    whole("indexmap", "2.10"),
    bare("jiff", "0.2.15", STD).only(&[Need::Durations, Need::Jiff]),
    bare("reqwest", "0.13.5", &[]).only(CALLS).optional(),
    bare("rust_decimal", "1.36", STD).only(&[Need::Decimals]),
    bare("rustls", "0.23", &["logging", "std", "tls12"]).only(CALLS).optional(),
    bare("rustls-native-certs", "0.8.2", &[]).only(CALLS).optional(),
    bare("rustls-pki-types", "1.11", STD).only(CALLS).optional(),
    bare("schemars", "1", &[]).only(&[Need::JsonSchemas]),
    bare("serde", "1.0.220", STD),
    whole("serde_json", "1.0.140"),
    bare("time", "0.3.47", &["formatting", "parsing", "std"]).only(&[Need::Time]),
    bare("tokio", "1.45", &["rt", "time"]).only(CALLS).optional(),
    bare("tracing", "0.1.41", &[]).only(CALLS).optional(),
    bare("ureq", "3.5", &[]).only(CALLS).optional(),
    bare("url", "2.5", STD).only(&[Need::Urls]),
    whole("utoipa", "5").only(&[Need::ToSchemas]),
    bare("uuid", "1.10", STD).only(&[Need::Uuids]),
];

const fn whole(name: &'static str, version: &'static str) -> Entry {
    Entry { name, version, default_features: true, features: &[], optional: false, needs: &[] }
}

const fn bare(
    name: &'static str,
    version: &'static str,
    features: &'static [&'static str],
) -> Entry {
    Entry { name, version, default_features: false, features, optional: false, needs: &[] }
}

impl Entry {
    const fn optional(self) -> Self {
        Self { optional: true, ..self }
    }

    const fn only(self, needs: &'static [Need]) -> Self {
        Self { needs, ..self }
    }
}

/// Returns the dependencies of a client that is a crate; some are optional.
pub fn of_crate(needs: &Needs) -> Vec<Dependency> {
    let needed = ENTRIES
        .iter()
        .filter(|entry| entry.needs.is_empty() || entry.needs.iter().any(|need| needs.has(*need)));
    let dependency = |entry: &Entry| Dependency {
        name: entry.name,
        version: entry.version,
        default_features: entry.default_features,
        features: entry.features.to_vec(),
        optional: entry.optional,
    };
    needed.map(dependency).collect()
}

/// Returns the dependencies of a client that is a module with these features; none is optional.
pub fn of_module(needs: &Needs, features: &FeatureSet) -> Vec<Dependency> {
    let mut dependencies = of_crate(needs);
    let chosen = || ALL.iter().filter(|it| features.has(it.name)).flat_map(|it| it.activates);
    for item in chosen() {
        let name = item.strip_prefix("dep:").or(item.split_once('/').map(|(name, _)| name));
        // An item with `?` sets a feature of a dependency that another item activates.
        let name = name.filter(|name| !name.ends_with('?'));
        if let Some(it) = name.and_then(|name| dependencies.iter_mut().find(|it| it.name == name)) {
            it.optional = false;
        }
    }
    dependencies.retain(|dependency| !dependency.optional);
    for (name, feature) in chosen().filter_map(|item| item.split_once('/')) {
        let name = name.trim_end_matches('?');
        let known = dependencies.iter_mut().find(|dependency| dependency.name == name);
        if let Some(it) = known.filter(|it| !it.features.contains(&feature)) {
            it.features.push(feature);
        }
    }
    dependencies
}

impl Dependency {
    /// Returns the line of a manifest.
    pub fn line(&self) -> String {
        let Self { name, version, .. } = self;
        let mut keys = vec![format!("version = \"{version}\"")];
        if !self.default_features {
            keys.push("default-features = false".to_owned());
        }
        if !self.features.is_empty() {
            keys.push(format!("features = [{}]", quoted(&self.features)));
        }
        if self.optional {
            keys.push("optional = true".to_owned());
        }
        match keys.len() {
            1 => format!("{name} = \"{version}\""),
            _ => format!("{name} = {{ {} }}", keys.join(", ")),
        }
    }
}
