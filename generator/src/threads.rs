//! Threads with large stacks for deeply nested schemas, and parallel work on all cores.

use std::num::NonZero;
use std::panic::resume_unwind;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::{self, Builder};

/// The stack size in bytes, enough for the nesting that `lower` allows. Untouched stack memory is not allocated.
const SIZE: usize = 256 << 20;

/// The number of items that justify one more thread.
const WORTHWHILE: usize = 64;

/// Runs `work` on a thread with a large stack, or on this thread if the system cannot create one.
pub(crate) fn on_large_stack<T: Send>(work: impl Fn() -> T + Sync) -> T {
    thread::scope(|scope| match large().spawn_scoped(scope, &work) {
        Ok(handle) => handle.join().unwrap_or_else(|panic| resume_unwind(panic)),
        Err(_) => work(),
    })
}

/// Runs `work` on each item, in parallel if there are many. Results are in the order of the items.
pub(crate) fn on_all_cores<I: Sync, T: Send>(items: &[I], work: impl Fn(&I) -> T + Sync) -> Vec<T> {
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    let next = AtomicUsize::new(0);
    let take = || {
        let mut done = Vec::new();
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            let Some(item) = items.get(number) else { return done };
            done.push((number, work(item)));
        }
    };
    let mut done = thread::scope(|scope| {
        let others = cores.min(items.len() / WORTHWHILE + 1) - 1;
        // If the system cannot create a thread, the other threads take over its items.
        let others: Vec<_> =
            (0..others).filter_map(|_| large().spawn_scoped(scope, take).ok()).collect();
        let mut done = take();
        for other in others {
            done.extend(other.join().unwrap_or_else(|panic| resume_unwind(panic)));
        }
        done
    });
    done.sort_unstable_by_key(|(number, _)| *number);
    done.into_iter().map(|(_, result)| result).collect()
}

fn large() -> Builder {
    Builder::new().name("specwright".to_owned()).stack_size(SIZE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_order() {
        for count in [0, 1, 63, 64, 1000] {
            let numbers: Vec<u32> = (0..count).collect();
            let squares: Vec<_> = numbers.iter().map(|number| number * number).collect();
            assert_eq!(on_all_cores(&numbers, |number| number * number), squares);
        }
    }

    #[test]
    fn a_panic_is_not_lost() {
        let numbers: Vec<u32> = (0..1000).collect();
        let work = || on_all_cores(&numbers, |number| assert_ne!(*number, 500));
        assert!(std::panic::catch_unwind(work).is_err());
    }
}
