//! The syntax of JSON: accepted documents, the errors of others, and a comparison with `serde_json`.

use fastrand::Rng;

use crate::runtime::json::node::{Node, SyntaxError};
use crate::runtime_tests::referee::compare;

fn refused(text: &str) -> SyntaxError {
    Node::parse(text.as_bytes()).expect_err(text)
}

/// The error with its line and column. At the end of the text these are of its last byte.
const REFUSED: [(&str, &str); 62] = [
    ("", "EOF while parsing a value at line 1 column 0"),
    (" \n", "EOF while parsing a value at line 2 column 0"),
    ("x", "expected value at line 1 column 1"),
    ("NaN", "expected value at line 1 column 1"),
    ("Infinity", "expected value at line 1 column 1"),
    ("-Infinity", "invalid number at line 1 column 2"),
    ("None", "expected value at line 1 column 1"),
    ("tru", "EOF while parsing a value at line 1 column 3"),
    ("nul!", "expected `true`, `false` or `null` at line 1 column 4"),
    ("fAlse", "expected `true`, `false` or `null` at line 1 column 2"),
    ("nullx", "trailing characters at line 1 column 5"),
    ("1 2", "trailing characters at line 1 column 3"),
    ("{}\n\n}", "trailing characters at line 3 column 1"),
    ("[", "EOF while parsing a list at line 1 column 1"),
    ("[ ", "EOF while parsing a list at line 1 column 2"),
    ("[1", "EOF while parsing a list at line 1 column 2"),
    ("[1,", "EOF while parsing a value at line 1 column 3"),
    ("]", "expected value at line 1 column 1"),
    ("[,1]", "expected value at line 1 column 2"),
    ("[1,]", "trailing comma at line 1 column 4"),
    ("[1 , ]", "trailing comma at line 1 column 6"),
    ("[1,,2]", "expected value at line 1 column 4"),
    ("[1 2]", "expected `,` or `]` at line 1 column 4"),
    ("[1}", "expected `,` or `]` at line 1 column 3"),
    ("[1:2]", "expected `,` or `]` at line 1 column 3"),
    ("{", "EOF while parsing an object at line 1 column 1"),
    ("{\"a\"", "EOF while parsing an object at line 1 column 4"),
    ("{\"a\":", "EOF while parsing a value at line 1 column 5"),
    ("{\"a\":1", "EOF while parsing an object at line 1 column 6"),
    ("{\"a\":1,", "EOF while parsing an object at line 1 column 7"),
    ("{,}", "key must be a string at line 1 column 2"),
    ("{a: 1}", "key must be a string at line 1 column 2"),
    ("{'a': 1}", "key must be a string at line 1 column 2"),
    ("{1: 2}", "key must be a string at line 1 column 2"),
    ("{\"a\" 1}", "expected `:` at line 1 column 6"),
    ("{\"a\", 1}", "expected `:` at line 1 column 5"),
    ("{\"a\":}", "expected value at line 1 column 6"),
    ("{\"a\":]", "expected value at line 1 column 6"),
    ("{\"a\": 1 \"b\": 2}", "expected `,` or `}` at line 1 column 9"),
    ("{\n  \"a\": 1]\n}", "expected `,` or `}` at line 2 column 9"),
    ("{\"a\":1,}", "trailing comma at line 1 column 8"),
    ("{\"a\":1,,}", "key must be a string at line 1 column 8"),
    ("// no\n1", "expected value at line 1 column 1"),
    ("+1", "expected value at line 1 column 1"),
    (".5", "expected value at line 1 column 1"),
    ("-", "EOF while parsing a value at line 1 column 1"),
    ("-x", "invalid number at line 1 column 2"),
    ("01", "invalid number at line 1 column 2"),
    ("-007", "invalid number at line 1 column 3"),
    ("1.", "EOF while parsing a value at line 1 column 2"),
    ("[1.]", "invalid number at line 1 column 4"),
    ("[1e]", "invalid number at line 1 column 4"),
    ("[1e+]", "invalid number at line 1 column 5"),
    ("[1, 1e400]", "number out of range at line 1 column 5"),
    ("\"", "EOF while parsing a string at line 1 column 1"),
    ("\"a\\", "EOF while parsing a string at line 1 column 3"),
    ("\"\\u00", "EOF while parsing a string at line 1 column 5"),
    ("\"\\x\"", "invalid escape at line 1 column 3"),
    ("\"\\u00g0\"", "invalid escape at line 1 column 6"),
    ("\"a\\ud800 b\"", "lone surrogate in an escape at line 1 column 3"),
    ("\"\\udc00\"", "lone surrogate in an escape at line 1 column 2"),
    (
        "\"a\nb\"",
        "control character (\\u0000-\\u001F) found while parsing a string at line 2 column 0",
    ),
];

#[test]
fn what_is_wrong_is_said_with_its_place() {
    for (text, message) in REFUSED {
        let error = refused(text);
        assert_eq!(error.to_string(), message, "{text:?}");
        assert_eq!(error.is_truncated(), message.starts_with("EOF"), "{text:?}");
        assert_eq!(error.is_truncated(), error.offset() == text.len(), "{text:?}");
    }
    assert_eq!(refused("{\"a\": [1, 2 3]}").offset(), 12);
}

/// Further documents in the manner of JSONTestSuite, some valid and some not.
const NASTY: [&str; 149] = [
    "null",
    "true",
    "false",
    "0",
    "-0",
    "-0.0",
    "1",
    "-1",
    " 1 ",
    "\t1\r\n",
    "\u{b}1",
    "\u{c}1",
    "\u{a0}1",
    "\u{2060}1",
    "1\0",
    "\0",
    "123456789012345678",
    "1234567890123456789",
    "9223372036854775807",
    "9223372036854775808",
    "-9223372036854775807",
    "-9223372036854775808",
    "-9223372036854775809",
    "9999999999999999999",
    "18446744073709551615",
    "18446744073709551616",
    "-18446744073709551616",
    "123456789012345678901234567890",
    "0.1",
    "-0.1e-2",
    "1E5",
    "1e+5",
    "1e-5",
    "1E+0",
    "0e0",
    "0e400",
    "-0e-400",
    "0.0000001",
    "1e308",
    "1e309",
    "-1e309",
    "1e-400",
    "1e99999999999999999999",
    "1e-99999999999999999999",
    "123.456e78",
    "4.9e-324",
    "2.2250738585072014e-308",
    "00",
    "-01",
    "0x10",
    "0b1",
    "1_000",
    "1,000",
    "1.e5",
    "1..2",
    "1.2.3",
    "1e5.5",
    "1ee5",
    "1e++5",
    "--1",
    "-+1",
    "+0",
    "1-",
    "1+2",
    "1 000",
    "１",
    "- 1",
    "1f",
    "1n",
    "0e",
    "0e+",
    "-.1",
    "-e1",
    "1eE2",
    "e1",
    "∞",
    "\"\"",
    "\"a\"",
    "\"\\\"\"",
    "\"\\\\\"",
    "\"\\/\"",
    "\"\\b\\f\\n\\r\\t\"",
    "\"\\u0041\"",
    "\"\\u00e9\"",
    "\"\\u00E9\"",
    "\"\\u0000\"",
    "\"\\uffff\"",
    "\"\\ufdd0\"",
    "\"\\ud83d\\ude00\"",
    "\"\\uD83D\\uDE00x\"",
    "\"\\udbff\\udfff\"",
    "\"\\ud800\"",
    "\"\\ud800\\ud800\"",
    "\"\\ud800\\u0041\"",
    "\"\\ud800x\"",
    "\"\\ud800\\n\"",
    "\"\\ude00\\ud83d\"",
    "\"\\uDFFF\"",
    "\"\\u+041\"",
    "\"\\u 041\"",
    "\"\\u-041\"",
    "\"\\u004\"",
    "\"\\u\"",
    "\"\\U0041\"",
    "\"\\a\"",
    "\"\\v\"",
    "\"\\0\"",
    "\"\\'\"",
    "\"\\é\"",
    "\"\t\"",
    "\"\r\"",
    "\"\0\"",
    "\"\u{1f}\"",
    "\"\u{7f}\"",
    "\"\u{80}\"",
    "\"é\"",
    "\"😀\"",
    "\"\u{feff}\"",
    "\"\u{2028}\"",
    "\"12345678\"",
    "\"1234567\\n\"",
    "\"12345678\n\"",
    "\"é234567é\"",
    "\"😀😀\\\"😀\"",
    "'a'",
    "\"a",
    "a\"",
    "\"a\"b",
    "\"a\"\"b\"",
    "[]",
    "[ ]",
    "[[]]",
    "[[[]],[]]",
    "[null,true,-1.5,\"x\",{}]",
    "[]]",
    "[][]",
    "[1]x",
    "[\"a\",\n4\n,1,",
    "[1,\n\t\"a\"\n]",
    "[*]",
    "[\u{c}]",
    "[<null>]",
    "[undefined]",
    "{}",
    "{ }",
    "{\"\":0}",
    "{\"a\":{\"b\":[{}]}}",
    "{\"a\":1,\"a\":2}",
    "{\"a\":1,\"b\":2,\"\\u0061\":3}",
];

#[test]
fn nasty_documents_are_taken_or_not_as_serde_json_does() {
    for text in NASTY.into_iter().chain(REFUSED.iter().map(|(text, _)| *text)) {
        compare(text);
    }
    for more in [
        "{}{}",
        "{}#",
        "{}/**/",
        "/**/{}",
        "{/**/}",
        "{\"a\":/*x*/1}",
        "{\"a\":1}}",
        "{\"a\"::1}",
        "{\"a\":\"b\",\"c\"}",
        "{:1}",
        "{null:1}",
        "{[]:1}",
        "{\"a\":1;\"b\":2}",
        "{\"a\" :\n1 ,\r\"b\"\t: 2 }",
        "{{}}",
        "[{]}",
        "{[}]",
        "<>",
        "@",
        "\\",
        "\"\\",
        "True",
        "NULL",
        "nan",
        "-nan",
        "truefalse",
        "true,",
        ",",
        ":",
        "\u{feff}",
        "\u{feff}\u{feff}1",
        "[\u{feff}1]",
    ] {
        compare(more);
    }
}

#[test]
fn as_deep_as_serde_json_and_no_deeper() {
    for depth in [1, 2, 126, 127, 128, 129, 5000] {
        compare(&format!("{}{}", "[".repeat(depth), "]".repeat(depth)));
        compare(&format!("{}1{}", "{\"a\":".repeat(depth), "}".repeat(depth)));
        compare(&format!("[{}]", vec!["[{}]"; depth].join(",")));
    }
    let deep = format!("\n{}", "[".repeat(200));
    assert_eq!(refused(&deep).to_string(), "recursion limit exceeded at line 2 column 128");
}

#[test]
fn marks_are_found_wherever_they_stand() {
    for mark in [
        "", "\\n", "\\\"", "\\u00e9", "\n", "\u{1f}", "\0", "é", "\u{80}", "!", "#", "[", "]",
        "\u{7f}", " ",
    ] {
        for before in 0..20 {
            for after in [0, 1, 7, 8, 9] {
                let text = format!("{}{mark}{}", "a".repeat(before), "b".repeat(after));
                compare(&format!("\"{text}\""));
                compare(&format!("{{\"{text}\":1,\"b\":2}}"));
                compare(&format!("\"{text}"));
            }
        }
    }
}

const SEEDS: [&str; 7] = [
    r#"{"provider":"LINKEDIN","secret":"AQHdK3Qv5yZ2pAAAA","action":"accept","n":[1,-2,3.5e-7,null]}"#,
    r#"[{"title":"a\u00e9\ud83d\ude00\n","detail":"é😀","status":403},{"title":"","on":true,"off":false}]"#,
    "{\n  \"a\" : [ 1 , 2.0 , -0 , 1e5 ] ,\r\n\t\"b\" : { \"c\" : \"d\" } , \"b\" : null\n}\n",
    "[18446744073709551615,-9223372036854775808,12345678901234567890123,0.1e+2,1E-3]",
    r#""\"\\\/\b\f\n\r\t\u0000\uFFFF plain \ud800\udc00""#,
    "[[[[{\"a\":[{\"b\":{}}]}]],[]],[true,false,null]]",
    " -1234.5678e9 ",
];

#[test]
fn mutations_are_taken_or_not_as_serde_json_does() {
    const PIECES: [&str; 40] = [
        "\"", "\\", "{", "}", "[", "]", ",", ":", "0", "1", "9", "-", "+", ".", "e", "E", " ",
        "\n", "\t", "\0", "u", "\\u", "\\ud800", "\\udc00", "\\n", "true", "null", "false", "é",
        "😀", "\u{7f}", "\u{1f}", "x", "/", "\"\"", "[]", "{}", "\"a\":", "1e", "00",
    ];
    let mut random = Rng::with_seed(11);
    let mut taken = 0;
    for round in 0..12_000 {
        let mut text: Vec<char> = SEEDS[round % SEEDS.len()].chars().collect();
        for _ in 0..random.usize(1..4) {
            let at = random.usize(..=text.len());
            let to = (at + random.usize(..4)).min(text.len());
            match random.u8(..5) {
                0 => _ = text.splice(at..at, PIECES[random.usize(..PIECES.len())].chars()),
                1 => _ = text.splice(at..to, PIECES[random.usize(..PIECES.len())].chars()),
                2 => _ = text.drain(at..to),
                3 => {
                    let part: Vec<_> = text[at..to].to_vec();
                    let place = random.usize(..=text.len());
                    text.splice(place..place, part);
                }
                _ if random.u8(..4) == 0 => text.truncate(at),
                _ => text.iter_mut().skip(at).take(1).for_each(|char| *char = ' '),
            }
        }
        taken += usize::from(compare(&text.into_iter().collect::<String>()));
    }
    assert!((2000..10_000).contains(&taken), "{taken} of 12000 are documents");
}

#[test]
fn a_document_that_is_cut_is_called_so() {
    for seed in SEEDS.into_iter().filter(|seed| !seed.starts_with(' ')) {
        let seed = seed.trim_end();
        for cut in (0..seed.len()).filter(|cut| seed.is_char_boundary(*cut)) {
            let error = refused(&seed[..cut]);
            assert!(error.is_truncated() && error.offset() == cut, "{}: {error}", &seed[..cut]);
        }
    }
}

#[test]
fn floats_are_the_nearest() {
    let mut random = Rng::with_seed(5);
    for _ in 0..4000 {
        let text = match random.u8(..3) {
            0 => format!("{:e}", f64::from_bits(random.u64(..))),
            1 => format!("{}.{}e{}", random.i64(..), random.u64(..), random.i16(-340..290)),
            _ => format!("-{}{}", random.u64(1..), random.u64(..)),
        };
        let expected: f64 = text.parse().expect("a number");
        match Node::parse(text.as_bytes()) {
            Ok(node) => {
                assert_eq!(node.number().map(f64::to_bits), Ok(expected.to_bits()), "{text}")
            }
            Err(_) => assert!(!expected.is_finite(), "{text}"),
        }
    }
}
