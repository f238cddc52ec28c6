//! Benchmarks of one call over loopback: the generated client, and the same call written with reqwest.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a benchmark that fails has no figures"
)]

use divan::Bencher;
use specwright_bench::call::{ByHand, Generated, runtime};
use specwright_bench::server;

fn main() {
    divan::main();
}

#[divan::bench(sample_count = 200, sample_size = 50)]
fn generated(bencher: Bencher<'_, '_>) {
    let (runtime, client) = (runtime(), Generated::new(&server::start()));
    bencher.bench_local(|| runtime.block_on(client.accept("inv_01HXYZ4QK3WJ8FN3")));
}

#[divan::bench(sample_count = 200, sample_size = 50)]
fn by_hand(bencher: Bencher<'_, '_>) {
    let (runtime, client) = (runtime(), ByHand::new(&server::start()));
    bencher.bench_local(|| runtime.block_on(client.accept("inv_01HXYZ4QK3WJ8FN3")));
}
