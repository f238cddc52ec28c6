//! Streams of events that reconnect after a broken connection (WHATWG HTML, section 9.2.3).

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

/// The items of an event stream, over as many connections as necessary. Also a
/// `futures_core::Stream`.
///
/// After the end of a connection, the call is sent again with the header `Last-Event-ID`. An id
/// that no header can contain is left out. The wait before it is the `retry` time of the server,
/// from 0.25 s to 10 minutes, or one second. It doubles up to 30 s while no event is received.
///
/// The stream ends after status 204 or the event data `[DONE]`. It also ends after an error of the
/// call, whose retries come first, and after an item that is too large. An item that differs from
/// the API description is an error that does not end the stream.
#[must_use = "nothing is sent before the first item is asked for"]
pub struct Following<T, E> {
    trail: Trail,
    open: fn(Call) -> Opening<T, E>,
    state: FollowState<T, E>,
}

/// The future of a connection.
pub type Opening<T, E> = BoxFuture<'static, Result<ItemStream<T>, CallError<E>>>;

enum FollowState<T, E> {
    Apart,
    Opening(Opening<T, E>),
    Reading(Box<ItemStream<T>>),
    Waiting(BoxFuture<'static, ()>),
    Over,
}

/// The blocking counterpart of [`Following`]: an iterator.
#[must_use = "nothing is sent before the first item is asked for"]
pub struct BlockingFollowing<T, E> {
    trail: Trail,
    open: fn(Call) -> Result<BlockingItemStream<T>, CallError<E>>,
    stream: Option<BlockingItemStream<T>>,
    over: bool,
}

/// An error of a reconnecting stream.
#[derive(Debug)]
#[non_exhaustive]
pub enum FollowError<E> {
    /// The item differs from the API description.
    Item(StreamError),
    /// The call failed, so that no further events are received.
    Call(CallError<E>),
}

/// The position in the events.
struct Trail {
    call: Call,
    last_id: String,
    /// The wait that the server asked for.
    retry: Option<Duration>,
    /// The number of consecutive connections without an event.
    idle: u32,
}

/// The wait if the server asks for none.
const USUAL: Duration = Duration::from_secs(1);

/// The limits of the wait that a server may ask for.
const LEAST: Duration = Duration::from_millis(250);
const MOST: Duration = Duration::from_secs(600);

/// The limit of a doubled wait, unless the server asked for more.
const IDLE: Duration = Duration::from_secs(30);

/// The consequence of the result of a connection.
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

    /// Returns the call for the events after the last one.
    fn call(&self) -> Call {
        let mut call = self.call.again();
        // An invalid header would make each further call fail.
        if !self.last_id.is_empty() && HeaderValue::try_from(&self.last_id).is_ok() {
            call.send_header("last-event-id", &self.last_id);
        }
        call
    }

    /// Records the event id and the wait that came with an item.
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
                // The server sends an item again that was cut off.
                StreamErrorKind::Transport(_) | StreamErrorKind::Truncated => NextItem::Again,
                StreamErrorKind::TooLarge(_) => NextItem::GiveLast(FollowError::Item(error)),
                _ => NextItem::Give(Err(FollowError::Item(error))),
            },
            None if done => NextItem::End,
            None => NextItem::Again,
        }
    }

    /// Returns the wait before the next connection.
    fn wait(&mut self) -> Duration {
        let asked = self.retry.unwrap_or(USUAL).clamp(LEAST, MOST);
        let doubled = 2_u32.checked_pow(self.idle).and_then(|factor| asked.checked_mul(factor));
        self.idle = self.idle.saturating_add(1);
        doubled.unwrap_or(MOST).min(asked.max(IDLE))
    }
}

/// Returns `true` if the server ended the events (WHATWG HTML, section 9.2.3, status 204).
fn is_end<E>(error: &CallError<E>) -> bool {
    error.status() == Some(StatusCode::NO_CONTENT)
}

impl<T, E> Following<T, E> {
    /// Follows the events of a call. `open` sends the call for each connection.
    pub fn new(call: Call, open: fn(Call) -> Opening<T, E>) -> Self {
        Self { trail: Trail::new(call), open, state: FollowState::Apart }
    }
}

impl<T: Json, E> Following<T, E> {
    /// Returns the next item; `None` at the end of the events.
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
                    Ok(stream) if stream.response().status() != StatusCode::NO_CONTENT => {
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
    /// Follows the events of a call; see [`Following::new`].
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
                    Ok(stream) if stream.response().status() != StatusCode::NO_CONTENT => {
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
            /// Starts after the event with this id, for example one from an earlier run of the
            /// program.
            pub fn after(mut self, id: impl Into<String>) -> Self {
                self.trail.last_id = id.into();
                self
            }

            /// Returns the id of the last event that had one, or an empty string. Pass it to
            /// [`after`](Self::after) in a later run of the program.
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
    /// The source of the inner error, because the message already includes the inner error itself.
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Item(error) => error.source(),
            Self::Call(error) => error.source(),
        }
    }
}
