//! A timer that needs no async runtime: a thread waits and wakes the task.

use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};
use std::thread;
use std::time::Duration;

/// A future that is ready after a duration, which starts at the first poll. Dropping it ends its
/// thread.
pub struct Timer {
    duration: Duration,
    shared: Option<Arc<TimerShared>>,
}

struct TimerShared {
    state: Mutex<TimerState>,
    dropped: Condvar,
}

enum TimerState {
    Waiting(Waker),
    Over,
    Dropped,
}

impl Timer {
    /// Creates a timer for `duration`.
    #[must_use]
    pub const fn new(duration: Duration) -> Self {
        Self { duration, shared: None }
    }
}

impl Future for Timer {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        if let Some(shared) = &self.shared {
            return match &mut *shared.lock() {
                TimerState::Waiting(waker) => {
                    waker.clone_from(context.waker());
                    Poll::Pending
                }
                TimerState::Over | TimerState::Dropped => Poll::Ready(()),
            };
        }
        let state = Mutex::new(TimerState::Waiting(context.waker().clone()));
        let shared = Arc::new(TimerShared { state, dropped: Condvar::new() });
        self.shared = Some(Arc::clone(&shared));
        let duration = self.duration;
        // Without a thread, continuing at once is better than never waking.
        match thread::Builder::new().spawn(move || shared.wait(duration)) {
            Ok(_) => Poll::Pending,
            Err(_) => Poll::Ready(()),
        }
    }
}

impl Drop for Timer {
    fn drop(&mut self) {
        if let Some(shared) = &self.shared {
            *shared.lock() = TimerState::Dropped;
            shared.dropped.notify_one();
        }
    }
}

impl TimerShared {
    /// Waits until the duration is over or the timer is dropped.
    fn wait(&self, duration: Duration) {
        let waits = |state: &mut TimerState| matches!(state, TimerState::Waiting(_));
        let waited = self.dropped.wait_timeout_while(self.lock(), duration, waits);
        let (mut state, _) = waited.unwrap_or_else(PoisonError::into_inner);
        if let TimerState::Waiting(waker) = std::mem::replace(&mut *state, TimerState::Over) {
            drop(state);
            waker.wake();
        }
    }

    fn lock(&self) -> MutexGuard<'_, TimerState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
