//! `specwright explain`: each code of a report is explained, and the examples before and after are right.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use specwright::Options;
use specwright::source::{LoadError, Source};
use specwright_mock::Judge;

use crate::code;

const TEXT: &str = include_str!("../src/explain/codes.md");

fn specwright(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_specwright")).args(arguments).output().unwrap()
}

/// Returns the codes with their sections.
fn sections() -> Vec<(&'static str, &'static str)> {
    let sections = TEXT.split("\n## ").skip(1);
    sections.map(|section| section.split_once('\n').unwrap()).collect()
}

/// Returns the codes in the sources of the generator.
fn known() -> BTreeSet<String> {
    let mut folders = vec![PathBuf::from("../src")];
    let mut codes = BTreeSet::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if !path.ends_with("tests.rs") {
                let text = fs::read_to_string(&path).unwrap();
                let (path, code) = (path.display().to_string(), String::new());
                codes.extend(code::report_codes(&code::Source { path, text, code }));
            }
        }
    }
    assert!(codes.len() > 50, "the constructors are not where they are looked for: {codes:?}");
    codes
}

#[test]
fn every_code_has_a_section_and_every_section_a_code() {
    let explained: Vec<_> = sections().into_iter().map(|(code, _)| code.to_owned()).collect();
    assert!(explained.is_sorted(), "the sections are in order");
    assert_eq!(explained.into_iter().collect::<BTreeSet<_>>(), known());
}

/// Returns the first YAML block after a word.
fn block<'t>(section: &'t str, word: &str) -> Option<&'t str> {
    let (_, rest) = section.split_once(&format!("\n{word}:"))?;
    let rest = rest.split("\nAfter:").next()?;
    let (_, block) = rest.split_once("```yaml\n")?;
    block.split("```").next()
}

/// Returns the codes that a description has. A part is inserted into a whole description first.
fn codes(part: &str) -> BTreeSet<&'static str> {
    let whole = ["openapi:", "swagger:", "# openapi:"].iter().any(|start| part.starts_with(start));
    let mut text = part.to_owned();
    if !whole {
        let paths = if part.contains("paths:") { "" } else { "paths: {}\n" };
        text = format!("openapi: 3.1.0\ninfo: {{ title: Shop, version: '1' }}\n{paths}{part}");
    }
    // A reference to a file needs a folder.
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("explain");
    fs::create_dir_all(&folder).unwrap();
    let path = folder.join("api.yaml");
    fs::write(&path, text).unwrap();
    let source = Source::load(&path).unwrap_or_else(LoadError::into_source);
    let options = Options { strict: true, tests: Some(Judge::boxed), ..Options::default() };
    specwright::check(&source, &options).reports.into_iter().map(|report| report.code).collect()
}

#[test]
fn each_before_has_its_problem_and_each_after_has_not() {
    let (mut shown, mut wrong) = (0, Vec::new());
    for (code, section) in sections() {
        if let Some(before) = block(section, "Before") {
            let found = codes(before);
            shown += 1;
            if !found.contains(code) {
                wrong.push(format!("`{code}`: before has {found:?}"));
            }
        }
        if let Some(after) = block(section, "After") {
            let found = codes(after);
            // A schema without an operation is unused, which is not the problem of the example.
            let others: Vec<_> = found.iter().filter(|code| **code != "unused-component").collect();
            if found.contains(code) || !others.is_empty() {
                wrong.push(format!("`{code}`: after has {found:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(shown > 40, "only {shown} codes are shown");
}

#[test]
fn a_code_is_explained_and_a_misspelt_one_is_guessed() {
    let output = specwright(&["explain", "duplicate-key"]);
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success());
    assert!(text.starts_with("duplicate-key: A key is there twice in one object.\n"), "{text}");
    assert!(text.contains("\nBefore:\n") && text.contains("\nAfter:\n"), "{text}");

    let output = specwright(&["explain", "duplicate-kye"]);
    let text = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(text.contains("did you mean `duplicate-key`?"), "{text}");

    let list = String::from_utf8(specwright(&["explain"]).stdout).unwrap();
    assert_eq!(list.lines().count(), sections().len());
}

#[test]
fn the_meaning_of_coverage_is_explained() {
    let output = specwright(&["explain", "coverage"]);
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success());
    assert!(
        said.starts_with("coverage: the share of a description that is fully typed\n"),
        "{said}"
    );
    assert!(said.contains("A value that the description itself leaves open is typed"), "{said}");
}
