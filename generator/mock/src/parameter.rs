//! Parameters: takes their values out of a request by style (OpenAPI 3.1, 4.8.12.2).

#![allow(clippy::indexing_slicing, reason = "positions that were found in the same list")]

use http::HeaderMap;
use http::header::COOKIE;
use serde_json::Value;
use specwright::{api, document};

use crate::description::Description;
use crate::reading::{self, Reading, typed};
use crate::response::{Media, read_content};
use crate::schemas::Schema;
use crate::shape::{self, Shape};
use crate::text::{cookies, decode, decode_form, query_pairs, raw_pairs};
use crate::violation::Place;

/// A parameter.
pub(crate) struct Parameter {
    /// Its name.
    pub(crate) name: String,
    /// Where it travels.
    pub(crate) place: Place,
    /// Whether it cannot be left out.
    pub(crate) required: bool,
    /// How a value is written as text.
    pub(crate) form: Form,
    style: String,
    explode: bool,
    shape: Shape,
    /// The properties of an object.
    properties: Vec<String>,
}

/// How a value is written as text.
pub(crate) enum Form {
    /// By style.
    Styled(Schema),
    /// As a media type says.
    Media(Media),
}

/// The parameters of a request, as they came.
pub(crate) struct Given<'r> {
    /// Those of the path, still encoded.
    pub(crate) path: &'r [(String, String)],
    /// The query, still encoded.
    pub(crate) query: &'r str,
    /// The headers.
    pub(crate) headers: &'r HeaderMap,
}

/// Reads a parameter; `None` for a header that has its own place in the description.
pub(crate) fn read(
    description: &Description,
    parameter: &document::Parameter<'_>,
) -> Option<Parameter> {
    let (place, style) = match parameter.place {
        api::Place::Path => (Place::Path, "simple"),
        api::Place::Query => (Place::Query, "form"),
        api::Place::Header => (Place::Header, "simple"),
        api::Place::Cookie => (Place::Cookie, "form"),
    };
    let name = parameter.name;
    let elsewhere = ["accept", "content-type", "authorization"];
    if place == Place::Header && elsewhere.iter().any(|known| name.eq_ignore_ascii_case(known)) {
        return None;
    }
    let style = parameter.style.unwrap_or(style).to_owned();
    let any = Value::Bool(true);
    let schema = parameter.schema.as_ref().map_or(&any, |it| description.at(&it.location));
    let content = read_content(description, &parameter.content).into_iter().next();
    Some(Parameter {
        name: name.to_owned(),
        place,
        required: parameter.required,
        explode: parameter.explode.unwrap_or(style == "form"),
        style,
        shape: if content.is_some() { Shape::Scalar } else { shape::of(description, schema) },
        properties: shape::properties(description, schema),
        form: content.map_or_else(|| Form::Styled(Schema::new(schema)), Form::Media),
    })
}

impl Parameter {
    /// The value that a request gives it, read in every way that its text can be read: as strings first.
    pub(crate) fn reading(&self, given: &Given<'_>) -> Reading {
        match self.shape {
            Shape::Scalar => {
                let readings = self.text(given).map(reading::of_text);
                Reading::Whole(readings.unwrap_or_default())
            }
            Shape::Array => Reading::Whole(self.array(given)),
            Shape::Object => self.object(given),
        }
    }

    /// The schema of an object whose members are parameters of the query by themselves.
    pub(crate) fn spread(&self) -> Option<&Schema> {
        let spreads = self.place == Place::Query && self.explode && self.shape == Shape::Object;
        match &self.form {
            Form::Styled(schema) if spreads => Some(schema),
            _ => None,
        }
    }

    /// The text of one that is written as a media type says.
    pub(crate) fn text(&self, given: &Given<'_>) -> Option<String> {
        self.texts(given).into_iter().next()
    }

    /// Its texts, as often as it is given, with percent-encoding undone.
    fn texts(&self, given: &Given<'_>) -> Vec<String> {
        self.raw(given).iter().map(|text| self.decode(text)).collect()
    }

    /// Its texts as they came.
    fn raw(&self, given: &Given<'_>) -> Vec<String> {
        match self.place {
            Place::Path => {
                let named = given.path.iter().filter(|(name, _)| *name == self.name);
                named.map(|(_, text)| self.without_prefix(text).to_owned()).collect()
            }
            Place::Query => raw_pairs(given.query, '&')
                .filter(|(name, _)| decode_form(name) == self.name)
                .map(|(_, text)| text.to_owned())
                .collect(),
            Place::Cookie => {
                let headers = given.headers.get_all(COOKIE).iter();
                let pairs = headers.filter_map(|header| header.to_str().ok()).flat_map(cookies);
                pairs.filter(|(name, _)| *name == self.name).map(|(_, text)| text).collect()
            }
            Place::Header | Place::Body => {
                let headers = given.headers.get_all(self.name.as_str()).iter();
                headers
                    .map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned())
                    .collect()
            }
        }
    }

    fn decode(&self, text: &str) -> String {
        match self.place {
            Place::Path => decode(text),
            Place::Query => decode_form(text),
            Place::Header | Place::Cookie | Place::Body => text.trim().to_owned(),
        }
    }

    /// What the styles `label` and `matrix` put before a value.
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

    fn array(&self, given: &Given<'_>) -> Vec<Value> {
        let raw = self.raw(given);
        if raw.is_empty() {
            return Vec::new();
        }
        let one_each = self.explode && matches!(self.place, Place::Query | Place::Cookie);
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
            "spaceDelimited" => &["%20", "+"],
            "pipeDelimited" => &["|", "%7C", "%7c"],
            "label" if self.explode => &["."],
            "matrix" if self.explode => &[";"],
            _ => &[","],
        };
        let mark = "\u{0}";
        let text = delimiters.iter().fold(text.to_owned(), |text, found| text.replace(found, mark));
        text.split(mark).map(|item| self.without_prefix(item).to_owned()).collect()
    }

    fn object(&self, given: &Given<'_>) -> Reading {
        let pairs = self.members(given);
        if pairs.is_empty() {
            return Reading::Whole(Vec::new());
        }
        let members = pairs.into_iter().map(|(name, text)| (name, reading::of_text(text)));
        Reading::Members(members.collect())
    }

    fn members(&self, given: &Given<'_>) -> Vec<(String, String)> {
        match self.style.as_str() {
            "deepObject" => {
                let member = |(name, text): (String, String)| {
                    let rest = name.strip_prefix(self.name.as_str())?.strip_prefix('[')?;
                    Some((rest.strip_suffix(']')?.to_owned(), text))
                };
                query_pairs(given.query).into_iter().filter_map(member).collect()
            }
            "form" if self.explode && self.place == Place::Query => {
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
    use crate::stage::Stage;

    fn parameters(parameter: &Value) -> Vec<Parameter> {
        let text =
            format!("openapi: 3.1.0\npaths: {{ /a: {{ get: {{ parameters: [{parameter}] }} }} }}");
        let mut stage = Stage::new(&Source::from_text("a.yaml", text).unwrap()).unwrap();
        stage.operations.swap_remove(0).parameters
    }

    fn readings_of(parameter: Value, path: &str, query: &str, header: &str) -> Vec<Value> {
        let mut parameter = parameter;
        parameter["name"] = json!("p");
        let parameter = &parameters(&parameter)[0];
        let mut headers = HeaderMap::new();
        headers.insert("p", header.parse().unwrap());
        headers.insert("cookie", header.parse().unwrap());
        let path = [("p".to_owned(), path.to_owned())];
        match parameter.reading(&Given { path: &path, query, headers: &headers }) {
            Reading::Whole(readings) => readings,
            Reading::Members(members) => {
                let last = |index: usize| members[index].1.len() - 1;
                vec![reading::object(&members, |_| 0), reading::object(&members, last)]
            }
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

    #[test]
    fn headers_with_a_place_of_their_own_are_no_parameters() {
        assert!(parameters(&json!({"in": "header", "name": "Accept"})).is_empty());
    }
}
