//! A custom HTTP client: the settings that are kept, and those that the guarantees of this client override.

use std::time::Duration;

use postpress::operations::{HandleReceivedInvitation, HandleReceivedInvitationError as Failed};
use postpress::runtime::TransportErrorKind;
use postpress::runtime::transports::tls_ring;
use postpress::types::{InvitationAction, LinkedinInvitation, UnauthorizedType};
use postpress::{BuildError, CallError, CallOptions, Client, ClientBuilder, RetryPolicy};

use crate::client::reference::ANSWER;
use crate::client::sending::{Outcome, send};
use crate::client::server::{REDIRECTS, Reply, Request, Server, json, response};

const KEY: &str = "pp_live_7d20b1";

/// A custom client: a function that sets it and a function that sends with it.
struct Own {
    name: &'static str,
    /// Sets a client that follows redirects, adds headers, and uses this proxy if there is one.
    give: fn(ClientBuilder, Option<&str>) -> ClientBuilder,
    send: fn(HandleReceivedInvitation) -> Outcome,
}

const BUILDER: Own = Own {
    name: "http_client",
    give: |builder, proxy| builder.http_client(reqwest_builder(proxy)),
    send,
};

const CLIENT: Own = Own {
    name: "http_client_as_it_is",
    give: |builder, proxy| builder.http_client_as_it_is(reqwest_builder(proxy).build().unwrap()),
    send,
};

const AGENT: Own = Own {
    name: "http_agent",
    give: |builder, proxy| builder.http_agent(agent(proxy)),
    send: HandleReceivedInvitation::send_blocking,
};

const AGENT_AS_IT_IS: Own = Own {
    name: "http_agent_as_it_is",
    give: |builder, proxy| builder.http_agent_as_it_is(agent(proxy)),
    send: HandleReceivedInvitation::send_blocking,
};

fn reqwest_builder(proxy: Option<&str>) -> reqwest::ClientBuilder {
    tls_ring::install();
    let headers = [("x-tenant", "acme"), ("x-api-key", "of-another-service")];
    let headers = headers.map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap()));
    let builder = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::limited(10))
        .default_headers(headers.into_iter().collect())
        .retry(reqwest::retry::for_host("127.0.0.1").no_budget().classify_fn(|attempt| {
            match attempt.status() {
                Some(status) if !status.is_server_error() => attempt.success(),
                _ => attempt.retryable(),
            }
        }));
    match proxy {
        Some(proxy) => builder.proxy(reqwest::Proxy::all(proxy).unwrap()),
        None => builder.no_proxy(),
    }
}

fn agent(proxy: Option<&str>) -> ureq::Agent {
    ureq::Agent::config_builder()
        .max_redirects(10)
        .redirect_auth_headers(ureq::config::RedirectAuthHeaders::SameHost)
        .proxy(proxy.map(|proxy| ureq::Proxy::new(proxy).unwrap()))
        .middleware(
            |mut request: http::Request<ureq::SendBody<'_>>,
             next: ureq::middleware::MiddlewareNext<'_>| {
                request.headers_mut().insert("x-tenant", "acme".parse().unwrap());
                next.handle(request)
            },
        )
        .build()
        .new_agent()
}

fn builder(url: &str) -> ClientBuilder {
    Client::builder().base_url(url).api_key(KEY).retry(RetryPolicy::none())
}

impl Own {
    fn client(&self, url: &str) -> Client {
        (self.give)(builder(url), None).build().unwrap()
    }

    fn send(&self, client: &Client) -> Outcome {
        self.send_with(client, CallOptions::new())
    }

    fn send_with(&self, client: &Client, options: CallOptions) -> Outcome {
        let body = LinkedinInvitation::new("AQH", "acc", InvitationAction::Accept);
        (self.send)(client.handle_received_invitation("inv", body).options(options))
    }
}

fn assert_headers(name: &str, request: &Request) {
    let headers = request.headers();
    assert_eq!(headers["x-tenant"], "acme", "{name}");
    assert_eq!(headers["x-api-key"], KEY, "{name}");
    assert!(!headers.contains_key("accept-encoding"), "{name}");
}

#[test]
fn calls_are_sent_by_the_clients_own_headers_and_credentials() {
    for own in [BUILDER, CLIENT, AGENT, AGENT_AS_IT_IS] {
        let server = Server::start([json("200 OK", ANSWER)]);
        let handled = own.send(&own.client(&server.url())).unwrap();
        assert_eq!(handled.status.to_string(), "ACCEPTED", "{}", own.name);
        assert_headers(own.name, &server.only_request());
    }
}

#[test]
fn no_redirect_is_followed_whatever_the_given_client_says() {
    for own in [BUILDER, AGENT] {
        for status in REDIRECTS {
            let elsewhere = Server::start([json("200 OK", ANSWER)]);
            let location = format!("location: {}/v1", elsewhere.url());
            let server = Server::start([response(status, &[&location], "")]);
            let error = own.send(&own.client(&server.url())).unwrap_err();
            assert_eq!(error.status().unwrap().to_string(), status, "{}", own.name);
            assert_headers(own.name, &server.only_request());
            assert_eq!(elsewhere.finish(), [], "{}: {status} was followed", own.name);
        }
    }
}

#[test]
fn a_client_as_it_is_follows_redirects_as_its_documentation_warns() {
    for own in [CLIENT, AGENT_AS_IT_IS] {
        let elsewhere = Server::start([json("200 OK", ANSWER)]);
        let location = format!("location: {}/v1", elsewhere.url());
        let server = Server::start([response("303 See Other", &[&location], "")]);
        let handled = own.send(&own.client(&server.url())).unwrap();
        assert_eq!(handled.status.to_string(), "ACCEPTED", "{}", own.name);
        server.only_request();
        assert_eq!(elsewhere.only_request().headers()["x-api-key"], KEY, "{}", own.name);
    }
}

#[test]
fn nothing_is_sent_again_behind_the_back_of_the_client() {
    for own in [BUILDER, AGENT, AGENT_AS_IT_IS] {
        let failing = || json("503 Service Unavailable", "{}");
        let server = Server::start([failing(), failing(), failing()]);
        let error = own.send(&own.client(&server.url())).unwrap_err();
        assert_eq!(error.attempts(), 1, "{}", own.name);
        assert_eq!(server.finish().len(), 1, "{}", own.name);
    }
}

#[test]
fn the_attempts_of_the_client_go_through_the_given_one() {
    for own in [BUILDER, CLIENT, AGENT, AGENT_AS_IT_IS] {
        let unavailable = json("429 Too Many Requests", "{}");
        let server = Server::start([unavailable, json("200 OK", ANSWER)]);
        let retry = RetryPolicy::default().base(Duration::from_millis(1));
        // A client that is used unchanged has its own retries.
        let client = (own.give)(builder(&server.url()), None).retry(retry).build().unwrap();
        let once = CallOptions::new().header("Idempotency-Key", "once");
        own.send_with(&client, once).unwrap();
        let requests = server.finish();
        assert_eq!(requests.len(), 2, "{}", own.name);
        requests.iter().for_each(|request| assert_headers(own.name, request));
    }
}

#[test]
fn errors_of_the_api_are_typed_and_limits_hold() {
    for own in [BUILDER, CLIENT, AGENT, AGENT_AS_IT_IS] {
        let body = r#"{"title":"Old","type":"errors/expired_credentials","status":401}"#;
        let server = Server::start([json("401 Unauthorized", body)]);
        let error = own.send(&own.client(&server.url())).unwrap_err();
        let Some(Failed::Unauthorized(problem)) = error.api() else {
            panic!("{}: {error:?}", own.name);
        };
        assert_eq!(problem.r#type, UnauthorizedType::ExpiredCredentials);
        server.finish();

        let server = Server::start([json("200 OK", &" ".repeat(65))]);
        let client = (own.give)(builder(&server.url()), None).max_body(64).build().unwrap();
        assert_kind(own.name, own.send(&client), TransportErrorKind::TooLarge);
        server.finish();

        let server = Server::start([Reply::Hang(Vec::new())]);
        let short = CallOptions::new().timeout(Duration::from_millis(300));
        let outcome = own.send_with(&own.client(&server.url()), short);
        assert_kind(own.name, outcome, TransportErrorKind::Timeout);
        server.finish();
    }
}

fn assert_kind(name: &str, outcome: Outcome, expected: TransportErrorKind) {
    match outcome.unwrap_err() {
        CallError::Transport(error) => assert_eq!(error.kind(), expected, "{name}: {error}"),
        error => panic!("{name}: {error:?}"),
    }
}

#[test]
fn a_proxy_stands_between_the_client_and_other_machines_alone() {
    for own in [BUILDER, AGENT] {
        let proxy = Server::start([response("502 Bad Gateway", &[], "")]);
        let (server, proxy_url) = (Server::start([json("200 OK", ANSWER)]), proxy.url());
        let here = (own.give)(builder(&server.url()), Some(&proxy_url)).build().unwrap();
        own.send(&here).unwrap();
        assert_headers(own.name, &server.only_request());
        let there = builder("http://api.invalid").allow_plain_http();
        let there = (own.give)(there, Some(&proxy_url)).build().unwrap();
        let error = own.send(&there).unwrap_err();
        assert!(error.to_string().contains("502") || error.is_connect(), "{}: {error}", own.name);
        assert_eq!(proxy.finish().len(), 1, "{}", own.name);
    }
}

#[test]
fn credentials_still_need_https() {
    for own in [BUILDER, CLIENT, AGENT, AGENT_AS_IT_IS] {
        let error = (own.give)(builder("http://api.example"), None).build().unwrap_err();
        assert!(matches!(error, BuildError::PlainHttp { .. }), "{}: {error}", own.name);
    }
}

#[test]
fn the_last_client_that_is_given_is_taken() {
    let elsewhere = Server::start([json("200 OK", ANSWER)]);
    let location = format!("location: {}/v1", elsewhere.url());
    let server = Server::start([response("303 See Other", &[&location], "")]);
    let builder = builder(&server.url());
    let following = builder.http_client_as_it_is(reqwest_builder(None).build().unwrap());
    let client = following.http_client(reqwest_builder(None)).build().unwrap();
    assert!(BUILDER.send(&client).is_err());
    server.only_request();
    assert_eq!(elsewhere.finish(), []);
}
