//! Dates and times as types of the crate `jiff` (RFC 3339 in JSON).

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
    /// Reads a `date-time` (RFC 3339, section 5.6) and common deviations from it.
    fn read(node: &Node<'_>) -> Result<Self, ReadError> {
        // jiff itself accepts more than RFC 3339, such as the name of a time zone after the time.
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
        // The year is negative.
        self.to_string().starts_with('-').then_some(TIME_RULE)
    }
}

impl Json for Date {
    /// Reads a `full-date` (RFC 3339, section 5.6). A time after the date is ignored.
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
