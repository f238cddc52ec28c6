//! Rust as text, for rules that need no parser: comments and literals blanked, paths and functions.

use std::fs;
use std::path::PathBuf;

/// The sources that the rules hold for.
const FOLDERS: [&str; 4] = ["src", "runtime", "cli/src", "mock/src"];

/// A source file.
pub struct Source {
    /// Its path from the package's folder, with `/`.
    pub path: String,
    /// All of it.
    pub text: String,
    /// The text with comments and the insides of literals blanked, line by line, up to its tests.
    pub code: String,
}

impl Source {
    /// The part of the generator that it belongs to.
    pub fn part(&self) -> &str {
        let below = self.path.strip_prefix("src/").unwrap_or(&self.path);
        below.split(['/', '.']).next().unwrap_or_default()
    }

    /// The lines of the code by their numbers.
    pub fn lines(&self) -> impl Iterator<Item = (usize, &str)> {
        self.code.lines().enumerate().map(|(index, line)| (index + 1, line))
    }
}

/// Every source file that the rules hold for.
pub fn sources() -> Vec<Source> {
    let mut paths: Vec<PathBuf> = FOLDERS.iter().map(PathBuf::from).collect();
    let mut sources = Vec::new();
    while let Some(path) = paths.pop() {
        if path.is_dir() {
            paths.extend(fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()));
        } else if path.extension().is_some_and(|extension| extension == "rs")
            && !path.ends_with("tests.rs")
        {
            let text = fs::read_to_string(&path).unwrap();
            let code = blanked(&text);
            let code = code.split("#[cfg(test)]").next().unwrap_or_default().to_owned();
            let path = path.to_string_lossy().replace('\\', "/");
            sources.push(Source { path, text, code });
        }
    }
    sources.sort_by(|a, b| a.path.cmp(&b.path));
    assert!(sources.len() > 50, "the sources are not where they are looked for");
    sources
}

/// The text with spaces for comments and for what is inside of literals.
pub fn blanked(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut code = String::with_capacity(text.len());
    let mut at = 0;
    while at < chars.len() {
        let end = literal_end(&chars, at).unwrap_or(at);
        if end > at {
            code.push(if chars[at] == '/' { ' ' } else { '"' });
            let inside = &chars[at + 1..end];
            code.extend(inside.iter().map(|char| if *char == '\n' { '\n' } else { ' ' }));
            at = end;
        } else {
            code.push(chars[at]);
            at += 1;
        }
    }
    code
}

/// Where the comment or literal ends that begins here.
fn literal_end(chars: &[char], at: usize) -> Option<usize> {
    let rest = &chars[at..];
    let find = |from: usize, what: &str| {
        let what: Vec<char> = what.chars().collect();
        let found = chars[at + from..].windows(what.len()).position(|window| window == what);
        found.map_or(chars.len(), |found| at + from + found + what.len())
    };
    let before = at.checked_sub(1).map(|at| chars[at]);
    let word_before = before.is_some_and(|char| char.is_alphanumeric() || char == '_');
    match rest {
        ['/', '/', ..] => Some(find(2, "\n") - usize::from(find(2, "\n") < chars.len())),
        ['/', '*', ..] => Some(find(2, "*/")),
        ['r', '"', ..] if !word_before => Some(find(2, "\"")),
        ['r', '#', '"', ..] if !word_before => Some(find(3, "\"#")),
        ['"', ..] => {
            let mut end = at + 1;
            while end < chars.len() && chars[end] != '"' {
                end += 1 + usize::from(chars[end] == '\\');
            }
            Some(end + 1)
        }
        ['\'', '\\', ..] => Some(find(3, "'")),
        ['\'', _, '\'', ..] => Some(at + 3),
        _ => None,
    }
}

/// The first segment of each path below `crate::`, with the line of the path.
pub fn crate_paths(code: &str) -> Vec<(usize, String)> {
    let paths = paths(code).into_iter().filter(|(_, path)| path[0] == "crate");
    let mut heads: Vec<_> =
        paths.filter_map(|(line, path)| Some((line, path.get(1)?.clone()))).collect();
    heads.dedup();
    heads
}

fn identifier(text: &str) -> String {
    text.chars().take_while(|char| char.is_alphanumeric() || *char == '_').collect()
}

/// Every path that begins with `crate` or `super`, with its line and all its segments; a group is as many paths.
pub fn paths(code: &str) -> Vec<(usize, Vec<String>)> {
    let mut found = Vec::new();
    for root in ["crate::", "super::"] {
        for (at, _) in code.match_indices(root) {
            let before = code[..at].chars().next_back().unwrap_or(' ');
            // A later segment of a path, or the end of a longer word.
            if !matches!(before, ':' | '_') && !before.is_alphanumeric() {
                let line = code[..at].matches('\n').count() + 1;
                let mut inside = Vec::new();
                expand(&mut code[at..].chars().peekable(), &[], &mut inside);
                found.extend(inside.into_iter().map(|path| (line, path)));
            }
        }
    }
    found
}

/// Reads a path, and appends each that it stands for.
fn expand(
    chars: &mut std::iter::Peekable<std::str::Chars<'_>>,
    prefix: &[String],
    found: &mut Vec<Vec<String>>,
) {
    let mut path = prefix.to_vec();
    loop {
        while chars.next_if(|char| char.is_whitespace()).is_some() {}
        if chars.next_if_eq(&'{').is_some() {
            while !matches!(chars.peek(), None | Some('}')) {
                expand(chars, &path, found);
                // What is behind a path: `as name`, a comma, white space.
                while chars.next_if(|char| !matches!(char, ',' | '}')).is_some() {}
                while chars.next_if(|char| *char == ',' || char.is_whitespace()).is_some() {}
            }
            chars.next();
            return;
        }
        let mut segment = String::new();
        while let Some(char) = chars.next_if(|char| char.is_alphanumeric() || *char == '_') {
            segment.push(char);
        }
        path.extend((!segment.is_empty() && segment != "self").then_some(segment));
        if chars.next_if_eq(&':').is_none() || chars.next_if_eq(&':').is_none() {
            found.push(path);
            return;
        }
    }
}

/// Whether a path of the library begins in a line.
pub fn is_path_of(line: &str, library: &str) -> bool {
    line.match_indices(&format!("{library}::")).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        !before.is_some_and(|char| char.is_alphanumeric() || char == '_' || char == ':')
    })
}

/// Every function: its line, its name, its length.
pub fn functions(code: &str) -> Vec<(usize, String, usize)> {
    let lines: Vec<&str> = code.lines().collect();
    let mut found = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        let words = line.trim_start();
        let Some(at) = words.find("fn ") else {
            continue;
        };
        let before = words[..at].trim_end();
        let qualifiers = before.split_whitespace();
        let is_function = qualifiers.into_iter().all(|word| {
            matches!(word, "const" | "async" | "extern")
                || word.starts_with("pub")
                || word.ends_with(')')
        });
        let name = identifier(&words[at + 3..]);
        if !is_function || name.is_empty() {
            continue;
        }
        // rustfmt closes a function at the indentation of its first line.
        let indentation = &line[..line.len() - words.len()];
        let close = format!("{indentation}}}");
        let opens = lines[index..].iter().find(|line| line.contains('{') || line.ends_with(';'));
        let has_body = opens.is_some_and(|line| line.trim_end().ends_with('{'));
        let end = lines[index..].iter().position(|line| *line == close).filter(|_| has_body);
        let length = end.map_or(1, |end| end + 1);
        found.push((index + 1, name, length));
    }
    found
}

/// The codes of a file's constructors: what `Report::error` and its like begin with, and, where the code is
/// chosen before, the arms of that choice.
pub fn report_codes(source: &Source) -> Vec<String> {
    let mut codes = Vec::new();
    let literal = |text: &str| {
        let text = text.trim_start().strip_prefix('"')?;
        let code = text.split('"').next()?;
        code.chars()
            .all(|char| char.is_ascii_lowercase() || char.is_ascii_digit() || char == '-')
            .then(|| code.to_owned())
    };
    let text = source.text.split("#[cfg(test)]").next().unwrap_or_default();
    for constructor in ["Report::error(", "Report::warning(", "Report::note(", "Report::new("] {
        codes.extend(text.split(constructor).skip(1).filter_map(literal));
    }
    for choice in text.split("let code = match").skip(1) {
        let arms = choice.split("};").next().unwrap_or_default();
        codes.extend(arms.split("=>").skip(1).filter_map(literal));
    }
    codes
}
