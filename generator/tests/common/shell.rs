//! Runs a line for a shell in shells, with a `curl` that writes its arguments.

use std::fs;
use std::path::Path;
use std::process::Command;

/// Texts that a shell, curl or a terminal would obey where they are not quoted.
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

/// Returns what each shell that is installed made of a line: the arguments of its `curl`, and what `curl` read where
/// one of them is `@-`. Panics if a file was made.
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

/// The value of the variable that lines read a key from: what is in it is not read again.
pub const KEY: &str = "k$(touch pwned)`touch pwned`'\"";

/// Returns the arguments behind each of an option.
pub fn values<'a>(arguments: &'a [String], option: &str) -> Vec<&'a str> {
    let pairs = arguments.windows(2).filter(|pair| pair[0] == option);
    pairs.map(|pair| pair[1].as_str()).collect()
}
