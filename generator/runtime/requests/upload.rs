//! Files to send, from memory or from disk.

use std::fmt;
use std::path::{Path, PathBuf};

use bytes::Bytes;

use super::super::json::convert::Json;
use super::super::json::node::Node;
use super::super::json::read::ReadError;
use super::super::json::write::Writer;
use super::super::requests::arguments::Arguments;
use super::super::requests::body::RequestBody;
use super::super::requests::invalid::{RequestPart, Violation};

/// What is wrong with a path that leads to no file.
pub(crate) const NO_FILE: &str = "must be the path of a file that can be read";

/// A file to send, or bytes from elsewhere.
#[derive(Clone, PartialEq, Eq)]
pub struct Upload {
    content: UploadContent,
    name: Option<String>,
    media_type: Option<String>,
}

#[derive(Clone, PartialEq, Eq)]
enum UploadContent {
    Bytes(Bytes),
    File(PathBuf),
}

impl Upload {
    /// Bytes in memory, as a file without a name.
    #[must_use]
    pub fn new(bytes: impl Into<Bytes>) -> Self {
        Self { content: UploadContent::Bytes(bytes.into()), name: None, media_type: None }
    }

    /// The file at a path, by its own name. It is read while it is sent, piece by piece, and again
    /// for each attempt; that it is there is checked when it is given to a call.
    #[must_use]
    pub fn from_path(path: impl Into<PathBuf>) -> Self {
        let path = path.into();
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
        Self { content: UploadContent::File(path), name, media_type: None }
    }

    /// Sets the name of the file. Without one it is called `file`, since servers take a part
    /// without a name for a text.
    #[must_use]
    pub fn with_name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Sets the media type, in place of that of the description or `application/octet-stream`. Where
    /// the description says a range such as `image/*`, a file without a type is not sent.
    #[must_use]
    pub fn with_media_type(mut self, media_type: impl Into<String>) -> Self {
        self.media_type = Some(media_type.into());
        self
    }

    /// The bytes, if they are in memory.
    #[must_use]
    pub fn bytes(&self) -> Option<&Bytes> {
        match &self.content {
            UploadContent::Bytes(bytes) => Some(bytes),
            UploadContent::File(_) => None,
        }
    }

    /// The path, if it is a file on disk.
    #[must_use]
    pub fn path(&self) -> Option<&Path> {
        match &self.content {
            UploadContent::Bytes(_) => None,
            UploadContent::File(path) => Some(path),
        }
    }

    /// The name of the file.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// The media type.
    #[must_use]
    pub fn media_type(&self) -> Option<&str> {
        self.media_type.as_deref()
    }

    /// Adds what it holds to a payload, and says whether that is there.
    pub(crate) fn add_to(&self, payload: &mut RequestBody) -> bool {
        match &self.content {
            UploadContent::Bytes(bytes) => {
                payload.push(bytes.clone());
                true
            }
            UploadContent::File(path) => payload.push_file(path).is_ok(),
        }
    }
}

impl<T: Into<Bytes>> From<T> for Upload {
    fn from(bytes: T) -> Self {
        Self::new(bytes)
    }
}

impl fmt::Debug for Upload {
    /// Shows how much it holds or where it is, not what.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("Upload");
        match &self.content {
            UploadContent::Bytes(bytes) => shown.field("bytes", &bytes.len()),
            UploadContent::File(path) => shown.field("path", path),
        };
        shown.field("name", &self.name).field("media_type", &self.media_type).finish()
    }
}

/// Bytes have no form in JSON of their own: as text, if they are one.
impl Json for Upload {
    fn read(node: &Node<'_>) -> Result<Self, ReadError> {
        node.string().map(|text| Self::new(text.to_owned()))
    }

    fn write(&self, writer: &mut Writer) {
        match self.bytes().map(|bytes| std::str::from_utf8(bytes)) {
            Some(Ok(text)) => writer.string(text),
            _ => {
                writer.fault("must be text in memory where it is sent as JSON");
                writer.null();
            }
        }
    }
}

impl Arguments {
    /// Sets the body to a file, of this media type unless it has one of its own. Where this is a
    /// range such as `image/*`, it must have one.
    pub fn upload(&mut self, media_type: &'static str, file: Upload) {
        let mut payload = RequestBody::default();
        if !file.add_to(&mut payload) {
            self.violations.push(Violation::new(RequestPart::Body, "", NO_FILE));
        }
        match (file.media_type, media_type.split(';').next().unwrap_or_default().trim()) {
            (Some(own), _) => self.body(own, payload),
            // A range is no type (RFC 9110, 8.3): bytes of any are at least these.
            (None, "*/*" | "application/*") => self.body("application/octet-stream", payload),
            (None, _) => self.body(media_type, payload),
        }
    }
}
