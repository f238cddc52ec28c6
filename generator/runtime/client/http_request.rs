//! Builds the HTTP request of a call.

use std::borrow::Cow;
use std::sync::Arc;

use bytes::Bytes;
use http::header::{self, HeaderMap, HeaderName, HeaderValue, InvalidHeaderValue};
use http::{Method, Request};

use super::super::client::address::{address, arguments, is_set_server};
use super::super::client::call::{Call, CallState};
use super::super::credentials::credential::{Credential, Form};
use super::super::requests::body::RequestBody;
use super::super::requests::invalid::{InvalidRequest, RequestPart, Violation};
use super::super::text::display_text::clean;
use super::super::text::redact::Secrets;

/// The header in which servers commonly expect an idempotency key.
const IDEMPOTENCY_KEY: HeaderName = HeaderName::from_static("idempotency-key");

/// The constraint on a media type, which must not contain a control character, for example.
const NOT_A_HEADER: &str = "must be a media type that HTTP can carry";

impl Call {
    /// Returns the request of this call without sending it. It contains all credentials except
    /// those of providers, which are resolved by sending. Do not log it: `Debug` of the `http`
    /// crate shows the body, and the URL with the keys in its query.
    ///
    /// # Errors
    ///
    /// Returns an error if an argument violates the API description or a required credential is
    /// missing. A body with a file is an error too, because the file is read while it is sent.
    pub fn request(&self) -> Result<Request<Bytes>, InvalidRequest> {
        let mut request = self.state.whole_request()?;
        self.state.mark(&mut request);
        Ok(request)
    }
}

impl CallState {
    /// Stores the operation in the extensions of the request, for transports and middleware.
    pub(crate) fn mark<B>(&self, request: &mut Request<B>) {
        request.extensions_mut().insert(self.operation);
    }

    /// Returns the request with its whole body in memory, without the operation in its extensions.
    pub(crate) fn whole_request(&self) -> Result<Request<Bytes>, InvalidRequest> {
        let (parts, body) = self.build_request()?.into_parts();
        let Some(body) = body.bytes() else {
            let rule = "holds a file, which is read while it is sent: to have the request, give \
                        its bytes in place of its path";
            let violations = vec![Violation::new(RequestPart::Body, "", rule)];
            return Err(InvalidRequest::new(self.operation.id, violations));
        };
        Ok(Request::from_parts(parts, body))
    }

    /// Returns the request as it is sent. Files in its body have not been read.
    pub(crate) fn build_request(&self) -> Result<Request<RequestBody>, InvalidRequest> {
        let state = self;
        let mut violations = state.arguments.violations.clone();
        let credentials = self.credentials();
        let uri = address(state, credentials.clone(), &mut violations);
        missing_credentials(state, credentials.clone(), &mut violations);
        let headers = headers(state, credentials, &mut violations);
        let method = Method::try_from(state.operation.method);
        if method.is_err() {
            let rule = "must have a method that HTTP can carry";
            violations.push(Violation::new(RequestPart::Url, "", rule));
        }
        let (Ok(method), []) = (method, violations.as_slice()) else {
            return Err(InvalidRequest::new(state.operation.id, violations));
        };
        let body = state.arguments.body.as_ref().map(|body| body.1.clone());
        let mut body = body.unwrap_or_default();
        if let Some(watcher) = &state.options.on_upload {
            body.watch(Arc::clone(watcher));
        }
        let mut request = Request::new(body);
        *request.method_mut() = method;
        *request.uri_mut() = uri;
        *request.headers_mut() = headers;
        Ok(request)
    }

    /// Returns the credentials of the call: those of the first alternative of `security` that are
    /// all set. An alternative without credentials is the last choice, because a client that has
    /// credentials is meant to use them. An operation that requires none has all of them if they
    /// are sent everywhere.
    pub(crate) fn credentials(&self) -> impl Iterator<Item = &Credential> + Clone {
        let state = self;
        let shared = &state.client.shared;
        let security = match state.options.send_credentials {
            Some(false) => &[],
            _ => state.operation.security,
        };
        let alternatives = security.iter().filter(|schemes| !schemes.is_empty());
        let mut usable = alternatives
            .filter(|schemes| schemes.iter().all(|scheme| credential(state, scheme).is_some()));
        let schemes = usable.next().copied().unwrap_or_default();
        let is_optional = security.is_empty() || security.iter().any(|schemes| schemes.is_empty());
        let is_everywhere = state.options.send_credentials.unwrap_or(shared.sends_everywhere);
        let sends_all = is_everywhere && is_optional && schemes.is_empty() && is_set_server(state);
        let all = if sends_all { shared.credentials.as_slice() } else { &[] };
        let all = all.iter().filter_map(move |it| credential(state, it.scheme));
        schemes.iter().filter_map(move |scheme| credential(state, scheme)).chain(all)
    }

    /// Returns `true` if the request may be sent twice: by its method (RFC 9110, section 9.2.2), by
    /// the API description, or because of an idempotency key.
    pub(crate) fn is_repeatable<B>(&self, request: &Request<B>) -> bool {
        self.operation.idempotent
            || is_idempotent(request.method())
            || request.headers().contains_key(IDEMPOTENCY_KEY)
            || self.key_header().is_some_and(|name| request.headers().contains_key(name))
    }

    /// Returns the header for the idempotency key, if the operation takes one.
    fn key_header(&self) -> Option<&'static str> {
        self.operation.idempotency_key
    }

    /// Returns the secrets of the request.
    pub(crate) fn secrets(&self) -> Secrets {
        let mut secrets = Secrets::default();
        let headers = headers(self, self.credentials(), &mut Vec::new());
        for (name, value) in headers.iter().filter(|(_, value)| value.is_sensitive()) {
            let text = String::from_utf8_lossy(value.as_bytes());
            // Only some cookies are secret, and those have already been added.
            if *name != header::COOKIE {
                secrets.add_header(&text);
            }
        }
        let own = self.options.headers.iter();
        for (_, value) in own.filter(|(name, _)| name.eq_ignore_ascii_case("cookie")) {
            let pairs = value.expose().split(';');
            pairs.for_each(|pair| secrets.add(pair.split_once('=').map_or(pair, |it| it.1)));
        }
        for credential in self.credentials() {
            secrets.add(credential.key.expose());
        }
        let words = self.arguments.list.iter().flat_map(|argument| &argument.words);
        words.chain(&self.arguments.words).for_each(|word| secrets.add(word.expose()));
        self.arguments.body_words().iter().for_each(|word| secrets.add(word.expose()));
        secrets
    }
}

/// Returns `true` for an idempotent method (RFC 9110, section 9.2.2). `QUERY` is safe and therefore
/// idempotent.
fn is_idempotent(method: &Method) -> bool {
    method.is_idempotent() || method.as_str() == "QUERY"
}

/// Returns the credential for a scheme. One that a provider resolved for this call takes
/// precedence.
fn credential<'s>(state: &'s CallState, scheme: &str) -> Option<&'s Credential> {
    let mut known = state.provided.iter().chain(&state.client.shared.credentials);
    known.find(|known| known.scheme == scheme)
}

/// Records a violation for each missing credential, if the operation requires one and none is set.
fn missing_credentials<'s>(
    state: &CallState,
    mut credentials: impl Iterator<Item = &'s Credential>,
    violations: &mut Vec<Violation>,
) {
    if state.options.send_credentials == Some(false) || state.client.shared.allows_missing {
        return;
    }
    let alternatives = state.operation.security;
    let optional = alternatives.iter().any(|schemes| schemes.is_empty());
    if optional || credentials.next().is_some() {
        return;
    }
    for scheme in alternatives.first().copied().unwrap_or_default() {
        if credential(state, scheme).is_none() {
            let rule = "must be given to the client's builder";
            violations.push(Violation::new(RequestPart::Security, scheme, rule));
        }
    }
}

/// Returns the headers of the client, the operation, the call options and the credentials. A later
/// header replaces an earlier one of the same name. Adds an idempotency key if the operation takes
/// one and none is set.
fn headers<'s>(
    state: &'s CallState,
    credentials: impl Iterator<Item = &'s Credential> + Clone,
    violations: &mut Vec<Violation>,
) -> HeaderMap {
    // Three more: two for the body and the response, and usually one credential.
    let own = state.arguments.list.len() + state.options.headers.len() + 3;
    let shared = &state.client.shared.headers;
    let mut headers = HeaderMap::with_capacity(shared.len() + own);
    for (name, value) in shared {
        headers.append(name, value.clone());
    }
    let accept = state.accept.unwrap_or(state.operation.accept);
    if !accept.is_empty() {
        // The API description may contain a media type that is no valid header value.
        match fixed(accept) {
            Ok(accept) => drop(headers.insert(header::ACCEPT, accept)),
            Err(_) => violations.push(Violation::new(RequestPart::Header, "accept", NOT_A_HEADER)),
        }
    }
    if let Some((content_type, _)) = &state.arguments.body {
        let is_range = |it: &str| it.split(';').next().is_some_and(|essence| essence.contains('*'));
        // Most media types have no `*` at all.
        if content_type.as_bytes().contains(&b'*') && is_range(content_type) {
            let rule = format!(
                "must be one media type, which `with_media_type` gives a file: `{}` is a range",
                clean(content_type, 80)
            );
            violations.push(Violation::new(RequestPart::Header, "content-type", rule));
        }
        let content_type = match content_type {
            Cow::Borrowed(text) => fixed(text),
            Cow::Owned(text) => HeaderValue::try_from(text),
        };
        match content_type {
            Ok(content_type) => drop(headers.insert(header::CONTENT_TYPE, content_type)),
            Err(_) => {
                violations.push(Violation::new(RequestPart::Header, "content-type", NOT_A_HEADER))
            }
        }
    }
    if is_without_content(state) {
        headers.insert(header::CONTENT_LENGTH, HeaderValue::from_static("0"));
    }
    for argument in arguments(state, RequestPart::Header) {
        insert(&mut headers, argument.name, &argument.text, argument.is_sensitive());
    }
    for (name, value) in &state.options.headers {
        if !insert(&mut headers, name, value.expose(), true) {
            let rule = "must have a name and a value that HTTP can carry";
            let mut violation = Violation::new(RequestPart::Header, "", rule);
            violation.name = name.clone().into();
            violations.push(violation);
        }
    }
    let name = state.operation.idempotency_key.filter(|name| !headers.contains_key(*name));
    if let (Some(name), Some(key)) = (name, &state.key) {
        insert(&mut headers, name, key, false);
    }
    for credential in credentials.clone() {
        if let Form::Header(name, value) = &credential.form {
            headers.insert(name, value.clone());
        }
    }
    cookies(state, credentials, &mut headers);
    headers
}

/// Returns `true` if a method that usually has a body has none. Some servers require a length in
/// this case too (RFC 9110, section 8.6).
fn is_without_content(state: &CallState) -> bool {
    let is_empty = state.arguments.body.as_ref().is_none_or(|(_, body)| body.length() == 0);
    is_empty && matches!(state.operation.method, "POST" | "PUT" | "PATCH")
}

/// Returns a header value that borrows a static string.
fn fixed(text: &'static str) -> Result<HeaderValue, InvalidHeaderValue> {
    HeaderValue::from_maybe_shared(Bytes::from_static(text.as_bytes()))
}

fn cookies<'s>(
    state: &'s CallState,
    credentials: impl Iterator<Item = &'s Credential>,
    headers: &mut HeaderMap,
) {
    let mut cookies: Vec<&str> =
        arguments(state, RequestPart::Cookie).map(|argument| argument.text.as_str()).collect();
    for credential in credentials {
        if let Form::Cookie(pair) = &credential.form {
            cookies.push(pair.expose());
        }
    }
    if !cookies.is_empty() {
        insert(headers, header::COOKIE.as_str(), &cookies.join("; "), true);
    }
}

/// Sets a header. It replaces those with the same name. Returns `false` if it is invalid in HTTP.
fn insert(headers: &mut HeaderMap, name: &str, value: &str, sensitive: bool) -> bool {
    let (Ok(name), Ok(mut value)) = (HeaderName::try_from(name), HeaderValue::try_from(value))
    else {
        return false;
    };
    value.set_sensitive(sensitive);
    headers.insert(name, value);
    true
}
