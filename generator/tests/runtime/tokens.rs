//! Credentials that a provider gives: anew for each call, or kept until shortly before they expire.

use std::future::{Future, pending, ready};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Waker};
use std::time::Duration;

use bytes::Bytes;
use http::{Request, Response};
use tokio::sync::Notify;

use crate::runtime::builder::{BuildError, ClientBuilder};
use crate::runtime::call::CallOptions;
use crate::runtime::client::Client;
use crate::runtime::credential::Placement;
use crate::runtime::documented::Undocumented;
use crate::runtime::error::{CallError, Failure};
use crate::runtime::oauth::ClientCredentials;
use crate::runtime::operation::Operation;
use crate::runtime::provider::{CredentialError, CredentialProvider, Token};
use crate::runtime::retry::RetryPolicy;
use crate::runtime::secret::Secret;
use crate::runtime::transport::{BoxFuture, SendOptions, TransportError};
use crate::runtime::{reqwest_transport, tls_ring, ureq_transport};
use crate::runtime_tests::server::{Reply, Server, answer};

static READ: Operation =
    Operation::new("read", "GET", "/read", "application/json").secured(&[&["auth"]]);
static OPEN: Operation = Operation::new("open", "GET", "/open", "application/json");

const BEARER: Placement = Placement::Header { name: "authorization", prefix: "Bearer " };

/// A client whose transport notes the credentials that come, and answers 401 to some.
fn client(
    provider: impl CredentialProvider,
    refused: &'static str,
) -> (Client, Arc<Mutex<Vec<String>>>) {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let noted = Arc::clone(&seen);
    let answer = move |request: Request<Bytes>| {
        let key = request.headers().get("authorization").and_then(|key| key.to_str().ok());
        let key = key.unwrap_or_default().to_owned();
        let status = if key.ends_with(refused) && !refused.is_empty() { 401 } else { 200 };
        noted.lock().unwrap().push(key);
        Response::builder().status(status).body(Bytes::from("{}")).unwrap()
    };
    let blocking = answer.clone();
    let client = ClientBuilder::new("https://api.example")
        .credential_provider("auth", BEARER, provider)
        .transport(move |request: Request<Bytes>, _: SendOptions| {
            ready(Ok::<_, TransportError>(answer(request)))
        })
        .blocking_transport(move |request: Request<Bytes>, _: SendOptions| {
            Ok::<_, TransportError>(blocking(request))
        })
        .build()
        .expect("a client");
    (client, seen)
}

/// A provider that gives `token-1`, `token-2` and so on, each when it is told to.
struct Counting {
    count: Arc<AtomicU32>,
    life: Option<Duration>,
    gate: Option<Arc<Notify>>,
}

impl Counting {
    fn token(&self) -> Token {
        let count = self.count.fetch_add(1, Ordering::SeqCst) + 1;
        let token = Token::new(format!("token-{count}"));
        match self.life {
            Some(life) => token.expires_in(life),
            None => token,
        }
    }
}

impl CredentialProvider for Counting {
    fn credential(&self) -> BoxFuture<'_, Result<Token, CredentialError>> {
        Box::pin(async move {
            let token = self.token();
            if let Some(gate) = &self.gate {
                gate.notified().await;
            }
            Ok(token)
        })
    }

    fn credential_blocking(&self) -> Result<Token, CredentialError> {
        Ok(self.token())
    }
}

fn counting(life: Option<Duration>, gate: Option<Arc<Notify>>) -> (Counting, Arc<AtomicU32>) {
    let count = Arc::new(AtomicU32::new(0));
    (Counting { count: Arc::clone(&count), life, gate }, count)
}

#[tokio::test]
async fn a_closure_rotates_a_key_between_calls() {
    let key = Arc::new(Mutex::new("old".to_owned()));
    let current = Arc::clone(&key);
    let (client, seen) = client(move || Ok(current.lock().unwrap().clone().into()), "");
    client.call(&READ).send().await.unwrap();
    "new".clone_into(&mut key.lock().unwrap());
    client.call(&READ).send().await.unwrap();
    client.call(&READ).send_blocking().unwrap();
    client.call(&OPEN).send().await.unwrap();
    assert_eq!(*seen.lock().unwrap(), ["Bearer old", "Bearer new", "Bearer new", ""]);
    assert!(!format!("{client:?}").contains("new"));
    // What is not sent needs no key.
    assert!(!client.call(&READ).request().unwrap().headers().contains_key("authorization"));
}

#[tokio::test]
async fn a_token_is_kept_until_shortly_before_it_expires() {
    let (provider, count) = counting(Some(Duration::from_secs(3600)), None);
    let (kept, seen) = client(provider, "");
    for _ in 0..3 {
        kept.call(&READ).send().await.unwrap();
        kept.call(&READ).send_blocking().unwrap();
    }
    assert_eq!(count.load(Ordering::SeqCst), 1);
    assert!(seen.lock().unwrap().iter().all(|key| key == "Bearer token-1"));
    let (provider, count) = counting(Some(Duration::ZERO), None);
    let (expired, _) = client(provider, "");
    for _ in 0..3 {
        expired.call(&READ).send().await.unwrap();
        expired.call(&READ).send_blocking().unwrap();
    }
    assert_eq!(count.load(Ordering::SeqCst), 6);
}

#[tokio::test]
async fn calls_share_one_request_for_a_token_and_its_failure() {
    for life in [Some(Duration::from_secs(3600)), None] {
        let gate = Arc::new(Notify::new());
        let (provider, count) = counting(life, Some(Arc::clone(&gate)));
        let (client, seen) = client(provider, "");
        let call = || {
            let client = client.clone();
            tokio::spawn(async move { client.call(&READ).send().await })
        };
        let calls: Vec<_> = (0..20).map(|_| call()).collect();
        tokio::task::yield_now().await;
        assert_eq!((count.load(Ordering::SeqCst), seen.lock().unwrap().len()), (1, 0));
        gate.notify_one();
        for call in calls {
            call.await.unwrap().unwrap();
        }
        assert_eq!(count.load(Ordering::SeqCst), 1);
        assert_eq!(*seen.lock().unwrap(), ["Bearer token-1"; 20]);
    }
    let asked = Arc::new(AtomicU32::new(0));
    let counted = Arc::clone(&asked);
    let (client, _) = client(
        move || {
            counted.fetch_add(1, Ordering::SeqCst);
            Err(CredentialError::new("the vault is closed"))
        },
        "",
    );
    let error: CallError<Undocumented> = client.call(&READ).send().await.unwrap_err().into();
    assert_eq!(
        error.to_string(),
        "the credential for `auth` could not be had: the vault is closed"
    );
    assert!(error.is_credential() && !error.is_retryable() && error.attempts() == 0);
    client.call(&READ).send_blocking().unwrap_err();
    assert_eq!(asked.load(Ordering::SeqCst), 2);
}

#[tokio::test]
async fn a_call_that_gives_up_leaves_the_request_to_another() {
    let gate = Arc::new(Notify::new());
    let (provider, count) = counting(Some(Duration::from_secs(3600)), Some(Arc::clone(&gate)));
    let (client, seen) = client(provider, "");
    let first = tokio::spawn({
        let client = client.clone();
        async move { client.call(&READ).send().await }
    });
    tokio::task::yield_now().await;
    let second = tokio::spawn({
        let client = client.clone();
        async move { client.call(&READ).send().await }
    });
    tokio::task::yield_now().await;
    first.abort();
    assert!(first.await.unwrap_err().is_cancelled());
    tokio::task::yield_now().await;
    gate.notify_one();
    second.await.unwrap().unwrap();
    assert_eq!(count.load(Ordering::SeqCst), 2);
    assert_eq!(*seen.lock().unwrap(), ["Bearer token-2"]);
}

/// A provider whose first token is about to expire, and that fails or waits for ever afterwards.
struct OnceOnly {
    asked: AtomicU32,
    waits: bool,
}

impl CredentialProvider for OnceOnly {
    fn credential(&self) -> BoxFuture<'_, Result<Token, CredentialError>> {
        if self.asked.fetch_add(1, Ordering::SeqCst) == 0 {
            let hour = Duration::from_secs(3600);
            let token = Token::new("first").expires_in(hour).renew_before(hour * 2);
            return Box::pin(ready(Ok(token)));
        }
        match self.waits {
            true => Box::pin(pending()),
            false => Box::pin(ready(Err(CredentialError::new("closed")))),
        }
    }
}

#[tokio::test]
async fn a_token_that_is_still_good_is_used_while_a_new_one_is_asked_for_or_cannot_be_had() {
    for waits in [false, true] {
        let (client, seen) = client(OnceOnly { asked: AtomicU32::new(0), waits }, "");
        client.call(&READ).send().await.unwrap();
        let call = || {
            let client = client.clone();
            tokio::spawn(async move { client.call(&READ).send().await })
        };
        let second = call();
        tokio::task::yield_now().await;
        call().await.unwrap().unwrap();
        assert_eq!(second.is_finished(), !waits);
        second.abort();
        assert!(seen.lock().unwrap().iter().all(|key| key == "Bearer first"));
    }
}

#[tokio::test]
async fn a_token_that_the_server_does_not_take_is_not_kept() {
    let (provider, _) = counting(Some(Duration::from_secs(3600)), None);
    let (client, seen) = client(provider, "token-1");
    assert_eq!(client.call(&READ).send().await.unwrap().status(), 401);
    assert_eq!(client.call(&READ).send().await.unwrap().status(), 200);
    client.call(&READ).send_blocking().unwrap();
    assert_eq!(*seen.lock().unwrap(), ["Bearer token-1", "Bearer token-2", "Bearer token-2"]);
}

#[test]
fn a_provider_for_asynchronous_calls_says_so_to_blocking_ones() {
    let (client, _) = client(OnceOnly { asked: AtomicU32::new(0), waits: false }, "");
    let error = client.call(&READ).send_blocking().unwrap_err();
    assert!(error.to_string().ends_with("its provider serves asynchronous calls only"), "{error}");
}

#[tokio::test]
async fn a_provider_has_no_more_time_than_the_call() {
    let never = OnceOnly { asked: AtomicU32::new(1), waits: true };
    let (client, seen) = client(never, "");
    let call = || {
        let mut call = client.call(&READ);
        call.options(CallOptions::new().timeout(Duration::from_millis(20)));
        call
    };
    // The second waits in a thread for what the first asked for.
    let blocked = {
        let mut first = Box::pin(client.call(&READ).send());
        let mut context = Context::from_waker(Waker::noop());
        assert!(first.as_mut().poll(&mut context).is_pending());
        call().send_blocking()
    };
    for result in [blocked, call().send().await] {
        let error: CallError<Undocumented> = result.unwrap_err().into();
        assert!(error.to_string().ends_with("it was not there in the time of the call"), "{error}");
        assert!(error.is_retryable());
    }
    assert!(seen.lock().unwrap().is_empty());
}

#[tokio::test]
async fn what_a_provider_gives_has_to_fit_its_place() {
    let (client, seen) = client(|| Ok("line\nbreak".into()), "");
    let error = client.call(&READ).send().await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "the credential for `auth` could not be had: it holds a line break or another control \
         character"
    );
    assert!(matches!(error, Failure::Credential(_)) && seen.lock().unwrap().is_empty());
    let (client, seen) = self::client(|| Token::basic("user", &Secret::from("pass")), "");
    client.call(&READ).send().await.unwrap();
    assert_eq!(*seen.lock().unwrap(), ["Bearer dXNlcjpwYXNz"]);
    let basic = Token::basic("user", &Secret::from("pass")).unwrap();
    assert!(!format!("{basic:?}").contains("dXNlcjpwYXNz"));
    assert!(Token::basic("us:er", &Secret::from("pass")).is_err());
}

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
        let tokens = Server::start(vec![answer("503 Busy", "{}"), answer("200 OK", TOKEN)]);
        let api = Server::start(vec![answer("200 OK", "{}"), answer("200 OK", "{}")]);
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
    let tokens = Server::start(vec![answer("200 OK", TOKEN)]);
    let api = Server::start(vec![answer("200 OK", "{}")]);
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
        (&|| answer("401 No", refusal), "answered 401 Unauthorized (invalid_client)", false),
        (&|| answer("429 Slow", "no JSON"), "answered 429 Too Many Requests", true),
        (&|| answer("200 OK", "{}"), "answered 200 OK without `access_token`", false),
        (&|| answer("200 OK", odd), "the token is of the type `mac`, not a bearer's", false),
        (&|| answer("302 F\r\nlocation: http://127.0.0.1:1/", ""), "answered 302 Found", false),
        (&|| Reply::Bytes(Vec::new()), "the connection broke", true),
    ];
    for (reply, expected, retryable) in cases {
        let tokens = Server::start(vec![reply(), reply(), reply()]);
        let client = flow("http://127.0.0.1:1", tokens.url(), |it| it);
        let error: CallError<Undocumented> = client.call(&READ).send().await.unwrap_err().into();
        let text = format!("{error} {error:?}");
        assert!(text.contains(expected) && !text.contains("s3cret"), "{text}");
        assert!(error.is_credential(), "{text}");
        assert_eq!(error.is_retryable(), retryable, "{text}");
        assert_eq!(tokens.requests().len(), if retryable { 3 } else { 1 }, "{text}");
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
