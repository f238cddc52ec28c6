//! Whether what came of an input is as it must be.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use fastrand::Rng;
use proc_macro2::{TokenStream, TokenTree};
use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag};
use specwright::disk::FileSet;
use specwright::formats::{Dates, Formats, Uuids};
use specwright::report::{Report, Severity, Style, render};
use specwright::source::Source;
use specwright::{Options, generate};
use specwright_mock::Judge;

use crate::mutate::{Input, MARKER};

/// What came of an input.
pub enum Outcome {
    /// A client that parses.
    Generated,
    /// Located errors; the code of the first.
    Refused(&'static str),
    /// Something that must not be.
    Wrong(String),
}

/// Errors that are about no node.
const WITHOUT_PLACE: [&str; 1] = ["bad-name"];

/// Generates and looks at what comes of it.
pub fn judge(input: &Input, folder: &Path, run: u64) -> Outcome {
    let mut random = Rng::with_seed(input.choice);
    let loaded = match std::str::from_utf8(&input.bytes) {
        Ok(text) if random.u8(..8) > 0 => {
            Source::from_text(&format!("api.{}", input.extension), text)
        }
        // What is no text comes from a file.
        _ => {
            let path = folder.join(format!("case-{run}.{}", input.extension));
            fs::write(&path, &input.bytes).unwrap();
            Source::load(&path)
        }
    };
    let source = match loaded {
        Ok(source) => source,
        Err(error) => {
            let refused = refusal(error.reports().as_slice(), error.partial());
            match random.u8(..3) {
                0 => return refused,
                // As far as it could be read.
                1 => error.into_source(),
                _ => match error.without_lost_references() {
                    Ok(source) => source,
                    Err(_) => return refused,
                },
            }
        }
    };
    let options = options(&mut random, &source);
    if random.u8(..3) == 0 {
        let checked = specwright::check(&source, &options);
        let text = render(checked.reports.as_slice(), &source, Style::Plain);
        if let Some(why) = unseen(&text) {
            return Outcome::Wrong(why);
        }
    }
    match generate(&source, &options) {
        Ok(output) => {
            render(output.warnings.as_slice(), &source, Style::Styled);
            let again = (random.u8(..16) == 0).then(|| generate(&source, &options));
            if again.is_some_and(|again| again.is_ok_and(|again| again.files != output.files)) {
                return Outcome::Wrong("two runs, two clients".to_owned());
            }
            match wrong(&output.files) {
                Some(why) => Outcome::Wrong(why),
                None => Outcome::Generated,
            }
        }
        Err(rejected) => refusal(rejected.reports.as_slice(), &source),
    }
}

fn options(random: &mut Rng, source: &Source) -> Options {
    let tests = random.u8(..4) == 0;
    let judge = if tests { Judge::new(source).ok() } else { None };
    Options {
        package: (tests || random.bool()).then(|| "fuzzed".to_owned()),
        strict: random.bool(),
        formats: Formats {
            dates: [Dates::Time, Dates::Jiff, Dates::Text][random.usize(..3)],
            uuids: [Uuids::Text, Uuids::Type][random.usize(..2)],
        },
        tests: judge.map(|judge| Arc::new(judge) as Arc<dyn specwright::Judge>),
    }
}

/// A refusal says what is wrong and where.
fn refusal(reports: &[Report], source: &Source) -> Outcome {
    let text = render(reports, source, Style::Plain);
    let mut errors = reports.iter().filter(|report| report.severity == Severity::Error);
    if let Some(report) = errors.clone().find(|report| report.code == "defect") {
        return Outcome::Wrong(report.message.clone());
    }
    let placeless = errors
        .clone()
        .find(|report| report.location.is_none() && !WITHOUT_PLACE.contains(&report.code));
    if let Some(report) = placeless {
        return Outcome::Wrong(format!("an error without a place: {}", report.message));
    }
    if let Some(why) = unseen(&text) {
        return Outcome::Wrong(why);
    }
    match errors.next() {
        Some(report) => Outcome::Refused(report.code),
        None => Outcome::Wrong("refused without an error".to_owned()),
    }
}

/// A message that holds what nobody sees or what acts on a terminal.
fn unseen(text: &str) -> Option<String> {
    let hostile = |char: char| char.is_control() && char != '\n' || char == '\u{202e}';
    text.contains(hostile).then(|| format!("the message holds what nobody sees: {text:?}"))
}

/// What is wrong with the files of a client.
fn wrong(files: &FileSet) -> Option<String> {
    for (path, text) in files.iter() {
        let plain = |char: char| char.is_ascii_alphanumeric() || "_-./".contains(char);
        if !path.chars().all(plain) || path.starts_with('/') || path.contains("..") {
            return Some(format!("a file is called `{path}`"));
        }
        if text
            .chars()
            .any(|char| matches!(char, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'))
        {
            return Some(format!("`{path}` holds what turns the direction of writing"));
        }
        // The support code is ours, and the same each time.
        if !path.ends_with(".rs") || path.contains("runtime/") {
            continue;
        }
        if let Err(error) = syn::parse_file(text) {
            return Some(format!("`{path}` does not parse: {error}"));
        }
        if let Some(code) = code_in_docs(text) {
            return Some(format!("rustdoc would run code in `{path}`: {code:?}"));
        }
        match text.parse::<TokenStream>() {
            Ok(tokens) if holds_marker(tokens.clone()) => {
                return Some(format!("text of the description became code in `{path}`"));
            }
            Ok(_) => {}
            Err(error) => return Some(format!("`{path}` is not made of tokens: {error}")),
        }
    }
    None
}

/// Code in doc comments that is not marked as text, which rustdoc runs as a test.
fn code_in_docs(text: &str) -> Option<String> {
    let mut docs = String::new();
    for line in text.lines().chain([""]) {
        if let Some(doc) = line.trim_start().strip_prefix("///") {
            docs.push_str(doc.strip_prefix(' ').unwrap_or(doc));
            docs.push('\n');
            continue;
        }
        let mut events = Parser::new(&docs);
        let runs = events.any(|event| match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => &*info != "text",
            Event::Start(Tag::CodeBlock(CodeBlockKind::Indented)) => true,
            _ => false,
        });
        if runs {
            return Some(docs);
        }
        docs.clear();
    }
    None
}

fn holds_marker(tokens: TokenStream) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Ident(ident) => ident == MARKER,
        TokenTree::Group(group) => holds_marker(group.stream()),
        _ => false,
    })
}
