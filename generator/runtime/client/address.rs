//! The URL of a call: the server of its operation, the path, the query and the keys in the query.

use std::borrow::Cow;

use http::Uri;

use super::super::client::call::CallState;
use super::super::credentials::credential::{Credential, Form};
use super::super::requests::arguments::Argument;
use super::super::requests::invalid::{RequestPart, Violation};
use super::super::requests::url::{BaseUrl, encode_path, encode_query, has_dot_segment};
use super::super::text::redact::Secrets;

/// The constraint that keeps a request and its credentials on the server of its operation.
const ELSEWHERE: &str = "must be the one that is set for the operation: the URL would lead to \
                         another scheme, host or port";

/// Returns the URL of the call. No template, argument or link can move it to another server. No
/// other function builds URLs.
pub(crate) fn address<'s>(
    state: &'s CallState,
    credentials: impl Iterator<Item = &'s Credential>,
    violations: &mut Vec<Violation>,
) -> Uri {
    let server = match server(state) {
        Ok(server) => server,
        Err(reason) => {
            violations.push(Violation::new(RequestPart::Server, "", reason));
            return Uri::default();
        }
    };
    let (path, query) = split_query(state.operation.path);
    let url = match &state.target {
        Some(target) => with_keys(target, credentials),
        None => {
            let url = with_path(state, &server, path, violations);
            with_query(state, url, query, credentials)
        }
    };
    let continues = path.is_empty() || path.starts_with('/') || state.target.is_some();
    match Uri::try_from(url) {
        Ok(url) if continues && server.is_origin_of(&url) => url,
        // The path is encoded, so that only the length of the URL can be invalid.
        Err(_) if continues => {
            let rule = "must be a URL of at most 65534 bytes";
            violations.push(Violation::new(RequestPart::Url, "", rule));
            Uri::default()
        }
        _ => {
            violations.push(Violation::new(RequestPart::Server, "", ELSEWHERE));
            Uri::default()
        }
    }
}

impl CallState {
    /// Returns the URL without its query. The names of secret parameters replace their values. The
    /// URL of the server contains no secret, so it is not searched for one.
    pub(crate) fn shown_url(&self, secrets: &Secrets) -> String {
        let state = self;
        let mut url = server(state).map(|it| it.as_str().to_owned()).unwrap_or_default();
        let mut path = String::new();
        fill(split_query(state.operation.path).0, &mut path, |name, path| {
            match arguments(state, RequestPart::Path).find(|argument| argument.name == name) {
                Some(argument) if !argument.is_sensitive() => path.push_str(&argument.text),
                _ => {
                    path.push('{');
                    path.push_str(name);
                    path.push('}');
                }
            }
        });
        url.push_str(&secrets.redact(&path));
        url
    }

    /// Returns the pairs of the query for messages: `name=value`, or `name=[redacted]`.
    pub(crate) fn shown_query(&self) -> Vec<Cow<'_, str>> {
        let state = self;
        let fixed = split_query(state.operation.path).1.map(|query| {
            let mut text = String::new();
            encode_query(query, &mut text);
            text.into()
        });
        let arguments =
            arguments(state, RequestPart::Query).map(|argument| match &argument.shown {
                Some(shown) => shown.as_str().into(),
                None if argument.is_sensitive() => hidden(argument.name),
                None => argument.text.as_str().into(),
            });
        let keys = self.credentials().filter_map(|credential| match &credential.form {
            Form::Query(pair) => pair.expose().split_once('=').map(|(name, _)| hidden(name)),
            Form::Header(..) | Form::Cookie(_) | Form::Provided(_) => None,
        });
        fixed.into_iter().chain(arguments).chain(keys).collect()
    }
}

/// Returns the server of the operation. The order is: the URL that replaces the operation's own
/// server, its relative server at the base URL, a base URL set on the client, the operation's own
/// server, the default base URL.
fn server(state: &CallState) -> Result<Cow<'_, BaseUrl>, &'static str> {
    let client = &state.client.shared;
    let Some(own) = state.operation.server else { return Ok(Cow::Borrowed(&client.base)) };
    match client.servers.iter().find(|(described, _)| described == own) {
        Some((_, set)) => Ok(Cow::Borrowed(set)),
        None if !own.starts_with("https://") => client.base.relative(own).map(Cow::Owned),
        None if client.is_default => BaseUrl::parse(own).map(Cow::Owned),
        None => Ok(Cow::Borrowed(&client.base)),
    }
}

/// Returns `true` if the user has set the server of the operation, or if the operation has none of its own.
pub(crate) fn is_set_server(state: &CallState) -> bool {
    let client = &state.client.shared;
    state.operation.server.is_none_or(|own| {
        !client.is_default || client.servers.iter().any(|(described, _)| described == own)
    })
}

/// Returns the URL of the operation up to its query, with its path parameters filled in.
fn with_path(
    state: &CallState,
    server: &BaseUrl,
    template: &'static str,
    violations: &mut Vec<Violation>,
) -> String {
    let base = server.as_str();
    let values = state.arguments.list.iter().map(|argument| argument.text.len() + 1);
    let length = base.len() + template.len() + values.sum::<usize>();
    let mut url = String::with_capacity(length);
    url.push_str(base);
    fill(template, &mut url, |name, url| {
        match arguments(state, RequestPart::Path).find(|argument| argument.name == name) {
            Some(argument) => url.push_str(&argument.text),
            // An empty list is a violation that has already been recorded.
            None if violations.iter().any(|violation| violation.name == name) => {}
            None => violations.push(Violation::new(RequestPart::Path, name, "must be set")),
        }
    });
    // A parameter cannot be a dot segment, but the API description may contain one.
    let path = url.get(base.len()..).unwrap_or_default();
    if violations.is_empty() && has_dot_segment(path) {
        let rule = "must not have `.` or `..` as a segment of its path";
        violations.push(Violation::new(RequestPart::Url, "", rule));
    }
    url
}

/// Appends a template without a query. `place` appends the value of each parameter.
fn fill(
    template: &'static str,
    into: &mut String,
    mut place: impl FnMut(&'static str, &mut String),
) {
    let mut rest = template;
    while let Some((literal, after)) = rest.split_once('{') {
        let Some((name, after)) = after.split_once('}') else {
            break;
        };
        encode_path(literal, into);
        place(name, into);
        rest = after;
    }
    encode_path(rest, into);
}

/// Appends the query: that of the template, the query parameters, and the credentials for the query.
fn with_query<'s>(
    state: &'s CallState,
    mut url: String,
    query: Option<&'static str>,
    credentials: impl Iterator<Item = &'s Credential>,
) -> String {
    let mut separator = '?';
    if let Some(query) = query {
        url.push(separator);
        encode_query(query, &mut url);
        separator = '&';
    }
    let arguments = arguments(state, RequestPart::Query).map(|argument| argument.text.as_str());
    let keys = credentials.filter_map(|credential| match &credential.form {
        Form::Query(pair) => Some(pair.expose().as_str()),
        Form::Header(..) | Form::Cookie(_) | Form::Provided(_) => None,
    });
    for pair in arguments.chain(keys) {
        url.push(separator);
        url.push_str(pair);
        separator = '&';
    }
    url
}

/// Returns a URL received from the server, with the query keys that it lacks.
fn with_keys<'c>(target: &Uri, credentials: impl Iterator<Item = &'c Credential>) -> String {
    let mut url = target.to_string();
    for credential in credentials {
        let Form::Query(pair) = &credential.form else { continue };
        let name = pair.expose().split('=').next().unwrap_or_default();
        let pairs = target.query().unwrap_or_default().split('&');
        if !pairs.into_iter().any(|pair| pair.split('=').next() == Some(name)) {
            url.push(if url.contains('?') { '&' } else { '?' });
            url.push_str(pair.expose());
        }
    }
    url
}

/// Splits a path template at its query.
fn split_query(path: &'static str) -> (&'static str, Option<&'static str>) {
    match path.split_once('?') {
        Some((path, query)) => (path, Some(query)),
        None => (path, None),
    }
}

/// Returns the arguments for one part of the request, in the order in which they were set.
pub(crate) fn arguments(state: &CallState, place: RequestPart) -> impl Iterator<Item = &Argument> {
    let arguments = state.arguments.list.iter();
    arguments.filter(move |argument| argument.place == place)
}

fn hidden(name: &str) -> Cow<'static, str> {
    format!("{name}=[redacted]").into()
}
