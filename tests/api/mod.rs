//! Compares the public items of the client with the list in `tests/api.txt`. A removed or changed item breaks the programs of
//! users, so it fails the test. An added item, such as that of a new endpoint, does not.
//!
//! `SPECWRIGHT_BLESS=1 cargo test -p postpress-tests --test all api::` rewrites the list. With `SPECWRIGHT_BLESS=check`, as in
//! `.ci/run`, the test fails unless the list has every item.

mod items;
mod listing;

use std::fs;
use std::path::Path;

use items::items;

const LIST: &str = "tests/api.txt";
const REWRITE: &str =
    "`SPECWRIGHT_BLESS=1 cargo test -p postpress-tests --test all api::` rewrites the list";

#[test]
fn no_public_item_of_the_list_is_removed_or_changed() {
    let package = Path::new(crate::PACKAGE);
    let list = listing::of_crate(&package.join("generated/lib.rs"), "postpress");
    let wish = std::env::var("SPECWRIGHT_BLESS").unwrap_or_default();
    if wish == "1" {
        fs::write(package.join(LIST), list).unwrap();
        return;
    }
    let listed = listed();
    let lost = lost(&listed, &list);
    assert!(
        lost.is_empty(),
        "public items of the client in `{LIST}` are removed or changed. If that is intended, {REWRITE}:\n{}",
        lost.join("\n")
    );
    assert!(wish != "check" || listed == list, "`{LIST}` lacks public items: {REWRITE}");
}

/// Returns the items of `tests/api.txt` that the client with this root does not have.
pub fn lost_items(root: &Path) -> Vec<String> {
    lost(&listed(), &listing::of_crate(root, "postpress"))
}

fn listed() -> String {
    fs::read_to_string(Path::new(crate::PACKAGE).join(LIST)).unwrap().replace('\r', "")
}

/// Returns the items of the first list that the second does not have.
fn lost(before: &str, after: &str) -> Vec<String> {
    items(before).difference(&items(after)).cloned().collect()
}

const BEFORE: &str = "# api

pub use runtime::{Client, Error};
pub use types::*;

# api::types (private)

#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Pet {
    pub name: String,
}
impl Pet {
    #[must_use]
    pub fn new(name: impl Into<String>) -> Self {}
}
#[non_exhaustive]
pub enum Kind {
    Cat,
    Dog { barks: bool },
}
pub enum Closed {
    Yes,
    No,
}
pub trait Send {
    fn send(&self);
    fn open(&self) {}
}
rt::json_serde!(Pet);
impl From<Pet> for super::errors::AnyError {}
";

#[test]
fn added_items_are_no_loss() {
    let after = BEFORE
        .replace("{Client, Error}", "{Added, Client, Error}")
        .replace("(Clone, Debug)", "(Clone, Debug, PartialEq)")
        .replace("    pub name: String,\n", "    pub age: u8,\n    pub name: String,\n")
        .replace("impl Pet {", "impl Pet {\n    pub fn with_age(self, age: u8) -> Self {}")
        .replace("    Cat,", "    Bird,\n    Cat,")
        .replace("fn open(&self) {}", "fn open(&self) {}\n    fn close(&self) {}")
        .replace("(Pet);", "(Owner, Pet);")
        + "pub struct Owner {}\n";
    assert_ne!(after, BEFORE);
    assert_eq!(lost(BEFORE, &after), Vec::<String>::new());
}

#[test]
fn an_item_may_move_between_private_modules_whose_items_are_exported() {
    let after = BEFORE
        .replace(
            "# api::types (private)",
            "# api::types (private)\n\npub use pets::*;\n\n# api::types::pets (private)",
        )
        .replace("super::errors", "super::super::errors");
    assert_eq!(lost(BEFORE, &after), Vec::<String>::new());
}

#[test]
fn removed_and_changed_items_are_lost() {
    for (old, new, item) in [
        ("{Client, Error}", "{Client}", "api: use runtime::Error"),
        ("    pub name: String,\n", "", "api: struct Pet: pub name : String"),
        (
            "name: impl Into<String>)",
            "name: String)",
            "api: impl Pet: # [must_use] pub fn new (name : impl Into < String >) -> Self",
        ),
        ("    Cat,\n", "", "api: enum Kind: Cat"),
        ("barks: bool", "barks: u8", "api: enum Kind: Dog { barks : bool }"),
        ("    No,\n", "    No,\n    Maybe,\n", "api: pub enum Closed { Yes , No , }"),
        (
            "    fn send(&self);\n",
            "    fn send(&self);\n    fn stop(&self);\n",
            "api: trait Send: requires send",
        ),
        ("fn open(&self) {}", "", "api: trait Send: fn open (& self) with a body"),
        ("Clone, Debug", "Debug", "api: Pet derives Clone"),
        ("rt::json_serde!(Pet);\n", "", "api: rt :: json_serde ! Pet"),
        (
            "impl From<Pet> for super::errors::AnyError {}\n",
            "",
            "api: impl From < Pet > for errors :: AnyError",
        ),
        ("pub use types::*;\n", "", "api: rt :: json_serde ! Pet"),
    ] {
        let after = BEFORE.replace(old, new);
        assert_ne!(after, BEFORE, "{old}");
        let lost = lost(BEFORE, &after);
        assert!(lost.iter().any(|it| it == item), "{old}: {lost:#?}");
    }
}
