//! Runs a target in slices, each in its own process, so that an abort counts as a failure and all memory is freed.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use std::{fs, thread};

use specwright_fuzz::{Mutator, Target, collect};

use crate::Arguments;
use crate::worker::HUNG;

/// The longest time of a slice.
const SLICE: Duration = Duration::from_secs(30);

/// The number of failures after which a target ends.
const ENOUGH: usize = 20;

/// Returns the folder in which inputs of failures are kept.
pub fn folder(target: &Target) -> PathBuf {
    let set = std::env::var_os("CARGO_TARGET_DIR").map(PathBuf::from);
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let folder = set.unwrap_or_else(|| root.join("target")).join("fuzz").join(target.name);
    fs::create_dir_all(&folder).expect("a folder in target");
    folder
}

/// The results of a slice.
#[derive(Default)]
struct Slice {
    counts: BTreeMap<String, u64>,
    failed: Option<(u64, String)>,
    next: Option<u64>,
}

/// Runs targets, as many at a time as there are cores, and returns the number of failures.
pub fn run_all(targets: &[&'static Target], arguments: &Arguments) -> usize {
    let next = AtomicUsize::new(0);
    let run_some = || {
        let mut failures = 0;
        while let Some(target) = targets.get(next.fetch_add(1, Ordering::Relaxed)) {
            failures += run(target, arguments);
        }
        failures
    };
    let cores = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        let threads: Vec<_> = (0..cores).map(|_| scope.spawn(run_some)).collect();
        threads.into_iter().map(|thread| thread.join().expect("a target that ends")).sum()
    })
}

/// Runs a target for its time and returns the number of failures.
fn run(target: &'static Target, arguments: &Arguments) -> usize {
    let (begin, length) = (Instant::now(), Duration::from_secs(arguments.seconds));
    let last = arguments.cases.map_or(u64::MAX, |cases| arguments.case.saturating_add(cases));
    let (mut case, mut counts, mut failures) = (arguments.case, BTreeMap::new(), 0);
    while case < last && failures < ENOUGH {
        let Some(rest) = length.checked_sub(begin.elapsed()).filter(|rest| !rest.is_zero()) else {
            break;
        };
        let slice = slice(target, arguments, case, last - case, rest.min(SLICE));
        for (kind, count) in slice.counts {
            *counts.entry(kind).or_insert(0) += count;
        }
        if let Some((failed, message)) = &slice.failed {
            failures += 1;
            let kept = keep(target, arguments, *failed);
            println!(
                "{}: case {failed} failed, input in {}: {message}",
                target.name,
                kept.display()
            );
        }
        let next = slice.next.or(slice.failed.map(|(failed, _)| failed + 1));
        case = next.unwrap_or(last);
        if arguments.input.is_some() {
            break;
        }
    }
    let cases: u64 = counts.values().sum();
    // Printed at once, because other targets print too.
    let mut text =
        format!("{}: {cases} cases in {:.1?}, {failures} failed\n", target.name, begin.elapsed());
    for (kind, count) in counts {
        _ = writeln!(text, "{count:>9} {kind}");
    }
    print!("{text}");
    failures
}

fn slice(target: &Target, arguments: &Arguments, case: u64, cases: u64, time: Duration) -> Slice {
    let mut command = Command::new(std::env::current_exe().expect("the path of this program"));
    command.args(["--worker", target.name]);
    command.args(["--case", &case.to_string(), "--cases", &cases.to_string()]);
    command.args(["--seconds", &time.as_secs().max(1).to_string()]);
    let paths = [("--from", &arguments.from), ("--input", &arguments.input)];
    for (name, path) in paths {
        path.iter().for_each(|path| _ = command.arg(name).arg(path));
    }
    let output = command.stdin(Stdio::null()).stderr(Stdio::inherit()).output();
    let output = output.expect("this program can be run");
    let mut slice = Slice::default();
    for line in String::from_utf8_lossy(&output.stdout).lines() {
        slice.read(line);
    }
    if slice.next.is_none() && slice.failed.is_none() {
        let current = fs::read_to_string(folder(target).join("current")).unwrap_or_default();
        let current = current.trim().parse().unwrap_or(case);
        slice.failed = Some((current, ended(output.status)));
        slice.counts.insert("failed".to_owned(), 1);
    }
    slice
}

fn ended(status: ExitStatus) -> String {
    match status.code() {
        Some(HUNG) => "it hangs".to_owned(),
        _ => format!("the process was aborted: {status}"),
    }
}

impl Slice {
    fn read(&mut self, line: &str) {
        let (kind, rest) = line.split_once(' ').unwrap_or((line, ""));
        let (number, text) = rest.split_once(' ').unwrap_or((rest, ""));
        let Ok(number) = number.parse() else { return };
        match kind {
            "count" => _ = self.counts.insert(text.to_owned(), number),
            "failed" => self.failed = Some((number, text.to_owned())),
            "next" => self.next = Some(number),
            _ => {}
        }
    }
}

/// Writes the input of a case into the folder of failures.
fn keep(target: &'static Target, arguments: &Arguments, case: u64) -> PathBuf {
    if let Some(input) = &arguments.input {
        return input.clone();
    }
    let seeds = collect(target, arguments.from.as_deref());
    let path = folder(target).join(format!("failed-{case}"));
    fs::write(&path, Mutator::new(target, &seeds, case).input()).expect("a file in target");
    path
}
