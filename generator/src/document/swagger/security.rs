//! `securityDefinitions`.

use crate::api::Carrier;
use crate::document::context::Context;
use crate::document::problems;
use crate::document::reader::Fields;
use crate::document::security::{Carried, ClientFlow, SecurityScheme, read_api_key};

/// The kinds of security schemes.
const KINDS: [&str; 3] = ["basic", "apiKey", "oauth2"];

/// The flows of OAuth 2.0.
const FLOWS: [&str; 4] = ["implicit", "password", "application", "accessCode"];

/// Reads `securityDefinitions`.
pub(in crate::document) fn read<'s>(
    cx: &mut Context<'s>,
    root: &Fields<'s>,
) -> Vec<(&'s str, SecurityScheme<'s>)> {
    // A name that starts with `x-` is a scheme here, not an extension.
    let schemes = root.entries_named(cx, "securityDefinitions", |_| true);
    schemes.into_iter().map(|(name, fields)| (name, read_scheme(cx, &fields))).collect()
}

fn read_scheme<'s>(cx: &mut Context<'s>, fields: &Fields<'s>) -> SecurityScheme<'s> {
    let carrier = read_carrier(cx, fields);
    SecurityScheme {
        flow: read_flow(cx, fields).filter(|_| carrier.is_some()),
        carrier: carrier.unwrap_or(Carried::Unknown),
        http_scheme: None,
        description: fields.text(cx, "description"),
        rust_name: fields.rust_name(cx),
        location: fields.location.clone(),
    }
}

fn read_carrier<'s>(cx: &mut Context<'s>, fields: &Fields<'s>) -> Option<Carried> {
    match fields.required_text(cx, "type")? {
        "basic" => Some(Carried::By(Carrier::Basic)),
        "apiKey" => read_api_key(cx, fields, &["header", "query"]),
        "oauth2" => Some(Carried::By(Carrier::Bearer)),
        "http" => {
            let help = "write `type: basic`, or `type: apiKey` with `in: header` and `name: Authorization`";
            let location = fields.location.key("type");
            cx.mistake(problems::of_openapi_3(location, "type: http", help), "left out");
            None
        }
        other => {
            let location = fields.location.key("type");
            let what = "a kind of security scheme";
            cx.mistake(problems::unknown_value(location, what, other, &KINDS), "left out");
            None
        }
    }
}

/// Reads the flow in which a client asks for a token by its own credentials.
fn read_flow<'s>(cx: &mut Context<'s>, fields: &Fields<'s>) -> Option<ClientFlow<'s>> {
    if fields.value("type")?.as_str() != Some("oauth2") {
        return None;
    }
    match fields.required_text(cx, "flow")? {
        "application" => Some(ClientFlow {
            token_url: fields.required_text(cx, "tokenUrl")?,
            location: fields.location.key("tokenUrl"),
        }),
        known if FLOWS.contains(&known) => None,
        other => {
            let location = fields.location.key("flow");
            let report = problems::unknown_value(location, "a flow of OAuth 2.0", other, &FLOWS);
            cx.mistake(report, "left out");
            None
        }
    }
}
