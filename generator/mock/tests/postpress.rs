//! Tests the mock of `spec/postpress.yaml` over raw HTTP.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpStream};
use std::time::Duration;

use serde_json::{Value, json};
use specwright_mock::{Mock, RunningMock};

const SPEC: &str = include_str!("../../../spec/postpress.yaml");
const PATH: &str = "/v1/users/invite/received/inv_1";

struct Answer {
    status: u16,
    head: String,
    body: String,
}

impl Answer {
    fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.body))
    }

    fn header(&self, name: &str) -> Option<&str> {
        let lines = self.head.lines().filter_map(|line| line.split_once(": "));
        lines.clone().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }
}

fn start() -> RunningMock {
    Mock::from_text("postpress.yaml", SPEC).unwrap().max_body(4096).start().unwrap()
}

/// Sends bytes and reads the whole response.
fn exchange(mock: &RunningMock, request: &[u8]) -> Answer {
    let bytes = raw(mock, request);
    let text = String::from_utf8(bytes).unwrap();
    let (head, body) = text.split_once("\r\n\r\n").unwrap_or_else(|| panic!("no answer: {text:?}"));
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap();
    Answer { status, head: head.to_owned(), body: body.to_owned() }
}

/// Sends bytes and reads all received bytes.
fn raw(mock: &RunningMock, request: &[u8]) -> Vec<u8> {
    let mut stream = TcpStream::connect(mock.address()).unwrap();
    // A hanging mock fails the test instead of blocking it.
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    stream.write_all(request).unwrap();
    stream.shutdown(Shutdown::Write).unwrap();
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).unwrap();
    bytes
}

fn call(mock: &RunningMock, line: &str, headers: &[(&str, &str)], body: &str) -> Answer {
    exchange(mock, request(line, headers, body).as_bytes())
}

fn request(line: &str, headers: &[(&str, &str)], body: &str) -> String {
    let mut request = format!("{line} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n");
    for (name, value) in headers {
        request += &format!("{name}: {value}\r\n");
    }
    request + &format!("content-length: {}\r\n\r\n{body}", body.len())
}

const KEY: (&str, &str) = ("X-API-KEY", "pp_test");
const JSON: (&str, &str) = ("content-type", "application/json");

fn invitation(action: &str) -> Value {
    json!({"provider": "LINKEDIN", "shared_secret": "AQH", "account_id": "acc_linkedin", "action": action})
}

fn post(mock: &RunningMock, headers: &[(&str, &str)], body: &Value) -> Answer {
    let headers = [&[KEY, JSON], headers].concat();
    call(mock, &format!("POST {PATH}"), &headers, &body.to_string())
}

#[test]
fn the_answer_follows_the_request() {
    let mock = start();
    for (action, status) in [("accept", "ACCEPTED"), ("decline", "DECLINED")] {
        let answer = post(&mock, &[], &invitation(action));
        assert_eq!((answer.status, answer.header("content-type")), (200, Some("application/json")));
        assert_eq!(answer.json(), json!({"object": "UserInvitationHandled", "status": status}));
    }
    let instagram = json!({"provider": "INSTAGRAM", "account_id": "a", "action": "decline"});
    assert_eq!(post(&mock, &[], &instagram).json()["status"], "DECLINED");
}

#[test]
fn the_base_path_of_a_server_may_stand_before() {
    let mock = start();
    let body = invitation("accept").to_string();
    let answer = call(&mock, &format!("POST /api{PATH}"), &[KEY, JSON], &body);
    assert_eq!(answer.status, 200);
    assert_eq!(mock.url(), format!("http://{}", mock.address()));
}

/// Returns the status and type of each documented error.
fn documented_errors() -> Vec<(u16, String, String)> {
    let status_of = [
        ("Unauthorized", 401),
        ("Forbidden", 403),
        ("InternalServerError", 500),
        ("NotImplemented", 501),
        ("ServiceUnavailable", 503),
        ("GatewayTimeout", 504),
    ];
    let source = specwright::source::Source::from_text("postpress.yaml", SPEC).unwrap();
    let schemas = source.root().get("components").and_then(|all| all.get("schemas")).unwrap();
    let mut errors = Vec::new();
    for (name, status) in status_of {
        let narrowed = &schemas.get(name).unwrap().get("allOf").unwrap().as_array().unwrap()[1];
        let types = narrowed.get("properties").unwrap().get("type").unwrap().get("oneOf").unwrap();
        for branch in types.as_array().unwrap() {
            let text = |key: &str| {
                branch.get(key).unwrap().as_str().unwrap().trim_end().replace('\n', " ")
            };
            errors.push((status, text("const"), text("description")));
        }
    }
    errors
}

#[test]
fn every_documented_error_comes_on_demand() {
    let mock = start();
    let errors = documented_errors();
    assert_eq!(errors.len(), 32);
    for (status, kind, meaning) in errors {
        for prefer in [format!("code={status}, type={kind}"), format!("type={kind}")] {
            let answer = post(&mock, &[("Prefer", &prefer)], &invitation("accept"));
            let problem = answer.json();
            assert_eq!(answer.status, status, "{prefer}");
            assert_eq!(answer.header("content-type"), Some("application/json"));
            assert!(answer.header("preference-applied").is_some());
            assert_eq!(problem["type"], kind.as_str());
            assert_eq!(problem["status"], status);
            assert_eq!(problem["detail"], meaning.as_str());
            assert!(problem["instance"].as_str().unwrap().starts_with("mock-"));
            assert!(!problem["title"].as_str().unwrap().is_empty());
            assert_eq!(problem.as_object().unwrap().len(), 5, "{problem}");
        }
    }
}

#[test]
fn a_status_by_itself_has_its_first_type() {
    let mock = start();
    let answer = post(&mock, &[("Prefer", "code=503")], &invitation("accept"));
    assert_eq!((answer.status, &answer.json()["type"]), (503, &json!("errors/no_client_session")));
    let answer = post(&mock, &[("Prefer", "code=418")], &invitation("accept"));
    assert_eq!((answer.status, &answer.json()["status"]), (418, &json!(418)));
    assert_eq!(answer.json()["type"], "about:blank");
}

#[test]
fn an_example_comes_by_its_name() {
    let mock = start();
    let answer = post(&mock, &[("Prefer", "example=declined")], &invitation("accept"));
    assert_eq!((answer.status, &answer.json()["status"]), (200, &json!("DECLINED")));
}

#[test]
fn what_is_not_documented_is_told_what_is() {
    let mock = start();
    let refused = |prefer: &str| {
        let answer = post(&mock, &[("Prefer", prefer)], &invitation("accept"));
        assert_eq!(
            (answer.status, answer.header("content-type")),
            (400, Some("application/problem+json"))
        );
        answer.json()["detail"].as_str().unwrap().to_owned()
    };
    assert_eq!(
        refused("code=200; type=errors/network_down"),
        "`Prefer`: the operation documents no error type `errors/network_down`; it documents \
         `UserInvitationHandled`, `ACCEPTED`, `DECLINED`"
    );
    assert_eq!(
        refused("code=299"),
        "`Prefer`: the operation documents no status `299`; it documents `200`, `401`, `403`, `500`, `501`, `503`, \
         `504`, `default`"
    );
    let detail = refused("type=errors/netwerk_down");
    assert!(
        detail.contains("; did you mean `errors/network_down`?; it documents `errors/missing_"),
        "{detail}"
    );
    assert!(refused("example=none").ends_with("it documents `accepted`, `declined`"));
}

#[test]
fn a_missing_key_is_the_documented_401() {
    let mock = start();
    let body = invitation("accept").to_string();
    for headers in [&[JSON][..], &[JSON, ("x-api-key", "")]] {
        let answer = call(&mock, &format!("POST {PATH}"), headers, &body);
        let problem = answer.json();
        assert_eq!(answer.status, 401);
        assert_eq!(
            answer.header("www-authenticate"),
            Some("ApiKey in=\"header\", name=\"X-API-KEY\"")
        );
        assert_eq!(problem["type"], "errors/missing_credentials");
        assert_eq!(problem["title"], "The credentials are missing, out of date or not valid");
        assert_eq!(
            problem["detail"],
            "the request has no credential: the header `X-API-KEY` is missing"
        );
        assert_eq!(problem["status"], 401);
    }
}

#[test]
fn a_wrong_body_is_told_every_broken_rule() {
    let mock = start();
    let body = json!({"provider": "LINKEDIN", "shared_secret": "", "action": "ignore"});
    let answer = post(&mock, &[], &body);
    let problem = answer.json();
    assert_eq!((answer.status, &problem["type"]), (422, &json!("about:blank")));
    let mut rules: Vec<_> = problem["violations"].as_array().unwrap().iter().collect();
    rules.sort_by_key(|rule| rule["pointer"].to_string());
    let shown: Vec<_> = rules.iter().map(|rule| (&rule["pointer"], &rule["rule"])).collect();
    assert_eq!(
        shown,
        [
            (&json!("/account_id"), &json!("required")),
            (&json!("/action"), &json!("oneOf")),
            (&json!("/shared_secret"), &json!("minLength")),
        ]
    );
    let detail = problem["detail"].as_str().unwrap();
    assert!(
        detail.contains("`/action` in the body: it must be one of `\"accept\"`, `\"decline\"`"),
        "{detail}"
    );
}

#[test]
fn a_wrong_tag_is_told_the_known_ones() {
    let mock = start();
    let body = json!({"provider": "FACEBOOK", "account_id": "a", "action": "accept"});
    let answer = post(&mock, &[], &body);
    assert_eq!(answer.status, 422);
    assert_eq!(
        answer.json()["violations"],
        json!([{
            "in": "body",
            "pointer": "/provider",
            "rule": "oneOf",
            "detail": "it must be one of `\"LINKEDIN\"`, `\"INSTAGRAM\"`",
        }])
    );
}

#[test]
fn a_body_that_cannot_be_read_is_answered() {
    let mock = start();
    for body in ["{bad", "{", "\u{0}", "{} {}", "nul"] {
        let answer = call(&mock, &format!("POST {PATH}"), &[KEY, JSON], body);
        assert_eq!((answer.status, &answer.json()["status"]), (400, &json!(400)), "{body:?}");
        let detail = answer.json()["detail"].as_str().unwrap().to_owned();
        assert!(detail.starts_with("the body: it is no JSON: "), "{detail}");
    }
    let answer = call(&mock, &format!("POST {PATH}"), &[KEY, JSON], "");
    assert_eq!((answer.status, &answer.json()["violations"][0]["rule"]), (422, &json!("required")));
    let answer = call(&mock, &format!("POST {PATH}"), &[KEY, ("content-type", "text/plain")], "{}");
    assert_eq!(answer.status, 415);
    let answer = call(&mock, &format!("POST {PATH}"), &[KEY], "{}");
    assert_eq!(answer.status, 415);
}

#[test]
fn a_body_that_is_too_long_or_breaks_off_is_answered() {
    let mock = start();
    let long = "x".repeat(1_000_000);
    let answer = call(&mock, &format!("POST {PATH}"), &[KEY, JSON], &long);
    assert_eq!(answer.status, 413);
    assert_eq!(answer.json()["detail"], "the body has more than 4096 bytes");
    let head = format!("POST {PATH} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n");
    let answer = exchange(&mock, format!("{head}content-length: 10\r\n\r\n{{}}").as_bytes());
    assert_eq!(answer.status, 400);
    assert_eq!(answer.json()["detail"], "the body breaks off");
}

#[test]
fn paths_and_methods_are_those_of_the_description() {
    let mock = start();
    let body = invitation("accept").to_string();
    for path in [
        "/",
        "/v1",
        "/v1/users/invite/received/",
        "/v1/users/invite/received/inv_1/",
        "/v1//users/invite/received/inv_1",
        "//v1/users/invite/received/inv_1",
        "/api/api/v1/users/invite/received/inv_1",
        "/V1/users/invite/received/inv_1",
    ] {
        let answer = call(&mock, &format!("POST {path}"), &[KEY, JSON], &body);
        assert_eq!(
            (answer.status, answer.header("content-type")),
            (404, Some("application/problem+json"))
        );
        assert_eq!(
            answer.json()["detail"],
            format!("the description has no path that `{path}` fits")
        );
    }
    for method in ["GET", "PUT", "DELETE", "PATCH"] {
        let answer = call(&mock, &format!("{method} {PATH}"), &[KEY], "");
        assert_eq!((answer.status, answer.header("allow")), (405, Some("POST")), "{method}");
        assert_eq!(answer.json()["detail"], format!("the path has no `{method}`; it has `POST`"));
    }
}

#[test]
fn requests_are_remembered_as_they_came() {
    let mock = start();
    let line = "POST /v1/users/invite/received/a%2Fb?trace=1";
    call(&mock, line, &[KEY, JSON], &invitation("accept").to_string());
    call(&mock, "GET /elsewhere", &[], "");
    let requests = mock.requests();
    assert_eq!(requests.len(), 2);
    assert_eq!(requests[0].method, "POST");
    assert_eq!(requests[0].path, "/v1/users/invite/received/a%2Fb");
    assert_eq!(requests[0].query, "trace=1");
    assert_eq!(requests[0].header("x-api-key"), Some("pp_test"));
    assert_eq!(requests[0].json(), Some(invitation("accept")));
    assert_eq!(requests[1].path, "/elsewhere");
}

#[test]
fn what_is_no_http_ends() {
    let mock = start();
    let answer = exchange(&mock, b"hello\r\n\r\n");
    assert_eq!(answer.status, 400);
}

#[test]
fn dropping_it_stops_it() {
    let mock = start();
    let address = mock.address();
    let mut open = TcpStream::connect(address).unwrap();
    drop(mock);
    assert!(TcpStream::connect(address).is_err());
    let mut rest = Vec::new();
    // The connection may be closed or reset.
    let _ = open.read_to_end(&mut rest);
    assert!(rest.is_empty());
}

/// Returns the response to a request with a preference.
fn preferring(mock: &RunningMock, prefer: &str) -> Vec<u8> {
    let headers = [KEY, JSON, ("Prefer", prefer)];
    let body = invitation("accept").to_string();
    raw(mock, request(&format!("POST {PATH}"), &headers, &body).as_bytes())
}

#[test]
fn faults_come_on_demand() {
    let mock = start();
    assert_eq!(preferring(&mock, "fault=drop"), b"");
    let half = String::from_utf8(preferring(&mock, "fault=half")).unwrap();
    let (head, body) = half.split_once("\r\n\r\n").unwrap();
    let whole = json!({"object": "UserInvitationHandled", "status": "ACCEPTED"}).to_string();
    assert!(head.contains(&format!("content-length: {}", whole.len())), "{head}");
    assert_eq!(body, &whole[..whole.len() / 2]);
    let garbage = preferring(&mock, "fault=garbage");
    let start = garbage.windows(4).position(|bytes| bytes == b"\r\n\r\n").unwrap() + 4;
    assert!(garbage.starts_with(b"HTTP/1.1 200 OK"));
    assert!(serde_json::from_slice::<Value>(&garbage[start..]).is_err());
    let unknown = String::from_utf8(preferring(&mock, "fault=burn")).unwrap();
    assert!(unknown.contains("there is no fault `burn`; there are `drop`, `half` and `garbage`"));
}

#[test]
fn an_answer_waits_as_long_as_is_asked() {
    let mock = start();
    let before = std::time::Instant::now();
    assert_eq!(post(&mock, &[("Prefer", "delay=80")], &invitation("accept")).status, 200);
    assert!(before.elapsed() >= Duration::from_millis(80));
}

#[test]
fn one_request_after_the_other_gets_the_next_of_a_sequence() {
    let prefer = "sequence=\"503 drop errors/provider_error 200\"";
    let of_header = start();
    let own = Mock::from_text("postpress.yaml", SPEC).unwrap().prefer(prefer).unwrap();
    let of_mock = own.start().unwrap();
    for (mock, headers) in [(&of_header, &[("Prefer", prefer)][..]), (&of_mock, &[])] {
        let headers = [&[KEY, JSON], headers].concat();
        let text = request(&format!("POST {PATH}"), &headers, &invitation("decline").to_string());
        for expected in ["HTTP/1.1 503", "", "HTTP/1.1 500", "HTTP/1.1 200", "HTTP/1.1 503"] {
            let answer = raw(mock, text.as_bytes());
            let status: Vec<u8> = answer.iter().copied().take(12).collect();
            assert_eq!(String::from_utf8(status).unwrap(), expected);
        }
    }
}

#[test]
fn a_preference_of_the_mock_has_to_be_known() {
    let refused = |text: &str| {
        let mock = Mock::from_text("postpress.yaml", SPEC).unwrap();
        mock.prefer(text).unwrap_err().to_string()
    };
    let known = "there are `code`, `type`, `example`, `seed`, `delay`, `fault` and `sequence`";
    assert_eq!(refused("cod=503"), format!("there is no preference `cod`; {known}"));
    assert!(refused("delay=x").starts_with("the delay `x` is no number of milliseconds"));
}

#[test]
fn what_is_not_accepted_is_told_what_there_is() {
    let mock = start();
    let answer = post(&mock, &[("Accept", "text/csv, image/*")], &invitation("accept"));
    assert_eq!(answer.status, 406);
    assert_eq!(
        answer.json()["detail"],
        "`Accept` has none of the forms of the answer: `application/json`"
    );
    assert_eq!(post(&mock, &[("Accept", "text/*, */*;q=0.1")], &invitation("accept")).status, 200);
}

#[test]
fn the_line_of_the_reference_is_answered_as_documented() {
    // The request that curl sends for the example in the reference of PostPress, apart from the host.
    let mock = start();
    let answer = call(
        &mock,
        "POST /api/v1/users/invite/received/inv_01HXYZ4QK3WJ8FN3M6QH7TZ8GR",
        &[("X-API-KEY", "pp_live_..."), ("accept", "application/json"), JSON],
        "{\n    \"provider\": \"LINKEDIN\",\n    \"shared_secret\": \"AQH...\",\n    \
         \"account_id\": \"acc_linkedin_01HXYZ4QK3WJ8FN3M6QH7TZ8GR\",\n    \"action\": \"accept\"\n  }",
    );
    assert_eq!(answer.status, 200);
    assert_eq!(answer.json(), json!({"object": "UserInvitationHandled", "status": "ACCEPTED"}));
}

#[test]
fn files_are_shown_where_the_description_has_no_path() {
    let files = [("index.html", "<p>"), ("a/b.js", "1"), ("v1/users", "hidden")];
    let files = files.map(|(path, text)| (path.to_owned(), text.to_owned()));
    let mock = Mock::from_text("postpress.yaml", SPEC).unwrap().site(files).start().unwrap();
    let page = call(&mock, "GET /", &[], "");
    assert_eq!((page.status, page.body.as_str()), (200, "<p>"));
    assert_eq!(page.header("content-type"), Some("text/html; charset=utf-8"));
    assert_eq!(call(&mock, "GET /a/b.js", &[], "").body, "1");
    assert_eq!(call(&mock, "GET /a", &[], "").status, 404);
    assert_eq!(call(&mock, "POST /", &[], "").status, 404);
    assert_eq!(post(&mock, &[], &invitation("accept")).status, 200);
    // The page of the reference is not counted as a request.
    assert_eq!(mock.requests().len(), 3);
}

#[test]
fn a_page_from_elsewhere_may_call() {
    let mock = start();
    let asked = [
        ("origin", "null"),
        ("access-control-request-method", "POST"),
        ("access-control-request-headers", "x-api-key"),
    ];
    let allowed = call(&mock, &format!("OPTIONS {PATH}"), &asked, "");
    assert_eq!(allowed.status, 204);
    assert_eq!(allowed.header("access-control-allow-headers"), Some("x-api-key"));
    let answer = post(&mock, &[("origin", "https://example.com")], &invitation("accept"));
    assert_eq!(answer.header("access-control-allow-origin"), Some("*"));
    assert_eq!(post(&mock, &[], &invitation("accept")).header("access-control-allow-origin"), None);
}

#[test]
fn a_wrong_key_is_another_documented_401() {
    let mock =
        Mock::from_text("postpress.yaml", SPEC).unwrap().credential("right").start().unwrap();
    let body = invitation("accept").to_string();
    let with = |key| call(&mock, &format!("POST {PATH}"), &[("x-api-key", key), JSON], &body);
    assert_eq!(with("right").status, 200);
    let answer = with("wrong");
    assert_eq!(
        (answer.status, &answer.json()["type"]),
        (401, &json!("errors/invalid_credentials"))
    );
    assert_eq!(answer.json()["detail"], "the credential is not the one that is accepted here");
    assert_eq!(with("").json()["type"], "errors/missing_credentials");
}

#[test]
fn many_connections_are_held_at_once() {
    let mock = start();
    let open: Vec<_> = (0..200).map(|_| TcpStream::connect(mock.address()).unwrap()).collect();
    let body = invitation("accept").to_string();
    let line = format!("POST {PATH}");
    // The last opened connection is served first, while all others are open.
    for mut stream in open.into_iter().rev() {
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        stream.write_all(request(&line, &[KEY, JSON], &body).as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    }
}
