//! Streams of events that go on where they broke off (WHATWG HTML, 9.2.3).

use std::error::Error;
use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::thread;
use std::time::Duration;

use futures_core::Stream;
use http::{HeaderValue, StatusCode};

use super::super::client::call::Call;
use super::super::json::convert::Json;
use super::super::responses::api_error::DocumentedError;
use super::super::responses::call_error::CallError;
use super::super::streams::item_stream::{BlockingItemStream, ItemStream};
use super::super::streams::stream_error::{StreamError, StreamErrorKind};
use super::super::transports::traits::BoxFuture;

/// The items of events, over as many connections as it takes. It is a `futures_core::Stream` too.
///
/// Where a connection ends, the call is sent again with `Last-Event-ID`, after the time that the
/// server asked for by `retry`, but a quarter of a second at least and ten minutes at most, or else
/// after a second. While no event comes, the time doubles up to half a minute. An id with characters
/// that no header can carry is not sent. The end is a status 204, the text `[DONE]` in place of JSON, or an error: a call
/// that fails after all of its own attempts, or an item that is too large. An item that is not as
/// documented is an error too, and the next one can be had all the same.
#[must_use = "nothing is sent before the first item is asked for"]
pub struct Following<T, E> {
    trail: Trail,
    open: fn(Call) -> Opening<T, E>,
    state: FollowState<T, E>,
}

/// A connection on its way.
pub type Opening<T, E> = BoxFuture<'static, Result<ItemStream<T>, CallError<E>>>;

enum FollowState<T, E> {
    Apart,
    Opening(Opening<T, E>),
    Reading(Box<ItemStream<T>>),
    Waiting(BoxFuture<'static, ()>),
    Over,
}

/// The blocking twin of [`Following`]: an iterator.
#[must_use = "nothing is sent before the first item is asked for"]
pub struct BlockingFollowing<T, E> {
    trail: Trail,
    open: fn(Call) -> Result<BlockingItemStream<T>, CallError<E>>,
    stream: Option<BlockingItemStream<T>>,
    over: bool,
}

/// Why an item of followed events cannot be had.
#[derive(Debug)]
#[non_exhaustive]
pub enum FollowError<E> {
    /// The item is not as documented.
    Item(StreamError),
    /// The events cannot be had, or not any more.
    Call(CallError<E>),
}

/// Where one is in the events.
struct Trail {
    call: Call,
    last_id: String,
    /// What the server asked for.
    retry: Option<Duration>,
    /// How many connections in a row brought nothing.
    idle: u32,
}

/// How long to wait where the server asks for nothing.
const USUAL: Duration = Duration::from_secs(1);

/// The least and the most that a server can ask for.
const LEAST: Duration = Duration::from_millis(250);
const MOST: Duration = Duration::from_secs(600);

/// How long to wait at most where the server asks for less.
const IDLE: Duration = Duration::from_secs(30);

/// What follows from what a connection brought.
enum NextItem<T, E> {
    Give(Result<T, FollowError<E>>),
    GiveLast(FollowError<E>),
    Again,
    End,
}

impl Trail {
    fn new(call: Call) -> Self {
        Self { call, last_id: String::new(), retry: None, idle: 0 }
    }

    /// The call for what comes behind the last event.
    fn call(&self) -> Call {
        let mut call = self.call.again();
        // A header that cannot be sent would end it all.
        if !self.last_id.is_empty() && HeaderValue::try_from(&self.last_id).is_ok() {
            call.send_header("last-event-id", &self.last_id);
        }
        call
    }

    /// Takes note of what a stream says beside an item.
    fn note(&mut self, last_id: Option<&str>, retry: Option<Duration>) {
        if let Some(id) = last_id.filter(|id| *id != self.last_id) {
            id.clone_into(&mut self.last_id);
        }
        self.retry = retry.or(self.retry);
    }

    fn read<T, E>(&mut self, item: Option<Result<T, StreamError>>, done: bool) -> NextItem<T, E> {
        match item {
            Some(Ok(item)) => {
                self.idle = 0;
                NextItem::Give(Ok(item))
            }
            Some(Err(error)) => match error.kind {
                // What was cut off comes again.
                StreamErrorKind::Transport(_) | StreamErrorKind::Truncated => NextItem::Again,
                StreamErrorKind::TooLarge(_) => NextItem::GiveLast(FollowError::Item(error)),
                _ => NextItem::Give(Err(FollowError::Item(error))),
            },
            None if done => NextItem::End,
            None => NextItem::Again,
        }
    }

    /// How long to wait before the next connection.
    fn wait(&mut self) -> Duration {
        let asked = self.retry.unwrap_or(USUAL).clamp(LEAST, MOST);
        let doubled = 2_u32.checked_pow(self.idle).and_then(|factor| asked.checked_mul(factor));
        self.idle = self.idle.saturating_add(1);
        doubled.unwrap_or(MOST).min(asked.max(IDLE))
    }
}

/// Whether the server says that nothing more comes.
fn is_end<E>(error: &CallError<E>) -> bool {
    error.status() == Some(StatusCode::NO_CONTENT)
}

impl<T, E> Following<T, E> {
    /// Follows the events of a call, each connection of which `open` makes.
    pub fn new(call: Call, open: fn(Call) -> Opening<T, E>) -> Self {
        Self { trail: Trail::new(call), open, state: FollowState::Apart }
    }
}

impl<T: Json, E> Following<T, E> {
    /// The next item; `None` at the end of the events.
    pub async fn next(&mut self) -> Option<Result<T, FollowError<E>>> {
        std::future::poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }
}

impl<T: Json, E> Stream for Following<T, E> {
    type Item = Result<T, FollowError<E>>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        loop {
            match &mut this.state {
                FollowState::Over => return Poll::Ready(None),
                FollowState::Apart => {
                    this.state = FollowState::Opening((this.open)(this.trail.call()))
                }
                FollowState::Waiting(wait) => {
                    ready!(wait.as_mut().poll(context));
                    this.state = FollowState::Apart;
                }
                FollowState::Opening(opening) => match ready!(opening.as_mut().poll(context)) {
                    Ok(stream) if stream.answer().status() != StatusCode::NO_CONTENT => {
                        this.state = FollowState::Reading(Box::new(stream));
                    }
                    Err(error) if !is_end(&error) => {
                        this.state = FollowState::Over;
                        return Poll::Ready(Some(Err(FollowError::Call(error))));
                    }
                    _ => this.state = FollowState::Over,
                },
                FollowState::Reading(stream) => {
                    let item = ready!(Pin::new(&mut **stream).poll_next(context));
                    this.trail.note(stream.last_event_id(), stream.retry());
                    match this.trail.read(item, stream.is_done()) {
                        NextItem::Give(item) => return Poll::Ready(Some(item)),
                        NextItem::GiveLast(error) => {
                            this.state = FollowState::Over;
                            return Poll::Ready(Some(Err(error)));
                        }
                        NextItem::End => this.state = FollowState::Over,
                        NextItem::Again => {
                            let wait = this.trail.wait();
                            this.state = FollowState::Waiting(this.trail.call.sleep(wait));
                        }
                    }
                }
            }
        }
    }
}

impl<T, E> BlockingFollowing<T, E> {
    /// As [`Following::new`].
    pub fn new(call: Call, open: fn(Call) -> Result<BlockingItemStream<T>, CallError<E>>) -> Self {
        Self { trail: Trail::new(call), open, stream: None, over: false }
    }
}

impl<T: Json, E> Iterator for BlockingFollowing<T, E> {
    type Item = Result<T, FollowError<E>>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.over {
            let Some(stream) = &mut self.stream else {
                match (self.open)(self.trail.call()) {
                    Ok(stream) if stream.answer().status() != StatusCode::NO_CONTENT => {
                        self.stream = Some(stream);
                    }
                    Err(error) if !is_end(&error) => {
                        self.over = true;
                        return Some(Err(FollowError::Call(error)));
                    }
                    _ => self.over = true,
                }
                continue;
            };
            let item = stream.next();
            self.trail.note(stream.last_event_id(), stream.retry());
            match self.trail.read(item, stream.is_done()) {
                NextItem::Give(item) => return Some(item),
                NextItem::GiveLast(error) => {
                    self.over = true;
                    return Some(Err(error));
                }
                NextItem::End => self.over = true,
                NextItem::Again => {
                    self.stream = None;
                    thread::sleep(self.trail.wait());
                }
            }
        }
        None
    }
}

macro_rules! accessors {
    ($($name:ident),*) => { $(
        impl<T, E> $name<T, E> {
            /// Begins behind the event with this id, which was read before.
            pub fn after(mut self, id: impl Into<String>) -> Self {
                self.trail.last_id = id.into();
                self
            }

            /// The id of the last event that had one: what to begin [`after`](Self::after) in
            /// another run of the program. Empty where there was none.
            #[must_use]
            pub fn last_event_id(&self) -> &str {
                &self.trail.last_id
            }
        }

        impl<T, E> fmt::Debug for $name<T, E> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_struct(stringify!($name))
                    .field("last_event_id", &self.trail.call.state.secrets().redact(&self.trail.last_id))
                    .finish_non_exhaustive()
            }
        }
    )* };
}

accessors!(Following, BlockingFollowing);

impl<E: DocumentedError> fmt::Display for FollowError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Item(error) => error.fmt(f),
            Self::Call(error) => error.fmt(f),
        }
    }
}

impl<E: DocumentedError + fmt::Debug> Error for FollowError<E> {
    /// What is behind the message, which shows this error's own part already.
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Item(error) => error.source(),
            Self::Call(error) => error.source(),
        }
    }
}
