//! Tokens of HTTP (RFC 9110, 5.6.2), which names of headers and methods are.

use super::reader::Context;
use crate::report::Report;

/// Returns `true` if a character may stand in a token.
pub(super) fn is_part(char: char) -> bool {
    char.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(char)
}

/// Returns `true` if a text is a token.
pub(super) fn is_token(text: &str) -> bool {
    !text.is_empty() && text.chars().all(is_part)
}

/// Returns `true` if a text can be the name of a header; reports it otherwise.
pub(super) fn check_header(
    cx: &mut Context<'_>,
    name: &str,
    report: impl FnOnce() -> Report,
) -> bool {
    let is_name = is_token(name);
    if !is_name {
        cx.mistake(report(), "left out");
    }
    is_name
}
