//! The curl commands that `specwright add` reads, and its use of the existing parts of a description.

use crate::common::{Folder, text};

const API: &str = "\
openapi: 3.1.0
info: { title: Shop, version: '1' }
servers:
  - url: https://api.example.com/v1
  - url: 'https://{region}.example.com/v2'
    variables: { region: { default: eu } }
security: [{ key: [] }]
paths:
  /pets/{petId}:
    get:
      operationId: getPet
      parameters: [{ name: petId, in: path, required: true, schema: { type: string } }]
      responses: { '204': { description: None. } }
  /pets/mine:
    get:
      operationId: getMyPet
      responses: { '204': { description: None. } }
components:
  securitySchemes:
    key: { type: apiKey, in: header, name: X-Api-Key }
";

fn folder(name: &str) -> Folder {
    let folder = Folder::new(name);
    folder.write("api.yaml", API);
    folder
}

/// Adds the endpoint of a command. Returns the added lines and the printed text.
fn add(command: &str) -> (String, String) {
    let folder = Folder::new(&format!(
        "add-command-{}",
        std::thread::current().name().unwrap().replace(':', "-")
    ));
    folder.write("api.yaml", API);
    folder.write("body.json", "{\"a\": 1}\n");
    let output = folder.run(&["add", "api.yaml", "--id", "added", "--curl", command]);
    let said = text(&output.stdout) + &text(&output.stderr);
    assert!(output.status.success(), "{command}: {said}");
    folder.succeed(&["check", "api.yaml"]);
    let after = folder.read("api.yaml");
    let old: Vec<_> = API.lines().collect();
    let new: Vec<_> = after.lines().filter(|line| !old.contains(line)).collect();
    (new.join("\n"), said)
}

#[test]
fn the_example_of_the_api_reference_is_an_operation_that_is_there() {
    let folder = Folder::new("add-reference");
    let reference = std::fs::read_to_string("../../tests/client/reference.rs").unwrap();
    let (_, line) = reference.split_once("CURL: &str = r#\"").unwrap();
    let (line, _) = line.split_once("\"#;").unwrap();
    let api = std::fs::read_to_string("../../spec/postpress.yaml").unwrap();
    folder.write("postpress.yaml", &api);
    let output = folder.run_with_input(&["add", "postpress.yaml", "--curl", "-"], line);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let said = text(&output.stdout);
    assert!(said.contains("this is `handleReceivedInvitation`"), "{said}");
    assert_eq!(folder.read("postpress.yaml"), api);
}

#[test]
fn servers_and_templates_are_recognised() {
    let folder = folder("add-known");
    for (url, known) in [
        ("https://api.example.com/v1/pets/5", "getPet"),
        ("https://us.example.com/v2/pets/5?verbose=1", "getPet"),
        ("http://localhost:4010/v1/pets/5", "getPet"),
        ("https://staging.example.org/v1/pets/5", "getPet"),
        ("$BASE_URL/pets/$PET_ID", "getPet"),
        ("https://api.example.com/v1/pets/:petId", "getPet"),
        ("https://api.example.com/v1/pets/{id}", "getPet"),
        ("https://api.example.com/v1/pets/mine", "getMyPet"),
        ("https://api.example.com/v1/pets/rex", "getPet"),
    ] {
        let command = format!("curl '{url}'");
        let said = folder.succeed(&["add", "api.yaml", "--curl", &command]);
        assert!(said.contains(&format!("this is `{known}` (`GET /pets/")), "{url}: {said}");
        assert_eq!(folder.read("api.yaml"), API, "{url}");
    }
    // A word that is not an id may be a separate endpoint, so a note is printed.
    let output =
        folder.run(&["add", "api.yaml", "--curl", "curl https://api.example.com/v1/pets/search"]);
    assert!(
        text(&output.stderr).contains("give `--method` and `--path`"),
        "{}",
        text(&output.stderr)
    );
    let said = folder.succeed(&["add", "api.yaml", "--method", "get", "--path", "/pets/{name}"]);
    assert!(said.contains("this is `getPet`"), "{said}");
    let said = folder.succeed(&[
        "add",
        "api.yaml",
        "--method",
        "get",
        "--path",
        "/pets/search",
        "--id",
        "search",
    ]);
    assert!(said.contains("`GET /pets/search` is `search` now"), "{said}");
}

#[test]
fn a_new_path_begins_as_those_that_are_there() {
    let (new, said) = add("curl -X DELETE https://api.example.com/v1/pets/5/toys/77");
    assert!(new.starts_with("  /pets/{petId}/toys/{toy_id}:\n    delete:"), "{new}");
    assert!(!new.contains("servers"), "{new}");
    assert!(!said.contains("note:"), "{said}");
    let (new, said) = add("curl https://files.example.net/v1/files/a.txt");
    assert!(new.contains("servers: [{ url: https://files.example.net }]"), "{new}");
    assert!(said.contains("none of the servers"), "{said}");
}

#[test]
fn options_are_read_as_curl_reads_them() {
    let base = "https://api.example.com/v1/things";
    for (command, expected) in [
        (format!("curl -sSL {base}"), "  /things:"),
        (format!("curl -XPUT {base}"), "    put:"),
        (format!("curl -X=PUT {base}"), "    put:"),
        (
            format!("curl --request=DELETE --url={base} -k -v -o out.json --compressed"),
            "    delete:",
        ),
        (format!("curl -I {base}"), "    head:"),
        (
            format!("curl -T photo.png {base}"),
            "application/octet-stream: { schema: { type: string, format: binary } }",
        ),
        (format!("curl -d a=b -d c=1 {base}"), "application/x-www-form-urlencoded:"),
        (
            format!("curl -G -d a=b -d c=1 {base}"),
            "{ name: c, in: query, schema: { type: integer } }",
        ),
        (
            format!("curl --json '{{\"a\": [1]}}' {base}"),
            "a: { type: array, items: { type: integer } }",
        ),
        (
            format!("curl -d @body.json -H 'Content-Type: application/json' {base}"),
            "a: { type: integer }",
        ),
        (
            format!("curl --data-binary @photo.png -H 'Content-Type: image/png' {base}"),
            "image/png: { schema: { type: string, format: binary } }",
        ),
        (
            format!("curl -F photo=@photo.png -F 'note=<note.txt' -F n=5 {base}"),
            "photo: { type: string, format: binary }",
        ),
        (
            format!("curl --data-urlencode 'q=a b' -G {base}"),
            "{ name: q, in: query, schema: { type: string } }",
        ),
        (
            format!("curl -A agent -e https://ref.example -H 'Accept-Language: de' {base}"),
            "{ name: Accept-Language, in: header, schema: { type: string } }",
        ),
        (
            format!("curl -H $'X-Word: it\\'s' {base}"),
            "{ name: X-Word, in: header, schema: { type: string } }",
        ),
        (
            format!("curl {base}?a=1&b=two -H \"X-A: 1\" | jq ."),
            "{ name: b, in: query, schema: { type: string } }",
        ),
        (
            format!("curl ^\n  -X POST ^\n  -H ^\"X-A: 1^\" ^\n  ^\"{base}^\""),
            "{ name: X-A, in: header, schema: { type: string } }",
        ),
    ] {
        let (new, _) = add(&command);
        assert!(new.contains(expected), "{command}: {new}");
    }
}

#[test]
fn what_is_not_understood_is_refused_with_its_place() {
    let folder = folder("add-refused-options");
    for (command, why, help) in [
        (
            "curl https://a.example --dta x",
            "`--dta` is not an option of curl\n --> the curl command, line 1, column 24",
            "did you mean `--data`?",
        ),
        (
            "curl https://a.example \\\n  -s%",
            "`-%` is not an option of curl\n --> the curl command, line 2, column 5",
            "curl --help all",
        ),
        ("curl -X", "`-X` has no value", "write the value"),
        ("curl -X FETCH https://a.example", "`fetch` is not a method", "one of get"),
        (
            "curl https://a.example https://b.example",
            "this is a second URL\n --> the curl command, line 1, column 24",
            "one request at a time",
        ),
        ("curl ftp://a.example/b", "`ftp` is not HTTP", "https://"),
        ("curl --digest -u a:b https://a.example", "`--digest` cannot be described", "digest"),
        ("curl -K options.txt", "`-K` cannot be described", "in the command"),
        ("curl https://a.example -d @-", "the body comes from standard input", "-d @FILE"),
        (
            "curl https://a.example -d @absent.json",
            "cannot read the body from `absent.json`",
            "run this where it is",
        ),
        ("curl https://a.example --json '{\"a\": }'", "the body is not JSON", "complete"),
        ("curl https://a.example -d a=1 -F b=2", "the command has two bodies", "`-F`"),
        ("curl https://a.example/ -T '{a,b}'", "the command uploads several files", "one file"),
        ("curl https://a.example -F f=@a,b", "curl nests several files", "-F name=@two"),
        ("curl -H @headers.txt https://a.example", "headers of a file are not read", "`-H`"),
        ("curl -H NoColon https://a.example", "this header has no colon", "Name: value"),
        ("curl 'https://a.example", "a ' is not closed", ""),
        ("curl", "the command has no URL", "https://"),
    ] {
        let output = folder.run(&["add", "api.yaml", "--id", "added", "--curl", command]);
        let said = text(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{command}: {said}");
        assert!(said.contains(why) && said.contains(help), "{command}: {said}");
        assert_eq!(folder.read("api.yaml"), API, "{command}");
    }
}

#[test]
fn credentials_become_security_schemes_and_are_not_written() {
    let base = "https://api.example.com/v1/things";
    for (command, scheme) in [
        (
            format!("curl {base} -H 'Authorization: Bearer hunter2hunter2'"),
            "bearerAuth: { type: http, scheme: bearer }",
        ),
        (
            format!("curl {base} --oauth2-bearer hunter2hunter2"),
            "bearerAuth: { type: http, scheme: bearer }",
        ),
        (format!("curl {base} -u me:hunter2hunter2"), "basicAuth: { type: http, scheme: basic }"),
        (format!("curl {base} -umehunter2hunter2"), "basicAuth: { type: http, scheme: basic }"),
        (
            "curl https://me:hunter2hunter2@api.example.com/v1/things".to_owned(),
            "basicAuth: { type: http, scheme: basic }",
        ),
        (
            format!("curl {base} -H 'Authorization: Bot hunter2hunter2'"),
            "authorization: { type: apiKey, in: header, name: Authorization }",
        ),
        (
            format!("curl {base} -H 'PRIVATE-TOKEN: hunter2hunter2'"),
            "privateToken: { type: apiKey, in: header, name: PRIVATE-TOKEN }",
        ),
        (
            format!("curl {base} -H 'DD-API-KEY: hunter2hunter2'"),
            "ddApiKey: { type: apiKey, in: header, name: DD-API-KEY }",
        ),
        (
            format!("curl {base} -H 'X-Custom: sk_live_hunter2hunter2'"),
            "custom: { type: apiKey, in: header, name: X-Custom }",
        ),
        (
            format!("curl '{base}?api_key=hunter2hunter2'"),
            "apiKey: { type: apiKey, in: query, name: api_key }",
        ),
        (
            format!("curl '{base}?key=hunter2hunter2'"),
            "key2: { type: apiKey, in: query, name: key }",
        ),
        (
            format!("curl {base} -b 'sid=hunter2hunter2; theme=hunter2hunter2'"),
            "sid: { type: apiKey, in: cookie, name: sid }",
        ),
        (
            format!("curl {base} -H 'Cookie: sid=hunter2hunter2'"),
            "sid: { type: apiKey, in: cookie, name: sid }",
        ),
    ] {
        let (new, said) = add(&command);
        assert!(new.contains(scheme), "{command}: {new}");
        assert!(new.contains("security: [{ "), "{command}: {new}");
        assert!(said.contains("is described as a security scheme"), "{command}: {said}");
        assert!(!format!("{new}{said}").contains("hunter2"), "{command}: {new}{said}");
    }
    // A scheme that the description already requires adds no `security`.
    let (new, _) = add(&format!("curl {base} -H 'x-api-key: hunter2hunter2'"));
    assert!(!new.contains("security") && !new.contains("hunter2"), "{new}");
    // Secrets in a body become passwords. Tokens of pages do not.
    let (new, _) = add(&format!(
        "curl '{base}?page_token=abc&max_tokens=5' --json '{{\"password\": \"hunter2\", \"nextToken\": \"abc\"}}'"
    ));
    assert!(new.contains("password: { type: string, format: password }"), "{new}");
    assert!(
        new.contains("nextToken: { type: string }") && new.contains("name: page_token, in: query"),
        "{new}"
    );
    // A refusal shows no part of the command.
    let folder = folder("add-secret");
    for command in [
        "curl -H 'Authorization: Bearer hunter2' https://a.example --dta",
        "curl -H 'hunter2 hunter2' https://a.example",
        "curl --oauth2-beaer=hunter2 https://a.example",
        "curl https://a.example --json '{\"a\": hunter2}'",
    ] {
        let output = folder.run(&["add", "api.yaml", "--id", "added", "--curl", command]);
        assert_eq!(output.status.code(), Some(2));
        assert!(!text(&output.stderr).contains("hunter2"), "{}", text(&output.stderr));
    }
}

#[test]
fn nothing_is_written_where_standard_input_is_empty() {
    let folder = folder("add-empty");
    for arguments in [
        &["add", "api.yaml"][..],
        &["add", "api.yaml", "--method", "get", "--path", "/a"],
        &["add", "api.yaml", "--curl", "curl https://api.example.com/v1/a"],
        &["add", "api.yaml", "--curl", "-", "--id", "a"],
        &["add", "api.yaml", "--method", "get", "--path", "/a", "--id", "a", "--response", "-"],
    ] {
        let output = folder.run_with_input(arguments, "");
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        let said = text(&output.stderr);
        assert!(said.contains("nothing was written\nhelp: "), "{arguments:?}: {said}");
        assert_eq!(folder.read("api.yaml"), API, "{arguments:?}");
    }
    // Standard input already provides the response, so there is no prompt.
    let arguments = ["add", "api.yaml", "--method", "get", "--path", "/a", "--response", "-"];
    let output = folder.run_with_input(&arguments, "{\"a\": 1}");
    assert!(text(&output.stderr).contains("give `--id getA`"), "{}", text(&output.stderr));
    let output = folder.run_with_input(&["add", "-", "--method", "get"], API);
    assert!(text(&output.stderr).contains("standard input cannot be changed"));
    assert_eq!(folder.read("api.yaml"), API);
}

#[test]
fn the_name_of_an_uploaded_file_is_a_parameter_behind_a_slash() {
    for (line, path) in [
        ("curl -T notes.txt https://api.example.com/v1/files/", "/files/{file_name}"),
        ("curl -T notes.txt https://api.example.com/v1/files/latest", "/files/latest"),
        ("curl -T - https://api.example.com/v1/files/", "/files/"),
    ] {
        let folder = folder("add-upload");
        let output = folder.run(&["add", "api.yaml", "--id", "added", "--curl", line]);
        let said = text(&output.stderr) + &text(&output.stdout);
        assert!(said.contains(&format!("`PUT {path}` is `added` now")), "{said}");
        let body = "application/octet-stream: { schema: { type: string, format: binary } }";
        assert!(folder.read("api.yaml").contains(body), "{line}");
        folder.succeed(&["check", "api.yaml"]);
    }
}
