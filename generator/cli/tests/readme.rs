//! Runs the commands of the READMEs and compares their output with the output that is shown.
//!
//! Each README has a folder of its own. A YAML block after a line that ends with "`NAME`:" is written to the file NAME. Each
//! line of a `console` block that starts with `$ ` is run by a shell, and the lines below it are its output. In these, a
//! line `...` stands for any lines. A command that ends with ` &` runs until the end of its block.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::Duration;

use tempfile::TempDir;

use crate::common::text;

/// The address of the mock in a README. The tests use a free port.
const ADDRESS: &str = "127.0.0.1:4010";

#[test]
fn the_commands_in_the_readme_of_the_command_print_what_it_shows() {
    check(include_str!("../README.md"));
}

#[test]
fn the_commands_in_the_readme_of_the_mock_print_what_it_shows() {
    check(include_str!("../../mock/README.md"));
}

/// A command of a block with the output that is shown below it.
struct Step<'r> {
    command: &'r str,
    shown: Vec<&'r str>,
}

fn check(readme: &str) {
    // Outside of this workspace, because a new package would become a member of it.
    let folder = TempDir::new().unwrap();
    let mut lines = readme.lines();
    let mut before = "";
    let mut count = 0;
    while let Some(line) = lines.next() {
        if let Some(language) = line.strip_prefix("```") {
            let block: Vec<_> = lines.by_ref().take_while(|line| *line != "```").collect();
            match (language, before.strip_suffix("`:").and_then(|it| it.rsplit_once('`'))) {
                ("yaml" | "toml", Some((_, file))) => {
                    std::fs::write(folder.path().join(file), block.join("\n") + "\n").unwrap();
                }
                ("console", _) => {
                    let steps = steps(&block);
                    count +=
                        steps.iter().filter(|step| step.command.contains("specwright")).count();
                    run(&folder, &steps);
                }
                _ => {}
            }
        } else if !line.is_empty() {
            before = line;
        }
    }
    assert!(count > 0, "the README shows no command");
}

fn steps<'r>(block: &[&'r str]) -> Vec<Step<'r>> {
    let mut steps: Vec<Step<'_>> = Vec::new();
    for line in block {
        match line.strip_prefix("$ ") {
            Some(command) => steps.push(Step { command, shown: Vec::new() }),
            None => steps.last_mut().expect("output without a command").shown.push(line),
        }
    }
    steps
}

fn run(folder: &TempDir, steps: &[Step<'_>]) {
    let calls_curl = steps.iter().any(|step| step.command.starts_with("curl "));
    if calls_curl && Command::new("curl").arg("--version").output().is_err() {
        eprintln!("curl is not installed, so a block of the README is skipped");
        return;
    }
    let mut server: Option<Server> = None;
    for Step { command, shown } in steps {
        if let Some(command) = command.strip_suffix(" &") {
            server.insert(Server::start(folder, command)).expect(command, shown);
            continue;
        }
        let address = server.as_ref().and_then(|server| server.address.as_deref());
        let command = command.replace(ADDRESS, address.unwrap_or(ADDRESS));
        let output = shell(folder, &command).output().unwrap();
        let printed = text(&output.stdout);
        let printed: Vec<_> = printed.lines().map(str::to_owned).collect();
        match &mut server {
            // The output is that of the running command, to a change of its files.
            Some(server) if printed.is_empty() && !shown.is_empty() => {
                server.expect(&command, shown)
            }
            _ => assert!(matches(shown, &printed), "$ {command}\n{}", printed.join("\n")),
        }
    }
}

/// A shell that runs a command in a folder, with the tested `specwright` on its path. It prints errors on standard output.
fn shell(folder: &TempDir, command: &str) -> Command {
    let binary = Path::new(env!("CARGO_BIN_EXE_specwright")).parent().unwrap();
    let path = format!("{}:{}", binary.display(), std::env::var("PATH").unwrap_or_default());
    let mut shell = Command::new("sh");
    shell
        .args(["-c", &format!("exec 2>&1\n{command}")])
        .current_dir(folder.path())
        .env("PATH", path);
    shell
}

/// A command that runs until it is dropped.
struct Server {
    process: Child,
    lines: Receiver<String>,
    address: Option<String>,
}

impl Server {
    fn start(folder: &TempDir, command: &str) -> Server {
        let port = if command.starts_with("specwright mock ") { "--port 0" } else { "" };
        let mut shell = shell(folder, &format!("exec {command} {port}"));
        let mut process = shell.stdout(Stdio::piped()).spawn().unwrap();
        let output = BufReader::new(process.stdout.take().unwrap());
        let (sender, lines) = mpsc::channel();
        thread::spawn(move || {
            output.lines().map_while(Result::ok).try_for_each(|line| sender.send(line))
        });
        Server { process, lines, address: None }
    }

    /// Waits until the process has printed the shown lines.
    fn expect(&mut self, command: &str, shown: &[&str]) {
        let mut printed: Vec<String> = Vec::new();
        while printed.is_empty() || !matches(shown, &printed) {
            let Ok(line) = self.lines.recv_timeout(Duration::from_secs(60)) else {
                panic!("$ {command}\n{}", printed.join("\n"));
            };
            if let Some((_, address)) =
                line.split_once("http://").filter(|_| self.address.is_none())
            {
                self.address = Some(address.to_owned());
            }
            printed.push(line.replace(self.address.as_deref().unwrap_or(ADDRESS), ADDRESS));
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Returns `true` if the printed lines are those that are shown.
fn matches(shown: &[&str], printed: &[String]) -> bool {
    let Some((first, rest)) = shown.split_first() else { return printed.is_empty() };
    if *first == "..." {
        return (0..=printed.len()).any(|at| matches(rest, &printed[at..]));
    }
    printed.split_first().is_some_and(|(line, others)| {
        without_counts(first) == without_counts(line) && matches(rest, others)
    })
}

/// Replaces the numbers that differ between runs and versions: counts of files and dependencies, and times.
fn without_counts(line: &str) -> String {
    let words: Vec<_> = line.trim_end().split(' ').collect();
    let varies = |at: usize| {
        let unit = words.get(at + 1).map(|unit| unit.trim_end_matches([',', ';']));
        words[at].parse::<f64>().is_ok()
            && matches!(unit, Some("written" | "unchanged" | "files" | "dependencies" | "ms"))
    };
    let shown = words.iter().enumerate().map(|(at, word)| if varies(at) { "N" } else { *word });
    shown.collect::<Vec<_>>().join(" ")
}

#[test]
fn shown_output_differs_from_printed_output_only_in_counts_and_left_out_lines() {
    let printed = ["client: 94 written, 0 deleted", "b", "c"].map(str::to_owned);
    assert!(matches(&["client: 3 written, 0 deleted", "b", "c"], &printed));
    assert!(matches(&["client: 3 written, 0 deleted", "..."], &printed));
    assert!(matches(&["...", "c"], &printed));
    assert!(!matches(&["client: 94 written, 1 deleted", "b", "c"], &printed));
    assert!(!matches(&["client: 94 written, 0 deleted", "b"], &printed));
    assert!(!matches(&["...", "b"], &printed));
}
