//! Checks that no module of the generator, the mock or the command imports itself through other modules.

use std::collections::{BTreeMap, BTreeSet};

use crate::code::{Source, paths, sources};

/// The source folder of each crate.
const CRATES: [&str; 3] = ["src/", "mock/src/", "cli/src/"];

/// Returns the module path of a file, as segments.
fn module(folder: &str, source: &Source) -> Vec<String> {
    let path = source.path.strip_prefix(folder).unwrap_or(&source.path);
    let path = path.trim_end_matches(".rs").trim_end_matches("/mod");
    let segments = path.split('/').filter(|segment| !["lib", "main", "mod"].contains(segment));
    segments.map(str::to_owned).collect()
}

/// Returns, for each module, the modules that it imports. Its own parents are left out.
fn imports(folder: &str) -> BTreeMap<Vec<String>, BTreeSet<Vec<String>>> {
    let sources = sources();
    let sources = sources.iter().filter(|source| source.path.starts_with(folder));
    let modules: BTreeMap<_, _> = sources.map(|source| (module(folder, source), source)).collect();
    let known = |path: &[String]| {
        let longest = (0..=path.len()).rev().map(|length| &path[..length]);
        longest.into_iter().find(|path| modules.contains_key(*path)).map(<[String]>::to_vec)
    };
    let of = |name: &Vec<String>, source: &Source| -> BTreeSet<Vec<String>> {
        let paths = paths(&source.code).into_iter().filter_map(|(_, path)| {
            let supers = path.iter().take_while(|segment| *segment == "super").count();
            let base = if supers == 0 { 0 } else { name.len().checked_sub(supers)? };
            let rest = path.iter().skip(supers.max(1)).cloned();
            let whole: Vec<_> = name[..base].iter().cloned().chain(rest).collect();
            known(&whole)
        });
        paths.filter(|path| path != name && !name.starts_with(path)).collect()
    };
    modules.iter().map(|(name, source)| (name.clone(), of(name, source))).collect()
}

/// Returns the modules that are part of a cycle.
fn circle(imports: &BTreeMap<Vec<String>, BTreeSet<Vec<String>>>) -> Vec<String> {
    let mut left: BTreeMap<_, BTreeSet<_>> =
        imports.iter().map(|(name, of)| (name, of.iter().collect())).collect();
    loop {
        // A module without imports is in no cycle, and neither is one that no other module imports.
        let imported: BTreeSet<_> = left.values().flatten().copied().collect();
        let done: Vec<_> = left
            .iter()
            .filter(|(name, of)| of.is_empty() || !imported.contains(*name))
            .map(|(name, _)| *name)
            .collect();
        if done.is_empty() {
            return left.keys().map(|name| name.join("::")).collect();
        }
        for name in done {
            left.remove(name);
            left.values_mut().for_each(|of| of.retain(|other| *other != name));
        }
    }
}

#[test]
fn no_module_imports_itself_through_others() {
    for folder in CRATES {
        let imports = imports(folder);
        assert!(imports.len() > 5, "the files of {folder} are not where they are looked for");
        let circle = circle(&imports);
        assert!(circle.is_empty(), "in {folder}: {}", circle.join(", "));
    }
}

#[test]
fn a_cycle_is_found() {
    let name = |text: &str| vec![text.to_owned()];
    let of = |names: &[&str]| names.iter().copied().map(name).collect::<BTreeSet<_>>();
    let imports = [("a", of(&["b"])), ("b", of(&["c"])), ("c", of(&["b"])), ("d", of(&[]))];
    let imports = imports.into_iter().map(|(from, to)| (name(from), to)).collect();
    assert_eq!(circle(&imports), ["b", "c"]);
    let found = paths("use crate::{api::{A, B}, names}; fn f() { super::g::h() } pub(super) x");
    let found: Vec<_> = found.iter().map(|(_, path)| path.join("::")).collect();
    assert_eq!(found, ["crate::api::A", "crate::api::B", "crate::names", "super::g::h"]);
}
