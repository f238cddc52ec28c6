//! Extracts parameters from a request by style (OpenAPI 3.1, section 4.8.12.2).

#![allow(clippy::indexing_slicing, reason = "positions that were found in the same list")]

use http::HeaderMap;
use http::header::COOKIE;
use serde_json::Value;

use crate::description::shape::Shape;
use crate::encoding::{cookies, decode, decode_form, query_pairs, raw_pairs};
use crate::operation::parameter::{Parameter, Serialization};
use crate::request::nested;
use crate::request::reading::{self, Members, Reading, typed};
use crate::schema::violation::RequestPart;

/// The parts of a request that contain parameters.
pub(crate) struct RequestHead<'r> {
    /// The encoded path parameters.
    pub(crate) path: &'r [(String, String)],
    /// The encoded query.
    pub(crate) query: &'r str,
    /// The headers.
    pub(crate) headers: &'r HeaderMap,
}

impl Parameter {
    /// Returns the value in a request, in each way that its text can be read: as a string first.
    pub(crate) fn reading(&self, given: &RequestHead<'_>) -> Reading {
        match self.shape {
            Shape::Scalar => {
                let readings = self.text(given).map(reading::of_text);
                Reading::Whole(readings.unwrap_or_default())
            }
            Shape::Array => Reading::Whole(self.array(given)),
            Shape::Object => self.object(given),
        }
    }

    /// Returns the text of a parameter with `content`.
    pub(crate) fn text(&self, given: &RequestHead<'_>) -> Option<String> {
        self.texts(given).into_iter().next()
    }

    /// Returns the decoded texts, one for each occurrence.
    fn texts(&self, given: &RequestHead<'_>) -> Vec<String> {
        self.raw(given).iter().map(|text| self.decode(text)).collect()
    }

    /// Returns the encoded texts.
    fn raw(&self, given: &RequestHead<'_>) -> Vec<String> {
        match self.place {
            RequestPart::Path => {
                let named = given.path.iter().filter(|(name, _)| *name == self.name);
                named.map(|(_, text)| self.without_prefix(text).to_owned()).collect()
            }
            RequestPart::Query if self.is_whole_query => {
                let query = Some(given.query).filter(|query| !query.is_empty());
                query.map(str::to_owned).into_iter().collect()
            }
            RequestPart::Query => raw_pairs(given.query, '&')
                .filter(|(name, _)| decode_form(name) == self.name)
                .map(|(_, text)| text.to_owned())
                .collect(),
            RequestPart::Cookie => {
                let headers = given.headers.get_all(COOKIE).iter();
                let pairs = headers.filter_map(|header| header.to_str().ok()).flat_map(cookies);
                pairs.filter(|(name, _)| *name == self.name).map(|(_, text)| text).collect()
            }
            RequestPart::Header | RequestPart::Body => {
                let headers = given.headers.get_all(self.name.as_str()).iter();
                headers
                    .map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned())
                    .collect()
            }
        }
    }

    fn decode(&self, text: &str) -> String {
        match self.place {
            // A form is decoded pair by pair.
            RequestPart::Query if self.is_whole_query && self.is_form() => text.to_owned(),
            RequestPart::Query if self.is_whole_query => decode(text),
            RequestPart::Path => decode(text),
            RequestPart::Query => decode_form(text),
            RequestPart::Header | RequestPart::Cookie | RequestPart::Body => text.trim().to_owned(),
        }
    }

    /// Removes the prefix that the styles `label` and `matrix` put before a value.
    fn without_prefix<'t>(&self, text: &'t str) -> &'t str {
        match self.style.as_str() {
            "label" => text.strip_prefix('.').unwrap_or(text),
            "matrix" => {
                let text = text.strip_prefix(';').unwrap_or(text);
                let value = text.strip_prefix(self.name.as_str());
                value.and_then(|value| value.strip_prefix('=')).unwrap_or(text)
            }
            _ => text,
        }
    }

    /// Returns `true` if the media type of the value is that of forms.
    fn is_form(&self) -> bool {
        matches!(&self.form, Serialization::Content(media) if media.is_form())
    }

    fn array(&self, given: &RequestHead<'_>) -> Vec<Value> {
        let raw = self.raw(given);
        if raw.is_empty() {
            return Vec::new();
        }
        let one_each =
            self.explode && matches!(self.place, RequestPart::Query | RequestPart::Cookie);
        let split: Vec<String> = if one_each {
            raw
        } else {
            raw.iter().filter(|text| !text.is_empty()).flat_map(|text| self.split(text)).collect()
        };
        let texts: Vec<String> = split.iter().map(|text| self.decode(text)).collect();
        let typed = texts.iter().map(|text| typed(text)).collect();
        vec![texts.into_iter().map(Value::String).collect(), typed]
    }

    /// Splits a list at the delimiter of its style.
    fn split(&self, text: &str) -> Vec<String> {
        let delimiters: &[&str] = match self.style.as_str() {
            "spaceDelimited" if self.place == RequestPart::Query => &["%20", "+"],
            "spaceDelimited" => &["%20", " "],
            "pipeDelimited" => &["|", "%7C", "%7c"],
            "tabDelimited" => &["%09", "\t"],
            "label" if self.explode => &["."],
            "matrix" if self.explode => &[";"],
            _ => &[","],
        };
        let mark = "\u{0}";
        let text = delimiters.iter().fold(text.to_owned(), |text, found| text.replace(found, mark));
        text.split(mark).map(|item| self.without_prefix(item).to_owned()).collect()
    }

    fn object(&self, given: &RequestHead<'_>) -> Reading {
        let pairs = self.members(given);
        if pairs.is_empty() {
            return Reading::Whole(Vec::new());
        }
        if self.style == "deepObject" {
            return nested::read(pairs);
        }
        let members = pairs.into_iter().map(|(name, text)| (name, reading::of_text(text)));
        Reading::Members(Members::new(members))
    }

    fn members(&self, given: &RequestHead<'_>) -> Vec<(String, String)> {
        match self.style.as_str() {
            "deepObject" => {
                let member = |(name, text): (String, String)| {
                    let rest = name.strip_prefix(self.name.as_str())?.strip_prefix('[')?;
                    Some((rest.strip_suffix(']')?.to_owned(), text))
                };
                query_pairs(given.query).into_iter().filter_map(member).collect()
            }
            "form" if self.explode && self.place == RequestPart::Query => {
                let mut pairs = query_pairs(given.query);
                pairs.retain(|(name, _)| self.properties.contains(name));
                pairs
            }
            _ => {
                let raw = self.raw(given);
                let parts: Vec<String> = raw.iter().flat_map(|text| self.split(text)).collect();
                let decoded = |name: &str, text: &str| (self.decode(name), self.decode(text));
                if self.explode {
                    let pairs = parts.iter().filter_map(|part| part.split_once('='));
                    pairs.map(|(name, text)| decoded(name, text)).collect()
                } else {
                    parts.chunks_exact(2).map(|pair| decoded(&pair[0], &pair[1])).collect()
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use specwright::source::Source;

    use super::*;
    use crate::api::Api;

    fn parameters(parameter: &Value) -> Vec<Parameter> {
        let path = if parameter["in"] == "path" { "/{p}" } else { "/" };
        let text = format!(
            "openapi: 3.1.0\npaths: {{ '{path}': {{ get: {{ parameters: [{parameter}] }} }} }}"
        );
        let mut api = Api::new(&Source::from_text("a.yaml", text).unwrap()).unwrap();
        api.operations.swap_remove(0).parameters
    }

    fn readings_of(parameter: Value, path: &str, query: &str, header: &str) -> Vec<Value> {
        let mut parameter = parameter;
        parameter["name"] = json!("p");
        let parameter = &parameters(&parameter)[0];
        let mut headers = HeaderMap::new();
        headers.insert("p", header.parse().unwrap());
        headers.insert("cookie", header.parse().unwrap());
        let path = [("p".to_owned(), path.to_owned())];
        match parameter.reading(&RequestHead { path: &path, query, headers: &headers }) {
            Reading::Whole(readings) => readings,
            Reading::Members(members) => {
                let last = |index: usize| members.texts()[index].1.len() - 1;
                vec![members.object(|_| 0), members.object(last)]
            }
            Reading::TooDeep => panic!("no name has many brackets"),
        }
    }

    #[test]
    fn scalars_are_read_as_text_and_as_what_they_look_like() {
        let path = json!({"in": "path", "schema": {"type": "integer"}});
        assert_eq!(readings_of(path.clone(), "7", "", ""), [json!("7"), json!(7)]);
        assert_eq!(readings_of(path, "a%2F7", "", ""), [json!("a/7")]);
        let query = json!({"in": "query", "schema": {}});
        assert_eq!(readings_of(query.clone(), "", "q=1&p=a+b%2B&p=c", ""), [json!("a b+")]);
        assert_eq!(readings_of(query, "", "q=1", ""), [] as [Value; 0]);
        let cookie = json!({"in": "cookie", "schema": {}});
        assert_eq!(readings_of(cookie, "", "", "a=1; p=x"), [json!("x")]);
    }

    #[test]
    fn arrays_are_read_by_style() {
        let list = json!({"type": "array", "items": {"type": "integer"}});
        for (place, style, explode, query) in [
            ("query", "form", true, "p=1&p=2"),
            ("query", "form", false, "p=1,2"),
            ("query", "spaceDelimited", false, "p=1%202"),
            ("query", "pipeDelimited", false, "p=1|2"),
            ("header", "simple", false, ""),
        ] {
            let parameter =
                json!({"in": place, "style": style, "explode": explode, "schema": list});
            let readings = readings_of(parameter, "", query, "1, 2");
            assert_eq!(readings, [json!(["1", "2"]), json!([1, 2])], "{style} {explode}");
        }
        for (style, explode, path) in [
            ("simple", false, "1,2"),
            ("label", false, ".1,2"),
            ("label", true, ".1.2"),
            ("matrix", false, ";p=1,2"),
            ("matrix", true, ";p=1;p=2"),
        ] {
            let parameter =
                json!({"in": "path", "style": style, "explode": explode, "schema": list});
            let readings = readings_of(parameter, path, "", "");
            assert_eq!(readings[1], json!([1, 2]), "{style} {explode}");
        }
    }

    #[test]
    fn objects_are_read_by_style() {
        let object = json!({"type": "object", "properties": {"a": {}, "b": {}}});
        for (place, style, explode, query) in [
            ("query", "form", true, "a=1&b=2&c=3"),
            ("query", "form", false, "p=a,1,b,2"),
            ("query", "deepObject", true, "p[a]=1&p%5Bb%5D=2&q[a]=3"),
            ("header", "simple", false, ""),
        ] {
            let parameter =
                json!({"in": place, "style": style, "explode": explode, "schema": object});
            let readings = readings_of(parameter, "", query, "a,1,b,2");
            assert_eq!(readings[1], json!({"a": 1, "b": 2}), "{style} {explode}");
        }
        let parameter = json!({"in": "path", "explode": true, "schema": object});
        assert_eq!(readings_of(parameter, "a=1,b=2", "", "")[1], json!({"a": 1, "b": 2}));
    }
}
