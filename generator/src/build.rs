//! What a build script needs: a client's folder that follows its description.

use std::path::{Component, Path, PathBuf};

use crate::disk::{self, FileSet, Mode};
use crate::public_api::{Comparison, compare};
use crate::report::{Report, Severity, Style, clean, render, shell_word};
use crate::source::{LoadError, Source};
use crate::{Options, generate, print, public_api};

/// Makes the folder `out` hold the client of the description `spec`, and tells cargo, on standard
/// output, what the build depends on and what is wrong. Both paths are below the package's folder.
///
/// Call it from the `build.rs` of the package whose sources lie in `out`: only then are they
/// written before they are compiled. Every input and every generated file is declared, so the
/// script runs again when one of them changes, and for nothing else. Files are written only where
/// they differ, with the time of the newest input, so that the build after the next does nothing.
///
/// What a change of the description means for users of the client is said in one line, as a warning, since cargo shows
/// nothing else of a script that succeeds. The description of the last build is kept for that in `OUT_DIR`, so a
/// first build says nothing. Cargo repeats a script's warnings until it runs again: the line is about the last change,
/// and stays true.
///
/// An error in the description is a `cargo::error`, and `out` stays as it was. A folder without
/// the description, as in a published package, is left alone.
pub fn build(spec: impl AsRef<Path>, out: impl AsRef<Path>) {
    let (spec, out) = (spec.as_ref(), out.as_ref());
    // Declared even if it is not there: then every build looks again, and sees it come back.
    say("rerun-if-changed", &spec.display().to_string());
    if !spec.exists() {
        return;
    }
    // One that cannot be read whole is looked at as far as it can: every mistake is said at once.
    follow(spec, &Source::load(spec).unwrap_or_else(LoadError::into_source), out);
}

fn follow(spec: &Path, source: &Source, out: &Path) {
    for file in source.files() {
        say("rerun-if-changed", &file.display().to_string());
    }
    let output = match generate(source, &options()) {
        Ok(output) => output,
        Err(rejected) => return say_all(rejected.reports.as_slice(), source),
    };
    say_all(output.warnings.as_slice(), source);
    for path in output.files.paths() {
        say("rerun-if-changed", &out.join(path).display().to_string());
    }
    match disk::sync(out, &output.files, Mode::Repair, print::HEADER, source.newest()) {
        Err(error) => say("error", &error.to_string()),
        Ok(changes) => {
            // What another build has written already, it has spoken of.
            let change = last_change(spec, source, !changes.is_empty());
            if let Some(change) = change.filter(|change| change.level().is_some()) {
                let spec = spec.display().to_string();
                let (revision, spec) = (format!("HEAD:{spec}"), clean(&spec));
                let revision = clean(&shell_word(&revision)).into_owned();
                say(
                    "warning",
                    &format!(
                        "for users of the client, the last change of `{spec}` is {change}; `specwright diff {revision}` tells more"
                    ),
                );
            }
        }
    }
}

fn options() -> Options {
    Options { strict: true, ..Options::default() }
}

/// Keeps the description for the next build, and compares it with the one that the last build kept.
fn last_change(spec: &Path, source: &Source, wanted: bool) -> Option<Comparison> {
    let folder = kept(spec)?;
    let mut texts = FileSet::new();
    for id in source.file_ids() {
        texts.insert(source.relative(id), source.text(id)).ok()?;
    }
    let entry = source.relative(source.entry());
    let before = Source::load(&folder.join(entry)).ok();
    let is_same = |before: &Source| {
        before.file_ids().count() == texts.len()
            && before.file_ids().all(|id| texts.get(before.relative(id)) == Some(before.text(id)))
    };
    if before.as_ref().is_some_and(is_same) {
        return None;
    }
    let change = before.filter(|_| wanted).and_then(|before| {
        Some(compare(&public_api(&before, &options()).ok()?, &public_api(source, &options()).ok()?))
    });
    // Without it the next build has nothing to compare with, and says nothing.
    let _ = disk::keep(&folder, &texts);
    change
}

/// Where a build script keeps a description; a folder for each, since one script may build several clients.
fn kept(spec: &Path) -> Option<PathBuf> {
    let mut folder = PathBuf::from(std::env::var_os("OUT_DIR")?).join("specwright");
    folder.extend(spec.components().filter(|step| matches!(step, Component::Normal(_))));
    Some(folder)
}

/// Says the warnings, then the errors, each with the line that it is about. Notes are left to the
/// command: a build says again what it said before.
fn say_all(reports: &[Report], source: &Source) {
    for (key, severity) in [("warning", Severity::Warning), ("error", Severity::Error)] {
        let reports = reports.iter().filter(|report| report.severity == severity);
        let reports: Vec<_> = reports.cloned().collect();
        // Cargo takes the colours out itself where they are not wanted.
        say(key, &render(&reports, source, Style::Styled));
    }
}

/// One instruction for each line, since cargo reads them by line.
fn say(key: &str, text: &str) {
    for line in text.lines() {
        println!("cargo::{key}={line}");
    }
}
