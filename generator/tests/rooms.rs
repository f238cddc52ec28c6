//! The runtime's modules: each imports only modules before it, and the files on disk, in `mod.rs` and in emission are the same.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

const RUNTIME: &str = "runtime";

/// The modules of the runtime, each after those that it may import.
const ORDER: [&str; 13] = [
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
];

/// Files that depend on features which the tests here do not turn on.
const NOT_COMPILED: [&str; 2] = ["tls_aws_lc", "ureq_native_tls"];

fn names(folder: &Path) -> BTreeSet<String> {
    let entries = fs::read_dir(folder).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names.filter(|name| name != "mod.rs").collect()
}

#[test]
fn modules_of_the_runtime_import_only_modules_before_them() {
    let mut wrong = Vec::new();
    for (index, module) in ORDER.iter().enumerate() {
        let folder = Path::new(RUNTIME).join(module);
        for file in names(&folder) {
            let text = fs::read_to_string(folder.join(&file)).unwrap();
            let imports = text.split("crate::runtime::").skip(1);
            let imports = imports.filter_map(|rest| rest.split(|char: char| !is_word(char)).next());
            for import in imports.filter(|import| ORDER.contains(import)) {
                if !ORDER.iter().take(index + 1).any(|known| *known == import) {
                    wrong.push(format!("{module}/{file} imports {import}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "imports against the order:\n{}", wrong.join("\n"));
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

fn is_word(char: char) -> bool {
    char.is_alphanumeric() || char == '_'
}
