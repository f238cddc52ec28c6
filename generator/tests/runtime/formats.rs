//! Dates in the forms that servers send, UUIDs, base64, and enums of scalars.

use time::{Date, Month, OffsetDateTime};
use uuid::Uuid;

use crate::runtime as rt;
use crate::runtime::enums::value_enum::{Scalar, UnknownScalar};
use crate::runtime::formats::base64::{Base64, Base64Error, Base64Url};
use crate::runtime::json::convert::Json;
use crate::runtime::json::node::Node;
use crate::runtime::json::read::ReadError;
use crate::runtime::json::write::Writer;
use crate::runtime::requests::parameter::Parameter;

fn read<T: Json>(text: &str) -> Result<T, String> {
    T::read(&Node::String(text.into())).map_err(|error| error.to_string())
}

fn written(value: &impl Json) -> String {
    let text = Writer::text_of(value).expect("JSON can hold it");
    String::from_utf8(text).expect("JSON is UTF-8")
}

/// Timestamps with their seconds since 1970.
const TIMES: [(&str, i64); 18] = [
    ("2026-01-31T10:00:00Z", 1_769_853_600),
    ("2026-01-31t10:00:00z", 1_769_853_600),
    ("2026-01-31T12:00:00+02:00", 1_769_853_600),
    ("2026-01-31T10:00:00.123456789Z", 1_769_853_600),
    ("2026-01-31T10:00:00.1234567891234Z", 1_769_853_600),
    ("2026-01-31T10:00:00", 1_769_853_600),
    ("2026-01-31T10:00:00.045655", 1_769_853_600),
    ("2026-01-31 10:00:00", 1_769_853_600),
    ("2026-01-31 10:00:00 UTC", 1_769_853_600),
    ("2026-01-31 10:00:00+00", 1_769_853_600),
    ("2026-01-31T10:00:00+0000", 1_769_853_600),
    ("2026-01-31T02:30:00-0730", 1_769_853_600),
    ("2026-01-31T10:00Z", 1_769_853_600),
    ("2026-01-31 10:00", 1_769_853_600),
    ("2026-01-31T10:00:00,5Z", 1_769_853_600),
    (" 2026-01-31T10:00:00Z ", 1_769_853_600),
    ("2026-01-31", 1_769_817_600),
    ("1969-12-31T23:59:59Z", -1),
];

const NO_TIMES: [&str; 12] = [
    "",
    "now",
    "1571672154",
    "2026-13-01T10:00:00Z",
    "2026-02-30T10:00:00Z",
    "2026-01-31T25:00:00Z",
    "2026-01-31T10:00:00+1",
    "2026-01-31T10:00:00 CET",
    "2026-01-31T10:00:00:00Z",
    "2026-01-31T",
    "2026-01-31T10:00:00.1.2Z",
    "2026-01-3é",
];

#[test]
fn times_are_read_as_servers_write_them() {
    for (text, second) in TIMES {
        assert_eq!(
            read::<OffsetDateTime>(text).map(|it| it.unix_timestamp()),
            Ok(second),
            "{text}"
        );
        assert_eq!(read::<jiff::Timestamp>(text).map(|it| it.as_second()), Ok(second), "{text}");
    }
    for text in NO_TIMES {
        let error = read::<OffsetDateTime>(text).expect_err(text);
        assert!(error.starts_with("$: expected a date and time with an offset"), "{error}");
        assert!(read::<jiff::Timestamp>(text).is_err(), "{text}");
    }
}

#[test]
fn times_and_dates_are_written_as_they_should_be() {
    let time = read::<OffsetDateTime>("2026-01-31 12:00:00+02").expect("a time");
    assert_eq!(written(&time), r#""2026-01-31T12:00:00+02:00""#);
    let time = read::<jiff::Timestamp>("2026-01-31T12:00:00.5+02:00").expect("a time");
    assert_eq!(written(&time), r#""2026-01-31T10:00:00.5Z""#);
    assert_eq!(time.text(), "2026-01-31T10:00:00.5Z");
    let date = jiff::civil::date(7, 1, 31);
    assert_eq!((written(&date).as_str(), date.text().as_ref()), (r#""0007-01-31""#, "0007-01-31"));
    for (fault, rule) in [
        (jiff::Timestamp::MIN.fault(), "must be a time in the years 0 to 9999"),
        (jiff::civil::Date::MIN.fault(), "must be a date in the years 0 to 9999"),
    ] {
        assert_eq!(fault, Some(rule));
    }
    assert!(Writer::text_of(&jiff::Timestamp::MIN).is_err());
    assert!(Writer::text_of(&jiff::civil::Date::MIN).is_err());
}

#[test]
fn dates_are_read_with_or_without_a_time() {
    let date = Date::from_calendar_date(2026, Month::January, 31).expect("a date");
    for text in ["2026-01-31", "2026-01-31T00:00:00Z", " 2026-01-31 00:00"] {
        assert_eq!(read::<Date>(text), Ok(date), "{text}");
        assert_eq!(read::<jiff::civil::Date>(text), Ok(jiff::civil::date(2026, 1, 31)), "{text}");
    }
    for text in ["2026-1-31", "2026-01-32", "20260131", "2026-01-31x", "+026-01-31", ""] {
        assert!(read::<Date>(text).is_err(), "{text}");
        assert!(read::<jiff::civil::Date>(text).is_err(), "{text}");
    }
}

#[test]
fn uuids_are_read_in_every_spelling() {
    let uuid = Uuid::from_u128(0x67e5_5044_10b1_426f_9247_bb68_0e5f_e0c8);
    for text in [
        "67e55044-10b1-426f-9247-bb680e5fe0c8",
        "67E55044-10B1-426F-9247-BB680E5FE0C8",
        "67e5504410b1426f9247bb680e5fe0c8",
        "urn:uuid:67e55044-10b1-426f-9247-bb680e5fe0c8",
        "{67e55044-10b1-426f-9247-bb680e5fe0c8}",
    ] {
        assert_eq!(read::<Uuid>(text), Ok(uuid), "{text}");
    }
    assert_eq!(written(&uuid), r#""67e55044-10b1-426f-9247-bb680e5fe0c8""#);
    assert_eq!(uuid.text(), "67e55044-10b1-426f-9247-bb680e5fe0c8");
    let error = read::<Uuid>("536e564f316c83104c000020").expect_err("no UUID");
    assert_eq!(error, r#"$: expected a UUID, found "536e564f316c83104c000020""#);
}

#[test]
fn bytes_are_read_from_either_alphabet_with_or_without_padding() {
    for (bytes, standard, url_safe) in [
        (&b""[..], "", ""),
        (b"f", "Zg==", "Zg"),
        (b"fo", "Zm8=", "Zm8"),
        (b"foo", "Zm9v", "Zm9v"),
        (b"\xfb\xff\xfe\xff", "+//+/w==", "-__-_w"),
    ] {
        assert_eq!(Base64::new(bytes).as_str(), standard);
        assert_eq!(Base64::url_safe(bytes).as_str(), url_safe);
        assert_eq!(Base64Url::from(bytes).as_str(), url_safe);
        for text in [standard, url_safe, standard.trim_end_matches('=')] {
            assert_eq!(Base64::from_text(text).decode().as_deref(), Ok(bytes), "{text}");
            assert_eq!(Base64Url::from_text(text).decode().as_deref(), Ok(bytes), "{text}");
        }
    }
    assert_eq!(Base64::from_text("Zm9v\r\nYmFy\n").decode().as_deref(), Ok(&b"foobar"[..]));
    let all: Vec<u8> = (0..=255).collect();
    assert_eq!(Base64::from(all.clone()).decode(), Ok(all));
}

#[test]
fn base64_takes_no_more_memory_than_its_text() {
    let bytes = vec![7; 3_000_000];
    for value in [Base64::new(&bytes), Base64::url_safe(&bytes)] {
        let text = value.as_str().to_owned();
        assert_eq!(text.len(), 4_000_000);
        let read: Base64 = read(&text).unwrap();
        // A pointer and a length: there is no room for decoded bytes or spare capacity.
        assert_eq!(size_of_val(&read), 2 * size_of::<usize>());
        assert_eq!(read.as_str(), text);
        let decoded = read.decode().unwrap();
        assert!(decoded == bytes && decoded.capacity() <= text.len());
    }
}

#[test]
fn what_is_no_base64_is_kept_and_named() {
    for (text, position) in [("Zm9v!", 4), ("Zg==Zg", 2), ("Z", 1), ("Zm9vZ", 5), ("é", 0)] {
        let value = read::<Base64>(text).expect("any text is read");
        assert_eq!(value.decode(), Err(Base64Error { position }), "{text}");
        assert_eq!(written(&value), format!("\"{text}\""));
        assert_eq!(value.text(), text);
    }
    assert_eq!(Base64Error { position: 4 }.to_string(), "not base64 at byte 4");
    assert_eq!(format!("{:?}", Base64::new(b"foo")), "Base64(4 characters)");
    assert_eq!(format!("{:?}", Base64Url::new(b"foo")), "Base64Url(4 characters)");
}

#[derive(Clone, Debug, PartialEq)]
enum Setting {
    Auto,
    On,
    Half,
    Unknown(UnknownScalar),
}

impl Setting {
    const KNOWN: [Self; 3] = [Self::Auto, Self::On, Self::Half];

    fn scalar(&self) -> Scalar<'_> {
        match self {
            Self::Auto => Scalar::Text("auto"),
            Self::On => Scalar::Boolean(true),
            Self::Half => Scalar::Number(0.5),
            Self::Unknown(value) => Scalar::Unknown(value.value()),
        }
    }

    fn from_node(node: &Node<'_>) -> Result<Self, ReadError> {
        match Self::KNOWN.iter().find(|known| known.scalar().is(node)) {
            Some(known) => Ok(known.clone()),
            None => UnknownScalar::read(node).map(Self::Unknown),
        }
    }

    fn is_known(&self) -> bool {
        !matches!(self, Self::Unknown(_))
    }
}

rt::value_enum!(Setting);

#[test]
fn an_enum_of_any_scalars_keeps_what_it_does_not_know() {
    for (json, text) in [
        (r#""auto""#, "auto"),
        ("true", "true"),
        ("0.5", "0.5"),
        ("false", "false"),
        (r#""off""#, "off"),
        ("18446744073709551615", "18446744073709551615"),
    ] {
        let node = Node::parse(json.as_bytes()).expect("JSON");
        let setting = Setting::read(&node).expect("a scalar");
        assert_eq!(setting.is_known(), ["auto", "true", "0.5"].contains(&text));
        assert_eq!(written(&setting), json);
        assert_eq!((setting.to_string(), setting.text().into_owned()), (text.into(), text.into()));
    }
    let error = Setting::read(&Node::Array(Vec::new())).expect_err("no scalar");
    let expected = "$: expected a string, a number or a boolean, found an array";
    assert_eq!(error.to_string(), expected);
}

#[test]
fn dates_of_chrono_are_read_and_written_like_the_others() {
    use chrono::{DateTime, Datelike, NaiveDate, Utc};
    for (text, second) in TIMES {
        assert_eq!(read::<DateTime<Utc>>(text).map(|it| it.timestamp()), Ok(second), "{text}");
    }
    for text in NO_TIMES {
        assert!(read::<DateTime<Utc>>(text).is_err(), "{text}");
    }
    let time = read::<DateTime<Utc>>("2026-01-31T12:00:00.5+02:00").expect("a time");
    assert_eq!(written(&time), "\"2026-01-31T10:00:00.500Z\"");
    let date = NaiveDate::from_ymd_opt(7, 1, 31).expect("a date");
    assert_eq!(written(&date), "\"0007-01-31\"");
    assert_eq!(read::<NaiveDate>("2026-01-31T10:00:00Z").map(|it| it.year()), Ok(2026));
    for refused in ["2026-02-30", "2026-1-31", ""] {
        assert!(read::<NaiveDate>(refused).is_err(), "{refused}");
    }
    let faults = [DateTime::<Utc>::MIN_UTC.fault(), NaiveDate::MAX.fault()];
    let expected =
        ["must be a time in the years 0 to 9999", "must be a date in the years 0 to 9999"];
    assert_eq!(faults, expected.map(Some));
    assert!(Writer::text_of(&DateTime::<Utc>::MIN_UTC).is_err());
}

#[test]
fn decimals_are_exact() {
    use crate::runtime::formats::decimal;
    let read = |text: &str| {
        let node = Node::parse(text.as_bytes()).expect("JSON");
        decimal::read(&node).map(|it| it.to_string()).map_err(|error| error.to_string())
    };
    for (json, expected) in [
        ("0.1", "0.1"),
        ("12345678901.2345", "12345678901.2345"),
        ("18446744073709551615", "18446744073709551615"),
        ("79228162514264337593543950335", "79228162514264337593543950335"),
        ("\"1.10\"", "1.10"),
        ("\"-12345678901234567890.123456789\"", "-12345678901234567890.123456789"),
        ("1e3", "1000"),
        ("\"2.5e-3\"", "0.0025"),
    ] {
        let found = read(json);
        assert_eq!(found.as_deref(), Ok(expected), "{json}");
    }
    assert_eq!(
        read("\"ten\""),
        Err("$: expected a decimal number, found \"ten\" (Invalid decimal: unknown character)"
            .to_owned())
    );
    assert_eq!(read("true"), Err("$: expected a decimal number, found true".to_owned()));
}

#[test]
fn a_secret_is_not_in_the_reason_that_its_type_gives() {
    use crate::runtime::formats::own_types;
    let node = Node::String("hunter2".into());
    let error = own_types::deserialize::<u8>(&node, "a number").expect_err("no number");
    assert!(error.to_string().contains("hunter2"), "{error}");
    assert_eq!(error.redacted().to_string(), "$: expected a number, found a string");
}

/// The digits of a number, as received.
#[derive(Clone, Debug, PartialEq)]
struct Digits(String);

impl std::str::FromStr for Digits {
    type Err = std::convert::Infallible;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(Self(text.to_owned()))
    }
}

impl std::fmt::Display for Digits {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

rt::formats::own_types::number_type!(Digits, "digits");

#[test]
fn a_type_of_ones_own_has_all_digits_of_a_number() {
    for text in [
        "0",
        "-7",
        "18446744073709551615",
        "123456789012345678901234567890",
        "0.1",
        "12345678901234.56",
        "1234567890123456.7",
        "-0.123456789012345678901234567",
        "100000000000000000.0000000000000001",
    ] {
        let digits = Digits::read(&Node::parse(text.as_bytes()).unwrap()).unwrap();
        assert_eq!(digits.0, text);
        assert_eq!(written(&digits), text);
        // A `Decimal` has 28 digits.
        if text.bytes().filter(u8::is_ascii_digit).count() <= 28 {
            let decimal = rt::formats::decimal::read(&Node::parse(text.as_bytes()).unwrap());
            assert_eq!(decimal.unwrap().to_string(), text);
        }
    }
    // A string is read too, and an exponent is written out.
    assert_eq!(read::<Digits>("1.50"), Ok(Digits("1.50".to_owned())));
    let digits = Digits::read(&Node::parse(b"15e-1").unwrap()).unwrap();
    assert_eq!(digits.0, "1.5");
    let error = Digits::read(&Node::Boolean(true)).unwrap_err().to_string();
    assert_eq!(error, "$: expected digits, found true");
    // Text that is no number is never written.
    for text in ["NaN", "1,5", "", "+1", "[1]", "1 2"] {
        assert!(Writer::text_of(&Digits(text.to_owned())).is_err(), "{text}");
    }
}
