//! The open connections. Beyond the limit, the connection that has been idle for the longest time is closed.

use std::collections::VecDeque;
use std::future::Future;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::task::AbortHandle;

/// The open connections, the oldest first.
pub(crate) struct Connections {
    most: usize,
    open: Mutex<VecDeque<(Arc<Activity>, AbortHandle)>>,
}

/// The state of a connection.
#[derive(Default)]
pub(crate) struct Activity {
    is_responding: AtomicBool,
}

impl Activity {
    /// Runs a future during which the connection is not idle.
    pub(crate) async fn responding<T>(&self, work: impl Future<Output = T>) -> T {
        self.is_responding.store(true, Ordering::Release);
        let done = work.await;
        self.is_responding.store(false, Ordering::Release);
        done
    }
}

impl Connections {
    /// Creates an empty list with a limit.
    pub(crate) fn new(most: usize) -> Connections {
        Connections { most, open: Mutex::default() }
    }

    /// Makes room for one more connection. Returns `false` if each connection has a request in progress.
    pub(crate) fn make_room(&self) -> bool {
        let mut open = self.lock();
        open.retain(|(_, task)| !task.is_finished());
        if open.len() < self.most {
            return true;
        }
        close_oldest(&mut open)
    }

    /// Closes the connection that has been idle for the longest time, if there is one.
    pub(crate) fn give_way(&self) {
        close_oldest(&mut self.lock());
    }

    /// Serves a connection in a new task.
    pub(crate) fn open<F>(&self, serve: impl FnOnce(Arc<Activity>) -> F)
    where
        F: Future<Output = ()> + Send + 'static,
    {
        let activity = Arc::new(Activity::default());
        let task = tokio::spawn(serve(Arc::clone(&activity)));
        self.lock().push_back((activity, task.abort_handle()));
    }

    fn lock(&self) -> MutexGuard<'_, VecDeque<(Arc<Activity>, AbortHandle)>> {
        // Entries are added and removed whole, so that a panic cannot leave a partial one.
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn close_oldest(open: &mut VecDeque<(Arc<Activity>, AbortHandle)>) -> bool {
    let waits =
        |(activity, _): &(Arc<Activity>, _)| !activity.is_responding.load(Ordering::Acquire);
    let oldest = open.iter().position(waits).and_then(|at| open.remove(at));
    oldest.is_some_and(|(_, task)| {
        task.abort();
        true
    })
}
