//! The calls of `spec.yaml`, with the generated client and handwritten with reqwest.

use bytes::Bytes;
use reqwest::RequestBuilder;
use reqwest::header::{ACCEPT, HeaderValue};
use serde::de::DeserializeOwned;

use super::{api, twins};
use crate::call::{KEY, http, key};
use crate::server::Version;

const NAME: &str = "R. Weber & Co.";
const STREET: &str = "Lange Gasse 3";
const CITY: &str = "La Chaux-de-Fonds";
const LABELS: [&str; 2] = ["cold", "night"];
const PARCEL: &str = "par_01HXYZ4QK3WJ8FN3M6QH7TZ8GR";

/// The generated client.
pub struct Generated(api::Client);

/// The same calls, handwritten with reqwest: same headers, same JSON, same timeouts, connections reused in the same way.
pub struct ByHand {
    client: reqwest::Client,
    base: String,
    key: HeaderValue,
}

/// The error of a handwritten call.
#[derive(Debug)]
pub enum CallFailed {
    /// No response, or one that is not as described.
    Transport(reqwest::Error),
    /// An error response with its status and body.
    Response(u16, twins::Failure),
}

impl Generated {
    /// Creates a client for the server at `base`.
    ///
    /// # Panics
    ///
    /// Panics if the client cannot be built.
    #[must_use]
    pub fn new(version: Version, base: &str) -> Self {
        let mut builder = api::Client::builder().base_url(base).key(KEY);
        if version == Version::Http2 {
            builder = builder.http_client(reqwest::Client::builder().http2_prior_knowledge());
        }
        Self(builder.build().expect("a client"))
    }

    /// Lists parcels.
    ///
    /// # Panics
    ///
    /// Panics if the call fails.
    pub async fn list(&self) -> api::types::ParcelList {
        let call = self.0.list_parcels().status(api::types::ParcelStatus::Stored).city(CITY);
        let call = call.min_weight(200).label(&LABELS).limit(20);
        call.send().await.expect("a response")
    }

    /// Creates a parcel.
    ///
    /// # Panics
    ///
    /// Panics if the call fails.
    pub async fn create(&self) -> api::types::Parcel {
        let receiver = api::types::Receiver::new(NAME, STREET, CITY);
        let parcel = api::types::NewParcel::new(2300, true, receiver)
            .with_volume(0.0125)
            .with_labels(LABELS.map(str::to_owned).into());
        self.0.create_parcel(parcel).send().await.expect("a response")
    }

    /// Downloads a label.
    ///
    /// # Panics
    ///
    /// Panics if the call fails.
    pub async fn label(&self) -> Bytes {
        self.0.get_label(PARCEL).send().await.expect("a response")
    }

    /// Downloads a label in chunks and returns its size.
    ///
    /// # Panics
    ///
    /// Panics if the call fails.
    pub async fn open_label(&self) -> usize {
        let mut stream = self.0.get_label(PARCEL).open().await.expect("a response");
        let mut length = 0;
        while let Some(chunk) = stream.next().await {
            length += chunk.expect("a chunk").len();
        }
        length
    }
}

impl ByHand {
    /// Creates a client for the server at `base`.
    ///
    /// # Panics
    ///
    /// Panics if the client cannot be built.
    #[must_use]
    pub fn new(version: Version, base: &str) -> Self {
        // The generated client sends the same `User-Agent`.
        let mut builder = http(concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION")));
        if version == Version::Http2 {
            builder = builder.http2_prior_knowledge();
        }
        Self { client: builder.build().expect("a client"), base: base.to_owned(), key: key() }
    }

    /// Lists parcels.
    ///
    /// # Errors
    ///
    /// Returns an error if the call fails.
    pub async fn list(&self) -> Result<twins::ParcelList, CallFailed> {
        let request = self
            .client
            .get(format!("{}/parcels", self.base))
            .query(&[("status", "stored"), ("city", CITY)])
            .query(&[("min_weight", 200)])
            .query(&LABELS.map(|label| ("label", label)))
            .query(&[("limit", 20)]);
        self.json(request).await
    }

    /// Creates a parcel.
    ///
    /// # Errors
    ///
    /// Returns an error if the call fails.
    pub async fn create(&self) -> Result<twins::Parcel, CallFailed> {
        let parcel = twins::NewParcel {
            weight: 2300,
            volume: Some(0.0125),
            fragile: true,
            receiver: twins::Receiver {
                name: NAME.to_owned(),
                street: STREET.to_owned(),
                city: CITY.to_owned(),
                postcode: None,
            },
            labels: Some(LABELS.map(str::to_owned).into()),
            note: None,
        };
        self.json(self.client.post(format!("{}/parcels", self.base)).json(&parcel)).await
    }

    /// Downloads a label.
    ///
    /// # Errors
    ///
    /// Returns an error if the call fails.
    pub async fn label(&self) -> Result<Bytes, CallFailed> {
        self.download().await?.bytes().await.map_err(CallFailed::Transport)
    }

    /// Downloads a label in chunks and returns its size.
    ///
    /// # Errors
    ///
    /// Returns an error if the call fails.
    pub async fn open_label(&self) -> Result<usize, CallFailed> {
        let (mut response, mut length) = (self.download().await?, 0);
        while let Some(chunk) = response.chunk().await.map_err(CallFailed::Transport)? {
            length += chunk.len();
        }
        Ok(length)
    }

    async fn download(&self) -> Result<reqwest::Response, CallFailed> {
        let request = self.client.get(format!("{}/parcels/{PARCEL}/label", self.base));
        self.send(request, "application/octet-stream, application/json").await
    }

    async fn json<T: DeserializeOwned>(&self, request: RequestBuilder) -> Result<T, CallFailed> {
        let response = self.send(request, "application/json").await?;
        response.json().await.map_err(CallFailed::Transport)
    }

    /// Sends a request and returns its response, or the error that the description documents.
    async fn send(
        &self,
        request: RequestBuilder,
        accept: &'static str,
    ) -> Result<reqwest::Response, CallFailed> {
        let request = request.header(ACCEPT, accept).header("x-api-key", self.key.clone());
        let response = request.send().await.map_err(CallFailed::Transport)?;
        let status = response.status();
        if status.is_success() {
            return Ok(response);
        }
        let failure = response.json().await.map_err(CallFailed::Transport)?;
        Err(CallFailed::Response(status.as_u16(), failure))
    }
}
