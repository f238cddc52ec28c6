//! A call on its way, and the methods that every call has.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use http::HeaderMap;

use super::super::client::call::Call;
use super::super::json::node::Node;
use super::super::responses::api_error::DocumentedError;
use super::super::responses::call_error::{CallError, Failure};
use super::super::responses::response::Response;
use super::super::transports::traits::BoxFuture;

/// A call on its way: the future of what it brings.
///
/// Nothing is sent before it is polled, and to drop it is to give the call up. That each operation
/// has this one type of future, rather than one of its own, is what makes a client of a thousand
/// operations quick to compile.
#[must_use = "a call does nothing until it is awaited"]
pub struct ResponseFuture<T, E> {
    answer: BoxFuture<'static, Result<Response, Failure>>,
    decode: fn(Response) -> Result<T, CallError<E>>,
}

impl<T, E> Future for ResponseFuture<T, E> {
    type Output = Result<T, CallError<E>>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let answer = self.answer.as_mut().poll(context);
        answer.map(|answer| (self.decode)(answer?))
    }
}

impl<T, E> fmt::Debug for ResponseFuture<T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ResponseFuture").finish_non_exhaustive()
    }
}

impl Call {
    /// Sends the call by the client's asynchronous transport, and reads the answer by `decode`.
    pub fn run<T, E: DocumentedError>(
        mut self,
        decode: fn(Response) -> Result<T, CallError<E>>,
    ) -> ResponseFuture<T, E> {
        self.state.retry_hint = retry_hint::<E>;
        ResponseFuture { answer: Box::pin(self.send()), decode }
    }

    /// Sends the call by the client's blocking transport, and reads the answer by `decode`.
    ///
    /// # Errors
    ///
    /// No answer came, or `decode` says so.
    pub fn run_blocking<T, E: DocumentedError>(
        mut self,
        decode: fn(Response) -> Result<T, CallError<E>>,
    ) -> Result<T, CallError<E>> {
        self.state.retry_hint = retry_hint::<E>;
        decode(self.send_blocking()?)
    }
}

/// What the description says of this error: whether the same request may succeed a little later.
fn retry_hint<E: DocumentedError>(answer: &http::Response<Bytes>) -> Option<bool> {
    let node = Node::parse(answer.body()).ok()?;
    E::read(answer.status().as_u16(), &node)?.ok()?.summary().retry
}

/// Reads an answer by `decode` and gives its headers beside what it holds.
///
/// # Errors
///
/// `decode` says so.
pub fn with_headers<T, H: From<HeaderMap>, E>(
    answer: Response,
    decode: fn(Response) -> Result<T, CallError<E>>,
) -> Result<(T, H), CallError<E>> {
    let headers = H::from(answer.headers().clone());
    Ok((decode(answer)?, headers))
}

/// Implements what every call has.
#[allow(unused_macros, reason = "an API need not have operations")]
macro_rules! calls {
    ($call:ident) => {
        impl $call {
            /// Does this call otherwise than its client would.
            #[inline]
            pub fn options(mut self, options: rt::client::call::CallOptions) -> Self {
                self.call.options(options);
                self
            }

            /// The request, as it would be sent, credentials included.
            ///
            /// It is for sending, not for logs: `Debug` of the `http` crate hides the headers that
            /// hold credentials, but shows the URL, with a key in its query or a secret in its path,
            /// and the body. No text of this crate is made of it; [`curl`](Self::curl) is what a log
            /// can show.
            ///
            /// # Errors
            ///
            /// An argument breaks the description, a credential is missing, or the body holds a
            /// file by its path, which is read only while it is sent.
            #[inline]
            pub fn request(
                &self,
            ) -> ::core::result::Result<
                ::http::Request<::bytes::Bytes>,
                rt::requests::invalid::InvalidRequest,
            > {
                self.call.request()
            }

            /// The request as a command for `curl`, with `[redacted]` where a secret stands.
            ///
            /// # Errors
            ///
            /// As [`request`](Self::request).
            #[inline]
            pub fn curl(
                &self,
            ) -> ::core::result::Result<
                rt::client::curl::Curl,
                rt::requests::invalid::InvalidRequest,
            > {
                self.call.curl()
            }
        }
    };
}

/// Implements what every call has, and its sending where the answer is read as a whole by the
/// call's own `decode`.
#[allow(unused_macros, reason = "an API need not have operations")]
macro_rules! sends {
    ($call:ident, $output:ty, $error:ty) => {
        rt::calls!($call);

        impl $call {
            /// Sends the call.
            ///
            /// # Errors
            ///
            /// Nothing was sent, no answer came, the answer is an error, or it is not as the
            /// description says.
            #[inline]
            pub fn send(self) -> rt::client::response_future::ResponseFuture<$output, $error> {
                self.call.run(Self::decode)
            }

            /// Sends the call and waits for the answer.
            ///
            /// # Errors
            ///
            /// As [`send`](Self::send).
            #[inline]
            pub fn send_blocking(
                self,
            ) -> ::core::result::Result<$output, rt::responses::call_error::CallError<$error>> {
                self.call.run_blocking(Self::decode)
            }
        }
    };
    ($call:ident, $output:ty, $error:ty, $headers:ident) => {
        rt::sends!($call, $output, $error);

        impl $call {
            /// Sends the call and gives the headers of the answer beside what it holds.
            ///
            /// # Errors
            ///
            /// As [`send`](Self::send).
            #[inline]
            pub fn send_with_headers(
                self,
            ) -> rt::client::response_future::ResponseFuture<($output, $headers), $error> {
                self.call
                    .run(|answer| rt::client::response_future::with_headers(answer, Self::decode))
            }

            /// Sends the call, waits for the answer and gives its headers beside what it holds.
            ///
            /// # Errors
            ///
            /// As [`send`](Self::send).
            #[inline]
            pub fn send_with_headers_blocking(
                self,
            ) -> ::core::result::Result<
                ($output, $headers),
                rt::responses::call_error::CallError<$error>,
            > {
                self.call.run_blocking(|answer| {
                    rt::client::response_future::with_headers(answer, Self::decode)
                })
            }
        }
    };
}

pub(crate) use {calls, sends};
