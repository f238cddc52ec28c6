//! Bodies that are not JSON: forms and multipart bodies.

use bytes::Bytes;
use http::Request;
use serde_json::json;

use crate::runtime::client::call::Call;
use crate::runtime::requests::multipart::{Multipart, PartEncoding, Parts};
use crate::runtime::requests::parameter::{FieldStyle, Style};
use crate::runtime::requests::upload::Upload;
use crate::runtime_tests::requests::PLAIN;
use crate::runtime_tests::sample::builder;

struct Picture {
    title: String,
    tags: Vec<&'static str>,
    about: serde_json::Value,
    file: Upload,
}

impl Multipart for Picture {
    fn parts(&self, parts: &mut Parts) {
        parts.text("title", &self.title);
        for tag in &self.tags {
            parts.text("tags", tag);
        }
        parts.json("about", &self.about);
        parts.file("file", &self.file);
    }
}

fn sent(fill: impl FnOnce(&mut Call)) -> Request<Bytes> {
    let mut call = builder().build().unwrap().call(&PLAIN);
    fill(&mut call);
    call.request().unwrap()
}

fn body(request: &Request<Bytes>) -> String {
    String::from_utf8(request.body().to_vec()).unwrap()
}

#[test]
fn a_form_has_a_pair_for_each_member_and_none_for_null() {
    let value = json!({
        "name": "a&b c",
        "none": null,
        "tags": ["x", "y"],
        "about": { "size": 1 },
        "deep": { "size": { "x": 1 }, "list": [true] },
    });
    let request = sent(|call| call.form(&[field("deep", Style::DeepObject, true)], &value));
    assert_eq!(request.headers()["content-type"], "application/x-www-form-urlencoded");
    assert_eq!(
        body(&request),
        "name=a%26b%20c&tags=x&tags=y&about=%7B%22size%22%3A1%7D\
         &deep%5Bsize%5D%5Bx%5D=1&deep%5Blist%5D%5B0%5D=true"
    );
}

fn field(name: &'static str, style: Style, explode: bool) -> FieldStyle {
    FieldStyle { name, style, explode }
}

#[test]
fn fields_of_a_form_follow_their_style() {
    let list = json!({ "ids": [1, 2], "next": "n" });
    let text =
        |style, explode| body(&sent(|call| call.form(&[field("ids", style, explode)], &list)));
    assert_eq!(text(Style::Form, true), "ids=1&ids=2&next=n");
    assert_eq!(text(Style::Form, false), "ids=1,2&next=n");
    assert_eq!(text(Style::SpaceDelimited, false), "ids=1%202&next=n");
    assert_eq!(text(Style::PipeDelimited, false), "ids=1%7C2&next=n");
    assert_eq!(text(Style::Json, false), "ids=%5B1%2C2%5D&next=n");
    let object = json!({ "ids": { "a": 1, "b": [true], "c": null }, "next": null });
    let text =
        |style, explode| body(&sent(|call| call.form(&[field("ids", style, explode)], &object)));
    assert_eq!(text(Style::Form, true), "a=1&b=true");
    assert_eq!(text(Style::Form, false), "ids=a,1,b,%5Btrue%5D");
    assert_eq!(text(Style::DeepObject, true), "ids%5Ba%5D=1&ids%5Bb%5D%5B0%5D=true");
}

fn error(fill: impl FnOnce(&mut Call)) -> String {
    let mut call = builder().build().unwrap().call(&PLAIN);
    fill(&mut call);
    call.request().unwrap_err().to_string()
}

#[test]
fn a_form_that_cannot_be_sent_is_refused() {
    let refused = "`plain` was not sent: the body";
    for value in [json!(["a"]), json!("a"), json!(1)] {
        assert_eq!(
            error(|call| call.form(&[], &value)),
            format!("{refused} must be an object, because the fields of a form have names")
        );
        assert_eq!(
            error(|call| call.multipart_json(&[], &value)),
            format!("{refused} must be an object, because the parts have names")
        );
    }
    let tags = json!({ "tags": ["a", "b|c"] });
    assert_eq!(
        error(|call| call.form(&[field("tags", Style::PipeDelimited, false)], &tags)),
        format!("{refused} at `/tags/1` must not contain `|`, which separates the items")
    );
    const TAGS: PartEncoding =
        PartEncoding { name: "tags", media_type: "", style: Some(Style::Form), explode: false };
    assert_eq!(
        error(|call| call.multipart_json(&[TAGS], &json!({ "tags": ["a,b"] }))),
        format!("{refused} at `/tags/0` must not contain a comma, which separates the items")
    );
}

#[test]
fn parts_follow_their_style() {
    const fn part(style: Style, explode: bool) -> PartEncoding {
        PartEncoding { name: "tags", media_type: "", style: Some(style), explode }
    }
    const JOINED: &[PartEncoding] = &[part(Style::Form, false)];
    const SPACED: &[PartEncoding] = &[part(Style::SpaceDelimited, false)];
    const PIPED: &[PartEncoding] = &[part(Style::PipeDelimited, false)];
    const MEMBERS: &[PartEncoding] = &[part(Style::Form, true)];
    let parts = |encodings: &'static [PartEncoding], value: &serde_json::Value| {
        let request = sent(|call| call.multipart_json(encodings, value));
        let text = body(&request);
        let boundary = text.lines().next().unwrap().to_owned();
        let text = text.replace(&format!("{boundary}--\r\n"), "").replace(&boundary, "--");
        text.replace("content-disposition: form-data; name=", "").replace("\r\n", "~")
    };
    let list = json!({ "tags": ["x", 2], "then": true });
    assert_eq!(parts(JOINED, &list), "--~\"tags\"~~x,2~--~\"then\"~~true~");
    assert_eq!(parts(SPACED, &list), "--~\"tags\"~~x 2~--~\"then\"~~true~");
    assert_eq!(parts(PIPED, &list), "--~\"tags\"~~x|2~--~\"then\"~~true~");
    let object = json!({ "tags": { "a": 1, "b": "c" } });
    assert_eq!(parts(JOINED, &object), "--~\"tags\"~~a,1,b,c~");
    assert_eq!(parts(MEMBERS, &object), "--~\"a\"~~1~--~\"b\"~~c~");
    assert_eq!(parts(JOINED, &json!({ "tags": ["x"] })), "--~\"tags\"~~x~");
}

#[test]
fn parts_carry_texts_json_and_files_between_boundaries() {
    let picture = Picture {
        title: "a\r\n--b".to_owned(),
        tags: vec!["x", "y"],
        about: json!({ "size": 1 }),
        file: Upload::new("bytes").with_name("a\"\n.png").with_media_type("image/png"),
    };
    let request = sent(|call| call.multipart(&[], &picture));
    let media_type = request.headers()["content-type"].to_str().unwrap();
    let boundary = media_type.strip_prefix("multipart/form-data; boundary=").unwrap();
    assert_eq!(boundary.len(), 32);
    let head = "content-disposition: form-data; name=";
    let expected = format!(
        "--{boundary}\r\n{head}\"title\"\r\n\r\na\r\n--b\r\n\
         --{boundary}\r\n{head}\"tags\"\r\n\r\nx\r\n\
         --{boundary}\r\n{head}\"tags\"\r\n\r\ny\r\n\
         --{boundary}\r\n{head}\"about\"\r\ncontent-type: application/json\r\n\r\n{{\"size\":1}}\r\n\
         --{boundary}\r\n{head}\"file\"; filename=\"a%22%0A.png\"\r\ncontent-type: image/png\r\n\r\nbytes\r\n\
         --{boundary}--\r\n"
    );
    assert_eq!(body(&request), expected);

    // A server must not be able to guess the boundary, because it could end a part with it.
    let again = sent(|call| call.multipart(&[], &picture));
    assert_ne!(again.headers()["content-type"], request.headers()["content-type"]);
}

#[test]
fn a_file_shows_its_size_and_not_its_bytes() {
    let file = Upload::from("secret".to_owned());
    assert_eq!(format!("{file:?}"), "Upload { bytes: 6, name: None, media_type: None }");
}

#[test]
fn a_media_type_that_http_cannot_carry_is_refused() {
    let mut call = builder().build().unwrap().call(&PLAIN);
    call.body("text/plain\r\nx-evil: 1", Bytes::new());
    let error = call.request().unwrap_err().to_string();
    assert!(error.contains("content-type") && error.contains("must be a media type"), "{error}");
}
