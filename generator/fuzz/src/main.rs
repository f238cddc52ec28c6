//! Runs the fuzz targets on stable Rust without further tools.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a finding is a panic"
)]

mod parent;
mod worker;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use specwright_fuzz::{TARGETS, Target};
use stats_alloc::{INSTRUMENTED_SYSTEM, StatsAlloc};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<std::alloc::System> = &INSTRUMENTED_SYSTEM;

/// Runs fuzz targets: mutates their seeds and checks a property of each input.
///
/// An input for which the property does not hold is kept in `target/fuzz/TARGET/`. Run it alone with `--input`, and add it to
/// `generator/fuzz/seeds/TARGET/` once it is fixed.
#[derive(Parser)]
struct Arguments {
    /// The targets; all of them if none is given
    targets: Vec<String>,
    /// Seconds for each target
    #[arg(long, default_value_t = 10)]
    seconds: u64,
    /// The number of the first case; each case has its own input, which is always the same
    #[arg(long, default_value_t = 0)]
    case: u64,
    /// Ends each target after so many cases
    #[arg(long)]
    cases: Option<u64>,
    /// A folder with more seeds
    #[arg(long)]
    from: Option<PathBuf>,
    /// A file to run as the only input
    #[arg(long)]
    input: Option<PathBuf>,
    /// Lists the targets
    #[arg(long)]
    list: bool,
    /// Runs one slice of a target in this process, for the process that counts
    #[arg(long, hide = true)]
    worker: bool,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    if arguments.list {
        for target in &TARGETS {
            println!("{:10} {}", target.name, target.property);
        }
        return ExitCode::SUCCESS;
    }
    let targets = match named(&arguments.targets) {
        Ok(targets) => targets,
        Err(name) => {
            eprintln!("error: there is no target `{name}`; `--list` shows all");
            return ExitCode::from(2);
        }
    };
    let failures: usize = if arguments.worker {
        targets.into_iter().map(|target| worker::run(target, &arguments)).sum()
    } else {
        parent::run_all(&targets, &arguments)
    };
    if failures == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn named(names: &[String]) -> Result<Vec<&'static Target>, &String> {
    if names.is_empty() {
        return Ok(TARGETS.iter().collect());
    }
    let find = |name| TARGETS.iter().find(|target| target.name == name);
    names.iter().map(|name| find(name.as_str()).ok_or(name)).collect()
}
