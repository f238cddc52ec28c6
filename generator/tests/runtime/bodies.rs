//! Bodies that are not JSON: forms and multipart bodies.

use bytes::Bytes;
use http::Request;
use serde_json::json;

use crate::runtime::client::call::Call;
use crate::runtime::requests::multipart::{Multipart, Parts};
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
    let request = sent(|call| call.form(&["deep"], &value));
    assert_eq!(request.headers()["content-type"], "application/x-www-form-urlencoded");
    assert_eq!(
        body(&request),
        "name=a%26b%20c&tags=x&tags=y&about=%7B%22size%22%3A1%7D\
         &deep%5Bsize%5D%5Bx%5D=1&deep%5Blist%5D%5B0%5D=true"
    );
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
