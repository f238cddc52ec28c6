//! `curl` commands in shells: each passes the URL, headers and body of the request to curl, and runs nothing else.

use crate::common::shell::{HOSTILE, arguments, values};
use crate::runtime::client::call::Call;
use crate::runtime::requests::operation::Operation;
use crate::runtime_tests::requests::{PLAIN, PLAIN_FIELDS, call};

static HOSTILE_PATH: Operation = Operation {
    id: "hostile",
    method: "PUT",
    path: "/a $(touch pwned)`touch pwned`'\"!!/{a}[1-3]",
    ..PLAIN_FIELDS
};

/// A method is a token, which may contain characters with a meaning in shells.
static HOSTILE_METHOD: Operation = Operation { id: "method", method: "`$X`'!!&|", ..PLAIN_FIELDS };

fn check(test: &str, call: &Call, body: Option<&str>) {
    let line = call.curl().unwrap().to_string();
    let request = call.request().unwrap();
    for (given, _) in arguments(test, &line) {
        assert_eq!(values(&given, "--request"), [request.method().as_str()], "{line}");
        assert_eq!(values(&given, "--url"), [request.uri().to_string()], "{line}");
        assert_eq!(values(&given, "--data-raw"), Vec::from_iter(body), "{line}");
        let headers = request.headers().iter().map(|(name, value)| match value.to_str() {
            Ok("") => format!("{name};"),
            Ok(value) => format!("{name}: {value}"),
            Err(_) => format!("{name}: [redacted]"),
        });
        assert_eq!(values(&given, "--header"), headers.collect::<Vec<_>>(), "{line}");
        let rest = given.iter().filter(|it| *it != "--globoff").count();
        let with_value = 2 + request.headers().len() + usize::from(body.is_some());
        assert_eq!(rest, 2 * with_value, "{given:?}\n{line}");
    }
}

#[test]
fn a_command_runs_nothing_but_curl() {
    for text in HOSTILE {
        // Invisible characters are left out of texts.
        let shown = serde_json::to_string(text).unwrap().replace(['\u{7f}', '\u{202e}'], "");
        let mut call = call(&HOSTILE_PATH);
        call.path("a", &text);
        call.query("q", &text);
        call.json(&text.to_owned());
        check("client-hostile", &call, Some(&shown));
        // A header with a line break is an error for a command too.
        call.header("x-h", &text);
        match call.curl() {
            Ok(_) => check("client-hostile", &call, Some(&shown)),
            Err(_) => assert!(text.contains(|char: char| !matches!(char, ' '..='~')), "{text}"),
        }
    }
    check("client-method", &call(&HOSTILE_METHOD), None);
}

#[test]
fn a_header_without_a_value_is_sent_all_the_same() {
    let mut call = call(&PLAIN);
    call.header("x-empty", &"");
    assert!(call.curl().unwrap().to_string().contains("--header 'x-empty;'"));
    check("client-empty", &call, None);
}
