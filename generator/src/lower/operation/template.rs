//! Path templates (OpenAPI 3.1, 4.8.8.2), which may have a query or fragment.

use crate::api::{Parameter, Place, Segment};

/// The parsed key of a path item.
pub(super) struct Template<'s> {
    /// The segments of the path.
    pub(super) segments: Vec<Segment>,
    query: &'s str,
}

impl<'s> Template<'s> {
    /// Parses a template. Returns `None` if the braces do not match.
    ///
    /// The fragment is dropped, because it is never sent (RFC 9110, 4.2.5). Descriptions use it to
    /// declare two operations on one path.
    pub(super) fn parse(template: &'s str) -> Option<Self> {
        let address = template.split('#').next().unwrap_or_default();
        let (path, query) = address.split_once('?').unwrap_or((address, ""));
        Some(Self { segments: segments(path)?, query })
    }

    /// Returns the fixed query of the template, without the pairs that a parameter sets.
    pub(super) fn query(&self, parameters: &[Parameter]) -> String {
        let is_parameter = |pair: &&str| {
            let name = pair.split('=').next().unwrap_or_default();
            pair.contains('{')
                || parameters.iter().any(|it| it.place == Place::Query && it.name == name)
        };
        let pairs = self.query.split('&').filter(|pair| !pair.is_empty());
        pairs.filter(|pair| !is_parameter(pair)).collect::<Vec<_>>().join("&")
    }
}

fn segments(template: &str) -> Option<Vec<Segment>> {
    let mut segments = Vec::new();
    let mut rest = template;
    while let Some((literal, after)) = rest.split_once('{') {
        let (name, after) = after.split_once('}')?;
        if literal.contains('}') || name.contains('{') || name.is_empty() {
            return None;
        }
        if !literal.is_empty() {
            segments.push(Segment::Literal(literal.to_owned()));
        }
        segments.push(Segment::Parameter(name.to_owned()));
        rest = after;
    }
    if rest.contains('}') {
        return None;
    }
    if !rest.is_empty() {
        segments.push(Segment::Literal(rest.to_owned()));
    }
    Some(segments)
}
