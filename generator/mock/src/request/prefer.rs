//! The header `Prefer`, which requests a response (RFC 7240).

use http::HeaderMap;
use specwright::api::Status;
use specwright::report::{clean, did_you_mean};

use crate::api::Api;
use crate::description::conjunction::{ListedValue, listed_below};
use crate::operation::Operation;
use crate::operation::response::{ERRORS, FINAL, ResponseObject, find};
use crate::request::delivery::Delivery;
use crate::sample::nearest::texts;

/// The known preferences. Others are ignored, as RFC 7240, section 2, requires.
///
/// `code=503` requests a status, `type=errors/network_down` the error with this value in its body, and
/// `example=declined` an example by its name. Each alone finds the status that documents it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Prefer {
    /// The status.
    pub(crate) code: Option<String>,
    /// The value in the body of an error.
    pub(crate) value: Option<String>,
    /// The name of an example.
    pub(crate) example: Option<String>,
    /// The seed for a body created from its schema.
    pub(crate) seed: Option<String>,
    /// The delay of the response in milliseconds.
    pub(crate) delay: Option<String>,
    /// The fault in the delivery.
    pub(crate) fault: Option<String>,
    /// The preferences of consecutive requests.
    pub(crate) sequence: Option<String>,
}

/// The requested response.
pub(crate) struct ResponseChoice<'o> {
    /// The status code.
    pub(crate) status: u16,
    /// The documented response.
    pub(crate) response: &'o ResponseObject,
    /// The value that the body must contain.
    pub(crate) value: Option<String>,
    /// The name of the requested example.
    pub(crate) example: Option<String>,
}

impl Prefer {
    /// Reads all `Prefer` headers of a request. Preferences are separated by commas or semicolons. The first of two
    /// equal names counts.
    pub(crate) fn read(headers: &HeaderMap) -> Prefer {
        let mut prefer = Prefer::default();
        for header in headers.get_all("prefer") {
            prefer.add(&String::from_utf8_lossy(header.as_bytes()));
        }
        prefer
    }

    /// Parses preferences, and returns the names of unknown ones.
    pub(crate) fn parse(text: &str) -> (Prefer, Vec<String>) {
        let mut prefer = Prefer::default();
        let unknown = prefer.add(text);
        (prefer, unknown)
    }

    fn add(&mut self, text: &str) -> Vec<String> {
        let mut unknown = Vec::new();
        for (name, value) in preferences(text) {
            let place = match name.as_str() {
                "code" => &mut self.code,
                "type" => &mut self.value,
                "example" => &mut self.example,
                "seed" => &mut self.seed,
                "delay" => &mut self.delay,
                "fault" => &mut self.fault,
                "sequence" => &mut self.sequence,
                _ => {
                    unknown.push(name);
                    continue;
                }
            };
            place.get_or_insert(value);
        }
        unknown
    }

    /// Returns `true` if there are no preferences.
    pub(crate) fn is_empty(&self) -> bool {
        *self == Prefer::default()
    }

    /// Returns the delivery of the response.
    ///
    /// # Errors
    ///
    /// Returns an error if a preference is invalid.
    pub(crate) fn delivery(&self) -> Result<Delivery, String> {
        Delivery::read(self.delay.as_deref(), self.fault.as_deref())
    }

    /// Returns the seed for the body.
    ///
    /// # Errors
    ///
    /// Returns an error if the seed is not a number.
    pub(crate) fn seed(&self) -> Result<Option<u64>, String> {
        let parse = |text: &String| {
            text.parse().map_err(|_| format!("the seed `{}` is no number of 64 bits", clean(text)))
        };
        self.seed.as_ref().map(parse).transpose()
    }

    /// Returns the requested response, if one is requested.
    ///
    /// # Errors
    ///
    /// Returns an error that lists the documented responses if none matches.
    pub(crate) fn resolve<'o>(
        &self,
        api: &Api,
        operation: &'o Operation,
    ) -> Result<Option<ResponseChoice<'o>>, String> {
        if self.code.is_none() && self.value.is_none() && self.example.is_none() {
            return Ok(None);
        }
        let candidates = self.candidates(&operation.responses)?;
        let with_value = self.with_value(api, candidates)?;
        let (status, response) = self.with_example(&with_value)?;
        let (value, example) = (self.value.clone(), self.example.clone());
        Ok(Some(ResponseChoice { status, response, value, example }))
    }

    /// Returns the value of `Preference-Applied` (RFC 7240, section 3).
    pub(crate) fn applied(&self) -> String {
        let pairs = [
            ("code", &self.code),
            ("type", &self.value),
            ("example", &self.example),
            ("seed", &self.seed),
            ("delay", &self.delay),
            ("fault", &self.fault),
        ];
        let shown = pairs.iter().filter_map(|(name, value)| {
            let value = value.as_ref()?.replace('\\', "\\\\").replace('"', "\\\"");
            Some(format!("{name}=\"{value}\""))
        });
        shown.collect::<Vec<_>>().join(", ")
    }

    /// Returns the responses with the requested status, or all.
    fn candidates<'o>(
        &self,
        responses: &'o [ResponseObject],
    ) -> Result<Vec<(u16, &'o ResponseObject)>, String> {
        let Some(code) = &self.code else {
            return Ok(responses
                .iter()
                .map(|response| (usual(response.status), response))
                .collect());
        };
        let succeeds = |response: &ResponseObject| usual(response.status) < 300;
        let known = code.parse().ok().filter(|code| FINAL.contains(code)).and_then(|code| {
            let response = find(responses, code)?;
            // Next to a documented success, the default response is meant for errors.
            let is_default = response.status == Status::Default;
            let plausible =
                !is_default || ERRORS.contains(&code) || !responses.iter().any(succeeds);
            plausible.then_some((code, response))
        });
        known.map(|known| vec![known]).ok_or_else(|| {
            let known: Vec<String> =
                responses.iter().map(|response| response.status.text()).collect();
            unknown("status", code, &known)
        })
    }

    /// Keeps the responses that document the value; only errors, unless a status is requested.
    fn with_value<'o>(
        &self,
        api: &Api,
        candidates: Vec<(u16, &'o ResponseObject)>,
    ) -> Result<Vec<(u16, &'o ResponseObject)>, String> {
        let Some(value) = &self.value else {
            return Ok(candidates);
        };
        let of_errors =
            |(status, _): &(u16, &ResponseObject)| self.code.is_some() || ERRORS.contains(status);
        let errors: Vec<_> = candidates.into_iter().filter(of_errors).collect();
        let documents = |(_, response): &&(u16, &ResponseObject)| {
            values(api, response).iter().any(|listed| listed.value == *value)
                || examples(response).any(|(_, example)| texts(example).contains(&value.as_str()))
        };
        let found: Vec<_> = errors.iter().filter(documents).copied().collect();
        if found.is_empty() {
            let values = errors.iter().flat_map(|(_, response)| values(api, response));
            let known: Vec<String> = values.map(|listed| listed.value).collect();
            return Err(unknown("error type", value, &known));
        }
        Ok(found)
    }

    fn with_example<'o>(
        &self,
        candidates: &[(u16, &'o ResponseObject)],
    ) -> Result<(u16, &'o ResponseObject), String> {
        let wanted = |(_, response): &&(u16, &ResponseObject)| match &self.example {
            Some(wanted) => examples(response).any(|(name, _)| name == wanted),
            None => true,
        };
        let success = |(status, _): &&(u16, &ResponseObject)| !ERRORS.contains(status);
        let mut found = candidates.iter().filter(wanted);
        let first = found.clone().find(success).or_else(|| found.next());
        first.copied().ok_or_else(|| {
            let names = candidates.iter().flat_map(|(_, response)| examples(response));
            let known: Vec<String> = names.map(|(name, _)| name.to_owned()).collect();
            unknown("example", self.example.as_deref().unwrap_or_default(), &known)
        })
    }
}

/// Returns the status code that stands for a range or the default.
fn usual(status: Status) -> u16 {
    match status {
        Status::Code(code) => code,
        Status::Range(digit) => u16::from(digit) * 100,
        Status::Default => 500,
    }
}

/// Returns the values that the bodies of a response list.
pub(crate) fn values(api: &Api, response: &ResponseObject) -> Vec<ListedValue> {
    let schemas = response.content.iter().filter_map(|media| media.schema.as_ref());
    schemas.flat_map(|schema| listed_below(&api.description, &schema.value)).collect()
}

fn examples(response: &ResponseObject) -> impl Iterator<Item = (&str, &serde_json::Value)> {
    let examples = response.content.iter().flat_map(|media| &media.examples);
    examples.map(|(name, value)| (name.as_str(), value))
}

fn unknown(what: &str, given: &str, known: &[String]) -> String {
    let mut message = format!("the operation documents no {what} `{}`", clean(given));
    if known.is_empty() {
        return message + ", nor any other by name";
    }
    if let Some(meant) = did_you_mean(given, known.iter().map(String::as_str)) {
        message += &format!("; did you mean `{}`?", clean(meant));
    }
    let shown: Vec<String> = known.iter().map(|known| format!("`{}`", clean(known))).collect();
    message + &format!("; it documents {}", shown.join(", "))
}

/// Splits a header into preferences, with lower-case names and unquoted values.
fn preferences(header: &str) -> Vec<(String, String)> {
    let mut parts: Vec<String> = vec![String::new()];
    let mut quoted = false;
    let mut characters = header.chars();
    while let Some(character) = characters.next() {
        let part = match parts.last_mut() {
            Some(part) => part,
            None => break,
        };
        match character {
            '"' => quoted = !quoted,
            '\\' if quoted => part.extend(characters.next()),
            ',' | ';' if !quoted => parts.push(String::new()),
            other => part.push(other),
        }
    }
    let pair = |part: String| {
        let (name, value) = part.split_once('=').unwrap_or((&part, ""));
        (name.trim().to_ascii_lowercase(), value.trim().to_owned())
    };
    parts.into_iter().map(pair).collect()
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;
    use specwright::source::Source;

    use super::*;

    const TEXT: &str = "
openapi: 3.1.0
paths:
  /a:
    get:
      responses:
        '200': { content: { application/json: { examples: { first: { value: 1 }, second: { value: 2 } } } } }
        '404': { content: { application/json: { schema: { properties: { code: { enum: [gone, lost] } } } } } }
        '5XX': { content: { application/json: { examples: { first: { value: { code: 'down, now' } } } } } }
        default: {}
";

    fn read(headers: &[&str]) -> Prefer {
        let mut map = HeaderMap::new();
        for header in headers {
            map.append("prefer", HeaderValue::from_str(header).unwrap());
        }
        Prefer::read(&map)
    }

    fn resolved(header: &str) -> Result<Option<u16>, String> {
        let api = Api::new(&Source::from_text("a.yaml", TEXT).unwrap()).unwrap();
        let choice = read(&[header]).resolve(&api, &api.operations[0])?;
        Ok(choice.map(|choice| choice.status))
    }

    #[test]
    fn preferences_are_read_however_they_are_written() {
        let expected = read(&["code=503, type=errors/network_down"]);
        assert_eq!(expected.code.as_deref(), Some("503"));
        assert_eq!(expected.value.as_deref(), Some("errors/network_down"));
        for headers in [
            &["code=503; type=errors/network_down"][..],
            &["respond-async, Code = \"503\"", "wait=10, type=\"errors/network_down\""],
            &["code=503, code=500, type=errors/network_down"],
        ] {
            assert_eq!(read(headers), expected, "{headers:?}");
        }
        assert_eq!(read(&["type=\"a,b;\\\"c\""]).value.as_deref(), Some("a,b;\"c"));
        assert_eq!(expected.applied(), "code=\"503\", type=\"errors/network_down\"");
    }

    #[test]
    fn each_finds_the_status_that_documents_it() {
        for (header, expected) in [
            ("wait=10", None),
            ("code=404", Some(404)),
            ("code=502", Some(502)),
            ("code=418", Some(418)),
            ("type=lost", Some(404)),
            ("type=\"down, now\"", Some(500)),
            ("code=503, type=\"down, now\"", Some(503)),
            ("example=second", Some(200)),
            ("example=first", Some(200)),
            ("code=500, example=first", Some(500)),
        ] {
            assert_eq!(resolved(header), Ok(expected), "{header}");
        }
    }

    #[test]
    fn what_is_not_documented_is_told_what_is() {
        let statuses = "it documents `200`, `404`, `5XX`, `default`";
        for (header, expected) in [
            ("code=201", format!("the operation documents no status `201`; did you mean `200`?; {statuses}")),
            ("code=x", format!("the operation documents no status `x`; {statuses}")),
            (
                "type=last",
                "the operation documents no error type `last`; did you mean `lost`?; it documents `gone`, `lost`"
                    .to_owned(),
            ),
            (
                "code=404, example=first",
                "the operation documents no example `first`, nor any other by name".to_owned(),
            ),
        ] {
            assert_eq!(resolved(header), Err(expected), "{header}");
        }
    }
}
