//! `specwright inputs`: lists every file that a description is read from.

use std::process::ExitCode;

use specwright::report::Severity;

use crate::description::{Description, status};
use crate::out::print;
use crate::show::show;

/// Arguments of `specwright inputs`.
#[derive(Debug, clap::Args)]
pub struct Inputs {
    #[command(flatten)]
    description: Description,
    /// End each path with a NUL, for paths that contain line feeds
    #[arg(short = '0', long)]
    null: bool,
}

impl Inputs {
    /// Lists the files, first the description and then the files that it refers to, in the order of the references. The
    /// client depends only on these files and on the options.
    pub fn run(&self) -> ExitCode {
        let source = match self.description.resolve() {
            Ok(given) => given.load(true),
            Err(status) => return ExitCode::from(status),
        };
        let errors = source.warnings().iter().filter(|report| report.severity == Severity::Error);
        let errors: Vec<_> = errors.cloned().collect();
        if !errors.is_empty() {
            show(&errors, &source);
            return ExitCode::from(status(&errors));
        }
        let end = if self.null { '\0' } else { '\n' };
        for file in source.files() {
            print(format_args!("{}{end}", file.display()));
        }
        ExitCode::SUCCESS
    }
}
