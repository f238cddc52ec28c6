//! Credentials from a provider: requested for each call, or cached until shortly before they expire.

use std::future::{Future, pending, ready};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Waker};
use std::time::Duration;

use bytes::Bytes;
use http::Request;
use tokio::sync::Notify;

use crate::runtime::client::api_client::Client;
use crate::runtime::client::builder::ClientBuilder;
use crate::runtime::client::call::CallOptions;
use crate::runtime::credentials::credential::CredentialLocation;
use crate::runtime::credentials::provider::{CredentialError, CredentialProvider, Token};
use crate::runtime::requests::operation::Operation;
use crate::runtime::responses::api_error::NoDocumentedError;
use crate::runtime::responses::call_error::{CallError, Failure};
use crate::runtime::text::secret::Secret;
use crate::runtime::transports::traits::{BoxFuture, SendOptions, TransportError};

pub(super) static READ: Operation =
    Operation::new("read", "GET", "/read", "application/json").secured(&[&["auth"]]);
static OPEN: Operation = Operation::new("open", "GET", "/open", "application/json");

pub(super) const BEARER: CredentialLocation =
    CredentialLocation::Header { name: "authorization", prefix: "Bearer " };

/// Creates a client whose transport records the credentials and responds with 401 to one of them.
fn client(
    provider: impl CredentialProvider,
    refused: &'static str,
) -> (Client, Arc<Mutex<Vec<String>>>) {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let noted = Arc::clone(&seen);
    let response = move |request: Request<Bytes>| {
        let key = request.headers().get("authorization").and_then(|key| key.to_str().ok());
        let key = key.unwrap_or_default().to_owned();
        let status = if key.ends_with(refused) && !refused.is_empty() { 401 } else { 200 };
        noted.lock().unwrap().push(key);
        http::Response::builder().status(status).body(Bytes::from("{}")).unwrap()
    };
    let blocking = response.clone();
    let client = ClientBuilder::new("https://api.example")
        .credential_provider("auth", BEARER, provider)
        .transport(move |request: Request<Bytes>, _: SendOptions| {
            ready(Ok::<_, TransportError>(response(request)))
        })
        .blocking_transport(move |request: Request<Bytes>, _: SendOptions| {
            Ok::<_, TransportError>(blocking(request))
        })
        .build()
        .expect("a client");
    (client, seen)
}

/// A provider that returns `token-1`, `token-2` and so on, after a signal for each.
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
    // A request that is not sent has no credential.
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
    let error: CallError<NoDocumentedError> = client.call(&READ).send().await.unwrap_err().into();
    assert_eq!(
        error.to_string(),
        "the credential for `auth` could not be obtained: the vault is closed"
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

/// A provider whose first token expires soon, and that fails or never returns afterwards.
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
    // The second call waits in a thread for the token that the first one requested.
    let blocked = {
        let mut first = Box::pin(client.call(&READ).send());
        let mut context = Context::from_waker(Waker::noop());
        assert!(first.as_mut().poll(&mut context).is_pending());
        call().send_blocking()
    };
    for result in [blocked, call().send().await] {
        let error: CallError<NoDocumentedError> = result.unwrap_err().into();
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
        "the credential for `auth` could not be obtained: it holds a line break or another control \
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

#[tokio::test]
async fn a_token_that_does_not_fit_its_place_does_not_replace_one_that_does() {
    let count = AtomicU32::new(0);
    let (kept, seen) = client(
        move || {
            let hour = Duration::from_secs(3600);
            let token = if count.fetch_add(1, Ordering::SeqCst) == 0 { "good" } else { "b\nad" };
            Ok(Token::new(token).expires_in(hour).renew_before(hour * 2))
        },
        "",
    );
    for _ in 0..3 {
        kept.call(&READ).send().await.unwrap();
    }
    assert_eq!(*seen.lock().unwrap(), ["Bearer good"; 3]);
    // A token that its place cannot carry is not cached.
    let asked = Arc::new(AtomicU32::new(0));
    let counted = Arc::clone(&asked);
    let (broken, _) = client(
        move || {
            counted.fetch_add(1, Ordering::SeqCst);
            Ok(Token::new("b\nad").expires_in(Duration::MAX))
        },
        "",
    );
    for _ in 0..2 {
        broken.call(&READ).send().await.unwrap_err();
        broken.call(&READ).send_blocking().unwrap_err();
    }
    assert_eq!(asked.load(Ordering::SeqCst), 4);
}

#[tokio::test]
async fn a_token_that_lasts_longer_than_clocks_count_is_kept() {
    let (provider, count) = counting(Some(Duration::MAX), None);
    let (client, _) = client(provider, "");
    for _ in 0..3 {
        client.call(&READ).send().await.unwrap();
    }
    assert_eq!(count.load(Ordering::SeqCst), 1);
}
