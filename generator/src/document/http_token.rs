//! Tokens of HTTP (RFC 9110, 5.6.2), which names of headers and methods are.

/// Returns `true` if a character may stand in a token.
pub(super) fn is_part(char: char) -> bool {
    char.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(char)
}

/// Returns `true` if a text is a token.
pub(super) fn is_token(text: &str) -> bool {
    !text.is_empty() && text.chars().all(is_part)
}
