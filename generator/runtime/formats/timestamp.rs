//! Dates and times: RFC 3339 on the wire, the types of the crate `jiff` in Rust.

use std::borrow::Cow;

use jiff::Timestamp;
use jiff::civil::Date;

use super::super::formats::rfc3339;
use super::super::json::convert::Json;
use super::super::json::node::Node;
use super::super::json::read::ReadError;
use super::super::json::write::Writer;
use super::super::requests::parameter::Parameter;

const DATE_RULE: &str = "must be a date in the years 0 to 9999";
const TIME_RULE: &str = "must be a time in the years 0 to 9999";

impl Json for Timestamp {
    /// Reads `date-time` (RFC 3339, section 5.6), and what comes near it.
    fn read(node: &Node<'_>) -> Result<Self, ReadError> {
        // What the crate itself would read is more than a time: the name of a zone may follow.
        let text = rfc3339::repaired(node.string()?);
        let read = text.and_then(|text| text.parse().ok());
        read.ok_or_else(|| ReadError::expected(rfc3339::TIME, node))
    }

    fn write(&self, writer: &mut Writer) {
        match self.fault() {
            Some(fault) => writer.fault(fault),
            None => writer.string(&self.to_string()),
        }
    }
}

impl Parameter for Timestamp {
    fn text(&self) -> Cow<'_, str> {
        Cow::Owned(self.to_string())
    }

    fn fault(&self) -> Option<&'static str> {
        // Years before 0 have a sign.
        self.to_string().starts_with('-').then_some(TIME_RULE)
    }
}

impl Json for Date {
    /// Reads `full-date` (RFC 3339, section 5.6).
    fn read(node: &Node<'_>) -> Result<Self, ReadError> {
        let date = rfc3339::date(node.string()?).and_then(|(year, month, day)| {
            let (year, month) = (i16::try_from(year).ok()?, i8::try_from(month).ok()?);
            Self::new(year, month, i8::try_from(day).ok()?).ok()
        });
        date.ok_or_else(|| ReadError::expected(rfc3339::DATE, node))
    }

    fn write(&self, writer: &mut Writer) {
        match self.fault() {
            Some(fault) => writer.fault(fault),
            None => writer.string(&self.to_string()),
        }
    }
}

impl Parameter for Date {
    fn text(&self) -> Cow<'_, str> {
        Cow::Owned(self.to_string())
    }

    fn fault(&self) -> Option<&'static str> {
        (self.year() < 0).then_some(DATE_RULE)
    }
}
