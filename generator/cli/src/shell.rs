//! `specwright completions` and `specwright man`: completion scripts and manual pages.

use std::io::{self, Write};
use std::process::ExitCode;

use clap::{Command, CommandFactory};
use clap_complete::Shell;

use crate::out::UNABLE;
use crate::out::{self, tell};

/// Arguments of `specwright completions`.
#[derive(Debug, clap::Args)]
pub struct Completions {
    /// The shell
    shell: Shell,
}

/// Arguments of `specwright man`.
#[derive(Debug, clap::Args)]
pub struct Man {
    /// The subcommand; without one, the page of `specwright` itself is printed
    subcommand: Option<String>,
}

impl Completions {
    /// Prints the completion script of a shell.
    pub fn run<C: CommandFactory>(&self) -> ExitCode {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut C::command(), "specwright", &mut script);
        out::note(io::stdout().lock().write_all(&script));
        ExitCode::SUCCESS
    }
}

impl Man {
    /// Prints a manual page.
    pub fn run<C: CommandFactory>(&self) -> ExitCode {
        let mut command = C::command();
        command.build();
        let page = match &self.subcommand {
            None => Some(&command),
            Some(name) => command.find_subcommand(name),
        };
        let Some(page) = page else {
            let name = self.subcommand.as_deref().unwrap_or_default();
            tell!("error: there is no subcommand `{}`", specwright::report::clean(name));
            return ExitCode::from(UNABLE);
        };
        out::note(write(page.clone()));
        ExitCode::SUCCESS
    }
}

fn write(page: Command) -> io::Result<()> {
    let mut out = io::stdout().lock();
    clap_mangen::Man::new(page).render(&mut out)?;
    out.flush()
}
