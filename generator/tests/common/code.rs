//! Simple analysis of Rust sources without a parser: blanks comments and literals, finds paths and functions.

use std::fs;
use std::path::PathBuf;

/// The folders whose sources are checked.
const FOLDERS: [&str; 4] = ["src", "runtime", "cli/src", "mock/src"];

/// A source file.
pub struct Source {
    /// The path from the package's folder, with `/` between its parts.
    pub path: String,
    /// The whole text.
    pub text: String,
    /// The text up to its tests, with comments and the contents of literals blanked. Line numbers are kept.
    pub code: String,
}

impl Source {
    /// Returns the part of the generator that the file belongs to, such as `lower`.
    pub fn part(&self) -> &str {
        let below = self.path.strip_prefix("src/").unwrap_or(&self.path);
        below.split(['/', '.']).next().unwrap_or_default()
    }

    /// Returns the lines of the code with their numbers.
    pub fn lines(&self) -> impl Iterator<Item = (usize, &str)> {
        self.code.lines().enumerate().map(|(index, line)| (index + 1, line))
    }
}

/// Returns every source file that is checked.
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

/// Returns the text with comments and the contents of literals replaced by spaces.
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

/// Returns the end of the comment or literal that begins at `at`, if one does.
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

/// Returns the first segment behind each `crate::`, with its line.
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

/// Returns every path that begins with `crate` or `super`, with its line and segments. A group counts as several paths.
pub fn paths(code: &str) -> Vec<(usize, Vec<String>)> {
    let mut found = Vec::new();
    for root in ["crate::", "super::"] {
        for (at, _) in code.match_indices(root) {
            let before = code[..at].chars().next_back().unwrap_or(' ');
            // Otherwise it is a later segment of a path, or the end of a longer word.
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

/// Reads a path, and appends every path that it stands for.
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
                // Skips `as name`, a comma, and white space.
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

/// Returns `true` if a path in the line begins with this library.
pub fn is_path_of(line: &str, library: &str) -> bool {
    line.match_indices(&format!("{library}::")).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        !before.is_some_and(|char| char.is_alphanumeric() || char == '_' || char == ':')
    })
}

/// Returns every function with its line, name, and length in lines.
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
        // rustfmt puts the closing brace of a function at the indentation of its first line.
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

/// Returns the codes of a file's reports: the first argument of `Report::error` and the like, or the arms of the
/// `match` that chooses it.
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
