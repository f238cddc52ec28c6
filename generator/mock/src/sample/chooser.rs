//! Makes the choices that a schema leaves open: the first one, or by a seed.

use std::cell::RefCell;

/// Makes choices. The same seed makes the same choices.
pub(crate) struct Chooser(Option<RefCell<fastrand::Rng>>);

impl Chooser {
    /// Creates a chooser with a seed. Without one, it always chooses the first.
    pub(crate) fn new(seed: Option<u64>) -> Chooser {
        Chooser(seed.map(|seed| RefCell::new(fastrand::Rng::with_seed(seed))))
    }

    /// Returns `true` if there is a seed.
    pub(crate) fn is_random(&self) -> bool {
        self.0.is_some()
    }

    /// Returns a number below `count`; 0 if `count` is 0.
    pub(crate) fn below(&self, count: usize) -> usize {
        match &self.0 {
            Some(random) if count > 0 => random.borrow_mut().usize(..count),
            _ => 0,
        }
    }

    /// Returns a number from `low` to `high`; `low` without a seed.
    pub(crate) fn between(&self, low: f64, high: f64) -> f64 {
        match &self.0 {
            Some(random) => low + (high - low) * random.borrow_mut().f64(),
            None => low,
        }
    }

    /// Returns one item.
    pub(crate) fn one<'a, T>(&self, all: &'a [T]) -> Option<&'a T> {
        all.get(self.below(all.len()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_says_what_is_chosen() {
        let choices = |seed| {
            let chooser = Chooser::new(seed);
            (0..8).map(|_| chooser.below(100)).collect::<Vec<_>>()
        };
        assert_eq!(choices(None), [0; 8]);
        assert_eq!(choices(Some(7)), choices(Some(7)));
        assert_ne!(choices(Some(7)), choices(Some(8)));
        let chooser = Chooser::new(Some(1));
        assert!((0..100).all(|_| (-2.0..=3.0).contains(&chooser.between(-2.0, 3.0))));
        assert_eq!(chooser.one::<u8>(&[]), None);
    }
}
