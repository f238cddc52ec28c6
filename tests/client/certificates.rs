//! Root and client certificates of the builder, for both transports, on real sockets.

use std::error::Error;

use postpress::operations::HandleReceivedInvitation;
use postpress::{CallError, Client, ClientBuilder, RetryPolicy};

use crate::client::sending::{Outcome, Send, call, send};
use crate::client::tls_server::{Authority, Identity, TlsServer};

/// The ways to send a call, by name.
const WAYS: [(&str, Send); 2] =
    [("asynchronous", send), ("blocking", HandleReceivedInvitation::send_blocking)];

fn builder(url: &str) -> ClientBuilder {
    Client::builder().base_url(url).api_key("pp_live_51c0").retry(RetryPolicy::none())
}

fn assert_accepted(way: &str, outcome: Outcome) {
    let handled = outcome.unwrap_or_else(|error| panic!("{way}: {error}"));
    assert_eq!(handled.status.to_string(), "ACCEPTED", "{way}");
}

#[test]
fn a_root_that_is_given_is_trusted() {
    for (way, send) in WAYS {
        let server = TlsServer::start("localhost");
        let client = builder(&server.url()).root_certificate(&server.issuer).build().unwrap();
        assert_accepted(way, send(call(&client)));
        assert!(server.finish()[0].starts_with(b"POST "), "{way}");
    }
}

#[test]
fn several_roots_stand_in_one_text_or_are_given_one_by_one() {
    let (one, other) = (Authority::new(), Authority::new());
    let comment = format!("# one\n{}\n# other\n{}", one.pem, other.pem.replace('\n', "\r\n"));
    for authority in [&one, &other] {
        for (way, send) in WAYS {
            let server = TlsServer::with(authority, "localhost", None);
            let together = builder(&server.url()).root_certificate(&comment);
            assert_accepted(way, send(call(&together.build().unwrap())));
            let apart =
                builder(&server.url()).root_certificate(&one.pem).root_certificate(&other.pem);
            assert_accepted(way, send(call(&apart.build().unwrap())));
        }
    }
}

#[test]
fn a_root_does_not_make_another_name_valid() {
    for (way, send) in WAYS {
        let server = TlsServer::start("other.example");
        let client = builder(&server.url()).root_certificate(&server.issuer).build().unwrap();
        let error = send(call(&client)).unwrap_err();
        assert!(error.is_connect(), "{way}: {error}");
        assert_eq!(server.finish(), [b""], "{way}");
    }
}

#[test]
fn a_server_that_asks_for_a_certificate_gets_that_of_the_client() {
    let clients = Authority::new();
    let identity = clients.issue("a client");
    for (way, send) in WAYS {
        let server = TlsServer::with(&Authority::new(), "localhost", Some(&clients));
        let both = format!("{}{}", identity.key, identity.chain);
        for (chain, key) in [(&identity.chain, &identity.key), (&both, &both)] {
            let client = builder(&server.url()).root_certificate(&server.issuer);
            let client = client.client_certificate(chain, key).build().unwrap();
            assert_accepted(way, send(call(&client)));
        }
        assert!(server.finish().iter().all(|received| received.starts_with(b"POST ")), "{way}");
    }
}

#[test]
fn a_server_that_asks_for_a_certificate_takes_no_other() {
    let (clients, strangers) = (Authority::new(), Authority::new());
    let stranger = strangers.issue("a client");
    for (way, send) in WAYS {
        let server = TlsServer::with(&Authority::new(), "localhost", Some(&clients));
        let trusting = || builder(&server.url()).root_certificate(&server.issuer);
        let without = trusting().build().unwrap();
        let another =
            trusting().client_certificate(&stranger.chain, &stranger.key).build().unwrap();
        for client in [without, another] {
            let error = send(call(&client)).unwrap_err();
            assert!(matches!(error, CallError::Transport(_)), "{way}: {error}");
        }
        assert_eq!(server.finish(), [b"", b""], "{way}: the request was read");
    }
}

#[cfg(feature = "reqwest-client")]
#[test]
fn the_builder_of_reqwest_takes_certificates() {
    let clients = Authority::new();
    let identity = clients.issue("a client");
    let server = TlsServer::with(&Authority::new(), "localhost", Some(&clients));
    let client = builder(&server.url())
        .http_client(reqwest::Client::builder())
        .root_certificate(&server.issuer)
        .client_certificate(&identity.chain, &identity.key)
        .build()
        .unwrap();
    assert_accepted("reqwest", send(call(&client)));
    server.finish();
}

/// Returns the error of `build`. Panics if a text contains a line of the key.
fn refused(builder: ClientBuilder, secret: &str) -> String {
    let mut texts = vec![format!("{builder:?}")];
    let error = builder.build().unwrap_err();
    texts.extend([error.to_string(), format!("{error:?}"), format!("{error:#?}")]);
    let mut next = error.source();
    while let Some(source) = next {
        texts.extend([source.to_string(), format!("{source:?}")]);
        next = source.source();
    }
    for line in secret.lines().filter(|line| line.len() > 20 && !line.starts_with("-----")) {
        assert!(texts.iter().all(|text| !text.contains(line)), "{texts:?}");
    }
    error.to_string()
}

#[test]
fn a_root_that_cannot_be_used_is_refused_with_its_place() {
    let Identity { chain, key } = Authority::new().issue("localhost");
    let cut = chain.replace("-----END CERTIFICATE-----", "");
    let broken = chain.replacen("MII", "!!!", 1);
    let shorter = chain.replacen('\n', "\nAAAA", 1);
    let cases = [
        ("", "has no certificate in PEM (`-----BEGIN CERTIFICATE-----`)"),
        ("roots.pem", "has no certificate in PEM (`-----BEGIN CERTIFICATE-----`)"),
        ("0\u{1}", "has a certificate in DER, not PEM: `openssl x509 -inform der` converts it"),
        (&key, "has a private key in line 1: roots are certificates alone"),
        (
            &format!("# mine\n{chain}{key}"),
            "has a private key in line 11: roots are certificates alone",
        ),
        (
            &format!("\n{cut}"),
            "has a block without its `-----END` line, which begins in line 2: is the text cut off?",
        ),
        (&broken, "has a block that is not base64, which begins in line 1"),
        ("-----BEGIN CERTIFICATE\nAAAA\n", "has a malformed `-----BEGIN` line, line 1"),
        (&shorter, "has a certificate that is malformed inside of its PEM block"),
    ];
    for (pem, expected) in cases {
        let text = refused(builder("https://api.example").root_certificate(pem), &key);
        let lines = chain.lines().count() + 2;
        let expected = expected.replace("line 11", &format!("line {lines}"));
        assert_eq!(text, format!("the certificate given to `root_certificate` {expected}"));
    }
}

#[test]
fn a_client_certificate_that_cannot_be_used_is_refused_and_its_key_not_shown() {
    let Identity { chain, key } = Authority::new().issue("a client");
    let another = Authority::new().issue("a client");
    let encrypted = key.replace("PRIVATE KEY", "ENCRYPTED PRIVATE KEY");
    let cut = key.replace("-----END PRIVATE KEY-----", "");
    let broken = key.replacen("MI", "!!", 1);
    let shorter = key.replacen('\n', "\nAAAA", 1);
    let twice = format!("{key}{key}");
    let cases: [(&str, &str, &str); 10] = [
        (
            &chain,
            "0\u{1}",
            "has a private key in DER, not PEM: `openssl pkey -inform der` converts it",
        ),
        (&key, &key, "has no certificate in PEM (`-----BEGIN CERTIFICATE-----`)"),
        (&chain, &chain, "has no private key in PEM (`-----BEGIN PRIVATE KEY-----`)"),
        (&chain, "", "has no private key in PEM (`-----BEGIN PRIVATE KEY-----`)"),
        (
            &chain,
            &encrypted,
            "has an encrypted private key: `openssl pkey -in <file>` writes it without its password",
        ),
        (
            &chain,
            &cut,
            "has a private key that has a block without its `-----END` line, which begins in line 1: is the text cut off?",
        ),
        (
            &chain,
            &broken,
            "has a private key that has a block that is not base64, which begins in line 1",
        ),
        (
            &chain,
            &shorter,
            "has a private key that cannot be used: it is malformed inside of its PEM block, or of a kind that rustls does not know",
        ),
        (
            &chain,
            &another.key,
            "has a private key of another certificate: the client's own certificate stands first in the chain",
        ),
        (&chain, &twice, "has a second private key in line 6: give the one of the certificate"),
    ];
    for (chain, private_key, expected) in cases {
        let refusing = builder("https://api.example").client_certificate(chain, private_key);
        let lines = key.lines().count() + 1;
        let expected = expected.replace("line 6", &format!("line {lines}"));
        let text = refused(refusing, &format!("{key}\n{}", another.key));
        assert_eq!(text, format!("the certificate given to `client_certificate` {expected}"));
    }
    let client = builder("https://api.example").client_certificate(&chain, &key).build().unwrap();
    let shown = format!("{client:?} {client:#?}");
    assert!(key.lines().filter(|line| line.len() > 20).all(|line| !shown.contains(line)));
}

#[test]
fn a_certificate_that_no_transport_would_use_is_refused() {
    postpress::runtime::transports::tls_ring::install();
    let Identity { chain, key } = Authority::new().issue("a client");
    let own = || {
        builder("https://api.example").transport(|_, _| async {
            let kind = postpress::runtime::TransportErrorKind::Other;
            Err(postpress::TransportError::new(kind, false))
        })
    };
    for (refusing, setter) in [
        (own().root_certificate(&chain), "root_certificate"),
        (own().client_certificate(&chain, &key), "client_certificate"),
        #[cfg(feature = "ureq-client")]
        (
            builder("https://api.example")
                .http_agent(ureq::Agent::new_with_defaults())
                .root_certificate(&chain),
            "root_certificate",
        ),
        #[cfg(feature = "reqwest-client")]
        (
            builder("https://api.example")
                .http_client_as_it_is(reqwest::Client::new())
                .root_certificate(&chain),
            "root_certificate",
        ),
    ] {
        assert_eq!(
            refused(refusing, &key),
            format!(
                "the certificate given to `{setter}` would not be used: a transport, client or agent of your own has \
                 TLS settings of its own, so set it there"
            )
        );
    }
}
