//! Parses dates and times in the format of RFC 3339 and in the deviations from it that servers commonly send.

use std::fmt::Write as _;

use super::super::json::mismatches;

/// The expected date, for error messages.
pub(crate) const DATE: &str = "a date as in `2026-01-31`";

/// The expected time, for error messages.
pub(crate) const TIME: &str = "a date and time with an offset (RFC 3339)";

/// Returns the year, month and day of a `full-date` (RFC 3339, section 5.6). A time after the date is ignored.
///
/// In a union, the time counts as a mismatch, so that a variant that keeps the time fits better.
pub(crate) fn date(text: &str) -> Option<(u16, u8, u8)> {
    let date = date_of(text);
    if date.is_some() && text.trim().len() > 10 {
        mismatches::add(2);
    }
    date
}

fn date_of(text: &str) -> Option<(u16, u8, u8)> {
    let text = text.trim();
    let (date, behind) = (text.get(..10)?, text.get(10..)?);
    let time = behind.strip_prefix(['T', 't', ' ']);
    let is_time = time.is_some_and(|time| time.starts_with(|char: char| char.is_ascii_digit()));
    if !behind.is_empty() && !is_time {
        return None;
    }
    let mut parts = date.split('-');
    let year = digits(parts.next()?, 4)?;
    let month = u8::try_from(digits(parts.next()?, 2)?).ok()?;
    let day = u8::try_from(digits(parts.next()?, 2)?).ok()?;
    parts.next().is_none().then_some((year, month, day))
}

/// Returns the `date-time` (RFC 3339, section 5.6) that a text means, so that a common deviation does not fail the
/// whole response.
///
/// These deviations are accepted: a space for the `T`, no seconds, more than nine digits of a second, an offset without
/// a colon. A missing offset means UTC, and a missing time means the beginning of the day.
///
/// In a union, a deviation counts as a mismatch.
pub(crate) fn repaired(text: &str) -> Option<String> {
    let repaired = repaired_of(text.trim())?;
    if repaired != text {
        mismatches::add(1);
    }
    Some(repaired)
}

fn repaired_of(text: &str) -> Option<String> {
    let (year, month, day) = date_of(text)?;
    let mut repaired = format!("{year:04}-{month:02}-{day:02}T");
    let Some(time) = text.get(11..) else {
        return Some(repaired + "00:00:00Z");
    };
    let clock = |char: char| char.is_ascii_digit() || matches!(char, ':' | '.' | ',');
    let end = time.find(|char| !clock(char)).unwrap_or(time.len());
    let (clock, offset) = time.split_at(end);
    let (clock, fraction) = clock.split_once(['.', ',']).unwrap_or((clock, ""));
    let mut parts = clock.split(':');
    for part in [parts.next()?, parts.next()?, parts.next().unwrap_or("00")] {
        let separator = if repaired.ends_with('T') { "" } else { ":" };
        _ = write!(repaired, "{separator}{:02}", digits(part, 2)?);
    }
    if parts.next().is_some() || !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    if !fraction.is_empty() {
        repaired.push('.');
        repaired.extend(fraction.chars().take(9));
    }
    repaired.push_str(&offset_of(offset.trim())?);
    Some(repaired)
}

/// Returns the offset as RFC 3339 writes it.
fn offset_of(text: &str) -> Option<String> {
    if text.is_empty() || ["z", "utc", "gmt"].contains(&text.to_ascii_lowercase().as_str()) {
        return Some("Z".to_owned());
    }
    let sign = text.chars().next().filter(|sign| matches!(sign, '+' | '-'))?;
    let digits_only: String = text.chars().skip(1).filter(|char| *char != ':').collect();
    match digits_only.len() {
        2 => digits(&digits_only, 2).map(|hours| format!("{sign}{hours:02}:00")),
        4 => {
            digits(&digits_only, 4).map(|both| format!("{sign}{:02}:{:02}", both / 100, both % 100))
        }
        _ => None,
    }
}

/// Parses a number of exactly `count` decimal digits.
fn digits(text: &str, count: usize) -> Option<u16> {
    let all_digits = text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit());
    all_digits.then(|| text.parse().ok()).flatten()
}
