//! Counts of reading, writing and calling. Unlike times, they do not change from run to run.
//!
//! Without arguments it prints the allocations of each piece of work. With a name, a side and a number it repeats one
//! piece of work, so that a tool can count its instructions. With a name, `cpu` and a number it prints the CPU time of
//! the sides in turns. The tool is `generator/tools/counts`.

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
use std::time::Duration;

use postpress::runtime::{Json, Node, Writer};
use postpress::types;
use rustix::time::{ClockId, clock_gettime};
use serde::Serialize;
use serde::de::DeserializeOwned;
use specwright_bench::call::{self, runtime};
use specwright_bench::depot::calls::{ByHand, Generated};
use specwright_bench::depot::{api, twins as depot};
use specwright_bench::documents::{PARCEL, PLAIN, UNION, UNION_TAG_LAST, list, parcels, points};
use specwright_bench::server::{self, Version};
use specwright_bench::twins;
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// A function to run repeatedly.
type Run = Box<dyn FnMut()>;

/// Prepares a piece of work.
type Start = fn() -> Run;

/// One piece of work: with the generated client, with handwritten code, and by a parser with SIMD instructions.
struct Work {
    name: &'static str,
    /// The number of runs under callgrind, so large that one more reallocation does not change the result.
    times: usize,
    ours: Start,
    theirs: Start,
    simd: Option<Start>,
}

const MB: usize = 1 << 20;

const WORK: [Work; 17] = [
    work(
        "decode-union",
        400,
        || read::<types::Invitation>(UNION.into()),
        || derived::<twins::Invitation>(UNION.into()),
    ),
    work(
        "decode-union-tag-last",
        400,
        || read::<types::Invitation>(UNION_TAG_LAST.into()),
        || derived::<twins::Invitation>(UNION_TAG_LAST.into()),
    ),
    work(
        "decode-plain",
        400,
        || read::<types::Problem>(PLAIN.into()),
        || derived::<twins::Problem>(PLAIN.into()),
    )
    .beside(|| simd::<twins::Problem>(PLAIN.into())),
    work(
        "decode-list",
        400,
        || read::<Vec<types::Problem>>(list()),
        || derived::<Vec<twins::Problem>>(list()),
    )
    .beside(|| simd::<Vec<twins::Problem>>(list())),
    work(
        "decode-small-objects",
        4,
        || read_depot::<Vec<api::types::Point>>(points()),
        || derived::<Vec<depot::Point>>(points()),
    )
    .beside(|| simd::<Vec<depot::Point>>(points())),
    work(
        "decode-1mb",
        8,
        || read_depot::<api::types::ParcelList>(parcels(MB)),
        || derived::<depot::ParcelList>(parcels(MB)),
    )
    .beside(|| simd::<depot::ParcelList>(parcels(MB))),
    work(
        "decode-16mb",
        2,
        || read_depot::<api::types::ParcelList>(parcels(16 * MB)),
        || derived::<depot::ParcelList>(parcels(16 * MB)),
    )
    .beside(|| simd::<depot::ParcelList>(parcels(16 * MB))),
    work(
        "encode-union",
        400,
        || write::<types::Invitation>(UNION.into()),
        || write_derived::<twins::Invitation>(UNION.into()),
    ),
    work(
        "encode-plain",
        400,
        || write::<types::Problem>(PLAIN.into()),
        || write_derived::<twins::Problem>(PLAIN.into()),
    ),
    work(
        "encode-list",
        400,
        || write::<Vec<types::Problem>>(list()),
        || write_derived::<Vec<twins::Problem>>(list()),
    ),
    work(
        "call",
        CALLS,
        || {
            let client = call::Generated::new(&json(Version::Http1, HANDLED));
            repeated(client, async |client| client.accept(INVITATION).await)
        },
        || {
            let client = call::ByHand::new(&json(Version::Http1, HANDLED));
            repeated(client, async |client| client.accept(INVITATION).await)
        },
    ),
    work(
        "get-query",
        CALLS,
        || repeated(ours(Version::Http1), async |client| client.list().await),
        || {
            repeated(theirs(Version::Http1), async |client| {
                client.list().await.expect("a response")
            })
        },
    ),
    work(
        "get-query-http2",
        CALLS,
        || repeated(ours(Version::Http2), async |client| client.list().await),
        || {
            repeated(theirs(Version::Http2), async |client| {
                client.list().await.expect("a response")
            })
        },
    ),
    work(
        "post-json",
        CALLS,
        || {
            let client = Generated::new(Version::Http1, &json(Version::Http1, PARCEL));
            repeated(client, async |client| client.create().await)
        },
        || {
            let client = ByHand::new(Version::Http1, &json(Version::Http1, PARCEL));
            repeated(client, async |client| client.create().await.expect("a response"))
        },
    ),
    work(
        "download",
        CALLS,
        || repeated(downloads(1024, Generated::new), async |client| client.label().await),
        || {
            repeated(downloads(1024, ByHand::new), async |client| {
                client.label().await.expect("a response")
            })
        },
    ),
    work(
        "download-1mb",
        CALLS,
        || repeated(downloads(MB, Generated::new), async |client| client.label().await),
        || {
            repeated(downloads(MB, ByHand::new), async |client| {
                client.label().await.expect("a response")
            })
        },
    ),
    work(
        "stream-1mb",
        CALLS,
        || repeated(downloads(MB, Generated::new), async |client| client.open_label().await),
        || {
            repeated(downloads(MB, ByHand::new), async |client| {
                client.open_label().await.expect("a response")
            })
        },
    ),
];

const CALLS: usize = 100;
const INVITATION: &str = "inv_01HXYZ4QK3WJ8FN3";
const HANDLED: &str = r#"{"object":"UserInvitationHandled","status":"ACCEPTED"}"#;

const fn work(name: &'static str, times: usize, ours: Start, theirs: Start) -> Work {
    Work { name, times, ours, theirs, simd: None }
}

impl Work {
    const fn beside(self, simd: Start) -> Self {
        Self { simd: Some(simd), ..self }
    }

    /// Returns the sides with their names.
    fn sides(&self) -> Vec<(&'static str, Start)> {
        let known = [Some(("ours", self.ours)), Some(("theirs", self.theirs))];
        known.into_iter().chain([self.simd.map(|simd| ("simd-json", simd))]).flatten().collect()
    }
}

fn main() {
    // `cargo bench` adds a flag.
    let arguments: Vec<_> = std::env::args().skip(1).filter(|it| it != "--bench").collect();
    let of = |name: &str| {
        WORK.iter().find(|work| work.name == name).expect("the name of a piece of work")
    };
    match arguments.as_slice() {
        [] => WORK.iter().for_each(print_allocations),
        [flag] if flag == "--list" => {
            WORK.iter().for_each(|work| println!("{} {}", work.name, work.times));
        }
        [name, cpu, rounds] if cpu == "cpu" => {
            print_cpu(of(name), rounds.parse().expect("a number"))
        }
        [name, side, times] => {
            let sides = of(name).sides();
            let (_, make) = sides.iter().find(|known| known.0 == side).expect("the name of a side");
            let (mut run, times) = (make(), times.parse().expect("a number"));
            (0_usize..times).for_each(|_| run());
        }
        _ => eprintln!("counts [NAME ours|theirs|simd-json TIMES | NAME cpu ROUNDS]"),
    }
}

/// Prints the name, and for each side the allocations and their bytes.
fn print_allocations(work: &Work) {
    print!("{}", work.name);
    for (side, make) in work.sides() {
        let (count, bytes) = allocations(make());
        print!(" {side} {count:.2} {bytes:.0}");
    }
    println!();
}

/// Prints the CPU time of a run in nanoseconds, user and system, of the thread that works: a line for each round, a
/// column for each side. The sides take turns in short blocks, so that other load affects them equally.
fn print_cpu(work: &Work, rounds: usize) {
    const BLOCK: Duration = Duration::from_millis(10);
    let mut runs: Vec<_> = work.sides().into_iter().map(|(_, make)| make()).collect();
    let count = runs.len();
    let mut times = 1;
    while cpu(&mut runs[0], times) * (times as u32) < BLOCK {
        times *= 2;
    }
    runs.iter_mut().for_each(|run| _ = cpu(run, times));
    for round in 0..rounds {
        let mut taken = vec![0; count];
        for turn in 0..count {
            let side = (turn + round) % count;
            taken[side] = cpu(&mut runs[side], times).as_nanos();
        }
        println!("{}", taken.iter().map(u128::to_string).collect::<Vec<_>>().join(" "));
    }
}

/// Returns the mean CPU time of some runs.
fn cpu(run: &mut Run, times: usize) -> Duration {
    let now = || Duration::try_from(clock_gettime(ClockId::ThreadCPUTime)).expect("a time");
    let begun = now();
    (0..times).for_each(|_| run());
    (now() - begun) / times as u32
}

/// Returns the mean number of allocations and reallocations of a run, and of their bytes. Runs before the measurement
/// fill the caches.
fn allocations(mut run: Run) -> (f64, f64) {
    const RUNS: usize = 20;
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

/// Reads by the runtime of the other client, which has types of its own.
fn read_depot<T: api::runtime::Json + 'static>(document: String) -> Run {
    Box::new(move || {
        let node = api::runtime::Node::parse(black_box(document.as_bytes())).expect("JSON");
        black_box(node.decode::<T>().expect("what the description says"));
    })
}

fn derived<T: DeserializeOwned + 'static>(document: String) -> Run {
    Box::new(move || {
        let value = serde_json::from_slice::<T>(black_box(document.as_bytes()));
        black_box(value.expect("JSON of this type"));
    })
}

/// The parser changes its input, so each run has a copy.
fn simd<T: DeserializeOwned + 'static>(document: String) -> Run {
    let (mut copy, mut buffers) = (Vec::new(), simd_json::Buffers::default());
    Box::new(move || {
        copy.clear();
        copy.extend_from_slice(black_box(document.as_bytes()));
        let value = simd_json::serde::from_slice_with_buffers::<T>(&mut copy, &mut buffers);
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

fn ours(version: Version) -> Generated {
    Generated::new(version, &json(version, &parcels(4000)))
}

fn theirs(version: Version) -> ByHand {
    ByHand::new(version, &json(version, &parcels(4000)))
}

/// Starts a server that responds with this JSON.
fn json(version: Version, body: &str) -> String {
    server::start(version, "application/json", body.as_bytes())
}

/// Returns a client of a server with a download of this size.
fn downloads<C>(size: usize, client: fn(Version, &str) -> C) -> C {
    let body = vec![b'x'; size];
    client(Version::Http1, &server::start(Version::Http1, "application/octet-stream", &body))
}

fn repeated<C: 'static, T>(client: C, call: impl AsyncFn(&C) -> T + 'static) -> Run {
    let runtime = runtime();
    Box::new(move || drop(black_box(runtime.block_on(call(&client)))))
}
