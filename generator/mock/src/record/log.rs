//! The received requests, within a budget of bytes.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

use bytes::Bytes;
use http::Request;

use crate::record::received::Received;

/// The most requests that are kept.
const REQUESTS: usize = 1_000;

/// The most bytes of requests that are kept, unless [`Mock::max_kept`](crate::Mock::max_kept) sets another limit.
const BYTES: usize = 64 * 1024 * 1024;

/// The received requests, the oldest first.
#[derive(Debug)]
pub(crate) struct RequestLog {
    most: usize,
    kept: Mutex<Entries>,
}

#[derive(Debug, Default)]
struct Entries {
    requests: VecDeque<Received>,
    bytes: usize,
}

impl Default for RequestLog {
    fn default() -> RequestLog {
        RequestLog::new(BYTES)
    }
}

impl RequestLog {
    /// Creates an empty log with a limit in bytes.
    pub(crate) fn new(most: usize) -> RequestLog {
        RequestLog { most, kept: Mutex::default() }
    }

    /// Adds a request and drops the oldest ones beyond the limit. Of a request that alone exceeds the limit, only the
    /// head is kept, or nothing.
    pub(crate) fn keep(&self, request: &Request<Bytes>) {
        if self.most == 0 {
            return;
        }
        let mut received = Received::new(request);
        if received.size() > self.most {
            received.body = Bytes::new();
        }
        let size = received.size();
        if size > self.most {
            return;
        }
        let mut kept = self.lock();
        while kept.requests.len() >= REQUESTS || kept.bytes > self.most - size {
            let Some(oldest) = kept.requests.pop_front() else { break };
            kept.bytes -= oldest.size();
        }
        kept.bytes += size;
        kept.requests.push_back(received);
    }

    /// Returns the kept requests.
    pub(crate) fn requests(&self) -> Vec<Received> {
        self.lock().requests.iter().cloned().collect()
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Entries> {
        // Entries are pushed and popped whole, so that a panic elsewhere cannot leave a partial one.
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(path: &str, body: usize) -> Request<Bytes> {
        Request::post(path).header("x-a", "1234").body(Bytes::from(vec![b'x'; body])).unwrap()
    }

    #[test]
    fn the_newest_requests_are_kept_within_the_budget() {
        let log = RequestLog::new(4_000);
        for number in 0..100 {
            log.keep(&request(&format!("/{number}"), 500));
            let bytes: usize = log.requests().iter().map(Received::size).sum();
            assert!(bytes <= 4_000, "{bytes}");
        }
        let paths: Vec<_> = log.requests().into_iter().map(|request| request.path).collect();
        assert!(paths.len() > 2, "{paths:?}");
        assert_eq!(paths.last().map(String::as_str), Some("/99"));
        // The body of a request beyond the limit is dropped. Its head drops only as many others as necessary.
        log.keep(&request("/large", 5_000));
        let requests = log.requests();
        let last = requests.last().unwrap();
        assert_eq!((last.path.as_str(), last.body.len()), ("/large", 0));
        assert!(requests.len() >= paths.len(), "{requests:?}");
    }

    #[test]
    fn no_budget_keeps_nothing_and_many_small_ones_are_counted() {
        let none = RequestLog::new(0);
        none.keep(&request("/", 0));
        assert_eq!(none.requests(), []);
        let log = RequestLog::default();
        (0..REQUESTS + 5).for_each(|number| log.keep(&request(&format!("/{number}"), 1)));
        let requests = log.requests();
        assert_eq!(requests.len(), REQUESTS);
        assert_eq!(requests[0].path, "/5");
    }
}
