//! Checks streams of server-sent events, of JSON lines and of JSON text sequences.

use bytes::Bytes;
use fastrand::Rng;
use http::Request;
use serde_json::Value;

use crate::runtime::client::builder::ClientBuilder;
use crate::runtime::json::convert::Json;
use crate::runtime::json::write::Writer;
use crate::runtime::requests::body::RequestBody;
use crate::runtime::requests::operation::Operation;
use crate::runtime::responses::api_error::NoDocumentedError;
use crate::runtime::retry::policy::RetryPolicy;
use crate::runtime::streams::events::Event;
use crate::runtime::streams::items::StreamFormat;
use crate::runtime::transports::traits::{
    BlockingBodyStream, BlockingTransport, SendOptions, TransportError,
};
use crate::runtime_tests::requests::PLAIN_FIELDS;
use crate::steps::allocates_at_most;

static STREAM: Operation = PLAIN_FIELDS;

/// The maximum size of an item in bytes.
const LIMIT: usize = 256;

/// A transport whose response body is these chunks.
struct Chunks {
    media_type: &'static str,
    chunks: Vec<Bytes>,
}

impl BlockingTransport for Chunks {
    fn send(
        &self,
        _: Request<Bytes>,
        _: SendOptions,
    ) -> Result<http::Response<Bytes>, TransportError> {
        panic!("a stream is opened, not sent")
    }

    fn open(
        &self,
        _: Request<RequestBody>,
        _: SendOptions,
    ) -> Result<http::Response<BlockingBodyStream>, TransportError> {
        let chunks: BlockingBodyStream = Box::new(self.chunks.clone().into_iter().map(Ok));
        let response = http::Response::builder().header("content-type", self.media_type);
        Ok(response.body(chunks).expect("a response"))
    }
}

/// Reads the input in chunks of several sizes. The first byte selects the framing and the type of items.
pub(super) fn run(bytes: &[u8]) -> &'static str {
    let Some((kind, text)) = bytes.split_first() else { return "empty" };
    match kind {
        b'l' => compare::<Value>("application/jsonl", StreamFormat::Json, text),
        b's' => compare::<Value>("application/json-seq", StreamFormat::Json, text),
        b't' => compare::<Event>("text/event-stream", StreamFormat::TextEvent, text),
        b'e' => compare::<Event>("text/event-stream", StreamFormat::Event, text),
        _ => compare::<Value>("text/event-stream", StreamFormat::Json, text),
    }
}

fn compare<T: Json>(media_type: &'static str, form: StreamFormat, text: &[u8]) -> &'static str {
    let whole = read::<T>(media_type, form, vec![Bytes::copy_from_slice(text)], text.len());
    for size in [1, 2, 3, 7, 64] {
        let chunks = text.chunks(size).map(Bytes::copy_from_slice).collect();
        let read = read::<T>(media_type, form, chunks, text.len());
        assert_eq!(read, whole, "in chunks of {size} bytes");
    }
    let mut random = Rng::with_seed(super::hash(text));
    let (mut rest, mut chunks) = (Bytes::copy_from_slice(text), Vec::new());
    while !rest.is_empty() {
        // A chunk may be empty.
        let size = random.usize(..20).min(rest.len());
        chunks.push(rest.split_to(size));
    }
    assert_eq!(read::<T>(media_type, form, chunks, text.len()), whole, "in chunks at random");
    match whole.iter().any(|item| item.starts_with("Err")) {
        true => "with errors",
        false if whole.is_empty() => "no items",
        false => "items",
    }
}

/// Returns a line for each item, with the state of the stream after it.
fn read<T: Json>(
    media_type: &'static str,
    form: StreamFormat,
    chunks: Vec<Bytes>,
    length: usize,
) -> Vec<String> {
    let (count, transport) = (chunks.len(), Chunks { media_type, chunks });
    let builder = ClientBuilder::new("https://stream.example").retry(RetryPolicy::none());
    let client = builder.max_body(LIMIT).blocking_transport(transport).build().expect("a client");
    let opened = client.call(&STREAM).open_blocking().expect("a response");
    let mut items = opened.items::<T, NoDocumentedError>(media_type, form, &[]).expect("a stream");
    let mut lines = Vec::new();
    // Each byte is copied a few times, and each item has a constant cost.
    allocates_at_most(64 * 1024 + 600 * length + 64 * count, || {
        while let Some(item) = items.next() {
            let item = match item {
                Ok(item) => {
                    let written = Writer::text_of(&item).expect("an item of JSON");
                    format!("Ok {}", String::from_utf8_lossy(&written))
                }
                Err(error) => format!("Err {error}"),
            };
            let line = (item, items.event(), items.last_event_id(), items.retry());
            assert!(line.0.len() < 8 * LIMIT, "an item is larger than its limit: {line:?}");
            lines.push(format!("{} {:?} {:?} {:?}", line.0, line.1, line.2, line.3));
            assert!(lines.len() <= length + 1, "more items than bytes");
        }
    });
    assert!(items.next().is_none(), "an item behind the end");
    lines
}
