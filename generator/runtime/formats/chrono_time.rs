//! Dates and times as types of the crate `chrono` (RFC 3339 in JSON).

use std::borrow::Cow;

use chrono::{DateTime, Datelike, NaiveDate, SecondsFormat, Utc};

use super::super::formats::rfc3339;
use super::super::json::convert::Json;
use super::super::json::node::Node;
use super::super::json::read::ReadError;
use super::super::json::write::Writer;
use super::super::requests::parameter::Parameter;

const DATE_RULE: &str = "must be a date in the years 0 to 9999";
const TIME_RULE: &str = "must be a time in the years 0 to 9999";

impl Json for DateTime<Utc> {
    /// Reads a `date-time` (RFC 3339, section 5.6) and common deviations from it.
    fn read(node: &Node<'_>) -> Result<Self, ReadError> {
        let text = rfc3339::repaired(node.string()?);
        let read = text.and_then(|text| DateTime::parse_from_rfc3339(&text).ok());
        read.map(|time| time.to_utc()).ok_or_else(|| ReadError::expected(rfc3339::TIME, node))
    }

    fn write(&self, writer: &mut Writer) {
        match self.fault() {
            Some(fault) => writer.fault(fault),
            None => writer.string(&Parameter::text(self)),
        }
    }
}

impl Parameter for DateTime<Utc> {
    fn text(&self) -> Cow<'_, str> {
        Cow::Owned(self.to_rfc3339_opts(SecondsFormat::AutoSi, true))
    }

    fn fault(&self) -> Option<&'static str> {
        (!(0..=9999).contains(&self.year())).then_some(TIME_RULE)
    }
}

impl Json for NaiveDate {
    /// Reads a `full-date` (RFC 3339, section 5.6). A time after the date is ignored.
    fn read(node: &Node<'_>) -> Result<Self, ReadError> {
        let date = rfc3339::date(node.string()?).and_then(|(year, month, day)| {
            Self::from_ymd_opt(year.into(), month.into(), day.into())
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

impl Parameter for NaiveDate {
    fn text(&self) -> Cow<'_, str> {
        Cow::Owned(self.to_string())
    }

    fn fault(&self) -> Option<&'static str> {
        (!(0..=9999).contains(&self.year())).then_some(DATE_RULE)
    }
}
