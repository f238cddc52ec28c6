//! TLS servers with invalid certificates: no byte of a request is sent to them.

use std::path::Path;
use std::process::Command;

use postpress::CallError;

use super::{Failed, Outcome, assert_names_its_call, call, client, send, shown};
use crate::client::tls_server::TlsServer;

/// The variable with the trusted certificates, for a client that trusts those of the system.
const TRUSTED: &str = "SSL_CERT_FILE";

fn assert_refused(outcome: Outcome, url: &str, received: &[Vec<u8>]) -> CallError<Failed> {
    let error = outcome.unwrap_err();
    assert_eq!(shown(&error), "transport: no connection to the server, not sent");
    assert_eq!(error.attempts(), 3);
    assert_names_its_call(&error, url);
    assert_eq!(received, [const { &[0_u8; 0] }; 3]);
    error
}

#[test]
fn a_certificate_of_an_unknown_issuer_is_not_trusted() {
    let impostor = TlsServer::start("localhost");
    let url = impostor.url();
    let outcome = send(call(&client(&url)));
    assert_refused(outcome, &url, &impostor.finish());
}

#[cfg(feature = "blocking")]
#[test]
fn the_blocking_transport_does_not_trust_an_unknown_issuer() {
    let impostor = TlsServer::start("localhost");
    let url = impostor.url();
    let outcome = call(&client(&url)).send_blocking();
    assert_refused(outcome, &url, &impostor.finish());
}

#[test]
fn a_certificate_for_another_name_is_not_trusted() {
    // A process reads its trusted certificates once, so each case is a process.
    let (_, module) = module_path!().split_once("::").unwrap();
    for test in ["a_wrong_name", "the_right_name"] {
        let file = std::env::temp_dir().join(format!("postpress-{}.pem", std::process::id()));
        let test = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", &format!("{module}::{test}"), "--ignored", "--test-threads", "1"])
            .env(TRUSTED, &file)
            .output()
            .unwrap();
        _ = std::fs::remove_file(file);
        let text = String::from_utf8_lossy(&test.stdout);
        assert!(test.status.success() && text.contains("1 passed"), "{text}");
    }
}

/// Writes the issuer's certificate to the file of trusted certificates.
fn trust(impostor: &TlsServer) {
    let file = std::env::var(TRUSTED).expect("run by the test above");
    std::fs::write(Path::new(&file), &impostor.issuer).unwrap();
}

#[test]
#[ignore = "trusts a certificate of its own: run by the test of wrong names"]
fn a_wrong_name() {
    let impostor = TlsServer::start("other.example");
    trust(&impostor);
    let url = impostor.url();
    let outcome = send(call(&client(&url)));
    let error = assert_refused(outcome, &url, &impostor.finish());
    assert!(error.to_string().contains("not valid for name"), "{error}");
}

#[test]
#[ignore = "trusts a certificate of its own: run by the test of wrong names"]
fn the_right_name() {
    let impostor = TlsServer::start("localhost");
    trust(&impostor);
    let outcome = send(call(&client(&impostor.url())));
    assert_eq!(outcome.unwrap().status.to_string(), "ACCEPTED");
    assert!(impostor.finish()[0].starts_with(b"POST "));
}
