//! Benchmarks of reading and writing JSON: the generated types, and the same types with serde's derives.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a benchmark that fails has no figures"
)]

use divan::{Bencher, black_box};
use postpress::runtime::{Json, Node, Writer};
use postpress::types;
use serde::Serialize;
use serde::de::DeserializeOwned;
use specwright_bench::documents::{PLAIN, UNION, UNION_TAG_LAST, list};
use specwright_bench::twins;

fn main() {
    divan::main();
}

fn read<T: Json>(document: &str) -> T {
    let node = Node::parse(document.as_bytes()).expect("JSON");
    node.decode().expect("what the description says")
}

fn decode<T: Json>(bencher: Bencher<'_, '_>, document: &str) {
    bencher.bench_local(|| read::<T>(black_box(document)));
}

fn decode_by_derive<T: DeserializeOwned>(bencher: Bencher<'_, '_>, document: &str) {
    bencher.bench_local(|| serde_json::from_slice::<T>(black_box(document.as_bytes())));
}

fn encode<T: Json>(bencher: Bencher<'_, '_>, document: &str) {
    let value: T = read(document);
    bencher.bench_local(|| Writer::text_of(black_box(&value)));
}

fn encode_by_derive<T: DeserializeOwned + Serialize>(bencher: Bencher<'_, '_>, document: &str) {
    let value: T = serde_json::from_str(document).expect("JSON of this type");
    bencher.bench_local(|| serde_json::to_vec(black_box(&value)));
}

#[divan::bench_group]
mod union_decode {
    use super::*;

    #[divan::bench]
    fn generated(bencher: Bencher<'_, '_>) {
        decode::<types::Invitation>(bencher, UNION);
    }

    #[divan::bench]
    fn derived(bencher: Bencher<'_, '_>) {
        decode_by_derive::<twins::Invitation>(bencher, UNION);
    }

    #[divan::bench]
    fn generated_tag_last(bencher: Bencher<'_, '_>) {
        decode::<types::Invitation>(bencher, UNION_TAG_LAST);
    }

    #[divan::bench]
    fn derived_tag_last(bencher: Bencher<'_, '_>) {
        decode_by_derive::<twins::Invitation>(bencher, UNION_TAG_LAST);
    }
}

#[divan::bench_group]
mod plain_decode {
    use super::*;

    #[divan::bench]
    fn generated(bencher: Bencher<'_, '_>) {
        decode::<types::Problem>(bencher, PLAIN);
    }

    #[divan::bench]
    fn derived(bencher: Bencher<'_, '_>) {
        decode_by_derive::<twins::Problem>(bencher, PLAIN);
    }

    #[divan::bench]
    fn generated_list(bencher: Bencher<'_, '_>) {
        decode::<Vec<types::Problem>>(bencher, &list());
    }

    #[divan::bench]
    fn derived_list(bencher: Bencher<'_, '_>) {
        decode_by_derive::<Vec<twins::Problem>>(bencher, &list());
    }
}

#[divan::bench_group]
mod encode {
    use super::*;

    #[divan::bench]
    fn union_generated(bencher: Bencher<'_, '_>) {
        encode::<types::Invitation>(bencher, UNION);
    }

    #[divan::bench]
    fn union_derived(bencher: Bencher<'_, '_>) {
        encode_by_derive::<twins::Invitation>(bencher, UNION);
    }

    #[divan::bench]
    fn list_generated(bencher: Bencher<'_, '_>) {
        encode::<Vec<types::Problem>>(bencher, &list());
    }

    #[divan::bench]
    fn list_derived(bencher: Bencher<'_, '_>) {
        encode_by_derive::<Vec<twins::Problem>>(bencher, &list());
    }
}
