//! Runs a command line in shells with a `curl` that records its arguments.

use std::fs;
use std::path::Path;
use std::process::Command;

/// Strings that change the meaning of a command for a shell, curl or a terminal if they are not quoted.
pub const HOSTILE: [&str; 24] = [
    "$(touch pwned)",
    "`touch pwned`",
    "'; touch pwned; '",
    "'\\''; touch pwned; '\\''",
    "\"; touch pwned; \"",
    "'\"$(touch pwned)\"'",
    "$API_KEY",
    "\"$API_KEY\"",
    "${HOME}",
    "!! !touch !-1",
    "%s %n %% %",
    "-o pwned",
    "--output=pwned",
    "@/etc/passwd",
    "\\",
    "ends in \\",
    "~ * ? [a-z] [1-3] {a,b}",
    "| touch pwned & # < > ;",
    "two\nlines\n!touch",
    "a\r\ttab",
    "a\u{0}b",
    "\u{1b}[31m\u{7f}",
    "e\u{301}\u{202e}\u{1f980}",
    "'",
];

/// Runs a command line in each installed shell. Returns the arguments of its `curl`, and the standard input of `curl`
/// if an argument is `@-`.
///
/// Panics if the command creates a file.
pub fn arguments(test: &str, line: &str) -> Vec<(Vec<String>, String)> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("shell").join(test);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    let curl = "curl() { for it; do printf '%s\\0' \"$it\"; done >args; case \"$*\" in *@-*) cat >input;; esac; }";
    let mut outcomes = Vec::new();
    for shell in ["sh", "bash"] {
        let script = format!("{curl}\n{line}\n");
        let run = Command::new(shell)
            .arg("-c")
            .arg(script)
            .current_dir(&folder)
            .env("API_KEY", KEY)
            .envs(["CLIENT_HEAD", "CLIENT_QUERY", "CLIENT_BASIC"].map(|variable| (variable, KEY)))
            .output();
        let Ok(run) = run else {
            eprintln!("left out: {shell} is not installed");
            continue;
        };
        assert!(run.status.success() && run.stderr.is_empty(), "{shell}: {run:?}\n{line}");
        let args = fs::read_to_string(folder.join("args")).unwrap();
        let args = args.split_terminator('\0').map(str::to_owned).collect();
        let input = fs::read_to_string(folder.join("input")).unwrap_or_default();
        let _ = fs::remove_file(folder.join("input"));
        fs::remove_file(folder.join("args")).unwrap();
        assert!(fs::read_dir(&folder).unwrap().next().is_none(), "{shell} made a file by\n{line}");
        outcomes.push((args, input));
    }
    outcomes
}

/// The value of the variable `API_KEY`. A shell does not expand the value of a variable again.
pub const KEY: &str = "k$(touch pwned)`touch pwned`'\"";

/// Returns the argument behind each occurrence of an option.
pub fn values<'a>(arguments: &'a [String], option: &str) -> Vec<&'a str> {
    let pairs = arguments.windows(2).filter(|pair| pair[0] == option);
    pairs.map(|pair| pair[1].as_str()).collect()
}
