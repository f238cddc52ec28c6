//! Files to upload, from memory or from disk.

use std::fmt;
use std::path::{Path, PathBuf};

use bytes::Bytes;

use super::super::json::convert::Json;
use super::super::json::node::Node;
use super::super::json::read::ReadError;
use super::super::json::write::Writer;

/// A file to upload: bytes in memory, or a path.
#[derive(Clone, PartialEq, Eq)]
pub struct Upload {
    content: UploadContent,
    name: Option<String>,
    pub(crate) media_type: Option<String>,
}

#[derive(Clone, PartialEq, Eq)]
enum UploadContent {
    Bytes(Bytes),
    File(PathBuf),
}

impl Upload {
    /// Creates an upload from bytes in memory, without a file name.
    #[must_use]
    pub fn new(bytes: impl Into<Bytes>) -> Self {
        Self { content: UploadContent::Bytes(bytes.into()), name: None, media_type: None }
    }

    /// Creates an upload from a file, which keeps its own name. A call checks at once that the file
    /// exists. Each attempt reads it in chunks.
    #[must_use]
    pub fn from_path(path: impl Into<PathBuf>) -> Self {
        let path = path.into();
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
        Self { content: UploadContent::File(path), name, media_type: None }
    }

    /// Sets the file name. The default is the name of the file that was given to `from_path`, and
    /// otherwise `file`, because servers read a part without a file name as a text field.
    #[must_use]
    pub fn with_name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Sets the media type, in place of the described one or `application/octet-stream`. A file
    /// needs one if the API description gives a range such as `image/*`.
    #[must_use]
    pub fn with_media_type(mut self, media_type: impl Into<String>) -> Self {
        self.media_type = Some(media_type.into());
        self
    }

    /// Returns the bytes, if they are in memory.
    #[must_use]
    pub fn bytes(&self) -> Option<&Bytes> {
        match &self.content {
            UploadContent::Bytes(bytes) => Some(bytes),
            UploadContent::File(_) => None,
        }
    }

    /// Returns the path, if the upload is a file on disk.
    #[must_use]
    pub fn path(&self) -> Option<&Path> {
        match &self.content {
            UploadContent::Bytes(_) => None,
            UploadContent::File(path) => Some(path),
        }
    }

    /// Returns the file name.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// Returns the media type.
    #[must_use]
    pub fn media_type(&self) -> Option<&str> {
        self.media_type.as_deref()
    }
}

impl<T: Into<Bytes>> From<T> for Upload {
    fn from(bytes: T) -> Self {
        Self::new(bytes)
    }
}

impl fmt::Debug for Upload {
    /// Shows the length or the path, not the content.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("Upload");
        match &self.content {
            UploadContent::Bytes(bytes) => shown.field("bytes", &bytes.len()),
            UploadContent::File(path) => shown.field("path", path),
        };
        shown.field("name", &self.name).field("media_type", &self.media_type).finish()
    }
}

/// JSON cannot hold bytes. An upload in memory is written as a string if its bytes are UTF-8.
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
