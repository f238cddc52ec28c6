//! TLS servers with invalid certificates: no byte of a request is sent to them.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use postpress::CallError;
use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::{ServerConfig, ServerConnection};

use super::{Failed, Outcome, assert_names_its_call, call, client, send, shown};
use crate::client::reference::ANSWER;

/// The variable with the trusted certificates, for a client that trusts those of the system.
const TRUSTED: &str = "SSL_CERT_FILE";

/// A server with a certificate for the given name.
struct Impostor {
    port: u16,
    stop: Arc<AtomicBool>,
    acceptor: JoinHandle<Vec<Vec<u8>>>,
    /// The certificate of the authority that signed the server's.
    issuer: String,
}

impl Impostor {
    fn start(name: &str) -> Self {
        let key = KeyPair::generate().unwrap();
        let mut authority = CertificateParams::new([]).unwrap();
        authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let issuer = authority.self_signed(&key).unwrap().pem();
        let authority = Issuer::new(authority, key);
        let key = KeyPair::generate().unwrap();
        let shown = CertificateParams::new([name.to_owned()]).unwrap();
        let shown = shown.signed_by(&key, &authority).unwrap();
        let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(key.serialize_der()));
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![shown.der().clone()], key)
            .unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        listener.set_nonblocking(true).unwrap();
        let stop = Arc::new(AtomicBool::new(false));
        let stopped = Arc::clone(&stop);
        let acceptor = thread::spawn(move || accept(&listener, Arc::new(config), &stopped));
        Self { port, stop, acceptor, issuer }
    }

    /// Stops the server and returns the decrypted bytes that each connection received.
    fn finish(self) -> Vec<Vec<u8>> {
        self.stop.store(true, Ordering::SeqCst);
        self.acceptor.join().unwrap()
    }

    fn url(&self) -> String {
        format!("https://localhost:{}", self.port)
    }
}

fn accept(listener: &TcpListener, config: Arc<ServerConfig>, stopped: &AtomicBool) -> Vec<Vec<u8>> {
    let mut received = Vec::new();
    loop {
        // The flag is read before the queue, so that no connection is missed.
        let last = stopped.load(Ordering::SeqCst);
        match listener.accept() {
            Ok((stream, _)) => received.push(serve(stream, Arc::clone(&config))),
            Err(_) if last => return received,
            Err(_) => thread::sleep(Duration::from_millis(1)),
        }
    }
}

/// Responds to a request and returns its bytes.
fn serve(stream: TcpStream, config: Arc<ServerConfig>) -> Vec<u8> {
    stream.set_nonblocking(false).unwrap();
    let mut tls = rustls::StreamOwned::new(ServerConnection::new(config).unwrap(), stream);
    let mut received = vec![0; 4096];
    // A client that does not trust the certificate closes the connection.
    let length = tls.read(&mut received).unwrap_or(0);
    received.truncate(length);
    if length > 0 {
        let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n", ANSWER.len());
        tls.write_all(format!("{head}{ANSWER}").as_bytes()).unwrap();
        tls.conn.send_close_notify();
        tls.flush().unwrap();
    }
    received
}

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
    let impostor = Impostor::start("localhost");
    let url = impostor.url();
    let outcome = send(call(&client(&url)));
    assert_refused(outcome, &url, &impostor.finish());
}

#[cfg(feature = "blocking")]
#[test]
fn the_blocking_transport_does_not_trust_an_unknown_issuer() {
    let impostor = Impostor::start("localhost");
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
fn trust(impostor: &Impostor) {
    let file = std::env::var(TRUSTED).expect("run by the test above");
    std::fs::write(Path::new(&file), &impostor.issuer).unwrap();
}

#[test]
#[ignore = "trusts a certificate of its own: run by the test of wrong names"]
fn a_wrong_name() {
    let impostor = Impostor::start("other.example");
    trust(&impostor);
    let url = impostor.url();
    let outcome = send(call(&client(&url)));
    let error = assert_refused(outcome, &url, &impostor.finish());
    assert!(error.to_string().contains("not valid for name"), "{error}");
}

#[test]
#[ignore = "trusts a certificate of its own: run by the test of wrong names"]
fn the_right_name() {
    let impostor = Impostor::start("localhost");
    trust(&impostor);
    let outcome = send(call(&client(&impostor.url())));
    assert_eq!(outcome.unwrap().status.to_string(), "ACCEPTED");
    assert!(impostor.finish()[0].starts_with(b"POST "));
}
