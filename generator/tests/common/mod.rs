//! Support for the tests of fixtures: lists cases, generates their clients, and compares or rewrites golden files.

#![allow(dead_code)] // each test program uses its own part

pub mod shell;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use specwright::Options;
use specwright::config::{self, Config};
use specwright::formats::{Dates, Uuids};
use specwright::report::{Places, Report, Style, render};
use specwright::source::{LoadOptions, Source};

/// The folder of valid descriptions. cargo runs tests in the package's folder, so the path is relative to that.
pub const OK: &str = "tests/fixtures/ok";

/// The folder of invalid descriptions.
pub const BAD: &str = "tests/fixtures/bad";

/// The folder of valid descriptions that `check` finds fault with.
pub const LINT: &str = "tests/fixtures/lint";

/// The result of generating a client.
pub struct Outcome {
    /// The client, if there are no errors.
    pub output: Option<specwright::Output>,
    /// All reports as text, with paths relative to the folder of the fixtures.
    pub rendered: String,
    /// The codes of all reports.
    pub codes: BTreeSet<String>,
}

/// Returns the names of the cases in a folder, sorted. Names that end in `.txt` are golden files and no cases.
pub fn cases(folder: &str) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("`{folder}`: {error}"));
    let name =
        |entry: std::io::Result<fs::DirEntry>| entry.unwrap().file_name().into_string().unwrap();
    let mut names: Vec<_> = entries.map(name).filter(|name| !name.ends_with(".txt")).collect();
    names.sort();
    assert!(!names.is_empty(), "`{folder}` holds no case");
    names
}

/// Returns the entry file of a case: the file itself, or the `api` file in its folder.
pub fn entry(folder: &str, case: &str) -> PathBuf {
    let path = Path::new(folder).join(case);
    if !path.is_dir() {
        return path;
    }
    let candidates = ["api.yaml", "api.json"].map(|name| path.join(name));
    let found = candidates.into_iter().find(|path| path.exists());
    found.unwrap_or_else(|| panic!("`{}` holds neither `api.yaml` nor `api.json`", path.display()))
}

/// Generates the client of a case.
pub fn generate(folder: &str, case: &str) -> Outcome {
    generate_with(folder, case, &options(folder, case))
}

/// Returns the options of a case, which a comment in its entry file lists: `# generated with: `.
pub fn options(folder: &str, case: &str) -> Options {
    let text = fs::read_to_string(entry(folder, case)).unwrap_or_default();
    let line = text.lines().find_map(|line| line.strip_prefix("# generated with: "));
    let mut options = Options::default();
    let mut words = line.unwrap_or_default().split(' ').filter(|word| !word.is_empty());
    while let Some(option) = words.next() {
        if option == "--types-only" {
            options.types_only = true;
            continue;
        }
        match (option, words.next()) {
            ("--dates", Some("jiff")) => options.formats.dates = Dates::Jiff,
            ("--dates", Some("chrono")) => options.formats.dates = Dates::Chrono,
            ("--dates", Some("text")) => options.formats.dates = Dates::Text,
            ("--crate", Some(name)) => options.package = Some(name.to_owned()),
            ("--uuid", Some("type")) => options.formats.uuids = Uuids::Type,
            (option, value) => panic!("{case}: no case is generated with `{option} {value:?}`"),
        }
    }
    options
}

/// Generates the client of a case with other options.
pub fn generate_with(folder: &str, case: &str, options: &Options) -> Outcome {
    let mut options = options.clone();
    let settings = Path::new(folder).join(case).join(config::FILE);
    let settings = settings.exists().then(|| Config::load(&settings)).transpose();
    let settings = match settings {
        Ok(settings) => settings,
        Err(error) => return outcome(None, error.reports().as_slice(), error.file(), folder),
    };
    let overlays = settings.iter().flat_map(|config| &config.clients[0].overlays);
    let load = overlays.fold(LoadOptions::new(), LoadOptions::overlay);
    let source = load.load(&entry(folder, case)).map(|mut source| {
        if let Some(config) = settings {
            source.add_settings(&config.file);
            options.settings = config.clients[0].settings.clone();
        }
        source
    });
    match source {
        Err(error) => outcome(None, error.reports().as_slice(), error.partial(), folder),
        Ok(source) => match specwright::generate(&source, &options) {
            Ok(output) => {
                let warnings = output.warnings.clone();
                outcome(Some(output), warnings.as_slice(), &source, folder)
            }
            Err(rejected) => outcome(None, rejected.reports.as_slice(), &source, folder),
        },
    }
}

/// Checks a case, including lints.
pub fn check(folder: &str, case: &str) -> Outcome {
    let source = Source::load(&entry(folder, case)).unwrap_or_else(|error| panic!("{error}"));
    let options = Options { strict: true, ..Options::default() };
    let reports = specwright::check(&source, &options).reports;
    outcome(None, reports.as_slice(), &source, folder)
}

fn outcome(
    output: Option<specwright::Output>,
    reports: &[Report],
    source: &dyn Places,
    folder: &str,
) -> Outcome {
    let rendered = render(reports, source, Style::Plain).replace(&format!("{folder}/"), "");
    // An empty line of a report's frame ends in a space, which editors remove.
    let lines: Vec<_> = rendered.lines().map(str::trim_end).collect();
    let mut rendered = lines.join("\n");
    if !rendered.is_empty() {
        rendered.push('\n');
    }
    let codes = reports.iter().map(|report| report.code.to_owned()).collect();
    Outcome { output, rendered, codes }
}

/// Returns `true` if golden files are to be rewritten.
pub fn blesses() -> bool {
    std::env::var_os("SPECWRIGHT_BLESS").is_some_and(|value| value == "1")
}

/// A comparison of texts with golden files.
pub struct Comparison {
    test: &'static str,
    failures: Vec<String>,
}

impl Comparison {
    /// Creates a comparison for the test module of this name.
    pub fn new(test: &'static str) -> Self {
        Self { test, failures: Vec::new() }
    }

    /// Compares a text with a file, or writes the file. `None` means that there is no file.
    pub fn file(&mut self, path: &Path, text: Option<&str>) {
        let known = fs::read_to_string(path).ok().map(|known| known.replace("\r\n", "\n"));
        if known.as_deref() == text {
            return;
        }
        if blesses() {
            return write(path, text);
        }
        self.failures.push(format!("{}: {}", path.display(), difference(known.as_deref(), text)));
    }

    /// Compares texts with a folder that must hold no other files.
    pub fn folder(&mut self, folder: &Path, files: &[(String, Option<String>)]) {
        for (name, text) in files {
            self.file(&folder.join(name), text.as_deref());
        }
        let mut open = vec![folder.to_owned()];
        while let Some(inside) = open.pop() {
            for entry in fs::read_dir(&inside).into_iter().flatten() {
                let path = entry.unwrap().path();
                let is_known = files.iter().any(|(known, _)| path == folder.join(known));
                match path.is_dir() {
                    true => open.push(path),
                    false if !is_known => self.file(&path, None),
                    false => {}
                }
            }
        }
    }

    /// Adds a failure with a message.
    pub fn fail(&mut self, message: String) {
        self.failures.push(message);
    }

    /// Ends the test. Fails with all differences and with the command that rewrites the files.
    pub fn finish(self) {
        let Self { test, failures } = self;
        assert!(
            failures.is_empty(),
            "{} of the files in tests/fixtures are not what the generator says:\n\n{}\n\n\
             If the new output is right: SPECWRIGHT_BLESS=1 cargo test -p specwright {test}\n",
            failures.len(),
            failures.join("\n"),
        );
    }
}

fn write(path: &Path, text: Option<&str>) {
    match text {
        Some(text) => {
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        None => fs::remove_file(path).unwrap(),
    }
}

/// Returns the first difference with the lines around it.
fn difference(expected: Option<&str>, found: Option<&str>) -> String {
    let (expected, found) = match (expected, found) {
        (Some(expected), Some(found)) => (expected, found),
        (None, Some(found)) => return format!("not there, should begin with\n{}", head(found)),
        (Some(_), None) => return "should not be there".to_owned(),
        (None, None) => return "nothing to compare".to_owned(),
    };
    let (old, new): (Vec<_>, Vec<_>) = (expected.lines().collect(), found.lines().collect());
    let same = old.iter().zip(&new).take_while(|(old, new)| old == new).count();
    let rest = |lines: &[&str]| lines.len() - same;
    let room = rest(&old).min(rest(&new));
    let tail =
        old.iter().rev().zip(new.iter().rev()).take(room).take_while(|(a, b)| a == b).count();
    let mut text = format!("first difference in line {}\n", same + 1);
    for line in &old[same.saturating_sub(3)..same] {
        let _ = writeln!(text, "      {line}");
    }
    for (sign, lines) in [('-', &old), ('+', &new)] {
        let changed = &lines[same..lines.len() - tail];
        for line in changed.iter().take(8) {
            let _ = writeln!(text, "    {sign} {line}");
        }
        if changed.len() > 8 {
            let _ = writeln!(text, "    {sign} and {} more", changed.len() - 8);
        }
    }
    if old == new {
        text.push_str("    only the line feed at the end\n");
    }
    text
}

fn head(text: &str) -> String {
    text.lines().take(5).map(|line| format!("    + {line}\n")).collect()
}
