//! Sequences of responses to consecutive requests: `sequence="503 503 200"`.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use crate::request::delivery::Fault;
use crate::request::prefer::Prefer;

/// The most sequences that are kept. One more resets all of them.
const MOST: usize = 10_000;

/// The most bytes of all keys.
const BYTES: usize = 4 * 1024 * 1024;

/// The position in each sequence, by request and sequence.
#[derive(Debug, Default)]
pub(crate) struct Sequences(Mutex<Counts>);

#[derive(Debug, Default)]
struct Counts {
    counts: HashMap<String, usize>,
    bytes: usize,
}

impl Sequences {
    /// Returns the preferences of the next step in a sequence. Requests with the same method, path and sequence share
    /// the position. After the last step it starts again.
    pub(crate) fn turn(&self, request: &str, prefer: Prefer) -> Prefer {
        let Some(sequence) = &prefer.sequence else {
            return prefer;
        };
        let steps: Vec<&str> = sequence.split_whitespace().collect();
        let Some(count) = self.count(format!("{request} {sequence}")).checked_rem(steps.len())
        else {
            return prefer;
        };
        let step = steps.get(count).copied().unwrap_or_default();
        step_of(step, &prefer)
    }

    fn count(&self, key: String) -> usize {
        // Entries are inserted whole, so that a panic cannot leave a partial one.
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if !all.counts.contains_key(&key) {
            if all.counts.len() >= MOST || all.bytes + key.len() > BYTES {
                *all = Counts::default();
            }
            all.bytes += key.len();
        }
        let count = all.counts.entry(key).or_default();
        *count += 1;
        *count - 1
    }
}

/// Applies a step to the preferences: a status, a fault, or the type of an error.
fn step_of(step: &str, prefer: &Prefer) -> Prefer {
    let mut turn = prefer.clone();
    let text = Some(step.to_owned());
    if step.bytes().all(|byte| byte.is_ascii_digit()) {
        turn.code = text;
    } else if Fault::named(step).is_some() {
        turn.fault = text;
    } else {
        turn.value = text;
    }
    turn
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(sequence: &str) -> Prefer {
        Prefer { sequence: Some(sequence.to_owned()), ..Prefer::default() }
    }

    #[test]
    fn each_request_has_its_turn_and_the_end_is_the_beginning() {
        let sequences = Sequences::default();
        let turn = |request| sequences.turn(request, asked("503 drop gone"));
        assert_eq!(turn("GET /a").code.as_deref(), Some("503"));
        assert_eq!(turn("GET /a").fault.as_deref(), Some("drop"));
        // Each path has its own position.
        assert_eq!(turn("GET /b").code.as_deref(), Some("503"));
        assert_eq!(turn("GET /a").value.as_deref(), Some("gone"));
        assert_eq!(turn("GET /a").code.as_deref(), Some("503"));
    }

    #[test]
    fn an_empty_sequence_asks_for_nothing() {
        let sequences = Sequences::default();
        assert_eq!(sequences.turn("GET /a", asked(" ")), asked(" "));
        assert_eq!(sequences.turn("GET /a", Prefer::default()), Prefer::default());
    }
}
