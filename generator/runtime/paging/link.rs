//! Links to the next page, and the check that a link may be followed.

use http::Uri;
use http::header::{HeaderMap, LINK};

use super::super::requests::url::{is_same_origin, resolve};

/// Returns the target of the first link with the relation `next` (RFC 8288, section 3).
pub(crate) fn next_link(headers: &HeaderMap) -> Option<String> {
    let values = headers.get_all(LINK).into_iter().filter_map(|value| value.to_str().ok());
    values.flat_map(links).find_map(|(target, parameters)| {
        let relations = parameters.into_iter().find(|(name, _)| name.eq_ignore_ascii_case("rel"));
        let (_, relations) = relations?;
        let is_next = relations.split_ascii_whitespace().any(|it| it.eq_ignore_ascii_case("next"));
        is_next.then_some(target)
    })
}

type Parameters = Vec<(String, String)>;

/// Parses the links of one field: `<target>; name=value; name="value", <target>`.
fn links(field: &str) -> Vec<(String, Parameters)> {
    let mut links = Vec::new();
    let mut rest = field;
    while let Some((target, after)) = rest.split_once('<').and_then(|(_, it)| it.split_once('>')) {
        rest = after.trim_start();
        let mut parameters = Vec::new();
        while let Some(after) = rest.strip_prefix(';') {
            let (parameter, after) = parameter(after.trim_start());
            parameters.push(parameter);
            rest = after.trim_start();
        }
        links.push((target.trim().to_owned(), parameters));
    }
    links
}

/// Parses a parameter of a link, whose value may be quoted. Returns it with the rest of the field.
fn parameter(text: &str) -> ((String, String), &str) {
    let end = text.find(['=', ';', ',']).unwrap_or(text.len());
    let (name, rest) = text.split_at(end);
    let name = name.trim().to_owned();
    let Some(value) = rest.strip_prefix('=').map(str::trim_start) else {
        return ((name, String::new()), rest);
    };
    let Some(quoted) = value.strip_prefix('"') else {
        let (value, rest) = value.split_at(value.find([';', ',']).unwrap_or(value.len()));
        return ((name, value.trim().to_owned()), rest);
    };
    let (mut text, mut escaped) = (String::new(), false);
    for (at, char) in quoted.char_indices() {
        match char {
            '\\' if !escaped => escaped = true,
            '"' if !escaped => return ((name, text), quoted.get(at + 1..).unwrap_or_default()),
            _ => {
                escaped = false;
                text.push(char);
            }
        }
    }
    ((name, text), "")
}

/// Resolves a link in the response to a request (RFC 3986, section 5.2). Returns an error if the
/// link leaves the origin of the request, because the credentials of the call are sent there.
pub(crate) fn follow(current: &Uri, link: &str) -> Result<Uri, &'static str> {
    let url =
        resolve(current, link).ok_or("expected the URL of the next page, found what is none")?;
    if !is_same_origin(current, &url) {
        return Err("expected the next page on the same origin, found it on another one, \
                    where no key is sent");
    }
    if url == *current {
        return Err("expected another page, found that the link leads to the same one");
    }
    Ok(url)
}
