//! No subcommand panics when the reader closes its pipe, and all report an unreadable file in the same way.

use std::process::{Command, Output, Stdio};

use crate::common::{Folder, text};

const SPEC: &str = "\
openapi: 3.1.0
info: { title: Pipes, version: '1' }
paths:
  /pets:
    get:
      operationId: listPets
      parameters: [{ name: a, in: querry }]
      responses: { '204': { description: None. } }
";

/// Returns each subcommand that prints and ends, for a folder with `api.yaml`.
fn subcommands() -> Vec<Vec<&'static str>> {
    [
        "check api.yaml",
        "check api.yaml --format json",
        "check api.yaml --format sarif",
        "check api.yaml --format github",
        "generate api.yaml --out out",
        "generate api.yaml --out other --dry-run",
        "generate api.yaml --out stale --check",
        "docs api.yaml --out site",
        "inputs api.yaml",
        "show api.yaml /paths/~1pets/get",
        "show api.yaml nothing",
        "diff api.yaml api.yaml",
        "diff old.yaml api.yaml",
        "diff old.yaml api.yaml --format markdown",
        "diff old.yaml api.yaml --format json",
        "add copy.yaml --method get --path /more --id more",
        "new project --spec api.yaml",
        "explain",
        "explain duplicate-key",
        "explain nothing",
        "completions bash",
        "man",
        "man check",
        "--help",
        "--version",
        "check --help",
        "nothing",
    ]
    .iter()
    .map(|line| line.split(' ').collect())
    .collect()
}

fn folder(name: &str) -> Folder {
    let folder = Folder::new(name);
    folder.write("api.yaml", SPEC);
    folder.write("copy.yaml", SPEC);
    folder.write("old.yaml", &SPEC.replace("listPets", "allPets"));
    folder
}

/// Runs the command with closed outputs.
fn closed(folder: &Folder, arguments: &[&str], stdout: bool, stderr: bool) -> Output {
    let pipe = |is_closed: bool| match is_closed {
        true => {
            let (reader, writer) = std::io::pipe().unwrap();
            drop(reader);
            Stdio::from(writer)
        }
        false => Stdio::piped(),
    };
    let mut command = crate::common::specwright(arguments);
    command.current_dir(folder.path()).stdin(Stdio::null());
    command.stdout(pipe(stdout)).stderr(pipe(stderr)).output().unwrap()
}

#[test]
fn a_closed_pipe_ends_a_subcommand_quietly() {
    for (index, arguments) in subcommands().into_iter().enumerate() {
        let run = |name: &str, stdout, stderr| {
            closed(&folder(&format!("pipes-{index}-{name}")), &arguments, stdout, stderr)
        };
        let whole = run("whole", false, false);
        let without = run("stdout", true, false);
        // The paths of folders differ; the rest of standard error is the same.
        let said = text(&without.stderr);
        assert!(!said.contains("panicked"), "{arguments:?}: {said}");
        assert_eq!(
            said.lines().count(),
            text(&whole.stderr).lines().count(),
            "{arguments:?}: {said}"
        );
        assert_eq!(without.status.code(), whole.status.code(), "{arguments:?}: {said}");
        assert_ne!(whole.status.code(), Some(101), "{arguments:?}");
        for (stdout, stderr) in [(false, true), (true, true)] {
            let output = run("stderr", stdout, stderr);
            assert_eq!(
                output.status.code(),
                whole.status.code(),
                "{arguments:?} {stdout} {stderr}"
            );
        }
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_said() {
    for arguments in [
        &["explain"][..],
        &["completions", "bash"],
        &["man"],
        &["check", "api.yaml", "--format", "json"],
    ] {
        let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let folder = folder("pipes-full");
        let mut command = crate::common::specwright(arguments);
        let output = command.current_dir(folder.path()).stdout(full).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        let said = text(&output.stderr);
        assert!(said.contains("error: cannot write to standard output: "), "{arguments:?}: {said}");
    }
}

#[test]
fn a_description_that_is_not_there_is_said_alike() {
    let folder = folder("pipes-missing");
    let run = |line: &str| {
        let arguments: Vec<_> = line.split(' ').collect();
        let mut command: Command = crate::common::specwright(&arguments);
        command.current_dir(folder.path()).stdin(Stdio::null()).output().unwrap()
    };
    let expected = "\
error[unreadable-file]: cannot read the description `missing.yaml`: there is no such file
--> missing.yaml
 |
help: give the path of the description's entry file

1 error, 0 warnings
";
    for line in [
        "check missing.yaml",
        "generate missing.yaml --out out",
        "docs missing.yaml --out site",
        "mock missing.yaml --port 0",
        "inputs missing.yaml",
        "show missing.yaml types::Pet",
        "diff api.yaml missing.yaml",
        "diff missing.yaml api.yaml",
        "add missing.yaml --method get --path /more --id more",
        "new project --spec missing.yaml",
        "watch missing.yaml --out out",
    ] {
        let output = run(line);
        assert_eq!(text(&output.stderr), expected, "{line}");
        assert_eq!(output.status.code(), Some(2), "{line}");
        assert!(output.stdout.is_empty(), "{line}");
    }
}

#[test]
fn what_is_wrong_with_a_description_is_said_alike() {
    let folder = Folder::new("pipes-broken");
    folder.write("syntax.yaml", "a: [");
    folder.write("old.yaml", "swagger: '1.2'");
    for (file, code) in [("syntax.yaml", "syntax"), ("old.yaml", "unknown-version")] {
        let first = |arguments: &[&str]| {
            let output = folder.run(arguments);
            assert_eq!(output.status.code(), Some(1), "{arguments:?}: {}", text(&output.stderr));
            text(&output.stderr).lines().take(5).map(str::to_owned).collect::<Vec<_>>()
        };
        let expected = first(&["check", file]);
        assert!(expected[0].starts_with(&format!("error[{code}]: ")), "{expected:?}");
        for arguments in [
            &["generate", file, "--out", "out"][..],
            &["docs", file, "--out", "site"],
            &["mock", file, "--port", "0"],
            &["show", file, "types::Pet"],
            &["diff", file, file],
            &["new", "project", "--spec", file],
        ] {
            assert_eq!(first(arguments), expected, "{arguments:?}");
        }
    }
}
