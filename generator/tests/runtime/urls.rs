//! URLs and what goes into them.

use crate::runtime::url::{BaseUrl, encode, encode_literal, is_dot_segment};

fn encoded(text: &str) -> String {
    let mut url = String::new();
    encode(text, &mut url);
    url
}

#[test]
fn all_but_unreserved_characters_are_encoded() {
    assert_eq!(encoded("AZaz09-._~"), "AZaz09-._~");
    assert_eq!(encoded("a/b?c#d&e=f+g h%"), "a%2Fb%3Fc%23d%26e%3Df%2Bg%20h%25");
    assert_eq!(encoded("é\n\\"), "%C3%A9%0A%5C");
    let mut literal = String::new();
    encode_literal("/a:b/%41/{?#", &mut literal);
    assert_eq!(literal, "/a:b/%41/%7B?%23");
}

#[test]
fn dot_segments_are_known_in_every_spelling() {
    for segment in [".", "..", "%2e", "%2E%2e", ".%2E"] {
        assert!(is_dot_segment(segment), "{segment}");
    }
    for segment in ["", "...", "a.", "%252e", "..;"] {
        assert!(!is_dot_segment(segment), "{segment}");
    }
}

#[test]
fn a_base_url_keeps_host_port_and_path() {
    let cases = [
        ("https://api.example", "https://api.example"),
        ("https://api.example/", "https://api.example"),
        ("HTTPS://api.example:8443/v1/", "https://api.example:8443/v1"),
        ("http://[::1]:80/a//", "http://[::1]:80/a"),
    ];
    for (text, expected) in cases {
        assert_eq!(BaseUrl::parse(text).unwrap().as_str(), expected);
    }
}

#[test]
fn a_base_url_that_is_none_says_why() {
    let cases = [
        ("", "is not a URL"),
        ("https://", "is not a URL"),
        ("https://a b", "is not a URL"),
        ("api.example", "must begin with `https://` or `http://`"),
        ("/v1", "must begin with `https://` or `http://`"),
        ("ftp://api.example", "must begin with `https://` or `http://`"),
        ("https://api.example/?a=b", "must have neither query nor fragment"),
        ("https://api.example/#a", "must have neither query nor fragment"),
        (
            "https://me:word@api.example",
            "must not hold a user name or password; give credentials to the builder",
        ),
        ("https://api.example:99999", "has a port that is no number from 0 to 65535"),
        ("https://api.example:", "has a port that is no number from 0 to 65535"),
        ("https://:443", "has no host"),
        (
            "https://api.example/a/%2e%2e/b",
            "must not hold `.` or `..` as a segment, nor a backslash",
        ),
    ];
    for (text, expected) in cases {
        assert_eq!(BaseUrl::parse(text), Err(expected), "{text}");
    }
}

#[test]
fn this_machine_is_known_by_name_and_address() {
    let private = |text: &str| BaseUrl::parse(text).unwrap().is_private();
    assert!(private("http://localhost:1"));
    assert!(private("http://api.LOCALHOST"));
    assert!(private("http://127.8.9.1"));
    assert!(private("http://[::1]:80"));
    assert!(private("https://api.example"));
    assert!(!private("http://api.example"));
    assert!(!private("http://localhost.example"));
    assert!(!private("http://128.0.0.1"));
}
