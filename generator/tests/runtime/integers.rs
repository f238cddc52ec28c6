//! Enums of integers, which are open and are integers in JSON.

use crate::runtime as rt;
use crate::runtime::enums::integer_enum::UnknownInteger;
use crate::runtime::json::convert::Json;
use crate::runtime::json::node::Node;
use crate::runtime::json::write::Writer;
use crate::runtime::requests::parameter::Parameter;

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Level {
    Low,
    Unknown(UnknownInteger),
}

impl Level {
    const fn as_i64(&self) -> i64 {
        match self {
            Self::Low => -1,
            Self::Unknown(value) => value.get(),
        }
    }

    const fn from_i64(value: i64) -> Self {
        match value {
            -1 => Self::Low,
            _ => Self::Unknown(UnknownInteger::new(value)),
        }
    }

    const fn is_known(&self) -> bool {
        !matches!(self, Self::Unknown(_))
    }
}

rt::integer_enum!(Level);

fn read(json: &str) -> Result<Level, String> {
    let node = Node::parse(json.as_bytes()).expect("JSON");
    Level::read(&node).map_err(|error| error.to_string())
}

#[test]
fn integers_are_read_and_written_as_integers() {
    assert_eq!(read("-1"), Ok(Level::Low));
    assert_eq!(read("-1.0"), Ok(Level::Low));
    for (json, level) in [("-1", Level::Low), ("7", Level::from(7))] {
        assert_eq!(Writer::text_of(&level).expect("JSON"), json.as_bytes());
        assert_eq!((level.text().as_ref(), level.to_string()), (json, json.to_owned()));
    }
    assert_eq!(read(r#""-1""#), Err(r#"$: expected an integer, found "-1""#.to_owned()));
}

#[test]
fn an_unknown_integer_is_kept() {
    let level = read("9007199254740993").expect("a level");
    assert_eq!(format!("{level:?}"), "Unknown(9007199254740993)");
    assert!(!level.is_known() && level != Level::Low);
    let Level::Unknown(value) = level else { panic!("it is not known") };
    assert_eq!((value.get(), value.to_string()), (9007199254740993, "9007199254740993".to_owned()));
}
