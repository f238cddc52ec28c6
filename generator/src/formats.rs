//! What values of some formats become: what a client may depend on for them.

/// What values of some formats become. Whoever keeps the client in a package of their own adds to its
/// manifest what the choices ask for; `specwright generate --crate` writes it there itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Formats {
    /// `date` and `date-time`
    pub dates: Dates,
    /// `uuid`
    pub uuids: Uuids,
}

/// What `date` and `date-time` become (RFC 3339, section 5.6).
///
/// Answers are read liberally: a time without an offset is taken for UTC, which servers that leave it
/// out mean, and a space may stand for the `T`. Of some 1,500 examples of `date-time` in public
/// descriptions six are still no time then (a placeholder, mostly), so a type is worth more than the
/// answers it may cost; where a server is one of the others, there is [`Text`](Self::Text).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Dates {
    /// `time::Date` and `time::OffsetDateTime`, which keep the offset. The manifest needs
    /// `time = { version = "0.3.47", default-features = false, features = ["formatting", "parsing", "std"] }`.
    #[default]
    Time,
    /// `jiff::civil::Date` and `jiff::Timestamp`, which is written in UTC. The manifest needs
    /// `jiff = { version = "0.2.15", default-features = false, features = ["std"] }`.
    Jiff,
    /// `String`: what the server wrote, and no dependency.
    Text,
}

/// What `uuid` becomes (RFC 9562).
///
/// Text by default: an identifier is compared and sent back, for which its text is enough, and some
/// servers write other identifiers under this format (two of the 31 public descriptions that use it
/// have such an example), whose answers a type would lose. The crate also asks for a newer compiler
/// than all else that a client depends on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Uuids {
    /// `String`: what the server wrote, and no dependency.
    #[default]
    Text,
    /// `uuid::Uuid`. The manifest needs
    /// `uuid = { version = "1.10", default-features = false, features = ["std"] }`.
    Type,
}
