//! Splits a shell command into words (POSIX, Shell Command Language, section 2.2), with the quotes of bash and the `^`
//! of Windows.

use std::iter::Peekable;
use std::str::CharIndices;

use super::Refusal;

/// A word without its quotes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Word {
    pub(super) text: String,
    /// The byte position of its first character.
    pub(super) at: usize,
}

/// A shell command.
#[derive(Debug, Default)]
pub(super) struct Line {
    pub(super) words: Vec<Word>,
    /// The content of a here-document.
    pub(super) stdin: Option<String>,
    /// The operator that ended the command: `|`, `;` or `&&`. The text after it is not read.
    pub(super) end: Option<&'static str>,
}

/// Splits a command into words. Variables and command substitutions are kept as they are written.
pub(super) fn split(text: &str) -> Result<Line, Refusal> {
    Splitter {
        text,
        chars: text.char_indices().peekable(),
        line: Line::default(),
        word: None,
        heredoc: None,
    }
    .split()
}

/// Removes the carets from a command that is quoted for `cmd.exe`.
pub(super) fn without_carets(text: &str) -> String {
    let is_windows = ["^\n", "^\r\n", "^\""].iter().any(|mark| text.contains(mark));
    if !is_windows {
        return text.to_owned();
    }
    let mut plain = String::new();
    let mut chars = text.chars().peekable();
    while let Some(char) = chars.next() {
        if char != '^' {
            plain.push(char);
            continue;
        }
        match chars.next() {
            Some('\r') => plain.extend(chars.next_if_eq(&'\n').map(|_| ' ')),
            Some('\n') => plain.push(' '),
            next => plain.extend(next),
        }
    }
    plain
}

struct Splitter<'t> {
    text: &'t str,
    chars: Peekable<CharIndices<'t>>,
    line: Line,
    word: Option<Word>,
    /// The delimiter of a here-document.
    heredoc: Option<String>,
}

impl Splitter<'_> {
    fn split(mut self) -> Result<Line, Refusal> {
        while let Some((at, char)) = self.chars.next() {
            match char {
                '\'' => self.quoted(at, '\'')?,
                '"' => self.quoted(at, '"')?,
                '$' if self.next_is('\'') => self.ansi(at)?,
                '$' if self.next_is('(') => self.substitution(at, ')')?,
                '`' => self.substitution(at, '`')?,
                '\\' => match self.chars.next() {
                    Some((_, '\r')) => drop(self.chars.next_if(|(_, next)| *next == '\n')),
                    Some((_, '\n')) | None => {}
                    Some((_, other)) => self.push(at, other),
                },
                '\n' if self.heredoc.is_some() => self.here_document(),
                char if char.is_whitespace() => self.end_word(),
                '#' if self.word.is_none() => {
                    while self.chars.next_if(|(_, next)| *next != '\n').is_some() {}
                }
                '|' => return Ok(self.ended("|")),
                ';' => return Ok(self.ended(";")),
                '&' if self.next_is('&') => return Ok(self.ended("&&")),
                '<' if self.word.is_none() => self.input(at)?,
                '>' => self.output(),
                other => self.push(at, other),
            }
        }
        self.end_word();
        Ok(self.line)
    }

    fn next_is(&mut self, char: char) -> bool {
        self.chars.peek().is_some_and(|(_, next)| *next == char)
    }

    fn text_at(&mut self, at: usize) -> &mut String {
        &mut self.word.get_or_insert_with(|| Word { text: String::new(), at }).text
    }

    fn push(&mut self, at: usize, char: char) {
        self.text_at(at).push(char);
    }

    fn end_word(&mut self) {
        self.line.words.extend(self.word.take());
    }

    fn ended(mut self, by: &'static str) -> Line {
        self.end_word();
        self.line.end = Some(by);
        self.line
    }

    fn quoted(&mut self, at: usize, mark: char) -> Result<(), Refusal> {
        self.text_at(at);
        loop {
            match self.chars.next() {
                None => return Err(unclosed(at, mark)),
                Some((_, end)) if end == mark => return Ok(()),
                Some((_, '\\')) if mark == '"' => match self.chars.next() {
                    Some((_, next @ ('"' | '\\' | '$' | '`'))) => self.push(at, next),
                    Some((_, '\n')) => {}
                    Some((_, next)) => self.text_at(at).extend(['\\', next]),
                    None => return Err(unclosed(at, mark)),
                },
                Some((here, '$')) if mark == '"' && self.next_is('(') => {
                    self.substitution(here, ')')?
                }
                Some((_, other)) => self.push(at, other),
            }
        }
    }

    /// Reads `$'..'`, in which `\n` is a line feed (bash, ANSI-C Quoting).
    fn ansi(&mut self, at: usize) -> Result<(), Refusal> {
        self.chars.next();
        self.text_at(at);
        loop {
            let char = match self.chars.next() {
                None => return Err(unclosed(at, '\'')),
                Some((_, '\'')) => return Ok(()),
                Some((_, '\\')) => match self.chars.next() {
                    Some((_, 'n')) => '\n',
                    Some((_, 't')) => '\t',
                    Some((_, 'r')) => '\r',
                    Some((_, 'x')) => self.code_point(2),
                    Some((_, 'u')) => self.code_point(4),
                    Some((_, 'U')) => self.code_point(8),
                    Some((_, other)) => other,
                    None => return Err(unclosed(at, '\'')),
                },
                Some((_, other)) => other,
            };
            self.push(at, char);
        }
    }

    fn code_point(&mut self, digits: usize) -> char {
        let mut code = 0;
        for _ in 0..digits {
            let Some((_, digit)) = self.chars.next_if(|(_, next)| next.is_ascii_hexdigit()) else {
                break;
            };
            code = code * 16 + digit.to_digit(16).unwrap_or_default();
        }
        char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER)
    }

    /// Reads `$(..)` or backquotes as text. No command is run.
    fn substitution(&mut self, at: usize, end: char) -> Result<(), Refusal> {
        let mut open = 0_usize;
        let start = at;
        loop {
            match self.chars.next() {
                None => return Err(unclosed(start, end)),
                Some((_, '(')) => open += 1,
                Some((here, char)) if char == end && open <= 1 => {
                    let whole = self.text.get(start..here + 1).unwrap_or_default().to_owned();
                    self.text_at(start).push_str(&whole);
                    return Ok(());
                }
                Some((_, ')')) => open -= 1,
                Some(_) => {}
            }
        }
    }

    /// Reads `<<WORD`. The here-document starts on the next line.
    fn input(&mut self, at: usize) -> Result<(), Refusal> {
        if !self.next_is('<') {
            return Err(Refusal::at(
                at,
                "a file as standard input is not read",
                "give the body with `-d @FILE`",
            ));
        }
        self.chars.next();
        let mut word = String::new();
        while let Some((_, char)) = self.chars.next_if(|(_, next)| !next.is_whitespace()) {
            if !matches!(char, '\'' | '"' | '-') {
                word.push(char);
            }
        }
        self.heredoc = Some(word);
        Ok(())
    }

    fn here_document(&mut self) {
        self.end_word();
        let end = self.heredoc.take().unwrap_or_default();
        let mut document = String::new();
        let mut row = String::new();
        while let Some((_, char)) = self.chars.next() {
            if char != '\n' {
                row.push(char);
                if self.chars.peek().is_some() {
                    continue;
                }
            }
            if row.trim() == end {
                break;
            }
            document.push_str(&row);
            document.push('\n');
            row.clear();
        }
        self.line.stdin = Some(document);
    }

    /// Skips `> FILE`, which does not change the request.
    fn output(&mut self) {
        // In `2>` the number is the current word.
        if self
            .word
            .as_ref()
            .is_some_and(|word| word.text.len() == 1 && word.text.starts_with(['1', '2']))
        {
            self.word = None;
        }
        self.end_word();
        while self.chars.next_if(|(_, next)| matches!(next, '>' | '&' | ' ')).is_some() {}
        while self.chars.next_if(|(_, next)| !next.is_whitespace()).is_some() {}
    }
}

fn unclosed(at: usize, mark: char) -> Refusal {
    Refusal::at(at, &format!("a {mark} is not closed"), "")
}
