//! Prints the output of the command. A reader that has seen enough closes the pipe; then nothing more is printed, and the exit status
//! stays what it is.

use std::fmt::Arguments;
use std::io::{self, Write};
use std::process::ExitCode;
use std::sync::OnceLock;

use crate::description::UNABLE;

/// The first error of standard output.
static LOST: OnceLock<io::Error> = OnceLock::new();

/// Prints a line on standard output.
macro_rules! say {
    ($($part:tt)*) => { $crate::out::print(format_args!("{}\n", format_args!($($part)*))) };
}

/// Prints a line on standard error, in colours if it is a terminal.
macro_rules! tell {
    ($($part:tt)*) => { $crate::out::tell_line(format_args!($($part)*)) };
}

pub(crate) use {say, tell};

/// Prints text on standard output.
pub fn print(text: Arguments<'_>) {
    if LOST.get().is_none() {
        note(io::stdout().lock().write_fmt(text));
    }
}

/// Prints a line on standard error. Where it is closed, there is nobody to be told.
pub fn tell_line(text: Arguments<'_>) {
    let mut out = anstream::stderr().lock();
    let _ = out.write_fmt(text).and_then(|()| out.write_all(b"\n"));
}

/// Notes what became of writing to standard output.
pub fn note(written: io::Result<()>) {
    if let Err(error) = written {
        // The first one says why.
        let _ = LOST.set(error);
    }
}

/// Returns `true` if nobody reads standard output any more.
pub fn is_closed() -> bool {
    note(io::stdout().lock().flush());
    LOST.get().is_some()
}

/// Writes the rest, and returns the exit status: that of the command, unless its output could not be written.
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
