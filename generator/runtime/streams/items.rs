//! The part of a stream of items that depends neither on their type nor on the transport.

use std::borrow::Cow;

use bytes::Bytes;

use super::super::json::convert::Json;
use super::super::json::node::Node;
use super::super::responses::response::Response;
use super::super::streams::events::EventParser;
use super::super::streams::framing::{Frame, Framing, Parser, TooLarge};
use super::super::streams::stream_error::{StreamError, StreamErrorKind};
use super::super::transports::traits::TransportError;

/// The event data that ends a stream of JSON. It is not JSON, but many APIs send it.
const DONE: &[u8] = b"[DONE]";

/// The source of an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StreamFormat {
    /// A line or the data of an event, as JSON.
    Json,
    /// The data of an event, as a string.
    Text,
    /// An event with its fields, its data as JSON.
    Event,
    /// An event with its fields, its data as a string.
    TextEvent,
}

pub(crate) struct Items {
    pub(crate) head: Response,
    parser: Parser,
    form: StreamFormat,
    /// The unread rest of the current chunk.
    input: Bytes,
    /// The end of the chunks, once it is reached.
    end: Option<Result<(), TransportError>>,
    /// The most bytes of one item.
    limit: usize,
    pub(crate) count: u64,
    /// The name of the last event.
    pub(crate) event: Option<String>,
    over: bool,
    /// Set if the server has sent `[DONE]`.
    pub(crate) done: bool,
}

/// The next step after reading the chunks received so far.
pub(crate) enum Step {
    Item(Frame),
    Broken(StreamError),
    /// Another chunk is needed.
    More,
    Over,
}

/// Returns the framing: that of the received media type if it has one, else the documented one.
/// `None` if the media type is not that of a stream.
pub(crate) fn framing(
    head: &Response,
    media_type: &'static str,
    form: StreamFormat,
    others: &[&str],
) -> Option<Framing> {
    let documented = Framing::of(media_type).unwrap_or(Framing::Lines);
    let Some(came) = head.media_type() else { return Some(documented) };
    match Framing::of(&came) {
        Some(Framing::Events) => Some(Framing::Events),
        // Only events have an event name and an id.
        Some(framing) => (form == StreamFormat::Json).then_some(framing),
        // Any other body would be read as a stream without events (WHATWG HTML, section 9.2.2).
        None if documented == Framing::Events => None,
        None => (!others.contains(&&*came)).then_some(documented),
    }
}

impl Items {
    pub(crate) fn new(head: Response, framing: Framing, form: StreamFormat, limit: usize) -> Self {
        Self {
            head,
            parser: framing.parser(),
            form,
            input: Bytes::new(),
            end: None,
            limit,
            count: 0,
            event: None,
            over: false,
            done: false,
        }
    }

    /// Returns the parser of events, if the items are events.
    pub(crate) fn events(&self) -> Option<&EventParser> {
        match &self.parser {
            Parser::Events(events) => Some(events),
            Parser::Lines(_) | Parser::Sequence(_) => None,
        }
    }

    /// Adds the next chunk, the error, or the end of the stream.
    pub(crate) fn add(&mut self, piece: Option<Result<Bytes, TransportError>>) {
        match piece {
            Some(Ok(piece)) => self.input = piece,
            Some(Err(error)) => {
                self.end = Some(Err(match self.head.secrets() {
                    Some(secrets) => error.redacted_by(secrets),
                    None => error,
                }));
            }
            None => self.end = Some(Ok(())),
        }
    }

    pub(crate) fn step(&mut self) -> Step {
        if self.over {
            return Step::Over;
        }
        match self.parser.next(&mut self.input, self.limit) {
            Ok(Some(frame)) if self.is_done(&frame) => {
                self.over = true;
                self.done = true;
                Step::Over
            }
            Ok(Some(frame)) => Step::Item(frame),
            Ok(None) => match self.end.take() {
                None => Step::More,
                Some(Ok(())) => self.last(),
                Some(Err(error)) => self.broken(StreamErrorKind::Transport(error), Bytes::new()),
            },
            Err(TooLarge) => self.broken(StreamErrorKind::TooLarge(self.limit), Bytes::new()),
        }
    }

    /// Decodes an item as a `T`.
    pub(crate) fn read<T: Json>(&mut self, frame: Frame) -> Result<T, StreamError> {
        self.count += 1;
        let read = match self.node(&frame) {
            Ok(node) => node.decode().map_err(|error| {
                StreamErrorKind::Mismatch(match self.head.secrets() {
                    Some(secrets) => error.redacted_by(secrets),
                    None => error,
                })
            }),
            Err(kind) => Err(kind),
        };
        self.event = frame.event;
        read.map_err(|kind| StreamError::new(kind, self.count, frame.data))
    }

    /// Returns the last step, after the end of the chunks.
    fn last(&mut self) -> Step {
        self.over = true;
        match self.parser.finish() {
            None => Step::Over,
            Some(frame) if self.is_done(&frame) => {
                self.done = true;
                Step::Over
            }
            // An event ends only at an empty line.
            Some(frame) if self.events().is_some() => {
                self.broken(StreamErrorKind::Truncated, frame.data)
            }
            Some(frame) => Step::Item(frame),
        }
    }

    fn broken(&mut self, kind: StreamErrorKind, text: Bytes) -> Step {
        self.over = true;
        self.count += 1;
        Step::Broken(StreamError::new(kind, self.count, text))
    }

    fn is_done(&self, frame: &Frame) -> bool {
        let json = matches!(self.form, StreamFormat::Json | StreamFormat::Event);
        json && self.events().is_some() && frame.data.trim_ascii() == DONE
    }

    fn node<'f>(&self, frame: &'f Frame) -> Result<Node<'f>, StreamErrorKind> {
        let data = match self.form {
            StreamFormat::Json | StreamFormat::Event if frame.cut => {
                Err(StreamErrorKind::Truncated)
            }
            StreamFormat::Json | StreamFormat::Event => Node::parse(&frame.data).map_err(|error| {
                if self.over && error.is_truncated() {
                    StreamErrorKind::Truncated
                } else {
                    StreamErrorKind::NotJson(error)
                }
            }),
            StreamFormat::Text | StreamFormat::TextEvent => {
                Ok(Node::String(String::from_utf8_lossy(&frame.data)))
            }
        }?;
        if matches!(self.form, StreamFormat::Json | StreamFormat::Text) {
            return Ok(data);
        }
        let mut members = vec![(Cow::Borrowed("data"), data)];
        let texts = [("event", &frame.event), ("id", &frame.id)];
        members.extend(texts.into_iter().filter_map(|(name, text)| {
            Some((Cow::Borrowed(name), Node::String(Cow::Borrowed(text.as_deref()?))))
        }));
        members.extend(frame.retry.map(|retry| (Cow::Borrowed("retry"), Node::Unsigned(retry))));
        Ok(Node::Object(members))
    }
}
