//! Tests of reading YAML and JSON, from one file or several, and of the positions of nodes.

use std::fs;
use std::path::{Path, PathBuf};

use specwright::report::{Part, Report, Severity, Style, render};
use specwright::source::{LoadError, Location, Pointer, RefProblem, Source, Value};

fn read(name: &str, text: &str) -> Source {
    Source::from_text(name, text).unwrap_or_else(|error| panic!("{error}"))
}

fn refused(name: &str, text: &str) -> LoadError {
    Source::from_text(name, text).expect_err("this text has an error")
}

/// Returns the tree in the notation of JSON; floating-point numbers keep their decimal point.
fn shown(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(value) => value.to_string(),
        Value::Int(value) => value.to_string(),
        Value::Float(value) => format!("{value:?}"),
        Value::String(value) => format!("{value:?}"),
        Value::Array(items) => {
            format!("[{}]", items.iter().map(shown).collect::<Vec<_>>().join(","))
        }
        Value::Object(members) => {
            let members = members.iter().map(|(key, value)| format!("{key:?}:{}", shown(value)));
            format!("{{{}}}", members.collect::<Vec<_>>().join(","))
        }
    }
}

fn at(source: &Source, pointer: &str) -> Location {
    let pointer = Pointer::parse(pointer).unwrap();
    Location { pointer, ..source.root_location() }
}

/// Returns the line, the column, and the underlined text of a node.
fn place(source: &Source, pointer: &str, part: Part) -> (usize, usize, String) {
    let location = at(source, pointer);
    let position =
        source.position(&location, part).unwrap_or_else(|| panic!("no place for {pointer}"));
    let text = source.text(&location.file)[position.bytes].to_owned();
    (position.line, position.column, text)
}

fn summary(reports: &[Report]) -> Vec<String> {
    let show = |report: &Report| {
        let severity = match report.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        };
        let pointer = report.location.as_ref().map_or("", |location| location.pointer.as_str());
        format!("{severity} {} {pointer}: {}", report.code, report.message)
    };
    reports.iter().map(show).collect()
}

/// Creates a folder with these files for one test.
fn folder(test: &str, files: &[(&str, &str)]) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("source").join(test);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    for (name, text) in files {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

fn names(source: &Source, folder: &Path) -> Vec<String> {
    let inside = |path: &Path| path.strip_prefix(folder).unwrap().display().to_string();
    source.files().map(inside).collect()
}

#[test]
fn yaml_values() {
    let text = "\
s: text\nquoted: '1'\ni: 12\nwide: -9223372036854776000\nwidest: 170141183460469231731687303715884105728
f: 1.0\nhex: 0x1F\nbool: true\nyes: no\nnone:\ntilde: ~\ndate: 2020-01-01
200: ok\n1.50: key\non: y\nlist: [a, {b: c}]\nblock: |\n  one\n  two\n";
    let source = read("a.yaml", text);
    assert_eq!(
        shown(source.root()),
        r#"{"s":"text","quoted":"1","i":12,"wide":-9223372036854776000,"widest":1.7014118346046923e38,"#
            .to_owned()
            + r#""f":1.0,"hex":31,"bool":true,"yes":"no","none":null,"tilde":null,"date":"2020-01-01","#
            + r#""200":"ok","1.50":"key","on":"y","list":["a",{"b":"c"}],"block":"one\ntwo\n"}"#
    );
    assert_eq!(source.root().get("f").unwrap().as_integer(), Some(1));
    assert_eq!(source.root().get("wide").unwrap().as_f64(), Some(-9223372036854776000.0));
    assert_eq!(source.warnings(), []);
}

#[test]
fn json_values() {
    let text = r#"{"b": [1, -2, 1.5, true, null], "a": {"\ud83d\ude00": "\u00e9"}, "u": 18446744073709551615}"#;
    for name in ["a.json", "a.yaml", "A.JSON"] {
        let source = read(name, &format!("\u{feff}{text}"));
        assert_eq!(
            shown(source.root()),
            r#"{"b":[1,-2,1.5,true,null],"a":{"😀":"é"},"u":18446744073709551615}"#
        );
    }
}

#[test]
fn flow_mappings_that_are_not_json_are_yaml() {
    let source = read("a.yaml", "{a: 1, b: [x, 'y']}\n");
    assert_eq!(shown(source.root()), r#"{"a":1,"b":["x","y"]}"#);
    let error = refused("a.json", "{a: 1}");
    assert_eq!(
        summary(error.reports().as_slice()),
        ["error syntax : cannot read `a.json`: key must be a string"]
    );
    // The text is neither JSON nor YAML. The reported error is that of the language whose parser reads further.
    let error = refused("a.yaml", "{\"a\": [1, 2], \"b\": }x");
    assert_eq!(error.reports().as_slice()[0].span, Some(19..20));
}

#[test]
fn an_empty_text_is_null() {
    assert!(read("a.yaml", "").root().is_null());
    assert!(read("a.yaml", "# nothing\n").root().is_null());
}

#[test]
fn an_object_is_searched_by_key_and_kept_in_order() {
    let keys: Vec<String> = (0..1000).map(|number| format!("k{}", (number * 7) % 1000)).collect();
    let text: String = keys.iter().map(|key| format!("{key}: v{key}\n")).collect();
    let source = read("a.yaml", &text);
    let object = source.root().as_object().unwrap();
    assert!(object.keys().eq(keys.iter().map(String::as_str)));
    for key in &keys {
        assert_eq!(object.get(key).and_then(Value::as_str), Some(format!("v{key}").as_str()));
    }
    assert!(!object.contains_key("k1000"));
    let mut more = object.clone();
    assert_eq!(more.insert("k5".to_owned(), Value::Null), Some(Value::Null));
    assert_eq!(more.insert("aaa".to_owned(), Value::Bool(true)), None);
    assert_eq!(more.get("aaa"), Some(&Value::Bool(true)));
    assert_eq!(more.get("k999"), object.get("k999"));
    assert_eq!((more.len(), more.is_empty()), (1001, false));
}

#[test]
fn a_node_takes_little_memory() {
    // Most nodes of a large description are members of small objects.
    assert!(size_of::<Value>() <= 32);
    let source = read("a.json", r#"{"a": {"type": 1}, "b": {"type": 2}}"#);
    let key = |name: &str| {
        let object = source.root().get(name).and_then(Value::as_object).unwrap();
        object.keys().next().unwrap().as_ptr()
    };
    assert_eq!(key("a"), key("b"), "equal keys share their memory");
}

#[test]
fn merge_keys_are_applied() {
    let text = "\
base: &base {p: 1, q: {deep: x}}
other: &other {q: 2, r: 3}
one: {<<: *base, q: own}
two:
  <<: [*base, *other]
chain: &chain {<<: *other}
three: {a: 0, <<: *chain}
plain: {'<<': 4}
";
    let source = read("a.yaml", text);
    let member = |name| shown(source.root().get(name).unwrap());
    assert_eq!(member("one"), r#"{"p":1,"q":"own"}"#);
    assert_eq!(member("two"), r#"{"p":1,"q":{"deep":"x"},"r":3}"#);
    assert_eq!(member("three"), r#"{"a":0,"q":2,"r":3}"#);
    assert_eq!(member("plain"), r#"{"<<":4}"#);
    // A merged node keeps the position where it was written.
    assert_eq!(place(&source, "/one/p", Part::Value), (1, 17, "1".to_owned()));
    assert_eq!(place(&source, "/one/q", Part::Value), (3, 21, "own".to_owned()));
    assert_eq!(place(&source, "/two/q/deep", Part::Key), (1, 24, "deep".to_owned()));
    assert_eq!(place(&source, "/two/r", Part::Key), (2, 22, "r".to_owned()));
    assert_eq!(place(&source, "/three/r", Part::Value), (2, 25, "3".to_owned()));
    assert_eq!(source.text_at(&at(&source, "/three/q")).as_deref(), Some("2"));

    let error =
        refused("a.yaml", "a: {<<: [x, {b: 1}]}\nc: &c {}\nd: &d {e: 1}\nf:\n  <<: *c\n  <<: *d\n");
    assert_eq!(
        summary(error.reports().as_slice()),
        [
            "error merge-key /a/<<: the merge key `<<` takes a mapping or a list of mappings",
            "error duplicate-key /f/<<: the key `<<` is there twice with different values",
        ]
    );
}

#[test]
fn tags_are_reported_and_ignored() {
    let source = read("a.yaml", "a: !thing {b: [!other 1, !!str 2]}\n");
    assert_eq!(shown(source.root()), r#"{"a":{"b":[1,"2"]}}"#);
    assert_eq!(
        summary(source.warnings()),
        [
            "warning yaml-tag /a: the tag `!thing` is left out of account",
            "warning yaml-tag /a/b/0: the tag `!other` is left out of account",
        ]
    );
    assert_eq!(place(&source, "/a/b/0", Part::Value).0, 1);
    assert_eq!(place(&source, "/a/b/1", Part::Value), (1, 32, "2".to_owned()));
}

#[test]
fn every_duplicate_key_is_found() {
    let yaml = "a: 1\nb:\n  - {x: 1, y: 2, x: 1}\na: 1\nc: {k: {z: 1, 'z': 2}}\na: 3\n";
    let error = refused("a.yaml", yaml);
    assert_eq!(
        summary(error.reports().as_slice()),
        [
            "warning duplicate-key /b/0/x: the key `x` is there twice with the same value",
            "error duplicate-key /c/k/z: the key `z` is there twice with different values",
            "warning duplicate-key /a: the key `a` is there twice with the same value",
            "error duplicate-key /a: the key `a` is there twice with different values",
        ]
    );
    let spans: Vec<&str> =
        error.reports().into_iter().map(|report| &yaml[report.span.clone().unwrap()]).collect();
    assert_eq!(spans, ["x", "'z'", "a", "a"]);
    assert_eq!(
        error.reports().as_slice()[3].span,
        Some(yaml.rfind("a: 3").map(|at| at..at + 1).unwrap())
    );

    let json = r#"{"o": {"a": {"p": 1, "q": 2}, "a": {"q": 2, "p": 1}}, "\u0061": 1, "a": 2}"#;
    let error = refused("a.json", json);
    assert_eq!(
        summary(error.reports().as_slice()),
        [
            "warning duplicate-key /o/a: the key `a` is there twice with the same value",
            "error duplicate-key /a: the key `a` is there twice with different values",
        ]
    );
    let members = (0..40).map(|number| format!("k{}: 1\n", number % 39)).collect::<String>();
    assert_eq!(
        summary(read("a.yaml", &members).warnings()),
        ["warning duplicate-key /k0: the key `k0` is there twice with the same value"]
    );
}

#[test]
fn each_limit_has_a_report_of_its_own() {
    let deep = |open: &str, close: &str| open.repeat(129) + &close.repeat(129);
    let mut bomb = String::from("a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n");
    for level in 1..10 {
        let aliases = vec![format!("*a{}", level - 1); 10].join(",");
        bomb += &format!("a{level}: &a{level} [{aliases}]\n");
    }
    let wide = "[".to_owned() + &"0,".repeat(4_000_001) + "0]";
    let long = format!("a: &a {}\nb: [{}]\n", "x".repeat(1 << 20), "*a,".repeat(512));
    let members: String = (0..10_000).map(|number| format!(",\"{number}\":0")).collect();
    let keys = format!("{{\"{}\":{{\"a\":0{members}}}}}", "k".repeat(10_000));
    for (name, text, code) in [
        ("a.json", keys, "key-limit"),
        ("a.yaml", deep("[", "]"), "depth-limit"),
        ("a.json", deep("[", "]"), "depth-limit"),
        ("a.yaml", deep("{\"a\":", "}"), "depth-limit"),
        ("a.json", wide, "node-limit"),
        ("a.yaml", bomb, "alias-limit"),
        ("a.yaml", "a: &a [*a]\n".to_owned(), "depth-limit"),
        ("a.yaml", long, "text-limit"),
        ("a.yaml", "a: 1\n---\nb: 2\n".to_owned(), "syntax"),
    ] {
        let error = refused(name, &text);
        assert_eq!(error.reports().len(), 1);
        assert_eq!(error.reports().as_slice()[0].code, code);
    }
    assert_eq!(shown(read("a.yaml", &("[".repeat(128) + &"]".repeat(128))).root()).len(), 256);
}

#[test]
fn syntax_errors_have_positions() {
    for (name, text, line, column) in [
        ("a.yaml", "a: 1\nb: [1, 2\nc: 3\n", 3, 2),
        ("a.yaml", "a:\n\t- 1\n", 2, 1),
        ("a.yaml", "a: *b\n", 1, 4),
        ("a.yaml", "a: 1\n? [x]\n: 2\n", 2, 3),
        ("a.yaml", "\u{feff}é: [\n", 2, 1),
        ("a.yaml", "a: é\nb: \u{1b}[31m\n", 2, 4),
        ("a.json", "{\n  \"a\": 1,\n  b\n}", 3, 3),
        ("a.json", "{\"é\": 1 2}", 1, 9),
        ("a.json", "{\"a\": 1} x", 1, 10),
    ] {
        let error = refused(name, text);
        let rendered = error.render(Style::Plain);
        let place = format!("--> {name}:{line}:{column}\n");
        assert!(rendered.contains(&place), "{place}{rendered}");
        assert!(!rendered.contains(&format!(" at line {line} ")), "{rendered}");
    }
}

#[test]
fn tabs_before_comments_are_white_space_and_move_nothing() {
    let plain = "a: 1  # one\n  # a line\nb: |\n  text\n   # more text\n \nc: [1,  # two\n 2]  # three\n-x: \"y\"\n";
    let tabs = "a: 1\t # one\n\t # a line\nb: |\n  text\n  \t# more text\n\t\nc: [1,\t # two\n 2]\t # three\n-x: \"y\"\n";
    let (plain, tabs) = (read("a.yaml", plain), read("a.yaml", tabs));
    assert_eq!(tabs.root().get("b").unwrap().as_str(), Some("text\n\t# more text\n"));
    for pointer in ["/a", "/b", "/c/1", "/-x"] {
        let line_and_column = |source| {
            let (line, column, _) = place(source, pointer, Part::Value);
            (line, column)
        };
        assert_eq!(line_and_column(&tabs), line_and_column(&plain), "{pointer}");
    }
    // A tab that indents is an error still, at its own place.
    let rendered = refused("a.yaml", "a:\t# one\n\tb: 1\n").render(Style::Plain);
    assert!(rendered.contains("--> a.yaml:2:1\n"), "{rendered}");
}

#[test]
fn positions_in_yaml() {
    let text = "\
openapi: 3.1.0 # the version
paths:
  /a~b/c:
    'get':   \"x\\ty\"
    list:
      - name: 'it''s'
      - {flow: [1, \"]\"], b: 2}
      - plain text # comment
      -
    block: >-
      folded
    é😀: ü
200: &anchor {k: v}
again: *anchor
many: one
  two
empty: {}
";
    for (pointer, part, expected) in [
        ("", Part::Value, (1, 1, "openapi: 3.1.0")),
        ("/openapi", Part::Key, (1, 1, "openapi")),
        ("/openapi", Part::Value, (1, 10, "3.1.0")),
        ("/paths", Part::Value, (3, 3, "/a~b/c:")),
        ("/paths/~1a~0b~1c", Part::Key, (3, 3, "/a~b/c")),
        ("/paths/~1a~0b~1c/get", Part::Key, (4, 5, "'get'")),
        ("/paths/~1a~0b~1c/get", Part::Value, (4, 14, "\"x\\ty\"")),
        ("/paths/~1a~0b~1c/list", Part::Value, (6, 7, "- name: 'it''s'")),
        ("/paths/~1a~0b~1c/list/0", Part::Value, (6, 9, "name: 'it''s'")),
        ("/paths/~1a~0b~1c/list/0", Part::Key, (6, 9, "name: 'it''s'")),
        ("/paths/~1a~0b~1c/list/0/name", Part::Value, (6, 15, "'it''s'")),
        ("/paths/~1a~0b~1c/list/1", Part::Value, (7, 9, "{flow: [1, \"]\"], b: 2}")),
        ("/paths/~1a~0b~1c/list/1/flow", Part::Value, (7, 16, "[1, \"]\"]")),
        ("/paths/~1a~0b~1c/list/1/flow/1", Part::Value, (7, 20, "\"]\"")),
        ("/paths/~1a~0b~1c/list/1/b", Part::Value, (7, 29, "2")),
        ("/paths/~1a~0b~1c/list/2", Part::Value, (8, 9, "plain text")),
        ("/paths/~1a~0b~1c/block", Part::Value, (10, 12, ">-")),
        ("/paths/~1a~0b~1c/é😀", Part::Key, (12, 5, "é😀")),
        ("/paths/~1a~0b~1c/é😀", Part::Value, (12, 9, "ü")),
        ("/200", Part::Key, (13, 1, "200")),
        ("/200", Part::Value, (13, 6, "&anchor {k: v}")),
        ("/again/k", Part::Value, (13, 18, "v")),
        ("/many", Part::Value, (15, 7, "one")),
        ("/empty", Part::Value, (17, 8, "{}")),
    ] {
        for (mark, ends) in [("", "\n"), ("\u{feff}", "\n"), ("", "\r\n")] {
            let source = read("a.yaml", &(mark.to_owned() + &text.replace('\n', ends)));
            let (line, column, underlined) = expected;
            assert_eq!(
                place(&source, pointer, part),
                (line, column, underlined.to_owned()),
                "{pointer}"
            );
        }
    }
    let source = read("a.yaml", text);
    assert_eq!(source.position(&at(&source, "/paths/nope"), Part::Value), None);
}

#[test]
fn positions_in_json() {
    let text = "\u{feff}\n{\r\n  \"é\\u0041\": [1, {\"b\" : \"\\ud83d\\ude00\"}, [\n]],\r\n  \"c\":null, \"c~/d\": {\"k\": -1.50e3}}";
    let source = read("a.json", text);
    for (pointer, part, expected) in [
        ("", Part::Value, (2, 1, "{")),
        ("/éA", Part::Key, (3, 3, "\"é\\u0041\"")),
        ("/éA", Part::Value, (3, 14, "[1, {\"b\" : \"\\ud83d\\ude00\"}, [")),
        ("/éA/0", Part::Value, (3, 15, "1")),
        ("/éA/1", Part::Value, (3, 18, "{\"b\" : \"\\ud83d\\ude00\"}")),
        ("/éA/1/b", Part::Key, (3, 19, "\"b\"")),
        ("/éA/1/b", Part::Value, (3, 25, "\"\\ud83d\\ude00\"")),
        ("/éA/2", Part::Value, (3, 42, "[")),
        ("/c", Part::Value, (5, 7, "null")),
        ("/c~0~1d/k", Part::Value, (5, 27, "-1.50e3")),
    ] {
        let (line, column, underlined) = expected;
        assert_eq!(
            place(&source, pointer, part),
            (line, column, underlined.to_owned()),
            "{pointer}"
        );
    }
    assert_eq!(source.text_at(&at(&source, "/c~0~1d/k")).as_deref(), Some("-1.50e3"));
    assert_eq!(source.text_at(&at(&source, "/éA/1/b")).as_deref(), Some("😀"));
    assert_eq!(source.text_at(&at(&source, "/éA")), None);
}

/// Collects every key of a tree in the order of the text.
fn keys(value: &Value, above: &Location, found: &mut Vec<(String, Location)>) {
    match value {
        Value::Object(members) => {
            for (key, value) in members.iter() {
                let location = above.key(key);
                found.push((key.to_owned(), location.clone()));
                keys(value, &location, found);
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                keys(item, &above.index(index), found);
            }
        }
        _ => {}
    }
}

#[test]
fn every_key_is_found_in_the_order_of_the_text() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec/postpress.yaml");
    let yaml = Source::load(&path).unwrap();
    let one_line = shown(yaml.root());
    let lines = serde_json::from_str::<serde_json::Value>(&one_line).unwrap();
    let lines = serde_json::to_string_pretty(&lines).unwrap();
    for source in [yaml, read("a.json", &one_line), read("a.json", &lines)] {
        let mut found = Vec::new();
        keys(source.root(), &source.root_location(), &mut found);
        assert!(found.len() > 200);
        let mut last = None;
        for (key, location) in found {
            let position = source.position(&location, Part::Key).unwrap();
            let written = &source.text(&location.file)[position.bytes.clone()];
            assert_eq!(written.trim_matches(['"', '\'']), key);
            assert!(last < Some(position.bytes.start), "{location} stands behind what follows");
            last = Some(position.bytes.start);
        }
    }
}

#[test]
fn keys_that_look_alike_have_their_own_positions() {
    // A key with an escape, a key that looks like a path to another, and a duplicate key.
    let json = r#"{"p\u0061ths": {"/b": 1}, "paths\u0000/a": 2, "paths\u0000": {"/a": 3}, "x": {"/a": 4, "/a": 4}}"#;
    let yaml =
        "\"p\\x61ths\": {/b: 1}\n\"paths\\0/a\": 2\n\"paths\\0\":\n  /a: 3\nx:\n  /a: 4\n  /a: 4\n";
    for (name, text, columns) in
        [("a.json", json, [23, 44, 69, 85]), ("a.yaml", yaml, [18, 14, 7, 7])]
    {
        let source = Source::from_text(name, text).unwrap_or_else(|error| error.into_source());
        let value = |pointer: &str| {
            let (_, column, text) = place(&source, pointer, Part::Value);
            (column, text)
        };
        assert_eq!(value("/paths/~1b"), (columns[0], "1".to_owned()));
        assert_eq!(value("/paths\0~1a"), (columns[1], "2".to_owned()));
        assert_eq!(value("/paths\0/~1a"), (columns[2], "3".to_owned()));
        assert_eq!(value("/x/~1a"), (columns[3], "4".to_owned()));
    }
}

#[test]
fn positions_below_a_long_key_and_behind_many_keys_are_found() {
    // Longer keys exceed `key-limit`.
    let long = "k".repeat(1_500);
    let members = (0..150_000).map(|member| format!("\"m{member}\": {member}"));
    let json = format!("{{\"{long}\": {{\n{}\n}}}}", members.collect::<Vec<_>>().join(",\n"));
    let members = (0..150_000).map(|member| format!("  m{member}: {member}\n"));
    // A key of YAML has at most 1,024 characters (YAML 1.2.2, section 7.4).
    let short = &long[..1_000];
    let yaml = format!("{short}:\n{}", members.collect::<String>());
    for (name, key, text) in [("a.json", &*long, json), ("a.yaml", short, yaml)] {
        let source = read(name, &text);
        for (member, column) in [(0, 7), (99_998, 11), (149_999, 12)] {
            let found = place(&source, &format!("/{key}/m{member}"), Part::Value);
            assert_eq!(found, (member + 2, column, member.to_string()));
        }
    }
}

#[test]
fn scalars_keep_their_source_text() {
    let source =
        read("a.yaml", "info: {version: 1.0, date: 2020-01-01, q: 'it''s', n: ~}\nb: |\n  x\n");
    for (pointer, text) in [
        ("/info/version", Some("1.0")),
        ("/info/date", Some("2020-01-01")),
        ("/info/q", Some("it's")),
        ("/info/n", Some("~")),
        ("/b", Some("x\n")),
        ("/info", None),
        ("/nope", None),
    ] {
        assert_eq!(source.text_at(&at(&source, pointer)).as_deref(), text, "{pointer}");
    }
}

#[test]
fn numbers_that_json_does_not_have_are_strings_where_strings_are_expected() {
    let text = "\
a: { type: string, enum: [.inf, -.Inf, 1e999, x], default: .nan }
b: { type: [string, 'null'], const: .NaN, examples: [.inf, null] }
";
    let source = read("a.yaml", text);
    assert!(source.warnings().is_empty());
    let value = |pointer| shown(source.value(&at(&source, pointer)).unwrap());
    assert_eq!(value("/a/enum"), r#"[".inf","-.Inf","1e999","x"]"#);
    assert_eq!(value("/a/default"), r#"".nan""#);
    assert_eq!(value("/b/const"), r#"".NaN""#);
    assert_eq!(value("/b/examples"), r#"[".inf",null]"#);
    let json = r#"{ "a": { "type": "string", "example": 1e999 }, "b": { "example": 1e999 } }"#;
    let error = refused("a.json", json);
    assert_eq!(error.reports().as_slice().len(), 1);
    let source = error.without_lost_references().unwrap();
    assert_eq!(shown(source.value(&at(&source, "/a/example")).unwrap()), r#""1e999""#);
    assert_eq!(source.warnings()[0].label, "ignored, as if it were absent");
}

#[test]
fn references_are_followed_within_a_file() {
    let text = "\
a: {b c: [x, {y: 1}], 'd/e~': 2}
s: {$anchor: here, t: {$dynamicAnchor: there}}
u: {$id: https://example.com/u, v: 3}
";
    let source = read("spec/a.yaml", text);
    let resolve =
        |reference: &str| source.resolve(source.entry(), reference).map(|found| found.to_string());
    for (reference, found) in [
        ("#", ""),
        ("", ""),
        ("#/a/b%20c/1/y", "/a/b c/1/y"),
        ("#/a/d~1e~0", "/a/d~1e~0"),
        ("#here", "/s"),
        ("#there", "/s/t"),
        ("https://example.com/u", "/u"),
        ("https://example.com/u#/v", "/u/v"),
        ("a.yaml#/a", "/a"),
        ("./a.yaml#/a", "/a"),
    ] {
        assert_eq!(resolve(reference), Ok(format!("spec/a.yaml#{found}")), "{reference}");
    }
    for (reference, message, help) in [
        ("#/a/bc", "there is no `bc` in `spec/a.yaml#/a`", Some("did you mean `b c`?")),
        ("#/q", "there is no `q` in `spec/a.yaml`", Some("did you mean `a`?")),
        ("#/a/b c/01", "there is no `01` in `spec/a.yaml#/a/b c`", None),
        ("#/a/b c/0/x", "there is no `x` in `spec/a.yaml#/a/b c/0`", None),
        ("#heer", "no schema of the file has the anchor `heer`", Some("did you mean `here`?")),
        ("#/a/~2", "in a pointer, `~` is followed by `0` or `1`", None),
        ("#/%zz", "`%` is followed by two hexadecimal digits", None),
        ("#/%ff", "its percent-encoding is not UTF-8", None),
        ("b.yaml#/a", "there is no file `b.yaml`", None),
        (
            "../b.yaml",
            "`../b.yaml` is not below the description's folder",
            Some("keep every file below the description's folder"),
        ),
        (
            "/b.yaml",
            "`/b.yaml` is not below the description's folder",
            Some("keep every file below the description's folder"),
        ),
        (
            "http://x/y",
            "it is a URL, and nothing is fetched from the network",
            Some(
                "save what it refers to and give the URL that file, by `--map URL=PATH` or `Build::map`",
            ),
        ),
        (
            "//x/y",
            "it is a URL, and nothing is fetched from the network",
            Some(
                "save what it refers to and give the URL that file, by `--map URL=PATH` or `Build::map`",
            ),
        ),
    ] {
        let problem = source.resolve(source.entry(), reference).unwrap_err();
        assert_eq!(problem.to_string(), message, "{reference}");
        assert_eq!(problem.help().as_deref(), help, "{reference}");
    }
    let problem = source.resolve(source.entry(), "#/a/bc").unwrap_err();
    assert_eq!(
        problem,
        RefProblem::Segment {
            parent: at(&source, "/a"),
            missing: "bc".to_owned(),
            siblings: vec!["b c".to_owned(), "d/e~".to_owned()],
            holders: Vec::new(),
        }
    );
}

#[test]
fn referenced_files_are_loaded() {
    let folder = folder(
        "many",
        &[
            (
                "api.yaml",
                "paths: {/a: {$ref: 'paths/a%20b.yaml'}}\ncomponents: {schemas: {$ref: ./schemas/all.json}}\n",
            ),
            (
                "paths/a b.yaml",
                "get: {responses: {default: {$ref: '../api.yaml#/x'}, 200: {$ref: '../r.yaml#/ok'}}}\n",
            ),
            ("schemas/all.json", r##"{"Pet": {"$ref": "pet.yaml"}, "Own": {"$ref": "#/Pet"}}"##),
            (
                "schemas/pet.yaml",
                "$anchor: pet\nproperties: {example: {$ref: 'all.json#/Pet'}, default: {$ref: ../d.yaml}}\n",
            ),
            ("r.yaml", "ok: {description: ok}\n"),
            (
                "d.yaml",
                "example: {$ref: gone.yaml}\ndefault: {$ref: gone.yaml}\nenum: [{$ref: gone.yaml}]\nx-a: {$ref: gone.yaml}\nexamples: {e: {value: {$ref: gone.yaml}}}\n",
            ),
            ("unused.yaml", "[broken"),
        ],
    );
    let source = Source::load(&folder.join("api.yaml")).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(
        names(&source, &folder),
        ["api.yaml", "paths/a b.yaml", "schemas/all.json", "r.yaml", "schemas/pet.yaml", "d.yaml",]
    );
    assert!(source.newest().is_some());
    let all = source.resolve(source.entry(), "schemas/all.json#/Pet").unwrap();
    assert_eq!(
        source.value(&all).and_then(|pet| pet.get("$ref")).and_then(Value::as_str),
        Some("pet.yaml")
    );
    let pet = source.resolve(&all.file, "pet.yaml#pet").unwrap();
    assert_eq!(pet.to_string(), format!("{}#", folder.join("schemas/pet.yaml").display()));
    let back = source.resolve(&pet.file, "../paths/a%20b.yaml#/get").unwrap();
    assert_eq!(
        source.position(&back, Part::Key).map(|found| (found.line, found.column)),
        Some((1, 1))
    );
}

#[test]
fn missing_files_are_reported_at_the_reference() {
    let folder = folder(
        "missing",
        &[
            (
                "spec/api.yaml",
                "a: {$ref: pets.yaml}\nb: {$ref: 'pets.yaml#/x'}\nc: {$ref: ../secret.yaml}\nd: {$ref: 'https://example.com/x.yaml'}\ne: {$ref: '%'}\nf: {$ref: sub}\n",
            ),
            ("spec/pet.yaml", "x: 1\n"),
            ("spec/sub/x.yaml", "x: 1\n"),
            ("secret.yaml", "x: 1\n"),
        ],
    );
    let error = Source::load(&folder.join("spec/api.yaml")).unwrap_err();
    let reports = error.reports().as_slice();
    assert_eq!(
        summary(reports),
        [
            "error missing-file /a/$ref: cannot read `pets.yaml`: there is no such file",
            "error reference-outside /c/$ref: cannot follow `../secret.yaml`: `../secret.yaml` is not below the description's folder",
            "error malformed-reference /e/$ref: cannot follow `%`: `%` is followed by two hexadecimal digits",
            "error missing-file /f/$ref: cannot read `sub`: it is not a regular file",
            "error remote-reference /d/$ref: cannot follow `https://example.com/x.yaml`: it is a URL, and nothing is fetched from the network",
        ]
    );
    assert_eq!(reports[0].help.as_deref(), Some("did you mean `pet.yaml`?"));
    assert_eq!(names(error.partial(), &folder), ["spec/api.yaml", "spec/pets.yaml", "spec/sub"]);
    assert!(error.to_string().contains("api.yaml:1:11\n"), "{error}");
    // A caller may continue with the rest.
    let source = error.without_lost_references().unwrap();
    assert_eq!(source.warnings().len(), 5);
    assert!(summary(source.warnings()).iter().all(|line| line.starts_with("warning ")));
    fs::write(folder.join("spec/api.yaml"), "a: {$ref: pets.yaml}\nb: [\n").unwrap();
    let error = Source::load(&folder.join("spec/api.yaml")).unwrap_err();
    assert!(error.without_lost_references().is_err());
}

#[test]
fn a_wider_folder_can_be_given() {
    let folder = folder(
        "within",
        &[
            ("api/a/entry.yaml", "a: {$ref: ../b/b.yaml}\n"),
            ("api/b/b.yaml", "b: {$ref: ../a/entry.yaml}\n"),
            ("c.yaml", "c: 1\n"),
        ],
    );
    let entry = folder.join("api/a/entry.yaml");
    assert!(Source::load(&entry).is_err());
    let source =
        Source::load_within(&folder.join("api"), &entry).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(names(&source, &folder), ["api/a/entry.yaml", "api/b/b.yaml"]);
    let other = source.resolve(source.entry(), "../b/b.yaml#/b").unwrap();
    assert_eq!(source.resolve(&other.file, "../a/entry.yaml"), Ok(source.root_location()));
    let error = Source::load_within(&folder.join("api"), &folder.join("c.yaml")).unwrap_err();
    assert!(error.to_string().contains("it is not below"), "{error}");
}

#[test]
fn an_unreadable_entry_file_is_named() {
    let folder = folder("entry", &[("latin.yaml", "a: 1\n")]);
    let entry = folder.join("nope.yaml");
    let error = Source::load(&entry).unwrap_err();
    assert_eq!(
        summary(error.reports().as_slice()),
        [format!(
            "error unreadable-file : cannot read the description `{}`: there is no such file",
            entry.display()
        )]
    );
    assert!(error.partial().files().eq([entry.as_path()]));
    assert!(error.partial().root().is_null());
    assert!(error.render(Style::Plain).contains("help: give the path"));
    assert_eq!(Source::load(&folder).unwrap_err().reports().as_slice()[0].code, "unreadable-file");

    fs::write(folder.join("latin.yaml"), b"a: 1\nb: caf\xe9\n").unwrap();
    let error = Source::load(&folder.join("latin.yaml")).unwrap_err();
    assert_eq!(error.reports().as_slice()[0].code, "not-utf-8");
    assert!(error.to_string().contains("latin.yaml:2:7\n"), "{error}");
}

#[test]
fn a_source_from_text_has_no_other_files() {
    let error = refused("a.yaml", "a: {$ref: b.yaml}\n");
    assert_eq!(
        summary(error.reports().as_slice()),
        [
            "error missing-file /a/$ref: cannot follow `b.yaml`: the description was given as one text"
        ]
    );
}

#[cfg(unix)]
#[test]
fn links_out_of_the_folder_are_not_followed() {
    use std::os::unix::fs::symlink;
    let folder = folder(
        "links",
        &[
            ("spec/api.yaml", "a: {$ref: out.yaml}\nb: {$ref: in.yaml}\nc: {$ref: real.yaml}\n"),
            ("spec/real.yaml", "x: 1\n"),
            ("secret.yaml", "secret: 1\n"),
        ],
    );
    symlink("../secret.yaml", folder.join("spec/out.yaml")).unwrap();
    symlink("real.yaml", folder.join("spec/in.yaml")).unwrap();
    let error = Source::load(&folder.join("spec/api.yaml")).unwrap_err();
    assert_eq!(
        summary(error.reports().as_slice()),
        [
            "error reference-outside /a/$ref: cannot follow `out.yaml`: `out.yaml` is not below the description's folder"
        ]
    );
    // A file that is reached by two names is read once.
    let source = error.partial();
    let entry = source.entry();
    assert_eq!(source.resolve(entry, "in.yaml#/x"), source.resolve(entry, "real.yaml#/x"));
}

/// Build systems with sandboxes give an action its inputs as links.
#[cfg(unix)]
#[test]
fn a_folder_of_links_is_read_as_the_folder_it_mirrors() {
    use std::os::unix::fs::symlink;
    let folder = folder(
        "mirrored",
        &[
            ("spec/api.yaml", "a: {$ref: parts/a.yaml}\nb: {$ref: parts/b.yaml}\n"),
            ("spec/parts/a.yaml", "x: 1\n"),
            ("spec/parts/secret.yaml", "secret: 1\n"),
            ("spec/parts/b.yaml", "y: 1\n"),
            ("sandbox/spec/parts/none.yaml", "\n"),
        ],
    );
    let sandbox = folder.join("sandbox/spec");
    symlink(folder.join("spec/api.yaml"), sandbox.join("api.yaml")).unwrap();
    symlink(folder.join("spec/parts/a.yaml"), sandbox.join("parts/a.yaml")).unwrap();
    // A link is refused if its path differs from that of the file it mirrors.
    symlink(folder.join("spec/parts/secret.yaml"), sandbox.join("parts/b.yaml")).unwrap();
    let error = Source::load(&sandbox.join("api.yaml")).unwrap_err();
    assert_eq!(
        summary(error.reports().as_slice()),
        [
            "error reference-outside /b/$ref: cannot follow `parts/b.yaml`: `parts/b.yaml` is not below the description's folder"
        ]
    );
    std::fs::remove_file(sandbox.join("parts/b.yaml")).unwrap();
    symlink(folder.join("spec/parts/b.yaml"), sandbox.join("parts/b.yaml")).unwrap();
    assert_eq!(Source::load(&sandbox.join("api.yaml")).unwrap().files().count(), 3);
}

#[test]
fn reports_are_rendered_with_their_lines() {
    let source = read("spec/a.yaml", "info:\n  title: \u{202e}evil\u{200b}31m\nb: {$ref: '#/x'}\n");
    let reports = [
        Report::error("unknown-reference", "there is no `#/x\u{1b}[0m\n`")
            .at(&at(&source, "/b/$ref"))
            .label("not there")
            .help("did you mean\n`#/b`?"),
        Report::warning("odd-title", "the title is odd").at_key(&at(&source, "/info/title")),
        Report::note("no-place", "a note without a place"),
    ];
    let expected = "\
note[no-place]: a note without a place

warning[odd-title]: the title is odd
 --> spec/a.yaml:2:3
  |
2 |   title: \u{fffd}evil\u{fffd}31m
  |   ^^^^^

error[unknown-reference]: there is no `#/x\\u{1b}[0m\\n`
 --> spec/a.yaml:3:11
  |
3 | b: {$ref: '#/x'}
  |           ^^^^^ not there
  |
help: did you mean\\n`#/b`?
";
    assert_eq!(render(&reports, &source, Style::Plain), expected);
    let styled = render(&reports, &source, Style::Styled);
    assert!(styled.contains("\u{1b}[1m\u{1b}[91merror[unknown-reference]"), "{styled:?}");
    assert_eq!(render(&[], &source, Style::Plain), "");
}

#[test]
fn long_lines_are_cut_around_the_underlined_part() {
    let text =
        format!("{{\"{}\": 1, \"key\": \"value\", \"{}\": 2}}", "é".repeat(5000), "b".repeat(5000));
    let source = read("a.json", &text);
    let report = Report::error("x", "message").at(&at(&source, "/key")).label("here");
    let rendered = render(&[report], &source, Style::Plain);
    assert!(rendered.contains("--> a.json:1:5016\n"), "{rendered}");
    assert!(rendered.contains("é\": 1, \"key\": \"value\", \"bb"), "{rendered}");
    assert!(rendered.lines().all(|line| line.chars().count() < 150), "{rendered}");
    let line = rendered.lines().find(|line| line.contains("value")).unwrap();
    let caret = rendered.lines().find(|line| line.contains('^')).unwrap();
    let under: String = line.chars().skip(caret.find('^').unwrap()).take(7).collect();
    assert_eq!((under.as_str(), caret.matches('^').count()), ("\"value\"", 7));
}

#[test]
fn a_file_that_is_lost_by_a_number_is_no_empty_description() {
    // YAML has no escapes for halves of a character, so the file cannot be read as YAML either.
    let error = refused("a.json", r#"{ "openapi": "3.1.0", "a": 1e999, "b": "\ud83d\ude00" }"#);
    let reports = error.without_lost_references().unwrap_err();
    let report = &reports.reports().as_slice()[0];
    assert_eq!((report.code, report.severity), ("not-finite", Severity::Error));
}
