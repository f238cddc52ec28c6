//! Certificates and private keys in PEM (RFC 7468).

use rustls_pki_types::CertificateDer;
use rustls_pki_types::pem::{Error, PemObject, SectionKind};

use super::super::text::secret::Secret;
use super::super::transports::tls_settings::{CLIENT, CertificateError, ClientCertificate, ROOT};

/// The start of a PEM block.
const BEGIN: &[u8] = b"-----BEGIN ";

/// The first byte of a DER certificate or key, the tag of a `SEQUENCE` (X.690).
const SEQUENCE: u8 = 0x30;

const ENCRYPTED: &str = "has an encrypted private key: `openssl pkey -in <file>` writes it \
                         without its password";

/// Splits PEM into its certificates, each as PEM.
///
/// # Errors
///
/// Returns an error if there is no certificate, if a block is malformed, or if one contains a
/// private key.
pub fn roots(pem: &[u8]) -> Result<Vec<Vec<u8>>, CertificateError> {
    let mut roots = Vec::new();
    for block in read(pem).map_err(|reason| CertificateError::new(ROOT, reason))? {
        if block.is_key() {
            let reason =
                format!("has a private key in line {}: roots are certificates alone", block.line);
            return Err(CertificateError::new(ROOT, reason));
        }
        if block.kind == SectionKind::Certificate {
            roots.push(block.pem.to_vec());
        }
    }
    if roots.is_empty() {
        return Err(CertificateError::new(
            ROOT,
            missing(pem, "certificate", "CERTIFICATE", "x509"),
        ));
    }
    Ok(roots)
}

/// Reads the certificates of one PEM and the private key of another, or of the same.
///
/// # Errors
///
/// Returns an error if there is no certificate, if there is not exactly one private key, or if a
/// block is malformed.
pub fn client(chain: &[u8], key: &[u8]) -> Result<ClientCertificate, CertificateError> {
    let error = |reason: String| CertificateError::new(CLIENT, reason);
    let mut certificates = Vec::new();
    for block in read(chain).map_err(error)? {
        if block.kind == SectionKind::Certificate {
            append(&mut certificates, block.pem);
        }
    }
    if certificates.is_empty() {
        return Err(error(missing(chain, "certificate", "CERTIFICATE", "x509")));
    }
    let blocks = read(key).map_err(|reason| error(format!("has a private key that {reason}")))?;
    let mut keys = blocks.iter().filter(|block| block.is_key());
    match (keys.next(), keys.next()) {
        (Some(only), None) => {
            let mut key = Vec::with_capacity(only.pem.len() + 1);
            append(&mut key, only.pem);
            Ok(ClientCertificate::new(certificates, Secret::new(key)))
        }
        (Some(_), Some(second)) => Err(error(format!(
            "has a second private key in line {}: give the one of the certificate",
            second.line
        ))),
        (None, _) if contains(key, b"ENCRYPTED") => Err(error(ENCRYPTED.to_owned())),
        (None, _) => Err(error(missing(key, "private key", "PRIVATE KEY", "pkey"))),
    }
}

/// Returns the root certificates that the system trusts. Unreadable ones are left out.
#[must_use]
pub fn system_roots() -> Vec<CertificateDer<'static>> {
    rustls_native_certs::load_native_certs().certs
}

/// A PEM block and the text up to the next one.
struct Block<'p> {
    pem: &'p [u8],
    kind: SectionKind,
    line: usize,
}

impl Block<'_> {
    fn is_key(&self) -> bool {
        use SectionKind::{EcPrivateKey, PrivateKey, RsaPrivateKey};

        matches!(self.kind, EcPrivateKey | PrivateKey | RsaPrivateKey)
    }
}

/// Reads the blocks with a known label.
fn read(pem: &[u8]) -> Result<Vec<Block<'_>>, String> {
    let at = |window: (usize, &[u8])| (window.1 == BEGIN).then_some(window.0);
    let starts: Vec<_> = pem.windows(BEGIN.len()).enumerate().filter_map(at).collect();
    let ends = starts.iter().skip(1).copied().chain([pem.len()]);
    let mut blocks = Vec::new();
    for (start, end) in starts.iter().copied().zip(ends) {
        let (before, block) = pem.split_at(start);
        let block = block.get(..end - start).unwrap_or(block);
        let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
        match <(SectionKind, Vec<u8>)>::from_pem_slice(block) {
            Ok((kind, _)) => blocks.push(Block { pem: block, kind, line }),
            // The label is unknown, such as `EC PARAMETERS`.
            Err(Error::NoItemsFound) => {}
            // The error's own message may quote the text, which may be a key.
            Err(Error::MissingSectionEnd { .. }) => {
                return Err(format!(
                    "has a block without its `-----END` line, which begins in line {line}: is the \
                     text cut off?"
                ));
            }
            Err(Error::IllegalSectionStart { .. }) => {
                return Err(format!("has a malformed `-----BEGIN` line, line {line}"));
            }
            Err(_) => {
                return Err(format!("has a block that is not base64, which begins in line {line}"));
            }
        }
    }
    Ok(blocks)
}

/// Returns the reason why PEM lacks a required block. `tool` is the OpenSSL command for it.
fn missing(pem: &[u8], what: &str, label: &str, tool: &str) -> String {
    match pem.first() {
        Some(&SEQUENCE) => {
            format!("has a {what} in DER, not PEM: `openssl {tool} -inform der` converts it")
        }
        _ => format!("has no {what} in PEM (`-----BEGIN {label}-----`)"),
    }
}

fn contains(text: &[u8], word: &[u8]) -> bool {
    text.windows(word.len()).any(|window| window == word)
}

/// Appends a block, so that the next one starts on a new line.
fn append(pem: &mut Vec<u8>, block: &[u8]) {
    pem.extend_from_slice(block);
    pem.push(b'\n');
}
