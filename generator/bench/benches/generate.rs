//! Generating a client: from the source tree of a description to the texts of all files.

use divan::Bencher;
use divan::counter::BytesCount;
use specwright::Options;
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
    let options = Options { package: Some("client".into()), ..Options::default() };
    let bytes = source.text(source.entry()).len();
    bencher.counter(BytesCount::new(bytes)).bench_local(|| {
        let output = specwright::generate(&source, &options).expect("a client");
        output.files.iter().count()
    });
}
