//! Runs cases one after the other until one fails.

use std::any::Any;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{Seek, Write};
use std::panic::{catch_unwind, set_hook};
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use specwright_fuzz::{Mutator, Target, collect};

use crate::Arguments;
use crate::parent::folder;

/// The time after which a case counts as hanging. The slowest known case takes a twentieth of it.
const HANGS: Duration = Duration::from_secs(120);

/// The exit status if a case hangs.
pub const HUNG: i32 = 3;

/// The source location of the last panic.
static PLACE: Mutex<String> = Mutex::new(String::new());

/// Runs a slice of cases. Prints lines for the parent: `count NUMBER KIND`, `next CASE`, and `failed CASE MESSAGE`.
pub fn run(target: &'static Target, arguments: &Arguments) -> usize {
    set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        if let Ok(mut last) = PLACE.lock() {
            *last = place;
        }
    }));
    if let Some(path) = &arguments.input {
        return one(target, path);
    }
    let seeds = collect(target, arguments.from.as_deref());
    let mut current = File::create(folder(target).join("current")).expect("a file in target");
    let started = Arc::new(AtomicU64::new(0));
    watch(&started);
    let (begin, mut counts, mut case) = (Instant::now(), BTreeMap::new(), arguments.case);
    let last = arguments.cases.map_or(u64::MAX, |cases| case.saturating_add(cases));
    let mut failures = 0;
    while case < last && begin.elapsed() < Duration::from_secs(arguments.seconds) && failures == 0 {
        // The parent reads the number of the case here if the process is aborted.
        current.rewind().expect("a file in target");
        write!(current, "{case:20}").expect("a file in target");
        let input = Mutator::new(target, &seeds, case).input();
        started.fetch_add(1, Ordering::Relaxed);
        match outcome(target, &input) {
            Ok(kind) => *counts.entry(kind).or_insert(0_u64) += 1,
            Err(message) => {
                *counts.entry("failed").or_insert(0) += 1;
                println!("failed {case} {}", message.replace('\n', "\\n"));
                failures += 1;
            }
        }
        case += 1;
    }
    counts.iter().for_each(|(kind, count)| println!("count {count} {kind}"));
    println!("next {case}");
    failures
}

/// Runs the input in a file.
fn one(target: &Target, path: &Path) -> usize {
    let input = match std::fs::read(path) {
        Ok(input) => input,
        Err(error) => {
            println!("failed 0 cannot read {}: {error}", path.display());
            return 1;
        }
    };
    match outcome(target, &input) {
        Ok(kind) => println!("count 1 {kind}\nnext 1"),
        Err(message) => println!("failed 0 {}", message.replace('\n', "\\n")),
    }
    0
}

/// Returns the kind of the outcome, or the message of the panic with its source location.
fn outcome(target: &Target, input: &[u8]) -> Result<&'static str, String> {
    let run = target.run;
    catch_unwind(|| run(input)).map_err(|panic| {
        let place = PLACE.lock().map(|place| place.clone()).unwrap_or_default();
        format!("{} (at {place})", message(panic.as_ref()))
    })
}

fn message(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_default()
}

/// Ends the process if no case begins for too long.
fn watch(started: &Arc<AtomicU64>) {
    let started = Arc::clone(started);
    thread::spawn(move || {
        let (mut seen, mut since) = (0, Instant::now());
        loop {
            thread::sleep(Duration::from_secs(1));
            let now = started.load(Ordering::Relaxed);
            if now != seen {
                (seen, since) = (now, Instant::now());
            } else if since.elapsed() > HANGS {
                std::process::exit(HUNG);
            }
        }
    });
}
