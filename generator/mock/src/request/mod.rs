//! Requests: their parts, their check against an operation, and their preferences.
//!
//! This file finds the operation, and checks parameters, media type and body. `parameter` and `nested` extract values by style, `form` reads the fields of
//! a form, `multipart` splits a body, and `reading` lists the ways to read a text. `prefer`, `sequence` and `delivery` read the requested response and its
//! delivery.

pub(crate) mod delivery;
pub(crate) mod form;
pub(crate) mod multipart;
pub(crate) mod nested;
pub(crate) mod parameter;
pub(crate) mod prefer;
pub(crate) mod reading;
pub(crate) mod sequence;

use std::collections::{BTreeMap, HashMap};

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, Method};
use serde_json::Value;
use specwright::api::media_type::essence;
use specwright::report::{Pointer, clean};

use crate::api::Api;
use crate::encoding::decode_form;
use crate::operation::media_type::MediaType;
use crate::operation::parameter::{Parameter, Serialization};
use crate::operation::routes::Route;
use crate::operation::{Operation, RequestBody};
use crate::request::parameter::RequestHead;
use crate::request::reading::{Members, Reading};
use crate::sample::nearest::texts;
use crate::schema::Schema;
use crate::schema::evaluate::Stop;
use crate::schema::violation::{RequestPart, Violation};

/// The most violations that are reported.
const MOST: usize = 100;

/// The reason for refusing a request.
#[derive(Debug, PartialEq)]
pub(crate) enum Refusal {
    /// The body does not fit its media type.
    Malformed(String),
    /// The operation does not accept the media type of the body.
    MediaType(String),
    /// The request violates these constraints.
    Invalid(Vec<Violation>),
    /// The description has no valid schema for a part of the request.
    NoSchema(String),
    /// The request exceeds the limits of the check.
    TooMuch(String),
}

/// Checks a request and returns all strings in its parameters and body.
///
/// # Errors
///
/// Returns all violations, or the reason why the body cannot be read.
pub(crate) fn check(
    api: &Api,
    operation: &Operation,
    given: &RequestHead<'_>,
    body: &Bytes,
) -> Result<Vec<String>, Refusal> {
    let mut check = Check { api, violations: Vec::new(), words: Vec::new() };
    for parameter in &operation.parameters {
        // A credential in the query is not part of a value that is the whole query.
        let query = parameter.is_whole_query.then(|| without(&api.credentials, given.query));
        let query = query.as_deref().unwrap_or(given.query);
        check.parameter(parameter, &RequestHead { query, ..*given })?;
    }
    if let Some(expected) = &operation.body {
        check.body(expected, given, body)?;
    }
    if check.violations.is_empty() {
        Ok(check.words)
    } else {
        Err(Refusal::Invalid(check.violations))
    }
}

/// Finds the operation for a method and an encoded path.
pub(crate) fn route<'o>(api: &'o Api, method: &Method, path: &str) -> Route<'o> {
    let has_valid_path = |operation: &Operation, path: &[(String, String)]| {
        let given = RequestHead { path, query: "", headers: &HeaderMap::new() };
        let mut check = Check { api, violations: Vec::new(), words: Vec::new() };
        let mut parameters = operation.parameters.iter().filter(|it| it.place == RequestPart::Path);
        parameters.all(|it| check.parameter(it, &given).is_ok() && check.violations.is_empty())
    };
    api.routes.find(&api.operations, method, path, has_valid_path)
}

struct Check<'s> {
    api: &'s Api,
    violations: Vec<Violation>,
    words: Vec<String>,
}

impl Check<'_> {
    fn parameter(&mut self, parameter: &Parameter, given: &RequestHead<'_>) -> Result<(), Refusal> {
        let reading = parameter.reading(given);
        let base = Pointer::root().key(&parameter.name);
        if reading.is_empty() {
            if parameter.required {
                self.violations.push(Violation::missing(parameter.place, &base));
            }
            return Ok(());
        }
        match &parameter.form {
            Serialization::Style(schema) => self.value(schema, reading, parameter.place, &base),
            Serialization::Content(media) => {
                let text = parameter.text(given).unwrap_or_default();
                match parse(media, &[], &media.name, &Bytes::from(text)) {
                    Ok(reading) => self.media(media, reading, parameter.place, &base),
                    Err(detail) => {
                        let detail =
                            format!("the parameter `{}`: {detail}", clean(&parameter.name));
                        Err(Refusal::Malformed(detail))
                    }
                }
            }
        }
    }

    fn body(
        &mut self,
        expected: &RequestBody,
        given: &RequestHead<'_>,
        body: &Bytes,
    ) -> Result<(), Refusal> {
        let media_type = given.headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
        // An empty body is a valid text.
        let is_text = media_type.is_some_and(|name| essence(name).starts_with("text/"));
        if body.is_empty() && !is_text {
            if expected.required {
                self.violations.push(Violation::missing(RequestPart::Body, &Pointer::root()));
            }
            return Ok(());
        }
        let (media, styled) = media_of(expected, media_type)?;
        let reading = parse(media, styled, media_type.unwrap_or_default(), body)
            .map_err(|detail| Refusal::Malformed(format!("the body: {detail}")))?;
        self.media(media, reading, RequestPart::Body, &Pointer::root())
    }

    fn media(
        &mut self,
        media: &MediaType,
        reading: Reading,
        place: RequestPart,
        base: &Pointer,
    ) -> Result<(), Refusal> {
        match &media.schema {
            Some(schema) if !reading.is_empty() => self.value(schema, reading, place, base),
            _ => Ok(()),
        }
    }

    /// Checks the readings of a value, of which one has to be valid.
    fn value(
        &mut self,
        schema: &Schema,
        reading: Reading,
        place: RequestPart,
        base: &Pointer,
    ) -> Result<(), Refusal> {
        let validator = self.api.validator(schema).map_err(|reason| {
            Refusal::NoSchema(format!(
                "the description's schema for `{base}` cannot be used: {reason}"
            ))
        })?;
        let find = |value: &Value| validator.check(value, place, base);
        let (plainest, found) = match reading {
            Reading::TooDeep => {
                self.violations.push(nested::too_deep(place, base));
                return Ok(());
            }
            Reading::Whole(readings) => {
                let found = readings.iter().map(find).collect::<Result<Vec<_>, _>>();
                let found = found.map(|all| all.into_iter().min_by_key(|one| wrong_kinds(one)));
                let found = found.map(Option::unwrap_or_default);
                (readings.into_iter().next().unwrap_or_default(), found)
            }
            Reading::Members(members) => {
                // Each text may have violations in one reading, though few have in the best one.
                let most = members.texts().len().saturating_add(MOST);
                let find = |value: &Value| validator.check_up_to(most, value, place, base);
                let mut found = find_in_members(&members, base, find);
                if let Ok(found) = &mut found {
                    found.truncate(MOST);
                }
                (members.object(|_| 0), found)
            }
        };
        let found = found.map_err(|stop| match stop {
            Stop::Broken(reason) => {
                let base = clean(&base.to_string()).into_owned();
                Refusal::NoSchema(format!(
                    "the description's schema for `{base}` cannot be used: {reason}"
                ))
            }
            limit => Refusal::TooMuch(format!("the request is not checked: {limit}")),
        })?;
        self.words.extend(texts(&plainest).into_iter().map(str::to_owned));
        self.violations.extend(found);
        Ok(())
    }
}

/// Returns the rank of the violations of a reading; the lowest rank is the best. A reading with a wrong type ranks
/// higher.
fn wrong_kinds(found: &[Violation]) -> (bool, usize) {
    (!found.is_empty(), found.iter().filter(|violation| violation.rule == "type").count())
}

/// Returns the violations of an object with the best reading of each text. The number of checks is that of the
/// readings of one text, not the product for all texts.
fn find_in_members(
    members: &Members,
    base: &Pointer,
    find: impl Fn(&Value) -> Result<Vec<Violation>, Stop>,
) -> Result<Vec<Violation>, Stop> {
    let found = find(&members.object(|_| 0))?;
    let texts = members.texts();
    let places: BTreeMap<String, usize> =
        texts.iter().enumerate().map(|(index, (at, _))| (format!("{base}{at}"), index)).collect();
    let wrong = |found: &[Violation]| wrong_in_texts(found, &places, base);
    let plain = wrong(&found);
    let mut best: HashMap<usize, (usize, usize, usize)> =
        plain.into_iter().map(|(index, (kinds, all))| (index, (kinds, all, 0))).collect();
    let readings = |index: usize| texts.get(index).map_or(0, |(_, readings)| readings.len());
    let most = best.keys().map(|index| readings(*index)).max().unwrap_or_default();
    for other in 1..most {
        let takes = |index: usize| best.contains_key(&index) && other < readings(index);
        let choose = |index: usize| if takes(index) { other } else { 0 };
        let wrong = wrong(&find(&members.object(choose))?);
        for (index, best) in best.iter_mut().filter(|(index, _)| other < readings(**index)) {
            let (kinds, all) = wrong.get(index).copied().unwrap_or_default();
            *best = (*best).min((kinds, all, other));
        }
    }
    if best.values().all(|(_, _, reading)| *reading == 0) {
        return Ok(found);
    }
    let choose = |index: usize| best.get(&index).map_or(0, |(_, _, reading)| *reading);
    let nearest = find(&members.object(choose))?;
    let far = |found: &[Violation]| (wrong_kinds(found), found.len());
    Ok(if far(&nearest) < far(&found) { nearest } else { found })
}

/// Counts the violations of each text: those of its type, and all. A violation of a value around texts counts for each of them.
fn wrong_in_texts(
    found: &[Violation],
    places: &BTreeMap<String, usize>,
    base: &Pointer,
) -> HashMap<usize, (usize, usize)> {
    let mut wrong: HashMap<usize, (usize, usize)> = HashMap::new();
    let start = base.to_string().len() + 1;
    for violation in found {
        let place = violation.pointer.as_str();
        let ends = place.match_indices('/').map(|(end, _)| end).chain([place.len()]);
        let around = ends.filter(|end| *end > start).filter_map(|end| place.get(..end));
        let text = around.filter_map(|around| places.get(around)).next_back().copied();
        let below = format!("{place}/");
        let inside = places.range(below.clone()..).take_while(|(at, _)| at.starts_with(&below));
        let inside = inside.map(|(_, index)| *index).filter(|_| text.is_none());
        for index in text.into_iter().chain(inside) {
            let (kinds, all) = wrong.entry(index).or_default();
            *kinds += usize::from(violation.rule == "type");
            *all += 1;
        }
    }
    wrong
}

/// Returns a query without the pairs of these names.
fn without(names: &[String], query: &str) -> String {
    let pairs = query.split('&').filter(|pair| {
        let name = pair.split('=').next().map(decode_form);
        !name.is_some_and(|name| names.contains(&name))
    });
    pairs.collect::<Vec<_>>().join("&")
}

/// Returns the documented media type that matches a request (RFC 9110, section 8.3), and the fields of a form that have a style.
fn media_of<'m>(
    expected: &'m RequestBody,
    media_type: Option<&str>,
) -> Result<(&'m MediaType, &'m [Parameter]), Refusal> {
    let given = media_type.map(essence).unwrap_or_default();
    let content = expected.content.iter().zip(&expected.fields);
    let fits = content.filter_map(|(media, fields)| Some((media.fit(&given)?, (media, fields))));
    // Of equal matches, the first one is chosen. `max_by_key` returns the last, hence the reversal.
    if let Some((_, (media, fields))) = fits.rev().max_by_key(|(fit, _)| *fit) {
        return Ok((media, fields));
    }
    let known: Vec<String> =
        expected.content.iter().map(|media| format!("`{}`", clean(&media.name))).collect();
    let what = match media_type {
        Some(_) => format!("the body is `{}`", clean(&given)),
        None => "the header `Content-Type` is missing".to_owned(),
    };
    Err(Refusal::MediaType(format!("{what}; the operation takes {}", known.join(", "))))
}

/// Reads a body in each possible way; none if its media type is unknown here. `styled` are the fields of a form that have a
/// style.
fn parse(
    media: &MediaType,
    styled: &[Parameter],
    media_type: &str,
    body: &Bytes,
) -> Result<Reading, String> {
    if media.is_json() || media.name.starts_with("*/") && media.schema.is_some() {
        return Ok(Reading::Whole(vec![reading::of_json(body)?]));
    }
    if media.is_form() {
        return Ok(form::read(styled, &String::from_utf8_lossy(body)));
    }
    if media.name == "multipart/form-data" {
        return form::read_parts(styled, multipart::parts(media_type, body)?);
    }
    if media.name.starts_with("text/") {
        let text = String::from_utf8_lossy(body).into_owned();
        return Ok(Reading::Whole(reading::of_text(text)));
    }
    Ok(Reading::Whole(Vec::new()))
}

#[cfg(test)]
mod tests {
    use specwright::source::Source;

    use super::*;

    const TEXT: &str = "
openapi: 3.1.0
paths:
  /a:
    parameters:
      - { name: limit, in: query, schema: { type: integer, minimum: 1 } }
      - { name: X-Tags, in: header, required: true, schema: { type: array, items: { enum: [a, b] } } }
      - { name: filter, in: query, content: { application/json: { schema: { type: object } } } }
    post:
      requestBody:
        required: true
        content:
          application/json: { schema: { type: object, required: [name], properties: { name: { type: string } } } }
          application/x-www-form-urlencoded: { schema: { type: object, properties: { n: { type: integer } } } }
          multipart/form-data:
            schema:
              type: object
              required: [file]
              properties:
                file: { type: string, format: binary }
                code: { type: string }
                n: { type: integer, minimum: 2 }
                tags: { type: array, items: { type: string } }
                meta: { type: object, required: [x] }
          image/*: {}
          text/plain: { schema: { type: integer } }
";

    fn checked(
        query: &str,
        headers: &[(&'static str, &str)],
        body: &str,
    ) -> Result<Vec<String>, Vec<String>> {
        let api = Api::new(&Source::from_text("a.yaml", TEXT).unwrap()).unwrap();
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.insert(*name, value.parse().unwrap());
        }
        let given = RequestHead { path: &[], query, headers: &map };
        let body = Bytes::copy_from_slice(body.as_bytes());
        check(&api, &api.operations[0], &given, &body).map_err(|refusal| match refusal {
            Refusal::Invalid(violations) => violations.iter().map(ToString::to_string).collect(),
            Refusal::Malformed(detail)
            | Refusal::MediaType(detail)
            | Refusal::NoSchema(detail)
            | Refusal::TooMuch(detail) => vec![detail],
        })
    }

    const JSON: (&str, &str) = ("content-type", "application/json; charset=utf-8");

    #[test]
    fn a_request_that_is_right_gives_its_words() {
        let words = checked("limit=3&filter={}", &[("x-tags", "a, b"), JSON], r#"{"name": "n"}"#);
        assert_eq!(words.unwrap(), ["3", "a", "b", "n"]);
    }

    #[test]
    fn every_broken_rule_is_named() {
        assert_eq!(
            checked("limit=0", &[("x-tags", "a,c"), JSON], r#"{"name": 1}"#).unwrap_err(),
            [
                "`/limit` in the query: it is less than the minimum of 1 (`minimum`)",
                "`/X-Tags/1` in the header: it must be one of `\"a\"`, `\"b\"` (`enum`)",
                "`/name` in the body: it is not of type \"string\" (`type`)",
            ]
        );
        assert_eq!(
            checked("limit=x", &[JSON], "").unwrap_err(),
            [
                "`/limit` in the query: it is not of type \"integer\" (`type`)",
                "`/X-Tags` in the header: it is missing (`required`)",
                "the body: it is missing (`required`)",
            ]
        );
    }

    #[test]
    fn a_body_is_read_as_its_media_type_says() {
        let tags = ("x-tags", "a");
        let form = ("content-type", "application/x-www-form-urlencoded");
        assert!(checked("", &[tags, form], "n=1").is_ok());
        assert_eq!(
            checked("", &[tags, form], "n=x").unwrap_err(),
            ["`/n` in the body: it is not of type \"integer\" (`type`)"]
        );
        assert!(checked("", &[tags, ("content-type", "image/png")], "\u{1}").is_ok());
        let plain = ("content-type", "text/plain; charset=utf-8");
        assert!(checked("", &[tags, plain], "7").is_ok());
        assert_eq!(
            checked("", &[tags, plain], "").unwrap_err(),
            ["the body: it is not of type \"integer\" (`type`)"]
        );
        let known = "the operation takes `application/json`, `application/x-www-form-urlencoded`, `multipart/form-data`, `image/*`, `text/plain`";
        assert_eq!(
            checked("", &[tags, ("content-type", "audio/mp3")], "x").unwrap_err(),
            [format!("the body is `audio/mp3`; {known}")]
        );
        assert_eq!(
            checked("", &[tags], "{}").unwrap_err(),
            [format!("the header `Content-Type` is missing; {known}")]
        );
    }

    #[test]
    fn forms_are_read_in_time_that_grows_with_them() {
        const NUMBERS: &str = "\
openapi: 3.1.0
paths:
  /a:
    post:
      requestBody:
        content:
          application/x-www-form-urlencoded:
            schema: { type: object, additionalProperties: { type: [integer, array], items: { type: integer } } }
";
        let api = Api::new(&Source::from_text("a.yaml", NUMBERS).unwrap()).unwrap();
        let mut headers = HeaderMap::new();
        headers.insert("content-type", "application/x-www-form-urlencoded".parse().unwrap());
        let given = RequestHead { path: &[], query: "", headers: &headers };
        // Checking each member separately would mean a quadratic number of checks.
        let count = 5_000;
        let form: String = (0..count).map(|index| format!("n{index}={index}&")).collect();
        let checked = |form: &str| {
            let body = Bytes::copy_from_slice(form.as_bytes());
            check(&api, &api.operations[0], &given, &body)
        };
        assert_eq!(checked(&form).map(|words| words.len()), Ok(count));
        assert!(checked(&format!("{form}n1=2&n1=3")).is_ok());
        let Err(Refusal::Invalid(violations)) = checked(&format!("{form}a=b&c=d")) else {
            panic!("texts are no numbers");
        };
        let pointers: Vec<_> = violations.iter().map(|it| it.pointer.as_str()).collect();
        assert_eq!(pointers, ["/a", "/c"]);
    }

    #[test]
    fn each_part_of_a_body_is_read_as_its_property_asks() {
        let headers = [("x-tags", "a"), ("content-type", "multipart/form-data; boundary=b")];
        let part = |name: &str, text: &str| {
            format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{text}\r\n")
        };
        let body = |parts: &[(&str, &str)]| {
            parts.iter().map(|(name, text)| part(name, text)).collect::<String>() + "--b--\r\n"
        };
        let right = body(&[
            ("file", "\u{1}"),
            ("code", "007"),
            ("n", "7"),
            ("tags", "1"),
            ("meta", r#"{"x": 1}"#),
        ]);
        assert_eq!(
            checked("", &headers, &right),
            Ok(["a", "\u{1}", "007", "7", "1", r#"{"x": 1}"#].map(str::to_owned).to_vec())
        );
        let wrong =
            body(&[("code", "1"), ("n", "1"), ("tags", "a"), ("tags", "b"), ("meta", "{}")]);
        assert_eq!(
            checked("", &headers, &wrong).unwrap_err(),
            [
                "`/file` in the body: it is missing (`required`)",
                "`/n` in the body: it is less than the minimum of 2 (`minimum`)",
                "`/meta/x` in the body: it is missing (`required`)",
            ]
        );
        assert_eq!(
            checked("", &headers, "n=1").unwrap_err(),
            ["the body: incomplete multipart stream"]
        );
    }

    #[test]
    fn what_is_no_json_is_refused_with_its_place() {
        let tags = ("x-tags", "a");
        assert_eq!(
            checked("", &[tags, JSON], "{\"name\":").unwrap_err(),
            ["the body: it is no JSON: EOF while parsing a value at line 1 column 8"]
        );
        let error = checked("filter=%7B", &[tags, JSON], "{}").unwrap_err();
        assert_eq!(
            error,
            [
                "the parameter `filter`: it is no JSON: EOF while parsing an object at line 1 column 1"
            ]
        );
    }
}
