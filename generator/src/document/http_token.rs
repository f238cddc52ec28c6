//! HTTP tokens (RFC 9110, 5.6.2), the syntax of header names and methods.

/// Returns `true` if a token may contain the character.
pub(super) fn is_part(char: char) -> bool {
    char.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(char)
}

/// Returns `true` if a string is a token.
pub(super) fn is_token(text: &str) -> bool {
    !text.is_empty() && text.chars().all(is_part)
}
