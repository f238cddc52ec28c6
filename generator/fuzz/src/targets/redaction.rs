//! Checks that no text of a client contains a secret, wherever the secret is sent and however a server repeats it.

use std::error::Error;
use std::fmt::Debug;

use bytes::Bytes;
use fastrand::Rng;
use http::{HeaderValue, Request, StatusCode};
use indexmap::IndexMap;

use crate::runtime::client::builder::ClientBuilder;
use crate::runtime::responses::call_error::CallError;
use crate::runtime::responses::response::Response;
use crate::runtime::retry::policy::RetryPolicy;
use crate::runtime::streams::items::StreamFormat;
use crate::runtime::transports::traits::{SendOptions, TransportError};
use crate::runtime_tests::encodings::{ENCODINGS, INVISIBLE};
use crate::runtime_tests::places::PLACES;
use crate::runtime_tests::sample::SendParcelError;

type Failed = CallError<SendParcelError>;

/// The start of every secret, so that no message contains it by chance.
const BEGINNING: &str = "k3Y";

/// Checks one call. The first line has the indexes of a place in the request and of an encoding; `?` stands for a
/// random index. The further lines are the secret, the status and media type of the response, and its body, where `{}`
/// stands for the secret.
pub(super) fn run(bytes: &[u8]) -> &'static str {
    let text = String::from_utf8_lossy(bytes);
    let mut lines = text.splitn(4, '\n');
    let mut line = || lines.next().unwrap_or_default();
    let (positions, secret, head, body) = (line(), line(), line(), line());
    let mut positions = positions.split(' ').map(|word| word.parse::<u64>().ok());
    let mut random = Rng::with_seed(super::hash(bytes));
    let mut position = |length: usize| match positions.next().flatten() {
        Some(position) => usize::try_from(position).unwrap_or(usize::MAX) % length,
        None => random.usize(..length),
    };
    let place = &PLACES[position(PLACES.len())];
    let (_, encode) = ENCODINGS[position(ENCODINGS.len())];
    let is_shown = |char: &char| char.is_ascii_graphic() || *char == ' ' || char.is_alphanumeric();
    let secret: String = secret.chars().filter(is_shown).collect();
    let secret = format!("{BEGINNING}{}", secret.trim_end());
    if secret.chars().count() < 6 {
        return "a short secret";
    }
    let echoed = encode(&secret);
    let response = response(head, &echoed, &body.replace("{}", &echoed));
    let builder = ClientBuilder::new("https://parcels.example").retry(RetryPolicy::none());
    let builder = builder.blocking_transport(move |_: Request<Bytes>, _: SendOptions| {
        Ok::<_, TransportError>(response.clone())
    });
    let mut texts = Texts::default();
    let Some(call) = (place.fill)(builder, &secret) else { return "not in this place" };
    texts.debug(&call);
    let outcome = match call.curl() {
        Ok(line) => {
            texts.0.push(line.to_string());
            send(&call, &mut texts)
        }
        Err(error) => {
            texts.error(&error);
            "not sent"
        }
    };
    texts.are_clear(&secret, &echoed);
    outcome
}

fn response(head: &str, echoed: &str, body: &str) -> http::Response<Bytes> {
    let (status, media_type) = head.split_once(' ').unwrap_or((head, "application/json"));
    let mut response = http::Response::new(Bytes::copy_from_slice(body.as_bytes()));
    let status = status.parse().ok().and_then(|status| StatusCode::from_u16(status).ok());
    *response.status_mut() = status.unwrap_or_default();
    let headers = [("content-type", media_type), ("x-request-id", echoed), ("location", echoed)];
    for (name, value) in headers {
        if let Ok(value) = HeaderValue::from_bytes(value.as_bytes()) {
            response.headers_mut().insert(name, value);
        }
    }
    response
}

/// Sends the call, and opens it as a stream.
fn send(call: &crate::runtime::client::call::Call, texts: &mut Texts) -> &'static str {
    let mut outcome = "a response";
    if let Err(error) = call.again().run_blocking(decode) {
        texts.failed(&error);
        outcome = "an error";
    }
    if let Ok(opened) = call.again().open_blocking() {
        let form = StreamFormat::Json;
        match opened.items::<IndexMap<String, i64>, SendParcelError>("application/jsonl", form, &[])
        {
            Ok(items) => {
                texts.debug(&items);
                for item in items {
                    item.err().iter().for_each(|error| texts.error(error));
                }
            }
            Err(error) => texts.failed(&error),
        }
    }
    outcome
}

fn decode(answer: Response) -> Result<IndexMap<String, i64>, Failed> {
    match answer.status().as_u16() {
        200 => answer.json(),
        _ => Err(answer.into_error()),
    }
}

/// The texts that a program could log.
#[derive(Default)]
struct Texts(Vec<String>);

impl Texts {
    fn debug(&mut self, value: &dyn Debug) {
        self.0.push(format!("{value:?}"));
        self.0.push(format!("{value:#?}"));
    }

    fn error(&mut self, error: &(dyn Error + 'static)) {
        let mut next = Some(error);
        while let Some(error) = next {
            self.0.push(error.to_string());
            self.debug(&error);
            next = error.source();
        }
    }

    fn failed(&mut self, error: &Failed) {
        self.error(error);
        self.debug(&error.response());
        self.debug(&error.call());
        self.0.push(error.call().map(ToString::to_string).unwrap_or_default());
    }

    /// Checks that no text contains the secret: plain, encoded, or escaped as by `Debug`.
    fn are_clear(&self, secret: &str, echoed: &str) {
        let shown = |text: &str| format!("{text:?}").trim_matches('"').to_owned();
        let forms = [secret.to_owned(), echoed.to_owned(), shown(secret), shown(echoed)];
        for text in &self.0 {
            let seen: String = text.chars().filter(|char| !INVISIBLE.contains(char)).collect();
            for form in &forms {
                assert!(!text.contains(form) && !seen.contains(form), "`{form}` in {text}");
            }
        }
    }
}
