//! Items of a stream before they are read: the parsers that find where one ends.

use bytes::{Buf, Bytes};

use super::super::json::node::Node;
use super::super::streams::events::EventParser;

/// One item as it came: a line, or an event.
#[derive(Debug, Default)]
pub(crate) struct Frame {
    /// The line, or the event's data.
    pub(crate) data: Bytes,
    /// Whether it has no data at all, which an empty text is not.
    pub(crate) is_empty: bool,
    /// Whether more may have belonged to it.
    pub(crate) cut: bool,
    /// The fields of an event.
    pub(crate) event: Option<String>,
    pub(crate) id: Option<String>,
    pub(crate) retry: Option<u64>,
}

/// An item is larger than it may be.
pub(crate) struct TooLarge;

/// How the items of a stream follow one another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Framing {
    /// Server-sent events (WHATWG HTML, 9.2).
    Events,
    /// JSON on a line each.
    Lines,
    /// JSON behind a record separator each (RFC 7464).
    Sequence,
}

/// Finds the items in pieces that may end anywhere.
pub(crate) enum Parser {
    Events(Box<EventParser>),
    Lines(Vec<u8>),
    Sequence(Sequence),
}

/// The text since the last record separator.
#[derive(Default)]
pub(crate) struct Sequence {
    text: Vec<u8>,
    /// From this length on another attempt is made at a line's end to read the text: a text of many
    /// lines is not to be read again at each of them.
    next: usize,
}

/// The record separator (RFC 7464, 2.2).
const SEPARATOR: u8 = 0x1e;

impl Framing {
    /// The framing of a media type without parameters, in lower case.
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
    /// The next item in `input`, which is taken as far as it is read; `None` where more is needed.
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

    /// What is there of an item when the stream ends.
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
            // A separator ends whatever is before it. A line may be the last of a text, which is
            // not to wait until the next one begins.
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
        // Of the others one sees where they end (RFC 7464, 2.4).
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

/// A text as an item, unless there is nothing in it.
fn frame(data: Bytes) -> Option<Frame> {
    (!data.trim_ascii().is_empty()).then(|| Frame { data, ..Frame::default() })
}
