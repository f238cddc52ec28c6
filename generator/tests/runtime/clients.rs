//! Clients from builders, and the texts that clients and builders show.

use std::error::Error;

use http::StatusCode;

use crate::runtime::client::api_client::Client;
use crate::runtime::client::build_error::BuildError;
use crate::runtime::client::builder::ClientBuilder;
use crate::runtime::credentials::credential::CredentialLocation;
use crate::runtime::requests::operation::Operation;
use crate::runtime::text::secret::Secret;
use crate::runtime::transports::traits::{TransportError, TransportErrorKind};
use crate::runtime_tests::sample::{API_KEY, KEY, builder};

fn refusal(builder: ClientBuilder) -> String {
    builder.build().expect_err("no client").to_string()
}

#[test]
fn clients_are_shared_between_threads() {
    fn is_shared<T: Clone + Send + Sync + 'static>() {}
    is_shared::<Client>();
}

#[test]
fn neither_client_nor_builder_shows_a_secret() {
    let builder = builder().header("X-Token", "t0ken");
    let mut client = format!("{builder:?}");
    client.push_str(&format!("{:?}", builder.build().unwrap()));
    assert!(!client.contains(KEY) && !client.contains("t0ken"), "{client}");
    assert!(client.contains("apiKey: [redacted]"), "{client}");
    assert!(client.contains(r#"base_url: "https://parcels.example""#), "{client}");
}

#[test]
fn a_key_that_cannot_be_sent_is_refused_without_its_text() {
    let cases = [
        ("s3cret\n", "the credential for `apiKey` holds a line break or another control character"),
        (" ", "the credential for `apiKey` is empty"),
    ];
    for placement in [
        API_KEY,
        CredentialLocation::Query { name: "key" },
        CredentialLocation::Cookie { name: "key" },
    ] {
        for (key, expected) in cases {
            assert_eq!(refusal(builder().credential("apiKey", placement, key)), expected);
        }
    }
    let cookie =
        builder().credential("apiKey", CredentialLocation::Cookie { name: "key" }, "s3;cret");
    assert_eq!(
        refusal(cookie),
        "the credential for `apiKey` holds a character that a cookie cannot carry"
    );
}

#[test]
fn a_user_name_and_a_password_are_sent_as_basic_credentials() {
    static LOGIN: Operation = Operation {
        id: "login",
        security: &[&["login"]],
        ..crate::runtime_tests::requests::PLAIN_FIELDS
    };
    let with = |username: &str, password: &str| {
        builder().basic_credential("login", username, &Secret::from(password.to_owned()))
    };
    let header = |builder: ClientBuilder| {
        let request = builder.build().unwrap().call(&LOGIN).request().unwrap();
        let header = request.headers()["authorization"].clone();
        assert!(header.is_sensitive());
        header.to_str().unwrap().to_owned()
    };
    // The examples of RFC 7617, sections 2 and 2.1 (UTF-8).
    assert_eq!(header(with("Aladdin", "open sesame")), "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
    assert_eq!(header(with("test", "123\u{a3}")), "Basic dGVzdDoxMjPCow==");
    assert_eq!(header(with("key", "")), "Basic a2V5Og==");
    assert_eq!(
        refusal(with("a:b", "s3cret")),
        "the credential for `login` has a colon in its user name, which would end there"
    );
    assert_eq!(
        refusal(with("a", "s3\ncret")),
        "the credential for `login` holds a line break or another control character"
    );
    assert!(!format!("{:?}", with("Aladdin", "s3cret")).contains("s3cret"));
}

#[test]
fn keys_go_over_plain_http_only_where_that_is_allowed() {
    let plain = || builder().base_url("http://parcels.example");
    assert_eq!(
        refusal(plain()),
        "credentials would go to `parcels.example` over plain `http`: use `https`, or call \
         `allow_plain_http` on the builder"
    );
    assert!(plain().allow_plain_http().build().is_ok());
    assert!(builder().base_url("http://127.0.0.1:8080").build().is_ok());
    let keyless = ClientBuilder::new("http://parcels.example")
        .blocking_transport(|_, _| Err(TransportError::new(TransportErrorKind::Other, false)));
    assert!(keyless.build().is_ok());
}

#[test]
fn what_is_wrong_with_a_part_is_told() {
    assert_eq!(
        refusal(builder().base_url("parcels.example")),
        "the base URL must begin with `https://` or `http://`"
    );
    assert_eq!(
        refusal(builder().header("X-\u{1b}Bad", "x")),
        "the header `X-Bad` has a name or a value that HTTP cannot carry"
    );
    assert_eq!(
        refusal(builder().user_agent("a\nb")),
        "the header `user-agent` has a name or a value that HTTP cannot carry"
    );
    assert_eq!(
        refusal(ClientBuilder::new("https://parcels.example")),
        "no transport: enable the feature `reqwest` or `blocking`, or call `transport` on the \
         builder"
    );
    let broken = ClientBuilder::new("https://parcels.example").default_transport(|_| {
        Err(TransportError::new(TransportErrorKind::Other, false).caused_by("no certificates"))
    });
    let error = broken.build().unwrap_err();
    assert_eq!(error.to_string(), "no transport: the request could not be sent: no certificates");
    assert_eq!(error.source().unwrap().to_string(), "no certificates");
    assert!(matches!(error, BuildError::Transport(_)));
}

#[test]
fn default_transports_are_made_only_where_none_is_given() {
    let given = builder().default_transport(|_| panic!("a transport was given"));
    assert!(given.build().is_ok());
    let local = ClientBuilder::new("http://localhost").default_blocking_transport(|settings| {
        assert!(settings.direct, "no proxy on the way to this machine");
        assert_eq!(settings.connect_timeout.as_secs(), 10);
        Ok(std::sync::Arc::new(|_: http::Request<_>, _| {
            let mut answer = http::Response::default();
            *answer.status_mut() = StatusCode::NO_CONTENT;
            Ok(answer)
        }))
    });
    let call = local.build().unwrap().call(&crate::runtime_tests::requests::PLAIN);
    assert_eq!(call.send_blocking().unwrap().status(), StatusCode::NO_CONTENT);
}
