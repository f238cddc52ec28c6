//! A model check of the token cache: loom runs each case with all orders in which its threads can take the lock.

use std::cell::Cell;
use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Wake, Waker};
use std::time::{Duration, Instant};

use loom::future::block_on;
use loom::sync::Arc;
use loom::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use loom::thread::{self, Thread};

use crate::runtime::credentials::provider::{self, CredentialError, Token};

/// The lock of the cache in this test.
mod sync {
    pub(super) use loom::sync::{Mutex, MutexGuard};
    pub(super) use std::sync::PoisonError;
}

#[allow(clippy::duplicate_mod, reason = "here it is compiled with the lock of loom")]
#[path = "../../runtime/credentials/token_cache.rs"]
mod token_cache;

use token_cache::{TokenCache, Turn};

/// A cache, its token server, and a clock.
struct World {
    cache: TokenCache,
    start: Instant,
    clock: AtomicUsize,
    /// The number of requests that the server has received.
    asked: AtomicUsize,
    running: AtomicUsize,
    /// The number of tokens that calls have rejected.
    refused: AtomicUsize,
    life: Option<usize>,
    fails: bool,
}

/// The lifetime of a token in seconds. A new token is requested 60 seconds before its end.
const HOUR: usize = 3600;

impl World {
    fn new(life: Option<usize>) -> Self {
        let (clock, asked, running, refused) = Default::default();
        let start = Instant::now();
        Self {
            cache: TokenCache::default(),
            start,
            clock,
            asked,
            running,
            refused,
            life,
            fails: false,
        }
    }

    fn now(&self) -> Instant {
        self.start + Duration::from_secs(self.clock.load(SeqCst) as u64)
    }

    /// Requests a token. Panics if two requests run at once.
    fn ask(&self) -> Result<Token, CredentialError> {
        assert_eq!(self.running.fetch_add(1, SeqCst), 0, "two requests at once");
        let count = self.asked.fetch_add(1, SeqCst) + 1;
        thread::yield_now();
        self.running.fetch_sub(1, SeqCst);
        if self.fails {
            return Err(CredentialError::new("closed"));
        }
        let token = Token::new(format!("token-{count}"));
        Ok(match self.life {
            // Lifetimes use the real time; the clock of a case only moves forward.
            Some(life) => token.expires_in(Duration::from_secs(life as u64)),
            None => token,
        })
    }

    fn finish(&self, turn: Turn<'_>) -> Result<String, String> {
        let result = match turn {
            Turn::Ask(permit) => permit.end(self.ask(), self.now()),
            Turn::Use(token) => Ok(token),
            Turn::Fail(error) => Err(error),
        };
        result.map(|it| it.secret.expose().clone()).map_err(|error| error.to_string())
    }

    fn call(&self) -> Result<String, String> {
        self.finish(block_on(self.cache.wait(|| self.now())))
    }

    fn call_blocking(&self) -> Result<String, String> {
        let waker = Waker::from(std::sync::Arc::new(Unpark(thread::current())));
        let park = || {
            thread::park();
            true
        };
        let turn = self.cache.wait_blocking(|| self.now(), &waker, park);
        self.finish(turn.expect("no end of its time"))
    }

    /// Starts a call and cancels it when it requests a token or waits.
    fn call_and_cancel(&self) {
        let mut wait = pin!(self.cache.wait(|| self.now()));
        if let Poll::Ready(Turn::Ask(permit)) =
            wait.as_mut().poll(&mut Context::from_waker(Waker::noop()))
        {
            thread::yield_now();
            drop(permit);
        }
    }

    /// Calls a server that refuses `token-1`, and repeats a refused call.
    fn call_refused(&self) -> String {
        let first = self.call().unwrap();
        if first != "token-1" {
            return first;
        }
        self.cache.reject(&Token::new(first));
        self.refused.fetch_add(1, SeqCst);
        self.call().unwrap()
    }

    fn asked(&self) -> usize {
        self.asked.load(SeqCst)
    }
}

struct Unpark(Thread);

impl Wake for Unpark {
    fn wake(self: std::sync::Arc<Self>) {
        self.0.unpark();
    }
}

/// Runs a case with each order of its threads that has at most two preemptions.
fn model(case: impl Fn() + Send + Sync + 'static) {
    let mut builder = loom::model::Builder::new();
    builder.preemption_bound = Some(2);
    builder.check(case);
}

/// Runs each function in a thread, the last one in the current thread, and returns their results.
fn together<T: 'static, const N: usize>(
    world: &Arc<World>,
    functions: [fn(&World) -> T; N],
) -> Vec<T> {
    let mut functions = Vec::from(functions);
    let last = functions.pop().expect("a function");
    let begin = |function: fn(&World) -> T| {
        let world = Arc::clone(world);
        thread::spawn(move || function(&world))
    };
    let threads: Vec<_> = functions.into_iter().map(begin).collect();
    let last = last(world);
    threads.into_iter().map(|thread| thread.join().unwrap()).chain([last]).collect()
}

#[test]
fn calls_of_all_threads_share_one_request() {
    model(|| {
        let world = Arc::new(World::new(Some(HOUR)));
        let tokens = together(&world, [World::call, World::call_blocking, World::call]);
        assert_eq!(tokens, vec![Ok("token-1".to_owned()); 3]);
        assert_eq!(world.asked(), 1);
    });
}

#[test]
fn calls_share_a_token_without_an_end_and_an_error_only_while_they_are_asked_for() {
    for fails in [false, true] {
        model(move || {
            let world = Arc::new(World { fails, ..World::new(None) });
            let results = together(&world, [World::call, World::call_blocking]);
            assert_eq!(results.iter().all(Result::is_err), fails);
            assert!(results.iter().all(|it| it.is_err() == fails));
            let asked = world.asked();
            assert!((1..=2).contains(&asked), "{asked}");
            assert_eq!(results[0] == results[1], asked == 1 || fails);
            // A later call requests a new token.
            assert_eq!(world.call().is_err(), fails);
            assert_eq!(world.asked(), asked + 1);
        });
    }
}

#[test]
fn another_call_takes_over_from_one_that_is_cancelled() {
    let cancel: fn(&World) -> _ = |world| {
        world.call_and_cancel();
        Ok("token-1".to_owned())
    };
    for other in [World::call, World::call_blocking] {
        model(move || {
            let world = Arc::new(World::new(Some(HOUR)));
            let tokens = together(&world, [cancel, other, World::call]);
            assert_eq!(tokens, vec![Ok("token-1".to_owned()); 3]);
            assert_eq!(world.asked(), 1);
        });
    }
}

#[test]
fn a_refused_token_is_dropped_once_and_the_newer_one_is_kept() {
    model(|| {
        let world = Arc::new(World::new(Some(HOUR)));
        let tokens = together(&world, [World::call_refused, World::call_refused]);
        assert_eq!(tokens, ["token-2"; 2]);
        assert_eq!(world.asked(), 2);
    });
    // A call that has waited for the token and is woken late does not get it either.
    model(|| {
        let world = Arc::new(World::new(Some(HOUR)));
        let wait: fn(&World) -> _ = |world| {
            let is_refused = Cell::new(false);
            let now = || {
                is_refused.set(world.refused.load(SeqCst) > 0);
                world.now()
            };
            let token = world.finish(block_on(world.cache.wait(now))).unwrap();
            assert!(!is_refused.get() || token != "token-1", "it was refused");
            token
        };
        let tokens = together(&world, [wait, World::call_refused]);
        assert_eq!(tokens[1], "token-2");
        assert!(world.asked() == 2 && world.call().unwrap() == "token-2");
    });
}

#[test]
fn a_token_that_expires_meanwhile_is_asked_for_once() {
    for (moment, is_good) in [(HOUR - 30, true), (HOUR + 30, false)] {
        model(move || {
            let world = Arc::new(World::new(Some(HOUR)));
            assert_eq!(world.call().unwrap(), "token-1");
            world.clock.store(moment, SeqCst);
            // The new tokens are valid for another hour after the time of the case.
            let world = Arc::new(World {
                life: Some(3 * HOUR),
                ..Arc::try_unwrap(world).ok().expect("one thread")
            });
            let tokens = together(&world, [World::call, World::call_blocking, World::call]);
            assert_eq!(world.asked(), 2);
            let old = tokens.iter().filter(|it| it.as_deref() == Ok("token-1")).count();
            assert!(old <= if is_good { 2 } else { 0 }, "{tokens:?}");
            assert_eq!(world.call().unwrap(), "token-2");
        });
    }
}

#[test]
fn a_clock_that_passes_the_end_between_two_looks_gives_no_call_a_token_that_was_over() {
    let tick: fn(&World) -> _ = |world| {
        world.clock.store(HOUR + 30, SeqCst);
        Ok(String::new())
    };
    let call: fn(&World) -> _ = |world| {
        let is_over = world.clock.load(SeqCst) > HOUR;
        let token = world.call();
        assert!(!is_over || token.as_deref() != Ok("token-1"), "it was over");
        token
    };
    model(move || {
        let world = World::new(Some(HOUR));
        assert_eq!(world.call().unwrap(), "token-1");
        let world = Arc::new(World { life: Some(3 * HOUR), ..world });
        together(&world, [tick, call, call]);
        assert!(world.asked() <= 2);
    });
}

#[test]
fn a_failure_to_renew_leaves_the_token_that_is_good() {
    model(|| {
        let world = World::new(Some(HOUR));
        assert_eq!(world.call().unwrap(), "token-1");
        world.clock.store(HOUR - 30, SeqCst);
        let world = Arc::new(World { fails: true, ..world });
        let tokens = together(&world, [World::call, World::call_blocking]);
        assert_eq!(tokens, vec![Ok("token-1".to_owned()); 2]);
        assert_eq!(world.asked(), 2, "the second call does not try within the pause");
    });
}
