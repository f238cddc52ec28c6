//! Unions without a discriminator: the variant that a value is read as.

use indexmap::IndexMap;
use serde_json::Value;

use crate::runtime as rt;
use crate::runtime::enums::best_match::{Variant, choose};
use crate::runtime::enums::unknown_value::UnknownValue;
use crate::runtime::json::convert::Json;
use crate::runtime::json::node::Node;
use crate::runtime::json::read::ReadError;
use crate::runtime::json::write::Writer;

#[derive(Clone, Debug, PartialEq)]
enum Size {
    Small,
    Unknown(UnknownValue),
}

impl Size {
    fn as_str(&self) -> &str {
        match self {
            Self::Small => "small",
            Self::Unknown(value) => value.as_str(),
        }
    }

    fn is_known(&self) -> bool {
        !matches!(self, Self::Unknown(_))
    }

    fn from_text(text: &str) -> Self {
        match text {
            "small" => Self::Small,
            _ => Self::Unknown(UnknownValue::new(text)),
        }
    }
}

rt::text_enum!(Size);

/// An object with an optional name.
#[derive(Debug, PartialEq)]
struct Loose(Option<String>);

/// An object with a name and an age.
#[derive(Debug, PartialEq)]
struct Strict(String, i64);

impl Json for Loose {
    fn read(node: &Node<'_>) -> Result<Self, ReadError> {
        let object = node.object()?;
        let name = object.optional("name");
        object.finish(Self(name))
    }

    fn write(&self, _: &mut Writer) {}
}

impl Json for Strict {
    fn read(node: &Node<'_>) -> Result<Self, ReadError> {
        let object = node.object()?;
        let value = Self(object.required("name"), object.required("age"));
        object.finish(value)
    }

    fn write(&self, _: &mut Writer) {}
}

#[derive(Debug, PartialEq)]
enum Thing {
    Loose(Loose),
    Strict(Strict),
    Size(Size),
    Text(String),
    Map(IndexMap<String, Value>),
    Any(Value),
}

impl Json for Thing {
    fn read(node: &Node<'_>) -> Result<Self, ReadError> {
        choose(
            node,
            &[
                Variant::new(|node| Json::read(node).map(Self::Size)),
                Variant::new(|node| Json::read(node).map(Self::Text)),
            ],
            &["Size", "Text"],
        )
    }

    fn write(&self, _: &mut Writer) {}
}

fn read(json: &str) -> Result<Thing, ReadError> {
    let node = Node::parse(json.as_bytes()).unwrap();
    choose(
        &node,
        &[
            Variant::new(|node| Json::read(node).map(Thing::Loose)),
            Variant::new(|node| Json::read(node).map(Thing::Strict)),
            Variant::new(|node| Json::read(node).map(Thing::Size)),
            Variant::new(|node| Json::read(node).map(Thing::Text)),
        ],
        &["Loose", "Strict", "Size", "Text"],
    )
}

#[test]
fn the_variant_that_knows_most_of_a_value_is_chosen_wherever_it_stands() {
    let strict = |age| Thing::Strict(Strict("a".to_owned(), age));
    assert_eq!(read(r#"{"name": "a", "age": 1}"#).unwrap(), strict(1));
    // An unknown member does not change the variant.
    assert_eq!(read(r#"{"name": "a", "age": 1, "new": 2}"#).unwrap(), strict(1));
    assert_eq!(read(r#"{"name": "a"}"#).unwrap(), Thing::Loose(Loose(Some("a".to_owned()))));
    assert_eq!(read("{}").unwrap(), Thing::Loose(Loose(None)));
}

#[test]
fn a_listed_value_of_an_enum_comes_before_any_text_and_any_text_before_an_unlisted_value() {
    assert_eq!(read(r#""small""#).unwrap(), Thing::Size(Size::Small));
    assert_eq!(read(r#""huge""#).unwrap(), Thing::Text("huge".to_owned()));
}

#[test]
fn what_takes_anything_is_chosen_only_where_nothing_else_knows_the_value() {
    let read = |json: &str| {
        let node = Node::parse(json.as_bytes()).unwrap();
        choose(
            &node,
            &[
                Variant::any(|node| Json::read(node).map(Thing::Any)),
                Variant::any(|node| Json::read(node).map(Thing::Map)),
                Variant::new(|node| Json::read(node).map(Thing::Loose)),
            ],
            &["Any", "Map", "Loose"],
        )
        .unwrap()
    };
    assert!(matches!(read(r#"{"name": "a", "new": 1}"#), Thing::Loose(_)));
    assert!(matches!(read(r#"{"other": "a"}"#), Thing::Any(_)));
    assert!(matches!(read("[1]"), Thing::Any(_)));
}

#[test]
fn a_choice_inside_a_choice_counts_for_the_one_outside() {
    // Neither variant lists the inner value, but the second variant has fewer unlisted parts.
    #[derive(Debug, PartialEq)]
    enum Outer {
        First(Vec<Size>),
        Second(Vec<Thing>),
    }
    let node = Node::parse(br#"["huge", "small"]"#).unwrap();
    let read = choose(
        &node,
        &[
            Variant::new(|node| Json::read(node).map(Outer::First)),
            Variant::new(|node| Json::read(node).map(Outer::Second)),
        ],
        &["First", "Second"],
    )
    .unwrap();
    let expected = vec![Thing::Text("huge".to_owned()), Thing::Size(Size::Small)];
    assert_eq!(read, Outer::Second(expected));
}

#[test]
fn a_value_that_fits_none_names_them_or_the_place_that_came_closest() {
    let error = read("7").unwrap_err().to_string();
    assert_eq!(error, "$: expected `Loose`, `Strict`, `Size` or `Text`, found 7");
    let error = read(r#"{"name": 1}"#).unwrap_err().to_string();
    assert_eq!(error, "$.name: expected a string, found 1");
}
