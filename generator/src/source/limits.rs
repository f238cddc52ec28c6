//! How much of a description is read.

/// Bytes of one file.
pub(super) const MAX_FILE: u64 = 64 << 20;

/// Bytes of all files together.
pub(super) const MAX_BYTES: u64 = 256 << 20;

/// Files of one description; the largest that is known to be split has some thousands.
pub(super) const MAX_FILES: usize = 20_000;

/// Objects and arrays inside one another; serde_json and serde_yaml both stop here.
pub(super) const MAX_DEPTH: usize = 128;

/// Brackets that are open at a time; of the descriptions that are known, none has twenty.
pub(super) const MAX_BRACKETS: usize = 1_000;

/// Nodes of one file, those that YAML aliases repeat counted each time; a 13 MB description has a
/// quarter of a million.
pub(super) const MAX_NODES: usize = 4_000_000;

/// Bytes of keys and texts of one file, those that YAML aliases repeat counted each time.
pub(super) const MAX_TEXT: usize = 512 << 20;

/// Oddities of one file that are kept; more would say nothing new.
pub(super) const MAX_ODDITIES: usize = 1_000;
