//! A TLS server with its own certificate authority.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::WebPkiClientVerifier;
use rustls::{RootCertStore, ServerConfig, ServerConnection};

use crate::client::reference::ANSWER;

/// A certificate authority and its certificate as PEM.
pub struct Authority {
    issuer: Issuer<'static, KeyPair>,
    pub pem: String,
}

/// A certificate and its private key, both as PEM.
pub struct Identity {
    pub chain: String,
    pub key: String,
}

impl Authority {
    pub fn new() -> Self {
        let key = KeyPair::generate().unwrap();
        let mut authority = CertificateParams::new([]).unwrap();
        authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let pem = authority.self_signed(&key).unwrap().pem();
        Self { issuer: Issuer::new(authority, key), pem }
    }

    /// Issues a certificate for this name.
    pub fn issue(&self, name: &str) -> Identity {
        let key = KeyPair::generate().unwrap();
        let certificate = CertificateParams::new([name.to_owned()]).unwrap();
        let certificate = certificate.signed_by(&key, &self.issuer).unwrap();
        Identity { chain: certificate.pem(), key: key.serialize_pem() }
    }
}

/// Returns the configuration of a server with a certificate for this name. With `clients`, it accepts only connections
/// with a certificate of that authority.
pub fn config(authority: &Authority, name: &str, clients: Option<&Authority>) -> ServerConfig {
    let identity = authority.issue(name);
    let chain = vec![CertificateDer::from_pem_slice(identity.chain.as_bytes()).unwrap()];
    let key = PrivateKeyDer::from_pem_slice(identity.key.as_bytes()).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(Arc::clone(&provider))
        .with_safe_default_protocol_versions()
        .unwrap();
    let config = match clients {
        None => config.with_no_client_auth(),
        Some(clients) => {
            let mut roots = RootCertStore::empty();
            roots.add(CertificateDer::from_pem_slice(clients.pem.as_bytes()).unwrap()).unwrap();
            let verifier = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider);
            config.with_client_cert_verifier(verifier.build().unwrap())
        }
    };
    config.with_single_cert(chain, key).unwrap()
}

/// A server that sends the documented response to every request.
pub struct TlsServer {
    port: u16,
    stop: Arc<AtomicBool>,
    acceptor: JoinHandle<Vec<Vec<u8>>>,
    /// The certificate of the authority that signed the server's.
    pub issuer: String,
}

impl TlsServer {
    /// Starts a server with a certificate for this name, signed by an unknown authority.
    pub fn start(name: &str) -> Self {
        Self::with(&Authority::new(), name, None)
    }

    /// Starts a server with a certificate of this authority. With `clients`, it accepts only connections with a
    /// certificate of that authority.
    pub fn with(authority: &Authority, name: &str, clients: Option<&Authority>) -> Self {
        let config = Arc::new(config(authority, name, clients));
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        listener.set_nonblocking(true).unwrap();
        let stop = Arc::new(AtomicBool::new(false));
        let stopped = Arc::clone(&stop);
        let acceptor = thread::spawn(move || accept(&listener, config, &stopped));
        Self { port, stop, acceptor, issuer: authority.pem.clone() }
    }

    /// Stops the server and returns the decrypted bytes that each connection received.
    pub fn finish(self) -> Vec<Vec<u8>> {
        self.stop.store(true, Ordering::SeqCst);
        self.acceptor.join().unwrap()
    }

    pub fn url(&self) -> String {
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
