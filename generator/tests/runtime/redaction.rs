//! No text shows a secret, for each place of a secret and each encoding in which a server repeats it.

use std::error::Error;
use std::fmt::Debug;
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use http::{HeaderValue, Request};
use indexmap::IndexMap;

use crate::runtime::client::builder::ClientBuilder;
use crate::runtime::client::oauth::ClientCredentials;
use crate::runtime::requests::sensitive;
use crate::runtime::responses::call_error::CallError;
use crate::runtime::responses::response::Response;
use crate::runtime::retry::policy::RetryPolicy;
use crate::runtime::streams::items::StreamFormat;
use crate::runtime::transports::traits::{SendOptions, TransportError, TransportErrorKind};
use crate::runtime_tests::encodings::{ENCODINGS, INVISIBLE, secrets};
use crate::runtime_tests::observed::traced_by;
use crate::runtime_tests::places::{PLACES, RequestPart};
use crate::runtime_tests::sample::SendParcelError;

type Failed = CallError<SendParcelError>;

/// A response or error that repeats a secret.
type Echo = fn(&str) -> Result<http::Response<Bytes>, TransportError>;

const ECHOES: [(&str, Echo); 8] = [
    ("documented", |echo| {
        let long = format!("{}{echo}", "x".repeat(110));
        let texts = [("title", &long), ("detail", &format!("{}{echo}{echo}", "y ".repeat(145)))];
        let mut body = serde_json::Map::new();
        body.extend(texts.map(|(name, text)| (name.to_owned(), text.as_str().into())));
        body.insert("code".to_owned(), format!("{}{echo}", "z".repeat(70)).into());
        body.insert("instance".to_owned(), echo.into());
        answered(401, echo, &serde_json::to_string(&body).unwrap())
    }),
    ("value", |echo| {
        let value = serde_json::Value::from(format!("{}{echo}", "v".repeat(30)));
        answered(200, echo, &format!("{{\"a\": {value}}}"))
    }),
    ("name", |echo| answered(200, echo, &format!("{{{}: \"no\"}}", serde_json::Value::from(echo)))),
    ("written", |echo| answered(200, echo, &format!("{{\"{echo}\": \"{echo}\"}}"))),
    ("no JSON", |echo| answered(200, echo, &format!("{{\"a\": {echo}"))),
    ("undocumented", |echo| answered(418, echo, echo)),
    ("broken", |echo| {
        let cause = std::io::Error::other(format!("{}{echo}", "u".repeat(190)));
        Err(TransportError::new(TransportErrorKind::Io, true).caused_by(cause))
    }),
    ("deep", |echo| {
        let cause = TransportError::new(TransportErrorKind::Io, true).caused_by(echo);
        Err(TransportError::new(TransportErrorKind::Connect, false).caused_by(cause))
    }),
];

fn answered(status: u16, echo: &str, body: &str) -> Result<http::Response<Bytes>, TransportError> {
    let mut response = http::Response::new(Bytes::copy_from_slice(body.as_bytes()));
    *response.status_mut() = http::StatusCode::from_u16(status).unwrap();
    for name in ["x-echo", "x-request-id", "content-type"] {
        if let Ok(value) = HeaderValue::from_bytes(echo.as_bytes()) {
            response.headers_mut().insert(name, value);
        }
    }
    Ok(response)
}

fn decode(answer: Response) -> Result<IndexMap<String, i64>, Failed> {
    match answer.status().as_u16() {
        200 => answer.json(),
        _ => Err(answer.into_error()),
    }
}

/// All texts that are shown during and after calls.
#[derive(Clone, Default)]
struct Texts(Arc<Mutex<Vec<String>>>);

impl Texts {
    fn add(&self, text: impl Into<String>) {
        self.0.lock().unwrap().push(text.into());
    }

    fn debug(&self, value: &dyn Debug) {
        self.add(format!("{value:?}"));
        self.add(format!("{value:#?}"));
    }

    fn error(&self, error: &(dyn Error + 'static)) {
        let mut next = Some(error);
        while let Some(error) = next {
            self.add(error.to_string());
            self.debug(&error);
            next = error.source();
        }
    }

    fn failed(&self, error: &Failed) {
        self.error(error);
        self.debug(&error.response());
        self.debug(&error.call());
        self.add(error.call().map(ToString::to_string).unwrap_or_default());
    }

    fn lines(&self) -> Vec<String> {
        self.0.lock().unwrap().clone()
    }
}

/// Returns all texts of a call with a secret in a place, whose server repeats the secret.
fn texts(place: &RequestPart, secret: &str, echoed: &str, echo: Echo) -> Option<Vec<String>> {
    let (texts, reply) = (Texts::default(), echoed.to_owned());
    let (before, after) = (texts.clone(), texts.clone());
    let builder = ClientBuilder::new("https://parcels.example")
        .retry(RetryPolicy::none())
        .before_send(move |outgoing| before.debug(&outgoing))
        .after_attempt(move |attempted| after.debug(&attempted))
        .blocking_transport(move |_: Request<Bytes>, _: SendOptions| echo(&reply));
    let call = (place.fill)(builder, secret)?;
    texts.debug(&call);
    match call.curl() {
        Ok(line) => texts.add(line.to_string()),
        // Not every place can contain every secret, and the error must not show it either.
        Err(error) => {
            texts.error(&error);
            return None;
        }
    }
    if let Err(error) = call.again().run_blocking(decode) {
        texts.failed(&error);
    }
    if let Ok(opened) = call.again().open_blocking() {
        let items = opened.items::<IndexMap<String, i64>, SendParcelError>(
            "application/jsonl",
            StreamFormat::Json,
            &["text/plain"],
        );
        match items {
            Ok(items) => {
                texts.debug(&items);
                for item in items {
                    item.err().iter().for_each(|error| texts.error(error));
                }
            }
            Err(error) => texts.failed(&error),
        }
    }
    traced_by(|| _ = call.send_blocking()).into_iter().for_each(|line| texts.add(line));
    Some(texts.lines())
}

/// Returns the forms in which a secret must not occur: plain, as repeated, and as `Debug` shows it.
fn forms(secret: &str, echoed: &str) -> Vec<String> {
    let shown = |text: &str| format!("{text:?}").trim_matches('"').to_owned();
    vec![secret.to_owned(), echoed.to_owned(), shown(secret), shown(echoed)]
}

fn assert_hidden(lines: &[String], secret: &str, echoed: &str, about: &str) {
    for line in lines {
        let seen: String = line.chars().filter(|char| !INVISIBLE.contains(char)).collect();
        for form in forms(secret, echoed) {
            assert!(!line.contains(&form) && !seen.contains(&form), "{about}: `{form}` in {line}");
        }
    }
}

#[test]
fn no_text_shows_a_secret_whichever_way_a_server_repeats_it() {
    let secrets = secrets(2);
    // Each place is tested with each encoding in each response; the secrets alternate.
    let mut turns = secrets.iter().cycle();
    for place in &PLACES {
        let mut count = 0;
        for (name, encode) in &ENCODINGS {
            for (kind, echo) in ECHOES {
                let secret = turns.next().expect("there are secrets");
                let echoed = encode(secret);
                let Some(lines) = texts(place, secret, &echoed, echo) else { continue };
                let about = format!("{secret:?} in {}, repeated as {name} in {kind}", place.name);
                assert!(lines.len() > 8, "{about}");
                assert_hidden(&lines, secret, &echoed, &about);
                count += 1;
            }
        }
        assert!(count * 3 > ENCODINGS.len() * ECHOES.len(), "{}: {count} were tried", place.name);
        // Shifts the secrets, so that a place does not always get a secret with the same encoding.
        turns.next();
    }
}

#[test]
fn what_basic_encodes_is_not_shown_in_any_alphabet() {
    use base64::Engine;
    use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE, URL_SAFE_NO_PAD};
    let pairs =
        ["us??er:pa>>ss?wörd", "sk_live_4eC39HqLyjW:", ":only-a-password", "user:s3cr~t~~???"];
    for pair in pairs {
        let (user, password) = pair.split_once(':').unwrap();
        let basic = RequestPart {
            name: "basic",
            fill: |builder, pair| {
                let (user, password) = pair.split_once(':')?;
                let builder = builder.basic_credential("basic", user, &password.into());
                Some(builder.build().ok()?.call(&crate::runtime_tests::places::BASIC))
            },
        };
        for engine in [STANDARD, STANDARD_NO_PAD, URL_SAFE, URL_SAFE_NO_PAD] {
            let echoed = engine.encode(pair);
            for (kind, echo) in ECHOES {
                let lines = texts(&basic, pair, &echoed, echo).expect("a call");
                for part in [pair, user, password].into_iter().filter(|part| part.len() > 5) {
                    assert_hidden(&lines, part, &echoed, kind);
                }
            }
        }
    }
}

#[test]
fn a_secret_that_is_too_short_to_search_for_is_redacted_by_its_position() {
    // No other text of these calls contains this character.
    for secret in ["§", "§§", "a§"] {
        for place in &PLACES {
            let Some(lines) = texts(place, secret, "nothing", ECHOES[5].1) else { continue };
            for line in lines {
                for form in [secret, "%C2%A7"] {
                    assert!(!line.contains(form), "{secret} in {}: {line}", place.name);
                }
            }
        }
    }
}

/// Returns the texts of a call whose token server responds with `reply`.
fn refused(
    client: ClientCredentials,
    reply: Result<http::Response<Bytes>, TransportError>,
) -> Vec<String> {
    let (texts, reply) = (Texts::default(), Mutex::new(Some(reply)));
    texts.debug(&client);
    let (before, after) = (texts.clone(), texts.clone());
    let builder = ClientBuilder::new("https://parcels.example")
        .retry(RetryPolicy::none())
        .before_send(move |outgoing| before.debug(&outgoing))
        .after_attempt(move |attempted| after.debug(&attempted))
        .client_credentials("basic", client.token_url("https://tokens.example/token"))
        .blocking_transport(move |request: Request<Bytes>, _: SendOptions| {
            assert_eq!(request.uri().host(), Some("tokens.example"));
            reply.lock().unwrap().take().expect("one request")
        });
    let client = builder.build().unwrap();
    texts.debug(&client);
    let error = client.call(&crate::runtime_tests::places::BASIC).run_blocking(decode).unwrap_err();
    assert!(error.is_credential(), "{error}");
    texts.failed(&error);
    texts.lines()
}

#[test]
fn what_a_server_of_tokens_repeats_is_not_shown() {
    let (secrets, ids) = (secrets(2), secrets(2));
    let mut turns = secrets.iter().zip(ids.iter().rev()).cycle();
    for (name, encode) in &ENCODINGS {
        for (in_body, status) in [(false, 400), (true, 400), (false, 200), (true, 200), (true, 0)] {
            let (secret, id) = turns.next().expect("there are secrets");
            for part in [secret, id, "t0ken-that-is-given", "a further parameter"] {
                let echoed = encode(part);
                let said = format!("{}{echoed}", "e".repeat(35));
                let body = serde_json::json!({
                    "error": said,
                    "error_description": said,
                    "token_type": said,
                    "access_token": "t0ken-that-is-given",
                });
                let reply = match status {
                    0 => ECHOES[6].1(&echoed),
                    status => answered(status, &echoed, &body.to_string()),
                };
                let client = ClientCredentials::new(id, secret.as_str());
                let client = client.parameter("audience", "a further parameter");
                let client = if in_body { client.in_body() } else { client };
                // A token that the server has not sent is not a secret.
                if part.starts_with("t0ken") && status == 0 {
                    continue;
                }
                let about = format!("{part}, repeated as {name}, {status}");
                assert_hidden(&refused(client, reply), part, &echoed, &about);
            }
        }
    }
}

#[test]
fn an_error_without_a_secret_is_kept_as_it_is() {
    let place = &PLACES[0];
    let builder = ClientBuilder::new("https://parcels.example")
        .retry(RetryPolicy::none())
        .blocking_transport(|_: Request<Bytes>, _: SendOptions| {
            let cause = std::io::Error::new(std::io::ErrorKind::BrokenPipe, "nothing to hide");
            Err(TransportError::new(TransportErrorKind::Io, true).caused_by(cause))
        });
    let call = (place.fill)(builder, "k3y-that-stays").unwrap();
    let error = call.run_blocking(decode).unwrap_err();
    let source = error.source().and_then(|source| source.downcast_ref::<std::io::Error>());
    assert_eq!(source.map(std::io::Error::kind), Some(std::io::ErrorKind::BrokenPipe));
}

#[test]
fn the_cut_of_a_long_text_leaves_no_part_of_a_secret() {
    let start = "k0-Qd7vXz2";
    let secret = format!("{start}{}", "m".repeat(6_000));
    let place = PLACES.iter().find(|place| place.name == "a bearer's token").unwrap();
    let detail = format!("{}tail", secret.repeat(50));
    let echo: Echo = |detail| {
        let body = serde_json::json!({"title": "no", "detail": detail, "code": "c"});
        answered(401, "", &body.to_string())
    };
    let lines = texts(place, &secret, &detail, echo).unwrap();
    let shown: Vec<_> = lines.iter().filter(|line| line.contains(start)).collect();
    assert!(shown.is_empty(), "{shown:?}");
    assert!(lines.iter().any(|line| line.contains("no: [redacted]…")), "{lines:?}");
}

#[test]
fn numbers_are_secrets_as_they_are_sent() {
    let body = br#"{"pin":12.3400,"codes":[0.12345678901234567890,"9\"8",7e1]}"#;
    let words = sensitive::words(body, &vec![7..14, 23..58]);
    let words: Vec<_> = words.iter().map(|word| word.expose().as_str()).collect();
    for word in ["12.3400", "0.12345678901234567890", "9\"8", "7e1"] {
        assert!(words.contains(&word), "no {word} in {words:?}");
    }
    assert!(!words.contains(&"9"), "{words:?}");
}
