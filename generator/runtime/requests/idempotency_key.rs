//! Keys by which a server knows a repeated request again.

use std::collections::hash_map::RandomState;
use std::env::consts::{ARCH, OS};
use std::hash::{BuildHasher, Hasher};

/// A key that no other call has: a random UUID (RFC 9562, section 5.4).
///
/// The bits come from the keys of the standard library's hash maps, which the system's randomness
/// seeds: the quick generator that spreads retries has too few for all calls of a service. Where
/// there is no randomness, in a browser, there is no key either: the next visit would have the same.
#[must_use]
pub fn make() -> Option<String> {
    if ARCH.starts_with("wasm") && !matches!(OS, "wasi" | "emscripten") {
        return None;
    }
    let (high, low) = (random(), random());
    let (version, variant) = (0x4000 | high & 0x0fff, 0x8000 | low >> 48 & 0x3fff);
    let (high, low) = (high >> 16, low & 0xffff_ffff_ffff);
    let (first, second) = (high >> 16, high & 0xffff);
    Some(format!("{first:08x}-{second:04x}-{version:04x}-{variant:04x}-{low:012x}"))
}

fn random() -> u64 {
    let mut hasher = RandomState::new().build_hasher();
    hasher.write_u64(fastrand::u64(..));
    hasher.finish()
}
