//! The OAuth client credentials grant on real sockets.

use std::time::Duration;

use crate::runtime::client::api_client::Client;
use crate::runtime::client::build_error::BuildError;
use crate::runtime::client::builder::ClientBuilder;
use crate::runtime::client::oauth::ClientCredentials;
use crate::runtime::responses::api_error::NoDocumentedError;
use crate::runtime::responses::call_error::CallError;
use crate::runtime::retry::policy::RetryPolicy;
use crate::runtime::transports::reqwest_transport;
use crate::runtime::transports::tls_ring;
use crate::runtime::transports::ureq_transport;
use crate::runtime_tests::server::{Reply, Server, response};
use crate::runtime_tests::tokens::{BEARER, READ};

fn flow(
    api: &str,
    tokens: String,
    change: impl FnOnce(ClientCredentials) -> ClientCredentials,
) -> Client {
    tls_ring::install();
    let credentials = change(ClientCredentials::new("my id", "s3cret/").token_url(tokens));
    ClientBuilder::new(api)
        .header("x-own", "of the API alone")
        .client_credentials("auth", credentials.or("https://elsewhere.example", &["read", "write"]))
        .retry(RetryPolicy::default().base(Duration::ZERO))
        .default_transport(reqwest_transport::connect)
        .default_blocking_transport(ureq_transport::connect)
        .build()
        .expect("a client")
}

const TOKEN: &str = r#"{"access_token":"t0ken","token_type":"bearer","expires_in":3600}"#;

#[tokio::test]
async fn the_client_has_tokens_by_its_own_credentials() {
    for blocking in [false, true] {
        let tokens = Server::start(vec![response("503 Busy", "{}"), response("200 OK", TOKEN)]);
        let api = Server::start(vec![response("200 OK", "{}"), response("200 OK", "{}")]);
        let client = flow(&api.url(), format!("{}/oauth/token/", tokens.url()), |it| {
            it.parameter("audience", "a b")
        });
        for _ in 0..2 {
            let answer = match blocking {
                true => client.call(&READ).send_blocking(),
                false => client.call(&READ).send().await,
            };
            assert_eq!(answer.unwrap().status(), 200);
        }
        let asked = tokens.requests();
        assert_eq!(asked.len(), 2, "the first answer is no end");
        let request = asked[1].to_ascii_lowercase();
        assert!(request.starts_with("post /oauth/token/ http/1.1\r\n"), "{request}");
        assert!(request.contains("content-type: application/x-www-form-urlencoded\r\n"));
        assert!(!request.contains("x-own"), "{request}");
        assert!(asked[1].contains("Basic bXklMjBpZDpzM2NyZXQlMkY=\r\n"), "{request}");
        let body = "\r\n\r\ngrant_type=client_credentials&scope=read%20write&audience=a%20b";
        assert!(asked[1].ends_with(body), "{request}");
        for request in api.requests() {
            assert!(request.contains("Bearer t0ken\r\n"), "{request}");
            assert!(!request.contains("bXklMjBpZDp"), "{request}");
        }
        assert!(!format!("{client:?}").contains("s3cret"));
    }
}

#[tokio::test]
async fn id_and_secret_go_into_the_body_where_the_server_wants_them_there() {
    let tokens = Server::start(vec![response("200 OK", TOKEN)]);
    let api = Server::start(vec![response("200 OK", "{}")]);
    let client = flow(&api.url(), tokens.url(), |it| it.in_body().scopes(["one"]));
    client.call(&READ).send().await.unwrap();
    let request = &tokens.requests()[0];
    assert!(request.ends_with("&scope=one&client_id=my%20id&client_secret=s3cret%2F"), "{request}");
    assert!(!request.to_ascii_lowercase().contains("authorization:"), "{request}");
}

#[tokio::test]
async fn what_the_server_of_tokens_says_is_told_without_a_secret() {
    let refusal = r#"{"error":"invalid_client","error_description":"s3cret/ is wrong"}"#;
    let odd = r#"{"access_token":"t","token_type":"mac"}"#;
    let cases: [(&dyn Fn() -> Reply, &str, bool); 6] = [
        (&|| response("401 No", refusal), "answered 401 Unauthorized (invalid_client)", false),
        (&|| response("429 Slow", "no JSON"), "answered 429 Too Many Requests", true),
        (&|| response("200 OK", "{}"), "answered 200 OK without `access_token`", false),
        (&|| response("200 OK", odd), "the token is of the type `mac`, not a bearer's", false),
        (&|| response("302 F\r\nlocation: http://127.0.0.1:1/", ""), "answered 302 Found", false),
        (&|| Reply::Bytes(Vec::new()), "the connection broke", true),
    ];
    for (reply, expected, retryable) in cases {
        let tokens = Server::start(vec![reply(), reply(), reply()]);
        let client = flow("http://127.0.0.1:1", tokens.url(), |it| it);
        let error: CallError<NoDocumentedError> =
            client.call(&READ).send().await.unwrap_err().into();
        let text = format!("{error} {error:?}");
        assert!(text.contains(expected) && !text.contains("s3cret"), "{text}");
        assert!(error.is_credential(), "{text}");
        assert_eq!(error.is_retryable(), retryable, "{text}");
        assert_eq!(tokens.requests().len(), if retryable { 3 } else { 1 }, "{text}");
    }
}

/// Makes two calls with a token server whose first response is given. Returns the number of token requests and the
/// error of the first call.
async fn two_calls(first: &str, blocking: bool) -> (usize, Option<String>) {
    let tokens = Server::start(vec![response("200 OK", first), response("200 OK", TOKEN)]);
    let api = Server::start(vec![response("200 OK", "{}"), response("200 OK", "{}")]);
    let client = flow(&api.url(), tokens.url(), |it| it);
    let send = || async {
        match blocking {
            true => client.call(&READ).send_blocking(),
            false => client.call(&READ).send().await,
        }
    };
    let error = send().await.err().map(|error| error.to_string());
    assert_eq!(send().await.unwrap().status(), 200, "{first}");
    (tokens.requests().len(), error)
}

#[tokio::test]
async fn a_token_that_cannot_be_sent_fails_one_call_and_is_not_kept() {
    let carry = "answered 200 OK with a token that no header can carry";
    let cases = [
        (r#""access_token":"a\nb""#, carry),
        (r#""access_token":"a\u0000""#, carry),
        (r#""access_token":"\u007f""#, carry),
        (r#""access_token":"a b""#, carry),
        (r#""access_token":" ""#, carry),
        (r#""access_token":"gr\u00fcn""#, carry),
        (r#""access_token":"""#, "answered 200 OK with an empty token"),
        (r#""access_token":7"#, "answered 200 OK without `access_token`"),
        (r#""access_token":"t","token_type":7"#, "the type of the token is no text"),
        (r#""access_token":"t","token_type":"""#, "the token is of the type ``, not a bearer's"),
    ];
    for (member, expected) in cases {
        for blocking in [false, true] {
            let body = format!(r#"{{"expires_in":3600,{member}}}"#);
            let (asked, error) = two_calls(&body, blocking).await;
            let error = error.unwrap_or_default();
            assert!(error.contains(expected), "{member}: {error}");
            assert_eq!(asked, 2, "{member}");
        }
    }
}

#[tokio::test]
async fn a_token_is_kept_for_the_time_that_is_told_however_it_is_written() {
    let told = [
        ("3600", 1),
        ("3599.5", 1),
        (r#""3600""#, 1),
        (r#"" 3600.0 ""#, 1),
        ("1e300", 1),
        ("99999999999999999999999", 1),
        (r#""1e999""#, 1),
        ("18446744073709551615", 1),
        // Treated as a missing lifetime.
        ("null", 1),
        (r#""soon""#, 1),
        (r#""NaN""#, 1),
        ("[]", 1),
        // Valid for one call only.
        ("0", 2),
        ("-1", 2),
        ("-0.5", 2),
        (r#""-3600""#, 2),
        ("-1e300", 2),
        ("1e-9", 2),
    ];
    for (life, expected) in told {
        let body = format!(r#"{{"access_token":"t","token_type":"BEARER","expires_in":{life}}}"#);
        assert_eq!(two_calls(&body, false).await, (expected, None), "{life}");
    }
}

#[test]
fn neither_id_nor_secret_go_over_plain_http() {
    tls_ring::install();
    let build = |api: &str, tokens: &str| {
        let credentials = ClientCredentials::new("id", "s3cret").token_url(tokens);
        ClientBuilder::new(api)
            .client_credentials("auth", credentials)
            .default_transport(reqwest_transport::connect)
            .build()
    };
    for (api, tokens) in [
        ("http://api.example", "https://auth.example/token"),
        ("https://api.example", "http://auth.example/token"),
    ] {
        let error = build(api, tokens).unwrap_err();
        assert!(matches!(error, BuildError::PlainHttp { .. }), "{error}");
    }
    build("https://api.example", "http://localhost:8080/token").unwrap();
    for tokens in ["", "ftp://auth.example", "https://auth.example/token?a=b"] {
        let error = build("https://api.example", tokens).unwrap_err().to_string();
        assert!(error.starts_with("the credential for `auth` has "), "{error}");
    }
    let provider = ClientBuilder::new("http://api.example")
        .credential_provider("auth", BEARER, || Ok("key".into()))
        .default_transport(reqwest_transport::connect);
    assert!(matches!(provider.build().unwrap_err(), BuildError::PlainHttp { .. }));
}
