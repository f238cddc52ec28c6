//! The form of an overlay, after the cases of the specification's schemas.

use super::{BASE, load};

/// The start of an overlay.
const HEAD: &str = "overlay: 1.1.0\ninfo: { title: A, version: '1' }\n";

#[test]
fn overlays_of_the_right_form_are_read() {
    let action = "actions: [{ target: $.map, update: { a: 1 } }]\n";
    for (name, overlay) in [
        ("minimal", format!("{HEAD}{action}")),
        ("patch", format!("overlay: 1.1.12\ninfo: {{ title: A, version: '1' }}\n{action}")),
        ("first", format!("overlay: 1.0.0\ninfo: {{ title: A, version: '1' }}\n{action}")),
        ("extends", format!("{HEAD}extends: ./api.yaml\n{action}")),
        ("description", format!("overlay: 1.1.0\ninfo: {{ title: A, version: '1', description: B }}\n{action}")),
        ("extensions", format!("x-a: 1\noverlay: 1.1.0\ninfo: {{ title: A, version: '1', x-b: 2 }}\n{action}")),
        ("action", format!("{HEAD}actions: [{{ target: $.map, description: C, x-d: 3, update: {{ a: 1 }}, remove: false }}]")),
        ("json", "{\"overlay\":\"1.1.0\",\"info\":{\"title\":\"A\",\"version\":\"1\"},\"actions\":[{\"target\":\"$.map\",\"update\":{\"a\":1}}]}".to_owned()),
    ] {
        let source = load(&format!("pass-{name}"), BASE, &overlay);
        let source = source.unwrap_or_else(|error| panic!("{name}: {error}"));
        assert!(source.root().to_string().contains("\"a\":1"), "{name}");
        assert!(source.warnings().is_empty(), "{name}");
    }
}

#[test]
fn overlays_of_a_wrong_form_are_errors_with_their_place() {
    let whole = |rest: &str| format!("{HEAD}{rest}");
    let cases = [
        ("not-an-object", "[]".to_owned(), "1:1: an overlay must be an object"),
        ("no-version", "info: { title: A, version: '1' }\nactions: [{ target: $ }]".to_owned(), "1:1: the file has no `overlay`"),
        ("two-parts", "overlay: '1.1'\ninfo: { title: A, version: '1' }\nactions: [{ target: $ }]".to_owned(), "1:10: `1.1` is no supported version of overlays"),
        ("number", "overlay: 1.1\ninfo: { title: A, version: '1' }\nactions: [{ target: $ }]".to_owned(), "1:10: `1.1` is no supported version of overlays"),
        ("later", "overlay: 2.0.0\ninfo: { title: A, version: '1' }\nactions: [{ target: $ }]".to_owned(), "1:10: `2.0.0` is no supported version of overlays"),
        ("no-info", "overlay: 1.0.0\nactions: [{ target: $ }]".to_owned(), "1:1: the overlay has no `info`"),
        ("info-type", "overlay: 1.0.0\ninfo: A\nactions: [{ target: $ }]".to_owned(), "2:7: `info` must be an object"),
        ("info-title", "overlay: 1.0.0\ninfo: { version: '1' }\nactions: [{ target: $ }]".to_owned(), "2:1: `info` of the overlay has no `title`"),
        ("info-version", "overlay: 1.0.0\ninfo: { title: A, version: 1 }\nactions: [{ target: $ }]".to_owned(), "2:28: `version` must be a string"),
        ("info-description", "overlay: 1.0.0\ninfo: { title: A, version: '1', description: B }\nactions: [{ target: $ }]".to_owned(), "2:33: overlays of version 1.0 have no `description`"),
        ("no-actions", whole(""), "1:1: the overlay has no `actions`"),
        ("empty", whole("actions: []"), "3:1: `actions` is empty"),
        ("actions-type", whole("actions: { target: $ }"), "3:10: `actions` must be an array"),
        ("action-type", whole("actions: [$]"), "3:11: an action must be an object"),
        ("no-target", whole("actions: [{ update: 1 }]"), "3:11: the action has no `target`"),
        ("target-type", whole("actions: [{ target: 1 }]"), "3:21: `target` must be a string"),
        ("target", whole("actions: [{ target: info }]"), "3:21: `info` is not a JSONPath expression (RFC 9535)"),
        ("description", whole("actions: [{ target: $, description: 1 }]"), "3:37: `description` must be a string"),
        ("remove-type", whole("actions: [{ target: $, remove: 1 }]"), "3:32: `remove` must be a boolean"),
        ("copy-type", whole("actions: [{ target: $, copy: 1 }]"), "3:30: `copy` must be a string"),
        ("copy", "overlay: 1.0.0\ninfo: { title: A, version: '1' }\nactions: [{ target: $.map, copy: $.list }]".to_owned(), "3:28: overlays of version 1.0 have no `copy`"),
        ("two-changes", whole("actions: [{ target: $, copy: $.map, update: {} }]"), "3:24: an action has both `update` and `copy`"),
        ("extends", whole("extends: 1\nactions: [{ target: $ }]"), "3:10: `extends` must be a string"),
        ("unknown", whole("extend: a\nactions: [{ target: $ }]"), "3:1: an overlay has no `extend`"),
        ("unknown-in-action", whole("actions: [{ target: $, updat: {} }]"), "3:24: an action has no `updat`"),
        ("not-unique", whole("actions: [{ target: $.map.x, update: 2 }, { target: $.map.x, update: 2 }]"), "3:43: an action is repeated"),
    ];
    for (name, overlay, expected) in cases {
        let error = load(&format!("fail-{name}"), BASE, &overlay).expect_err(name);
        let report = &error.reports().as_slice()[0];
        let (source, location) = (error.partial(), report.location.as_ref().unwrap());
        let position = match &report.span {
            Some(span) => {
                specwright::report::Places::position_of(source, &location.file, span.clone())
            }
            None => source.position(location, report.part).unwrap(),
        };
        let found = format!("{}:{}: {}", position.line, position.column, report.message);
        assert_eq!(found, expected, "{name}");
        assert!(location.file.name().ends_with(&format!("fail-{name}.yaml")), "{name}");
    }
}
