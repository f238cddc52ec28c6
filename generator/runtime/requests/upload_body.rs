//! Request bodies that are files.

use super::super::requests::arguments::Arguments;
use super::super::requests::body::RequestBody;
use super::super::requests::invalid::{RequestPart, Violation};
use super::super::requests::upload::Upload;

/// The constraint that a path without a readable file violates.
pub(crate) const NO_FILE: &str = "must be the path of a file that can be read";

impl Upload {
    /// Appends the content to a body. Returns `false` if the file cannot be read.
    pub(crate) fn add_to(&self, payload: &mut RequestBody) -> bool {
        if let Some(bytes) = self.bytes() {
            payload.push(bytes.clone());
            return true;
        }
        self.path().is_some_and(|path| payload.push_file(path).is_ok())
    }
}

impl Arguments {
    /// Sets the body to a file. Its own media type takes precedence over `media_type`, and is
    /// required if `media_type` is a range such as `image/*`.
    pub fn upload(&mut self, media_type: &'static str, file: Upload) {
        let mut payload = RequestBody::default();
        if !file.add_to(&mut payload) {
            self.violations.push(Violation::new(RequestPart::Body, "", NO_FILE));
        }
        match (file.media_type, media_type.split(';').next().unwrap_or_default().trim()) {
            (Some(own), _) => self.body(own, payload),
            // A range is not a media type (RFC 9110, section 8.3). `application/octet-stream` fits
            // bytes of any kind.
            (None, "*/*" | "application/*") => self.body("application/octet-stream", payload),
            (None, _) => self.body(media_type, payload),
        }
    }
}
