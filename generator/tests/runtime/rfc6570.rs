//! The examples of RFC 6570 for the operators that OpenAPI has styles for (OpenAPI 3.1, section 4.8.12.3).

use serde_json::{Value, json};

use crate::runtime::requests::invalid::RequestPart;
use crate::runtime::requests::operation::Operation;
use crate::runtime::requests::parameter::Style;
use crate::runtime_tests::requests::{PLAIN_FIELDS, call, refusal};

/// Returns a variable of section 3.2.
fn variable(name: &str) -> Value {
    match name {
        "count" => json!(["one", "two", "three"]),
        "dom" => json!(["example", "com"]),
        "dub" => json!("me/too"),
        "hello" => json!("Hello World!"),
        "half" => json!("50%"),
        "var" => json!("value"),
        "who" => json!("fred"),
        "base" => json!("http://example.com/home/"),
        "path" => json!("/foo/bar"),
        "list" => json!(["red", "green", "blue"]),
        "keys" => json!({ "semi": ";", "dot": ".", "comma": "," }),
        "v" => json!("6"),
        "x" => json!("1024"),
        "y" => json!("768"),
        "empty" => json!(""),
        "empty_keys" => json!([]),
        _ => panic!("no such variable: {name}"),
    }
}

/// Section, style, variable, `explode`, and expansion.
const EXAMPLES: [(&str, Style, &str, bool, &str); 49] = [
    ("3.2.2", Style::Simple, "var", false, "value"),
    ("3.2.2", Style::Simple, "hello", false, "Hello%20World%21"),
    ("3.2.2", Style::Simple, "half", false, "50%25"),
    ("3.2.2", Style::Simple, "x", false, "1024"),
    ("3.2.2", Style::Simple, "list", false, "red,green,blue"),
    ("3.2.2", Style::Simple, "list", true, "red,green,blue"),
    ("3.2.2", Style::Simple, "keys", false, "semi,%3B,dot,.,comma,%2C"),
    ("3.2.2", Style::Simple, "keys", true, "semi=%3B,dot=.,comma=%2C"),
    ("3.2.1", Style::Simple, "count", false, "one,two,three"),
    ("3.2.1", Style::Simple, "count", true, "one,two,three"),
    ("3.2.1", Style::Matrix, "count", false, ";count=one,two,three"),
    ("3.2.1", Style::Matrix, "count", true, ";count=one;count=two;count=three"),
    ("3.2.1", Style::Form, "count", true, "count=one&count=two&count=three"),
    ("3.2.2", Style::Simple, "dub", false, "me%2Ftoo"),
    ("3.2.2", Style::Simple, "base", false, "http%3A%2F%2Fexample.com%2Fhome%2F"),
    ("3.2.2", Style::Simple, "path", false, "%2Ffoo%2Fbar"),
    ("3.2.5", Style::Label, "who", false, ".fred"),
    ("3.2.5", Style::Label, "half", false, ".50%25"),
    ("3.2.5", Style::Label, "dom", true, ".example.com"),
    ("3.2.5", Style::Label, "var", false, ".value"),
    ("3.2.5", Style::Label, "list", false, ".red,green,blue"),
    ("3.2.5", Style::Label, "list", true, ".red.green.blue"),
    ("3.2.5", Style::Label, "keys", false, ".semi,%3B,dot,.,comma,%2C"),
    ("3.2.5", Style::Label, "keys", true, ".semi=%3B.dot=..comma=%2C"),
    ("3.2.7", Style::Matrix, "who", false, ";who=fred"),
    ("3.2.7", Style::Matrix, "half", false, ";half=50%25"),
    ("3.2.7", Style::Matrix, "empty", false, ";empty"),
    ("3.2.7", Style::Matrix, "empty", true, ";empty"),
    ("3.2.7", Style::Matrix, "v", false, ";v=6"),
    ("3.2.7", Style::Matrix, "x", false, ";x=1024"),
    ("3.2.7", Style::Matrix, "y", false, ";y=768"),
    ("3.2.7", Style::Matrix, "list", false, ";list=red,green,blue"),
    ("3.2.7", Style::Matrix, "list", true, ";list=red;list=green;list=blue"),
    ("3.2.7", Style::Matrix, "keys", false, ";keys=semi,%3B,dot,.,comma,%2C"),
    ("3.2.7", Style::Matrix, "keys", true, ";semi=%3B;dot=.;comma=%2C"),
    ("3.2.8", Style::Form, "who", false, "who=fred"),
    ("3.2.8", Style::Form, "half", false, "half=50%25"),
    ("3.2.8", Style::Form, "x", true, "x=1024"),
    ("3.2.8", Style::Form, "y", false, "y=768"),
    ("3.2.8", Style::Form, "empty", false, "empty="),
    ("3.2.8", Style::Form, "list", false, "list=red,green,blue"),
    ("3.2.8", Style::Form, "list", true, "list=red&list=green&list=blue"),
    ("3.2.8", Style::Form, "keys", false, "keys=semi,%3B,dot,.,comma,%2C"),
    ("3.2.8", Style::Form, "keys", true, "semi=%3B&dot=.&comma=%2C"),
    ("3.2.8", Style::Form, "empty_keys", false, ""),
    ("3.2.8", Style::Form, "empty_keys", true, ""),
    ("3.2.9", Style::Form, "who", true, "who=fred"),
    ("3.2.9", Style::Form, "v", true, "v=6"),
    ("3.2.9", Style::Form, "hello", true, "hello=Hello%20World%21"),
];

static AT: Operation = Operation { id: "at", path: "/X{value}", ..PLAIN_FIELDS };

/// Returns the expansion of a variable. In a path it follows an `X`.
fn expanded(style: Style, name: &'static str, explode: bool, value: &Value) -> String {
    if style == Style::Form {
        let mut call = call(&AT);
        call.path("value", &"x");
        call.styled(RequestPart::Query, name, style, explode, value);
        return call.request().unwrap().uri().query().unwrap_or_default().to_owned();
    }
    // Only `matrix` shows the name of a parameter.
    let operation: &'static Operation =
        Box::leak(Box::new(Operation { id: "at", path: PATHS[index(name)], ..PLAIN_FIELDS }));
    let mut call = call(operation);
    call.styled(RequestPart::Path, name, style, explode, value);
    let path = call.request().unwrap().uri().path().to_owned();
    path.strip_prefix("/base/X").unwrap().to_owned()
}

const NAMES: [&str; 16] = [
    "count",
    "dom",
    "dub",
    "hello",
    "half",
    "var",
    "who",
    "base",
    "path",
    "list",
    "keys",
    "v",
    "x",
    "y",
    "empty",
    "empty_keys",
];

const PATHS: [&str; 16] = [
    "/X{count}",
    "/X{dom}",
    "/X{dub}",
    "/X{hello}",
    "/X{half}",
    "/X{var}",
    "/X{who}",
    "/X{base}",
    "/X{path}",
    "/X{list}",
    "/X{keys}",
    "/X{v}",
    "/X{x}",
    "/X{y}",
    "/X{empty}",
    "/X{empty_keys}",
];

fn index(name: &str) -> usize {
    NAMES.iter().position(|known| *known == name).unwrap()
}

#[test]
fn expansions_are_those_of_the_specification() {
    for (section, style, name, explode, expected) in EXAMPLES {
        let text = expanded(style, name, explode, &variable(name));
        assert_eq!(text, expected, "{section}: {style:?} {name} {explode}");
    }
}

#[test]
fn a_name_without_a_value_has_no_equals_sign_in_style_matrix_alone() {
    let list = json!(["", "a", ""]);
    let keys = json!({ "a": "", "b": "=", "c": "1" });
    let matrix = |explode, value: &Value| expanded(Style::Matrix, "list", explode, value);
    assert_eq!(matrix(true, &list), ";list;list=a;list");
    assert_eq!(matrix(false, &list), ";list=,a,");
    assert_eq!(matrix(false, &json!([""])), ";list");
    assert_eq!(matrix(true, &keys), ";a;b=%3D;c=1");
    assert_eq!(matrix(false, &keys), ";list=a,,b,%3D,c,1");
    assert_eq!(expanded(Style::Label, "list", true, &keys), ".a=.b=%3D.c=1");
    assert_eq!(expanded(Style::Form, "list", true, &list), "list=&list=a&list=");
    assert_eq!(expanded(Style::Form, "list", true, &keys), "a=&b=%3D&c=1");
}

#[test]
fn a_value_that_is_too_deep_for_its_place_is_refused() {
    let deep = |levels: usize| (0..levels).fold(json!(1), |value, _| json!([value]));
    let rule = "must be nested less than 128 levels deep, and hold no number out of range";
    for style in
        [Style::Form, Style::SpaceDelimited, Style::PipeDelimited, Style::DeepObject, Style::Json]
    {
        let mut fits = call(&AT);
        fits.path("value", &"x");
        fits.styled(RequestPart::Query, "q", style, true, &deep(127));
        assert!(fits.request().unwrap().uri().query().is_some(), "{style:?}");
        fits.styled(RequestPart::Query, "q", style, true, &deep(128));
        let expected = format!("`at` was not sent: query parameter `q` {rule}");
        assert_eq!(refusal(&fits), expected, "{style:?}");
    }
    let mut path = call(&AT);
    path.styled(RequestPart::Path, "value", Style::Json, false, &deep(128));
    assert!(refusal(&path).contains(&format!("path parameter `value` {rule}")));
    let mut body = call(&AT);
    body.path("value", &"x");
    body.form(&[], &json!({ "a": deep(128) }));
    assert_eq!(refusal(&body), format!("`at` was not sent: the body {rule}"));
    let mut body = call(&AT);
    body.path("value", &"x");
    body.multipart_json(&[], &json!({ "a": deep(128) }));
    assert_eq!(refusal(&body), format!("`at` was not sent: the body {rule}"));
}
