//! Responses that differ from one request to the next: `sequence="503 503 200"`.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use crate::request::delivery::Fault;
use crate::request::prefer::Prefer;

/// Sequences that are remembered at once; of more, all begin anew.
const MOST: usize = 10_000;

/// Bytes of what they are for together.
const BYTES: usize = 4 * 1024 * 1024;

/// How far each sequence has come, by what it is for.
#[derive(Debug, Default)]
pub(crate) struct Sequences(Mutex<Counts>);

#[derive(Debug, Default)]
struct Counts {
    counts: HashMap<String, usize>,
    bytes: usize,
}

impl Sequences {
    /// What a request asks for whose turn it is in its sequence. Requests with one method and path
    /// that ask for the same sequence are in it together; behind its end it begins anew.
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
        // Each entry is whole at any time.
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

/// A step is a status, a fault, or an error's type.
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
        // Another path is at its own beginning.
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
