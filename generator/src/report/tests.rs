//! Tests of pointers, words, and collections of reports.

use super::*;

#[test]
fn pointers_escape_and_unescape() {
    let pointer = Pointer::root().key("paths").key("/a~b").index(3);
    assert_eq!(pointer.as_str(), "/paths/~1a~0b/3");
    assert_eq!(pointer.segments().collect::<Vec<_>>(), ["paths", "/a~b", "3"]);
    assert_eq!(pointer.last().as_deref(), Some("3"));
    assert_eq!(
        pointer.parent().and_then(|above| above.last().map(Into::into)),
        Some("/a~b".to_owned())
    );
    assert_eq!(Pointer::parse(pointer.as_str()), Some(pointer));
    assert_eq!(Pointer::root().key("~1").segments().collect::<Vec<_>>(), ["~1"]);
    assert_eq!(Pointer::root().key("").segments().collect::<Vec<_>>(), [""]);
    assert_eq!((Pointer::root().last(), Pointer::root().parent()), (None, None));
    for wrong in ["a", "/~", "/~2", "/a~"] {
        assert_eq!(Pointer::parse(wrong), None, "{wrong}");
    }
}

#[test]
fn locations_show_their_file_and_are_harmless() {
    let file = FileId::new(0, "spec/\u{1b}a.yaml");
    let location = Location { file, pointer: Pointer::root() }.key("x\u{202e}\n").index(0);
    assert_eq!(location.to_string(), "spec/\\u{1b}a.yaml#/x\\u{202e}\\n/0");
    let renamed = FileId::new(0, "other");
    assert_eq!(location.file, renamed);
    assert!(renamed < FileId::new(1, "a"));
}

#[test]
fn the_nearest_name_is_meant() {
    let names = ["Invitation", "InvitationHandled", "Account", "id"];
    for (word, meant) in [
        ("Invitaton", Some("Invitation")),
        ("invitation", Some("Invitation")),
        ("Acocunt", Some("Account")),
        ("ID", Some("id")),
        ("di", Some("id")),
        ("Accounting", Some("Account")),
        ("Something", None),
        ("", None),
    ] {
        assert_eq!(did_you_mean(word, names), meant, "{word}");
    }
    assert_eq!(did_you_mean("ab", ["ax", "ay"]), Some("ax"));
    assert_eq!(did_you_mean("ab", []), None);
}

#[test]
fn hostile_characters_are_shown() {
    assert_eq!(clean("plain ünïcode 😀"), "plain ünïcode 😀");
    assert_eq!(
        clean("a\u{1b}[0m\r\n\t\u{9b}\u{7f}\u{202e}\u{200b}\u{feff}"),
        "a\\u{1b}[0m\\r\\n\\t\\u{9b}\\u{7f}\\u{202e}\\u{200b}\\u{feff}"
    );
}

#[test]
fn a_barrier_holds_on_errors_only() {
    let mut reports = Reports::new();
    assert!(reports.is_empty());
    reports.push(Report::warning("a", "x"));
    reports.extend([Report::note("b", "x")]);
    assert_eq!(reports.barrier(), Ok(()));
    reports.push(Report::error("c", "x"));
    assert_eq!(reports.barrier(), Err(Failed));
    assert_eq!((reports.len(), reports.count(Severity::Warning)), (3, 1));
    assert_eq!(reports.into_iter().map(|report| report.code).collect::<String>(), "abc");
}

#[test]
fn lines_are_counted_in_characters() {
    let text = "\u{feff}é\nb\r\n😀x\n";
    let lines = Lines::of(text);
    let place = |start: usize| {
        let position = lines.position(text, start..start + 1);
        (position.line, position.column)
    };
    assert_eq!(place(0), (1, 1));
    assert_eq!(place(3), (1, 1));
    assert_eq!(place(4), (1, 1));
    assert_eq!(place(6), (2, 1));
    assert_eq!(place(13), (3, 2));
    assert_eq!(place(text.len()), (4, 1));
    assert_eq!(place(usize::MAX - 1), (4, 1));
    assert_eq!(lines.position(text, 10..11).bytes, 9..9);
}

#[test]
fn a_report_is_there_once() {
    let place =
        |name| Location { file: FileId::new(0, "api.yaml"), pointer: Pointer::root().key(name) };
    let said = |text| Report::warning("sample", "this is said").at(&place(text));
    let mut reports = Reports::new();
    reports.extend([said("a"), said("a"), said("b")]);
    assert_eq!(reports.len(), 2, "one for each place");
    reports.extend([said("c").once(), said("d").once()]);
    let places: Vec<_> = reports.as_slice().iter().map(|it| it.location.clone()).collect();
    assert_eq!(places, [Some(place("a")), Some(place("b")), Some(place("c"))]);
}
