//! The steps of someone who changes the description: edit it, build once, and use the new endpoint.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::time::{Duration, SystemTime};

use crate::api;
use crate::build::workshop::Workshop;

const PATHS: &str = include_str!("endpoint_paths.yaml");
const SCHEMAS: &str = include_str!("endpoint_schemas.yaml");
const LISTING: &str = include_str!("user/listing.rs");

/// The output of the program: two URLs, an invalid request, two items and a cursor.
const LISTED: &str = r#"https://api.postpress.ai/v1/carrier-pigeons?account_id=acc%201
GET https://api.postpress.ai/v1/carrier-pigeons?account_id=acc%201&color=WHITE&color=GREY&limit=20&cursor=c%2F2%26x%3D%C3%A9
`listCarrierPigeons` was not sent: query parameter `limit` must be at most 100
inv_1 Ada Some(None) 1777856521 [("z", "first"), ("a", "second")]
inv_2 Bo None 1777863721 []
None
"#;

/// The start of the message that a build prints about a change.
const CHANGE: &str = "for users of the client, the last change of `spec/postpress.yaml` is";

/// Mistakes in a description, each with its message, the start of the underlined text, and the help.
const MISTAKES: [(&str, &str, &str); 5] = [
    (
        "error[unknown-reference]: `#/components/schemas/InvitationHandeld` does not exist",
        "'#/components/schemas/InvitationHandeld'",
        "help: did you mean `InvitationHandled`?",
    ),
    (
        "error[unknown-reference]: `#/components/responses/GatewayTimeuot` does not exist",
        "'#/components/responses/GatewayTimeuot'",
        "help: did you mean `GatewayTimeout`?",
    ),
    ("error[unknown-type]: `strng` is not a type", "strng", "help: did you mean `string`?"),
    (
        "error[mapping-without-branch]: the discriminator's value `TIKTOK` has no branch",
        "'#/components/schemas/Tiktok'",
        "help: add `- $ref: '#/components/schemas/Tiktok'` to the branches, or take the value out",
    ),
    (
        "error[duplicate-operation]: the operationId `handleReceivedInvitation` is given to two operations",
        "handleReceivedInvitation # again",
        "help: each operation becomes one method: give this one a name of its own",
    ),
];

/// Replaces the first `old` by `new`. Panics if there is none.
fn put(text: &mut String, old: &str, new: &str) {
    assert!(text.contains(old), "`{old}` is not in the description");
    *text = text.replacen(old, new, 1);
}

fn with_endpoint(spec: &str) -> String {
    let mut spec = spec.to_owned();
    put(&mut spec, "\npaths:\n", &format!("\npaths:\n{PATHS}"));
    put(&mut spec, "\n  schemas:\n", &format!("\n  schemas:\n{SCHEMAS}"));
    spec
}

fn with_mistakes(spec: &str) -> String {
    let mut spec = spec.to_owned();
    put(&mut spec, "schemas/InvitationHandled'", "schemas/InvitationHandeld'");
    put(
        &mut spec,
        "'504': { $ref: '#/components/responses/GatewayTimeout'",
        "'504': { $ref: '#/components/responses/GatewayTimeuot'",
    );
    put(
        &mut spec,
        "{ type: string, minLength: 1 }\n          example:",
        "{ type: strng, minLength: 1 }\n          example:",
    );
    let instagram = "          INSTAGRAM: '#/components/schemas/InstagramInvitation'\n";
    put(
        &mut spec,
        instagram,
        &format!("{instagram}          TIKTOK: '#/components/schemas/Tiktok'\n"),
    );
    let again = "  /again:\n    get:\n      operationId: handleReceivedInvitation # again\n      \
                 responses: { '204': { description: Nothing. } }\n";
    put(&mut spec, "\ncomponents:\n", &format!("{again}\ncomponents:\n"));
    spec
}

/// Returns the position of `found` as `file:line:column`. Panics unless it occurs exactly once.
fn position(text: &str, found: &str) -> String {
    assert_eq!(text.matches(found).count(), 1, "`{found}` in the description");
    let before = &text[..text.find(found).unwrap()];
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap().chars().count() + 1;
    format!("spec/postpress.yaml:{line}:{column}")
}

/// Panics unless the new endpoint, which has a tag, types and an error of its own, is an addition: it has files of its own, the
/// list of public items loses none, and the files of the others are unchanged but for what all operations share.
fn assert_grown(before: &BTreeMap<PathBuf, String>, workshop: &Workshop) {
    let shared = ["errors.rs", "lib.rs", "operations.rs", "types.rs", "mod.rs"];
    let after = workshop.generated();
    for (path, text) in before {
        let is_shared = shared.iter().any(|name| path.ends_with(name));
        assert!(is_shared || after[path] == *text, "{} is changed", path.display());
    }
    for added in ["generated/operations/pigeons.rs", "generated/types/pigeons.rs"] {
        assert!(after.contains_key(&workshop.path(added)), "{added}");
    }
    assert_eq!(api::lost_items(&workshop.path("generated/lib.rs")), Vec::<String>::new());
}

#[test]
fn one_build_adds_an_endpoint_and_one_removes_it() {
    let workshop = Workshop::open();
    workshop.build().expect_success();
    let (spec, before) = (workshop.spec(), workshop.generated());

    workshop.set_spec(&with_endpoint(&spec));
    let run = workshop.build().expect_success();
    assert_eq!(run.compiled(), ["postpress"]);
    assert_grown(&before, &workshop);
    let change = run.reports();
    assert!(
        change.starts_with(&format!("{CHANGE} minor: ")) && !change.contains("breaking"),
        "{change}"
    );
    assert_eq!(change.lines().count(), 1, "{change}");
    let run = workshop.build().expect_success();
    assert!(run.is_fresh() && run.compiled().is_empty(), "{}", run.stderr);
    assert_eq!(run.reports(), change, "cargo repeats what the script reported");

    // Only the program is left to compile.
    workshop.add_program("listing", LISTING);
    let run = workshop.cargo(&["run", "--verbose", "--package", "user", "--bin", "listing"]);
    let run = run.expect_success();
    assert_eq!(run.output, LISTED);
    assert!(run.is_fresh(), "{}", run.stderr);
    assert_eq!(run.compiled(), ["user"]);

    workshop.set_spec(&spec);
    let run = workshop.check().expect_success();
    assert_eq!(run.compiled(), ["postpress"]);
    assert_eq!(workshop.generated(), before);
    assert!(run.reports().starts_with(&format!("{CHANGE} major: ")), "{}", run.reports());
    let run = workshop.check().expect_success();
    assert!(run.is_fresh() && run.compiled().is_empty(), "{}", run.stderr);

    // A changed description text is no change for users, and the former message is gone.
    workshop.set_spec(&spec.replace("The result of the decision.", "The result of it."));
    let run = workshop.check().expect_success();
    assert_eq!(run.compiled(), ["postpress"]);
    assert_eq!(run.reports(), "");
    assert_ne!(workshop.generated(), before);
}

#[test]
fn an_edit_by_hand_is_undone_by_the_next_build() {
    let workshop = Workshop::open();
    workshop.check().expect_success();
    let before = workshop.generated();

    let types = workshop.path("generated/types.rs");
    let edited = fs::read_to_string(&types).unwrap() + "\nthis does not compile\n";
    fs::write(&types, edited).unwrap();
    fs::remove_file(workshop.path("generated/runtime/requests/url.rs")).unwrap();
    let left_over = workshop.path("generated/left_over.rs");
    fs::write(&left_over, format!("{} from postpress.yaml\n", specwright::print::HEADER)).unwrap();

    let run = workshop.check().expect_success();
    assert_eq!(run.compiled(), ["postpress"]);
    assert_eq!(workshop.generated(), before);
    let run = workshop.check().expect_success();
    assert!(run.is_fresh() && run.compiled().is_empty(), "{}", run.stderr);
}

#[test]
fn all_mistakes_are_reported_with_position_cause_and_help() {
    let workshop = Workshop::open();
    workshop.check().expect_success();
    let (spec, before) = (with_mistakes(&workshop.spec()), workshop.generated());
    let times = workshop.times();
    workshop.set_spec(&spec);

    let run = workshop.check();
    assert!(!run.success);
    let reports = run.reports();
    for (headline, place, remedy) in MISTAKES {
        let report = reports.split("\n\n").find(|report| report.contains(headline));
        let report = report.unwrap_or_else(|| panic!("{headline}\n{reports}"));
        let lines: Vec<_> = report.lines().map(str::trim).collect();
        assert!(lines[0].ends_with(headline), "{report}");
        assert_eq!(lines[1], format!("--> {}", position(&spec, place)));
        assert!(lines[3].contains(place), "{report}");
        assert_eq!(lines[lines.len() - 1], remedy);
    }
    assert_eq!(workshop.generated(), before);
    assert_eq!(workshop.times(), times);
}

#[test]
fn invalid_yaml_is_reported_with_its_position() {
    let workshop = Workshop::open();
    workshop.check().expect_success();
    let (mut spec, before) = (workshop.spec(), workshop.generated());
    let right = spec.clone();
    put(
        &mut spec,
        "operationId: handleReceivedInvitation",
        "operationId: [handleReceivedInvitation",
    );
    workshop.set_spec(&spec);

    let run = workshop.check();
    assert!(!run.success);
    let reports = run.reports();
    let lines: Vec<_> = reports.lines().map(str::trim).collect();
    assert!(
        lines[0].starts_with(
            "error[syntax]: cannot read `spec/postpress.yaml`: did not find expected ',' or ']'"
        ),
        "{reports}"
    );
    let opened = position(&spec, "[handleReceivedInvitation");
    let (line, column) = opened.split_once(".yaml:").unwrap().1.split_once(':').unwrap();
    assert!(lines[0].ends_with(&format!("at line {line} column {column}")), "{reports}");
    // The YAML parser finds the error on the next line, which has neither a comma nor a bracket.
    let next: usize = line.parse::<usize>().unwrap() + 1;
    assert!(lines[1].starts_with(&format!("--> spec/postpress.yaml:{next}:")), "{reports}");
    assert!(lines[3].ends_with(spec.lines().nth(next - 1).unwrap().trim()), "{reports}");
    assert_eq!(workshop.generated(), before);

    // The corrected description builds again.
    workshop.set_spec(&right);
    workshop.check().expect_success();
    assert_eq!(workshop.generated(), before);
}

#[test]
fn up_to_date_files_are_not_written() {
    let workshop = Workshop::open();
    workshop.check().expect_success();
    let (before, times) = (workshop.generated(), workshop.times());

    // A newer description makes cargo run the build script.
    let spec = fs::File::options().append(true).open(workshop.path("spec/postpress.yaml")).unwrap();
    spec.set_modified(SystemTime::now() + Duration::from_secs(2)).unwrap();
    workshop.allow_writing(false);
    let run = workshop.check();
    workshop.allow_writing(true);
    let run = run.expect_success();
    assert!(run.ran_script(), "{}", run.stderr);
    assert_eq!(run.reports(), "");
    assert_eq!(workshop.generated(), before);
    assert_eq!(workshop.times(), times);
}

#[test]
fn a_client_without_its_description_is_built_unchanged() {
    let workshop = Workshop::open();
    let before = workshop.generated();
    fs::remove_dir_all(workshop.path("spec")).unwrap();
    let run = workshop.check().expect_success();
    assert_eq!(run.reports(), "");
    assert_eq!(workshop.generated(), before);
    assert!(!workshop.path("spec").exists());
}
