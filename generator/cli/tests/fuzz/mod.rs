//! Whatever goes in, either files that parse as Rust come out, or located errors: fixtures and other descriptions, changed at random.
//!
//! `SPECWRIGHT_FUZZ=SECONDS cargo test -p specwright-cli fuzz -- --nocapture` runs for longer than the moment it takes
//! otherwise. `SPECWRIGHT_FUZZ_SEED` begins elsewhere, `SPECWRIGHT_FUZZ_FROM` names a folder with more descriptions to begin
//! from. An input that fails is kept in `target/tmp/fuzz`; make it a fixture.

mod judge;
mod mutate;
mod seeds;

use std::collections::BTreeMap;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use judge::Outcome;
use mutate::Mutator;

/// Seconds of a run that nobody gave another length.
const SECONDS: u64 = 5;

/// Seconds after which a case is said to hang. The slowest that is known takes a twentieth of it.
const HANGS: Duration = Duration::from_secs(120);

fn setting(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

fn number(name: &str) -> Option<u64> {
    setting(name).map(|value| value.parse().unwrap_or_else(|_| panic!("{name} is a number")))
}

/// Where inputs are kept while they are tried.
fn folder() -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("fuzz");
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// The case that is being tried, and since when.
type Current = Arc<Mutex<Option<(u64, Instant)>>>;

#[test]
fn whatever_goes_in_files_that_parse_or_located_errors_come_out() {
    let length = Duration::from_secs(number("SPECWRIGHT_FUZZ").unwrap_or(SECONDS));
    let first = number("SPECWRIGHT_FUZZ_SEED").unwrap_or(0);
    let seeds = seeds::collect(setting("SPECWRIGHT_FUZZ_FROM").as_deref().map(Path::new));
    let folder = folder();
    let current = Current::default();
    watch(&current, &folder);
    let mut counts: BTreeMap<String, u64> = BTreeMap::new();
    let mut failures = Vec::new();
    let (start, mut case) = (Instant::now(), first);
    while start.elapsed() < length && failures.len() < 20 {
        // Each case has a seed of its own, so that one can be tried again without those before it.
        let input = Mutator::new(&seeds, case).input();
        // If the process is brought down, this tells by what.
        fs::write(folder.join(format!("case-{first}")), &input.bytes).unwrap();
        *current.lock().unwrap() = Some((case, Instant::now()));
        let outcome = catch_unwind(AssertUnwindSafe(|| judge::judge(&input, &folder, first)));
        *current.lock().unwrap() = None;
        let outcome = outcome.unwrap_or_else(|panic| Outcome::Wrong(said(panic.as_ref())));
        let kind = match outcome {
            Outcome::Generated => "generated".to_owned(),
            Outcome::Refused(code) => format!("refused: {code}"),
            Outcome::Wrong(why) => {
                let kept = folder.join(format!("failed-{case}.{}", input.extension));
                fs::write(&kept, &input.bytes).unwrap();
                failures.push(format!("case {case}, {}: {why}", kept.display()));
                "wrong".to_owned()
            }
        };
        *counts.entry(kind).or_default() += 1;
        case += 1;
        // For whoever looks at a long run.
        if (case - first).is_multiple_of(5_000) {
            println!("{} cases after {:?}", case - first, start.elapsed());
        }
    }
    println!("{} cases from {} descriptions in {:?}", case - first, seeds.len(), start.elapsed());
    counts.iter().for_each(|(kind, count)| println!("{count:>9} {kind}"));
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    assert!(counts.get("generated").is_some_and(|count| *count > 0), "nothing was generated");
}

/// Ends the process if a case takes too long.
fn watch(current: &Current, folder: &Path) {
    let (current, folder) = (Arc::clone(current), folder.to_owned());
    thread::spawn(move || {
        loop {
            thread::sleep(Duration::from_secs(1));
            let stuck = current.lock().unwrap().filter(|(_, since)| since.elapsed() > HANGS);
            if let Some((case, _)) = stuck {
                eprintln!("case {case} hangs; its input is in {}", folder.display());
                std::process::exit(1);
            }
        }
    });
}

/// What a panic said.
fn said(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    let text = text.or_else(|| panic.downcast_ref::<String>().cloned());
    format!("panicked: {}", text.unwrap_or_default())
}
