//! Types and operations of a parcel service, in the form that the generator emits.

use indexmap::IndexMap;
use serde_json::Value;
use time::OffsetDateTime;

use crate::runtime as rt;
use crate::runtime::client::api_client::Client;
use crate::runtime::client::builder::ClientBuilder;
use crate::runtime::client::call::Call;
use crate::runtime::credentials::credential::CredentialLocation;
use crate::runtime::enums::unknown_value::UnknownValue;
use crate::runtime::json::convert::Json;
use crate::runtime::json::node::Node;
use crate::runtime::json::read::ReadError;
use crate::runtime::json::write::Writer;
use crate::runtime::requests::check::{Check, Checks};
use crate::runtime::requests::invalid::RequestPart;
use crate::runtime::requests::operation::Operation;
use crate::runtime::responses::api_error::{DocumentedError, ErrorSummary};
use crate::runtime::responses::call_error::CallError;
use crate::runtime::responses::response::Response;
use crate::runtime::text::secret::Secret;
use crate::runtime::transports::traits::{SendOptions, Transport};

#[derive(Clone, Debug, PartialEq)]
pub struct Parcel {
    pub id: String,
    pub size: Size,
    pub weight: f64,
    pub count: i32,
    pub fragile: bool,
    pub note: Option<String>,
    pub owner: Option<Owner>,
    pub sent_at: Option<Option<OffsetDateTime>>,
    pub tags: Vec<String>,
    pub rest: IndexMap<String, Value>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Owner {
    pub name: String,
    pub pin: Secret<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Size {
    Small,
    Large,
    Unknown(UnknownValue),
}

#[derive(Clone, Debug, PartialEq)]
pub enum Route {
    Road(Road),
    Air(Air),
}

#[derive(Clone, Debug, PartialEq)]
pub struct Road {
    pub kilometres: u64,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Air {
    pub flight: String,
}

const FIELDS: &[&str] =
    &["object", "id", "size", "weight", "count", "fragile", "note", "owner", "sent_at", "tags"];

impl Json for Parcel {
    fn read(node: &Node<'_>) -> Result<Self, ReadError> {
        let object = node.object()?;
        object.constant("object", "Parcel");
        let Some(size) = object.present("size") else { return object.failed() };
        let value = Self {
            id: object.required("id"),
            size,
            weight: object.required("weight"),
            count: object.required("count"),
            fragile: object.required("fragile"),
            note: object.optional("note"),
            owner: object.nullable("owner"),
            sent_at: object.optional_nullable("sent_at"),
            tags: object.required("tags"),
            rest: object.rest(FIELDS),
        };
        object.finish(value)
    }

    fn write(&self, writer: &mut Writer) {
        let mut object = writer.object();
        object.constant("object", "Parcel");
        object.required("id", &self.id);
        object.required("size", &self.size);
        object.required("weight", &self.weight);
        object.required("count", &self.count);
        object.required("fragile", &self.fragile);
        object.optional("note", &self.note);
        object.nullable("owner", &self.owner);
        object.optional_nullable("sent_at", &self.sent_at);
        object.required("tags", &self.tags);
        object.rest(FIELDS, &self.rest);
        object.end();
    }
}

impl Check for Parcel {
    fn check(&self, checks: &mut Checks) {
        checks.field("id", |checks| checks.min_length(&self.id, 1));
        checks.field("weight", |checks| checks.exclusive_minimum(self.weight, 0.0));
        checks.field("count", |checks| checks.maximum(self.count, 10));
        checks.field("owner", |checks| self.owner.check(checks));
        checks.field("tags", |checks| {
            checks.max_items(self.tags.len(), 2);
            for (index, tag) in self.tags.iter().enumerate() {
                checks.item(index, |checks| checks.max_length(tag, 5));
            }
        });
    }
}

impl Json for Owner {
    fn read(node: &Node<'_>) -> Result<Self, ReadError> {
        let object = node.object()?;
        let value = Self { name: object.required("name"), pin: object.required("pin") };
        object.finish(value)
    }

    fn write(&self, writer: &mut Writer) {
        let mut object = writer.object();
        object.required("name", &self.name);
        object.required("pin", &self.pin);
        object.end();
    }
}

impl Check for Owner {
    fn check(&self, checks: &mut Checks) {
        checks.field("pin", |checks| checks.min_length(self.pin.expose(), 4));
    }
}

impl Size {
    pub fn as_str(&self) -> &str {
        match self {
            Self::Small => "SMALL",
            Self::Large => "LARGE",
            Self::Unknown(value) => value.as_str(),
        }
    }

    fn is_known(&self) -> bool {
        !matches!(self, Self::Unknown(_))
    }

    fn from_text(text: &str) -> Self {
        match text {
            "SMALL" => Self::Small,
            "LARGE" => Self::Large,
            _ => Self::Unknown(UnknownValue::new(text)),
        }
    }
}

rt::text_enum!(Size);

impl Json for Route {
    fn read(node: &Node<'_>) -> Result<Self, ReadError> {
        match node.object()?.tag("kind")? {
            "ROAD" => Json::read(node).map(Self::Road),
            "AIR" => Json::read(node).map(Self::Air),
            other => Err(ReadError::unknown_tag("kind", other, &["ROAD", "AIR"])),
        }
    }

    fn write(&self, writer: &mut Writer) {
        match self {
            Self::Road(value) => value.write(writer),
            Self::Air(value) => value.write(writer),
        }
    }
}

impl Json for Road {
    fn read(node: &Node<'_>) -> Result<Self, ReadError> {
        let object = node.object()?;
        object.constant("kind", "ROAD");
        let value = Self { kilometres: object.required("kilometres") };
        object.finish(value)
    }

    fn write(&self, writer: &mut Writer) {
        let mut object = writer.object();
        object.constant("kind", "ROAD");
        object.required("kilometres", &self.kilometres);
        object.end();
    }
}

impl Json for Air {
    fn read(node: &Node<'_>) -> Result<Self, ReadError> {
        let object = node.object()?;
        object.constant("kind", "AIR");
        let value = Self { flight: object.required("flight") };
        object.finish(value)
    }

    fn write(&self, writer: &mut Writer) {
        let mut object = writer.object();
        object.constant("kind", "AIR");
        object.required("flight", &self.flight);
        object.end();
    }
}

rt::json_serde!(Parcel, Owner, Size, Route, Road, Air);

pub static SEND_PARCEL: Operation = Operation {
    id: "sendParcel",
    method: "POST",
    path: "/v1/depots/{depot_id}/parcels",
    accept: "application/json",
    security: &[&["apiKey"]],
    idempotent: false,
    idempotency_key: None,
    server: None,
};

pub static LIST_PARCELS: Operation = Operation {
    id: "listParcels",
    method: "GET",
    path: "/v1/depots/{depot_id}/parcels",
    accept: "application/json",
    security: &[&["apiKey"]],
    idempotent: false,
    idempotency_key: None,
    server: None,
};

pub struct SendParcel {
    pub call: Call,
}

impl Client {
    pub fn send_parcel(&self, depot_id: &str, body: &Parcel) -> SendParcel {
        let mut call = self.call(&SEND_PARCEL);
        call.path("depot_id", &depot_id);
        call.check(RequestPart::Path, "depot_id", |checks| {
            checks.max_length(depot_id, 20);
        });
        call.json_checked(body);
        SendParcel { call }
    }
}

impl SendParcel {
    pub fn decode(answer: Response) -> Result<Parcel, CallError<SendParcelError>> {
        match answer.status().as_u16() {
            200..=299 => answer.json(),
            _ => Err(answer.into_error()),
        }
    }
}

rt::sends!(SendParcel, Parcel, SendParcelError);

#[derive(Clone, Debug, PartialEq)]
pub enum SendParcelError {
    Unauthorized(Problem),
    NotFound,
    Other(Problem),
}

impl DocumentedError for SendParcelError {
    fn read(status: u16, node: &Node<'_>) -> Option<Result<Self, ReadError>> {
        Some(match status {
            401 => Json::read(node).map(Self::Unauthorized),
            404 => Ok(Self::NotFound),
            500..=599 => Json::read(node).map(Self::Other),
            _ => return None,
        })
    }

    fn variant(status: u16) -> Option<&'static str> {
        Some(match status {
            401 => "Unauthorized",
            404 => "NotFound",
            500..=599 => "Other",
            _ => return None,
        })
    }

    fn summary(&self) -> ErrorSummary<'_> {
        match self {
            Self::Unauthorized(problem) | Self::Other(problem) => problem.summary(),
            Self::NotFound => ErrorSummary::default(),
        }
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct Problem {
    pub title: Option<String>,
    pub detail: Option<String>,
    pub code: Option<String>,
    pub instance: Option<String>,
}

impl Problem {
    fn summary(&self) -> ErrorSummary<'_> {
        let code = self.code.as_deref();
        ErrorSummary {
            title: self.title.as_deref(),
            detail: self.detail.as_deref(),
            code,
            instance: self.instance.as_deref(),
            retry: match code {
                Some("LATER") => Some(true),
                Some("NEVER") => Some(false),
                _ => None,
            },
        }
    }
}

impl Json for Problem {
    fn read(node: &Node<'_>) -> Result<Self, ReadError> {
        let object = node.object()?;
        let value = Self {
            title: object.optional("title"),
            detail: object.optional("detail"),
            code: object.optional("code"),
            instance: object.optional("instance"),
        };
        object.finish(value)
    }

    fn write(&self, writer: &mut Writer) {
        let mut object = writer.object();
        object.optional("title", &self.title);
        object.optional("detail", &self.detail);
        object.optional("code", &self.code);
        object.optional("instance", &self.instance);
        object.end();
    }
}

/// Returns a valid parcel.
pub fn parcel() -> Parcel {
    Parcel {
        id: "p1".into(),
        size: Size::Small,
        weight: 1.5,
        count: 2,
        fragile: false,
        note: None,
        owner: Some(Owner { name: "Ada".into(), pin: "s3cret-pin".into() }),
        sent_at: None,
        tags: vec!["a".into()],
        rest: IndexMap::new(),
    }
}

/// The JSON of `parcel()`.
pub const PARCEL: &str = r#"{"object":"Parcel","id":"p1","size":"SMALL","weight":1.5,"count":2,"fragile":false,"owner":{"name":"Ada","pin":"s3cret-pin"},"tags":["a"]}"#;

pub const KEY: &str = "k3y-that-stays-secret";

pub const API_KEY: CredentialLocation =
    CredentialLocation::Header { name: "X-API-KEY", prefix: "" };

/// Returns a client builder with a key and a transport that must not be reached.
pub fn builder() -> ClientBuilder {
    ClientBuilder::new("https://parcels.example")
        .credential("apiKey", API_KEY, KEY)
        .transport(unreachable())
}

pub fn unreachable() -> impl Transport {
    |_: http::Request<bytes::Bytes>, _: SendOptions| async { panic!("nothing is to be sent") }
}
