//! Bodies in parts, files among them (RFC 7578).

use bytes::Bytes;

use crate::runtime::call::Call;
use crate::runtime::check::Check;
use crate::runtime::invalid::Place;
use crate::runtime::json::Json;
use crate::runtime::node::Node;
use crate::runtime::parameter::Parameter;
use crate::runtime::read::ReadError;
use crate::runtime::write::Writer;

/// A body that is sent in parts.
pub trait Multipart {
    /// Adds the parts.
    fn parts(&self, parts: &mut Parts);
}

/// A file to send, or bytes from elsewhere.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Upload {
    /// What it holds.
    pub bytes: Bytes,
    /// The name of the file; `file` where there is none, since servers take a part without a name
    /// for a text.
    pub name: Option<String>,
    /// The media type; `application/octet-stream` where there is none.
    pub media_type: Option<String>,
}

/// The parts of a body, as they are put together.
#[derive(Debug)]
pub struct Parts {
    boundary: String,
    body: Vec<u8>,
    faults: Vec<(&'static str, &'static str)>,
}

impl Upload {
    /// A file without a name.
    #[must_use]
    pub fn new(bytes: impl Into<Bytes>) -> Self {
        Self { bytes: bytes.into(), name: None, media_type: None }
    }

    /// Sets the name of the file.
    #[must_use]
    pub fn with_name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Sets the media type.
    #[must_use]
    pub fn with_media_type(mut self, media_type: impl Into<String>) -> Self {
        self.media_type = Some(media_type.into());
        self
    }
}

impl<T: Into<Bytes>> From<T> for Upload {
    fn from(bytes: T) -> Self {
        Self::new(bytes)
    }
}

impl std::fmt::Debug for Upload {
    /// Shows how much it holds, not what.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Upload")
            .field("bytes", &self.bytes.len())
            .field("name", &self.name)
            .field("media_type", &self.media_type)
            .finish()
    }
}

/// Bytes have no form in JSON of their own: as text, if they are one.
impl Json for Upload {
    fn read(node: &Node<'_>) -> Result<Self, ReadError> {
        node.string().map(|text| Self::new(text.to_owned()))
    }

    fn write(&self, writer: &mut Writer) {
        match std::str::from_utf8(&self.bytes) {
            Ok(text) => writer.string(text),
            Err(_) => {
                writer.fault("must be text where it is sent as JSON");
                writer.null();
            }
        }
    }
}

impl Parts {
    fn new() -> Self {
        let boundary = format!("{:016x}{:016x}", fastrand::u64(..), fastrand::u64(..));
        Self { boundary, body: Vec::new(), faults: Vec::new() }
    }

    /// Adds a text.
    pub fn text(&mut self, name: &'static str, value: &dyn Parameter) {
        if let Some(fault) = value.fault() {
            self.faults.push((name, fault));
        }
        self.part(name, None, None, value.text().as_bytes());
    }

    /// Adds a value as JSON.
    pub fn json(&mut self, name: &'static str, value: &impl Json) {
        match Writer::text_of(value) {
            Ok(json) => self.part(name, None, Some("application/json"), &json),
            Err(_) => self.faults.push((name, "holds what JSON cannot")),
        }
    }

    /// Adds a file.
    pub fn file(&mut self, name: &'static str, file: &Upload) {
        let media_type = file.media_type.as_deref().unwrap_or("application/octet-stream");
        if media_type.contains(|char: char| char.is_control()) {
            self.faults.push((name, "must have a media type that HTTP can carry"));
            return;
        }
        let file_name = file.name.as_deref().unwrap_or("file");
        self.part(name, Some(file_name), Some(media_type), &file.bytes);
    }

    fn part(&mut self, name: &str, file: Option<&str>, media_type: Option<&str>, bytes: &[u8]) {
        let mut head = format!("--{}\r\ncontent-disposition: form-data; name=\"", self.boundary);
        quote(name, &mut head);
        if let Some(file) = file {
            head.push_str("\"; filename=\"");
            quote(file, &mut head);
        }
        head.push_str("\"\r\n");
        if let Some(media_type) = media_type {
            head.push_str("content-type: ");
            head.push_str(media_type);
            head.push_str("\r\n");
        }
        head.push_str("\r\n");
        self.body.extend_from_slice(head.as_bytes());
        self.body.extend_from_slice(bytes);
        self.body.extend_from_slice(b"\r\n");
    }
}

/// Writes a name so that it cannot end its quotes or its line, as browsers do.
fn quote(name: &str, into: &mut String) {
    for char in name.chars() {
        match char {
            '"' => into.push_str("%22"),
            '\r' => into.push_str("%0D"),
            '\n' => into.push_str("%0A"),
            char => into.push(char),
        }
    }
}

impl Call {
    /// Sets the body to parts.
    pub fn multipart(&mut self, body: &impl Multipart) {
        let mut parts = Parts::new();
        body.parts(&mut parts);
        self.finish_parts(parts);
    }

    /// Sets the body to parts and checks its constraints.
    pub fn multipart_checked(&mut self, body: &(impl Multipart + Check)) {
        self.check(Place::Body, "", |checks| body.check(checks));
        self.multipart(body);
    }

    /// Sets the body to parts: one for each member of an object, as text or JSON.
    pub fn multipart_json(&mut self, body: &impl Json) {
        let mut parts = Parts::new();
        if let Ok(json) = Writer::text_of(body)
            && let Ok(Node::Object(members)) = Node::parse(&json)
        {
            for (name, value) in &members {
                match value {
                    Node::Null => {}
                    Node::String(text) => parts.part(name, None, None, text.as_bytes()),
                    value => {
                        let json = serde_json::to_vec(value).unwrap_or_default();
                        parts.part(name, None, Some("application/json"), &json);
                    }
                }
            }
        }
        self.finish_parts(parts);
    }

    fn finish_parts(&mut self, mut parts: Parts) {
        let end = format!("--{}--\r\n", parts.boundary);
        parts.body.extend_from_slice(end.as_bytes());
        for (name, rule) in parts.faults {
            self.check(Place::Body, "", |checks| {
                checks.field(name, |checks| checks.require(false, rule));
            });
        }
        let media_type = format!("multipart/form-data; boundary={}", parts.boundary);
        self.body(media_type, parts.body.into());
    }
}
