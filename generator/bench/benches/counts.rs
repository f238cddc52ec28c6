//! Counts of reading, writing and calling. Unlike times, they do not change from run to run.
//!
//! Without arguments it prints the allocations of each piece of work. With a name, a side and a number it repeats one
//! piece of work, so that a tool can count its instructions: `generator/tools/counts`.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a benchmark that fails has no figures"
)]

use std::alloc::System;
use std::hint::black_box;

use postpress::runtime::{Json, Node, Writer};
use postpress::types;
use serde::Serialize;
use serde::de::DeserializeOwned;
use specwright_bench::call::{ByHand, Generated, runtime};
use specwright_bench::documents::{PLAIN, UNION, UNION_TAG_LAST, list};
use specwright_bench::{server, twins};
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// A function to run repeatedly.
type Run = Box<dyn FnMut()>;

/// One piece of work in two versions: with the generated client, and with handwritten code.
struct Work {
    name: &'static str,
    ours: fn() -> Run,
    theirs: fn() -> Run,
}

const WORK: [Work; 8] = [
    Work {
        name: "decode-union",
        ours: || read::<types::Invitation>(UNION.into()),
        theirs: || derived::<twins::Invitation>(UNION.into()),
    },
    Work {
        name: "decode-union-tag-last",
        ours: || read::<types::Invitation>(UNION_TAG_LAST.into()),
        theirs: || derived::<twins::Invitation>(UNION_TAG_LAST.into()),
    },
    Work {
        name: "decode-plain",
        ours: || read::<types::Problem>(PLAIN.into()),
        theirs: || derived::<twins::Problem>(PLAIN.into()),
    },
    Work {
        name: "decode-list",
        ours: || read::<Vec<types::Problem>>(list()),
        theirs: || derived::<Vec<twins::Problem>>(list()),
    },
    Work {
        name: "encode-union",
        ours: || write::<types::Invitation>(UNION.into()),
        theirs: || write_derived::<twins::Invitation>(UNION.into()),
    },
    Work {
        name: "encode-plain",
        ours: || write::<types::Problem>(PLAIN.into()),
        theirs: || write_derived::<twins::Problem>(PLAIN.into()),
    },
    Work {
        name: "encode-list",
        ours: || write::<Vec<types::Problem>>(list()),
        theirs: || write_derived::<Vec<twins::Problem>>(list()),
    },
    Work { name: "call", ours: call, theirs: call_by_hand },
];

const INVITATION: &str = "inv_01HXYZ4QK3WJ8FN3";

fn main() {
    // `cargo bench` adds a flag.
    let arguments: Vec<_> = std::env::args().skip(1).filter(|it| it != "--bench").collect();
    match arguments.as_slice() {
        [] => print_allocations(),
        [flag] if flag == "--list" => WORK.iter().for_each(|work| println!("{}", work.name)),
        [name, side, times] => repeat(name, side, times.parse().expect("a number")),
        _ => eprintln!("counts [NAME ours|theirs TIMES]"),
    }
}

fn repeat(name: &str, side: &str, times: usize) {
    let work = WORK.iter().find(|work| work.name == name).expect("the name of a piece of work");
    let mut run = if side == "ours" { (work.ours)() } else { (work.theirs)() };
    (0..times).for_each(|_| run());
}

fn print_allocations() {
    println!("{:<24}{:>16}{:>16}{:>16}{:>16}", "", "ours", "theirs", "bytes, ours", "theirs");
    for work in &WORK {
        let (ours, theirs) = (allocations((work.ours)()), allocations((work.theirs)()));
        let name = work.name;
        println!("{name:<24}{:>16.2}{:>16.2}{:>16.0}{:>16.0}", ours.0, theirs.0, ours.1, theirs.1);
    }
}

/// Returns the mean number of allocations and reallocations of a run, and of their bytes. Runs before the measurement
/// fill the caches.
fn allocations(mut run: Run) -> (f64, f64) {
    const RUNS: usize = 100;
    (0..RUNS).for_each(|_| run());
    let region = Region::new(ALLOCATOR);
    (0..RUNS).for_each(|_| run());
    let change = region.change();
    let count = change.allocations + change.reallocations;
    (count as f64 / RUNS as f64, change.bytes_allocated as f64 / RUNS as f64)
}

fn read<T: Json + 'static>(document: String) -> Run {
    Box::new(move || {
        let node = Node::parse(black_box(document.as_bytes())).expect("JSON");
        black_box(node.decode::<T>().expect("what the description says"));
    })
}

fn derived<T: DeserializeOwned + 'static>(document: String) -> Run {
    Box::new(move || {
        let value = serde_json::from_slice::<T>(black_box(document.as_bytes()));
        black_box(value.expect("JSON of this type"));
    })
}

fn write<T: Json + 'static>(document: String) -> Run {
    let node = Node::parse(document.as_bytes()).expect("JSON");
    let value = T::read(&node).expect("what the description says");
    Box::new(move || drop(black_box(Writer::text_of(black_box(&value)))))
}

fn write_derived<T: DeserializeOwned + Serialize + 'static>(document: String) -> Run {
    let value: T = serde_json::from_str(&document).expect("JSON of this type");
    Box::new(move || drop(black_box(serde_json::to_vec(black_box(&value)))))
}

fn call() -> Run {
    let (runtime, client) = (runtime(), Generated::new(&server::start()));
    Box::new(move || drop(black_box(runtime.block_on(client.accept(INVITATION)))))
}

fn call_by_hand() -> Run {
    let (runtime, client) = (runtime(), ByHand::new(&server::start()));
    Box::new(move || _ = black_box(runtime.block_on(client.accept(INVITATION))))
}
