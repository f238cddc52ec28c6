//! Reference implementation of values in URLs: RFC 6570 and the "Style Values" of OpenAPI (3.1, 4.8.12.3).
//!
//! Generated clients are tested against it, so it shares no code with their encoder.

use crate::source::Value;

/// The serialization that the description requires for a value.
#[derive(Clone, Copy, Debug)]
pub(super) struct Spelling<'s> {
    /// `style`, or the default of the place.
    pub(super) style: &'s str,
    /// `explode`, or the default of the style.
    pub(super) explode: bool,
    /// `allowReserved`: reserved characters are not encoded.
    pub(super) reserved: bool,
}

/// Returns the text that replaces `{name}` in a path, or `None` if no specification defines it.
pub(super) fn in_path(name: &str, spelling: Spelling<'_>, value: &Value) -> Option<String> {
    let name = encoded(name, false);
    let explode = spelling.explode;
    Some(match (spelling.style, value) {
        ("simple", value) => joined(value, explode, ",")?,
        (style @ ("spaceDelimited" | "pipeDelimited" | "tabDelimited"), value) => {
            joined(value, false, delimiter(style))?
        }
        ("label", Value::Array(_) | Value::Object(_)) => {
            format!(".{}", joined(value, explode, if explode { "." } else { "," })?)
        }
        ("label", value) => format!(".{}", text(value, false)?),
        ("matrix", Value::Array(items)) if explode => {
            let items = items.iter().map(|item| Some(named(&name, &text(item, false)?)));
            items.collect::<Option<String>>()?
        }
        ("matrix", Value::Object(members)) if explode => {
            let member = |(key, value)| Some(named(&encoded(key, false), &text(value, false)?));
            members.iter().map(member).collect::<Option<String>>()?
        }
        ("matrix", value) => named(&name, &joined(value, false, ",")?),
        _ => return None,
    })
}

/// Returns the encoded pairs of a query, or `None` if no specification defines them.
pub(super) fn in_query(name: &str, spelling: Spelling<'_>, value: &Value) -> Option<Vec<String>> {
    let name = encoded(name, false);
    let text = |value| text(value, spelling.reserved);
    let pairs = match (spelling.style, value) {
        // Absent and empty values are not written (RFC 6570, 3.2.1, leaves empty lists undefined).
        (_, Value::Null) => return Some(Vec::new()),
        (_, Value::Array(items)) if items.is_empty() => return Some(Vec::new()),
        (_, Value::Object(members)) if members.is_empty() => return Some(Vec::new()),
        ("form" | "spaceDelimited" | "pipeDelimited", Value::Array(items)) if spelling.explode => {
            let pair = |item| Some(format!("{name}={}", text(item)?));
            items.iter().map(pair).collect::<Option<_>>()?
        }
        ("form" | "spaceDelimited" | "pipeDelimited", Value::Object(members))
            if spelling.explode =>
        {
            let pair = |(key, value)| Some(format!("{}={}", encoded(key, false), text(value)?));
            members.iter().map(pair).collect::<Option<_>>()?
        }
        (style @ ("form" | "spaceDelimited" | "pipeDelimited" | "tabDelimited"), value) => {
            let texts = flat(value, spelling.reserved)?;
            vec![format!("{name}={}", texts.join(delimiter(style)))]
        }
        ("deepObject", Value::Object(members)) => {
            let pair = |(key, value)| {
                Some(format!("{name}%5B{}%5D={}", encoded(key, false), text(value)?))
            };
            members.iter().map(pair).collect::<Option<_>>()?
        }
        _ => return None,
    };
    Some(pairs)
}

/// Returns the encoded delimiter of a style. Swagger 2.0 has one for tabs.
fn delimiter(style: &str) -> &'static str {
    match style {
        "spaceDelimited" => "%20",
        "pipeDelimited" => "%7C",
        "tabDelimited" => "%09",
        _ => ",",
    }
}

/// Encodes the literal part of a path. Reserved characters stay (RFC 6570, 3.1).
pub(super) fn literal(text: &str) -> String {
    encoded(text, true)
}

/// Percent-encodes all but unreserved characters. With `reserved`, reserved characters and existing
/// escapes stay too (RFC 6570, 1.5 and 3.2.1).
pub(super) fn encoded(text: &str, reserved: bool) -> String {
    let mut encoded = String::new();
    for (index, byte) in text.bytes().enumerate() {
        let escape = || {
            let digits = text.as_bytes().get(index + 1..index + 3);
            digits.is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
        };
        let kept = match byte {
            b'-' | b'.' | b'_' | b'~' => true,
            b'%' => reserved && escape(),
            byte if b":/?#[]@!$&'()*+,;=".contains(&byte) => reserved,
            byte => byte.is_ascii_alphanumeric(),
        };
        if kept {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

/// Joins the items or members of a value. A scalar is its own text.
fn joined(value: &Value, explode: bool, separator: &str) -> Option<String> {
    let texts: Option<Vec<_>> = match value {
        Value::Object(members) if explode => {
            let member =
                |(key, value)| Some(format!("{}={}", encoded(key, false), text(value, false)?));
            members.iter().map(member).collect()
        }
        value => flat(value, false),
    };
    Some(texts?.join(separator))
}

/// Returns the texts of a scalar, of the items of an array, or of the names and values of an object.
fn flat(value: &Value, reserved: bool) -> Option<Vec<String>> {
    match value {
        Value::Array(items) => items.iter().map(|item| text(item, reserved)).collect(),
        Value::Object(members) => {
            let mut texts = Vec::new();
            for (key, value) in members.iter() {
                texts.extend([encoded(key, false), text(value, reserved)?]);
            }
            Some(texts)
        }
        value => Some(vec![text(value, reserved)?]),
    }
}

/// Returns the text of a scalar. No specification defines one for nested arrays and objects.
fn text(value: &Value, reserved: bool) -> Option<String> {
    Some(match value {
        Value::Null | Value::Array(_) | Value::Object(_) => return None,
        Value::String(text) if reserved => in_value(text),
        Value::String(text) => encoded(text, false),
        Value::Float(number) => encoded(&number.to_string(), reserved),
        scalar => scalar.to_string(),
    })
}

/// Encodes a value of a query with `allowReserved`. Characters that delimit pairs or end the query have another meaning, so that they
/// are encoded (OpenAPI 3.1.1, 4.8.12.2 and appendix E).
fn in_value(text: &str) -> String {
    let delimiters =
        [('#', "%23"), ('&', "%26"), ('+', "%2B"), ('=', "%3D"), ('[', "%5B"), (']', "%5D")];
    delimiters.iter().fold(encoded(text, true), |text, (char, escape)| text.replace(*char, escape))
}

/// Formats a part of style `matrix`. An empty value has no `=` (RFC 6570, 3.2.7).
fn named(name: &str, value: &str) -> String {
    if value.is_empty() { format!(";{name}") } else { format!(";{name}={value}") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Source;

    fn value(json: &str) -> Value {
        Source::from_text("value.json", json).unwrap().root().clone()
    }

    fn spelling(style: &str, explode: bool) -> Spelling<'_> {
        Spelling { style, explode, reserved: false }
    }

    fn path(style: &str, explode: bool, json: &str) -> Option<String> {
        in_path("color", spelling(style, explode), &value(json))
    }

    fn query(style: &str, explode: bool, json: &str) -> Option<String> {
        Some(in_query("color", spelling(style, explode), &value(json))?.join("&"))
    }

    const TEXT: &str = r#""blue""#;
    const LIST: &str = r#"["blue","black","brown"]"#;
    const MEMBERS: &str = r#"{"R":100,"G":200,"B":150}"#;

    /// The table of OpenAPI 3.1, 4.8.12.3, with the percent-encoding of 3.1.1.
    #[test]
    fn paths_follow_the_table_of_openapi() {
        let rows = [
            ("matrix", false, r#""""#, ";color"),
            ("matrix", false, TEXT, ";color=blue"),
            ("matrix", false, LIST, ";color=blue,black,brown"),
            ("matrix", false, MEMBERS, ";color=R,100,G,200,B,150"),
            ("matrix", true, LIST, ";color=blue;color=black;color=brown"),
            ("matrix", true, MEMBERS, ";R=100;G=200;B=150"),
            ("label", false, r#""""#, "."),
            ("label", false, TEXT, ".blue"),
            ("label", false, LIST, ".blue,black,brown"),
            ("label", false, MEMBERS, ".R,100,G,200,B,150"),
            ("label", true, LIST, ".blue.black.brown"),
            ("label", true, MEMBERS, ".R=100.G=200.B=150"),
            ("simple", false, TEXT, "blue"),
            ("simple", false, LIST, "blue,black,brown"),
            ("simple", false, MEMBERS, "R,100,G,200,B,150"),
            ("simple", true, LIST, "blue,black,brown"),
            ("simple", true, MEMBERS, "R=100,G=200,B=150"),
        ];
        for (style, explode, json, expected) in rows {
            assert_eq!(path(style, explode, json).as_deref(), Some(expected), "{style} {explode}");
        }
        assert_eq!(path("form", false, TEXT), None);
    }

    #[test]
    fn queries_follow_the_table_of_openapi() {
        let rows = [
            ("form", false, r#""""#, "color="),
            ("form", true, TEXT, "color=blue"),
            ("form", false, LIST, "color=blue,black,brown"),
            ("form", false, MEMBERS, "color=R,100,G,200,B,150"),
            ("form", true, LIST, "color=blue&color=black&color=brown"),
            ("form", true, MEMBERS, "R=100&G=200&B=150"),
            ("form", true, "[]", ""),
            ("spaceDelimited", false, LIST, "color=blue%20black%20brown"),
            ("spaceDelimited", false, MEMBERS, "color=R%20100%20G%20200%20B%20150"),
            ("pipeDelimited", false, LIST, "color=blue%7Cblack%7Cbrown"),
            ("pipeDelimited", false, MEMBERS, "color=R%7C100%7CG%7C200%7CB%7C150"),
            ("tabDelimited", false, LIST, "color=blue%09black%09brown"),
            ("deepObject", true, MEMBERS, "color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150"),
        ];
        for (style, explode, json, expected) in rows {
            assert_eq!(query(style, explode, json).as_deref(), Some(expected), "{style} {explode}");
        }
    }

    #[test]
    fn undefined_combinations_return_none() {
        assert_eq!(query("deepObject", true, TEXT), None);
        assert_eq!(query("deepObject", true, r#"{"a":{"b":1}}"#), None);
        assert_eq!(query("form", true, "[[1]]"), None);
        assert_eq!(path("simple", false, "[null]"), None);
    }

    #[test]
    fn reserved_characters_are_encoded_unless_allowed() {
        let spelling = |reserved| Spelling { style: "form", explode: true, reserved };
        let text = Value::String("a/b?c=%20&d é%".to_owned());
        let pairs = |reserved| in_query("q[]", spelling(reserved), &text).unwrap();
        assert_eq!(pairs(false), ["q%5B%5D=a%2Fb%3Fc%3D%2520%26d%20%C3%A9%25"]);
        assert_eq!(pairs(true), ["q%5B%5D=a/b?c%3D%20%26d%20%C3%A9%25"]);
        assert_eq!(literal("/a b/c:d?e=f"), "/a%20b/c:d?e=f");
        assert_eq!(in_query("n", spelling(false), &Value::Float(10.0)).unwrap(), ["n=10"]);
    }
}
