//! Path templates: matches paths and extracts their parameters (OpenAPI 3.1, section 4.8.8).

#![allow(clippy::string_slice, reason = "positions that were found in the same list")]

use crate::encoding::decode;

/// The segments of a path template or of a base path.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Template(Vec<Vec<SegmentPart>>);

#[derive(Clone, Debug, PartialEq)]
enum SegmentPart {
    Literal(String),
    Parameter(String),
}

/// A path that matches a template.
#[derive(Debug, PartialEq)]
pub(crate) struct Fit {
    /// The parameters with their encoded values.
    pub(crate) parameters: Vec<(String, String)>,
    /// The literal share of each segment: none, a part, or all. Of two matching templates, the more literal one is
    /// chosen.
    pub(crate) concreteness: Vec<u8>,
}

impl Template {
    /// Parses a template that starts with `/`.
    pub(crate) fn new(text: &str) -> Template {
        let text = text.strip_prefix('/').unwrap_or(text);
        Template(text.split('/').map(parts).collect())
    }

    /// Returns the template of the path below a base path.
    pub(crate) fn below(&self, base: &str) -> Template {
        let mut segments = match base.trim_matches('/') {
            "" => Vec::new(),
            base => {
                base.split('/').map(|text| vec![SegmentPart::Literal(text.to_owned())]).collect()
            }
        };
        segments.extend(self.0.iter().cloned());
        Template(segments)
    }

    /// Returns the names of the parameters.
    pub(crate) fn names(&self) -> Vec<&str> {
        let names = self.0.iter().flatten().filter_map(|part| match part {
            SegmentPart::Parameter(name) => Some(name.as_str()),
            SegmentPart::Literal(_) => None,
        });
        names.collect()
    }

    /// Returns the number of segments.
    pub(crate) fn length(&self) -> usize {
        self.0.len()
    }

    /// Matches the segments of an encoded path. A parameter matches at least one character and no `/`.
    pub(crate) fn fit(&self, segments: &[&str]) -> Option<Fit> {
        if segments.len() != self.0.len() {
            return None;
        }
        let mut fit = Fit { parameters: Vec::new(), concreteness: Vec::new() };
        for (parts, segment) in self.0.iter().zip(segments) {
            fit_segment(parts, segment, &mut fit.parameters)?;
            fit.concreteness.push(concreteness(parts));
        }
        Some(fit)
    }
}

/// Splits a segment at its `{parameters}`. An unmatched brace is a literal character.
fn parts(segment: &str) -> Vec<SegmentPart> {
    let mut parts = Vec::new();
    let mut rest = segment;
    while let Some((literal, parameter, after)) = split_at_parameter(rest) {
        if !literal.is_empty() {
            parts.push(SegmentPart::Literal(literal.to_owned()));
        }
        parts.push(SegmentPart::Parameter(parameter.to_owned()));
        rest = after;
    }
    if !rest.is_empty() || parts.is_empty() {
        parts.push(SegmentPart::Literal(rest.to_owned()));
    }
    parts
}

fn split_at_parameter(text: &str) -> Option<(&str, &str, &str)> {
    let (literal, rest) = text.split_once('{')?;
    let (parameter, after) = rest.split_once('}')?;
    Some((literal, parameter, after))
}

/// Splits a path into segments; `None` if it does not start with `/`.
pub(crate) fn segments(path: &str) -> Option<Vec<&str>> {
    Some(path.strip_prefix('/')?.split('/').collect())
}

fn concreteness(parts: &[SegmentPart]) -> u8 {
    match parts {
        [SegmentPart::Literal(_)] => 2,
        [SegmentPart::Parameter(_)] => 0,
        _ => 1,
    }
}

/// Returns `true` if two texts are the same after decoding.
fn same(one: &str, other: &str) -> bool {
    let encoded = one.contains('%') || other.contains('%');
    one == other || encoded && decode(one) == decode(other)
}

fn fit_segment(parts: &[SegmentPart], text: &str, found: &mut Vec<(String, String)>) -> Option<()> {
    let (part, rest) = match parts {
        [] => return text.is_empty().then_some(()),
        [SegmentPart::Literal(literal)] => return same(text, literal).then_some(()),
        [part, rest @ ..] => (part, rest),
    };
    match part {
        SegmentPart::Literal(literal) => {
            fit_segment(rest, text.strip_prefix(literal.as_str())?, found)
        }
        SegmentPart::Parameter(name) => {
            // The parameter takes the shortest text for which the rest matches. The last parameter takes the whole
            // rest.
            let ends = text.char_indices().map(|(at, character)| at + character.len_utf8());
            let already = found.len();
            for end in ends {
                found.push((name.clone(), text[..end].to_owned()));
                if fit_segment(rest, &text[end..], found).is_some() {
                    return Some(());
                }
                found.truncate(already);
            }
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parameters(template: &str, path: &str) -> Option<Vec<(String, String)>> {
        Template::new(template).fit(&segments(path)?).map(|fit| fit.parameters)
    }

    fn pairs(pairs: &[(&str, &str)]) -> Option<Vec<(String, String)>> {
        Some(pairs.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect())
    }

    #[test]
    fn parameters_take_one_segment_or_a_part_of_it() {
        assert_eq!(parameters("/a/{b}", "/a/1%2F2"), pairs(&[("b", "1%2F2")]));
        assert_eq!(parameters("/{a}-{b}.json", "/x-y-z.json"), pairs(&[("a", "x"), ("b", "y-z")]));
        assert_eq!(parameters("/", "/"), pairs(&[]));
        assert_eq!(parameters("/a b", "/a%20b"), pairs(&[]));
    }

    #[test]
    fn nothing_else_fits() {
        for path in ["/a", "/a/", "/a/b/", "/a//b", "//a/b", "a/b", "/A/b", ""] {
            assert_eq!(parameters("/a/{b}", path), None, "{path}");
        }
    }

    #[test]
    fn a_base_path_stands_before() {
        let template = Template::new("/a/{b}").below("/api/v1/");
        assert!(template.fit(&["api", "v1", "a", "x"]).is_some());
        assert!(template.fit(&["a", "x"]).is_none());
        assert_eq!(Template::new("/a").below("/"), Template::new("/a"));
    }
}
