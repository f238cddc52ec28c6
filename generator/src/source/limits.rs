//! Limits on reading a description.

/// The size of a file in bytes.
pub(super) const MAX_FILE: u64 = 64 << 20;

/// The size of all files in bytes.
pub(super) const MAX_BYTES: u64 = 256 << 20;

/// The number of files.
pub(super) const MAX_FILES: usize = 20_000;

/// The depth of objects and arrays inside one another. serde_json and serde_yaml have the same limit.
pub(super) const MAX_DEPTH: usize = 128;

/// The number of brackets that are open at a time.
pub(super) const MAX_BRACKETS: usize = 1_000;

/// The number of nodes of a file. Each repetition by a YAML alias counts.
pub(super) const MAX_NODES: usize = 4_000_000;

/// The number of nodes that overlays add to a description.
#[cfg(feature = "overlay")]
pub(super) const MAX_ADDED: usize = 500_000;

/// The size of all keys and strings of a file in bytes. Each repetition by a YAML alias counts.
pub(super) const MAX_TEXT: usize = 512 << 20;

/// The number of oddities of a file that are kept.
pub(super) const MAX_ODDITIES: usize = 1_000;
