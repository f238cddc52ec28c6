//! The Cargo features that every client has, whatever its API.

/// A Cargo feature of a client.
#[derive(Clone, Copy, Debug)]
pub struct CargoFeature {
    /// The name in the manifest.
    pub name: &'static str,
    /// The sentence that says what it brings.
    pub words: &'static str,
    /// The features and dependencies that it activates.
    pub activates: &'static [&'static str],
}

/// The features that are on by default.
pub const DEFAULT: [&str; 2] = ["reqwest", "rustls"];

/// All features, in the order of the manifest.
pub const ALL: [CargoFeature; 16] = [
    feature(
        "reqwest",
        "The asynchronous transport. Without it, give the client a transport of your own.",
        &["dep:http-body", "dep:reqwest", "dep:tokio"],
    ),
    feature(
        "blocking",
        "The blocking transport: `send_blocking()` on every call, with no runtime behind it.",
        &["dep:ureq"],
    ),
    feature(
        "rustls",
        "TLS by rustls with the ring provider, for both transports.",
        &["dep:rustls", "rustls/ring", "reqwest?/rustls-no-provider", "ureq?/rustls"],
    ),
    feature(
        "rustls-aws-lc",
        "TLS by rustls with the aws-lc provider.",
        &[
            "dep:rustls",
            "rustls/aws_lc_rs",
            "reqwest?/rustls",
            "ureq?/rustls-no-provider",
            "ureq?/rustls-webpki-roots",
        ],
    ),
    feature(
        "native-tls",
        "TLS by the platform's own library.",
        &["reqwest?/native-tls", "ureq?/native-tls"],
    ),
    feature(
        "tls-certificates",
        "Further roots and a client certificate: `root_certificate` and `client_certificate` on the builder.",
        &["dep:rustls-native-certs", "dep:rustls-pki-types"],
    ),
    feature(
        "platform-verifier",
        "The roots of the system for the blocking transport over rustls, in place of Mozilla's. The asynchronous transport always has the system's.",
        &["ureq?/platform-verifier"],
    ),
    feature(
        "reqwest-client",
        "`http_client` on the builder: your own `reqwest::ClientBuilder` or `reqwest::Client`.",
        &["reqwest"],
    ),
    feature("ureq-client", "`http_agent` on the builder: your own `ureq::Agent`.", &["blocking"]),
    feature(
        "http2",
        "HTTP/2, where the server offers it. The blocking transport has HTTP/1.1 alone.",
        &["reqwest?/http2"],
    ),
    feature(
        "gzip",
        "Responses compressed by gzip, for both transports. Limits count bytes after decompression.",
        &["reqwest?/gzip", "ureq?/gzip"],
    ),
    feature(
        "brotli",
        "Responses compressed by Brotli, for both transports.",
        &["reqwest?/brotli", "ureq?/brotli"],
    ),
    feature(
        "zstd",
        "Responses compressed by Zstandard. The blocking transport does not ask for them.",
        &["reqwest?/zstd"],
    ),
    feature(
        "socks",
        "SOCKS proxies, for both transports.",
        &["reqwest?/socks", "ureq?/socks-proxy"],
    ),
    feature("tracing", "A span for each call and an event for each retry.", &["dep:tracing"]),
    feature("mock", "A server in the test's own process, for tests of what calls the client.", &[]),
];

impl CargoFeature {
    /// Returns the line of a manifest.
    #[must_use]
    pub fn line(&self) -> String {
        format!("{} = [{}]", self.name, quoted(self.activates))
    }
}

/// Returns the elements of a list in TOML.
pub(crate) fn quoted(names: &[&str]) -> String {
    names.iter().map(|name| format!("\"{name}\"")).collect::<Vec<_>>().join(", ")
}

const fn feature(
    name: &'static str,
    words: &'static str,
    activates: &'static [&'static str],
) -> CargoFeature {
    CargoFeature { name, words, activates }
}
