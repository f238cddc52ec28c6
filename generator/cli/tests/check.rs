//! `specwright check`: exit statuses, output formats, colours, and the check of examples.

use crate::common::{Folder, specwright, text};

const GOOD: &str = "\
openapi: 3.1.0
info: { title: Good, version: '1' }
paths:
  /pets:
    get:
      operationId: listPets
      responses: { '204': { description: None. } }
";

const WARNED: &str = "\
openapi: 3.1.0
info: { title: Warned, version: '1' }
paths:
  /pets:
    get:
      responses: { '204': { description: None. } }
";

const BAD: &str = "\
openapi: 3.1.0
info: { title: 'Bad: 100%', version: '1' }
paths:
  /pets:
    get:
      operationId: listPets
      operationId: readPets
      parameters: [{ name: a, in: querry }]
      responses: { '204': { description: None. } }
";

#[test]
fn the_exit_status_tells_good_from_bad_from_unable() {
    let folder = Folder::new("check-status");
    folder.write("good.yaml", GOOD);
    folder.write("warned.yaml", WARNED);
    folder.write("bad.yaml", BAD);
    for (arguments, status) in [
        (&["check", "good.yaml"][..], 0),
        (&["check", "warned.yaml"], 0),
        (&["check", "warned.yaml", "--deny-warnings"], 1),
        (&["check", "warned.yaml", "--deny-warnings", "--allow", "no-operation-id"], 0),
        (&["check", "warned.yaml", "--deny", "no-operation-id"], 1),
        (&["check", "warned.yaml", "--deny", "unknown-value"], 0),
        (&["check", "warned.yaml", "--allow", "no-operation-ids"], 2),
        (&["check", "bad.yaml"], 1),
        (&["check", "bad.yaml", "--format", "json"], 1),
        (&["check", "absent.yaml"], 2),
        (&["check"], 2),
        (&["check", "good.yaml", "--format", "xml"], 2),
    ] {
        let output = folder.run(arguments);
        assert_eq!(output.status.code(), Some(status), "{arguments:?}: {}", text(&output.stderr));
    }
}

#[test]
fn every_problem_is_said_at_once_whichever_stage_finds_it() {
    let folder = Folder::new("check-all");
    folder.write("bad.yaml", BAD);
    let output = folder.run(&["check", "bad.yaml"]);
    let said = text(&output.stderr);
    // The first is found while the file is parsed, the second when its content is checked.
    assert!(
        said.contains("error[duplicate-key]") && said.contains("error[unknown-value]"),
        "{said}"
    );
    assert!(said.contains("2 errors, 0 warnings"), "{said}");
}

#[test]
fn lenient_takes_for_warnings_what_can_be_worked_around() {
    let folder = Folder::new("check-lenient");
    folder.write("bad.yaml", &BAD.replace("      operationId: readPets\n", ""));
    assert_eq!(folder.run(&["check", "bad.yaml"]).status.code(), Some(1));
    let output = folder.run(&["check", "bad.yaml", "--lenient"]);
    assert_eq!(output.status.code(), Some(0));
    assert!(text(&output.stderr).contains("warning[unknown-value]"));
}

#[test]
fn json_has_a_line_for_each_problem_with_both_places() {
    let folder = Folder::new("check-json");
    folder.write("bad.yaml", BAD);
    let output = folder.run(&["check", "bad.yaml", "--format", "json"]);
    assert!(output.stderr.is_empty(), "{}", text(&output.stderr));
    let lines = text(&output.stdout);
    let rows: Vec<serde_json::Value> =
        lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(rows.len(), 2);
    assert_eq!(rows[0]["code"], "duplicate-key");
    assert_eq!((&rows[0]["line"], &rows[0]["column"]), (&7.into(), &7.into()));
    assert_eq!((&rows[0]["endLine"], &rows[0]["endColumn"]), (&7.into(), &18.into()));
    assert_eq!(rows[0]["related"]["line"], 6);
    assert_eq!(rows[1]["pointer"], "/paths/~1pets/get/parameters/0/in");
    assert_eq!(rows[1]["help"], "did you mean `query`?");
}

#[test]
fn sarif_says_what_services_ask_for() {
    let folder = Folder::new("check-sarif");
    folder.write("a bad one.yaml", BAD);
    let output = folder.run(&["check", "a bad one.yaml", "--format", "sarif"]);
    let log: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(log["version"], "2.1.0");
    let run = &log["runs"][0];
    let results = run["results"].as_array().unwrap();
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    assert_eq!((results.len(), rules.len()), (2, 2));
    for result in results {
        assert!(rules.iter().any(|rule| rule["id"] == result["ruleId"]), "{result}");
        let place = &result["locations"][0]["physicalLocation"];
        assert_eq!(place["artifactLocation"]["uri"], "a%20bad%20one.yaml");
        assert!(place["region"]["startLine"].as_u64() > Some(0));
    }
    // A log without problems is written too, because it closes earlier results.
    folder.write("good.yaml", GOOD);
    let output = folder.run(&["check", "good.yaml", "--format", "sarif"]);
    let log: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(log["runs"][0]["results"], serde_json::json!([]));
}

#[test]
fn github_annotates_and_no_text_ends_a_command() {
    let folder = Folder::new("check-github");
    folder.write("a,b:c.yaml", &BAD.replace("querry", "'100%\\n::error::x'").replace('\'', "\""));
    let output = folder.run(&["check", "a,b:c.yaml", "--format", "github"]);
    let lines = text(&output.stdout);
    assert!(
        lines.starts_with(
            "::error title=duplicate-key,file=a%2Cb%3Ac.yaml,line=7,endLine=7,col=7,endColumn=18::"
        ),
        "{lines}"
    );
    assert_eq!(lines.lines().count(), 2, "{lines}");
    assert!(lines.contains("100%25"), "{lines}");
}

#[test]
fn colours_are_for_terminals_and_for_those_who_ask() {
    let folder = Folder::new("check-colours");
    folder.write("bad.yaml", BAD);
    let run = |variable: &str| {
        let mut command = specwright(&["check", "bad.yaml"]);
        command.current_dir(folder.path()).env_remove("NO_COLOR").env_remove("CLICOLOR_FORCE");
        text(&command.env(variable, "1").output().unwrap().stderr)
    };
    assert!(!run("A").contains('\u{1b}'), "a file is no terminal");
    assert!(run("CLICOLOR_FORCE").contains('\u{1b}'));
    assert!(!run("NO_COLOR").contains('\u{1b}'));
}

#[test]
fn an_example_that_breaks_its_schema_is_found() {
    let folder = Folder::new("check-examples");
    let schemas = "\
components:
  schemas:
    Pet:
      type: object
      required: [name]
      properties: { name: { type: string } }
      examples: [{ name: 1 }, { name: Rex }]
";
    let uses = "{ '200': { description: A pet., content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } } }";
    let good = GOOD.replace("{ '204': { description: None. } }", uses);
    folder.write("api.yaml", &format!("{good}{schemas}"));
    let output = folder.run(&["check", "api.yaml", "--format", "json"]);
    let lines = text(&output.stdout);
    assert_eq!(lines.lines().count(), 1, "{lines}");
    let row: serde_json::Value = serde_json::from_str(&lines).unwrap();
    assert_eq!(row["code"], "example-breaks-schema");
    assert!(lines.contains("/components/schemas/Pet/examples/0\""), "{lines}");
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn a_good_description_says_how_much_of_it_is_typed() {
    let folder = Folder::new("check-good");
    folder.write("good.yaml", GOOD);
    let output = folder.run(&["check", "good.yaml"]);
    let said = text(&output.stdout);
    assert_eq!(said, "good.yaml: 1 of 1 operations and 0 of 0 types fully typed\n");
    assert!(output.stderr.is_empty());
}

#[test]
fn an_unknown_code_is_refused_with_the_one_that_is_meant() {
    let folder = Folder::new("check-codes");
    folder.write("warned.yaml", WARNED);
    for option in ["--allow", "--deny"] {
        let output = folder.run(&["check", "warned.yaml", option, "no-operation-ids"]);
        let said = text(&output.stderr);
        assert!(said.contains(option), "{said}");
        assert!(said.contains("did you mean `no-operation-id`?"), "{said}");
        let output = folder.run(&["check", "warned.yaml", option, "xyzzy"]);
        let said = text(&output.stderr);
        assert!(said.contains("`specwright explain` lists all of them"), "{said}");
    }
}
