//! The recorder writes no secret of a request, whatever its place and encoding.

use std::io::Write;
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use http::Request;
use serde_json::{Value, json};
use specwright_mock::Mock;

const SPEC: &str = r##"
openapi: 3.2.0
servers: [{ url: / }]
security: [{ key: [] }, { id: [] }, { head: [] }, { basic: [] }, {}]
paths:
  /reset/{token}/{note}:
    parameters:
      - { name: token, in: path, required: true, schema: { type: string, format: password } }
      - { name: note, in: path, required: true, schema: { type: string } }
    get: { responses: { '204': { description: ok } } }
  /styles/{m}:
    get:
      parameters:
        - { name: m, in: path, required: true, style: matrix, explode: true, schema: { $ref: '#/components/schemas/Login' } }
        - { name: deep, in: query, style: deepObject, schema: { $ref: '#/components/schemas/Login' } }
        - { name: flat, in: query, explode: false, schema: { $ref: '#/components/schemas/Login' } }
        - { name: list, in: query, style: pipeDelimited, explode: false, schema: { type: array, items: { format: password } } }
        - { name: spread, in: query, schema: { $ref: '#/components/schemas/Login' } }
        - { name: marked, in: query, x-sensitive: true, schema: { type: string } }
        - { name: coded, in: query, content: { application/json: { schema: { $ref: '#/components/schemas/Login' } } } }
        - { name: X-Pin, in: header, schema: { allOf: [{ type: string }, { format: password }] } }
        - { name: X-Login, in: header, explode: true, schema: { $ref: '#/components/schemas/Login' } }
        - { name: page_token, in: query, schema: { type: string } }
      responses: { '204': { description: ok } }
  /open:
    get:
      parameters:
        - { name: any, in: query, schema: { type: object, additionalProperties: { type: string, format: password } } }
      responses: { '204': { description: ok } }
  /body:
    post:
      requestBody:
        content:
          application/json: { schema: { $ref: '#/components/schemas/Login' } }
          application/x-www-form-urlencoded: { schema: { $ref: '#/components/schemas/Login' } }
          multipart/form-data: { schema: { $ref: '#/components/schemas/Login' } }
          text/plain: { schema: { type: string } }
          application/xml: { schema: { type: object } }
      responses: { '204': { description: ok } }
  /whole:
    post:
      requestBody: { content: { application/json: { schema: { type: object, additionalProperties: { $ref: '#/components/schemas/Pin' } } } } }
      responses: { '204': { description: ok } }
  /token:
    post:
      requestBody: { content: { application/x-www-form-urlencoded: { schema: { type: object } }, application/json: { schema: { type: object } } } }
      responses: { '204': { description: ok } }
components:
  schemas:
    Pin: { type: string, format: password, writeOnly: true }
    Login:
      type: object
      properties:
        user: { type: string }
        pin: { $ref: '#/components/schemas/Pin' }
        code: { type: [integer, string], x-sensitive: true }
        pins: { type: array, items: { $ref: '#/components/schemas/Pin' } }
        named: { type: object, additionalProperties: { anyOf: [{ $ref: '#/components/schemas/Pin' }, { type: 'null' }] } }
        inner: { $ref: '#/components/schemas/Login' }
  securitySchemes:
    key: { type: apiKey, in: query, name: k }
    id: { type: apiKey, in: cookie, name: sid }
    head: { type: apiKey, in: header, name: X-Me }
    basic: { type: http, scheme: basic }
"##;

#[derive(Clone, Default)]
struct Out(Arc<Mutex<Vec<u8>>>);

impl Write for Out {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Returns the recorded text of a request.
fn recorded(line: &str, headers: &[(&str, &str)], body: &str) -> String {
    let out = Out::default();
    let mock = Mock::from_text("api.yaml", SPEC).unwrap().record(out.clone());
    let (method, target) = line.split_once(' ').unwrap();
    let mut request = Request::builder().method(method).uri(target);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    mock.answer(&request.body(Bytes::copy_from_slice(body.as_bytes())).unwrap());
    let written = out.0.lock().unwrap().clone();
    String::from_utf8(written).unwrap()
}

fn line(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

const CANARY: &str = "q7%Zx+Kanarien-4711/Ω";

fn percent(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02x}")).collect()
}

fn form(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => char::from(byte).to_string(),
            byte => format!("%{byte:02X}"),
        })
        .collect()
}

fn escaped(text: &str) -> String {
    text.encode_utf16().map(|unit| format!("\\u{unit:04x}")).collect()
}

fn base64(text: &str) -> String {
    use base64::Engine as _;
    base64::engine::general_purpose::STANDARD.encode(text)
}

/// Fails if the recorded text contains the canary, or an identifying part of it, in any encoding.
fn assert_gone(place: &str, written: &str) {
    assert!(!written.is_empty(), "{place}: nothing was written");
    let decoded: String = line(written).to_string();
    let shown = [written.to_lowercase(), decoded.to_lowercase()];
    let forms = [CANARY.to_owned(), percent(CANARY), form(CANARY), escaped(CANARY), base64(CANARY)];
    let parts = ["kanarien", &percent("anarien"), &escaped("anarien"), "4711", &base64("Kanarien")]
        .map(str::to_lowercase);
    for form in forms.iter().map(|form| form.to_lowercase()).chain(parts) {
        assert!(!shown.iter().any(|shown| shown.contains(&form)), "{place}: {form} in {written}");
    }
}

#[test]
fn no_place_of_a_target_or_header_gives_a_secret_away() {
    for encode in [percent, form] {
        let it = encode(CANARY);
        for target in [
            format!("/reset/{it}/note"),
            format!("/reset/{it}/note/more"),
            format!("/styles/;user=u;pin={it}"),
            format!("/styles/x?deep[user]=u&deep[pin]={it}&deep%5Binner%5D%5Bpin%5D={it}"),
            format!("/styles/x?flat=user,u,pin,{it}"),
            format!("/styles/x?list={it}%7C{it}"),
            format!("/styles/x?user=u&pin={it}&inner[pin]={it}"),
            format!("/styles/x?marked={it}&MARKED={it}"),
            format!("/styles/x?coded=%7B%22pin%22%3A%22{it}%22%7D"),
            format!("/styles/x?k={it}&%6B={it}"),
            format!("/styles/x?{it}"),
            format!("/styles/x?pin={it}&user={it}&other={it}"),
            format!("/open?unknown={it}"),
            format!("/nowhere?access_token={it}&client_secret={it}&id_token_hint={it}"),
            format!("/nowhere?code={it}&state=s"),
            format!("/nowhere?my_secret_thing={it}"),
        ] {
            assert_gone(&target, &recorded(&format!("GET {target}"), &[], ""));
            assert_gone(&target, &recorded(&format!("PUT {target}"), &[], ""));
        }
    }
    let plain = "Kanarien-4711";
    let basic = format!("Basic {}", base64(&format!("user:{plain}")));
    let cookie = format!("a=b; sid={plain}; other=\"{plain}\"");
    let referer = format!("http://localhost/reset/{plain}/x?k={plain}");
    for (name, value) in [
        ("authorization", basic.as_str()),
        ("authorization", &format!("Bearer {plain}")),
        ("proxy-authorization", &basic),
        ("cookie", &cookie),
        ("referer", &referer),
        ("x-me", plain),
        ("X-PIN", plain),
        ("x-login", &format!("user=u,pin={plain}")),
        ("x-auth-token", plain),
        ("x-amz-security-token", plain),
    ] {
        assert_gone(name, &recorded("GET /styles/x", &[(name, value)], ""));
    }
    // A value that is a secret in one place is redacted in all places.
    let headers =
        [("authorization", basic.as_str()), ("x-note", plain), ("x-coded", &base64(plain))];
    assert_gone("twice", &recorded(&format!("GET /styles/x?note={plain}"), &headers, ""));
}

#[test]
fn no_place_of_a_body_gives_a_secret_away() {
    let quoted = |text: &str| json!(text).to_string();
    let in_escapes = |text: &str| format!("\"{}\"", escaped(text));
    for encode in [&quoted as &dyn Fn(&str) -> String, &in_escapes] {
        let it = encode(CANARY);
        for (path, body) in [
            ("/body", format!("{{\"user\":\"u\",\"pin\":{it}}}")),
            ("/body", format!("{{\"code\":{it},\"pins\":[{it},{it}],\"named\":{{\"x\":{it}}}}}")),
            ("/body", format!("{{\"inner\":{{\"inner\":{{\"PIN\":{it}}}}}}}")),
            ("/body", format!("{{\"user\":{it},\"pin\":{it}}}")),
            ("/body", format!("{{\"user\":{},\"pin\":1}}", json!(format!("{{\"pin\":{it}}}")))),
            ("/body", format!("{{\"user\":\"u\",\"pin\":{it}")),
            ("/body", format!("{{\"pin\":{{\"deeper\":[{it}]}}}}")),
            ("/body", format!("{{\"unknown\":1,\"password\":{it},\"db_password\":{it}}}")),
            ("/whole", format!("{{\"anything\":{it}}}")),
            ("/whole", it.clone()),
            ("/nowhere", it.clone()),
            ("/nowhere", format!("{{\"pin\":{it}}}")),
            ("/token", format!("{{\"grant_type\":\"x\",\"code\":{it},\"assertion\":{it}}}")),
        ] {
            let headers = [("content-type", "application/json; charset=utf-8")];
            assert_gone(&body, &recorded(&format!("POST {path}"), &headers, &body));
            assert_gone(&body, &recorded(&format!("POST {path}"), &[], &body));
            // A wrong media type for the body, and a wrong body for the media type.
            for other in
                ["text/plain", "application/xml", "image/png", "application/x-www-form-urlencoded"]
            {
                if !matches!(other, "text/plain") {
                    let headers = [("content-type", other)];
                    assert_gone(other, &recorded(&format!("POST {path}"), &headers, &body));
                }
            }
        }
    }
    for encode in [percent, form] {
        let it = encode(CANARY);
        for (path, body) in [
            ("/body", format!("user=u&pin={it}")),
            ("/body", format!("%70in={it}&inner[pin]={it}&pins={it}&pins={it}&named[x]={it}")),
            ("/body", format!("user=u&{it}")),
            ("/token", format!("grant_type=authorization_code&code={it}&client_secret={it}")),
            ("/token", format!("grant_type=password&username=u&password={it}")),
            ("/token", format!("grant_type=refresh_token&refresh_token={it}")),
            ("/token", format!("client_assertion={it}&assertion={it}&code_verifier={it}")),
            ("/token", format!("token={it}&token_type_hint=access_token")),
        ] {
            let headers = [("content-type", "application/x-www-form-urlencoded")];
            assert_gone(&body, &recorded(&format!("POST {path}"), &headers, &body));
        }
    }
}

#[test]
fn no_part_gives_a_secret_away() {
    let part = |name: &str, more: &str, text: &str| {
        format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"{more}\r\n\r\n{text}\r\n")
    };
    let login = json!({"user": "u", "pin": CANARY}).to_string();
    for parts in [
        part("user", "", "u") + &part("pin", "", CANARY),
        part("pin", "; filename=\"pin.txt\"", CANARY),
        part("pin", "\r\nContent-Type: application/octet-stream", CANARY),
        part("inner", "\r\nContent-Type: application/json", &login),
        part("inner", "", &login),
        part("user", &format!("; filename=\"{CANARY}\""), "u") + &part("pin", "", CANARY),
        part("user", "\r\nContent-Type: image/png", CANARY),
        part(CANARY, "", "u"),
        part("user", "", CANARY) + &part("pins", "", CANARY),
    ] {
        let headers = [("content-type", "multipart/form-data; boundary=b")];
        assert_gone(&parts, &recorded("POST /body", &headers, &(parts.clone() + "--b--\r\n")));
        // A multipart body without its end cannot be parsed.
        assert_gone(&parts, &recorded("POST /body", &headers, &parts));
    }
}

#[test]
fn what_is_no_secret_is_written() {
    let written = recorded(
        "POST /body?page=2&page_token=t&k=hunter",
        &[("content-type", "application/json"), ("x-a", "1")],
        r#"{"user": "ann", "pin": "hunter", "inner": {"user": "bob", "rows": [1, null]}}"#,
    );
    assert_eq!(
        line(&written),
        json!({
            "method": "POST",
            "path": "/body",
            "query": [["page", "2"], ["page_token", "t"], ["k", "[redacted]"]],
            "headers": {"content-type": "application/json", "x-a": "1"},
            "body": {"user": "ann", "pin": "[redacted]", "inner": {"user": "bob", "rows": [1, null]}},
            "status": 204,
        })
    );
    let headers = [("content-type", "multipart/form-data; boundary=b")];
    let body = "--b\r\nContent-Disposition: form-data; name=\"user\"\r\n\r\nann\r\n\
        --b\r\nContent-Disposition: form-data; name=\"file\"\r\nContent-Type: image/png\r\n\r\nxyz\r\n--b--\r\n";
    let written = line(&recorded("POST /body", &headers, body));
    assert_eq!(written["body"], json!([["user", "ann"], ["file", {"bytes": 3}]]));
    let written = line(&recorded("POST /body", &[("content-type", "text/plain")], "words"));
    assert_eq!(written["body"], json!("words"));
    let written =
        line(&recorded("POST /body", &[("content-type", "application/json")], "{\"user\":"));
    assert_eq!(written["body"], json!({"bytes": 8}));
    assert_eq!(
        line(&recorded("GET /reset/t-1234/note", &[], ""))["path"],
        "/reset/[redacted]/note"
    );
}
