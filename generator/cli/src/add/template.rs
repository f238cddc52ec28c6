//! Path templates, and the requests that match them.

/// The path of a request, split into segments.
#[derive(Debug)]
pub(super) struct Template {
    segments: Vec<Segment>,
    /// Set if the path was given as a template.
    is_given: bool,
}

#[derive(Debug)]
struct Segment {
    text: String,
    kind: Kind,
}

#[derive(Debug, PartialEq, Eq)]
enum Kind {
    Literal,
    /// A value that looks like an id, and the text after it: `.json`.
    Id(String),
    /// A named parameter (`{id}`, `:id`, `$ID`, `<id>` or `OWNER`), and the text after it.
    Named(String, String),
}

impl Template {
    /// Splits the path of a request. A path that is given as a template has parameters only in braces.
    pub(super) fn of_request(path: &str, is_given: bool) -> Template {
        let segment = |text: &str| {
            let kind = if is_given { given_kind(text) } else { kind(text) };
            Segment { text: text.to_owned(), kind }
        };
        Template { segments: path.split('/').skip(1).map(segment).collect(), is_given }
    }

    /// Returns `true` if the request matches a template only because a word that is not an id is taken for a parameter.
    pub(super) fn is_guess(&self, template: &str) -> bool {
        let pairs = template.split('/').skip(1).zip(&self.segments);
        let mut pairs = pairs.filter(|(pattern, _)| pattern.contains('{'));
        pairs.any(|(_, segment)| segment.kind == Kind::Literal)
    }

    fn fits(&self, template: &str) -> bool {
        let patterns: Vec<_> = template.split('/').skip(1).collect();
        patterns.len() == self.segments.len()
            && patterns
                .iter()
                .zip(&self.segments)
                .all(|(pattern, segment)| self.is_segment(pattern, segment))
    }

    fn is_segment(&self, pattern: &str, segment: &Segment) -> bool {
        match &segment.kind {
            _ if self.is_given => nameless(pattern) == nameless(&segment.text),
            Kind::Named(_, end) => pattern.contains('{') && pattern.ends_with(end.as_str()),
            _ => matches(pattern, &segment.text),
        }
    }

    /// Returns the path as a template. Its parameters get the names that they have in templates with the same start.
    pub(super) fn name(&self, templates: &[&str]) -> String {
        let mut path = String::new();
        let mut names: Vec<String> = Vec::new();
        for (index, segment) in self.segments.iter().enumerate() {
            let (name, end) = match &segment.kind {
                _ if self.is_given => (None, ""),
                Kind::Literal => (None, ""),
                Kind::Id(end) => (Some(self.name_of(index)), end.as_str()),
                Kind::Named(name, end) => (Some(name.clone()), end.as_str()),
            };
            path.push('/');
            let Some(name) = name else {
                path.push_str(&segment.text);
                continue;
            };
            let known = templates.iter().find_map(|template| {
                let rest = template.strip_prefix(path.as_str())?.split('/').next()?;
                let inner = rest.strip_prefix('{')?.split_once('}')?;
                (inner.1 == end).then(|| inner.0.to_owned())
            });
            let name = unique(known.unwrap_or(name), &names);
            path.push_str(&format!("{{{name}}}{end}"));
            names.push(name);
        }
        path
    }

    /// Returns the name of an id, from the segment before it: `pet_id` after `pets`.
    fn name_of(&self, index: usize) -> String {
        let before = index.checked_sub(1).and_then(|index| self.segments.get(index));
        let Some(before) = before.filter(|before| before.kind == Kind::Literal) else {
            return "id".to_owned();
        };
        let word = snake(&before.text);
        let word = match word.strip_suffix("ies") {
            Some(stem) => format!("{stem}y"),
            None if word.ends_with("ss") => word,
            None => word.strip_suffix('s').unwrap_or(&word).to_owned(),
        };
        match word.starts_with(|first: char| first.is_ascii_alphabetic()) {
            true => format!("{word}_id"),
            false => "id".to_owned(),
        }
    }
}

fn unique(name: String, names: &[String]) -> String {
    if !names.contains(&name) {
        return name;
    }
    let numbered = (2..).map(|number| format!("{name}_{number}"));
    numbered.into_iter().find(|name| !names.contains(name)).unwrap_or_default()
}

/// Returns the best matching template: the one with the most literal segments from the left.
pub(super) fn best<'t>(request: &Template, templates: &[&'t str]) -> Option<&'t str> {
    let literal =
        |template: &str| -> Vec<bool> { template.split('/').map(|it| it.contains('{')).collect() };
    templates
        .iter()
        .copied()
        .filter(|template| request.fits(template))
        .min_by_key(|template| literal(template))
}

/// Returns `true` if a text matches a pattern in which each parameter stands for at least one character.
pub(super) fn matches(pattern: &str, text: &str) -> bool {
    let Some((before, rest)) = pattern.split_once('{') else { return pattern == text };
    let Some((_, after)) = rest.split_once('}') else { return pattern == text };
    let Some(text) = text.strip_prefix(before) else { return false };
    if after.is_empty() {
        return !text.is_empty() && !text.contains('/');
    }
    let ends = text.char_indices().skip(1).map(|(at, _)| at);
    let mut ends = ends.filter(|end| text.get(..*end).is_some_and(|value| !value.contains('/')));
    ends.any(|end| text.get(end..).is_some_and(|rest| matches(after, rest)))
}

/// Returns a segment without the names of its parameters.
fn nameless(segment: &str) -> String {
    let mut parts = segment.split('{');
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        text.push_str("{}");
        text.push_str(part.split_once('}').map_or("", |(_, rest)| rest));
    }
    text
}

fn given_kind(text: &str) -> Kind {
    if text.contains('{') { Kind::Id(String::new()) } else { Kind::Literal }
}

fn kind(text: &str) -> Kind {
    let extensions = [".json", ".xml", ".csv", ".txt", ".pdf"];
    let end = extensions.into_iter().find(|end| text.ends_with(end)).unwrap_or_default();
    let stem = text.strip_suffix(end).unwrap_or(text);
    let braces = |open: &str, close: &str| stem.strip_prefix(open)?.strip_suffix(close);
    let named = braces("{{", "}}")
        .or_else(|| braces("${", "}"))
        .or_else(|| braces("{", "}"))
        .or_else(|| braces("<", ">"))
        .or_else(|| braces("%7B", "%7D"))
        .or_else(|| stem.strip_prefix('$'))
        .or_else(|| stem.strip_prefix(':'))
        .map(|name| if name.contains('(') { "id" } else { name });
    // `OWNER` and `ACCOUNT_ID` are placeholders in documentation.
    let is_blank = stem.len() >= 3 && stem.chars().all(|char| matches!(char, 'X' | 'x' | '_'));
    if is_blank {
        return Kind::Id(end.to_owned());
    }
    let is_placeholder =
        stem.len() >= 2 && stem.chars().all(|char| char.is_ascii_uppercase() || char == '_');
    let named = named.or_else(|| is_placeholder.then_some(stem));
    if let Some(name) = named {
        let name = if is_word(name) { name.to_owned() } else { snake(name) };
        let name = name.strip_prefix("your_").map_or_else(|| name.clone(), str::to_owned);
        let name = if name.is_empty() { "id".to_owned() } else { name };
        return Kind::Named(name, end.to_owned());
    }
    if is_id(stem) { Kind::Id(end.to_owned()) } else { Kind::Literal }
}

/// Returns `true` if a parameter name is kept as it is written.
fn is_word(name: &str) -> bool {
    let plain = |char: char| char.is_ascii_alphanumeric() || matches!(char, '_' | '-');
    name.starts_with(|first: char| first.is_ascii_lowercase()) && name.chars().all(plain)
}

/// Returns `true` for a number, a UUID, or another word that looks like an id: with digits, or long and of mixed case.
fn is_id(text: &str) -> bool {
    let count = |is: fn(&char) -> bool| text.chars().filter(is).count();
    let digits = count(char::is_ascii_digit);
    let (upper, lower) = (count(char::is_ascii_uppercase), count(char::is_ascii_lowercase));
    let length = text.len();
    // `2010-04-01` and `v1.24` are versions.
    let is_version = text
        .strip_prefix('v')
        .unwrap_or(text)
        .chars()
        .all(|char| char.is_ascii_digit() || matches!(char, '.' | '-'));
    if is_version && digits < length {
        return false;
    }
    let is_number = digits == length && digits > 0;
    let is_prefixed = length >= 8 && digits >= 1 && text.contains('_');
    let is_code = length >= 8 && digits >= 3 && lower == 0;
    let is_long = length >= 12 && digits >= 3;
    let is_random = length >= 20 && upper >= 3 && lower >= 3;
    let is_address = text.contains('@') || text.contains("%40");
    is_number || is_prefixed || is_code || is_long || is_random || is_address
}

/// Converts a name to snake case.
fn snake(text: &str) -> String {
    let mut name = String::new();
    let mut was_lower = false;
    for char in text.chars() {
        if !char.is_ascii_alphanumeric() {
            if !name.is_empty() && !name.ends_with('_') {
                name.push('_');
            }
            was_lower = false;
            continue;
        }
        if char.is_ascii_uppercase() && was_lower {
            name.push('_');
        }
        name.push(char.to_ascii_lowercase());
        was_lower = char.is_ascii_lowercase() || char.is_ascii_digit();
    }
    name.trim_matches('_').to_owned()
}
