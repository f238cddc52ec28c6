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
