//! Files that are read while they are sent.

use std::fs;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use http::Request;

use crate::runtime::client::api_client::Client;
use crate::runtime::client::builder::ClientBuilder;
use crate::runtime::client::call::{Call, CallOptions};
use crate::runtime::requests::multipart::{Multipart, PartEncoding, Parts};
use crate::runtime::requests::operation::Operation;
use crate::runtime::requests::parameter::Style;
use crate::runtime::requests::upload::Upload;
use crate::runtime::retry::policy::RetryPolicy;
use crate::runtime::transports::reqwest_transport;
use crate::runtime::transports::tls_ring;
use crate::runtime::transports::traits::SendOptions;
use crate::runtime::transports::ureq_transport;
use crate::runtime_tests::sample::{PARCEL, Parcel, SendParcelError};
use crate::runtime_tests::server::{Reply, Server, response};

static PUT: Operation = Operation {
    id: "put",
    method: "PUT",
    path: "/file",
    accept: "",
    security: &[],
    idempotent: false,
    idempotency_key: None,
    server: None,
};

/// A file that is removed at the end of its test.
struct Temporary(PathBuf);

impl Temporary {
    fn new(name: &str, content: &str) -> Self {
        let path = std::env::temp_dir().join(format!("{}-{name}", std::process::id()));
        fs::write(&path, content).unwrap();
        Self(path)
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        _ = fs::remove_file(&self.0);
    }
}

struct Form {
    title: &'static str,
    file: Upload,
    about: serde_json::Value,
}

impl Multipart for Form {
    fn parts(&self, parts: &mut Parts) {
        parts.text("title", &self.title);
        parts.file("file", &self.file);
        parts.json("about", &self.about);
    }
}

fn client(url: &str) -> Client {
    tls_ring::install();
    ClientBuilder::new(url)
        .retry(RetryPolicy::default().base(Duration::ZERO))
        .default_transport(reqwest_transport::connect)
        .default_blocking_transport(ureq_transport::connect)
        .build()
        .expect("a client")
}

/// Sends a call with each transport to a server with these replies.
async fn both(replies: impl Fn() -> Vec<Reply>, fill: impl Fn(&mut Call)) -> Vec<String> {
    let mut requests = Vec::new();
    for blocking in [false, true] {
        let server = Server::start(replies());
        let mut call = client(&server.url()).call(&PUT);
        fill(&mut call);
        let answer = if blocking { call.send_blocking() } else { call.send().await };
        assert_eq!(answer.unwrap().body(), "done");
        requests.extend(server.requests());
    }
    requests
}

#[tokio::test]
async fn a_file_is_sent_with_its_length_and_again_from_its_beginning() {
    let content = "line of a file\n".repeat(20_000);
    let file = Temporary::new("whole.txt", &content);
    let replies = || vec![response("503 Service Unavailable", ""), response("200 OK", "done")];
    let upload = || Upload::from_path(&file.0);
    let requests = both(replies, |call| call.upload("text/plain", upload())).await;
    assert_eq!(requests.len(), 4);
    for request in requests {
        let (head, body) = request.split_once("\r\n\r\n").unwrap();
        let head = head.to_ascii_lowercase();
        assert!(head.lines().any(|line| line == "content-length: 300000"), "{head}");
        assert!(head.lines().any(|line| line == "content-type: text/plain"), "{head}");
        assert!(!head.contains("transfer-encoding"), "{head}");
        assert!(body == content);
    }
}

#[tokio::test]
async fn a_strict_call_with_a_file_reports_members_that_are_not_listed() {
    let file = Temporary::new("strict.txt", "content");
    let reply = PARCEL.replace(r#""pin""#, r#""extra":[1],"pin""#);
    for blocking in [false, true] {
        let server = Server::start(vec![response("200 OK", &reply)]);
        let mut call = client(&server.url()).call(&PUT);
        call.upload("text/plain", Upload::from_path(&file.0));
        call.options(CallOptions::new().strict());
        let answer = if blocking { call.send_blocking() } else { call.send().await };
        let error = answer.unwrap().json::<Parcel, SendParcelError>().unwrap_err().to_string();
        assert!(error.contains("$.owner.extra: expected no member of this name"), "{error}");
        assert!(error.contains("[put: PUT "), "{error}");
    }
}

#[tokio::test]
async fn whoever_wants_to_know_is_told_how_much_was_sent() {
    let file = Temporary::new("watched.txt", &"0123456789".repeat(20_000));
    for blocking in [false, true] {
        for upload in [Upload::from_path(&file.0), Upload::new(vec![b'x'; 200_000])] {
            let server = Server::start(vec![response("200 OK", "done")]);
            let seen = Arc::new(Mutex::new(Vec::new()));
            let watched = Arc::clone(&seen);
            let mut call = client(&server.url()).call(&PUT);
            call.upload("text/plain", upload);
            call.options(CallOptions::new().on_upload(move |progress| {
                watched.lock().unwrap().push(progress);
            }));
            let answer = if blocking { call.send_blocking() } else { call.send().await };
            assert_eq!(answer.unwrap().body(), "done");
            let seen = seen.lock().unwrap();
            assert!(seen.len() > 2 && seen.is_sorted_by_key(|progress| progress.bytes));
            assert!(seen.iter().all(|progress| progress.total == Some(200_000)));
            assert_eq!(seen.last().unwrap().fraction(), Some(1.0));
            let requests = server.requests();
            let (_, body) = requests[0].split_once("\r\n\r\n").unwrap();
            assert_eq!(body.len(), 200_000);
        }
    }
}

#[tokio::test]
async fn a_file_is_a_part_among_others() {
    let file = Temporary::new("part.txt", "0123456789");
    let form = || Form {
        title: "a title",
        file: Upload::from_path(&file.0).with_name("x.txt"),
        about: serde_json::json!({ "a": { "b": 1 } }),
    };
    let forms: &[_] = &[
        PartEncoding { name: "file", media_type: "text/plain", style: None, explode: false },
        PartEncoding {
            name: "about",
            media_type: "",
            style: Some(Style::DeepObject),
            explode: true,
        },
        PartEncoding { name: "title", media_type: "text/markdown", style: None, explode: false },
    ];
    let replies = || vec![response("200 OK", "done")];
    for request in both(replies, |call| call.multipart(forms, &form())).await {
        let (_, body) = request.split_once("\r\n\r\n").unwrap();
        let (boundary, _) = body.split_once("\r\n").unwrap();
        let disposition = "content-disposition: form-data; name=";
        let expected = format!(
            "{boundary}\r\n{disposition}\"title\"\r\ncontent-type: text/markdown\r\n\r\na title\r\n\
             {boundary}\r\n{disposition}\"file\"; filename=\"x.txt\"\r\n\
             content-type: text/plain\r\n\r\n0123456789\r\n\
             {boundary}\r\n{disposition}\"about[a][b]\"\r\n\r\n1\r\n{boundary}--\r\n"
        );
        assert_eq!(body, expected);
    }
}

#[tokio::test]
async fn a_file_that_is_not_there_or_has_changed_is_no_request() {
    let missing = std::env::temp_dir().join("this file is not there");
    for path in [missing, std::env::temp_dir()] {
        let mut call = client("http://127.0.0.1:1").call(&PUT);
        call.upload("text/plain", Upload::from_path(path));
        let error = call.send().await.unwrap_err().to_string();
        assert_eq!(
            error,
            "`put` was not sent: the body must be the path of a file that can be read"
        );
    }

    let file = Temporary::new("changed.txt", "one");
    for blocking in [false, true] {
        fs::write(&file.0, "one").unwrap();
        let server = Server::start(vec![response("200 OK", "done")]);
        let mut call = client(&server.url()).call(&PUT);
        call.options(crate::runtime::client::call::CallOptions::new().retry(RetryPolicy::none()));
        call.upload("text/plain", Upload::from_path(&file.0));
        fs::write(&file.0, "another").unwrap();
        let result = if blocking { call.send_blocking() } else { call.send().await };
        let error = result.unwrap_err().to_string();
        assert!(error.contains("the file has changed since the call was made"), "{error}");
    }
}

#[test]
fn a_request_holds_no_file_but_a_closure_is_given_its_bytes() {
    let file = Temporary::new("closure.txt", "content");
    let seen = Arc::new(Mutex::new(Vec::new()));
    let sent = Arc::clone(&seen);
    let client = ClientBuilder::new("https://example.com")
        .blocking_transport(move |request: Request<Bytes>, _: SendOptions| {
            sent.lock().unwrap().push(request.into_body());
            Ok(http::Response::new(Bytes::new()))
        })
        .build()
        .unwrap();
    let call = || {
        let mut call = client.call(&PUT);
        call.upload("text/plain", Upload::from_path(&file.0));
        call
    };
    let error = call().request().unwrap_err().to_string();
    assert!(
        error.starts_with("`put` was not sent: the body holds a file, which is read"),
        "{error}"
    );
    call().send_blocking().unwrap();
    assert_eq!(*seen.lock().unwrap(), ["content"]);
}
