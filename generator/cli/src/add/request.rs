//! A request to an endpoint, without the values of its credentials.

use specwright::source::Value;

use super::credentials::Credential;

const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// The reason why an endpoint is not added.
#[derive(Debug)]
pub(super) struct Refusal {
    /// The byte position in the command, if there is one.
    pub(super) at: Option<usize>,
    pub(super) why: String,
    pub(super) help: String,
}

impl Refusal {
    /// Creates a refusal at a position of the command. It contains no text of the request, because that may be a
    /// secret.
    pub(super) fn at(at: usize, why: &str, help: &str) -> Refusal {
        Refusal { at: Some(at), why: why.to_owned(), help: help.to_owned() }
    }

    /// Creates a refusal without a position.
    pub(super) fn new(why: impl Into<String>, help: impl Into<String>) -> Refusal {
        Refusal { at: None, why: why.into(), help: help.into() }
    }
}

/// A request to an endpoint.
#[derive(Debug, Default)]
pub(super) struct Request {
    /// The method in lower case, as descriptions write it.
    pub(super) method: String,
    /// The origin `https://host:port` in lower case, if it is known.
    pub(super) origin: Option<String>,
    /// The path of the URL, or a template with parameters in braces.
    pub(super) path: String,
    /// Set if the path is a template that is kept as it is.
    pub(super) is_template: bool,
    /// The decoded names and values of the query.
    pub(super) query: Vec<(String, String)>,
    /// The headers that become parameters, with their values.
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: Option<Body>,
    /// The accepted media type.
    pub(super) accept: Option<String>,
    pub(super) credentials: Vec<Credential>,
    /// Notes for the user about parts that the description does not contain.
    pub(super) notes: Vec<String>,
}

/// The body of a request.
#[derive(Debug)]
pub(super) enum Body {
    /// A JSON document with its media type.
    Json(String, Value),
    /// Decoded form fields.
    Form(Vec<(String, String)>),
    Multipart(Vec<Part>),
    /// A text with this media type.
    Text(String),
    /// Bytes with this media type.
    Binary(String),
}

/// A part of a multipart body.
#[derive(Debug)]
pub(super) struct Part {
    pub(super) name: String,
    pub(super) value: PartValue,
    /// The media type in the command.
    pub(super) media: Option<String>,
}

/// The value of a part.
#[derive(Debug)]
pub(super) enum PartValue {
    Text(String),
    /// A text from a file.
    TextFile,
    File,
}

impl Request {
    /// Creates a request from a method and a path.
    pub(super) fn new(method: &str, path: &str) -> Result<Request, Refusal> {
        let method = parse_method(method)?;
        let (path, query) = path.split_once('?').unwrap_or((path, ""));
        if !path.starts_with('/') || path.chars().any(|char| char.is_control() || char == ' ') {
            let why = format!("`{path}` is not a path");
            return Err(Refusal::new(why, "a path begins with `/` and has no spaces"));
        }
        let mut request =
            Request { method, path: path.to_owned(), is_template: true, ..Request::default() };
        request.query = pairs(query);
        Ok(request)
    }

    /// Adds a credential, unless it has been added.
    pub(super) fn credential(&mut self, credential: Credential) {
        if !self.credentials.contains(&credential) {
            self.credentials.push(credential);
        }
    }

    /// Returns the names of the parameters in the path.
    pub(super) fn parameters(&self) -> impl Iterator<Item = &str> {
        self.path.split('{').skip(1).filter_map(|rest| rest.split('}').next())
    }
}

/// Parses a method and returns it in lower case.
pub(super) fn parse_method(method: &str) -> Result<String, Refusal> {
    let method = method.to_lowercase();
    if METHODS.contains(&method.as_str()) {
        return Ok(method);
    }
    let help = format!("a method is one of {}", METHODS.join(", "));
    Err(Refusal::new(format!("`{method}` is not a method that OpenAPI describes"), help))
}

/// Returns the decoded pairs of a query or form.
pub(super) fn pairs(text: &str) -> Vec<(String, String)> {
    let pairs = text.split('&').filter(|pair| !pair.is_empty());
    let pairs = pairs.map(|pair| pair.split_once('=').unwrap_or((pair, "")));
    pairs.map(|(name, value)| (decoded(name), decoded(value))).collect()
}

/// Decodes percent-encoding, and `+` as a space (WHATWG URL, section 5.1).
fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        let mut ahead = rest.clone();
        let digit =
            |byte: Option<u8>| char::from(byte?).to_digit(16).and_then(|it| u8::try_from(it).ok());
        match (byte, digit(ahead.next()), digit(ahead.next())) {
            (b'%', Some(high), Some(low)) => {
                bytes.push(high * 16 + low);
                rest = ahead;
            }
            (b'+', ..) => bytes.push(b' '),
            (other, ..) => bytes.push(other),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
