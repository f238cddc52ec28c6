//! Benchmarks of reading a description: from text to a `Document`.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a benchmark that fails has no figures"
)]

use divan::Bencher;
use divan::counter::BytesCount;
use specwright::document::{self, Context};
use specwright::source::Source;
use specwright_bench::documents::{Description, descriptions};

fn main() {
    divan::main();
}

/// A text with a file name whose extension is the format, YAML or JSON.
struct Text {
    name: String,
    text: String,
}

impl std::fmt::Display for Text {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.name)
    }
}

/// Returns the descriptions of the corpus as they are, and that of PostPress both as YAML and as JSON.
fn texts() -> Vec<Text> {
    let found = descriptions(&["mistral.json", "openai.yaml", "github-octokit.json"]);
    let read = |it: &Description| std::fs::read_to_string(&it.path).expect("a description");
    let mut texts: Vec<_> =
        found.iter().map(|it| Text { name: it.to_string(), text: read(it) }).collect();
    let value: serde_json::Value = serde_yaml::from_str(&texts[0].text).expect("YAML");
    texts.insert(1, Text { name: "postpress.json".into(), text: value.to_string() });
    texts
}

#[divan::bench(args = texts(), max_time = 5)]
fn to_document(bencher: Bencher<'_, '_>, text: &Text) {
    let bytes = BytesCount::of_str(&text.text);
    bencher.counter(bytes).with_inputs(|| text.text.clone()).bench_values(|whole| {
        let source = Source::from_text(&text.name, whole).expect("a description");
        let mut context = Context::new(&source, false);
        document::read(&mut context, &source).paths.len()
    });
}
