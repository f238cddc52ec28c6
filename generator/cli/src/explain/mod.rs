//! `specwright explain`: explains the code of a problem, with an example before and after.

use std::process::ExitCode;

use specwright::report::did_you_mean;

use crate::out::UNABLE;
use crate::out::{say, tell};

/// The explanations of all codes: a heading with the code, a one-line title, and the rest.
const TEXT: &str = include_str!("codes.md");

/// The definition of coverage, which `explain coverage` prints.
const COVERAGE: &str = include_str!("coverage.md");

/// Arguments of `specwright explain`.
#[derive(Debug, clap::Args)]
pub struct Explain {
    /// The code, as shown in `error[CODE]` or `warning[CODE]`, or `coverage` for the meaning of "fully typed"; without
    /// one, all codes are listed
    code: Option<String>,
}

/// The explanation of a code.
#[derive(Clone, Copy, Debug)]
pub struct Explanation {
    /// The code.
    pub code: &'static str,
    /// A title of one line.
    pub title: &'static str,
    /// The rest: the reason, and an example before and after.
    pub body: &'static str,
}

impl Explain {
    /// Prints the explanation and returns the exit status.
    pub fn run(&self) -> ExitCode {
        let Some(code) = &self.code else {
            all().for_each(|text| say!("{:<28}{}", text.code, text.title));
            return ExitCode::SUCCESS;
        };
        if code == "coverage" {
            say!("{}", COVERAGE.trim_end());
            return ExitCode::SUCCESS;
        }
        if let Some(text) = find(code) {
            say!("{}: {}\n\n{}", text.code, text.title, text.body);
            return ExitCode::SUCCESS;
        }
        tell!("error: there is no code `{}`", specwright::report::clean(code));
        match did_you_mean(code, all().map(|text| text.code)) {
            Some(meant) => tell!("help: did you mean `{meant}`?"),
            None => tell!("help: `specwright explain` lists all of them"),
        }
        ExitCode::from(UNABLE)
    }
}

/// Returns the explanation of a code, if it exists.
pub fn find(code: &str) -> Option<Explanation> {
    all().find(|text| text.code == code)
}

/// Parses the code of a problem.
///
/// # Errors
///
/// Returns an error with a suggestion if there is no such code.
pub fn parse_code(code: &str) -> Result<&'static str, String> {
    if let Some(text) = find(code) {
        return Ok(text.code);
    }
    Err(match did_you_mean(code, all().map(|text| text.code)) {
        Some(meant) => format!("there is no such code; did you mean `{meant}`?"),
        None => "there is no such code; `specwright explain` lists all of them".to_owned(),
    })
}

fn all() -> impl Iterator<Item = Explanation> {
    let sections = TEXT.split("\n## ").skip(1);
    sections.filter_map(|section| {
        let (code, rest) = section.split_once('\n')?;
        let (title, body) = rest.trim_start().split_once('\n')?;
        Some(Explanation { code: code.trim(), title: title.trim(), body: body.trim() })
    })
}
