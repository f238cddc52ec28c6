//! Printed parts of the last run, which are used again if what they depend on is unchanged.

use std::collections::HashMap;
use std::fmt::{self, Write as _};
use std::ops::Range;

/// Printed parts, found by the fingerprints of their inputs and of their tokens.
///
/// The fingerprints do not include the generator. So the parts are those of one build of it.
#[derive(Debug, Default)]
pub(crate) struct Printed {
    /// The texts of all parts, one after the other.
    texts: String,
    parts: Vec<PrintedPart>,
    by_inputs: HashMap<u64, usize>,
    by_tokens: HashMap<u64, usize>,
}

#[derive(Debug)]
struct PrintedPart {
    place: Range<usize>,
    prints: Prints,
}

/// The fingerprints of a part.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Prints {
    /// The fingerprint of the part of the model that it depends on; 0 if that is not known.
    pub inputs: u64,
    /// The fingerprint of its tokens.
    pub tokens: u64,
}

impl Printed {
    /// Reads what [`to_text`](Self::to_text) returned. Returns `None` if it is not whole.
    pub(crate) fn from_text(mut text: String) -> Option<Self> {
        let mut printed = Self::default();
        let (mut read, mut start) = (0, 0_usize);
        let mut lines = text.split_inclusive('\n');
        loop {
            let line = lines.next()?;
            read += line.len();
            let mut numbers = line.split_whitespace().map(|it| u64::from_str_radix(it, 16).ok());
            let Some(inputs) = numbers.next() else { break };
            let prints = Prints { inputs: inputs?, tokens: numbers.next()?? };
            let end = start.checked_add(usize::try_from(numbers.next()??).ok()?)?;
            printed.add(prints, start..end);
            start = end;
        }
        text.replace_range(..read, "");
        printed.texts = text;
        (printed.texts.len() == start).then_some(printed)
    }

    /// Returns all parts in one text: a line for each, an empty line, and their texts.
    pub(crate) fn to_text(&self) -> String {
        let mut text = String::with_capacity(self.texts.len() + 64 * self.parts.len());
        for PrintedPart { place, prints } in &self.parts {
            // A `String` takes every text.
            let _ = writeln!(text, "{:x} {:x} {:x}", prints.inputs, prints.tokens, place.len());
        }
        text.push('\n');
        text.push_str(&self.texts);
        text
    }

    /// Returns the text of the part with these inputs, and all its fingerprints.
    pub(super) fn with_inputs(&self, fingerprint: u64) -> Option<(&str, Prints)> {
        self.part(self.by_inputs.get(&fingerprint)?)
    }

    /// Returns the text of the part with these tokens.
    pub(super) fn with_tokens(&self, fingerprint: u64) -> Option<&str> {
        self.part(self.by_tokens.get(&fingerprint)?).map(|(text, _)| text)
    }

    fn part(&self, index: &usize) -> Option<(&str, Prints)> {
        let part = self.parts.get(*index)?;
        Some((self.texts.get(part.place.clone())?, part.prints))
    }

    /// Adds a part.
    pub(super) fn insert(&mut self, prints: Prints, part: &str) {
        let start = self.texts.len();
        self.texts.push_str(part);
        self.add(prints, start..self.texts.len());
    }

    /// Returns the number of parts whose tokens another set does not have.
    #[cfg(test)]
    pub(crate) fn not_in(&self, other: &Self) -> usize {
        let is_new = |part: &&PrintedPart| other.with_tokens(part.prints.tokens).is_none();
        self.parts.iter().filter(is_new).count()
    }

    fn add(&mut self, prints: Prints, place: Range<usize>) {
        let index = self.parts.len();
        self.parts.push(PrintedPart { place, prints });
        if prints.inputs != 0 {
            self.by_inputs.insert(prints.inputs, index);
        }
        self.by_tokens.insert(prints.tokens, index);
    }
}

/// Returns the fingerprint of values in their form for debugging, which shows all of a value.
pub(super) fn of_values(values: &[&dyn fmt::Debug]) -> u64 {
    let mut shown = String::new();
    for value in values {
        // A `String` takes every text.
        let _ = writeln!(shown, "{value:?}");
    }
    of_text(&shown)
}

/// Returns the fingerprint of a text.
///
/// Each word is mixed in by one multiplication whose halves are folded, as in wyhash. The hash of the standard library takes ten
/// times as long in a build script, which is not optimised.
pub(super) fn of_text(text: &str) -> u64 {
    // Odd, with as many ones as zeros.
    const FACTOR: u64 = 0xa076_1d64_78bd_642f;
    let mix = |print: u64, word: u64| {
        let product = u128::from(print ^ word) * u128::from(FACTOR);
        let [low, high] = [product as u64, (product >> 64) as u64];
        // The state is kept too, because a product with 0 would forget it.
        (low ^ high) ^ print.rotate_left(23)
    };
    let (words, rest) = text.as_bytes().as_chunks::<8>();
    let mut print = text.len() as u64;
    for word in words {
        print = mix(print, u64::from_le_bytes(*word));
    }
    let last = rest.iter().fold(0, |word, byte| word << 8 | u64::from(*byte));
    mix(mix(print, last), FACTOR)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_read_as_they_were_written() {
        let mut printed = Printed::default();
        let prints = |inputs, tokens| Prints { inputs, tokens };
        printed.insert(prints(7, 1), "struct A;\n");
        printed.insert(prints(u64::MAX, 2), "");
        printed.insert(prints(0, 3), "é\n\n");
        let text = printed.to_text();
        let read = Printed::from_text(text.clone()).unwrap();
        assert_eq!(read.with_inputs(7).unwrap().0, "struct A;\n");
        assert_eq!(read.with_inputs(7).unwrap().1.tokens, 1);
        assert_eq!(read.with_tokens(2), Some(""));
        assert_eq!(read.with_tokens(3), Some("é\n\n"));
        assert!(read.with_tokens(7).is_none() && read.with_inputs(0).is_none());
        assert_eq!(read.to_text(), text);
        for start in (0..text.len()).filter_map(|end| text.get(..end)) {
            assert!(Printed::from_text(start.to_owned()).is_none(), "{start}");
        }
        assert!(Printed::from_text("7 x\n\n".to_owned()).is_none());
    }
}
