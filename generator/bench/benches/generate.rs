//! Benchmarks of generating a client: from a parsed source to the texts of all files.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a benchmark that fails has no figures"
)]

use divan::Bencher;
use divan::counter::{BytesCount, ItemsCount};
use proc_macro2::TokenStream;
use specwright::Options;
use specwright::disk::FileSet;
use specwright::source::Source;
use specwright_bench::documents::{Description, descriptions};

fn main() {
    divan::main();
}

fn all() -> Vec<Description> {
    descriptions(&["mistral.json", "openai.yaml", "github-octokit.json"])
}

#[divan::bench(args = all(), max_time = 5)]
fn client(bencher: Bencher<'_, '_>, description: &Description) {
    let source = Source::load(&description.path).expect("a description");
    let bytes = source.text(source.entry()).len();
    bencher.counter(BytesCount::new(bytes)).bench_local(|| generate(&source).iter().count());
}

/// Measures syn and prettyplease on the same files, in one thread. Generation cannot take less CPU time than this.
#[divan::bench(args = all(), max_time = 5)]
fn floor_of_printing(bencher: Bencher<'_, '_>, description: &Description) {
    let files = generate(&Source::load(&description.path).expect("a description"));
    // The support code is copied, not printed.
    let printed =
        files.iter().filter(|(path, _)| path.ends_with(".rs") && !path.contains("/runtime/"));
    let texts: Vec<&str> = printed.map(|(_, text)| text).collect();
    let lines: usize = texts.iter().map(|text| text.lines().count()).sum();
    let files: Vec<TokenStream> = texts.iter().map(|text| text.parse().expect("Rust")).collect();
    bencher.counter(ItemsCount::new(lines)).bench_local(|| {
        let print = |tokens: &TokenStream| {
            let file = syn::parse2(tokens.clone()).expect("Rust");
            prettyplease::unparse(&file).len()
        };
        files.iter().map(print).sum::<usize>()
    });
}

fn generate(source: &Source) -> FileSet {
    let options = Options { package: Some("client".into()), ..Options::default() };
    specwright::generate(source, &options).expect("a client").files
}
