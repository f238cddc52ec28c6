//! Multipart bodies, which may contain files (RFC 7578).

use super::super::json::convert::Json;
use super::super::json::node::Node;
use super::super::json::write::{WriteFault, Writer, pointer_step};
use super::super::requests::arguments::Arguments;
use super::super::requests::body::RequestBody;
use super::super::requests::check::Check;
use super::super::requests::invalid::RequestPart;
use super::super::requests::parameter::{COMMA, Parameter, Style};
use super::super::requests::sensitive;
use super::super::requests::style::{
    as_json, deep_pairs, delimited_faults, form_pairs, reread, texts,
};
use super::super::requests::upload::Upload;
use super::super::requests::upload_body::NO_FILE;
use super::super::text::secret::Secret;

const NO_OBJECT: &str = "must be an object, because the parts have names";
const TOO_DEEP: &str = "must be nested less than 128 levels deep, and hold no number out of range";

/// A request body that is sent in parts.
pub trait Multipart {
    /// Adds the parts to `parts`.
    fn parts(&self, parts: &mut Parts);
}

/// The encoding of a part that differs from the default for its value (OpenAPI 3.1, section
/// 4.8.15).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PartEncoding {
    /// The name of the part.
    pub name: &'static str,
    /// The media type; empty for the default of the value.
    pub media_type: &'static str,
    /// The style of an array or object; `None` for a part with its media type.
    pub style: Option<Style>,
    /// `true` if items and members are parts of their own (`explode`).
    pub explode: bool,
}

/// A list whose items are joined to one part.
#[derive(Debug)]
struct JoinedPart {
    name: String,
    text: String,
    count: usize,
}

/// A builder of a multipart body.
#[derive(Debug)]
pub struct Parts {
    forms: &'static [PartEncoding],
    boundary: String,
    /// The bytes after the last file.
    text: Vec<u8>,
    /// The bytes up to and including the last file.
    body: RequestBody,
    /// The list whose items are being added.
    joined: Option<JoinedPart>,
    /// The JSON pointer to each value that cannot be sent, and the constraint.
    faults: Vec<WriteFault>,
    /// The secrets in the parts, decoded.
    words: Vec<Secret<String>>,
}

impl Parts {
    fn new(forms: &'static [PartEncoding]) -> Self {
        let boundary = format!("{:016x}{:016x}", fastrand::u64(..), fastrand::u64(..));
        Self {
            forms,
            boundary,
            text: Vec::new(),
            body: RequestBody::default(),
            joined: None,
            faults: Vec::new(),
            words: Vec::new(),
        }
    }

    /// Adds a string.
    pub fn text(&mut self, name: &str, value: &dyn Parameter) {
        if let Some(fault) = value.fault() {
            self.fault(name, fault);
        }
        let text = value.text();
        self.item(name, self.media_type(name), &text);
        if value.is_sensitive() {
            self.words.push(Secret::new(text.into_owned()));
        }
    }

    /// Adds a value as JSON, or one part for each of its properties.
    pub fn json(&mut self, name: &str, value: &impl Json) {
        match Writer::text_and_secrets(value) {
            Ok((json, secrets)) => {
                self.words.append(&mut sensitive::words(&json, &secrets));
                if !self.json_text(name, &json) {
                    self.fault(name, TOO_DEEP);
                }
            }
            Err(_) => self.fault(name, "holds what JSON cannot"),
        }
    }

    /// Adds a value of any type: one part for each item of an array, and text for a string or number.
    pub fn value(&mut self, name: &str, value: &impl Json) {
        let Ok((json, secrets)) = Writer::text_and_secrets(value) else {
            return self.fault(name, "holds what JSON cannot");
        };
        self.words.append(&mut sensitive::words(&json, &secrets));
        match reread(&json) {
            Ok(Node::Array(items)) => items.iter().for_each(|item| self.node(name, item)),
            Ok(value) => self.node(name, &value),
            Err(_) => self.fault(name, TOO_DEEP),
        }
    }

    /// Adds a file.
    pub fn file(&mut self, name: &str, file: &Upload) {
        let media_type = file.media_type().or(self.media_type(name));
        let media_type = media_type.unwrap_or("application/octet-stream");
        if media_type.contains(|char: char| char.is_control()) {
            self.fault(name, "must have a media type that HTTP can carry");
            return;
        }
        self.head(name, Some(file.name().unwrap_or("file")), Some(media_type));
        self.body.push(std::mem::take(&mut self.text));
        if !file.add_to(&mut self.body) {
            self.fault(name, NO_FILE);
        }
        self.text.extend_from_slice(b"\r\n");
    }

    /// Returns the media type that the API description gives the part.
    fn media_type(&self, name: &str) -> Option<&'static str> {
        let form = self.forms.iter().find(|form| form.name == name)?;
        // A range such as `image/*` is not the media type of a part.
        Some(form.media_type).filter(|it| !it.is_empty() && !it.contains('*'))
    }

    /// Adds JSON as one part, or one part for each property. Returns `false` if the JSON cannot be
    /// parsed.
    fn json_text(&mut self, name: &str, json: &[u8]) -> bool {
        let form = self.forms.iter().find(|form| form.name == name);
        let Some((style, explode)) = form.and_then(|form| Some((form.style?, form.explode))) else {
            let media_type = self.media_type(name).unwrap_or("application/json");
            self.part(name, Some(media_type), json);
            return true;
        };
        let Ok(node) = reread(json) else { return false };
        let mut pairs = Vec::new();
        match (&node, style) {
            (_, Style::DeepObject) => deep_pairs(name, &node, &mut pairs),
            (Node::Object(members), Style::Form) if explode => {
                members.iter().for_each(|(name, value)| form_pairs(name, value, &mut pairs));
            }
            (Node::Object(_), _) => {
                let delimiter = style.delimiter_rule().unwrap_or(COMMA);
                for fault in delimited_faults(&node, delimiter) {
                    let pointer = format!("{}{}", pointer_step(name), fault.pointer);
                    self.faults.push(WriteFault { pointer, ..fault });
                }
                let texts = texts(&node, false, str::to_owned);
                pairs.push((name.to_owned(), texts.join(&delimiter.0.to_string())));
            }
            _ => {
                self.item(name, None, &as_json(&node));
                return true;
            }
        }
        for (name, value) in &pairs {
            self.part(name, None, value.as_bytes());
        }
        true
    }

    /// Adds a string, which may be an item of a list in one part.
    fn item(&mut self, name: &str, media_type: Option<&str>, text: &str) {
        let form = self.forms.iter().find(|form| form.name == name && !form.explode);
        let style = form.and_then(|form| form.style).filter(|style| *style != Style::DeepObject);
        let Some(style) = style else { return self.part(name, media_type, text.as_bytes()) };
        let (delimiter, rule) = style.delimiter_rule().unwrap_or(COMMA);
        if self.joined.as_ref().is_none_or(|joined| joined.name != name) {
            self.flush();
        }
        let joined = self.joined.get_or_insert_with(|| JoinedPart {
            name: name.to_owned(),
            text: String::new(),
            count: 0,
        });
        if joined.count > 0 {
            joined.text.push(delimiter);
        }
        joined.text.push_str(text);
        let pointer = format!("{}/{}", pointer_step(name), joined.count);
        joined.count += 1;
        if text.contains(delimiter) {
            self.faults.push(WriteFault { pointer, rule: rule.into() });
        }
    }

    /// Ends the list whose items are being added.
    fn flush(&mut self) {
        if let Some(joined) = self.joined.take() {
            self.part(&joined.name, self.media_type(&joined.name), joined.text.as_bytes());
        }
    }

    fn fault(&mut self, name: &str, rule: &'static str) {
        self.faults.push(WriteFault { pointer: pointer_step(name), rule: rule.into() });
    }

    /// Adds a value as OpenAPI 3.1, section 4.8.14.4, requires: an object or array as JSON, any
    /// other value as plain text.
    fn node(&mut self, name: &str, value: &Node<'_>) {
        match value {
            Node::Null => {}
            Node::String(text) => self.item(name, self.media_type(name), text),
            value => {
                let json = as_json(value);
                match value {
                    // The JSON is part of a document that has been parsed already, so the parser
                    // accepts it.
                    Node::Object(_) | Node::Array(_) => {
                        _ = self.json_text(name, json.as_bytes());
                    }
                    _ => self.item(name, self.media_type(name), &json),
                }
            }
        }
    }

    fn part(&mut self, name: &str, media_type: Option<&str>, bytes: &[u8]) {
        self.head(name, None, media_type);
        self.text.extend_from_slice(bytes);
        self.text.extend_from_slice(b"\r\n");
    }

    fn head(&mut self, name: &str, file: Option<&str>, media_type: Option<&str>) {
        self.flush();
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
        self.text.extend_from_slice(head.as_bytes());
    }
}

/// Escapes a name as browsers do, so that it cannot end the quotes or the line.
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

impl Arguments {
    /// Sets the body to parts. `forms` gives the encodings that differ from the default.
    pub fn multipart(&mut self, forms: &'static [PartEncoding], body: &impl Multipart) {
        let mut parts = Parts::new(forms);
        body.parts(&mut parts);
        self.finish_parts(parts);
    }

    /// Sets the body to parts and checks its constraints.
    pub fn multipart_checked(
        &mut self,
        forms: &'static [PartEncoding],
        body: &(impl Multipart + Check),
    ) {
        self.check(RequestPart::Body, "", |checks| body.check(checks));
        self.multipart(forms, body);
    }

    /// Sets the body to one part for each property of an object. A property that is an array
    /// becomes one part for each item. Each part is plain text or JSON.
    pub fn multipart_json(&mut self, forms: &'static [PartEncoding], body: &impl Json) {
        let mut parts = Parts::new(forms);
        let (json, secrets) = match Writer::text_and_secrets(body) {
            Ok(written) => written,
            Err(faults) => return self.unwritable(RequestPart::Body, "", faults),
        };
        parts.words = sensitive::words(&json, &secrets);
        let node = match reread(&json) {
            Ok(node) => node,
            Err(fault) => return self.unwritable(RequestPart::Body, "", vec![fault]),
        };
        match node {
            Node::Object(members) => {
                for (name, value) in &members {
                    match value {
                        Node::Array(items) => items.iter().for_each(|item| parts.node(name, item)),
                        value => parts.node(name, value),
                    }
                }
            }
            Node::Null => {}
            _ => parts.faults.push(WriteFault { pointer: String::new(), rule: NO_OBJECT.into() }),
        }
        self.finish_parts(parts);
    }

    fn finish_parts(&mut self, mut parts: Parts) {
        parts.flush();
        let Parts { boundary, mut text, mut body, faults, words, .. } = parts;
        text.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
        body.push(text);
        self.unwritable(RequestPart::Body, "", faults);
        self.body(format!("multipart/form-data; boundary={boundary}"), body);
        self.words = words;
    }
}
