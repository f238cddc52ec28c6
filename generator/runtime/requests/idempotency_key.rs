//! Idempotency keys, by which a server recognizes a repeated request.

use std::collections::hash_map::RandomState;
use std::env::consts::{ARCH, OS};
use std::hash::{BuildHasher, Hasher};

/// Returns a random UUID (RFC 9562, section 5.4).
///
/// The bits come from the hasher keys of the standard library, which the operating system seeds.
/// The generator of the retry delays has too few bits for the calls of many processes. The result
/// is `None` in a browser, because its hasher keys are the same in each page.
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
