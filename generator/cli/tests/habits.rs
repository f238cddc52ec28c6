//! Conventions that the command shares with cargo: common options, standard input, help, exit statuses.

use crate::common::{Folder, specwright, text};

const API: &str = "\
openapi: 3.1.0
info: { title: Pets, version: '1' }
paths:
  /pets:
    get:
      operationId: listPets
      responses: { '204': { description: None. } }
";

#[test]
fn quiet_prints_problems_and_what_was_asked_for_alone() {
    let folder = Folder::new("habits-quiet");
    folder.write("api.yaml", API);
    folder.write("bad.yaml", &API.replace("operationId: listPets", "operationId: 7"));
    for arguments in [
        &["check", "api.yaml", "-q"][..],
        &["-q", "check", "api.yaml"],
        &["generate", "api.yaml", "--out", "out", "--quiet"],
        &["generate", "api.yaml", "--out", "out", "--check", "-q"],
    ] {
        let output = folder.run(arguments);
        assert_eq!(output.status.code(), Some(0), "{arguments:?}");
        assert_eq!(text(&output.stdout) + &text(&output.stderr), "", "{arguments:?}");
    }
    assert_eq!(folder.succeed(&["inputs", "api.yaml", "-q"]), "api.yaml\n");
    let output = folder.run(&["check", "bad.yaml", "-q"]);
    assert!(text(&output.stderr).contains("error[wrong-kind]"), "{}", text(&output.stderr));
    assert!(!text(&output.stderr).contains("specwright explain"));
    let output = folder.run(&["check", "api.yaml", "-q", "-v"]);
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn verbose_names_the_files_that_are_read_and_written() {
    let folder = Folder::new("habits-verbose");
    folder.write("api.yaml", API);
    let output = folder.run(&["generate", "api.yaml", "--out", "out", "-v"]);
    let said = text(&output.stderr);
    assert!(said.starts_with("read api.yaml\n"), "{said}");
    assert!(said.contains("\nwrote out/operations.rs\n"), "{said}");
}

#[test]
fn color_overrides_what_the_environment_says() {
    let folder = Folder::new("habits-color");
    folder.write("bad.yaml", &API.replace("operationId: listPets", "operationId: 7"));
    let coloured = |arguments: &[&str], variable: &str| {
        let mut command = specwright(arguments);
        command.current_dir(folder.path()).env_remove("NO_COLOR").env_remove("CLICOLOR_FORCE");
        text(&command.env(variable, "1").output().unwrap().stderr).contains('\u{1b}')
    };
    assert!(coloured(&["check", "bad.yaml", "--color", "always"], "NO_COLOR"));
    assert!(!coloured(&["check", "bad.yaml", "--color=never"], "CLICOLOR_FORCE"));
    assert!(!coloured(&["check", "bad.yaml", "--color", "auto"], "A"));
    let output = folder.run(&["check", "bad.yaml", "--color", "sometimes"]);
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn a_description_comes_from_standard_input() {
    let folder = Folder::new("habits-stdin");
    let output = folder.run_with_input(&["check", "-"], API);
    let said = text(&output.stdout);
    assert_eq!(said, "<stdin>: 1 of 1 operations and 0 of 0 types fully typed\n");
    let json = r#"{"openapi": "3.1.0", "info": {"title": "A", "version": "1"}, "paths": {}}"#;
    assert_eq!(folder.run_with_input(&["check", "-"], json).status.code(), Some(0));
    let bad = API.replace("operationId: listPets", "operationId: 7");
    let output = folder.run_with_input(&["check", "-"], &bad);
    assert_eq!(output.status.code(), Some(1));
    let said = text(&output.stderr);
    assert!(said.contains("--> <stdin>:6:20"), "{said}");
    let output = folder.run_with_input(&["generate", "-", "--out", "out"], API);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert!(folder.read("out/operations.rs").contains("pub fn list_pets("));
    folder.write("old.yaml", API);
    let more = API.replace("get:", "put:").replace("listPets", "putPets");
    let output = folder.run_with_input(&["diff", "old.yaml", "-"], &more);
    assert!(text(&output.stdout).contains("put_pets"), "{}", text(&output.stdout));
    let output = folder.run_with_input(&["watch", "-", "--out", "out"], API);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("standard input cannot be watched"));
}

#[test]
fn a_url_is_refused_with_the_line_that_fetches_it() {
    let folder = Folder::new("habits-url");
    folder.write("api.yaml", API);
    let url = "https://api.example.com/v1/openapi.json?key=a&b=c";
    let line = "curl -fsSL 'https://api.example.com/v1/openapi.json?key=a&b=c' -o openapi.json";
    for arguments in [
        &["check", url][..],
        &["generate", url, "--out", "out"],
        &["inputs", url],
        &["docs", url, "--out", "out"],
        &["diff", url, "api.yaml"],
        &["diff", "api.yaml", url],
        &["new", "project", "--spec", url],
        &["add", url, "--method", "get", "--path", "/a", "--id", "a"],
    ] {
        let output = folder.run(arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(text(&output.stderr).contains(line), "{}", text(&output.stderr));
    }
    let output = folder.run(&["check", "https://api.example.com/docs"]);
    let said = text(&output.stderr);
    assert!(said.contains("`curl -fsSL https://api.example.com/docs -o openapi.yaml`"), "{said}");
}

#[test]
fn help_is_in_the_imperative_and_lists_the_exit_statuses() {
    let folder = Folder::new("habits-help");
    let help = folder.succeed(&["--help"]);
    for line in ["Generate a client", "Check a description", "Exit statuses:", "  2  The command"] {
        assert!(help.contains(line), "{line}: {help}");
    }
    assert!(folder.succeed(&["man"]).contains("Exit statuses"));
    // The help of each subcommand starts with an imperative, not with the third person.
    let commands = help.split("Commands:\n").nth(1).unwrap().split("\n\n").next().unwrap();
    let lines = commands.lines().filter(|line| !line.starts_with("   "));
    for line in lines {
        let words: Vec<_> = line.split_whitespace().collect();
        assert!(words.len() > 1, "{line}");
        assert!(!words[1].ends_with('s') && words[1].starts_with(char::is_uppercase), "{line}");
    }
}
