//! Runs each seed through its target. A seed is an input that failed once, or an example of the input format.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test fails by a panic"
)]

use std::collections::BTreeSet;
use std::panic::catch_unwind;

use specwright_fuzz::{Mutator, TARGETS, collect};
use stats_alloc::{INSTRUMENTED_SYSTEM, StatsAlloc};

// This file has one test only, because allocations are counted for the whole process.
#[global_allocator]
static ALLOCATOR: &StatsAlloc<std::alloc::System> = &INSTRUMENTED_SYSTEM;

/// The number of mutated inputs for each target.
const CASES: u64 = 20;

#[test]
fn every_seed_and_some_mutations_have_the_property_of_their_target() {
    let mut failures = Vec::new();
    for target in &TARGETS {
        let seeds = collect(target, None);
        let own = seeds.iter().filter(|seed| seed.path.iter().any(|part| part == "seeds"));
        assert!(own.count() > 1, "`{}` has its seeds in generator/fuzz/seeds", target.name);
        let mut kinds = BTreeSet::new();
        let mut check = |name: String, input: &[u8]| match catch_unwind(|| (target.run)(input)) {
            Ok(kind) => _ = kinds.insert(kind),
            Err(_) => failures.push(format!("{}: {}: {name}", target.name, target.property)),
        };
        for seed in &seeds {
            check(seed.path.display().to_string(), &seed.bytes);
        }
        for case in 0..CASES {
            let input = Mutator::new(target, &seeds, case).input();
            assert_eq!(Mutator::new(target, &seeds, case).input(), input, "a case has one input");
            check(format!("--case {case}"), &input);
        }
        assert!(kinds.len() > 1, "`{}` has one outcome for every input: {kinds:?}", target.name);
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}
