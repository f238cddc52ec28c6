//! Redacts the secrets of a request.
//!
//! A secret is found by its position: a value that the description, HTTP or OAuth marks as secret is replaced as a
//! whole, whatever its encoding. A body that cannot be parsed has no positions, so only its length is kept. Afterwards,
//! all replaced values are searched for in the rest of the request.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE};
use bytes::Bytes;
use http::header::{AUTHORIZATION, CONTENT_TYPE, COOKIE};
use http::{HeaderMap, Request};
use serde_json::{Map, Value, json};
use specwright::api::media_type::essence;

use crate::api::Api;
use crate::encoding::{cookies, decode, decode_form, query_pairs};
use crate::operation::Operation;
use crate::operation::media_type::{MediaType, is_json};
use crate::operation::routes::Route;
use crate::record::secrets::Secrets;
use crate::request;
use crate::request::multipart::{self, FormPart};

/// The replacement of a secret.
const REDACTED: &str = "[redacted]";

/// The shortest secret, in characters, that is searched for elsewhere.
const SHORTEST: usize = 4;

/// Redacts the secrets of requests.
pub(crate) struct Redactor {
    secrets: Secrets,
}

impl Redactor {
    /// Creates a redactor of the requests of an API.
    pub(crate) fn new(api: &Api) -> Redactor {
        Redactor { secrets: Secrets::new(api) }
    }

    /// Returns the request without its secrets, with the members `method`, `path`, `query`, `headers` and `body`.
    pub(crate) fn redact(&self, api: &Api, request: &Request<Bytes>) -> Map<String, Value> {
        let mut pass = Redaction { secrets: &self.secrets, api, redacted: Vec::new() };
        let path = request.uri().path();
        let route = request::route(api, request.method(), path);
        let operation = match &route {
            Route::Operation(operation, _) => Some(*operation),
            _ => None,
        };
        let parts = [
            ("method", request.method().as_str().into()),
            ("path", pass.path(path, &route)),
            ("query", pass.query(request.uri().query().unwrap_or_default(), operation)),
            ("headers", pass.headers(request.headers())),
            ("body", pass.body(request, operation)),
        ];
        let redacted = std::mem::take(&mut pass.redacted);
        let parts =
            parts.into_iter().map(|(name, part)| (name.to_owned(), without(part, &redacted)));
        parts.collect()
    }

    /// Returns the path without its secrets.
    pub(crate) fn path<B>(&self, api: &Api, request: &Request<B>) -> String {
        let mut pass = Redaction { secrets: &self.secrets, api, redacted: Vec::new() };
        let path = request.uri().path();
        let route = request::route(api, request.method(), path);
        let shown = pass.path(path, &route);
        shown.as_str().unwrap_or_default().to_owned()
    }
}

/// The redaction of one request.
struct Redaction<'r> {
    secrets: &'r Secrets,
    api: &'r Api,
    /// The replaced texts.
    redacted: Vec<String>,
}

impl Redaction<'_> {
    fn redact_text(&mut self, text: &str) -> Value {
        let texts = [text.to_owned(), decode(text), decode_form(text)];
        self.redacted.extend(texts.into_iter().filter(|text| text.chars().count() >= SHORTEST));
        REDACTED.into()
    }

    fn redact_all(&mut self, value: &Value) -> Value {
        match value {
            Value::String(text) => drop(self.redact_text(text)),
            Value::Array(items) => items.iter().for_each(|item| drop(self.redact_all(item))),
            Value::Object(members) => {
                members.values().for_each(|member| drop(self.redact_all(member)));
            }
            Value::Number(number) => drop(self.redact_text(&number.to_string())),
            Value::Bool(_) | Value::Null => {}
        }
        REDACTED.into()
    }

    /// Returns the path with its secret parameters replaced. Without a matching operation, each segment that no
    /// described path contains may be a secret.
    fn path(&mut self, path: &str, route: &Route<'_>) -> Value {
        let Route::Operation(_, parameters) = route else {
            let known = |segment: &str| {
                let mut paths = self.api.operations.iter().map(|operation| &operation.path);
                paths.any(|path| path.split('/').any(|part| part == segment))
            };
            let shown = |segment| if known(segment) { segment } else { REDACTED };
            let has_secret = self.api.operations.iter().any(|operation| {
                operation.parameters.iter().any(|it| self.secrets.is_secret(&it.name))
            });
            return match has_secret {
                true => path.split('/').map(shown).collect::<Vec<_>>().join("/").into(),
                false => path.into(),
            };
        };
        let mut shown = path.to_owned();
        for (name, text) in parameters {
            if self.secrets.is_secret(name) && !text.is_empty() {
                self.redact_text(text);
                shown = shown.replace(text.as_str(), REDACTED);
            }
        }
        shown.into()
    }

    fn query(&mut self, text: &str, operation: Option<&Operation>) -> Value {
        // A request without an operation may belong to any.
        let any = self.api.operations.iter().filter(|_| operation.is_none());
        let operations: Vec<_> = any.chain(operation).collect();
        let redacts_unknown = self.secrets.in_query(&self.api.description, &operations);
        self.pairs(text, redacts_unknown)
    }

    /// Redacts the pairs of a query or form; with `redacts_unknown`, also values with unknown names.
    fn pairs(&mut self, text: &str, redacts_unknown: bool) -> Value {
        let pairs = query_pairs(text);
        let names: Vec<_> = pairs.iter().map(|(name, _)| name.as_str()).collect();
        let pair = |(name, text): &(String, String)| {
            let is_secret = self.secrets.is_secret_beside(name, &names)
                || redacts_unknown && !self.secrets.is_known(name)
                || !self.secrets.may_be_shown(name, true);
            let shown = if is_secret { self.redact_text(text) } else { self.text(text) };
            json!([self.name(name, !text.is_empty()), shown])
        };
        pairs.iter().map(pair).collect()
    }

    fn name(&mut self, name: &str, has_value: bool) -> Value {
        match self.secrets.may_be_shown(name, has_value) {
            true => name.into(),
            false => self.redact_text(name),
        }
    }

    /// Redacts a text that is not a secret itself but may contain one.
    fn text(&mut self, text: &str) -> Value {
        match serde_json::from_str::<Value>(text) {
            Ok(inner @ (Value::Object(_) | Value::Array(_))) => {
                let shown = self.json(&inner);
                if shown == inner { text.into() } else { shown }
            }
            _ => text.into(),
        }
    }

    fn headers(&mut self, headers: &HeaderMap) -> Value {
        for header in headers.get_all(COOKIE).iter().filter_map(|header| header.to_str().ok()) {
            cookies(header).iter().for_each(|(_, value)| drop(self.redact_text(value)));
        }
        for header in headers.get_all(AUTHORIZATION).iter().filter_map(|it| it.to_str().ok()) {
            let credentials = header.split_once(' ').map_or(header, |(_, rest)| rest.trim());
            self.redact_text(credentials);
            let decoded = STANDARD.decode(credentials).ok().map(String::from_utf8);
            if let Some((_, password)) =
                decoded.and_then(Result::ok).as_deref().and_then(|text| text.split_once(':'))
            {
                self.redact_text(password);
            }
        }
        let mut members = Map::new();
        for (name, value) in headers {
            let text = String::from_utf8_lossy(value.as_bytes());
            let shown = match self.secrets.is_secret(name.as_str()) {
                true => self.redact_text(&text),
                false => self.text(&text),
            };
            let shown = shown.as_str().map_or_else(|| shown.to_string(), str::to_owned);
            match members.get_mut(name.as_str()) {
                Some(Value::String(known)) => *known = format!("{known}, {shown}"),
                _ => drop(members.insert(name.as_str().to_owned(), shown.into())),
            }
        }
        Value::Object(members)
    }

    fn body(&mut self, request: &Request<Bytes>, operation: Option<&Operation>) -> Value {
        let body = request.body();
        if body.is_empty() {
            return Value::Null;
        }
        let media_type = request.headers().get(CONTENT_TYPE);
        let media_type = media_type.and_then(|value| value.to_str().ok()).unwrap_or_default();
        let name = essence(media_type);
        let content = operation.and_then(|operation| operation.body.as_ref());
        let content = content.map_or(&[][..], |body| body.content.as_slice());
        // The description does not say where a body of this media type has secrets.
        if !content.iter().any(|media| media.fit(&name).is_some()) {
            return length(body);
        }
        let holds = |media: &MediaType| {
            let schema = media.schema.as_ref();
            schema.is_some_and(|it| Secrets::holds(&self.api.description, &it.value))
        };
        if content.iter().any(holds) {
            return REDACTED.into();
        }
        let shown = match name.as_str() {
            "application/x-www-form-urlencoded" => {
                std::str::from_utf8(body).ok().map(|text| self.pairs(text, false))
            }
            "multipart/form-data" => {
                multipart::parts(media_type, body).ok().map(|parts| self.parts(parts))
            }
            name if is_json(name) => {
                serde_json::from_slice(body).ok().map(|value| self.json(&value))
            }
            name if name.starts_with("text/") => {
                std::str::from_utf8(body).ok().map(|text| self.text(text))
            }
            _ => None,
        };
        shown.unwrap_or_else(|| length(body))
    }

    fn parts(&mut self, parts: Vec<FormPart>) -> Value {
        let names: Vec<_> = parts.iter().map(|part| part.name.clone()).collect();
        let names: Vec<_> = names.iter().map(String::as_str).collect();
        let shown = |part: &FormPart| {
            let is_text = part.media_type.as_deref().is_none_or(|name| name.starts_with("text/"));
            let text = std::str::from_utf8(&part.bytes).ok();
            let shown = match text {
                _ if self.secrets.is_secret_beside(&part.name, &names) => {
                    self.redact_text(text.unwrap_or_default())
                }
                Some(text) if is_text => self.text(text),
                Some(text) if part.media_type.as_deref().is_some_and(is_json) => {
                    match serde_json::from_str(text) {
                        Ok(value) => self.json(&value),
                        Err(_) => length(&part.bytes),
                    }
                }
                _ => length(&part.bytes),
            };
            json!([self.name(&part.name, true), shown])
        };
        parts.iter().map(shown).collect()
    }

    fn json(&mut self, value: &Value) -> Value {
        match value {
            Value::Array(items) => items.iter().map(|item| self.json(item)).collect(),
            Value::Object(members) => {
                let names: Vec<_> = members.keys().map(String::as_str).collect();
                let member = |(name, value): (&String, &Value)| {
                    let shown = match self.secrets.is_secret_beside(name, &names) {
                        true => self.redact_all(value),
                        false => self.json(value),
                    };
                    (name.clone(), shown)
                };
                Value::Object(members.iter().map(member).collect())
            }
            Value::String(text) => self.text(text),
            other => other.clone(),
        }
    }
}

/// Returns the replacement of bytes that cannot be parsed.
fn length(bytes: &[u8]) -> Value {
    json!({"bytes": bytes.len()})
}

/// Removes all strings that contain one of the secrets from a value.
fn without(value: Value, redacted: &[String]) -> Value {
    let is_shown = |text: &str| !has_any(text, redacted);
    match value {
        Value::String(text) if is_shown(&text) => Value::String(text),
        Value::Number(number) if is_shown(&number.to_string()) => Value::Number(number),
        Value::String(_) | Value::Number(_) => REDACTED.into(),
        Value::Array(items) => items.into_iter().map(|item| without(item, redacted)).collect(),
        Value::Object(members) => {
            let member = |(name, value): (String, Value)| {
                let name = if is_shown(&name) { name } else { REDACTED.to_owned() };
                (name, without(value, redacted))
            };
            Value::Object(members.into_iter().map(member).collect())
        }
        other => other,
    }
}

/// Returns `true` if a text contains a secret: plain, percent-encoded, in Base64 or in JSON.
fn has_any(text: &str, secrets: &[String]) -> bool {
    if secrets.is_empty() || text == REDACTED {
        return false;
    }
    if let Ok(inner @ (Value::String(_) | Value::Array(_) | Value::Object(_))) =
        serde_json::from_str::<Value>(text)
        && without(inner.clone(), secrets) != inner
    {
        return true;
    }
    let once = decode_form(text);
    let bytes = |decoded: Option<Vec<u8>>| decoded.and_then(|bytes| String::from_utf8(bytes).ok());
    let token = text.rsplit(' ').next().unwrap_or(text).trim();
    let forms = [
        Some(text.to_owned()),
        Some(decode(text)),
        Some(decode_form(&once)),
        bytes(STANDARD.decode(token).ok()),
        bytes(URL_SAFE.decode(token).ok()),
        Some(once),
    ];
    let forms: Vec<String> = forms.into_iter().flatten().collect();
    secrets.iter().any(|secret| forms.iter().any(|form| form.contains(secret.as_str())))
}
