//! What the choice that is going on in a thread has decided.

use std::any::TypeId;
use std::cell::RefCell;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use super::super::json::node::Node;
use super::super::json::read::ReadError;

/// How many variants may be tried in one choice. Each pair of a value and a union is decided once,
/// so that a document needs megabytes of values to get here.
const MOST_OFFERS: u32 = 1 << 24;

/// For how many decisions the thread keeps memory between two choices.
const KEPT: usize = 1024;

thread_local! {
    static DECISIONS: RefCell<Decisions> = RefCell::new(Decisions::default());
}

#[derive(Default)]
struct Decisions {
    phase: Phase,
    known: HashMap<Decision, Result<Outcome, ReadError>, BuildHasherDefault<AddressHasher>>,
    /// The fewest mismatches of a variant that was tried before the one that reads; nothing that has
    /// as many is worth going on with.
    least: Option<u32>,
    offers: u32,
    choices: u32,
    postponed: u32,
}

#[derive(Clone, Copy, Default, PartialEq)]
enum Phase {
    /// There is no choice.
    #[default]
    Idle,
    /// Nothing was asked for twice yet, so that values are read at once.
    Reading,
    /// Variants are compared; what is decided is not read.
    Comparing,
    /// All is decided.
    Chosen,
}

/// A value that has to be read as a union.
pub(crate) struct Decision {
    /// Where the value stands in the tree, which is borrowed while the choice goes on.
    address: usize,
    union: TypeId,
    is_scalar: bool,
    /// How many choices there were before this one.
    before: u32,
}

/// Which variant a value is.
#[derive(Clone, Copy)]
pub(crate) struct Outcome {
    pub(crate) variant: usize,
    pub(crate) surprises: u32,
}

/// What is to be done about a value.
pub(crate) enum Entered {
    /// It is decided, and all choices inside of it; the guard ends this.
    First(Open),
    /// It is decided, as a part of the first.
    New,
    /// It is known how many mismatches it has; its value is read later.
    Decided(u32),
    /// It is read as this variant.
    Chosen(usize),
    /// It is none of the variants.
    Failed(ReadError),
}

/// Ends the choice, whichever way it is left.
pub(crate) struct Open;

/// What is put back when a variant has read.
pub(crate) struct Offer {
    least: Option<u32>,
    postponed: u32,
}

impl Decision {
    pub(crate) fn of(node: &Node<'_>, union: TypeId) -> Self {
        let is_scalar = !matches!(node, Node::Object(_) | Node::Array(_));
        Self { address: std::ptr::from_ref(node).addr(), union, is_scalar, before: 0 }
    }
}

/// Asks about a value, of which the variant that reads has met this many `surprises`.
pub(crate) fn enter(decision: &mut Decision, surprises: Option<u32>) -> Entered {
    with(|it| {
        if it.phase == Phase::Idle {
            it.phase = Phase::Reading;
            return Entered::First(Open);
        }
        it.choices = it.choices.wrapping_add(1);
        decision.before = it.choices;
        match it.known.get(decision) {
            Some(Err(error)) => return Entered::Failed(error.clone()),
            Some(Ok(known)) if it.phase == Phase::Chosen => return Entered::Chosen(known.variant),
            Some(Ok(known)) => {
                it.phase = Phase::Comparing;
                return Entered::Decided(known.surprises);
            }
            None => {}
        }
        let is_lost = it.least.is_some_and(|least| surprises.is_some_and(|sum| sum >= least));
        match it.phase {
            Phase::Reading | Phase::Comparing if is_lost => Entered::Decided(0),
            _ => Entered::New,
        }
    })
}

/// Keeps what was decided. A scalar is decided sooner than looked up, unless it took choices itself.
pub(crate) fn keep(decision: Decision, outcome: Result<Outcome, &ReadError>) {
    with(|it| {
        if !decision.is_scalar || it.choices != decision.before {
            it.known.insert(decision, outcome.map_err(Clone::clone));
        }
    });
}

/// Begins to read as a variant, of which those before had at `least` so many mismatches. `None` when
/// the choice has taken too long.
pub(crate) fn offer(least: Option<u32>) -> Option<Offer> {
    with(|it| {
        it.offers = it.offers.saturating_add(1);
        let may = it.offers <= MOST_OFFERS;
        may.then(|| Offer {
            least: std::mem::replace(&mut it.least, least),
            postponed: it.postponed,
        })
    })
}

/// Ends it. Returns `true` if nothing inside the value was left out.
pub(crate) fn end(offer: Offer) -> bool {
    with(|it| {
        it.least = offer.least;
        it.postponed == offer.postponed
    })
}

/// An error that is none: the value is read when all is decided.
pub(crate) fn postponed() -> ReadError {
    with(|it| it.postponed = it.postponed.wrapping_add(1));
    ReadError::postponed()
}

/// Ends the comparing: from now on values are read as the variants that were chosen.
///
/// # Errors
///
/// It was given up.
pub(crate) fn finish(node: &Node<'_>) -> Result<(), ReadError> {
    with(|it| {
        it.phase = Phase::Chosen;
        let is_decided = it.offers <= MOST_OFFERS;
        it.offers = 0;
        is_decided.then_some(()).ok_or_else(|| ReadError::undecided(MOST_OFFERS, node))
    })
}

fn with<T>(change: impl FnOnce(&mut Decisions) -> T) -> T {
    DECISIONS.with_borrow_mut(change)
}

impl Drop for Open {
    fn drop(&mut self) {
        with(|it| {
            let mut known = std::mem::take(&mut it.known);
            known.clear();
            known.shrink_to(KEPT);
            *it = Decisions { known, ..Decisions::default() };
        });
    }
}

impl PartialEq for Decision {
    fn eq(&self, other: &Self) -> bool {
        self.address == other.address && self.union == other.union
    }
}

impl Eq for Decision {}

impl std::hash::Hash for Decision {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.address.hash(state);
        self.union.hash(state);
    }
}

/// Hashes addresses, which no server chooses.
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
        // The table looks at the lowest bits, and the product is best in its highest.
        self.0.rotate_left(26)
    }
}
