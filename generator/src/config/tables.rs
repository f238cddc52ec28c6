//! Reads each table of a settings file.

use std::path::PathBuf;

use super::keys::{NAME, of};
use super::reader::{Reader, Table};
use super::{Client, Form, problems, types};
use crate::feature_set::FeatureSet;
use crate::formats::{Dates, Uuids};
use crate::package::PackageOptions;
use crate::report::Reports;
use crate::settings::{Extension, Filters, Mark, Renames, Rule, Select, Settings};
use crate::source::{Object, Pointer, SettingsFile, Value};

/// The key of the array of clients.
const CLIENT: &str = "client";

/// Reads the clients of a settings file.
pub(super) fn read(file: &SettingsFile) -> (Vec<Client>, Reports) {
    let mut reader = Reader::new(file);
    let empty = Object::new();
    let object = file.root.as_object().unwrap_or(&empty);
    let root = Table { object, pointer: Pointer::root() };
    if root.object.get(CLIENT).is_none() {
        let known: Vec<_> = of("").iter().copied().chain([CLIENT]).collect();
        reader.check(&root, "", &known);
        let client = client(&mut reader, &root);
        return (vec![client], reader.reports);
    }
    for (key, _) in root.object.iter().filter(|(key, _)| *key != CLIENT) {
        let at = reader.at(&Pointer::root().key(key));
        reader.reports.push(match of("").contains(&key) {
            true => problems::beside_clients(&at, key),
            false => problems::unknown_setting(&at, key, "", &[CLIENT]),
        });
    }
    let mut clients: Vec<Client> = Vec::new();
    let known: Vec<_> = of("").iter().copied().chain([NAME]).collect();
    for table in reader.tables(&root, CLIENT) {
        reader.check(&table, "client", &known);
        let name = reader.owned(&table, NAME);
        let at = reader.at(&table.pointer.key(NAME));
        if name.is_none() {
            let at = reader.at(&table.pointer);
            reader.reports.push(problems::wrong_client(&at, "a `[[client]]` has no name"));
        } else if clients.iter().any(|client| client.name == name) {
            reader.reports.push(problems::wrong_client(&at, "two clients have this name"));
        }
        clients.push(Client { name, ..client(&mut reader, &table) });
    }
    (clients, reader.reports)
}

fn client<'f>(reader: &mut Reader<'f>, table: &Table<'f>) -> Client {
    let dates = [
        ("time", Dates::Time),
        ("jiff", Dates::Jiff),
        ("chrono", Dates::Chrono),
        ("text", Dates::Text),
    ];
    let uuids = [("text", Uuids::Text), ("type", Uuids::Type)];
    let forms = [("lib", Form::Lib), ("module", Form::Module)];
    Client {
        name: None,
        description: reader.path(table, "description"),
        overlays: reader.paths(table, "overlays"),
        root: reader.path(table, "root"),
        references: references(reader, table),
        out: reader.path(table, "out"),
        package: reader.owned(table, "crate"),
        form: reader.choice(table, "form", &forms),
        features: features(reader, table),
        dates: reader.choice(table, "dates", &dates),
        uuids: reader.choice(table, "uuid", &uuids),
        tests: reader.flag(table, "tests").unwrap_or(false),
        types_only: reader.flag(table, "types-only").unwrap_or(false),
        strict: reader.flag(table, "strict"),
        package_options: package(reader, table),
        settings: Settings {
            select: select(reader, table),
            rename: rename(reader, table),
            marks: marks(reader, table),
            extras: types::extras(reader, table),
            own_types: types::own_types(reader, table),
            dependencies: types::dependencies(reader, table),
            is_lenient: false,
        },
        table: table.pointer.clone(),
    }
}

fn references<'f>(reader: &mut Reader<'f>, parent: &Table<'f>) -> Vec<(String, PathBuf)> {
    let Some(table) = reader.table(parent, "references") else { return Vec::new() };
    let urls = table.object.iter().map(|(url, _)| url);
    urls.filter_map(|url| Some((url.to_owned(), reader.path(&table, url)?))).collect()
}

fn features<'f>(reader: &mut Reader<'f>, table: &Table<'f>) -> Vec<String> {
    let names = reader.rules(table, "features");
    for rule in &names {
        let known = FeatureSet::names_of_all();
        if !known.contains(&rule.pattern.as_str()) {
            let at = reader.at(&rule.place.clone().unwrap_or_default());
            let report = problems::wrong_choice(&at, "features", &rule.pattern, &known);
            reader.reports.push(report);
        }
    }
    names.into_iter().map(|rule| rule.pattern).collect()
}

fn package<'f>(reader: &mut Reader<'f>, parent: &Table<'f>) -> PackageOptions {
    let Some(table) = reader.table(parent, "package") else { return PackageOptions::default() };
    let table = &table;
    reader.check(table, "package", of("package"));
    PackageOptions {
        version: reader.owned(table, "version"),
        description: reader.owned(table, "description"),
        license: reader.owned(table, "license"),
        authors: reader.texts(table, "authors"),
        repository: reader.owned(table, "repository"),
        homepage: reader.owned(table, "homepage"),
        documentation: reader.owned(table, "documentation"),
        keywords: reader.texts(table, "keywords"),
        categories: reader.texts(table, "categories"),
    }
}

fn select<'f>(reader: &mut Reader<'f>, parent: &Table<'f>) -> Select {
    let Some(table) = reader.table(parent, "select") else { return Select::default() };
    reader.check(&table, "select", of("select"));
    let include = filters(reader, &table);
    let exclude = reader.table(&table, "exclude").map(|table| {
        reader.check(&table, "select.exclude", of("select.exclude"));
        filters(reader, &table)
    });
    Select { include, exclude: exclude.unwrap_or_default() }
}

fn filters<'f>(reader: &mut Reader<'f>, table: &Table<'f>) -> Filters {
    let filters = Filters {
        tags: reader.rules(table, "tags"),
        operations: reader.rules(table, "operations"),
        paths: reader.rules(table, "paths"),
        methods: reader.rules(table, "methods"),
    };
    let Filters { tags, operations, paths, methods } = &filters;
    for rule in tags.iter().chain(operations).chain(paths).chain(methods) {
        if rule.pattern.is_empty() {
            let at = reader.at(&rule.place.clone().unwrap_or_default());
            let why = "`*` stands for any text";
            reader.reports.push(problems::wrong_pattern(&at, &rule.pattern, why));
        }
    }
    for rule in paths.iter().filter(|rule| !rule.pattern.is_empty()) {
        if !rule.pattern.starts_with(['/', '*']) {
            let at = reader.at(&rule.place.clone().unwrap_or_default());
            let why = "a path begins with `/`, and `*` stands for any text";
            reader.reports.push(problems::wrong_pattern(&at, &rule.pattern, why));
        }
    }
    filters
}

fn rename<'f>(reader: &mut Reader<'f>, parent: &Table<'f>) -> Renames {
    let Some(table) = reader.table(parent, "rename") else { return Renames::default() };
    let table = &table;
    reader.check(table, "rename", of("rename"));
    let renames = Renames {
        operations: reader.renames(table, "operations"),
        types: reader.renames(table, "types"),
        fields: reader.renames(table, "fields"),
        variants: reader.renames(table, "variants"),
        parameters: reader.renames(table, "parameters"),
        groups: reader.renames(table, "groups"),
        servers: reader.renames(table, "servers"),
        credentials: reader.renames(table, "credentials"),
    };
    let Renames { fields, variants, parameters, .. } = &renames;
    for rename in fields.iter().chain(variants).chain(parameters) {
        let pattern = &rename.rule.pattern;
        if !pattern.contains(['.', '*', '/']) {
            let at = reader.at(&rename.rule.place.clone().unwrap_or_default());
            let why = "the owner comes first: `Type.field`, `Type.value`, `operation.parameter`";
            reader.reports.push(problems::wrong_pattern(&at, pattern, why).at_key(&at));
        }
    }
    renames
}

fn marks<'f>(reader: &mut Reader<'f>, parent: &Table<'f>) -> Vec<Mark> {
    let mut marks = Vec::new();
    for (key, extension) in Extension::TABLES {
        let Some(table) = reader.table(parent, key) else { continue };
        for (pattern, value) in table.object.iter() {
            let pointer = table.pointer.key(pattern);
            let (fits, expected) = match extension {
                Extension::Pagination => {
                    (matches!(value, Value::Bool(false) | Value::Object(_)), "`false` or a table")
                }
                _ => (matches!(value, Value::Bool(_)), "`true` or `false`"),
            };
            if !fits {
                let at = reader.at(&pointer);
                reader.reports.push(problems::wrong_type(&at, pattern, expected, value));
                continue;
            }
            let rule = Rule { pattern: pattern.to_owned(), place: Some(pointer) };
            marks.push(Mark { extension, rule, value: value.clone() });
        }
    }
    marks
}
