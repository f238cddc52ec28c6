//! Pages of a list as streams and as iterators.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::vec;

use futures_core::Stream;

use super::super::client::call::Call;
use super::super::paging::walk::{PageStep, Turn, Walk};
use super::super::responses::call_error::{CallError, Failure};
use super::super::responses::response::Response;
use super::super::transports::traits::BoxFuture;

/// The pages of a list, each requested when the stream is polled for it. Also a
/// `futures_core::Stream`.
///
/// Each page is a separate call with its own attempts and time limit. An error ends the stream.
#[must_use = "nothing is sent before the first page is asked for"]
pub struct Pages<T, E> {
    pages: PagedCall<T, E>,
    sending: Option<BoxFuture<'static, Result<Response, Failure>>>,
}

/// The blocking counterpart of [`Pages`]: an iterator.
#[must_use = "nothing is sent before the first page is asked for"]
pub struct BlockingPages<T, E> {
    pages: PagedCall<T, E>,
}

/// The items of all pages. Also a `futures_core::Stream`.
#[must_use = "nothing is sent before the first item is asked for"]
pub struct PageItems<T, I, E> {
    pages: Pages<T, E>,
    items: Inside<T, I>,
}

/// The blocking counterpart of [`PageItems`]: an iterator.
#[must_use = "nothing is sent before the first item is asked for"]
pub struct BlockingPageItems<T, I, E> {
    pages: BlockingPages<T, E>,
    items: Inside<T, I>,
}

/// The items of the current page.
struct Inside<T, I> {
    open: fn(T) -> Option<Vec<I>>,
    left: vec::IntoIter<I>,
}

/// The common part of asynchronous and blocking pages.
struct PagedCall<T, E> {
    walk: Walk,
    decode: fn(Response) -> Result<T, CallError<E>>,
    turn: fn(&T) -> Turn,
}

impl<T, E> PagedCall<T, E> {
    /// Decodes a page and finds the next one.
    fn read(&mut self, response: Result<Response, Failure>) -> Result<T, CallError<E>> {
        let page = response.map_err(CallError::from).and_then(|response| {
            let page = (self.decode)(response.clone())?;
            self.walk.turn((self.turn)(&page), response);
            Ok(page)
        });
        if page.is_err() {
            self.walk.end();
        }
        page
    }
}

impl<T, E> Pages<T, E> {
    /// Creates the pages of a call. `step` is the difference between requests; `turn` reads the
    /// next page from a page.
    pub fn new(
        call: Call,
        step: PageStep,
        decode: fn(Response) -> Result<T, CallError<E>>,
        turn: fn(&T) -> Turn,
    ) -> Self {
        Self { pages: PagedCall { walk: Walk::new(call, step), decode, turn }, sending: None }
    }

    /// Returns the next page; `None` after the last one.
    pub async fn next(&mut self) -> Option<Result<T, CallError<E>>> {
        std::future::poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// Returns the items of all pages. `open` takes them out of a page.
    pub fn items<I>(self, open: fn(T) -> Option<Vec<I>>) -> PageItems<T, I, E> {
        PageItems { pages: self, items: Inside { open, left: Vec::new().into_iter() } }
    }
}

impl<T, E> Stream for Pages<T, E> {
    type Item = Result<T, CallError<E>>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        if this.sending.is_none() {
            match this.pages.walk.call() {
                None => return Poll::Ready(None),
                Some(Err(error)) => return Poll::Ready(Some(Err(CallError::Decode(error)))),
                Some(Ok(call)) => this.sending = Some(Box::pin(call.send())),
            }
        }
        let Some(sending) = &mut this.sending else { return Poll::Ready(None) };
        let response = ready!(sending.as_mut().poll(context));
        this.sending = None;
        Poll::Ready(Some(this.pages.read(response)))
    }
}

impl<T, E> BlockingPages<T, E> {
    /// Creates the pages of a call; see [`Pages::new`].
    pub fn new(
        call: Call,
        step: PageStep,
        decode: fn(Response) -> Result<T, CallError<E>>,
        turn: fn(&T) -> Turn,
    ) -> Self {
        Self { pages: PagedCall { walk: Walk::new(call, step), decode, turn } }
    }

    /// Returns the items of all pages. `open` takes them out of a page.
    pub fn items<I>(self, open: fn(T) -> Option<Vec<I>>) -> BlockingPageItems<T, I, E> {
        BlockingPageItems { pages: self, items: Inside { open, left: Vec::new().into_iter() } }
    }
}

impl<T, E> Iterator for BlockingPages<T, E> {
    type Item = Result<T, CallError<E>>;

    fn next(&mut self) -> Option<Self::Item> {
        match self.pages.walk.call()? {
            Err(error) => Some(Err(CallError::Decode(error))),
            Ok(call) => Some(self.pages.read(call.send_blocking())),
        }
    }
}

impl<T, I> Inside<T, I> {
    fn enter(&mut self, page: T) {
        self.left = (self.open)(page).unwrap_or_default().into_iter();
    }
}

impl<T, I, E> PageItems<T, I, E> {
    /// Returns the next item; `None` after the last item of the last page.
    pub async fn next(&mut self) -> Option<Result<I, CallError<E>>> {
        std::future::poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }
}

// Items are moved out of their list, and no reference points into it.
impl<T, I, E> Unpin for PageItems<T, I, E> {}

impl<T, I, E> Stream for PageItems<T, I, E> {
    type Item = Result<I, CallError<E>>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            if let Some(item) = self.items.left.next() {
                return Poll::Ready(Some(Ok(item)));
            }
            match ready!(Pin::new(&mut self.pages).poll_next(context)) {
                None => return Poll::Ready(None),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                Some(Ok(page)) => self.items.enter(page),
            }
        }
    }
}

impl<T, I, E> Iterator for BlockingPageItems<T, I, E> {
    type Item = Result<I, CallError<E>>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(item) = self.items.left.next() {
                return Some(Ok(item));
            }
            match self.pages.next()? {
                Err(error) => return Some(Err(error)),
                Ok(page) => self.items.enter(page),
            }
        }
    }
}

macro_rules! shown {
    ($($name:ident<$($parameter:ident),*>),*) => { $(
        impl<$($parameter),*> fmt::Debug for $name<$($parameter),*> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_struct(stringify!($name)).finish_non_exhaustive()
            }
        }
    )* };
}

shown!(Pages<T, E>, BlockingPages<T, E>, PageItems<T, I, E>, BlockingPageItems<T, I, E>);

/// Implements the methods of a call whose responses are pages.
#[allow(unused_macros, reason = "not every part of an API has pages")]
macro_rules! paged {
    ($call:ident, $page:ty, $item:ty, $error:ty, $step:expr) => {
        impl $call {
            /// Sends one call for each page, from the requested page to the last one.
            pub fn pages(self) -> rt::paging::pages::Pages<$page, $error> {
                let turn = Self::page_turn;
                rt::paging::pages::Pages::new(self.call, $step, Self::decode, turn)
            }

            /// Sends one call for each page and returns the items one by one.
            pub fn items(self) -> rt::paging::pages::PageItems<$page, $item, $error> {
                self.pages().items(Self::page_items)
            }

            /// Returns a blocking iterator of pages; see [`pages`](Self::pages).
            pub fn pages_blocking(self) -> rt::paging::pages::BlockingPages<$page, $error> {
                let turn = Self::page_turn;
                rt::paging::pages::BlockingPages::new(self.call, $step, Self::decode, turn)
            }

            /// Returns a blocking iterator of items; see [`items`](Self::items).
            pub fn items_blocking(
                self,
            ) -> rt::paging::pages::BlockingPageItems<$page, $item, $error> {
                self.pages_blocking().items(Self::page_items)
            }
        }
    };
}

pub(crate) use paged;
