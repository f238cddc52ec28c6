//! The variants that are already chosen while a thread reads a union without a discriminator (see `best_match`).

use std::any::TypeId;
use std::cell::RefCell;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use super::super::json::node::Node;
use super::super::json::read::ReadError;

/// The most variants that are tried for one outermost union. Each pair of a value and a union is decided once, so only a
/// document with megabytes of values reaches this limit.
const MAX_TRIALS: u32 = 1 << 24;

/// The number of entries for which a thread keeps memory between two outermost unions.
const KEPT: usize = 1024;

thread_local! {
    static CACHE: RefCell<MatchCache> = RefCell::new(MatchCache::default());
}

#[derive(Default)]
struct MatchCache {
    phase: Phase,
    decided: HashMap<Pair, Result<BestMatch, ReadError>, BuildHasherDefault<AddressHasher>>,
    /// The fewest mismatches of the variants tried before the current one. A variant with as many cannot win.
    least: Option<u32>,
    trials: u32,
    lookups: u32,
    /// The number of reads that were postponed so far.
    postponed: u32,
}

#[derive(Clone, Copy, Default, PartialEq)]
enum Phase {
    /// No union is being read.
    #[default]
    Idle,
    /// Variants are compared, and no pair was looked up twice so far.
    Reading,
    /// Variants are compared, and the read of a decided pair is postponed.
    Comparing,
    /// All pairs are decided. Values are read as the chosen variants.
    Chosen,
}

/// A value and the union that it is read as.
pub(crate) struct Pair {
    /// The address of the node, which is borrowed for as long as the cache has entries.
    address: usize,
    union: TypeId,
    is_scalar: bool,
    /// The number of lookups up to and including this one.
    lookups: u32,
}

/// The variant that fits a value best.
#[derive(Clone, Copy)]
pub(crate) struct BestMatch {
    pub(crate) variant: usize,
    pub(crate) mismatches: u32,
}

/// The result of looking up a pair.
pub(crate) enum Lookup {
    /// No union was being read before. The guard empties the cache when it is dropped.
    Outermost(CacheGuard),
    /// An inner pair whose variant is not chosen yet.
    Undecided,
    /// The pair has this many mismatches. Its value is read in the second phase.
    Decided(u32),
    /// The variant with this index is chosen.
    Chosen(usize),
    /// The value fits no variant.
    Failed(ReadError),
}

/// Empties the cache when the outermost union returns.
pub(crate) struct CacheGuard;

/// The state of the cache before a variant was tried.
pub(crate) struct Trial {
    least: Option<u32>,
    postponed: u32,
}

impl Pair {
    pub(crate) fn new(node: &Node<'_>, union: TypeId) -> Self {
        let is_scalar = !matches!(node, Node::Object(_) | Node::Array(_));
        Self { address: std::ptr::from_ref(node).addr(), union, is_scalar, lookups: 0 }
    }
}

/// Looks up a pair. `mismatches` is the count of the variant that is being read.
pub(crate) fn look_up(pair: &mut Pair, mismatches: Option<u32>) -> Lookup {
    with(|it| {
        if it.phase == Phase::Idle {
            it.phase = Phase::Reading;
            return Lookup::Outermost(CacheGuard);
        }
        it.lookups = it.lookups.wrapping_add(1);
        pair.lookups = it.lookups;
        match it.decided.get(pair) {
            Some(Err(error)) => return Lookup::Failed(error.clone()),
            Some(Ok(found)) if it.phase == Phase::Chosen => return Lookup::Chosen(found.variant),
            Some(Ok(found)) => {
                it.phase = Phase::Comparing;
                return Lookup::Decided(found.mismatches);
            }
            None => {}
        }
        let has_lost = it.least.is_some_and(|least| mismatches.is_some_and(|sum| sum >= least));
        match it.phase {
            Phase::Reading | Phase::Comparing if has_lost => Lookup::Decided(0),
            _ => Lookup::Undecided,
        }
    })
}

/// Stores the result of a pair. A scalar without inner unions is not stored, because deciding it again is faster than
/// looking it up.
pub(crate) fn store(pair: Pair, result: Result<BestMatch, &ReadError>) {
    with(|it| {
        if !pair.is_scalar || it.lookups != pair.lookups {
            it.decided.insert(pair, result.map_err(Clone::clone));
        }
    });
}

/// Begins to try a variant. `least` is the fewest mismatches of the variants before it. Returns `None` after
/// [`MAX_TRIALS`] trials.
pub(crate) fn begin_trial(least: Option<u32>) -> Option<Trial> {
    with(|it| {
        it.trials = it.trials.saturating_add(1);
        let may = it.trials <= MAX_TRIALS;
        may.then(|| Trial {
            least: std::mem::replace(&mut it.least, least),
            postponed: it.postponed,
        })
    })
}

/// Ends the trial of a variant. Returns `true` if no read inside the value was postponed.
pub(crate) fn end_trial(trial: Trial) -> bool {
    with(|it| {
        it.least = trial.least;
        it.postponed == trial.postponed
    })
}

/// Returns the error that stands for a value that is read in the second phase.
pub(crate) fn postponed() -> ReadError {
    with(|it| it.postponed = it.postponed.wrapping_add(1));
    ReadError::postponed()
}

/// Ends the first phase. From now on values are read as their chosen variants.
///
/// # Errors
///
/// Returns an error if more than [`MAX_TRIALS`] variants were tried.
pub(crate) fn end_comparison(node: &Node<'_>) -> Result<(), ReadError> {
    with(|it| {
        it.phase = Phase::Chosen;
        let is_decided = it.trials <= MAX_TRIALS;
        it.trials = 0;
        is_decided.then_some(()).ok_or_else(|| ReadError::too_many_trials(MAX_TRIALS, node))
    })
}

fn with<T>(change: impl FnOnce(&mut MatchCache) -> T) -> T {
    CACHE.with_borrow_mut(change)
}

impl Drop for CacheGuard {
    fn drop(&mut self) {
        with(|it| {
            let mut decided = std::mem::take(&mut it.decided);
            decided.clear();
            decided.shrink_to(KEPT);
            *it = MatchCache { decided, ..MatchCache::default() };
        });
    }
}

impl PartialEq for Pair {
    fn eq(&self, other: &Self) -> bool {
        self.address == other.address && self.union == other.union
    }
}

impl Eq for Pair {}

impl std::hash::Hash for Pair {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.address.hash(state);
        self.union.hash(state);
    }
}

/// A hasher for addresses. It needs no protection against chosen keys, because no server chooses an address.
#[derive(Default)]
struct AddressHasher(u64);

impl Hasher for AddressHasher {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_u64(u64::from(*byte));
        }
    }

    fn write_u64(&mut self, value: u64) {
        // The multiplier of Knuth's multiplicative hashing: 2^64 divided by the golden ratio.
        self.0 = (self.0.rotate_left(26) ^ value).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }

    fn write_usize(&mut self, value: usize) {
        self.write_u64(value as u64);
    }

    fn finish(&self) -> u64 {
        // The table uses the lowest bits, and the highest bits of the product are the best mixed.
        self.0.rotate_left(26)
    }
}
