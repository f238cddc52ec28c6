//! The Cargo features of every client.

/// A Cargo feature of a client.
#[derive(Clone, Copy, Debug)]
pub struct CargoFeature {
    /// The name in the manifest.
    pub name: &'static str,
    /// The sentence that describes it.
    pub words: &'static str,
    /// The features and dependencies that it activates.
    pub activates: &'static [&'static str],
}

/// The start of the names of internal features, which features of groups activate. No group has such a name.
pub(crate) const SHARED: &str = "_shared-by-";

/// The features that are on by default.
pub const DEFAULT: [&str; 2] = ["reqwest", "rustls"];

/// All features, in the order of the manifest.
pub const ALL: [CargoFeature; 16] = [
    feature(
        "reqwest",
        "The asynchronous transport. Without it, set a transport of your own.",
        &["dep:http-body", "dep:reqwest", "dep:tokio"],
    ),
    feature(
        "blocking",
        "The blocking transport, for `send_blocking()` without an async runtime.",
        &["dep:ureq"],
    ),
    feature(
        "rustls",
        "TLS with rustls and ring, for both transports.",
        &["dep:rustls", "rustls/ring", "reqwest?/rustls-no-provider", "ureq?/rustls"],
    ),
    feature(
        "rustls-aws-lc",
        "TLS with rustls and aws-lc, for both transports.",
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
        "TLS with the library of the platform, for both transports.",
        &["reqwest?/native-tls", "ureq?/native-tls"],
    ),
    feature(
        "tls-certificates",
        "Additional root certificates and a client certificate: `root_certificate` and `client_certificate` on the builder.",
        &["dep:rustls-native-certs", "dep:rustls-pki-types"],
    ),
    feature(
        "platform-verifier",
        "The root certificates of the system instead of Mozilla's, for the blocking transport with rustls. The asynchronous transport always uses those of the system.",
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
        "HTTP/2, if the server offers it. The blocking transport has only HTTP/1.1.",
        &["reqwest?/http2"],
    ),
    feature(
        "gzip",
        "Responses compressed with gzip, for both transports. Size limits apply after decompression.",
        &["reqwest?/gzip", "ureq?/gzip"],
    ),
    feature(
        "brotli",
        "Responses compressed with Brotli, for both transports.",
        &["reqwest?/brotli", "ureq?/brotli"],
    ),
    feature(
        "zstd",
        "Responses compressed with Zstandard, for the asynchronous transport.",
        &["reqwest?/zstd"],
    ),
    feature(
        "socks",
        "SOCKS proxies, for both transports.",
        &["reqwest?/socks", "ureq?/socks-proxy"],
    ),
    feature("tracing", "A span for each call and an event for each retry.", &["dep:tracing"]),
    feature(
        "mock",
        "A mock transport that answers inside the test process, for tests of code that calls the client.",
        &[],
    ),
];

impl CargoFeature {
    /// Returns the line of a manifest.
    #[must_use]
    pub fn line(&self) -> String {
        format!("{} = [{}]", self.name, quoted(self.activates))
    }
}

/// Returns a feature as a key of a manifest. A bare key is ASCII (TOML 1.0, "Keys").
pub(crate) fn key(feature: &str) -> String {
    if feature.is_ascii() { feature.to_owned() } else { format!("\"{feature}\"") }
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
