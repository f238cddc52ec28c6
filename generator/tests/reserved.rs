//! Tests that no item of a description gets a name that the runtime has taken, and that no two items share one: with names
//! made at random of words that are hard for a generator.

use std::collections::{BTreeSet, HashSet};
use std::fs;
use std::path::Path;

use specwright::Options;
use specwright::names::reserved;
use specwright::source::Source;
use syn::{ImplItem, Item};

use crate::hostile;

/// Returns the methods that files of the runtime define for a type, also those of macros for calls.
fn methods_of(ty: &str) -> BTreeSet<String> {
    let mut methods = BTreeSet::new();
    for folder in ["runtime/client", "runtime/mock"] {
        for entry in fs::read_dir(folder).unwrap() {
            let text = fs::read_to_string(entry.unwrap().path()).unwrap();
            for item in syn::parse_file(&text).unwrap().items {
                let Item::Impl(block) = item else { continue };
                let syn::Type::Path(path) = &*block.self_ty else { continue };
                if !path.path.is_ident(ty) {
                    continue;
                }
                methods.extend(block.items.iter().filter_map(|item| match item {
                    ImplItem::Fn(method) => Some(method.sig.ident.to_string()),
                    _ => None,
                }));
            }
        }
    }
    assert!(!methods.is_empty(), "the runtime defines no `{ty}`");
    methods
}

/// Checks that all methods are reserved.
fn assert_reserved(methods: &BTreeSet<String>, reserved: &[&str]) {
    let open: Vec<_> =
        methods.iter().filter(|method| !reserved.contains(&method.as_str())).collect();
    assert!(open.is_empty(), "add to `names/reserved.rs`: {open:?}");
}

#[test]
fn methods_of_the_runtime_are_reserved() {
    assert_reserved(&methods_of("Client"), &reserved::CLIENT);
    assert_reserved(&methods_of("ClientBuilder"), &reserved::BUILDER);
    assert_reserved(&methods_of("Mock"), &reserved::MOCK);
    // The macros for calls define the methods of each call.
    let text = fs::read_to_string("runtime/client/response_future.rs").unwrap();
    let macros = text.split("macro_rules!").skip(1).collect::<String>();
    let names = macros.split("pub fn ").skip(1);
    let names = names.map(|rest| rest.split(|char: char| !is_part(char)).next().unwrap());
    let own = ["send_with_headers", "send_with_headers_blocking"];
    let names: BTreeSet<_> = names.filter(|name| !own.contains(name)).map(str::to_owned).collect();
    assert!(names.contains("send"), "{names:?}");
    assert_reserved(&names, &reserved::CALL);
}

fn is_part(char: char) -> bool {
    char.is_alphanumeric() || char == '_'
}

/// Returns the generated client of a description.
fn client(text: String) -> specwright::Output {
    let source = Source::from_text("api.yaml", text).unwrap();
    specwright::generate(&source, &Options::default()).unwrap_or_else(|error| panic!("{error}"))
}

/// Checks that no two items of a file have one name, nor two methods of one type in the whole client.
fn assert_distinct(output: &specwright::Output, about: &str) {
    let mut methods = HashSet::new();
    for (path, text) in output.files.iter() {
        if path.starts_with("runtime/") {
            continue;
        }
        let file = syn::parse_file(text).unwrap_or_else(|error| panic!("{path}: {error}"));
        let (mut items, mut constants) = (HashSet::new(), HashSet::new());
        for item in file.items {
            let name = match &item {
                Item::Struct(item) => &item.ident,
                Item::Enum(item) => &item.ident,
                Item::Type(item) => &item.ident,
                // A constant may have the name of a type.
                Item::Static(item) => {
                    assert!(
                        constants.insert(item.ident.to_string()),
                        "{about}: {path}: {}",
                        item.ident
                    );
                    continue;
                }
                Item::Mod(item) => &item.ident,
                Item::Impl(block) if block.trait_.is_none() => {
                    let ty = &block.self_ty;
                    let ty = quote::quote!(#ty).to_string();
                    // Types of different modules may have one name.
                    let home = if ty.starts_with("rt ::") { "" } else { path };
                    for item in &block.items {
                        let ImplItem::Fn(method) = item else { continue };
                        let name = method.sig.ident.to_string();
                        let key = format!("{home} {ty}::{name}");
                        assert!(methods.insert(key.clone()), "{about}: {key} is there twice");
                    }
                    continue;
                }
                _ => continue,
            };
            assert!(items.insert(name.to_string()), "{about}: {path} has two `{name}`");
        }
    }
}

#[test]
fn names_at_random_give_distinct_items() {
    for seed in 0..8 {
        let text = hostile::description(seed);
        assert_distinct(&client(text.clone()), &format!("seed {seed}:\n{text}"));
    }
}

#[test]
fn tags_in_any_script_are_modules_in_order() {
    let tags = ["名前", "Zahlungsempfänger", "Категории", "OAuth", "👍", "a b", "A-B"];
    let path = |(index, tag): (usize, &&str)| {
        format!(
            "  /p{index}: {{ get: {{ operationId: o{index}, tags: ['{tag}'], responses: {{ '204': {{ description: x }} }} }} }}\n"
        )
    };
    let paths: String = tags.iter().enumerate().map(path).collect();
    let output =
        client(format!("openapi: 3.1.0\ninfo: {{ title: T, version: '1' }}\npaths:\n{paths}"));
    let root = output.files.get("operations.rs").unwrap();
    let modules: Vec<_> =
        root.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';')).collect();
    let expected = ["名前", "zahlungsempfänger", "категории", "oauth", "thumbs_up", "a_b2", "a_b"];
    assert_eq!(modules, expected);
    assert!(root.contains("#[path = \"operations/u540du524d.rs\"]"), "{root}");
    let is_ascii = |path: &str| path.is_ascii() && Path::new(path).extension().is_some();
    assert!(output.files.paths().all(is_ascii));
}
