//! Security schemes and security requirements (OpenAPI 3.1, 4.8.27 and 4.8.30).

use super::context::Context;
use super::problems;
use super::reader::{Fields, check_token};
use crate::api::Carrier;
use crate::source::{Location, Value};

/// A security scheme.
#[derive(Debug)]
pub struct SecurityScheme<'s> {
    /// The carrier of the credential.
    pub carrier: Carried,
    /// `scheme`, the name of an HTTP authentication scheme
    pub http_scheme: Option<&'s str>,
    /// `flows.clientCredentials`
    pub flow: Option<ClientFlow<'s>>,
    /// `description`
    pub description: Option<&'s str>,
    /// `x-rust-name`
    pub rust_name: Option<&'s str>,
    /// The location in the description.
    pub location: Location,
}

/// The OAuth 2.0 client credentials flow (OpenAPI 3.1, 4.8.29).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClientFlow<'s> {
    /// `tokenUrl`
    pub token_url: &'s str,
    /// The location of the URL.
    pub location: Location,
}

/// The carrier of a credential, if it is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Carried {
    /// A part of the request.
    By(Carrier),
    /// A carrier that the client does not support, such as a TLS certificate.
    Elsewhere,
    /// Unknown, because the scheme is malformed. The mistake was reported.
    Unknown,
}

/// One alternative of `security`, which requires all its schemes.
#[derive(Debug)]
pub struct Requirement<'s> {
    /// The names of the schemes.
    pub schemes: Vec<&'s str>,
    /// The required scopes of each scheme, by position.
    pub scopes: Vec<Vec<&'s str>>,
    /// The location in the description.
    pub location: Location,
}

/// Reads `security`. Returns `None` if it is absent.
pub(super) fn read_requirements<'s>(
    cx: &mut Context<'s>,
    fields: &Fields<'s>,
) -> Option<Vec<Requirement<'s>>> {
    fields.has("security").then(|| {
        let list = fields.list(cx, "security");
        let mut read = |requirement: Fields<'s>| {
            let schemes: Vec<_> = requirement.object.iter().map(|(name, _)| name).collect();
            let scopes = schemes.iter().map(|name| requirement.texts(cx, name)).collect();
            Requirement { schemes, scopes, location: requirement.location }
        };
        list.into_iter().map(&mut read).collect()
    })
}

/// Reads `securitySchemes`.
pub(super) fn read_schemes<'s>(
    cx: &mut Context<'s>,
    components: &Fields<'s>,
) -> Vec<(&'s str, SecurityScheme<'s>)> {
    // A name that starts with `x-` is a scheme here, not an extension.
    let schemes = components.entries_named(cx, "securitySchemes", |_| true);
    schemes.into_iter().map(|(name, fields)| (name, read_scheme(cx, &fields))).collect()
}

fn read_scheme<'s>(cx: &mut Context<'s>, fields: &Fields<'s>) -> SecurityScheme<'s> {
    SecurityScheme {
        carrier: read_carrier(cx, fields).unwrap_or(Carried::Unknown),
        http_scheme: fields.value("scheme").and_then(Value::as_str),
        flow: read_flow(cx, fields),
        description: fields.text(cx, "description"),
        rust_name: fields.rust_name(cx),
        location: fields.location.clone(),
    }
}

fn read_flow<'s>(cx: &mut Context<'s>, fields: &Fields<'s>) -> Option<ClientFlow<'s>> {
    if fields.value("type")?.as_str() != Some("oauth2") {
        return None;
    }
    let flow = fields.object(cx, "flows")?.object(cx, "clientCredentials")?;
    let token_url = flow.required_text(cx, "tokenUrl")?;
    Some(ClientFlow { token_url, location: flow.location.key("tokenUrl") })
}

fn read_carrier<'s>(cx: &mut Context<'s>, fields: &Fields<'s>) -> Option<Carried> {
    match fields.required_text(cx, "type")? {
        "apiKey" => read_api_key(cx, fields, &["header", "query", "cookie"]),
        "http" => match fields.required_text(cx, "scheme")? {
            scheme if scheme.eq_ignore_ascii_case("bearer") => Some(Carried::By(Carrier::Bearer)),
            scheme if scheme.eq_ignore_ascii_case("basic") => Some(Carried::By(Carrier::Basic)),
            _ => Some(Carried::Elsewhere),
        },
        // Both flows result in a bearer token (RFC 6750).
        "oauth2" | "openIdConnect" => Some(Carried::By(Carrier::Bearer)),
        "mutualTLS" => Some(Carried::Elsewhere),
        other => {
            let known = ["apiKey", "http", "oauth2", "openIdConnect", "mutualTLS"];
            let location = fields.location.key("type");
            let what = "a kind of security scheme";
            cx.mistake(problems::unknown_value(location, what, other, &known), "left out");
            None
        }
    }
}

/// Reads the carrier of an API key, which is one of the places.
pub(super) fn read_api_key<'s>(
    cx: &mut Context<'s>,
    fields: &Fields<'s>,
    places: &[&str],
) -> Option<Carried> {
    let name = fields.required_text(cx, "name")?.to_owned();
    let at = fields.location.key("name");
    match fields.required_text(cx, "in")? {
        "header" => {
            let is_name = check_token(cx, &name, || problems::header_name(at, &name));
            is_name.then(|| Carried::By(Carrier::Header(name.clone())))
        }
        "query" => Some(Carried::By(Carrier::Query(name))),
        "cookie" if places.contains(&"cookie") => {
            let is_name = check_token(cx, &name, || problems::cookie_name(at, &name));
            is_name.then(|| Carried::By(Carrier::Cookie(name.clone())))
        }
        other => {
            let location = fields.location.key("in");
            let what = "a place for API keys";
            cx.mistake(problems::unknown_value(location, what, other, places), "left out");
            None
        }
    }
}
