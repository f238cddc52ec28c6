//! A builder whose clients have a transport, whichever features are on.

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

/// What a message says, without the call that it is about.
pub fn said(error: &dyn std::error::Error) -> String {
    let text = error.to_string();
    text.rsplit_once(" [").map_or(text.as_str(), |(said, _)| said).to_owned()
}
