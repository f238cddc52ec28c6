//! Waiting in a future without a runtime: a thread sleeps and wakes the task.

use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, Waker};
use std::thread;
use std::time::Duration;

/// A future that is ready once its time is over; the time begins with the first poll.
pub struct Timer {
    duration: Duration,
    state: Option<Arc<Mutex<State>>>,
}

struct State {
    over: bool,
    waker: Waker,
}

impl Timer {
    /// A timer for `duration`.
    #[must_use]
    pub const fn new(duration: Duration) -> Self {
        Self { duration, state: None }
    }
}

impl Future for Timer {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        if let Some(state) = &self.state {
            let mut state = state.lock().unwrap_or_else(PoisonError::into_inner);
            if state.over {
                return Poll::Ready(());
            }
            state.waker.clone_from(context.waker());
            return Poll::Pending;
        }
        let state = Arc::new(Mutex::new(State { over: false, waker: context.waker().clone() }));
        self.state = Some(Arc::clone(&state));
        let duration = self.duration;
        let sleeper = thread::Builder::new().spawn(move || {
            thread::sleep(duration);
            let mut state = state.lock().unwrap_or_else(PoisonError::into_inner);
            state.over = true;
            state.waker.wake_by_ref();
        });
        // Where no thread can be had, going on at once is better than waiting for ever.
        match sleeper {
            Ok(_) => Poll::Pending,
            Err(_) => Poll::Ready(()),
        }
    }
}
