//! Wrong calls do not compile. Each program in `wrong/` has one mistake, below a comment with the code of rustc's
//! error.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::build::workshop::Workshop;

/// The line and the code of an error.
type Mistake = (u64, String);

#[test]
fn wrong_calls_do_not_compile() {
    let workshop = Workshop::open();
    let mut expected = BTreeMap::new();
    let folder = Path::new(crate::PACKAGE).join("tests/build/wrong");
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let text = fs::read_to_string(&path).unwrap();
        workshop.add_program(&name, &text);
        expected.insert(name, marked(&text));
    }
    assert!(expected.values().all(|mistakes| mistakes.len() == 1), "{expected:?}");

    let arguments =
        ["build", "--package", "user", "--bins", "--keep-going", "--message-format=json"];
    let run = workshop.cargo(&arguments);
    assert!(!run.success);
    assert_eq!(found(&run.output), expected, "{}", run.stderr);
}

/// Returns the lines below comments such as `//~ E0308`, each with its code.
fn marked(text: &str) -> Vec<Mistake> {
    let lines = (2..).zip(text.lines());
    lines
        .filter_map(|(number, line)| Some((number, line.split_once("//~ ")?.1.to_owned())))
        .collect()
}

/// Returns the errors in cargo's messages, by program.
fn found(messages: &str) -> BTreeMap<String, Vec<Mistake>> {
    let mut found = BTreeMap::<_, Vec<_>>::new();
    for line in messages.lines() {
        let message: Value = serde_json::from_str(line).unwrap();
        let (target, message) = (&message["target"]["name"], &message["message"]);
        // A message without a code only counts the others.
        if let ("error", Some(code)) =
            (message["level"].as_str().unwrap_or_default(), message["code"]["code"].as_str())
        {
            let spans = message["spans"].as_array().unwrap();
            let span = spans.iter().find(|span| span["is_primary"] == true).unwrap();
            let mistake = (span["line_start"].as_u64().unwrap(), code.to_owned());
            let program = target.as_str().unwrap().to_owned();
            found.entry(program).or_default().push(mistake);
        }
    }
    found
}
