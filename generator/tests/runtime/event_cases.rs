//! Event streams by the rules of WHATWG HTML, section 9.2.6, modelled on the web platform tests. Each is split into
//! chunks of every size.

use bytes::Bytes;
use http::Request;

use crate::runtime::requests::body::RequestBody;
use crate::runtime::responses::api_error::NoDocumentedError;
use crate::runtime::streams::events::Event;
use crate::runtime::streams::items::StreamFormat;
use crate::runtime::transports::traits::{
    BlockingBodyStream, BlockingTransport, SendOptions, TransportError,
};
use crate::runtime_tests::requests::PLAIN;
use crate::runtime_tests::sample::builder;

const EVENTS: &str = "text/event-stream";

/// A transport that responds with these chunks.
struct BodyStream(Vec<Bytes>);

impl BlockingTransport for BodyStream {
    fn send(
        &self,
        _: Request<Bytes>,
        _: SendOptions,
    ) -> Result<http::Response<Bytes>, TransportError> {
        panic!("the answer is to be opened")
    }

    fn open(
        &self,
        _: Request<RequestBody>,
        _: SendOptions,
    ) -> Result<http::Response<BlockingBodyStream>, TransportError> {
        let pieces: BlockingBodyStream = Box::new(self.0.clone().into_iter().map(Ok));
        Ok(http::Response::builder().header("content-type", EVENTS).body(pieces).unwrap())
    }
}

/// The data, name and last id of each event, and the reconnection time after all of them.
type Read = (Vec<(String, Option<String>, Option<String>)>, Option<u128>);

fn read(stream: &[u8], size: usize) -> Read {
    let pieces = BodyStream(stream.chunks(size).map(Bytes::copy_from_slice).collect());
    let client = builder().blocking_transport(pieces).build().unwrap();
    let opened = client.call(&PLAIN).open_blocking().unwrap();
    let items = opened.items::<Event, NoDocumentedError>(EVENTS, StreamFormat::TextEvent, &[]);
    let (mut items, mut events) = (items.unwrap(), Vec::new());
    // An event that is cut off is an error.
    while let Some(Ok(event)) = items.next() {
        events.push((event.data, event.event, items.last_event_id().map(str::to_owned)));
    }
    (events, items.retry().map(|time| time.as_millis()))
}

/// Returns the events of a stream. Panics if they depend on the size of the chunks.
#[track_caller]
fn events(stream: impl AsRef<[u8]>) -> Read {
    let stream = stream.as_ref();
    let whole = read(stream, stream.len().max(1));
    for size in 1..stream.len().min(40) {
        assert_eq!(read(stream, size), whole, "in pieces of {size}");
    }
    whole
}

/// Returns the data of the events.
#[track_caller]
fn data(stream: impl AsRef<[u8]>) -> Vec<String> {
    events(stream).0.into_iter().map(|event| event.0).collect()
}

#[test]
fn lines_and_the_mark_before_them() {
    let cases: [(&str, &[&str]); 12] = [
        ("\u{feff}data:1\n\n\u{feff}data:2\n\ndata:3\n\n", &["1", "3"]),
        ("\u{feff}\u{feff}data:1\n\ndata:2\n\ndata:3\n\n", &["2", "3"]),
        ("data:a\r\ndata:b\rdata:c\n\r\n", &["a\nb\nc"]),
        ("data:a\n\rdata:b\n\n", &["a", "b"]),
        ("data:a\r\rdata:b\r\n\r\n", &["a", "b"]),
        ("data:a\r\n\ndata:b\n\r", &["a", "b"]),
        ("\n\n\r\rdata:a\n\n\n\n", &["a"]),
        ("data:a\u{85}b\u{2028}c\n\n", &["a\u{85}b\u{2028}c"]),
        ("data:a\u{b}\u{c}b\n\n", &["a\u{b}\u{c}b"]),
        ("data:no end", &[]),
        ("data:no empty line\n", &[]),
        ("", &[]),
    ];
    for (stream, expected) in cases {
        assert_eq!(data(stream), expected, "{stream:?}");
    }
}

#[test]
fn data_and_what_is_no_field() {
    let cases: [(&str, &[&str]); 16] = [
        ("data:\n\n", &[""]),
        ("data\n\n", &[""]),
        ("data\ndata\n\ndata:test\n\n", &["\n", "test"]),
        ("data: a\n\n", &["a"]),
        ("data:  a \n\n", &[" a "]),
        ("data:\ta\n\n", &["\ta"]),
        ("data:a:b: c\n\n", &["a:b: c"]),
        ("data: {\ndata:  1\ndata: }\n\n", &["{\n 1\n}"]),
        (":a comment\ndata:1\n:another\ndata:2\n\n", &["1\n2"]),
        (": \n:\n\n:x\ndata:1\n:\u{0}\n\n", &["1"]),
        (" data:1\ndata :2\nData:3\nDATA:4\ndata\0:5\n\n", &[]),
        ("datax:1\nxdata:2\n data\ndata:3\n\n", &["3"]),
        ("unknown\nunknown:1\n:\n:1\ndata:a\n\n", &["a"]),
        ("data:a\0b\n\n", &["a\0b"]),
        ("event:a\n\n", &[]),
        ("id:1\n\nretry:5\n\n", &[]),
    ];
    for (stream, expected) in cases {
        assert_eq!(data(stream), expected, "{stream:?}");
    }
}

#[test]
fn a_comment_may_be_long() {
    let stream = format!("data:1\n:{}\ndata:2\n\n", "x".repeat(2000));
    assert_eq!(data(stream), ["1\n2"]);
}

#[test]
fn text_is_utf8_whatever_comes() {
    assert_eq!(data("data:öäü €😀\n\n"), ["öäü €😀"]);
    assert_eq!(data(b"data:a\xffb\xc3\n\n"), ["a\u{fffd}b\u{fffd}"]);
    assert_eq!(data(b"\xff\xfedata:1\n\ndata:2\n\n"), ["2"]);
}

#[test]
fn the_name_of_an_event_is_its_own() {
    let names = |stream: &str| -> Vec<Option<String>> {
        events(stream).0.into_iter().map(|event| event.1).collect()
    };
    let name = |name: &str| Some(name.to_owned());
    assert_eq!(names("event:a\ndata:1\n\ndata:2\n\n"), [name("a"), None]);
    assert_eq!(names("event: a \ndata:1\n\n"), [name("a ")]);
    assert_eq!(names("event:a\nevent:b\ndata:1\n\n"), [name("b")]);
    assert_eq!(names("event:a\nevent:\ndata:1\n\n"), [None]);
    assert_eq!(names("event\ndata:1\n\n"), [None]);
    // Without data there is no event, and its name does not apply to the next one.
    assert_eq!(names("event:a\n\ndata:1\n\n"), [None]);
    assert_eq!(names("data:1\nevent:a\n\n"), [name("a")]);
}

#[test]
fn the_last_id_stays_until_there_is_another() {
    let ids = |stream: &str| -> Vec<Option<String>> {
        events(stream).0.into_iter().map(|event| event.2).collect()
    };
    let id = |id: &str| Some(id.to_owned());
    assert_eq!(ids("data:0\n\nid:a\ndata:1\n\ndata:2\n\n"), [None, id("a"), id("a")]);
    assert_eq!(ids("id:a\ndata:1\n\nid\ndata:2\n\n"), [id("a"), id("")]);
    assert_eq!(ids("id:a\ndata:1\n\nid:\ndata:2\n\n"), [id("a"), id("")]);
    assert_eq!(ids("id:a\n\ndata:1\n\n"), [id("a")]);
    assert_eq!(ids("id:a\ndata:1\n\nid:b\0c\ndata:2\n\n"), [id("a"), id("a")]);
    assert_eq!(ids("id: …\ndata:1\n\n"), [id("…")]);
    assert_eq!(ids("id:a\nid:b\ndata:1\n\n"), [id("b")]);
}

#[test]
fn a_time_to_wait_is_digits() {
    let time = |stream: &str| events(stream).1;
    assert_eq!(time("retry:3000\ndata:x\n\n"), Some(3000));
    assert_eq!(time("retry: 03000\n\n"), Some(3000));
    assert_eq!(time("retry:1000\nretry:2000\n\n"), Some(2000));
    for bogus in ["3000x", "x", "-1", "+1", "1.5", "1e3", "", " 1 ", "0x1", "１"] {
        assert_eq!(time(&format!("retry:1000\n\nretry:{bogus}\n\n")), Some(1000), "{bogus:?}");
    }
    assert_eq!(time("retry\ndata:x\n\n"), None);
    assert_eq!(time("retry:99999999999999999999\n\n"), Some(u128::from(u64::MAX)));
}
