//! Checks that the files of a client are Rust and that no text of the description became code in them.

use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Mutex;

use proc_macro2::{TokenStream, TokenTree};
use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag};
use specwright::disk::FileSet;

/// A text that no generated name contains. If it occurs in code, text of the description has become code.
pub const MARKER: &str = "pWnEd__iT";

/// The hashes of checked files without mistakes. Most files of two clients are the same.
static RIGHT: Mutex<BTreeSet<u64>> = Mutex::new(BTreeSet::new());

/// Returns the first mistake in the files of a client.
pub fn wrong(files: &FileSet) -> Option<String> {
    files.iter().find_map(|(path, text)| {
        let plain = |char: char| char.is_ascii_alphanumeric() || "_-./".contains(char);
        if !path.chars().all(plain) || path.starts_with('/') || path.contains("..") {
            return Some(format!("a file is called `{path}`"));
        }
        let mut hasher = DefaultHasher::new();
        (path, text).hash(&mut hasher);
        let hash = hasher.finish();
        if RIGHT.lock().unwrap().contains(&hash) {
            return None;
        }
        let wrong = wrong_text(path, text);
        if wrong.is_none() {
            RIGHT.lock().unwrap().insert(hash);
        }
        wrong
    })
}

fn wrong_text(path: &str, text: &str) -> Option<String> {
    let turns = |char| matches!(char, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    if text.contains(turns) {
        return Some(format!("`{path}` holds what turns the direction of writing"));
    }
    // The runtime contains no text of the description.
    if !path.ends_with(".rs") || path.contains("runtime/") {
        return None;
    }
    if let Some(code) = code_in_docs(text) {
        return Some(format!("rustdoc would run code in `{path}`: {code:?}"));
    }
    let tokens = match text.parse::<TokenStream>() {
        Ok(tokens) => tokens,
        Err(error) => return Some(format!("`{path}` is not made of tokens: {error}")),
    };
    if let Err(error) = syn::parse2::<syn::File>(tokens.clone()) {
        return Some(format!("`{path}` does not parse: {error}"));
    }
    holds_marker(tokens).then(|| format!("text of the description became code in `{path}`"))
}

/// Returns code in doc comments that is not marked as text, because rustdoc would run it as a test.
fn code_in_docs(text: &str) -> Option<String> {
    let mut docs = String::new();
    for line in text.lines().chain([""]) {
        if let Some(doc) = line.trim_start().strip_prefix("///") {
            docs.push_str(doc.strip_prefix(' ').unwrap_or(doc));
            docs.push('\n');
            continue;
        }
        let mut events = Parser::new(&docs);
        let runs = events.any(|event| match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => &*info != "text",
            Event::Start(Tag::CodeBlock(CodeBlockKind::Indented)) => true,
            _ => false,
        });
        if runs {
            return Some(docs);
        }
        docs.clear();
    }
    None
}

fn holds_marker(tokens: TokenStream) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Ident(ident) => ident == MARKER,
        TokenTree::Group(group) => holds_marker(group.stream()),
        _ => false,
    })
}
