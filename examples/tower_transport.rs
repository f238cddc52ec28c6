//! Sends calls with a tower service. Any service from `http::Request<Bytes>` to `http::Response<Bytes>` is suitable,
//! with any layers around it.
//!
//! The service responds itself, so that the example needs no network.
//!
//! ```sh
//! cargo run -p postpress-tests --example tower_transport
//! ```

use bytes::Bytes;
use http::Request;
use postpress::types::{InstagramInvitation, InvitationAction};
use postpress::{BoxFuture, Client, SendOptions, Transport, TransportError, TransportErrorKind};
use tower::util::BoxCloneSyncService;
use tower::{BoxError, ServiceExt};

/// A transport based on a tower service.
struct Tower(BoxCloneSyncService<Request<Bytes>, http::Response<Bytes>, BoxError>);

impl Transport for Tower {
    fn send(
        &self,
        request: Request<Bytes>,
        options: SendOptions,
    ) -> BoxFuture<'_, Result<http::Response<Bytes>, TransportError>> {
        let answer = self.0.clone().oneshot(request);
        Box::pin(async move {
            // The failure does not tell how far the request got, so it may have reached the server.
            let failure = |kind| TransportError::new(kind, true);
            let answer = tokio::time::timeout(options.timeout, answer)
                .await
                .map_err(|_| failure(TransportErrorKind::Timeout))?
                .map_err(|error| failure(TransportErrorKind::Io).caused_by(error))?;
            if answer.body().len() > options.max_body {
                return Err(failure(TransportErrorKind::TooLarge));
            }
            Ok(answer)
        })
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let service = tower::service_fn(|request: Request<Bytes>| async move {
        eprintln!("{} {}", request.method(), request.uri().path());
        let body = r#"{"object":"UserInvitationHandled","status":"DECLINED"}"#;
        Ok::<_, BoxError>(http::Response::new(Bytes::from_static(body.as_bytes())))
    });
    let service = BoxCloneSyncService::new(service.map_err(BoxError::from));
    let client = Client::builder().api_key("key").transport(Tower(service)).build()?;
    let invitation = InstagramInvitation::new("acc_instagram_01", InvitationAction::Decline);
    let handled = client.handle_received_invitation("inv_01", invitation).send().await?;
    println!("{}", handled.status);
    Ok(())
}
