//! Checks of the module structure: each module of the runtime and of the mock imports only modules before it. The
//! files of the runtime on disk are those that are emitted. All versions of dependencies are those of the workspace.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use specwright::features;

const RUNTIME: &str = "runtime";

/// The modules of the runtime, each after those that it may import.
const ORDER: [&str; 14] = [
    "text",
    "json",
    "requests",
    "formats",
    "enums",
    "transports",
    "retry",
    "credentials",
    "responses",
    "client",
    "streams",
    "paging",
    "mock",
    "schemas",
];

/// Files behind features that these tests do not enable.
const NOT_COMPILED: [&str; 3] = ["reqwest_native_certificates", "tls_aws_lc", "ureq_native_tls"];

fn names(folder: &Path) -> BTreeSet<String> {
    let entries = fs::read_dir(folder).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names.filter(|name| name != "mod.rs").collect()
}

/// The modules of the mock, each after those that it may import.
const MOCK: [&str; 15] = [
    "encoding",
    "description",
    "members",
    "schema",
    "sample",
    "operation",
    "api",
    "request",
    "response",
    "record",
    "transport",
    "mock",
    "handler",
    "server",
    "example_check",
];

/// Returns the imports of a module that comes later in the order.
fn against_order(root: &str, prefix: &str, order: &[&str]) -> Vec<String> {
    let mut wrong = Vec::new();
    for (index, module) in order.iter().enumerate() {
        let path = Path::new(root).join(module);
        let mut paths = vec![if path.is_dir() { path } else { path.with_extension("rs") }];
        while let Some(path) = paths.pop() {
            if path.is_dir() {
                paths.extend(fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()));
                continue;
            }
            let text = fs::read_to_string(&path).unwrap();
            let code = text.split("#[cfg(test)]\nmod tests").next().unwrap();
            let imports = code.split(prefix).skip(1);
            let imports = imports.filter_map(|rest| rest.split(|char: char| !is_word(char)).next());
            for import in imports.filter(|import| order.contains(import)) {
                if !order.iter().take(index + 1).any(|known| *known == import) {
                    wrong.push(format!("{} imports {import}", path.display()));
                }
            }
        }
    }
    wrong
}

#[test]
fn modules_import_only_modules_before_them() {
    let mut wrong = against_order(RUNTIME, "super::super::", &ORDER);
    wrong.extend(against_order("mock/src", "crate::", &MOCK));
    assert!(wrong.is_empty(), "imports against the order:\n{}", wrong.join("\n"));
    let listed: BTreeSet<_> = MOCK.iter().map(|module| (*module).to_owned()).collect();
    let found: BTreeSet<_> = names(Path::new("mock/src"))
        .iter()
        .map(|name| name.trim_end_matches(".rs").to_owned())
        .filter(|name| name != "lib")
        .collect();
    assert_eq!(found, listed, "the modules of the mock");
}

#[test]
fn the_files_of_the_runtime_are_those_in_emission() {
    let modules: BTreeSet<_> = ORDER.iter().map(|module| (*module).to_owned()).collect();
    assert_eq!(names(Path::new(RUNTIME)), modules);
    let emission = fs::read_to_string("src/emit/runtime.rs").unwrap();
    let emission: String = emission.split_whitespace().collect();
    for module in ORDER {
        let folder = Path::new(RUNTIME).join(module);
        let declared = fs::read_to_string(folder.join("mod.rs")).unwrap();
        assert!(declared.starts_with("//! "), "{module}/mod.rs says nothing about its module");
        let declared = declared.lines().filter_map(|line| line.strip_prefix("pub mod "));
        let declared = declared.map(|line| line.trim_end_matches(';').to_owned());
        let files = names(&folder);
        let files = files.iter().map(|file| file.trim_end_matches(".rs").to_owned());
        let files: BTreeSet<_> = files.collect();
        for file in &files {
            let entry = format!("file!({module},{file},[");
            assert!(emission.contains(&entry), "{module}/{file}.rs is not in emission");
        }
        let not_compiled = NOT_COMPILED.iter().map(|name| (*name).to_owned()).collect();
        let compiled: BTreeSet<_> = files.difference(&not_compiled).cloned().collect();
        assert_eq!(declared.collect::<BTreeSet<_>>(), compiled, "in {module}/mod.rs");
        assert_eq!(emission.matches(&format!("file!({module},")).count(), files.len(), "{module}");
    }
}

/// Returns every version of a dependency in a text, given as `name = "1"` or in a table.
fn versions<'t>(text: &'t str, name: &str) -> Vec<&'t str> {
    let ends = ["\"", "\\\""];
    let starts = [format!("{name} = "), format!("\"{name}\", ")];
    let entries = starts.iter().flat_map(|start| {
        let places = text.match_indices(start.as_str());
        let places = places
            .filter(|(at, _)| !text[..*at].ends_with(|char: char| is_word(char) || char == '-'));
        places.map(|(at, found)| &text[at + found.len()..])
    });
    let version = |entry: &'t str| {
        let rest = entry.trim_start_matches("format!(").trim_start_matches('"');
        let rest = rest.trim_start_matches('\\').trim_start_matches('"');
        let rest = match rest.split_once("version = ") {
            Some((before, rest)) if before.trim_matches(['{', ' ']).is_empty() => {
                rest.trim_start_matches('\\').trim_start_matches('"')
            }
            _ => rest,
        };
        let end = ends.iter().filter_map(|end| rest.find(end)).min()?;
        let version = &rest[..end];
        version.starts_with(|char: char| char.is_ascii_digit()).then_some(version)
    };
    entries.filter_map(version).collect()
}

#[test]
fn versions_of_dependencies_are_those_of_the_workspace() {
    let workspace = fs::read_to_string("../Cargo.toml").unwrap();
    let (_, table) = workspace.split_once("[workspace.dependencies]").unwrap();
    let (table, _) = table.split_once("\n[").unwrap();
    let mut compared = 0;
    for line in table.lines().filter(|line| !line.contains("path = ")) {
        let Some((name, _)) = line.split_once(" = ") else { continue };
        let known = versions(line, name);
        assert_eq!(known.len(), 1, "{line}");
        for file in ["src/dependencies.rs", "src/formats.rs", "cli/src/new/mod.rs", "../README.md"]
        {
            let text = fs::read_to_string(file).unwrap();
            let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
            for version in versions(&text, name) {
                assert_eq!(version, known[0], "`{name}` in {file}");
                compared += 1;
            }
        }
    }
    assert!(compared > 20, "only {compared} versions were found");
}

#[test]
fn the_manifest_of_the_workspace_has_the_features_of_every_client() {
    let workspace = fs::read_to_string("../Cargo.toml").unwrap();
    let (_, table) = workspace.split_once("\n[features]\n").unwrap();
    let (table, _) = table.split_once("\n\n[").unwrap();
    let list = |names: &[&str]| {
        let quoted: Vec<_> = names.iter().map(|name| format!("\"{name}\"")).collect();
        quoted.join(", ")
    };
    let mut expected = format!("default = [{}]\n", list(&features::DEFAULT));
    for feature in &features::ALL {
        let activates = list(feature.activates);
        expected.push_str(&format!("# {}\n{} = [{activates}]\n", feature.words, feature.name));
    }
    assert_eq!(table.trim_end(), expected.trim_end());
    let readme = fs::read_to_string("README.md").unwrap();
    for feature in &features::ALL {
        let row = format!("| `{}`", feature.name);
        assert!(
            readme.contains(&row),
            "generator/README.md has no row for the feature `{}`",
            feature.name
        );
    }
}

fn is_word(char: char) -> bool {
    char.is_alphanumeric() || char == '_'
}

#[test]
fn files_that_architecture_names_are_there() {
    let text = fs::read_to_string("../ARCHITECTURE.md").unwrap();
    let bases = ["..", ".", "src", "runtime", "mock/src", "../generated"];
    let mut found = 0;
    for name in text.split('`').skip(1).step_by(2) {
        // A bare name such as `mod.rs` is that of many files.
        let is_file = name.ends_with(".rs") && name.contains('/') && !name.contains(' ');
        if is_file {
            let is_there = bases.iter().any(|base| Path::new(base).join(name).is_file());
            assert!(is_there, "`{name}`");
            found += 1;
        }
    }
    assert!(found > 40, "only {found} files were found");
}
