//! Percent-encoding (RFC 3986, section 2.1), and the pairs of queries, forms and cookies.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

/// All characters but the unreserved ones (RFC 3986, section 2.3) and `/`.
const RESERVED: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/');

/// Decodes percent-encoding. A `%` that starts no octet is kept. Octets that are not UTF-8 become replacement
/// characters.
pub(crate) fn decode(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

/// Decodes a part of a form (application/x-www-form-urlencoded), in which `+` is a space.
pub(crate) fn decode_form(text: &str) -> String {
    decode(&text.replace('+', " "))
}

/// Encodes all characters but the unreserved ones and `/`.
pub(crate) fn encode(text: &str) -> String {
    utf8_percent_encode(text, RESERVED).to_string()
}

/// Returns the decoded pairs of a query or form.
pub(crate) fn query_pairs(query: &str) -> Vec<(String, String)> {
    raw_pairs(query, '&').map(|(name, text)| (decode_form(name), decode_form(text))).collect()
}

/// Returns the pairs of the header `Cookie` (RFC 6265, section 4.2.1).
pub(crate) fn cookies(header: &str) -> Vec<(String, String)> {
    let pairs = raw_pairs(header, ';');
    pairs.map(|(name, text)| (name.trim().to_owned(), text.trim().to_owned())).collect()
}

/// Returns the encoded pairs of a query, form or header `Cookie`.
pub(crate) fn raw_pairs(text: &str, separator: char) -> impl Iterator<Item = (&str, &str)> {
    let parts = text.split(separator).filter(|part| !part.is_empty());
    parts.map(|part| part.split_once('=').unwrap_or((part, "")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn octets_are_decoded_and_what_is_none_stays() {
        assert_eq!(decode("a%2Fb%c3%a9%zz%4"), "a/bé%zz%4");
        assert_eq!(decode("1+1"), "1+1");
        assert_eq!(decode_form("1+1%2B1"), "1 1+1");
        assert_eq!(decode("%ff"), "\u{fffd}");
    }

    #[test]
    fn encoding_is_undone_by_decoding() {
        assert_eq!(encode("/paths/~1a {b}/é"), "/paths/~1a%20%7Bb%7D/%C3%A9");
        assert_eq!(decode(&encode("/paths/~1a {b}/é%")), "/paths/~1a {b}/é%");
    }
}
