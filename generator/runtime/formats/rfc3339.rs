//! Dates and times as servers write them: RFC 3339, and what comes near it.

use std::fmt::Write as _;

/// What a date has to be.
pub(crate) const DATE: &str = "a date as in `2026-01-31`";

/// What a time has to be.
pub(crate) const TIME: &str = "a date and time with an offset (RFC 3339)";

/// The year, month and day of a `full-date` (RFC 3339, section 5.6). A time behind it is passed over.
pub(crate) fn date(text: &str) -> Option<(u16, u8, u8)> {
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

/// A `date-time` (RFC 3339, section 5.6) of a text that is nearly one, since an answer is not to be
/// lost for it: with a space for the `T`, without seconds, with more than nine digits behind them,
/// with an offset without its colon. Where the offset is left out, it is UTC; where all of the time
/// is, the day's beginning.
pub(crate) fn repaired(text: &str) -> Option<String> {
    let text = text.trim();
    let (year, month, day) = date(text)?;
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

/// The offset in the spelling of RFC 3339.
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

/// The number that exactly `count` decimal digits are.
fn digits(text: &str, count: usize) -> Option<u16> {
    let all_digits = text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit());
    all_digits.then(|| text.parse().ok()).flatten()
}
