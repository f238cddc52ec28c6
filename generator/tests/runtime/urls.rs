//! URLs and their parts.

use crate::runtime::requests::url::{
    BaseUrl, encode, encode_path, encode_query, host_part, is_dot_segment,
};

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
    encode_path("/a:b/%41/{?#", &mut literal);
    assert_eq!(literal, "/a:b/%41/%7B%3F%23");
}

#[test]
fn a_percent_sign_that_begins_no_escape_is_encoded_in_paths_and_queries_of_templates() {
    let cases = [
        ("/50%/a", "/50%25/a"),
        ("/%", "/%25"),
        ("/%4", "/%254"),
        ("/%4g%41%", "/%254g%41%25"),
        ("/%%41", "/%25%41"),
        ("/%é", "/%25%C3%A9"),
        ("/a%2fb", "/a%2fb"),
    ];
    for (text, expected) in cases {
        let mut url = String::new();
        encode_path(text, &mut url);
        assert_eq!(url, expected);
    }
    let mut query = String::new();
    encode_query("a=50%&b=c d\n#e?f/%20", &mut query);
    assert_eq!(query, "a=50%25&b=c%20d%0A%23e?f/%20");
}

#[test]
fn a_value_that_would_end_the_host_gives_a_url_that_is_none() {
    let filled = |value: &str| format!("https://{}.api.example/v1", host_part(value));
    assert_eq!(BaseUrl::parse(&filled("eu-1")).unwrap().host(), "eu-1.api.example");
    for value in [
        "evil.test/",
        "evil.test?",
        "evil.test#",
        "a@evil.test/",
        "evil.test\\",
        "a\tb",
        "a b",
        "é",
        "%2f",
        "",
    ] {
        let url = BaseUrl::parse(&filled(value));
        let is_kept = url.as_ref().is_ok_and(|url| url.host().ends_with(".api.example"));
        assert!(url.is_err() || is_kept, "{value}: {url:?}");
        assert!(url.is_err() || value.is_empty(), "{value}: {url:?}");
    }
    // A host with a port is a valid server.
    let url = format!("https://{}/v1", host_part("[::1]:8443"));
    assert_eq!(BaseUrl::parse(&url).unwrap().host(), "[::1]");
}

#[test]
fn a_url_is_of_an_origin_only_with_its_scheme_host_and_port() {
    let base = BaseUrl::parse("https://api.example/v1").unwrap();
    let is_there = |url: &str| base.is_origin_of(&url.parse().unwrap());
    for url in
        ["https://api.example/", "https://API.example:443/v2?a=@", "HTTPS://api.example//evil.test"]
    {
        assert!(is_there(url), "{url}");
    }
    for url in [
        "http://api.example/",
        "https://api.example:444/",
        "https://api.example.evil.test/",
        "https://api.example@evil.test/",
        "https://api.example./",
        "https://me@api.example/",
        "https://api.example/\\evil.test",
        "/v1",
        "api.example",
    ] {
        assert!(!is_there(url), "{url}");
    }
    let base = BaseUrl::parse("http://[::1]:80").unwrap();
    assert!(base.is_origin_of(&"http://[::1]/x".parse().unwrap()));
    assert!(!base.is_origin_of(&"http://[::2]/x".parse().unwrap()));
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
        // `http` accepts these, and takes the address and the digits for host and port.
        ("https://[::1]evil.test:443", "has a port that is no number from 0 to 65535"),
        ("https://[::1]evil.test", "has a port that is no number from 0 to 65535"),
        ("https://api.example:+443", "has a port that is no number from 0 to 65535"),
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

#[test]
fn a_relative_server_stays_on_the_host() {
    let base = BaseUrl::parse("https://a.example:8443/v1/x").unwrap();
    let relative = |reference: &str| base.relative(reference).map(|url| url.as_str().to_owned());
    let on_host = |path: &str| Ok(format!("https://a.example:8443{path}"));
    assert_eq!(relative("/"), on_host(""));
    assert_eq!(relative("/v2/"), on_host("/v2"));
    assert_eq!(relative("v2"), on_host("/v1/v2"));
    assert_eq!(relative("./v2/"), on_host("/v1/v2"));
    assert_eq!(relative("../../../v2"), on_host("/v2"));
    for elsewhere in
        ["//b.example", "https://b.example/", "http://a.example:8443/", "/a?b=c", "x:y"]
    {
        assert!(relative(elsewhere).is_err(), "{elsewhere}");
    }
}
