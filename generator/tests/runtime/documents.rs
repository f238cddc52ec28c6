//! JSON documents as trees, and types that are read from them.

use serde::Deserialize;
use serde::de::IntoDeserializer;
use serde::de::value::{Error as ValueError, MapDeserializer};
use serde_json::{Value, json};

use crate::runtime::json::convert::Json;
use crate::runtime::json::node::Node;
use crate::runtime::json::object::Object;
use crate::runtime::json::read::ReadError;
use crate::runtime::text::secret::Secret;
use crate::runtime_tests::sample::{Owner, PARCEL, Parcel, Road, Route, Size};

fn read<T: Json>(text: &str) -> Result<T, ReadError> {
    T::read(&Node::parse(text.as_bytes()).expect("the test's own JSON parses"))
}

fn refusal<T: Json + std::fmt::Debug>(text: &str) -> String {
    read::<T>(text).expect_err("refused").to_string()
}

fn parcel_with(member: &str, value: Value) -> String {
    let mut parcel: Value = serde_json::from_str(PARCEL).unwrap();
    parcel[member] = value;
    parcel.to_string()
}

#[test]
fn numbers_keep_their_kind() {
    let document = "[1, -1, 9223372036854775807, 9223372036854775808, 18446744073709551616, 1.5, \
                    0.1234567890123456789, 12345678901234567890e0]";
    let Node::Array(items) = Node::parse(document.as_bytes()).unwrap() else {
        panic!("an array");
    };
    assert!(matches!(items[0], Node::Integer(1)));
    assert!(matches!(items[1], Node::Integer(-1)));
    assert!(matches!(items[2], Node::Integer(i64::MAX)));
    assert!(matches!(items[3], Node::Unsigned(9_223_372_036_854_775_808)));
    assert!(matches!(&items[4], Node::Digits(text) if text == "18446744073709551616"));
    assert!(matches!(items[5], Node::Number(1.5)));
    assert!(matches!(&items[6], Node::Digits(text) if text == "0.1234567890123456789"));
    assert!(matches!(items[7], Node::Number(_)));
}

#[test]
fn text_without_escapes_is_borrowed() {
    let Node::Array(items) = Node::parse(br#"["plain", "esc\u0061ped"]"#).unwrap() else {
        panic!("an array");
    };
    assert!(matches!(&items[0], Node::String(std::borrow::Cow::Borrowed("plain"))));
    assert!(matches!(&items[1], Node::String(std::borrow::Cow::Owned(text)) if text == "escaped"));
}

#[test]
fn whole_numbers_read_as_integers_however_written() {
    assert_eq!(read::<i64>("1.0"), Ok(1));
    assert_eq!(read::<i64>("1e3"), Ok(1000));
    assert_eq!(read::<i32>("-0"), Ok(0));
    assert_eq!(read::<u64>("18446744073709551615"), Ok(u64::MAX));
    assert_eq!(read::<f64>("3"), Ok(3.0));
    assert_eq!(read::<i64>("9007199254740993.000000"), Ok(9_007_199_254_740_993));
    assert_eq!(read::<u128>("-0.000000000000000000"), Ok(0));
    assert_eq!(read::<f64>("0.1000000000000000055"), Ok(0.1));
    assert_eq!(read::<f32>("-16777217.00000000001"), Ok(-16_777_216.0));
    assert_eq!(read::<Value>("0.30000000000000004"), Ok(Value::from(0.1 + 0.2)));
    assert_eq!(
        refusal::<i64>("1.00000000000000000001"),
        "$: expected an integer, found 1.00000000000000000001"
    );
    assert_eq!(refusal::<i64>("1.5"), "$: expected an integer, found 1.5");
    assert_eq!(refusal::<i32>("3000000000"), "$: expected an integer of 32 bits, found 3000000000");
    assert_eq!(
        refusal::<u64>("-1"),
        "$: expected an integer of 64 bits that is not negative, found -1"
    );
    assert_eq!(
        refusal::<i64>("9223372036854775808"),
        "$: expected an integer of 64 bits, found 9223372036854775808"
    );
    assert_eq!(
        refusal::<f32>("1e300"),
        "$: expected a number in the range of 32 bits, found 1e300"
    );
}

#[test]
fn the_last_of_two_members_with_one_name_wins() {
    let document = r#"{"b": 1, "a": 1, "b": 2, "a": 3}"#;
    let node = Node::parse(document.as_bytes()).unwrap();
    let object = node.object().unwrap();
    assert_eq!(object.required::<i64>("a"), 3);
    assert_eq!(object.required::<i64>("b"), 2);
    assert_eq!(object.required::<i64>("a"), 3);
    let value: Value = serde_json::from_str(document).unwrap();
    assert_eq!(read::<Value>(document), Ok(value));
}

#[test]
fn the_last_wins_in_large_objects_too() {
    for count in [63, 64, 65, 200] {
        let members: Vec<_> = (0..count).map(|n| format!("\"k{n}\":{n}")).collect();
        let again: Vec<_> = (0..count).map(|n| format!("\"k{n}\":-{n}")).collect();
        let document = format!("{{{},{}}}", members.join(","), again.join(","));
        let value: Value = serde_json::from_str(&document).unwrap();
        let read = read::<Value>(&document).unwrap();
        assert_eq!(read, value, "{count}");
        assert_eq!(read.as_object().unwrap().len(), count);
    }
}

#[test]
fn a_number_of_arbitrary_precision_is_a_number() {
    let read = |text: &str| {
        let members = [("$serde_json::private::Number", text)];
        let deserializer: MapDeserializer<'_, _, ValueError> =
            MapDeserializer::new(members.into_iter());
        Node::deserialize(deserializer.into_deserializer())
    };
    assert!(matches!(read("12"), Ok(Node::Integer(12))));
    assert!(matches!(read("18446744073709551615"), Ok(Node::Unsigned(u64::MAX))));
    assert!(matches!(read("1.25"), Ok(Node::Number(1.25))));
    assert_eq!(read("1e999").unwrap_err().to_string(), "number out of range");
}

#[test]
fn documents_that_are_none_say_where_they_break() {
    let broken = |text: &[u8]| Node::parse(text).expect_err("no document");
    assert!(broken(br#"{"a": [1, 2"#).is_truncated());
    assert!(broken(b"{\"a\": \"\xc3").is_truncated());
    assert!(!broken(b"<html>").is_truncated());
    assert_eq!(broken(b"<html>").to_string(), "expected value at line 1 column 1");
    assert_eq!(broken(b"\"\xff\"").to_string(), "not UTF-8 at byte 1");
    assert_eq!(
        broken("[".repeat(100_000).as_bytes()).to_string(),
        "recursion limit exceeded at line 1 column 128"
    );
    assert!(Node::parse(b"\xef\xbb\xbf{}").is_ok());
}

#[test]
fn the_path_leads_to_the_value() {
    let items = format!(r#"{{"items":[{PARCEL},{}]}}"#, parcel_with("weight", json!("heavy")));
    let node = Node::parse(items.as_bytes()).unwrap();
    let object = node.object().unwrap();
    let items = object.required::<Vec<Parcel>>("items");
    let error = object.finish(items).unwrap_err();
    assert_eq!(error.to_string(), r#"$.items[1].weight: expected a number, found "heavy""#);
    assert_eq!(error.path(), "$.items[1].weight");
}

#[test]
fn each_mismatch_names_what_is_there() {
    let cases = [
        ("id", json!(null), "$.id: expected a string, found null"),
        ("id", json!([1]), "$.id: expected a string, found an array"),
        ("fragile", json!("no"), r#"$.fragile: expected a boolean, found "no""#),
        ("tags", json!({}), "$.tags: expected an array, found an object"),
        ("tags", json!([1]), "$.tags[0]: expected a string, found 1"),
        ("object", json!("Box"), r#"$.object: expected "Parcel", found "Box""#),
        (
            "sent_at",
            json!("today"),
            r#"$.sent_at: expected a date and time with an offset (RFC 3339), found "today""#,
        ),
    ];
    for (member, value, expected) in cases {
        assert_eq!(refusal::<Parcel>(&parcel_with(member, value)), expected);
    }
    assert_eq!(refusal::<Parcel>(r#"{"object": "Parcel"}"#), "$.size: required, but missing");
    assert_eq!(refusal::<Parcel>("[]"), "$: expected an object, found an array");
}

#[test]
fn the_value_of_a_secret_is_not_shown() {
    let document = parcel_with("owner", json!({"name": "Ada", "pin": 1234}));
    let error = read::<Parcel>(&document).unwrap_err();
    assert_eq!(error.to_string(), "$.owner.pin: expected a string, found a number");
    assert!(!format!("{error:?}").contains("1234"));
    let owner = read::<Owner>(r#"{"name": "Ada", "pin": "hidden"}"#).unwrap();
    assert_eq!(format!("{owner:?}"), r#"Owner { name: "Ada", pin: [redacted] }"#);
    assert_eq!(Secret::from("a"), Secret::new("a".to_owned()));
}

#[test]
fn names_and_values_of_a_server_stay_on_one_line() {
    let document = "{\"a\\n\\u001b[31m\\u202eb\": \"x\\r\\ny\\u0000z\"}";
    let error = read::<indexmap::IndexMap<String, i64>>(document).unwrap_err();
    assert_eq!(error.to_string(), r#"$["a [31mb"]: expected an integer, found "x  yz""#);
    let long = format!("\"{}\"", "x".repeat(100));
    let error = refusal::<i64>(&long);
    assert_eq!(error, format!("$: expected an integer, found \"{}…\"", "x".repeat(40)));
}

#[test]
fn absent_null_and_set_are_kept_apart() {
    let sent_at = |document: &str| read::<Parcel>(document).unwrap().sent_at;
    assert_eq!(sent_at(PARCEL), None);
    assert_eq!(sent_at(&parcel_with("sent_at", json!(null))), Some(None));
    assert!(matches!(
        sent_at(&parcel_with("sent_at", json!("2026-01-31T10:00:00+01:00"))),
        Some(Some(_))
    ));
    let parcel = read::<Parcel>(&parcel_with("note", json!(null))).unwrap();
    assert_eq!(parcel.note, None);
    let without_owner = PARCEL.replace(r#""owner":{"name":"Ada","pin":"s3cret-pin"},"#, "");
    assert_eq!(read::<Parcel>(&without_owner).unwrap().owner, None);
}

#[test]
fn the_rest_keeps_the_order_of_the_document() {
    let document = PARCEL.replace("}]", "").replacen('{', r#"{"z": 1, "b": [null], "#, 1);
    let parcel = read::<Parcel>(&document).unwrap();
    let names: Vec<_> = parcel.rest.keys().collect();
    assert_eq!(names, ["z", "b"]);
    let node = Node::parse(document.as_bytes()).unwrap();
    let known = ["object", "id", "size", "weight", "count", "fragile", "owner", "tags"];
    assert_eq!(node.object().unwrap().unknown_members(&known), 2);
}

#[test]
fn unions_are_told_apart_by_their_tag() {
    assert_eq!(
        read::<Route>(r#"{"kilometres": 7, "kind": "ROAD"}"#),
        Ok(Route::Road(Road { kilometres: 7 }))
    );
    assert_eq!(
        refusal::<Route>(r#"{"kind": "SEA"}"#),
        r#"$.kind: expected "ROAD" or "AIR", found "SEA""#
    );
    assert_eq!(refusal::<Route>("{}"), "$.kind: required, but missing");
    assert_eq!(refusal::<Route>(r#"{"kind": 1}"#), "$.kind: expected a string, found 1");
    let error = ReadError::no_variant(&["Cat", "Dog", "Fish"], &Node::Null);
    assert_eq!(error.to_string(), "$: expected `Cat`, `Dog` or `Fish`, found null");
}

#[test]
fn an_unknown_value_of_an_enum_round_trips() {
    let size = read::<Size>(r#""MEDIUM""#).unwrap();
    assert!(matches!(size, Size::Unknown(_)));
    assert_eq!(size.as_str(), "MEDIUM");
    assert_eq!(serde_json::to_string(&size).unwrap(), r#""MEDIUM""#);
    assert_eq!(read::<Size>(r#""SMALL""#), Ok(Size::Small));
}

#[test]
fn constants_of_every_kind() {
    let node = Node::parse(br#"{"s": "x", "i": 1.0, "f": 2, "b": true}"#).unwrap();
    let object = node.object().unwrap();
    object.constant("s", "x");
    object.constant("i", 1_i64);
    object.constant("f", 2.0);
    object.constant("b", true);
    object.optional_constant("s", "x");
    object.optional_constant("none", "x");
    assert_eq!(object.finish(1), Ok(1));
    let refusal = |look: fn(&Object<'_, '_>)| {
        let object = node.object().unwrap();
        look(&object);
        object.finish(()).unwrap_err().to_string()
    };
    assert_eq!(refusal(|object| object.constant("b", false)), "$.b: expected false, found true");
    assert_eq!(refusal(|object| object.constant("c", false)), "$.c: required, but missing");
    assert_eq!(
        refusal(|object| object.optional_constant("s", "y")),
        r#"$.s: expected "y", found "x""#
    );
}

#[test]
fn another_value_of_a_constant_is_kept() {
    let node = Node::parse(br#"{"s": "x", "i": 7, "q": "2", "t": 1}"#).unwrap();
    let object = node.object().unwrap();
    assert_eq!(object.constant_field("s", "x"), "x");
    assert_eq!(object.constant_field("s", "y"), "x");
    assert_eq!(object.constant_field("i", 2_i64), 7);
    assert_eq!(object.constant_field("q", 2_i64), 2);
    assert_eq!(object.constant_field("t", "x"), "x");
    assert!(object.constant_field("none", true));
    let error = object.finish(()).unwrap_err().to_string();
    assert_eq!(error, "$.t: expected a string, found 1; $.none: required, but missing");
}

#[test]
fn all_errors_of_a_value_are_listed() {
    let node = Node::parse(br#"{"a": 1, "b": "x", "c": 2}"#).unwrap();
    let object = node.object().unwrap();
    assert_eq!(object.required::<i64>("a"), 1);
    assert_eq!(object.required::<i64>("b"), 0);
    assert_eq!(object.optional::<String>("c"), None);
    assert_eq!(object.present::<i64>("d"), None);
    let error = object.finish(()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "$.b: expected an integer, found \"x\"; $.c: expected a string, found 2; $.d: required, but missing"
    );
    let paths: Vec<_> = error.all().iter().map(ReadError::path).collect();
    assert_eq!(paths, ["$.b", "$.c", "$.d"]);
    let object = node.object().unwrap();
    assert_eq!(object.present::<i64>("d"), None);
    let error = object.failed::<()>().unwrap_err();
    assert_eq!(error.to_string(), "$.d: required, but missing");
}
