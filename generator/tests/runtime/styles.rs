//! Parameters in every style, compared with the table of OpenAPI 3.1, section 4.8.12.6, with the escapes of RFC 6570.

use serde_json::{Value, json};

use crate::runtime::client::call::Call;
use crate::runtime::requests::invalid::RequestPart;
use crate::runtime::requests::operation::Operation;
use crate::runtime::requests::parameter::Style;
use crate::runtime_tests::requests::{PLAIN_FIELDS, call, header, refusal, uri};

static COLORS: Operation = Operation { id: "colors", path: "/colors/{color}", ..PLAIN_FIELDS };

fn values() -> [Value; 3] {
    [json!("blue"), json!(["blue", "black", "brown"]), json!({ "R": 100, "G": 200, "B": 150 })]
}

/// Returns a value of each kind in one style.
fn table(place: RequestPart, style: Style, explode: bool) -> Vec<String> {
    let values = values().into_iter();
    values.map(|value| text(place, style, explode, &value)).collect()
}

/// Returns the serialized value without the rest of the request.
fn text(place: RequestPart, style: Style, explode: bool, value: &Value) -> String {
    let mut call: Call = call(&COLORS);
    if place != RequestPart::Path {
        call.path("color", &"x");
    }
    call.styled(place, "color", style, explode, value);
    let request = call.request().unwrap();
    match place {
        RequestPart::Path => request.uri().path().strip_prefix("/base/colors/").unwrap().to_owned(),
        RequestPart::Query => request.uri().query().unwrap_or_default().to_owned(),
        RequestPart::Header => header(&request, "color").to_str().unwrap().to_owned(),
        _ => header(&request, "cookie").to_str().unwrap().to_owned(),
    }
}

#[test]
fn paths_have_three_styles() {
    let path = |style, explode| table(RequestPart::Path, style, explode);
    assert_eq!(path(Style::Simple, false), ["blue", "blue,black,brown", "R,100,G,200,B,150"]);
    assert_eq!(path(Style::Simple, true), ["blue", "blue,black,brown", "R=100,G=200,B=150"]);
    assert_eq!(path(Style::Label, false), [".blue", ".blue,black,brown", ".R,100,G,200,B,150"]);
    assert_eq!(path(Style::Label, true), [".blue", ".blue.black.brown", ".R=100.G=200.B=150"]);
    let matrix = [";color=blue", ";color=blue,black,brown", ";color=R,100,G,200,B,150"];
    assert_eq!(path(Style::Matrix, false), matrix);
    let matrix = [";color=blue", ";color=blue;color=black;color=brown", ";R=100;G=200;B=150"];
    assert_eq!(path(Style::Matrix, true), matrix);
    assert_eq!(path(Style::Json, false)[1], "%5B%22blue%22%2C%22black%22%2C%22brown%22%5D");
    assert_eq!(text(RequestPart::Path, Style::Matrix, false, &json!("a;b/c")), ";color=a%3Bb%2Fc");
}

#[test]
fn queries_have_four_styles() {
    let query = |style, explode| table(RequestPart::Query, style, explode);
    let form = ["color=blue", "color=blue,black,brown", "color=R,100,G,200,B,150"];
    assert_eq!(query(Style::Form, false), form);
    let form = ["color=blue", "color=blue&color=black&color=brown", "R=100&G=200&B=150"];
    assert_eq!(query(Style::Form, true), form);
    let spaces = ["color=blue", "color=blue%20black%20brown", "color=R%20100%20G%20200%20B%20150"];
    assert_eq!(query(Style::SpaceDelimited, false), spaces);
    let pipes = ["color=blue", "color=blue%7Cblack%7Cbrown", "color=R%7C100%7CG%7C200%7CB%7C150"];
    assert_eq!(query(Style::PipeDelimited, false), pipes);
    let tabs = ["color=blue", "color=blue%09black%09brown", "color=R%09100%09G%09200%09B%09150"];
    assert_eq!(query(Style::TabDelimited, false), tabs);
    let deep = query(Style::DeepObject, true);
    assert_eq!(deep[2], "color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150");
    // The table leaves these values undefined. They are written as most servers expect them.
    assert_eq!(deep[1], "color%5B0%5D=blue&color%5B1%5D=black&color%5B2%5D=brown");
}

#[test]
fn headers_have_one_style_and_cookies_one() {
    let header = |explode| table(RequestPart::Header, Style::Simple, explode);
    assert_eq!(header(false), ["blue", "blue,black,brown", "R,100,G,200,B,150"]);
    assert_eq!(header(true), ["blue", "blue,black,brown", "R=100,G=200,B=150"]);
    let cookie = |explode| table(RequestPart::Cookie, Style::Form, explode);
    let form = ["color=blue", "color=blue,black,brown", "color=R,100,G,200,B,150"];
    assert_eq!(cookie(false), form);
    // In a cookie, pairs are separated as cookies are (RFC 6265, section 4.2.1).
    let form = ["color=blue", "color=blue; color=black; color=brown", "R=100; G=200; B=150"];
    assert_eq!(cookie(true), form);
}

#[test]
fn lists_of_swagger_are_joined_by_spaces_tabs_and_pipes_everywhere() {
    for (style, path, header) in [
        (Style::SpaceDelimited, "blue%20black%20brown", "blue black brown"),
        (Style::TabDelimited, "blue%09black%09brown", "blue\tblack\tbrown"),
        (Style::PipeDelimited, "blue%7Cblack%7Cbrown", "blue|black|brown"),
    ] {
        assert_eq!(table(RequestPart::Path, style, false)[1], path);
        assert_eq!(table(RequestPart::Header, style, false)[1], header);
    }
}

#[test]
fn nothing_is_left_out_and_what_lies_deep_is_json() {
    let styled = |style, explode, value: &Value| text(RequestPart::Query, style, explode, value);
    for style in [Style::Form, Style::DeepObject, Style::PipeDelimited] {
        for value in [json!(null), json!([]), json!({}), json!({ "a": null })] {
            assert_eq!(styled(style, true, &value), "", "{style:?} {value}");
        }
    }
    let nested = json!({ "a": { "b": [1, 2] }, "c": [true] });
    assert_eq!(
        styled(Style::DeepObject, true, &nested),
        "color%5Ba%5D%5Bb%5D%5B0%5D=1&color%5Ba%5D%5Bb%5D%5B1%5D=2&color%5Bc%5D%5B0%5D=true"
    );
    assert_eq!(styled(Style::Form, true, &nested), "a=%7B%22b%22%3A%5B1%2C2%5D%7D&c=true");
    let mut empty = call(&COLORS);
    empty.styled(RequestPart::Path, "color", Style::Simple, false, &json!([]));
    assert_eq!(refusal(&empty), "`colors` was not sent: path parameter `color` must not be empty");
    empty.styled(RequestPart::Path, "color", Style::Label, false, &json!("."));
    assert_eq!(
        refusal(&empty),
        "`colors` was not sent: path parameter `color` must not be `.` or `..`, which would change \
         the path"
    );
}

#[test]
fn reserved_characters_stand_where_they_may() {
    let reserved = |call: &mut Call| {
        call.query("q", &"a:/?#[]@!$&'()*+,;=b%20c");
        call.allow_reserved(RequestPart::Query, "q");
    };
    assert_eq!(uri(reserved), "?q=a:/?%23%5B%5D@!$%26'()*%2B%2C;%3Db%2520c");
    let list = |call: &mut Call| {
        call.query_list("q", Style::Form, false, &["a/b", "c,d"]);
        call.allow_reserved(RequestPart::Query, "q");
    };
    assert_eq!(uri(list), "?q=a/b,c%2Cd");
}
