//! Keys by which a server knows a repeated request again.

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};

/// A key that no other call has: a random UUID (RFC 9562, section 5.4).
///
/// The bits come from the keys of the standard library's hash maps, which the system's randomness
/// seeds: the quick generator that spreads retries has too few for all calls of a service.
#[must_use]
pub fn make() -> String {
    let (high, low) = (random(), random());
    let (version, variant) = (0x4000 | high & 0x0fff, 0x8000 | low >> 48 & 0x3fff);
    let (high, low) = (high >> 16, low & 0xffff_ffff_ffff);
    format!("{:08x}-{:04x}-{version:04x}-{variant:04x}-{low:012x}", high >> 16, high & 0xffff)
}

fn random() -> u64 {
    let mut hasher = RandomState::new().build_hasher();
    hasher.write_u64(fastrand::u64(..));
    hasher.finish()
}
