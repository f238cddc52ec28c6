//! The function for build scripts: keeps a client's folder up to date with its description.

use std::path::{Component, Path, PathBuf};

use crate::disk::{self, FileSet, Mode};
use crate::public_api::{Comparison, compare};
use crate::report::{Report, Severity, Style, clean, render, shell_word};
use crate::source::{LoadError, Source};
use crate::{Options, generate, print, public_api};

/// Makes the folder `out` hold the client of the description `spec`. Both paths are relative to the package's folder.
///
/// Call it from the `build.rs` of the package whose sources are in `out`. In any other package, the sources would be
/// compiled before they are written. An error in the description is a `cargo::error`, and `out` is left unchanged. If
/// the description does not exist, as in a published package, `out` is left unchanged too.
///
/// Every input and every generated file is declared to cargo, so that the script runs again only if one of them
/// changes. Only files that differ are written. They get the modification time of the newest input, so that the next
/// build does not run the script again.
///
/// If a change of the description matters to users of the client, the script prints it as a warning of one line. Cargo
/// shows nothing else of a successful script, and it repeats the warning until the script runs again. The comparison
/// uses a copy of the last build's description in `OUT_DIR`. The first build has no copy and prints nothing.
pub fn build(spec: impl AsRef<Path>, out: impl AsRef<Path>) {
    let (spec, out) = (spec.as_ref(), out.as_ref());
    // A missing description is declared too, so that a build sees it when it comes back.
    say("rerun-if-changed", &spec.display().to_string());
    if !spec.exists() {
        return;
    }
    // A description with syntax errors is read as far as possible, so that all mistakes are reported at once.
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
            // If another build has written the files already, it has reported the change.
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

/// Keeps the description for the next build, and returns the changes since the last one.
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
    // If the copy cannot be written, the next build reports no change.
    let _ = disk::keep(&folder, &texts);
    change
}

/// Returns the folder for the copy of a description. Each description has its own, because a script may build several
/// clients.
fn kept(spec: &Path) -> Option<PathBuf> {
    let mut folder = PathBuf::from(std::env::var_os("OUT_DIR")?).join("specwright");
    folder.extend(spec.components().filter(|step| matches!(step, Component::Normal(_))));
    Some(folder)
}

/// Prints the warnings, then the errors, each with its source line. Notes are left out, because a build repeats them.
fn say_all(reports: &[Report], source: &Source) {
    for (key, severity) in [("warning", Severity::Warning), ("error", Severity::Error)] {
        let reports = reports.iter().filter(|report| report.severity == severity);
        let reports: Vec<_> = reports.cloned().collect();
        // Cargo removes the colours if its output is not a terminal.
        say(key, &render(&reports, source, Style::Styled));
    }
}

/// Prints one instruction for each line, because an instruction of cargo is one line.
fn say(key: &str, text: &str) {
    for line in text.lines() {
        println!("cargo::{key}={line}");
    }
}
