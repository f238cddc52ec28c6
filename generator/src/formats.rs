//! Rust types for some formats, and the dependencies that they need.

/// The Rust types for values of some formats.
///
/// A client in a package of its own must declare the crates of the chosen types in its manifest.
/// `specwright generate --crate` declares them itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Formats {
    /// `date` and `date-time`
    pub dates: Dates,
    /// `uuid`
    pub uuids: Uuids,
}

/// The Rust types for `date` and `date-time` (RFC 3339, section 5.6).
///
/// Responses are parsed leniently. A time without an offset is taken as UTC, and a space may
/// replace the `T`. If a server sends other strings, use [`Text`](Self::Text).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Dates {
    /// `time::Date` and `time::OffsetDateTime`, which keep the offset. The manifest needs
    /// `time = { version = "0.3.47", default-features = false, features = ["formatting", "parsing", "std"] }`.
    #[default]
    Time,
    /// `jiff::civil::Date` and `jiff::Timestamp`, which is written in UTC. The manifest needs
    /// `jiff = { version = "0.2.15", default-features = false, features = ["std"] }`.
    Jiff,
    /// `chrono::NaiveDate` and `chrono::DateTime<chrono::Utc>`. The manifest needs
    /// `chrono = { version = "0.4.38", default-features = false, features = ["alloc", "std"] }`.
    Chrono,
    /// `String`, with the value as received. It needs no dependency.
    Text,
}

/// The Rust type for `uuid` (RFC 9562).
///
/// The default is a string, because identifiers are only compared and sent back. Some servers use
/// other identifiers under this format, and a typed field would reject their responses.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Uuids {
    /// `String`, with the value as received. It needs no dependency.
    #[default]
    Text,
    /// `uuid::Uuid`. The manifest needs
    /// `uuid = { version = "1.10", default-features = false, features = ["std"] }`.
    Type,
}

/// A type that settings can name for a format, which needs no serde.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KnownType {
    /// The path.
    pub path: &'static str,
    /// The values, for messages.
    pub words: &'static str,
    /// The traits of the standard library that it does not implement.
    pub lacks: &'static [&'static str],
}

/// The path of the type for exact decimals.
pub const DECIMAL: &str = "rust_decimal::Decimal";

/// The path of the type for durations.
pub const DURATION: &str = "jiff::SignedDuration";

/// The types that need no serde.
pub const KNOWN_TYPES: [KnownType; 6] = [
    KnownType { path: DECIMAL, words: "a decimal number", lacks: &[] },
    KnownType { path: DURATION, words: "an ISO 8601 duration without days", lacks: &[] },
    KnownType { path: "url::Url", words: "a URL", lacks: &["Copy", "Default"] },
    KnownType { path: "std::net::IpAddr", words: "an IP address", lacks: &["Default"] },
    KnownType { path: "std::net::Ipv4Addr", words: "an IPv4 address", lacks: &["Default"] },
    KnownType { path: "std::net::Ipv6Addr", words: "an IPv6 address", lacks: &["Default"] },
];

/// Returns `true` for the path of the type for exact decimals.
pub fn is_decimal(path: &str) -> bool {
    known_type(path).is_some_and(|known| known.path == DECIMAL)
}

/// Returns the known type of a path.
pub fn known_type(path: &str) -> Option<&'static KnownType> {
    let path = path.trim_start_matches("::");
    KNOWN_TYPES.iter().find(|known| known.path == path)
}
