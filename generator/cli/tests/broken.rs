//! The messages for 24 broken versions of a description, in `broken/messages.txt`.
//!
//! `SPECWRIGHT_BLESS=1 cargo test -p specwright-cli broken` rewrites it.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;

/// The changes to the description: title, old text, new text.
const BREAKS: [(&str, &str, &str); 24] = [
    (
        "a line is indented too little",
        "        - name: invitation_id\n          in: path",
        "        - name: invitation_id\n        in: path",
    ),
    (
        "a member stands one level too high",
        "      requestBody:\n        required: true\n        content:\n",
        "      requestBody:\n        required: true\n      content:\n",
    ),
    (
        "a tab indents a line",
        "          required: true\n          description",
        "\t\t  required: true\n          description",
    ),
    ("a quote is not closed", "version: '2026-05'", "version: '2026-05"),
    ("a text with a colon has no quotes", "title: PostPress", "title: PostPress: the API"),
    ("a key is misspelt", "operationId: handle", "operationID: handle"),
    ("a keyword is misspelt", "minLength: 1 }", "minLenght: 1 }"),
    (
        "a reference is misspelt",
        "schema: { $ref: '#/components/schemas/Invitation' }",
        "schema: { $ref: '#/components/schemas/Invitaton' }",
    ),
    (
        "a reference leaves a level out",
        "schema: { $ref: '#/components/schemas/Invitation' }",
        "schema: { $ref: '#/components/Invitation' }",
    ),
    (
        "a reference is a name alone",
        "schema: { $ref: '#/components/schemas/Invitation' }",
        "schema: { $ref: Invitation }",
    ),
    ("a type does not exist", "status: { type: integer,", "status: { type: int,"),
    ("a format is written as a type", "detail: { type: string,", "detail: { type: date-time,"),
    (
        "a number is written as a text",
        "minLength: 1\n          description",
        "minLength: '1'\n          description",
    ),
    (
        "a key is there twice",
        "        '403': { $ref: '#/components/responses/Forbidden' }",
        "        '401': { $ref: '#/components/responses/Forbidden' }",
    ),
    (
        "the path has a parameter that nobody declares",
        "/v1/users/invite/received/{invitation_id}:",
        "/v1/users/{user_id}/invite/received/{invitation_id}:",
    ),
    (
        "the path calls its parameter otherwise",
        "/v1/users/invite/received/{invitation_id}:",
        "/v1/users/invite/received/{invitationId}:",
    ),
    (
        "a path parameter is not required",
        "          required: true\n          description",
        "          description",
    ),
    ("a required property is misspelt", "required: [object, status]", "required: [object, state]"),
    (
        "the mapping leads to no branch",
        "INSTAGRAM: '#/components/schemas/InstagramInvitation'",
        "INSTAGRAM: '#/components/schemas/AccountId'",
    ),
    ("a status is a word", "        '200':\n", "        ok:\n"),
    ("a scheme is misspelt", "  - apiKey: []", "  - apikey: []"),
    ("the method is misspelt", "    post:\n", "    pots:\n"),
    (
        "an example breaks its schema",
        "value: { object: UserInvitationHandled, status: ACCEPTED }",
        "value: { object: UserInvitationHandled, state: ACCEPTED }",
    ),
    ("the keyword is of OpenAPI 3.0", "    AccountId:\n", "    AccountId:\n      nullable: true\n"),
];

#[test]
fn each_mistake_is_shown_where_it_is_with_its_cause_and_its_remedy() {
    let whole = fs::read_to_string("tests/broken/postpress.yaml").unwrap();
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("broken");
    fs::create_dir_all(&folder).unwrap();
    let mut found = String::new();
    for (number, (title, from, to)) in BREAKS.iter().enumerate() {
        assert!(whole.contains(from), "{title}: the description has no {from:?}");
        fs::write(folder.join("postpress.yaml"), whole.replacen(from, to, 1)).unwrap();
        let output = Command::new(env!("CARGO_BIN_EXE_specwright"))
            .args(["check", "postpress.yaml"])
            .current_dir(&folder)
            .output()
            .unwrap();
        let text = String::from_utf8(output.stderr).unwrap();
        assert!(text.contains(" --> postpress.yaml:"), "{title}: no place\n{text}");
        let _ = writeln!(found, "=== {}. {title}\n\n{text}", number + 1);
    }
    let lines: Vec<_> = found.lines().map(str::trim_end).collect();
    let found = lines.join("\n") + "\n";
    let path = "tests/broken/messages.txt";
    if std::env::var_os("SPECWRIGHT_BLESS").is_some_and(|value| value == "1") {
        fs::write(path, &found).unwrap();
    }
    let expected = fs::read_to_string(path).unwrap().replace("\r\n", "\n");
    assert!(
        found == expected,
        "{path} is not what is said: SPECWRIGHT_BLESS=1 rewrites it\n{found}"
    );
}
