//! The asynchronous transport by `reqwest`.

use std::sync::Arc;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http::{Request, Response};
use reqwest::redirect;

use crate::runtime::transport::{
    BoxFuture, SendOptions, Transport, TransportError, TransportErrorKind, TransportSettings,
};

/// Makes the transport. Where TLS is by rustls without a provider of its own, one has to be
/// installed before.
///
/// # Errors
///
/// TLS cannot be set up, for want of the system's certificates say.
pub fn connect(settings: &TransportSettings) -> Result<Arc<dyn Transport>, TransportError> {
    let mut builder = reqwest::Client::builder()
        .redirect(redirect::Policy::none())
        .retry(reqwest::retry::never())
        .referer(false)
        .connect_timeout(settings.connect_timeout);
    if settings.direct {
        builder = builder.no_proxy();
    }
    let client = builder.build().map_err(failure)?;
    Ok(Arc::new(ReqwestTransport { client }))
}

struct ReqwestTransport {
    client: reqwest::Client,
}

impl Transport for ReqwestTransport {
    fn send(
        &self,
        request: Request<Bytes>,
        options: SendOptions,
    ) -> BoxFuture<'_, Result<Response<Bytes>, TransportError>> {
        Box::pin(async move {
            let exchange = self.exchange(request, options.max_body);
            match tokio::time::timeout(options.timeout, exchange).await {
                Ok(result) => result,
                // Where in the exchange the time ended is not known.
                Err(_) => Err(TransportError::new(TransportErrorKind::Timeout, true)),
            }
        })
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()> {
        Box::pin(tokio::time::sleep(duration))
    }
}

impl ReqwestTransport {
    async fn exchange(
        &self,
        request: Request<Bytes>,
        max_body: usize,
    ) -> Result<Response<Bytes>, TransportError> {
        let request = reqwest::Request::try_from(request).map_err(failure)?;
        let mut answer = self.client.execute(request).await.map_err(failure)?;
        let announced = answer.content_length().unwrap_or(0);
        if announced > max_body as u64 {
            return Err(TransportError::new(TransportErrorKind::TooLarge, true));
        }
        let mut body = BytesMut::new();
        while let Some(chunk) = answer.chunk().await.map_err(failure)? {
            if chunk.len() > max_body - body.len() {
                return Err(TransportError::new(TransportErrorKind::TooLarge, true));
            }
            body.extend_from_slice(&chunk);
        }
        let mut response = Response::new(body.freeze());
        *response.status_mut() = answer.status();
        *response.version_mut() = answer.version();
        *response.headers_mut() = std::mem::take(answer.headers_mut());
        Ok(response)
    }
}

fn failure(error: reqwest::Error) -> TransportError {
    let kind = if error.is_timeout() {
        TransportErrorKind::Timeout
    } else if error.is_connect() {
        TransportErrorKind::Connect
    } else if error.is_builder() {
        TransportErrorKind::Other
    } else {
        TransportErrorKind::Io
    };
    let sent = !error.is_connect() && !error.is_builder();
    // The URL may hold a key in its query.
    TransportError::new(kind, sent).caused_by(error.without_url())
}
