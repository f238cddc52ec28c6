//! The places of a request that can contain a secret.

use std::sync::Arc;

use indexmap::IndexMap;

use crate::runtime::client::builder::ClientBuilder;
use crate::runtime::client::call::{Call, CallOptions};
use crate::runtime::credentials::credential::CredentialLocation;
use crate::runtime::credentials::provider::Token;
use crate::runtime::json::convert::Json;
use crate::runtime::json::node::Node;
use crate::runtime::json::read::ReadError;
use crate::runtime::json::write::Writer;
use crate::runtime::requests::invalid::RequestPart as In;
use crate::runtime::requests::multipart::{Multipart, PartEncoding, Parts};
use crate::runtime::requests::operation::Operation;
use crate::runtime::requests::parameter::{FieldStyle, Style};
use crate::runtime::text::secret::Secret;
use crate::runtime_tests::requests::PLAIN_FIELDS;

pub struct RequestPart {
    pub name: &'static str,
    /// Returns a call with a secret in the place; `None` if the place cannot contain it.
    pub fill: fn(ClientBuilder, &str) -> Option<Call>,
}

static OPEN: Operation = Operation { id: "open", method: "POST", path: "/a/b", ..PLAIN_FIELDS };

static KEYED: Operation = Operation { id: "keyed", security: &[&["key"]], ..PLAIN_FIELDS };

pub static BASIC: Operation = Operation { id: "basic", security: &[&["basic"]], ..PLAIN_FIELDS };

static IN_PATH: Operation = Operation { id: "inPath", path: "/a/{p}/b", ..PLAIN_FIELDS };

/// An object with secrets at two depths.
struct Account(Secret<String>);

impl Json for Account {
    fn read(node: &Node<'_>) -> Result<Self, ReadError> {
        let object = node.object()?;
        let value = Self(object.required("token"));
        object.finish(value)
    }

    fn write(&self, writer: &mut Writer) {
        let mut object = writer.object();
        object.required("n", &1);
        object.required("token", &self.0);
        object.required("list", &vec![self.0.clone()]);
        object.required("inner", &IndexMap::from([("pin".to_owned(), self.0.clone())]));
        object.end();
    }
}

impl Multipart for Account {
    fn parts(&self, parts: &mut Parts) {
        parts.text("token", &self.0);
        parts.json("inner", self);
        parts.json("deep", self);
    }
}

const FIELDS: &[FieldStyle] =
    &[FieldStyle { name: "inner", style: Style::DeepObject, explode: true }];

const PARTS: &[PartEncoding] = &[
    PartEncoding { name: "deep", media_type: "", style: Some(Style::DeepObject), explode: true },
    PartEncoding { name: "inner", media_type: "", style: Some(Style::DeepObject), explode: true },
];

fn keyed(builder: ClientBuilder, placement: CredentialLocation, key: &str) -> Option<Call> {
    Some(builder.credential("key", placement, key).build().ok()?.call(&KEYED))
}

fn open(builder: ClientBuilder, set: impl FnOnce(&mut Call)) -> Option<Call> {
    let mut call = builder.build().ok()?.call(&OPEN);
    set(&mut call);
    Some(call)
}

fn in_path(builder: ClientBuilder, set: impl FnOnce(&mut Call)) -> Option<Call> {
    let mut call = builder.build().ok()?.call(&IN_PATH);
    set(&mut call);
    Some(call)
}

fn account(secret: &str) -> Account {
    Account(secret.into())
}

/// Sets the account as a parameter in each style of a place.
fn styled(call: &mut Call, place: In, styles: &[Style], secret: &str) {
    const NAMES: [&str; 8] = ["p", "q1", "q2", "q3", "q4", "q5", "q6", "q7"];
    let mut names = NAMES.iter();
    for style in styles {
        for explode in [false, true] {
            let name = if place == In::Path { "p" } else { names.next().unwrap() };
            call.styled(place, name, *style, explode, &account(secret));
        }
    }
}

pub static PLACES: [RequestPart; 24] = [
    RequestPart {
        name: "a header of a key",
        fill: |builder, key| {
            keyed(builder, CredentialLocation::Header { name: "x-key", prefix: "" }, key)
        },
    },
    RequestPart {
        name: "the query of a key",
        fill: |builder, key| keyed(builder, CredentialLocation::Query { name: "key" }, key),
    },
    RequestPart {
        name: "a cookie of a key",
        fill: |builder, key| keyed(builder, CredentialLocation::Cookie { name: "key" }, key),
    },
    RequestPart {
        name: "a bearer's token",
        fill: |builder, key| {
            keyed(
                builder,
                CredentialLocation::Header { name: "authorization", prefix: "Bearer " },
                key,
            )
        },
    },
    RequestPart {
        name: "a provider's token",
        fill: |builder, key| {
            let key: Arc<str> = key.into();
            let placement = CredentialLocation::Header { name: "authorization", prefix: "Bearer " };
            let token = move || Ok(Token::from(&*key));
            let builder = builder.credential_provider("key", placement, token);
            let mut call = builder.build().ok()?.call(&KEYED);
            // The token is requested only when the call is sent.
            call.authorize_blocking().ok()?;
            Some(call)
        },
    },
    RequestPart {
        name: "a password",
        fill: |builder, key| {
            let builder = builder.basic_credential("basic", "somebody", &key.into());
            Some(builder.build().ok()?.call(&BASIC))
        },
    },
    RequestPart {
        name: "the name of a user",
        fill: |builder, key| {
            let builder = builder.basic_credential("basic", key, &"anything".into());
            Some(builder.build().ok()?.call(&BASIC))
        },
    },
    RequestPart {
        name: "a header of the client",
        fill: |builder, key| open(builder.header("x-extra", key), |_| {}),
    },
    RequestPart {
        name: "a header of the call",
        fill: |builder, key| {
            open(builder, |call| call.options(CallOptions::new().header("x-extra", key)))
        },
    },
    RequestPart {
        name: "a cookie of the call",
        fill: |builder, key| {
            let cookie = format!("a=b; session={key}; c=d");
            let is_one = !key.contains([';', '"']);
            is_one.then_some(())?;
            open(builder, |call| call.options(CallOptions::new().header("Cookie", cookie)))
        },
    },
    RequestPart {
        name: "the path",
        fill: |builder, key| in_path(builder, |call| call.path("p", &Secret::new(key.to_owned()))),
    },
    RequestPart {
        name: "the path, in styles",
        fill: |builder, key| {
            in_path(builder, |call| {
                let styles = [Style::Simple, Style::Label, Style::Json, Style::Matrix];
                styled(call, In::Path, &styles, key);
            })
        },
    },
    RequestPart {
        name: "the query",
        fill: |builder, key| open(builder, |call| call.query("q", &Secret::new(key.to_owned()))),
    },
    RequestPart {
        name: "a list in the query",
        fill: |builder, key| {
            open(builder, |call| {
                let keys = [Secret::new(key.to_owned()), Secret::new("another".to_owned())];
                call.query_list("q", Style::PipeDelimited, false, &keys);
            })
        },
    },
    RequestPart {
        name: "the query, in forms",
        fill: |builder, key| {
            open(builder, |call| styled(call, In::Query, &[Style::Form, Style::DeepObject], key))
        },
    },
    RequestPart {
        name: "the query, in other styles",
        fill: |builder, key| {
            open(builder, |call| {
                styled(
                    call,
                    In::Query,
                    &[Style::SpaceDelimited, Style::PipeDelimited, Style::Json],
                    key,
                );
                call.allow_reserved(In::Query, "p");
                call.allow_reserved(In::Query, "q4");
            })
        },
    },
    RequestPart {
        name: "a header",
        fill: |builder, key| {
            open(builder, |call| {
                call.header("x-a", &Secret::new(key.to_owned()));
                call.styled(In::Header, "x-b", Style::Simple, true, &account(key));
                call.styled(In::Header, "x-c", Style::Json, false, &account(key));
            })
        },
    },
    RequestPart {
        name: "a cookie",
        fill: |builder, key| {
            open(builder, |call| {
                call.cookie("a", &Secret::new(key.to_owned()));
                styled(call, In::Cookie, &[Style::Form], key);
            })
        },
    },
    RequestPart {
        name: "a body of JSON",
        fill: |builder, key| open(builder, |call| call.json(&account(key))),
    },
    RequestPart {
        name: "a form",
        fill: |builder, key| open(builder, |call| call.form(FIELDS, &account(key))),
    },
    RequestPart {
        name: "parts",
        fill: |builder, key| open(builder, |call| call.multipart(PARTS, &account(key))),
    },
    RequestPart {
        name: "parts of JSON",
        fill: |builder, key| open(builder, |call| call.multipart_json(PARTS, &account(key))),
    },
    RequestPart {
        name: "lines",
        fill: |builder, key| {
            let items = [account("another"), account(key)];
            open(builder, |call| call.lines("application/jsonl", items, |_: &Account, _| {}))
        },
    },
    RequestPart {
        name: "a part of another secret",
        fill: |builder, key| {
            open(builder, |call| {
                call.query("q", &Secret::new(key.to_owned()));
                call.json(&account(&format!("{key}-longer")));
            })
        },
    },
];
