//! Prints the output of the command. After the reader closes the pipe, nothing more is printed, and the exit status is
//! not changed.

use std::fmt::Arguments;
use std::io::{self, Write};
use std::process::ExitCode;
use std::sync::OnceLock;

use anstream::ColorChoice;
use clap::ArgAction;

/// The exit status if the description has errors or a check failed.
pub const FAILED: u8 = 1;

/// The exit status for wrong arguments, or for a file that cannot be read or written. clap uses the same.
pub const UNABLE: u8 = 2;

/// The first error of writing to standard output.
static LOST: OnceLock<io::Error> = OnceLock::new();

/// The amount of output.
static VERBOSITY: OnceLock<Verbosity> = OnceLock::new();

/// `true` if every warning is printed.
static ALL_WARNINGS: OnceLock<bool> = OnceLock::new();

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Verbosity {
    Quiet,
    #[default]
    Normal,
    Verbose,
}

/// The options of every subcommand.
#[derive(Debug, clap::Args)]
pub struct Output {
    /// Print only problems and requested output, without progress and summary
    #[arg(short, long, global = true, conflicts_with = "verbose", display_order = 100)]
    quiet: bool,
    /// Also print each file that is read or written, and every warning
    #[arg(short, long, global = true, action = ArgAction::SetTrue, display_order = 101)]
    verbose: bool,
    /// Print every warning, instead of the first of each kind and the number of the others
    #[arg(long, global = true, display_order = 101)]
    all_warnings: bool,
    /// When to use colours
    #[arg(
        long,
        global = true,
        value_enum,
        default_value_t,
        value_name = "WHEN",
        display_order = 102
    )]
    color: Color,
}

#[derive(Clone, Copy, Debug, Default, clap::ValueEnum)]
enum Color {
    /// On a terminal, unless NO_COLOR is set
    #[default]
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

impl Output {
    /// Applies the options to all later output.
    pub fn apply(&self) {
        match self.color {
            Color::Auto => {}
            Color::Always => ColorChoice::AlwaysAnsi.write_global(),
            Color::Never => ColorChoice::Never.write_global(),
        }
        let verbosity = match (self.quiet, self.verbose) {
            (true, _) => Verbosity::Quiet,
            (_, true) => Verbosity::Verbose,
            _ => Verbosity::Normal,
        };
        let _ = ALL_WARNINGS.set(self.all_warnings || self.verbose);
        // `apply` is called once, at the start.
        let _ = VERBOSITY.set(verbosity);
    }
}

/// Returns `true` if only problems and requested output are printed.
pub fn is_quiet() -> bool {
    VERBOSITY.get() == Some(&Verbosity::Quiet)
}

/// Returns `true` if each file that is read or written is printed.
pub fn is_verbose() -> bool {
    VERBOSITY.get() == Some(&Verbosity::Verbose)
}

/// Returns `true` if every warning is printed.
pub fn shows_all_warnings() -> bool {
    ALL_WARNINGS.get() == Some(&true)
}

/// Prints a line of progress or result on standard output, unless `--quiet` is set.
macro_rules! inform {
    ($($part:tt)*) => { if !$crate::out::is_quiet() { $crate::out::say!($($part)*); } };
}

/// Prints a line on standard output.
macro_rules! say {
    ($($part:tt)*) => { $crate::out::print(format_args!("{}\n", format_args!($($part)*))) };
}

/// Prints a line on standard error, in colours if it is a terminal.
macro_rules! tell {
    ($($part:tt)*) => { $crate::out::tell_line(format_args!($($part)*)) };
}

pub(crate) use {inform, say, tell};

/// Prints text on standard output.
pub fn print(text: Arguments<'_>) {
    if LOST.get().is_none() {
        note(io::stdout().lock().write_fmt(text));
    }
}

/// Prints a line on standard error. Errors of a closed standard error are ignored.
pub fn tell_line(text: Arguments<'_>) {
    let mut out = anstream::stderr().lock();
    let _ = out.write_fmt(text).and_then(|()| out.write_all(b"\n"));
}

/// Records the result of a write to standard output.
pub fn note(written: io::Result<()>) {
    if let Err(error) = written {
        // Later errors are consequences of the first one.
        let _ = LOST.set(error);
    }
}

/// Returns `true` if standard output is closed.
pub fn is_closed() -> bool {
    note(io::stdout().lock().flush());
    LOST.get().is_some()
}

/// Flushes standard output and returns the exit status: that of the command, unless its output could not be written.
pub fn finish(status: ExitCode) -> ExitCode {
    note(io::stdout().lock().flush());
    match LOST.get() {
        Some(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            tell!("error: cannot write to standard output: {error}");
            ExitCode::from(UNABLE)
        }
        _ => status,
    }
}
