//! JSON documents (RFC 8259) with their verdicts, modelled on JSONTestSuite. `serde_json` has the same verdicts, except
//! on byte order marks.

use serde_json::Value;

use crate::runtime::json::node::Node;

fn is_taken(document: &[u8]) -> bool {
    let ours = Node::parse(document).is_ok();
    let theirs = serde_json::from_slice::<Value>(document).is_ok();
    let is_marked = document.starts_with(b"\xef\xbb\xbf");
    assert!(ours == theirs || is_marked, "{:?}", String::from_utf8_lossy(document));
    ours
}

#[track_caller]
fn all(documents: &[&str], expected: bool) {
    for document in documents {
        // As a whole, as an item, as a member, and between spaces of each kind.
        let forms = [
            (*document).to_owned(),
            format!("[{document}]"),
            format!("[0,{document},1]"),
            format!("{{\"a\":{document}}}"),
            format!(" \t\r\n{document} \t\r\n"),
        ];
        for form in forms {
            assert_eq!(is_taken(form.as_bytes()), expected, "{form:?}");
        }
    }
}

#[test]
fn values_that_are_json() {
    all(&["null", "true", "false", "[]", "{}", "\"\"", "[[]]", "[{}]", "{\"\":{}}"], true);
    all(
        &["0", "-0", "7", "-7", "10", "1234567890", "9007199254740993", "-9223372036854775809"],
        true,
    );
    all(&["0.0", "-0.5", "1.25", "10.010", "3.141592653589793238462643383279"], true);
    all(
        &["0e0", "0E1", "1e2", "1E2", "1e+2", "1E-2", "1.5e3", "-1.5E+30", "0e+1", "1e-9999"],
        true,
    );
    all(
        &["\"a b\"", "\"\u{7f}\"", "\"\u{2028}\u{2029}\"", "\"\u{ffff}\u{10ffff}\"", "\"π€𝄞\""],
        true,
    );
    all(&[r#""\"\\\/\b\f\n\r\t""#, r#""\u0000""#, r#""\u00e9\u00E9""#, r#""\uD834\udd1e""#], true);
    all(&[r#""\\u0061""#, r#""\\n""#, r#""\u0022""#, r#""\uFFFE\uFFFF""#, r#""\u2028""#], true);
    all(&["\"/*x*/ // #\"", "\"[}:,\"", "\"1e5\""], true);
    all(&["[1,2]", "[ 1 , 2 ]", "[null,1,\"1\",{}]", "[[],[],[]]", "[\n1\r,\t2 ]"], true);
    all(&["{\"a\":1}", "{\"a\":1,\"b\":2}", "{\"a\":1,\"a\":1}", "{\"a\":1,\"a\":2}"], true);
    all(&["{ \"a\" : 1 , \"b\" : 2 }", r#"{"\u0000":1}"#, "{\"a\":{\"a\":{\"a\":[]}}}"], true);
}

#[test]
fn numbers_that_are_not_json() {
    all(&["-", "+", "--1", "+1", "-+1", "+-1", "1+1", "- 1", "1 1", "1 000", "1_000"], false);
    all(
        &["00", "01", "-01", "-00", "012", "-012", "00.5", "-2.", "2.", "0.", ".5", "-.5", "."],
        false,
    );
    all(&["1.5.5", "1..5", "0.e1", "2.e3", "2.e+3", "2.e-3", ".e1", ".1e1"], false);
    all(
        &["e", "e1", "1e", "1E", "1e+", "1e-", "1E+", "1ee2", "1e2e3", "1e+-2", "1e2.5", "1e 2"],
        false,
    );
    all(&["0x1", "0xF", "0b1", "0o7", "1f", "1L", "1n", "1a", "-a", "1e1a", "1/2", "1%"], false);
    all(&["NaN", "-NaN", "nan", "Inf", "Infinity", "-Infinity", "+Infinity", "∞"], false);
    all(&["１", "²", "٣", "1\u{a0}", "−1", "1e²", "1e400", "-1e400", "123e100000"], false);
}

#[test]
fn strings_that_are_not_json() {
    all(&["\"", "'a'", "\"a", "a\"", "“a”", "`a`", "a", "\"a\"b", "\"a\" \"b\"", "\"\"\""], false);
    for control in 0..0x20 {
        all(&[&format!("\"a{}b\"", char::from(control))], false);
    }
    for escape in "acdeghijklmopqsvwxyzABFNRTU0123456789'`-+ \t\n\0é€".chars() {
        all(&[&format!("\"\\{escape}\"")], false);
    }
    all(&[r#""\""#, r#""\\\""#, r#""\u""#, r#""\u0""#, r#""\u00""#, r#""\u000""#], false);
    all(
        &[r#""\u000g""#, r#""\u 000""#, r#""\u-000""#, r#""\u+000""#, r#""\u{61}""#, r#""\x61""#],
        false,
    );
    // Half of a surrogate pair is not a character, so a `String` cannot contain it.
    all(&[r#""\ud800""#, r#""\udc00""#, r#""\ud800\ud800""#, r#""\udc00\ud800""#], false);
    all(
        &[r#""\ud800x""#, r#""\ud800\n""#, r#""\ud800\u""#, r#""\ud800\u1""#, r#""\ud800\u0061""#],
        false,
    );
    all(&[r#""\ud800\\udc00""#, r#""x\udfffx""#, r#""\ud834\udd""#], false);
}

#[test]
fn structures_that_are_not_json() {
    all(
        &["[", "]", "[1", "1]", "[1,", "[,", "[,]", "[,1]", "[1,]", "[1,,]", "[1,,2]", "[1 2]"],
        false,
    );
    all(
        &["[1;2]", "[1:2]", "[1}", "[[]", "[[]]]", "[\"a\"", "[\"a\",", "[\"\": 1]", "[a]", "[-]"],
        false,
    );
    all(
        &["[*]", "[**]", "[#]", "[...]", "[1,\n1\n,1", "[{}", "(1)", "[<null>]", "[undefined]"],
        false,
    );
    all(
        &[
            "{",
            "}",
            "{]",
            "[}",
            "{\"a\"",
            "{\"a\":",
            "{\"a\":1",
            "{\"a\":1,",
            "{\"a\"}",
            "{:1}",
            "{,}",
        ],
        false,
    );
    all(
        &["{\"a\":1,}", "{\"a\":1,,}", "{,\"a\":1}", "{\"a\":1,,\"b\":2}", "{\"a\":1 \"b\":2}"],
        false,
    );
    all(&["{\"a\"::1}", "{\"a\" 1}", "{\"a\",1}", "{\"a\"=1}", "{\"a\"=>1}", "{\"a\":1;}"], false);
    all(
        &["{a:1}", "{'a':1}", "{1:1}", "{null:1}", "{[]:1}", "{{}:1}", "{\"a\":\"b\",\"c\"}"],
        false,
    );
    all(&["{\"a\":a}", "{\"a\":'b'}", "{\"a\":[}", "{\"a\":{]", "{\"a\":1}}", "{\"a\":1}]"], false);
    all(
        &["nul", "nulll", "Null", "NULL", "tru", "True", "truth", "fals", "FALSE", "undefined"],
        false,
    );
    all(
        &["// a\n1", "1 // a", "/**/1", "1/**/", "# a\n1", "1 # a", "{}//", "<!-- -->", "@", "\\"],
        false,
    );
    for space in ["\u{b}", "\u{c}", "\u{85}", "\u{a0}", "\u{2003}", "\u{2060}", "\u{3000}", "\0"] {
        all(&[&format!("{space}1"), &format!("1{space}"), space], false);
    }
}

#[test]
fn documents_that_are_no_single_value() {
    for document in
        ["", " ", "\n", "\r\n\t ", "1 2", "[] []", "{} {}", "{}{}", "[][", "1,", "true false"]
    {
        assert!(!is_taken(document.as_bytes()), "{document:?}");
    }
}

#[test]
fn bytes_that_are_not_utf8() {
    let broken: [&[u8]; 17] = [
        b"\x80",
        b"\xbf",
        b"\xff",
        b"\xfe",
        b"\xe9",
        b"\xc0\xaf",
        b"\xc1\xbf",
        b"\xe0\x80\xaf",
        b"\xf0\x80\x80\xaf",
        b"\xed\xa0\x80",
        b"\xed\xbf\xbf",
        b"\xf4\x90\x80\x80",
        b"\xf4\xbf\xbf\xbf",
        b"\xf8\x88\x80\x80\x80",
        b"\xfc\x83\xbf\xbf\xbf\xbf",
        b"\xe2\x82",
        b"\xe0\xff",
    ];
    let around: [(&[u8], &[u8]); 10] = [
        (b"", b""),
        (b"[\"", b"\"]"),
        (b"[", b"]"),
        (b"[a", b"]"),
        (b"[0", b"]"),
        (b"[1e1", b"]"),
        (b"[1e", b"]"),
        (b"{\"", b"\":0}"),
        (b"[\"\\", b"\"]"),
        (b"[\"\\u", b"\"]"),
    ];
    for bytes in broken {
        for (before, behind) in around {
            let document = [before, bytes, behind].concat();
            assert!(!is_taken(&document), "{document:?}");
            assert!(Node::parse(&document).unwrap_err().to_string().starts_with("not UTF-8 at "));
        }
    }
    // Other encodings, and a truncated byte order mark.
    let utf16: Vec<u8> = "[\"é\"]".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let marked = [b"\xff\xfe".as_slice(), &utf16].concat();
    let utf16_be: Vec<u8> = "[\"é\"]".encode_utf16().flat_map(u16::to_be_bytes).collect();
    for document in [&utf16, &marked, &utf16_be, &b"\xef\xbb{}".to_vec(), &b"\xef".to_vec()] {
        assert!(!is_taken(document), "{document:?}");
    }
    assert!(is_taken(b"\xef\xbb\xbf{}"));
    assert!(!is_taken(b"\xef\xbb\xbf\xef\xbb\xbf{}"));
    assert!(!is_taken(b"{}\xef\xbb\xbf"));
}

#[test]
fn depth_is_bounded_whether_a_document_ends_or_not() {
    for (open, close) in [("[", "]"), ("{\"a\":", "}"), ("[{\"\":", "}]")] {
        let levels = 120 / open.matches(['[', '{']).count();
        let nested = |count: usize, inner: &str| {
            format!("{}{inner}{}", open.repeat(count), close.repeat(count))
        };
        assert!(is_taken(nested(levels, "1").as_bytes()), "{open}");
        assert!(!is_taken(nested(500, "1").as_bytes()), "{open}");
        assert!(!is_taken(open.repeat(100_000).as_bytes()), "{open}");
    }
}
