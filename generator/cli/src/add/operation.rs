//! Builds an operation from a request and its response.

use specwright::source::Value;

use super::credentials;
use super::infer::{for_3_0, object, of_text, of_type, password, schema};
use super::node::Node;
use super::request::{Body, Part, PartValue, Request};

/// The parts of an operation that its request does not contain.
pub(super) struct About<'a> {
    pub(super) id: &'a str,
    pub(super) status: u16,
    pub(super) response: Option<&'a Value>,
    /// A server for this operation alone.
    pub(super) server: Option<&'a str>,
    /// The security schemes, unless the description requires them of all operations.
    pub(super) schemes: Option<&'a [String]>,
    /// Set if the description is OpenAPI 3.0.
    pub(super) is_3_0: bool,
}

/// Returns the operation object.
pub(super) fn operation(request: &Request, about: &About<'_>) -> Node {
    let mut operation = Node::map([("operationId", about.id.into())]);
    if let Some(server) = about.server {
        operation = operation.with("servers", vec![Node::map([("url", server.into())])]);
    }
    let parameters = parameters(request);
    if !parameters.is_empty() {
        operation = operation.with("parameters", parameters);
    }
    let body = request.body.as_ref().map(content);
    if let Some(content) = body {
        let body = Node::map([("required", true.into()), ("content", content)]);
        operation = operation.with("requestBody", body);
    }
    let mut response = Node::map([("description", "To be described.".into())]);
    let media = request.accept.as_deref();
    match (about.response, media) {
        (Some(value), media) => {
            let media = media.filter(|media| media.contains("json")).unwrap_or("application/json");
            response = response.with("content", of_media(media, schema(value)));
        }
        (None, Some(media)) if about.status < 300 && about.status != 204 => {
            response = response.with("content", of_media(media, Node::Map(Vec::new())));
        }
        _ => {}
    }
    operation = operation.with("responses", Node::Map(vec![(about.status.to_string(), response)]));
    if let Some(schemes) = about.schemes {
        let each = schemes.iter().map(|name| (name.clone(), Node::List(Vec::new())));
        operation = operation.with("security", vec![Node::Map(each.collect())]);
    }
    if about.is_3_0 { for_3_0(operation) } else { operation }
}

fn of_media(media: &str, schema: Node) -> Node {
    Node::map([(media, Node::map([("schema", schema)]))])
}

fn parameters(request: &Request) -> Vec<Node> {
    let parameter =
        |name: &str, place: &str| Node::map([("name", name.into()), ("in", place.into())]);
    let path = request.parameters().map(|name| {
        parameter(name, "path").with("required", true).with("schema", of_type("string"))
    });
    let query = grouped(&request.query)
        .into_iter()
        .map(|(name, schema)| parameter(&name, "query").with("schema", schema));
    let headers = request
        .headers
        .iter()
        .map(|(name, _)| parameter(name, "header").with("schema", of_type("string")));
    path.chain(query).chain(headers).collect()
}

/// Returns each name with its schema. A name that occurs twice or ends in `[]` becomes an array.
fn grouped(fields: &[(String, String)]) -> Vec<(String, Node)> {
    let mut grouped: Vec<(String, Node, usize)> = Vec::new();
    for (name, value) in fields {
        match grouped.iter_mut().find(|(known, ..)| known == name) {
            Some((_, schema, count)) => {
                *count += 1;
                if *schema != of_text(value) {
                    *schema = of_type("string");
                }
            }
            None => grouped.push((name.clone(), of_text(value), 1)),
        }
    }
    let listed = |(name, schema, count): (String, Node, usize)| {
        let is_list = count > 1 || name.ends_with("[]");
        let schema = if is_list { of_type("array").with("items", schema) } else { schema };
        (name, schema)
    };
    grouped.into_iter().map(listed).collect()
}

fn content(body: &Body) -> Node {
    match body {
        Body::Json(media, value) => of_media(media, schema(value)),
        Body::Text(media) => of_media(media, of_type("string")),
        Body::Binary(media) => of_media(media, binary()),
        Body::Form(fields) => {
            let secret = |name: &str| {
                fields.iter().any(|(it, value)| it == name && credentials::is_secret(name, value))
            };
            let properties: Vec<_> = grouped(fields)
                .into_iter()
                .map(
                    |(name, schema)| {
                        if secret(&name) { (name, password()) } else { (name, schema) }
                    },
                )
                .collect();
            let required = properties.iter().map(|(name, _)| Node::from(name.as_str())).collect();
            of_media("application/x-www-form-urlencoded", object(required, properties))
        }
        Body::Multipart(parts) => multipart(parts),
    }
}

fn binary() -> Node {
    of_type("string").with("format", "binary")
}

fn multipart(parts: &[Part]) -> Node {
    let mut properties: Vec<(String, Node)> = Vec::new();
    let mut encoding: Vec<(String, Node)> = Vec::new();
    for part in parts {
        let mut own = match &part.value {
            PartValue::File => binary(),
            PartValue::TextFile => of_type("string"),
            PartValue::Text(text) if credentials::is_secret(&part.name, text) => password(),
            PartValue::Text(text) => {
                match part.media.as_deref().filter(|media| media.ends_with("json")) {
                    Some(_) => super::curl_value(text)
                        .map_or_else(|_| of_type("string"), |value| schema(&value)),
                    None => of_text(text),
                }
            }
        };
        match properties.iter_mut().find(|(name, _)| *name == part.name) {
            Some((_, known)) => {
                if known.get("type").and_then(Node::as_str) != Some("array") {
                    std::mem::swap(known, &mut own);
                    *known = of_type("array").with("items", own);
                }
            }
            None => properties.push((part.name.clone(), own)),
        }
        let is_said = encoding.iter().any(|(name, _)| *name == part.name);
        if let Some(media) = part.media.as_deref().filter(|_| !is_said) {
            encoding.push((part.name.clone(), Node::map([("contentType", media.into())])));
        }
    }
    let required = properties.iter().map(|(name, _)| Node::from(name.as_str())).collect();
    let mut form = Node::map([("schema", object(required, properties))]);
    if !encoding.is_empty() {
        form = form.with("encoding", Node::Map(encoding));
    }
    Node::map([("multipart/form-data", form)])
}
