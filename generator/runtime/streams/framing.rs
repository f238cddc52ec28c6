//! Parsers that split a stream into items before they are decoded.

use bytes::{Buf, Bytes};

use super::super::json::node::Node;
use super::super::streams::events::EventParser;

/// An item as received: a line or an event.
#[derive(Debug, Default)]
pub(crate) struct Frame {
    /// The line, or the data of the event.
    pub(crate) data: Bytes,
    /// Set if an event has no data, in contrast to empty data.
    pub(crate) is_empty: bool,
    /// Set if the end of the stream may have cut the item off.
    pub(crate) cut: bool,
    /// The name of the event. It is followed by its other fields.
    pub(crate) event: Option<String>,
    pub(crate) id: Option<String>,
    pub(crate) retry: Option<u64>,
}

/// The error for an item that exceeds the size limit.
pub(crate) struct TooLarge;

/// The separation of the items in a stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Framing {
    /// Server-sent events (WHATWG HTML, section 9.2).
    Events,
    /// One JSON text on each line.
    Lines,
    /// JSON texts, each after a record separator (RFC 7464).
    Sequence,
}

/// Splits chunks, which may end anywhere, into items.
pub(crate) enum Parser {
    Events(Box<EventParser>),
    Lines(Vec<u8>),
    Sequence(Sequence),
}

/// The text since the last record separator.
#[derive(Default)]
pub(crate) struct Sequence {
    text: Vec<u8>,
    /// The length from which a line end triggers the next attempt to parse the text. Without it, a
    /// text of many lines would be parsed again at each line.
    next: usize,
}

/// The record separator (RFC 7464, section 2.2).
const SEPARATOR: u8 = 0x1e;

impl Framing {
    /// Returns the framing of a media type, given without parameters and in lower case.
    pub(crate) fn of(media_type: &str) -> Option<Self> {
        match media_type {
            "text/event-stream" => Some(Self::Events),
            "application/x-ndjson"
            | "application/ndjson"
            | "application/x-jsonl"
            | "application/jsonl"
            | "application/x-jsonlines"
            | "application/jsonlines"
            | "application/json-lines"
            | "application/stream+json" => Some(Self::Lines),
            other if other == "application/json-seq" || other.ends_with("+json-seq") => {
                Some(Self::Sequence)
            }
            _ => None,
        }
    }

    pub(crate) fn parser(self) -> Parser {
        match self {
            Self::Events => Parser::Events(Box::default()),
            Self::Lines => Parser::Lines(Vec::new()),
            Self::Sequence => Parser::Sequence(Sequence::default()),
        }
    }
}

impl Parser {
    /// Takes the next item from `input`. Returns `None` if more input is needed.
    pub(crate) fn next(
        &mut self,
        input: &mut Bytes,
        limit: usize,
    ) -> Result<Option<Frame>, TooLarge> {
        match self {
            Self::Events(events) => events.next(input, limit),
            Self::Lines(line) => next_line(line, input, limit),
            Self::Sequence(sequence) => sequence.next(input, limit),
        }
    }

    /// Returns the rest of the stream as an item.
    pub(crate) fn finish(&mut self) -> Option<Frame> {
        match self {
            Self::Events(events) => events.finish(),
            Self::Lines(line) => frame(std::mem::take(line).into()),
            Self::Sequence(sequence) => sequence.take(),
        }
    }
}

fn next_line(
    line: &mut Vec<u8>,
    input: &mut Bytes,
    limit: usize,
) -> Result<Option<Frame>, TooLarge> {
    while !input.is_empty() {
        let end = input.iter().position(|byte| *byte == b'\n');
        let mut part = input.split_to(end.unwrap_or(input.len()));
        if line.len() + part.len() > limit {
            return Err(TooLarge);
        }
        if end.is_some() {
            input.advance(1);
            if !line.is_empty() {
                line.extend_from_slice(&part);
                part = std::mem::take(line).into();
            }
            if let Some(frame) = frame(part) {
                return Ok(Some(frame));
            }
        } else {
            line.extend_from_slice(&part);
        }
    }
    Ok(None)
}

impl Sequence {
    fn next(&mut self, input: &mut Bytes, limit: usize) -> Result<Option<Frame>, TooLarge> {
        while !input.is_empty() {
            let end = input.iter().position(|byte| matches!(*byte, b'\n' | SEPARATOR));
            let part = input.split_to(end.unwrap_or(input.len()));
            self.text.extend_from_slice(&part);
            if self.text.len() > limit {
                return Err(TooLarge);
            }
            if end.is_none() {
                break;
            }
            let separator = input.get_u8();
            if separator == b'\n' {
                self.text.push(separator);
            }
            // A record separator ends any text. At a line end, a complete text is returned at once,
            // without waiting for the next separator.
            let ends = separator == SEPARATOR || self.is_whole();
            if let Some(frame) = ends.then(|| self.take()).flatten() {
                return Ok(Some(frame));
            }
        }
        Ok(None)
    }

    fn take(&mut self) -> Option<Frame> {
        self.next = 0;
        let text = std::mem::take(&mut self.text);
        // Strings, arrays and objects show their own end (RFC 7464, section 2.4).
        let has_end = matches!(text.trim_ascii_start().first(), Some(b'{' | b'[' | b'"'));
        let cut = !has_end && text.last().is_some_and(|last| !last.is_ascii_whitespace());
        frame(text.into()).map(|frame| Frame { cut, ..frame })
    }

    fn is_whole(&mut self) -> bool {
        if self.text.len() < self.next {
            return false;
        }
        self.next = self.text.len() * 2;
        Node::parse(&self.text).is_ok()
    }
}

/// Creates an item, unless the text is blank.
fn frame(data: Bytes) -> Option<Frame> {
    (!data.trim_ascii().is_empty()).then(|| Frame { data, ..Frame::default() })
}
