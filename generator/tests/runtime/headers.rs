//! Typed response headers.

use http::HeaderMap;
use http::header::HeaderValue;

use crate::runtime::responses::headers::{HeaderStyle, header, required_header};
use crate::runtime::responses::response::Response;

fn headers(values: &[(&'static str, &'static str)]) -> HeaderMap {
    values
        .iter()
        .map(|&(name, value)| (name.parse().unwrap(), HeaderValue::from_static(value)))
        .collect()
}

#[test]
fn a_header_is_read_in_its_form() {
    let mut map = headers(&[("x-left", " 12 "), ("x-name", "12"), ("x-ids", "1, 2,3")]);
    map.append("x-tags", HeaderValue::from_static("a"));
    map.append("x-tags", HeaderValue::from_static("b, c"));
    assert_eq!(header::<i64>(&map, "x-left", HeaderStyle::Json), Ok(Some(12)));
    assert_eq!(required_header(&map, "x-name", HeaderStyle::String), Ok("12".to_owned()));
    assert_eq!(header(&map, "x-ids", HeaderStyle::Numbers), Ok(Some(vec![1_i64, 2, 3])));
    let tags = ["a", "b", "c"].map(str::to_owned).to_vec();
    assert_eq!(header(&map, "x-tags", HeaderStyle::Strings), Ok(Some(tags)));
    assert_eq!(header(&map, "x-tags", HeaderStyle::String), Ok(Some("a, b, c".to_owned())));
    assert_eq!(header::<bool>(&map, "x-other", HeaderStyle::Json), Ok(None));
}

#[test]
fn cookies_that_are_set_stay_apart() {
    let name = "set-cookie";
    let cookies = ["id=1; Expires=Sun, 06 Nov 1994 08:49:37 GMT", "theme=dark"];
    let mut map = headers(&[(name, cookies[0])]);
    assert_eq!(header(&map, name, HeaderStyle::String), Ok(Some(cookies[0].to_owned())));
    map.append(name, HeaderValue::from_static(cookies[1]));
    let all = cookies.map(str::to_owned).to_vec();
    assert_eq!(header(&map, name, HeaderStyle::String), Ok(Some(all.join("\n"))));
    assert_eq!(header(&map, name, HeaderStyle::Strings), Ok(Some(all)));
}

#[test]
fn dates_of_http_are_read_as_times() {
    let read = |text: &'static str| {
        header::<time::OffsetDateTime>(
            &headers(&[("last-modified", text)]),
            "last-modified",
            HeaderStyle::Date,
        )
    };
    let expected = time::OffsetDateTime::from_unix_timestamp(784_111_777).unwrap();
    for text in [
        "Sun, 06 Nov 1994 08:49:37 GMT",
        "Sunday, 06-Nov-94 08:49:37 GMT",
        "Sun Nov  6 08:49:37 1994",
        "1994-11-06T08:49:37Z",
    ] {
        assert_eq!(read(text), Ok(Some(expected)), "{text}");
    }
    for text in ["yesterday", "0", "Sun, 99 Nov 1994 08:49:37 GMT"] {
        assert!(read(text).is_err(), "{text}");
    }
    let response = http::Response::builder().header("date", " Sun, 06 Nov 1994 08:49:37 GMT");
    let response = Response::from(response.body(bytes::Bytes::new()).unwrap());
    assert_eq!(response.http_date("Date"), Some(std::time::SystemTime::from(expected)));
    assert_eq!(response.http_date("expires"), None);
}

#[test]
fn what_is_wrong_with_a_header_is_told_without_its_value() {
    let mut map = headers(&[("x-left", "many"), ("x-ok", "\"secret\"")]);
    map.insert("x-bytes", HeaderValue::from_bytes(b"\xff").unwrap());
    let error = header::<i64>(&map, "x-left", HeaderStyle::Json).unwrap_err();
    let expected = "header `x-left`: expected a number or JSON: expected value at line 1 column 1";
    assert_eq!(error.to_string(), expected);
    let error = header::<bool>(&map, "x-ok", HeaderStyle::Json).unwrap_err();
    assert_eq!(error.to_string(), "header `x-ok`: $: expected a boolean, found a string");
    let error = required_header::<i64>(&map, "x-gone", HeaderStyle::Json).unwrap_err();
    assert_eq!(error.to_string(), "header `x-gone`: required, but missing");
    let error = header::<String>(&map, "x-bytes", HeaderStyle::String).unwrap_err();
    assert_eq!(error.to_string(), "header `x-bytes`: expected UTF-8 text");
}
