//! Dates and times as types of the crate `time` (RFC 3339 in JSON).

use std::borrow::Cow;

use time::format_description::well_known::Rfc3339;
use time::{Date, Month, OffsetDateTime};

use super::super::formats::rfc3339;
use super::super::json::convert::Json;
use super::super::json::node::Node;
use super::super::json::read::ReadError;
use super::super::json::write::Writer;
use super::super::requests::parameter::Parameter;

const DATE_RULE: &str = "must be a date in the years 0 to 9999";
const TIME_RULE: &str = "must be a time in the years 0 to 9999 with an offset in whole minutes";

impl Json for OffsetDateTime {
    /// Reads a `date-time` (RFC 3339, section 5.6) and common deviations from it.
    fn read(node: &Node<'_>) -> Result<Self, ReadError> {
        let text = node.string()?;
        let parse = |text: &str| Self::parse(text, &Rfc3339).ok();
        let read = parse(text).or_else(|| parse(&rfc3339::repaired(text)?));
        read.ok_or_else(|| ReadError::expected(rfc3339::TIME, node))
    }

    fn write(&self, writer: &mut Writer) {
        match self.format(&Rfc3339) {
            Ok(text) => writer.string(&text),
            Err(_) => writer.fault(TIME_RULE),
        }
    }
}

impl Parameter for OffsetDateTime {
    fn text(&self) -> Cow<'_, str> {
        Cow::Owned(self.format(&Rfc3339).unwrap_or_default())
    }

    fn fault(&self) -> Option<&'static str> {
        self.format(&Rfc3339).err().map(|_| TIME_RULE)
    }
}

impl Json for Date {
    /// Reads a `full-date` (RFC 3339, section 5.6). A time after the date is ignored.
    fn read(node: &Node<'_>) -> Result<Self, ReadError> {
        let date = rfc3339::date(node.string()?).and_then(|(year, month, day)| {
            Self::from_calendar_date(year.into(), Month::try_from(month).ok()?, day).ok()
        });
        date.ok_or_else(|| ReadError::expected(rfc3339::DATE, node))
    }

    fn write(&self, writer: &mut Writer) {
        match format_date(*self) {
            Some(text) => writer.string(&text),
            None => writer.fault(DATE_RULE),
        }
    }
}

impl Parameter for Date {
    fn text(&self) -> Cow<'_, str> {
        Cow::Owned(format_date(*self).unwrap_or_default())
    }

    fn fault(&self) -> Option<&'static str> {
        format_date(*self).is_none().then_some(DATE_RULE)
    }
}

fn format_date(date: Date) -> Option<String> {
    let (year, month, day) = date.to_calendar_date();
    let month = u8::from(month);
    let writable = (0..=9999).contains(&year);
    writable.then(|| format!("{year:04}-{month:02}-{day:02}"))
}
