//! Writing values as JSON.

use indexmap::IndexMap;
use serde_json::{Value, json};
use time::{Date, Month, OffsetDateTime, UtcOffset};

use crate::runtime::json::convert::Json;
use crate::runtime::json::node::Node;
use crate::runtime::json::write::Writer;
use crate::runtime_tests::sample::{Air, PARCEL, Parcel, Route, parcel};

fn written(value: &impl Json) -> String {
    let text = Writer::text_of(value).expect("JSON can hold it");
    String::from_utf8(text).expect("JSON is UTF-8")
}

fn faults(value: &impl Json) -> Vec<(String, String)> {
    let faults = Writer::text_of(value).expect_err("JSON cannot hold it");
    let faults = faults.into_iter();
    faults.map(|fault| (fault.pointer, fault.rule.into_owned())).collect()
}

#[test]
fn members_stand_in_the_order_of_the_description() {
    assert_eq!(written(&parcel()), PARCEL);
    let route = Route::Air(Air { flight: "X1".into() });
    assert_eq!(written(&route), r#"{"kind":"AIR","flight":"X1"}"#);
}

#[test]
fn absent_null_and_set_are_written_apart() {
    let mut parcel = parcel();
    parcel.owner = None;
    parcel.sent_at = Some(None);
    let text = written(&parcel);
    assert!(text.contains(r#""owner":null,"sent_at":null"#), "{text}");
    assert!(!text.contains("note"), "{text}");
}

#[test]
fn scalars_read_back_as_what_they_were() {
    assert_eq!(written(&0.1_f32), "0.1");
    assert_eq!(written(&0.1_f64), "0.1");
    assert_eq!(written(&u64::MAX), u64::MAX.to_string());
    assert_eq!(written(&i64::MIN), i64::MIN.to_string());
    assert_eq!(written(&"\"\\\n\u{1}é".to_owned()), r#""\"\\\n\u0001é""#);
    for value in [f64::MIN_POSITIVE, f64::MAX, -0.0, 1e21, 123_456_789.125] {
        let text = written(&value);
        let read = f64::read(&Node::parse(text.as_bytes()).unwrap()).unwrap();
        assert_eq!(read.to_bits(), value.to_bits(), "{text}");
    }
}

#[test]
fn a_number_that_is_not_finite_is_named_by_its_pointer() {
    let mut broken = parcel();
    broken.weight = f64::NAN;
    let rule = "must be a finite number".to_owned();
    assert_eq!(faults(&broken), [("/weight".into(), rule.clone())]);
    let nested = IndexMap::from([("a/b~c".to_owned(), vec![1.0, f64::INFINITY])]);
    assert_eq!(faults(&nested), [("/a~1b~0c/1".into(), rule.clone())]);
    let two = vec![Some(f32::NAN), None, Some(f32::INFINITY)];
    assert_eq!(faults(&two), [("/0".into(), rule.clone()), ("/2".into(), rule)]);
}

#[test]
fn no_member_is_written_twice() {
    let mut parcel = parcel();
    parcel.rest.insert("weight".into(), json!(3));
    assert_eq!(faults(&parcel), [("/weight".into(), "is a member with a field of its own".into())]);
}

#[test]
fn free_form_values_round_trip() {
    let text = r#"{"z":[1,-2,18446744073709551615,1.5,true,null],"a":{"b":"c"}}"#;
    let node = Node::parse(text.as_bytes()).unwrap();
    assert_eq!(written(&Value::read(&node).unwrap()), text);
}

#[test]
fn dates_and_times_are_those_of_rfc_3339() {
    let date = Date::from_calendar_date(2024, Month::February, 29).unwrap();
    assert_eq!(written(&date), r#""2024-02-29""#);
    let read = |text: &str| Date::read(&Node::String(text.into()));
    assert_eq!(read("2024-02-29"), Ok(date));
    for wrong in ["2023-02-29", "2024-2-29", "2024-02-29-", "+024-02-29", "2024-02-29T", ""] {
        assert_eq!(
            read(wrong).unwrap_err().to_string(),
            format!("$: expected a date as in `2026-01-31`, found \"{wrong}\"")
        );
    }
    let year = Date::from_calendar_date(-1, Month::March, 1).unwrap();
    let rule = "must be a date in the years 0 to 9999".to_owned();
    assert_eq!(faults(&year), [(String::new(), rule)]);

    let time = OffsetDateTime::from_unix_timestamp(1_769_850_000).unwrap();
    assert_eq!(written(&time), r#""2026-01-31T09:00:00Z""#);
    let read = |text: &str| OffsetDateTime::read(&Node::String(text.into()));
    assert_eq!(read("2026-01-31T10:00:00.000+01:00"), Ok(time));
    assert_eq!(read("2026-01-31t09:00:00z"), Ok(time));
    assert_eq!(read("2026-01-31T09:00:00"), Ok(time));
    let odd = time.to_offset(UtcOffset::from_hms(1, 0, 1).unwrap());
    assert_eq!(faults(&odd).len(), 1);
}

#[test]
fn any_serde_format_takes_and_gives_the_types() {
    let value = serde_json::to_value(parcel()).unwrap();
    assert_eq!(value, serde_json::from_str::<Value>(PARCEL).unwrap());
    assert_eq!(serde_json::from_value::<Parcel>(value).unwrap(), parcel());
    let yaml = serde_yaml::to_string(&parcel()).unwrap();
    assert_eq!(serde_yaml::from_str::<Parcel>(&yaml).unwrap(), parcel());
    let error = serde_json::from_str::<Parcel>("{}").unwrap_err();
    assert_eq!(error.to_string(), "$.object: required, but missing; $.size: required, but missing");
    let mut broken = parcel();
    broken.weight = f64::NAN;
    assert_eq!(
        serde_json::to_string(&broken).unwrap_err().to_string(),
        "`/weight` must be a finite number"
    );
}

#[test]
fn integers_beyond_64_bits_are_exact_or_an_error() {
    fn read<T: Json>(text: &str) -> Result<T, String> {
        let node = Node::parse(text.as_bytes()).unwrap();
        T::read(&node).map_err(|error| error.to_string())
    }
    for text in ["-9223372036854775809", "18446744073709551616", "1000000000000000000000000000001"]
    {
        let value: i128 = read(text).unwrap();
        assert_eq!(Writer::text_of(&value).unwrap(), text.as_bytes());
        assert_eq!(read::<f64>(text).unwrap(), text.parse::<f64>().unwrap());
        assert!(read::<i64>(text).unwrap_err().contains(&format!("64 bits, found {text}")));
        // A value of any type has the nearest number that it can hold.
        let value: serde_json::Value = read(text).unwrap();
        assert_eq!(value.as_f64(), text.parse::<f64>().ok());
        let node = Node::parse(text.as_bytes()).unwrap();
        assert_eq!(serde_json::to_string(&node).unwrap(), text);
    }
    assert_eq!(read::<u128>(&u128::MAX.to_string()), Ok(u128::MAX));
    assert_eq!(Writer::text_of(&u128::MAX).unwrap(), u128::MAX.to_string().as_bytes());
    assert_eq!(read::<i128>("7.0"), Ok(7));
    assert!(read::<u128>("-1").unwrap_err().contains("not negative"));
    assert!(read::<i128>(&u128::MAX.to_string()).unwrap_err().contains("an integer of 128 bits"));
    // The digits of this number are not known.
    let error = serde_json::from_str::<Node<'_>>("18446744073709551616").unwrap();
    assert!(i128::read(&error).unwrap_err().to_string().contains("whose digits are all known"));
}
