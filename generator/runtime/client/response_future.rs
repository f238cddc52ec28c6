//! The future of a call, and the methods of every call.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use http::HeaderMap;

use super::super::client::call::Call;
use super::super::json::node::Node;
use super::super::responses::api_error::{DocumentedError, read_documented};
use super::super::responses::call_error::{CallError, Failure};
use super::super::responses::response::Response;
use super::super::transports::traits::BoxFuture;

/// The future returned by `send()`; resolves to the result of the operation.
///
/// It does nothing until it is polled, and dropping it cancels the call. All operations share this
/// one type of future, because a type for each would make large clients slow to compile.
#[must_use = "a call does nothing until it is awaited"]
pub struct ResponseFuture<T, E> {
    response: BoxFuture<'static, Result<Response, Failure>>,
    decode: fn(Response) -> Result<T, CallError<E>>,
}

impl<T, E> Future for ResponseFuture<T, E> {
    type Output = Result<T, CallError<E>>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let response = self.response.as_mut().poll(context);
        response.map(|response| (self.decode)(response?))
    }
}

impl<T, E> fmt::Debug for ResponseFuture<T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ResponseFuture").finish_non_exhaustive()
    }
}

impl Call {
    /// Sends the call with the asynchronous transport and decodes the response.
    pub fn run<T, E: DocumentedError>(
        mut self,
        decode: fn(Response) -> Result<T, CallError<E>>,
    ) -> ResponseFuture<T, E> {
        self.state.retry_hint = retry_hint::<E>;
        ResponseFuture { response: Box::pin(self.send()), decode }
    }

    /// Sends the call with the blocking transport and decodes the response.
    ///
    /// # Errors
    ///
    /// Returns an error if no response is received, or if `decode` returns one.
    pub fn run_blocking<T, E: DocumentedError>(
        mut self,
        decode: fn(Response) -> Result<T, CallError<E>>,
    ) -> Result<T, CallError<E>> {
        self.state.retry_hint = retry_hint::<E>;
        decode(self.send_blocking()?)
    }
}

/// Returns whether a later attempt may succeed after this documented error, if the API description
/// says.
fn retry_hint<E: DocumentedError>(response: &http::Response<Bytes>) -> Option<bool> {
    let node = Node::parse(response.body()).ok()?;
    read_documented::<E>(response.status().as_u16(), &node).0?.ok()?.summary().retry
}

/// Decodes a response and returns its headers too.
///
/// # Errors
///
/// Returns an error if `decode` returns one.
pub fn with_headers<T, H: From<HeaderMap>, E>(
    response: Response,
    decode: fn(Response) -> Result<T, CallError<E>>,
) -> Result<(T, H), CallError<E>> {
    let headers = H::from(response.headers().clone());
    Ok((decode(response)?, headers))
}

/// Implements the methods of every call.
#[allow(unused_macros, reason = "an API need not have operations")]
macro_rules! calls {
    ($call:ident, $error:ty) => {
        impl $call {
            /// Sets options that override the client's settings for this call.
            #[inline]
            pub fn options(mut self, options: rt::client::call::CallOptions) -> Self {
                self.call.options(options);
                self
            }

            /// Sets the request body to bytes of this media type. They replace a body of the operation and are sent
            /// as they are, also where the API description has no body.
            #[inline]
            pub fn raw_body(
                mut self,
                media_type: impl ::core::convert::Into<::std::borrow::Cow<'static, str>>,
                body: impl ::core::convert::Into<rt::requests::body::RequestBody>,
            ) -> Self {
                self.call.raw_body(media_type, body);
                self
            }

            /// Sends the call and returns the response of any status, not decoded. Retries and limits apply as usual.
            ///
            /// `decode` reads the response later.
            ///
            /// # Errors
            ///
            /// Returns an error if no request is sent, or if no response is received.
            #[inline]
            pub fn send_raw(
                self,
            ) -> rt::client::response_future::ResponseFuture<
                rt::responses::response::Response,
                $error,
            > {
                self.call.run(::core::result::Result::Ok)
            }

            /// Sends the call like [`send_raw`](Self::send_raw) and blocks until the response is received.
            ///
            /// # Errors
            ///
            /// Returns the same errors as [`send_raw`](Self::send_raw).
            #[inline]
            pub fn send_raw_blocking(
                self,
            ) -> ::core::result::Result<
                rt::responses::response::Response,
                rt::responses::call_error::CallError<$error>,
            > {
                self.call.run_blocking(::core::result::Result::Ok)
            }

            /// Returns the request as it would be sent, including credentials.
            ///
            /// Do not log it: `Debug` of the `http` crate redacts the headers with credentials, but
            /// shows the body and the URL, which may contain secrets. Use [`curl`](Self::curl) for
            /// logs.
            ///
            /// # Errors
            ///
            /// Returns an error if an argument violates the API description or a credential is
            /// missing. A body with a file is an error too, because the file is read while it is
            /// sent.
            #[inline]
            pub fn request(
                &self,
            ) -> ::core::result::Result<
                ::http::Request<::bytes::Bytes>,
                rt::requests::invalid::InvalidRequest,
            > {
                self.call.request()
            }

            /// Returns the request as a `curl` command. `[redacted]` replaces each secret.
            ///
            /// # Errors
            ///
            /// Returns the same errors as [`request`](Self::request).
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

/// Implements the methods of every call, and those that send it and decode a whole response.
#[allow(unused_macros, reason = "an API need not have operations")]
macro_rules! sends {
    ($call:ident, $output:ty, $error:ty) => {
        rt::calls!($call, $error);

        impl $call {
            /// Sends the call.
            ///
            /// # Errors
            ///
            /// Returns an error if no request is sent or no response is received. A documented
            /// error, and a response that differs from the API description, are errors too.
            #[inline]
            pub fn send(self) -> rt::client::response_future::ResponseFuture<$output, $error> {
                self.call.run(Self::decode)
            }

            /// Sends the call and blocks until the response is received. It needs the feature `blocking`, or a blocking
            /// transport on the builder.
            ///
            /// # Errors
            ///
            /// Returns the same errors as [`send`](Self::send).
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
            /// Sends the call and returns the headers of the response too.
            ///
            /// # Errors
            ///
            /// Returns the same errors as [`send`](Self::send).
            #[inline]
            pub fn send_with_headers(
                self,
            ) -> rt::client::response_future::ResponseFuture<($output, $headers), $error> {
                self.call.run(|response| {
                    rt::client::response_future::with_headers(response, Self::decode)
                })
            }

            /// Sends the call, blocks until the response is received, and returns its headers too.
            ///
            /// # Errors
            ///
            /// Returns the same errors as [`send`](Self::send).
            #[inline]
            pub fn send_with_headers_blocking(
                self,
            ) -> ::core::result::Result<
                ($output, $headers),
                rt::responses::call_error::CallError<$error>,
            > {
                self.call.run_blocking(|response| {
                    rt::client::response_future::with_headers(response, Self::decode)
                })
            }
        }
    };
}

pub(crate) use {calls, sends};
