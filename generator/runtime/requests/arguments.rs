//! The encoded arguments of a call.

use std::borrow::Cow;

use http::header::{HeaderName, HeaderValue};

use super::super::json::convert::Json;
use super::super::json::write::{Places, WriteFault, Writer};
use super::super::requests::body::RequestBody;
use super::super::requests::check::{Check, Checks};
use super::super::requests::invalid::{RequestPart, Violation};
use super::super::requests::parameter::{COMMA, Parameter, Style};
use super::super::requests::sensitive;
use super::super::requests::url::encode;
use super::super::text::secret::Secret;

/// The parameters and the body of a call, with the constraints that they violate.
#[derive(Clone, Default)]
pub struct Arguments {
    pub(crate) list: Vec<Argument>,
    /// The media type of the body, and the body.
    pub(crate) body: Option<(Cow<'static, str>, RequestBody)>,
    pub(crate) violations: Vec<Violation>,
    /// The positions of the secrets in a JSON body; `None` for any other body.
    pub(crate) secrets: Option<Places>,
    /// The secrets of the body, decoded.
    pub(crate) words: Vec<Secret<String>>,
}

/// A parameter with its value.
#[derive(Clone)]
pub(crate) struct Argument {
    pub(crate) place: RequestPart,
    pub(crate) name: &'static str,
    /// The text that goes into the request. It is encoded, and a query parameter includes its name.
    pub(crate) text: String,
    /// The text with its secrets redacted, if only a part of it is secret.
    pub(crate) shown: Option<String>,
    /// The secrets in the text, decoded.
    pub(crate) words: Vec<Secret<String>>,
}

impl Argument {
    pub(crate) fn is_sensitive(&self) -> bool {
        !self.words.is_empty()
    }
}

/// Reserved characters (RFC 3986, section 2.2) that a query value may contain, with their escapes.
const RESERVED: [(&str, &str); 11] = [
    ("%3A", ":"),
    ("%2F", "/"),
    ("%3F", "?"),
    ("%40", "@"),
    ("%21", "!"),
    ("%24", "$"),
    ("%27", "'"),
    ("%28", "("),
    ("%29", ")"),
    ("%2A", "*"),
    ("%3B", ";"),
];

impl Arguments {
    /// Sets the path parameter `{name}` (style `simple`). An empty value, `.` and `..` are
    /// violations, because URL parsers would read a different path.
    pub fn path(&mut self, name: &'static str, value: &dyn Parameter) {
        self.path_items(name, &[value]);
    }

    /// Sets the path parameter `{name}` to the items of an array, separated by commas (style
    /// `simple`).
    pub fn path_list<T: Parameter>(&mut self, name: &'static str, values: &[T]) {
        self.path_items(name, &erased(values));
    }

    /// Sets a query parameter: `name=value`.
    pub fn query(&mut self, name: &'static str, value: &dyn Parameter) {
        let text = pair(name, value);
        self.set(RequestPart::Query, name, text, &[value]);
    }

    /// Sets a query parameter to the items of an array. An empty array is left out.
    pub fn query_list<T: Parameter>(
        &mut self,
        name: &'static str,
        style: Style,
        explode: bool,
        values: &[T],
    ) {
        self.query_items(name, style, explode, &erased(values));
    }

    /// Sets a header (style `simple`).
    pub fn header(&mut self, name: &'static str, value: &dyn Parameter) {
        let text = value.text().into_owned();
        self.set(RequestPart::Header, name, text, &[value]);
    }

    /// Sets a header to the items of an array, separated by commas (style `simple`). An item with a
    /// comma is a violation, because a header has no escape for it.
    pub fn header_list<T: Parameter>(&mut self, name: &'static str, values: &[T]) {
        let values = erased(values);
        let texts: Vec<_> = values.iter().map(|value| value.text()).collect();
        self.set(RequestPart::Header, name, texts.join(","), &values);
        self.check_items(RequestPart::Header, name, &values, COMMA);
    }

    /// Sets a cookie (style `form`).
    pub fn cookie(&mut self, name: &'static str, value: &dyn Parameter) {
        let text = pair(name, value);
        self.set(RequestPart::Cookie, name, text, &[value]);
    }

    /// Checks the constraints of a parameter that has been set.
    pub fn check(
        &mut self,
        place: RequestPart,
        name: &'static str,
        check: impl FnOnce(&mut Checks),
    ) {
        let mut checks = Checks::new(place, name);
        check(&mut checks);
        self.violations.append(&mut checks.into_violations());
    }

    /// Sets the body to a value as JSON.
    pub fn json(&mut self, body: &impl Json) {
        match Writer::text_and_secrets(body) {
            Ok((json, secrets)) => {
                self.body("application/json", json);
                self.secrets = Some(secrets);
            }
            Err(faults) => self.unwritable(RequestPart::Body, "", faults),
        }
    }

    /// Sets the body to a value as JSON and checks its constraints.
    pub fn json_checked(&mut self, body: &(impl Json + Check)) {
        self.check(RequestPart::Body, "", |checks| body.check(checks));
        self.json(body);
    }

    /// Sets the body, which has the given media type.
    pub fn body(
        &mut self,
        content_type: impl Into<Cow<'static, str>>,
        body: impl Into<RequestBody>,
    ) {
        self.body = Some((content_type.into(), body.into()));
        self.secrets = None;
        self.words.clear();
    }

    /// Replaces the body and what it violates. The body is sent as it is.
    pub fn raw_body(
        &mut self,
        content_type: impl Into<Cow<'static, str>>,
        body: impl Into<RequestBody>,
    ) {
        self.violations.retain(|violation| violation.place != RequestPart::Body);
        self.body(content_type, body);
    }

    /// Returns the secrets in the JSON body, decoded.
    pub(crate) fn body_words(&self) -> Vec<Secret<String>> {
        let body = self.body.as_ref().and_then(|(_, body)| body.bytes());
        let secrets = self.secrets.as_ref().zip(body);
        secrets.map(|(places, json)| sensitive::words(&json, places)).unwrap_or_default()
    }

    /// Removes the body and keeps its secrets.
    pub(crate) fn drop_body(&mut self) {
        let mut words = self.body_words();
        self.words.append(&mut words);
        (self.body, self.secrets) = (None, None);
    }

    /// Redacts a decoded part of the body in every text about the call.
    #[allow(dead_code, reason = "not every API has tokens by OAuth")]
    pub(crate) fn keep_secret(&mut self, word: &str) {
        self.words.push(Secret::from(word));
    }

    fn path_items(&mut self, name: &'static str, values: &[&dyn Parameter]) {
        let mut text = String::new();
        for (index, value) in values.iter().enumerate() {
            if index > 0 {
                text.push(',');
            }
            value.append(&mut text, encode);
        }
        let rule = path_rule(&text);
        self.set(RequestPart::Path, name, text, values);
        if let Some(rule) = rule {
            self.violate(RequestPart::Path, name, rule);
        }
    }

    fn query_items(
        &mut self,
        name: &'static str,
        style: Style,
        explode: bool,
        values: &[&dyn Parameter],
    ) {
        let mut text = String::new();
        for (index, value) in values.iter().enumerate() {
            if index > 0 {
                text.push_str(match style {
                    _ if explode => "&",
                    Style::SpaceDelimited => "%20",
                    Style::PipeDelimited => "%7C",
                    Style::TabDelimited => "%09",
                    _ => ",",
                });
            }
            if index == 0 || explode {
                encode(name, &mut text);
                text.push('=');
            }
            value.append(&mut text, encode);
        }
        self.set(RequestPart::Query, name, text, values);
        if let Some(delimiter) = style.delimiter_rule().filter(|_| !explode) {
            self.check_items(RequestPart::Query, name, values, delimiter);
        }
    }

    /// Adds a violation for each item that contains the delimiter of its list.
    fn check_items(
        &mut self,
        place: RequestPart,
        name: &'static str,
        values: &[&dyn Parameter],
        (delimiter, rule): (char, &'static str),
    ) {
        for (index, value) in values.iter().enumerate() {
            if value.text().contains(delimiter) {
                let mut violation = Violation::new(place, name, rule);
                violation.pointer = format!("/{index}");
                self.violations.push(violation);
            }
        }
    }

    /// Adds an argument. It replaces an earlier argument of the same name together with its
    /// violations.
    fn set(
        &mut self,
        place: RequestPart,
        name: &'static str,
        text: String,
        values: &[&dyn Parameter],
    ) {
        let others = |argument: &Argument| (argument.place, argument.name) != (place, name);
        self.list.retain(others);
        let others = |violation: &Violation| (violation.place, &*violation.name) != (place, name);
        self.violations.retain(others);
        if place == RequestPart::Header
            && (HeaderName::try_from(name).is_err() || HeaderValue::try_from(&text).is_err())
        {
            self.violate(place, name, "must have a name and a value that HTTP can carry");
        }
        for fault in values.iter().filter_map(|value| value.fault()) {
            self.violate(place, name, fault);
        }
        if values.is_empty() {
            return;
        }
        let secrets = values.iter().filter(|value| value.is_sensitive());
        let words = secrets.map(|value| Secret::new(value.text().into_owned())).collect();
        self.list.push(Argument { place, name, text, shown: None, words });
    }

    fn violate(&mut self, place: RequestPart, name: &'static str, rule: &'static str) {
        let violation = Violation::new(place, name, rule);
        self.violations.push(violation);
    }

    /// Sets a parameter to an encoded text. `None` leaves the parameter out, but violates the
    /// constraint of a path parameter. `words` are the secrets in the text; `shown` is the text
    /// without them.
    pub(crate) fn set_encoded(
        &mut self,
        place: RequestPart,
        name: &'static str,
        text: String,
        shown: Option<String>,
        words: Vec<Secret<String>>,
    ) {
        let values: &[&dyn Parameter] = if text.is_empty() { &[] } else { &[&""] };
        let rule = (place == RequestPart::Path).then(|| path_rule(&text)).flatten();
        self.set(place, name, text, values);
        let mut arguments = self.list.iter_mut();
        if let Some(argument) = arguments.find(|it| (it.place, it.name) == (place, name)) {
            (argument.shown, argument.words) = (shown, words);
        }
        if let Some(rule) = rule {
            self.violate(place, name, rule);
        }
    }

    /// Decodes the reserved characters of a query value that a query may contain (`allowReserved`;
    /// OpenAPI 3.1, section 4.8.12.2). Characters that would end the value stay encoded.
    pub fn allow_reserved(&mut self, place: RequestPart, name: &'static str) {
        let argument = self.list.iter_mut();
        for argument in argument.filter(|it| (it.place, it.name) == (place, name)) {
            for text in [Some(&mut argument.text), argument.shown.as_mut()].into_iter().flatten() {
                for (escape, char) in RESERVED {
                    *text = text.replace(escape, char);
                }
            }
        }
    }

    /// Sets the media type of a body that has been set.
    pub fn content_type(&mut self, content_type: &'static str) {
        if let Some(body) = &mut self.body {
            body.0 = Cow::Borrowed(content_type);
        }
    }

    pub(crate) fn unwritable(
        &mut self,
        place: RequestPart,
        name: &'static str,
        faults: Vec<WriteFault>,
    ) {
        for fault in faults {
            let mut violation = Violation::new(place, name, fault.rule);
            violation.pointer = fault.pointer;
            self.violations.push(violation);
        }
    }
}

/// Returns the constraint that a path parameter violates: its text must not change the path.
fn path_rule(text: &str) -> Option<&'static str> {
    match text {
        "" => Some("must not be empty"),
        "." | ".." => Some("must not be `.` or `..`, which would change the path"),
        _ => None,
    }
}

fn erased<T: Parameter>(values: &[T]) -> Vec<&dyn Parameter> {
    values.iter().map(|value| value as &dyn Parameter).collect()
}

fn pair(name: &str, value: &dyn Parameter) -> String {
    // Room for most values, which are short.
    let mut text = String::with_capacity(name.len() + 24);
    encode(name, &mut text);
    text.push('=');
    value.append(&mut text, encode);
    text
}
