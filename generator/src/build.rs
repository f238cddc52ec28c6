//! What a build script needs: a client's folder that follows its description.

use std::path::Path;

use crate::disk::{self, Mode};
use crate::report::{Report, Severity, Style, render};
use crate::source::{LoadError, Source};
use crate::{Options, generate, print};

/// Makes the folder `out` hold the client of the description `spec`, and tells cargo, on standard
/// output, what the build depends on and what is wrong. Both paths are below the package's folder.
///
/// Call it from the `build.rs` of the package whose sources lie in `out`: only then are they
/// written before they are compiled. Every input and every generated file is declared, so the
/// script runs again when one of them changes, and for nothing else. Files are written only where
/// they differ, with the time of the newest input, so that the build after the next does nothing.
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
    follow(&Source::load(spec).unwrap_or_else(LoadError::into_source), out);
}

fn follow(source: &Source, out: &Path) {
    for file in source.files() {
        say("rerun-if-changed", &file.display().to_string());
    }
    let output = match generate(source, &Options { strict: true, ..Options::default() }) {
        Ok(output) => output,
        Err(rejected) => return say_all(rejected.reports.as_slice(), source),
    };
    say_all(output.warnings.as_slice(), source);
    for path in output.files.paths() {
        say("rerun-if-changed", &out.join(path).display().to_string());
    }
    let synced = disk::sync(out, &output.files, Mode::Repair, print::HEADER, source.newest());
    if let Err(error) = synced {
        say("error", &error.to_string());
    }
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
