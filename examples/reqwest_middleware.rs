//! Sends calls with a `reqwest_middleware::ClientWithMiddleware`. The middleware sees each attempt of a call.
//!
//! The last middleware responds itself, so that the example needs no network.
//!
//! ```sh
//! cargo run -p postpress-tests --example reqwest_middleware
//! ```

use std::future::Future;
use std::pin::Pin;

use bytes::{Bytes, BytesMut};
use http::{Extensions, Request};
use postpress::types::{InstagramInvitation, InvitationAction};
use postpress::{BoxFuture, Client, SendOptions, Transport, TransportError, TransportErrorKind};
use reqwest_middleware::{ClientBuilder, ClientWithMiddleware, Next, Result as Answer};

/// A transport based on reqwest with middleware.
struct Middleware(ClientWithMiddleware);

impl Transport for Middleware {
    fn send(
        &self,
        request: Request<Bytes>,
        options: SendOptions,
    ) -> BoxFuture<'_, Result<http::Response<Bytes>, TransportError>> {
        Box::pin(async move {
            let sent = tokio::time::timeout(options.timeout, self.exchange(request, options));
            // The timeout does not tell how far the request got, so it may have reached the server.
            let timed_out = |_| TransportError::new(TransportErrorKind::Timeout, true);
            sent.await.map_err(timed_out)?
        })
    }
}

impl Middleware {
    async fn exchange(
        &self,
        request: Request<Bytes>,
        options: SendOptions,
    ) -> Result<http::Response<Bytes>, TransportError> {
        let request = reqwest::Request::try_from(request).map_err(|error| {
            let kind = TransportErrorKind::Other;
            TransportError::new(kind, false).caused_by(error.without_url())
        })?;
        let mut answer = self.0.execute(request).await.map_err(|error| {
            let connecting =
                matches!(&error, reqwest_middleware::Error::Reqwest(it) if it.is_connect());
            let kind =
                if connecting { TransportErrorKind::Connect } else { TransportErrorKind::Io };
            // A query may contain a key.
            TransportError::new(kind, !connecting).caused_by(error.without_url())
        })?;
        let mut body = BytesMut::new();
        let broken = |error: reqwest::Error| {
            TransportError::new(TransportErrorKind::Io, true).caused_by(error.without_url())
        };
        while let Some(chunk) = answer.chunk().await.map_err(broken)? {
            if chunk.len() > options.max_body - body.len() {
                return Err(TransportError::new(TransportErrorKind::TooLarge, true));
            }
            body.extend_from_slice(&chunk);
        }
        let mut response = http::Response::new(body.freeze());
        *response.status_mut() = answer.status();
        *response.headers_mut() = std::mem::take(answer.headers_mut());
        Ok(response)
    }
}

type Handled<'a> = Pin<Box<dyn Future<Output = Answer<reqwest::Response>> + Send + 'a>>;

/// Prints each request with its response.
fn log<'a>(
    request: reqwest::Request,
    extensions: &'a mut Extensions,
    next: Next<'a>,
) -> Handled<'a> {
    Box::pin(async move {
        let line = format!("{} {}", request.method(), request.url().path());
        let answer = next.run(request, extensions).await?;
        eprintln!("{line}: {}", answer.status());
        Ok(answer)
    })
}

/// Responds without a server.
fn answer<'a>(_: reqwest::Request, _: &'a mut Extensions, _: Next<'a>) -> Handled<'a> {
    let body = r#"{"object":"UserInvitationHandled","status":"DECLINED"}"#;
    Box::pin(async move { Ok(http::Response::new(body).into()) })
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    // reqwest needs an installed crypto provider for rustls.
    postpress::runtime::transports::tls_ring::install();
    // Redirects would send the key to other hosts, and the client retries itself.
    let reqwest = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .retry(reqwest::retry::never())
        .referer(false)
        .build()?;
    let middleware = Middleware(ClientBuilder::new(reqwest).with(log).with(answer).build());
    let client = Client::builder().api_key("key").transport(middleware).build()?;
    let invitation = InstagramInvitation::new("acc_instagram_01", InvitationAction::Decline);
    let handled = client.handle_received_invitation("inv_01", invitation).send().await?;
    println!("{}", handled.status);
    Ok(())
}
