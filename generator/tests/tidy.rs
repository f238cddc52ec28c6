//! Rules that the compiler does not check: imports between the parts of the generator, the libraries that each part may
//! use, the length of files and functions, and the first word of comments. Every report has a fixture.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use crate::code::{blanked, crate_paths, functions, is_path_of, report_codes, sources};

use crate::common::{BAD, LINT, OK, cases, check, generate};
use specwright::emit::{Content, Module};

/// The parts that each part of the generator may import. Imports go downward only.
const EDGES: [(&str, &[&str]); 30] = [
    ("report", &[]),
    ("vocabulary", &[]),
    ("formats", &[]),
    ("features", &[]),
    ("feature_set", &["features"]),
    ("dependencies", &["feature_set", "features", "model"]),
    ("source", &["report", "vocabulary"]),
    ("settings", &["report", "source"]),
    ("api", &["report", "source"]),
    ("document", &["api", "report", "settings", "source", "vocabulary"]),
    ("lower", &["api", "document", "formats", "report", "settings", "source"]),
    ("examples", &["api", "source"]),
    ("lint", &["api", "document", "examples", "report", "source", "vocabulary"]),
    ("threads", &[]),
    ("public_api", &["api", "model", "source"]),
    ("analysis", &["api"]),
    ("names", &["api", "features", "report", "settings", "source"]),
    (
        "derives",
        &["analysis", "api", "formats", "names", "report", "settings", "source", "vocabulary"],
    ),
    ("model", &["analysis", "api", "derives", "features", "formats", "names", "source"]),
    ("emit", &["api", "features", "model", "names"]),
    ("disk", &[]),
    ("print", &["disk", "emit", "feature_set", "report", "threads"]),
    ("coverage", &["api", "report", "source"]),
    ("output_index", &["api", "model", "print", "source"]),
    ("reference", &["api", "disk", "examples", "model", "names", "print", "report", "source"]),
    ("package", &["dependencies", "disk", "features", "model", "print", "report", "settings"]),
    (
        "pipeline",
        &[
            "analysis",
            "api",
            "dependencies",
            "derives",
            "disk",
            "document",
            "emit",
            "examples",
            "feature_set",
            "formats",
            "coverage",
            "lint",
            "lower",
            "model",
            "names",
            "package",
            "print",
            "output_index",
            "reference",
            "report",
            "settings",
            "source",
            "public_api",
            "threads",
        ],
    ),
    ("config", &["feature_set", "formats", "package", "report", "settings", "source"]),
    ("rebuild", &["disk", "print", "public_api", "source"]),
    (
        "build",
        &[
            "config",
            "disk",
            "feature_set",
            "features",
            "formats",
            "pipeline",
            "print",
            "public_api",
            "rebuild",
            "report",
            "settings",
            "source",
        ],
    ),
];

/// The parts that may use each library.
const HOMES: [(&str, &[&str]); 13] = [
    ("annotate_snippets", &["report"]),
    ("heck", &["names"]),
    ("prettyplease", &["print"]),
    ("proc_macro2", &["derives", "emit", "names", "print"]),
    ("quote", &["emit", "names"]),
    ("serde", &["source"]),
    ("serde_json", &["source"]),
    ("serde_json_path", &["source"]),
    ("serde_yaml", &["source"]),
    ("std::fs", &["disk", "source"]),
    ("syn", &["print"]),
    ("toml", &["source"]),
    ("unicode_ident", &["derives", "document", "names"]),
];

/// Lines of a file without its tests: the number that is reported, and the number that fails.
const FILE: (usize, usize) = (400, 450);

/// Lines of a function: the number that is reported, and the number that fails.
const FUNCTION: (usize, usize) = (60, 70);

/// Codes of reports that no fixture can cause, each with the test that does.
const WITHOUT_FIXTURE: [(&str, &str); 9] = [
    ("key-limit", "tests/source.rs"),
    ("node-limit", "tests/source.rs"),
    ("text-limit", "tests/source.rs"),
    ("file-limit", "tests/reports.rs"),
    ("expansion-limit", "cli/tests/limits.rs"),
    ("bad-name", "tests/tidy.rs"),
    ("example-breaks-schema", "cli/tests/check.rs"),
    ("example-not-judged", "cli/tests/limits.rs"),
    ("defect", "tests/tidy.rs"),
];

/// The first words of noun clauses. A sentence begins with its subject, so no comment begins with one of them.
const CLAUSES: [&str; 3] = ["What", "Whether", "Who"];

/// Fails with all findings.
fn assert_none(what: &str, found: &[String]) {
    assert!(found.is_empty(), "{what}:\n  {}\n", found.join("\n  "));
}

#[test]
fn imports_go_downward() {
    let parts: BTreeMap<&str, &[&str]> = EDGES.into_iter().collect();
    let mut wrong = Vec::new();
    for source in sources().iter().filter(|source| source.path.starts_with("src/")) {
        let part = source.part();
        if part == "lib" {
            continue;
        }
        let Some(allowed) = parts.get(part) else {
            wrong.push(format!("{}: `{part}` is not in the list of parts", source.path));
            continue;
        };
        for (line, target) in crate_paths(&source.code) {
            let target = target.as_str();
            // Paths in emitted code are those of the client's modules, so unknown ones are ignored.
            if target != part && parts.contains_key(target) && !allowed.contains(&target) {
                wrong.push(format!("{}:{line}: `{part}` imports `{target}`", source.path));
            }
        }
    }
    assert_none("imports against the direction (see ARCHITECTURE.md)", &wrong);
}

#[test]
fn each_library_is_used_only_in_its_parts() {
    let mut wrong = Vec::new();
    for source in sources().iter().filter(|source| source.path.starts_with("src/")) {
        let part = source.part();
        for (library, homes) in HOMES.iter().filter(|(_, homes)| !homes.contains(&part)) {
            for (line, text) in source.lines() {
                let imported = text.trim_start().starts_with(&format!("use {library}"))
                    && !text.contains(&format!("use {library}_"));
                // Emitted code names libraries of the client.
                let named = part != "emit" && is_path_of(text, library);
                if imported || named {
                    let place = format!("{}:{line}", source.path);
                    wrong.push(format!("{place}: `{library}` belongs to {}", homes.join(" and ")));
                }
            }
        }
    }
    assert_none("libraries outside their parts (see ARCHITECTURE.md)", &wrong);
}

#[test]
fn emission_does_not_read_its_own_tokens() {
    let mut wrong = Vec::new();
    for source in sources().iter().filter(|source| source.path.starts_with("src/emit/")) {
        for (line, text) in source.lines() {
            let text = text.trim();
            let reads = ["TokenTree", "TokenStream::into_iter", ".to_string().replace("];
            if reads.iter().any(|word| text.contains(word)) {
                wrong.push(format!("{}:{line}: {text}", source.path));
            }
        }
    }
    assert_none("reads what it has emitted; let `model` decide", &wrong);
}

#[test]
fn files_and_functions_are_short() {
    let (mut noted, mut wrong) = (Vec::new(), Vec::new());
    let mut judge = |place: String, lines: usize, (asked, most): (usize, usize)| {
        if lines > asked {
            noted.push(format!("{place}: {lines} lines, {asked} are asked for"));
        }
        if lines > most {
            wrong.push(format!("{place}: {lines} lines, {most} at most"));
        }
    };
    for source in sources() {
        judge(source.path.clone(), source.code.lines().count(), FILE);
        for (line, name, lines) in functions(&source.code) {
            judge(format!("{}:{line} `{name}`", source.path), lines, FUNCTION);
        }
    }
    for note in &noted {
        println!("{note}");
    }
    assert_none("too long", &wrong);
}

#[test]
fn every_module_has_a_doc_line() {
    let silent: Vec<_> = sources()
        .into_iter()
        .filter(|source| !source.text.starts_with("//! "))
        .map(|source| source.path)
        .collect();
    assert_none("without `//!` in the first line", &silent);
}

#[test]
fn no_comment_begins_with_a_noun_clause() {
    let mut wrong = Vec::new();
    for path in files(Path::new("..")).iter().filter(|path| is_rust(path) && !is_emitted(path)) {
        let text = fs::read_to_string(path).unwrap();
        wrong.extend(clauses(&text, "").map(|line| format!("{}{line}", path.display())));
    }
    let cases = cases(OK).into_iter().map(|case| Path::new(OK).join(case));
    let cases = cases.map(|case| (case.join("expected"), case));
    let client = (PathBuf::from("../generated"), PathBuf::from("../spec"));
    for (emitted, description) in cases.chain([client]) {
        // A comment with text of the description is not ours.
        let described = files(&description).into_iter().filter(|path| !is_emitted(path));
        let described: String = described.map(|path| words(&lossy(&path))).collect();
        for path in files(&emitted) {
            let text = lossy(&path);
            wrong.extend(clauses(&text, &described).map(|at| format!("{}{at}", path.display())));
        }
    }
    assert_none("comments that do not begin with their subject", &wrong);
}

/// Returns the comments that begin with a noun clause and are not part of `described`, with their line numbers.
fn clauses<'t>(text: &'t str, described: &'t str) -> impl Iterator<Item = String> + 't {
    let lines = text.lines().enumerate().filter_map(|(index, line)| {
        // Lines of golden files with differences begin with a sign.
        let line = line.strip_prefix(['+', '-']).unwrap_or(line).trim_start();
        let comment = line.strip_prefix("//")?.trim_start_matches(['/', '!']).trim();
        let first = comment.split(|char: char| !char.is_alphanumeric()).next()?;
        CLAUSES.contains(&first).then(|| (index + 1, comment))
    });
    let lines = lines.filter(|(_, comment)| !described.contains(&words(comment)));
    lines.map(|(number, comment)| format!(":{number}: {comment}"))
}

/// Returns a text with one space between words.
fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn lossy(path: &Path) -> String {
    String::from_utf8_lossy(&fs::read(path).unwrap()).into_owned()
}

fn is_rust(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "rs")
}

/// Returns `true` for a golden file and for a file of the generated client.
fn is_emitted(path: &Path) -> bool {
    path.starts_with("../generated") || path.components().any(|step| step.as_os_str() == "expected")
}

/// Returns all files below a folder, without build output and hidden folders.
fn files(folder: &Path) -> Vec<PathBuf> {
    let (mut open, mut files) = (vec![folder.to_owned()], Vec::new());
    while let Some(path) = open.pop() {
        for entry in fs::read_dir(&path).into_iter().flatten().map(Result::unwrap) {
            let name = entry.file_name();
            let is_hidden = name.to_string_lossy().starts_with('.') || name == "target";
            match entry.file_type().unwrap() {
                kind if kind.is_dir() && !is_hidden => open.push(entry.path()),
                kind if kind.is_file() => files.push(entry.path()),
                _ => {}
            }
        }
    }
    files.sort();
    files
}

#[test]
fn a_noun_clause_at_the_start_of_a_comment_is_found() {
    let text =
        "//! What it is.\n    /// Whether it is.\n// what\n+//! Whoever\n-    // Who: they.\n";
    let found: Vec<_> = clauses(text, "").collect();
    assert_eq!(found, [":1: What it is.", ":2: Whether it is.", ":5: Who: they."]);
    assert_eq!(clauses(text, "a: What it is. b: Who: they.").count(), 1);
}

#[test]
fn every_report_has_a_fixture() {
    let mut codes = BTreeSet::new();
    for source in sources().iter().filter(|source| source.path.starts_with("src/")) {
        codes.extend(report_codes(source));
    }
    assert!(codes.len() > 20, "the constructors are not where they are looked for: {codes:?}");
    let mut shown = BTreeSet::new();
    for (folder, case) in [OK, BAD]
        .iter()
        .flat_map(|folder| cases(folder).into_iter().map(move |case| (folder, case)))
    {
        shown.extend(generate(folder, &case).codes);
    }
    shown.extend(cases(LINT).iter().flat_map(|case| check(LINT, case).codes));
    // The case `absent.yaml`, whose file does not exist.
    shown.insert("unreadable-file".to_owned());
    for (code, test) in WITHOUT_FIXTURE {
        assert!(codes.contains(code), "`{code}` is no report any more");
        let text = fs::read_to_string(test).unwrap();
        assert!(text.contains(&format!("\"{code}\"")), "`{code}` is not in {test}");
        shown.insert(code.to_owned());
    }
    let missing: Vec<_> = codes.difference(&shown).map(|code| format!("`{code}`")).collect();
    assert_none("reports without a case in tests/fixtures", &missing);
}

#[test]
fn the_source_scanner_finds_paths_and_functions() {
    let code = blanked(
        "a(\"x\\\"y.unwrap()\", 'z', '\\'', r#\"p\"q\"#); // crate::emit\nb::<'a>(crate::{api::{C, D}, names});\n",
    );
    assert!(!code.contains("unwrap") && !code.contains("emit") && code.contains("<'a>"), "{code}");
    assert_eq!(crate_paths(&code), [(2, "api".to_owned()), (2, "names".to_owned())]);
    let functions = functions(
        "impl A {\n    pub(super) async fn b() {\n        c();\n    }\n    fn d() {}\n}\n",
    );
    assert_eq!(functions, [(2, "b".to_owned(), 3), (5, "d".to_owned(), 1)]);
    assert!(is_path_of("let a = syn::parse();", "syn") && !is_path_of("my_syn::parse()", "syn"));
}

#[test]
fn reports_without_a_fixture_are_made() {
    let folder = Path::new(OK).join("fields/api.yaml");
    let source = specwright::source::Source::load(&folder).unwrap();
    for name in ["", "9lives", "two words", "a\"b", "../up"] {
        let options = specwright::Options { package: Some(name.to_owned()), ..Default::default() };
        let rejected = specwright::generate(&source, &options).expect_err("no crate has this name");
        assert_eq!(rejected.reports.as_slice()[0].code, "bad-name", "{name}");
    }
    let module = || Module {
        path: "types.rs".to_owned(),
        when: String::new(),
        content: Content::Verbatim(""),
    };
    let report =
        specwright::print::print(&[module(), module()], "api.yaml", None).expect_err("twice");
    assert_eq!(report.code, "defect");
    assert_eq!(
        report.message,
        "the generated `types.rs` is not usable: \"types.rs\" is in the set twice"
    );
}
