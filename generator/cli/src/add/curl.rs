//! What a line of `curl` asks for.

#![allow(clippy::string_slice, reason = "members of a JSON object, and lines that were just found")]

use serde_json::Value;

/// A request to an endpoint.
#[derive(Debug, Default)]
pub(super) struct Request {
    /// In lower case, as descriptions write it.
    pub(super) method: String,
    /// With parameters in braces.
    pub(super) path: String,
    /// The names and the values of the query.
    pub(super) query: Vec<(String, String)>,
    /// The body, if it is JSON.
    pub(super) body: Option<Value>,
}

const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

impl Request {
    /// A request of which the method and the path are known.
    pub(super) fn new(method: &str, path: &str) -> Result<Request, String> {
        let method = method.to_lowercase();
        if !METHODS.contains(&method.as_str()) {
            return Err(format!("`{method}` is not a method: it is one of {}", METHODS.join(", ")));
        }
        let (path, query) = path.split_once('?').unwrap_or((path, ""));
        if !path.starts_with('/') || path.chars().any(|char| char.is_control() || char == ' ') {
            return Err(format!("`{path}` is not a path: it begins with `/` and has no spaces"));
        }
        let pairs = query.split('&').filter(|pair| !pair.is_empty());
        let pairs = pairs.map(|pair| pair.split_once('=').unwrap_or((pair, "")));
        let query = pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        Ok(Request { method, path: path.to_owned(), query, body: None })
    }

    /// Reads a line as a shell does.
    pub(super) fn parse(line: &str) -> Result<Request, String> {
        let mut words = words(line)?.into_iter().filter(|word| word != "\n");
        if words.next().as_deref() != Some("curl") {
            return Err("the line does not begin with `curl`".to_owned());
        }
        let (mut method, mut url, mut data) = (None, None, None);
        while let Some(word) = words.next() {
            match word.as_str() {
                "-X" | "--request" => method = words.next(),
                "-d" | "--data" | "--data-raw" | "--data-binary" | "--json" => data = words.next(),
                "--url" => url = words.next(),
                // What these say is not part of the description; whoever calls gives it.
                "-H" | "--header" | "-u" | "--user" | "-o" | "--output" | "-A" | "-b"
                | "--cookie" | "-m" | "--max-time" | "-e" | "--user-agent" => drop(words.next()),
                word if word.starts_with("-X") && word.len() > 2 => {
                    method = Some(word[2..].to_owned())
                }
                word if word.starts_with('-') => {}
                word => url = Some(word.to_owned()),
            }
        }
        let url = url.ok_or("the line has no URL")?;
        let rest = url.split_once("://").map_or(url.as_str(), |(_, rest)| rest);
        let path = rest.find('/').and_then(|at| rest.get(at..)).unwrap_or("/");
        let path = path.split('#').next().unwrap_or_default();
        let method =
            method.unwrap_or_else(|| if data.is_some() { "post" } else { "get" }.to_owned());
        let mut request = Request::new(&method, path)?;
        request.path = with_parameters(&request.path);
        if let Some(data) = data {
            let body = serde_json::from_str(&data);
            request.body = Some(body.map_err(|error| format!("the data is not JSON: {error}"))?);
        }
        Ok(request)
    }

    /// The names in braces in the path.
    pub(super) fn parameters(&self) -> impl Iterator<Item = &str> {
        self.path.split('{').skip(1).filter_map(|rest| rest.split('}').next())
    }

    /// An id in the manner that most descriptions have: `getPetsById`.
    pub(super) fn suggested_id(&self) -> String {
        let mut id = self.method.clone();
        for segment in self.path.split('/') {
            if segment.contains('{') {
                id.push_str("By");
            }
            for word in segment.split(|char: char| !char.is_alphanumeric()) {
                let mut chars = word.chars();
                id.extend(chars.next().into_iter().flat_map(char::to_uppercase));
                id.push_str(chars.as_str());
            }
        }
        id
    }
}

/// The path with parameters in place of what looks like an id: a number, a UUID, a long word with digits in it.
fn with_parameters(path: &str) -> String {
    let mut before = "";
    let mut segments = Vec::new();
    for segment in path.split('/') {
        let digits = segment.chars().filter(char::is_ascii_digit).count();
        let is_id = digits == segment.len() && digits > 0 || segment.len() >= 12 && digits >= 3;
        if is_id {
            let name = before.strip_suffix('s').unwrap_or(before).replace('-', "_");
            let prefix = if name.is_empty() || name.contains('{') { "" } else { &name };
            let separator = if prefix.is_empty() { "" } else { "_" };
            segments.push(format!("{{{prefix}{separator}id}}"));
        } else {
            segments.push(segment.to_owned());
        }
        before = segment;
    }
    segments.join("/")
}

/// The words of a line, its quotes undone (POSIX, Shell Command Language, 2.2).
fn words(line: &str) -> Result<Vec<String>, String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut chars = line.chars();
    while let Some(char) = chars.next() {
        match char {
            '\'' | '"' => {
                let text = word.get_or_insert_default();
                loop {
                    match chars.next() {
                        None => return Err(format!("a {char} in the line is not closed")),
                        Some(end) if end == char => break,
                        Some('\\') if char == '"' => text.extend(chars.next()),
                        Some(other) => text.push(other),
                    }
                }
            }
            '\\' => match chars.next() {
                Some('\n') | None => {}
                Some(other) => word.get_or_insert_default().push(other),
            },
            char if char.is_whitespace() => words.extend(word.take()),
            other => word.get_or_insert_default().push(other),
        }
    }
    words.extend(word);
    Ok(words)
}
