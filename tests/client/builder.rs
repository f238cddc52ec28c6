//! A builder whose clients have a transport, whichever features are enabled.

use postpress::{Client, ClientBuilder};

pub fn builder() -> ClientBuilder {
    let builder = Client::builder();
    #[cfg(not(any(feature = "reqwest", feature = "blocking")))]
    let builder = builder.transport(|_, _| async {
        let kind = postpress::runtime::TransportErrorKind::Other;
        Err(postpress::TransportError::new(kind, false))
    });
    builder
}

/// Returns the message of an error without the call in brackets at its end.
pub fn message_of(error: &dyn std::error::Error) -> String {
    let text = error.to_string();
    text.rsplit_once(" [").map_or(text.as_str(), |(said, _)| said).to_owned()
}
