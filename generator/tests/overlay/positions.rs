//! The positions of values that an overlay has added, replaced or moved.

use specwright::report::{Part, Pointer, Report, Style, render};
use specwright::source::{Location, Source};

use super::load;

const API: &str = "info:
  title: Old
list:
  - one
  - two
  - three: 3
map:
  kept: true
";

const OVERLAY: &str = "overlay: 1.1.0
info: { title: A, version: '1' }
actions:
  - target: $.info
    update:
      title: New
      version: 1.50
  - target: $.list[0]
    remove: true
  - target: $.list
    update: [four]
  - target: $.map
    copy: $.info
";

fn at(source: &Source, pointer: &str) -> Location {
    Location { pointer: Pointer::parse(pointer).unwrap(), ..source.root_location() }
}

/// Returns the file and line that a report about a node has, and those of its second place.
fn places(source: &Source, pointer: &str, part: Part) -> Vec<String> {
    let location = at(source, pointer);
    let report = Report::error("test", "wrong");
    let report = if part == Part::Key { report.at_key(&location) } else { report.at(&location) };
    let rendered = render(&[report], source, Style::Plain);
    let place = |line: &str| {
        let place = line.trim().strip_prefix("--> ").or(line.trim().strip_prefix("::: "))?;
        Some(place.rsplit('/').next().unwrap_or(place).to_owned())
    };
    rendered.lines().filter_map(place).collect()
}

#[test]
fn a_report_about_a_value_of_an_overlay_is_in_the_overlay_with_the_changed_place() {
    let source = load("positions", API, OVERLAY).unwrap_or_else(|error| panic!("{error}"));
    // A replaced value, whose key is in the description.
    assert_eq!(
        places(&source, "/info/title", Part::Value),
        ["positions.yaml:6:14", "api.yaml:2:3"]
    );
    assert_eq!(places(&source, "/info/title", Part::Key), ["positions.yaml:6:14", "api.yaml:2:3"]);
    // An added member.
    assert_eq!(places(&source, "/info/version", Part::Key), ["positions.yaml:7:7", "api.yaml:1:1"]);
    // Items that moved, and one that was added.
    assert_eq!(places(&source, "/list/0", Part::Value), ["api.yaml:5:5"]);
    assert_eq!(places(&source, "/list/1/three", Part::Value), ["api.yaml:6:12"]);
    assert_eq!(places(&source, "/list/2", Part::Value), ["positions.yaml:11:14", "api.yaml:3:1"]);
    // Copies have the positions of what is copied.
    assert_eq!(places(&source, "/map/title", Part::Value), ["positions.yaml:6:14", "api.yaml:7:1"]);
    assert_eq!(places(&source, "/map/kept", Part::Value), ["api.yaml:8:9"]);
    // A scalar is as it was written in the overlay.
    assert_eq!(source.text_at(&at(&source, "/info/version")).as_deref(), Some("1.50"));
}

#[test]
fn a_position_alone_is_in_the_description() {
    let source = load("position", API, OVERLAY).unwrap();
    let line = |pointer: &str| source.position(&at(&source, pointer), Part::Value).unwrap().line;
    assert_eq!([line("/info/version"), line("/list/2"), line("/list/0")], [1, 3, 5]);
    let added = source.overlay_location(&at(&source, "/info/version")).unwrap();
    assert_eq!(added.pointer.as_str(), "/actions/0/update/version");
    assert_eq!(source.overlay_location(&at(&source, "/list/0")), None);
}

#[test]
fn a_warning_about_a_removed_value_keeps_its_position() {
    let api = "a: 1\nb:\n  c: .nan\n";
    let overlay = "overlay: 1.0.0\ninfo: { title: A, version: '1' }\nactions: [{ target: $.b, remove: true }]";
    let error = load("removed", api, overlay).map_or_else(
        |error| error.to_string(),
        |source| render(source.warnings(), &source, Style::Plain),
    );
    assert!(error.contains("api.yaml:3:6"), "{error}");
}

#[test]
fn the_second_place_of_a_report_may_be_in_an_overlay() {
    let source = load("second", API, OVERLAY).unwrap();
    let second = |pointer: &str| {
        let report = Report::error("test", "wrong").at_key(&at(&source, "/map/kept"));
        render(&[report.related_key(&at(&source, pointer), "first")], &source, Style::Plain)
    };
    assert!(second("/info/version").contains("second.yaml:7:7"), "{}", second("/info/version"));
    assert!(second("/info/title").contains("second.yaml:6:14"), "{}", second("/info/title"));
    assert!(second("/list/0").contains("api.yaml:5:5"), "{}", second("/list/0"));
}
