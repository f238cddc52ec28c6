//! Server-sent events: the parser of `text/event-stream` (WHATWG HTML, section 9.2.6).

use std::time::Duration;

use bytes::{Buf, Bytes};

use super::super::json::convert::Json;
use super::super::json::node::Node;
use super::super::json::read::ReadError;
use super::super::json::write::Writer;
use super::super::streams::framing::{Frame, TooLarge};

/// A server-sent event that the API description does not give a type.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Event {
    /// The field `event`, the name of the event; `None` for the default, `message`.
    pub event: Option<String>,
    /// The field `data`, its lines joined with newlines.
    pub data: String,
    /// The field `id` of this event, if it has one.
    pub id: Option<String>,
}

impl Json for Event {
    fn read(node: &Node<'_>) -> Result<Self, ReadError> {
        let Node::Object(members) = node else {
            return Err(ReadError::expected("an event", node));
        };
        let member = |name: &str| members.iter().find(|(known, _)| known == name);
        let text = |name: &str| match member(name) {
            Some((_, node)) => node.string().map(|text| Some(text.to_owned())),
            None => Ok(None),
        };
        Ok(Self { event: text("event")?, data: text("data")?.unwrap_or_default(), id: text("id")? })
    }

    fn write(&self, writer: &mut Writer) {
        let mut object = writer.object();
        object.optional("event", &self.event);
        object.required("data", &self.data);
        object.optional("id", &self.id);
        object.end();
    }
}

/// Assembles events from chunks, which may end anywhere.
#[derive(Default)]
pub(crate) struct EventParser {
    /// The incomplete last line.
    line: Vec<u8>,
    /// Set if the last line ended with CR, so that a following LF belongs to the same line end.
    after_return: bool,
    /// Set after the first line, because a byte order mark is valid only there.
    begun: bool,
    event: Option<String>,
    data: Vec<u8>,
    id: Option<String>,
    retry: Option<u64>,
    /// The id of the last event that had one, even an event without data.
    pub(crate) last_id: Option<String>,
    /// The time that the server asks to wait before reconnecting.
    pub(crate) reconnect: Option<Duration>,
}

impl EventParser {
    /// Reads to the end of the next event. Returns `None` if more input is needed.
    pub(crate) fn next(
        &mut self,
        input: &mut Bytes,
        limit: usize,
    ) -> Result<Option<Frame>, TooLarge> {
        while let Some(first) = input.first() {
            if std::mem::take(&mut self.after_return) && *first == b'\n' {
                input.advance(1);
                continue;
            }
            let end = input.iter().position(|byte| matches!(byte, b'\n' | b'\r'));
            let line = input.split_to(end.unwrap_or(input.len()));
            if self.line.len() + self.data.len() + line.len() > limit {
                return Err(TooLarge);
            }
            self.line.extend_from_slice(&line);
            if end.is_some() {
                self.after_return = input.first() == Some(&b'\r');
                input.advance(1);
                if let Some(frame) = self.end_line() {
                    return Ok(Some(frame));
                }
            }
        }
        Ok(None)
    }

    /// Ends the stream. Returns the event that the end cut off, if any.
    pub(crate) fn finish(&mut self) -> Option<Frame> {
        let is_comment = self.line.first() == Some(&b':');
        let is_cut = !self.line.is_empty() && !is_comment;
        if is_cut {
            self.end_line();
        }
        (is_cut || !self.data.is_empty() || self.event.is_some()).then(|| self.take())
    }

    fn end_line(&mut self) -> Option<Frame> {
        let line = std::mem::take(&mut self.line);
        let marked = !std::mem::replace(&mut self.begun, true);
        let line = match line.strip_prefix(b"\xef\xbb\xbf") {
            Some(rest) if marked => rest,
            _ => &line,
        };
        if line.is_empty() {
            return self.dispatch();
        }
        let colon = line.iter().position(|byte| *byte == b':');
        let (name, value) = line.split_at(colon.unwrap_or(line.len()));
        let value = value.strip_prefix(b":").unwrap_or(value);
        let value = value.strip_prefix(b" ").unwrap_or(value);
        self.field(name, value);
        None
    }

    /// Sets a field of the event. Comments, whose name is empty, and unknown names are ignored.
    fn field(&mut self, name: &[u8], value: &[u8]) {
        let text = || String::from_utf8_lossy(value).into_owned();
        match name {
            b"event" => self.event = Some(text()).filter(|event| !event.is_empty()),
            b"data" => {
                self.data.extend_from_slice(value);
                self.data.push(b'\n');
            }
            b"id" if !value.contains(&0) => self.id = Some(text()),
            b"retry" if !value.is_empty() && value.iter().all(u8::is_ascii_digit) => {
                // The value has only digits, so that parsing fails only if the number is too large.
                self.retry = Some(text().parse().unwrap_or(u64::MAX));
                self.reconnect = self.retry.map(Duration::from_millis).or(self.reconnect);
            }
            _ => {}
        }
    }

    /// Ends an event at an empty line. An event without data is dropped.
    fn dispatch(&mut self) -> Option<Frame> {
        if let Some(id) = &self.id {
            self.last_id = Some(id.clone());
        }
        let frame = self.take();
        (!frame.is_empty).then_some(frame)
    }

    fn take(&mut self) -> Frame {
        let mut data = std::mem::take(&mut self.data);
        let is_empty = data.pop().is_none();
        Frame {
            data: data.into(),
            is_empty,
            cut: false,
            event: self.event.take(),
            id: self.id.take(),
            retry: self.retry.take(),
        }
    }
}
