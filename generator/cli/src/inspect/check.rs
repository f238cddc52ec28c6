//! `specwright check`: reports every problem of a description.

use std::io::{self, Write};
use std::process::ExitCode;

use specwright::report::{Report, Severity};
use specwright::{Checked, Options};
use specwright_mock::Judge;

use crate::description::{Description, Given, status};
use crate::explain;
use crate::out::UNABLE;
use crate::out::{self, inform, tell};
use crate::show::{Count, Form, show, write};

/// Arguments of `specwright check`.
#[derive(Debug, clap::Args)]
pub struct Check {
    #[command(flatten)]
    description: Description,
    /// The format of the report
    #[arg(long, value_enum, default_value_t, value_name = "FORM")]
    format: Form,
    /// Report mistakes that can be worked around as warnings, as `generate` does without `--strict`, and a build script
    /// with `lenient()`
    #[arg(long)]
    lenient: bool,
    /// Fail on warnings too
    #[arg(long)]
    deny_warnings: bool,
    /// Ignore problems with this code; may be repeated
    #[arg(long, value_name = "CODE", value_parser = explain::parse_code)]
    allow: Vec<&'static str>,
    /// Fail on warnings with this code; may be repeated
    #[arg(long, value_name = "CODE", value_parser = explain::parse_code)]
    deny: Vec<&'static str>,
}

impl Check {
    /// Prints the problems and returns the exit status.
    pub fn run(&self) -> ExitCode {
        let given = match self.description.resolve() {
            Ok(given) => given,
            Err(status) => return ExitCode::from(status),
        };
        let source = given.load(self.lenient);
        let tests = Some(Judge::boxed as _);
        let options = Options { strict: !self.lenient, tests, ..given.options() };
        let Checked { reports, coverage } = specwright::check(&source, &options);
        let is_allowed = |report: &Report| self.allow.contains(&report.code);
        let reports: Vec<_> = reports.into_iter().filter(|report| !is_allowed(report)).collect();
        let count = Count::of(&reports);
        if self.format == Form::Text {
            show(&reports, &source);
            self.say_more(&given, &reports, count, &coverage.to_string());
        } else {
            let mut out = io::stdout().lock();
            let written = write(self.format, &reports, &source, &mut out);
            out::note(written.and_then(|()| out.flush()));
        }
        let is_denied = |report: &Report| {
            report.severity == Severity::Warning
                && (self.deny_warnings || self.deny.contains(&report.code))
        };
        let fails = count.errors > 0 || reports.iter().any(is_denied);
        if fails { ExitCode::from(status(&reports)) } else { ExitCode::SUCCESS }
    }

    /// Returns `true` if `generate` makes a client of the description.
    fn is_usable(given: &Given) -> bool {
        // Standard input has been read.
        let source = (!given.is_stdin()).then(|| given.load(true));
        source.is_some_and(|source| {
            let reports = specwright::check(&source, &given.options()).reports;
            Count::of(reports.as_slice()).errors == 0
        })
    }

    /// Prints the summary after the problems.
    fn say_more(&self, given: &Given, reports: &[Report], count: Count, coverage: &str) {
        if count.errors == 0 {
            inform!("{}: {coverage}", given.shown());
        }
        if count.errors > 0 && !self.lenient && !out::is_quiet() && Self::is_usable(given) {
            tell!(
                "help: `generate` still writes a client; `check --lenient` reports these mistakes as warnings"
            );
        }
        let worst = reports.iter().rev().max_by_key(|report| report.severity);
        // A missing file needs no further explanation.
        if let Some(report) = worst.filter(|_| status(reports) != UNABLE && !out::is_quiet()) {
            let code = report.code;
            tell!("for more about a code, run `specwright explain {code}`");
        }
    }
}
