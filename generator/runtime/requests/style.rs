//! Parameters of any structure, in the styles of OpenAPI (3.1, 4.8.12.2 and 4.8.12.6).

use super::super::json::convert::Json;
use super::super::json::node::Node;
use super::super::json::write::{WriteFault, Writer};
use super::super::requests::arguments::Arguments;
use super::super::requests::invalid::RequestPart;
use super::super::requests::parameter::Style;
use super::super::requests::sensitive;
use super::super::requests::url::encode;
use super::super::text::redact::REDACTED;

/// A value that is written as JSON, or a borrowed form of one.
pub trait ToJson {
    /// Writes it.
    fn write_to(&self, writer: &mut Writer);
}

impl<T: Json> ToJson for T {
    fn write_to(&self, writer: &mut Writer) {
        self.write(writer);
    }
}

impl ToJson for &str {
    fn write_to(&self, writer: &mut Writer) {
        writer.string(self);
    }
}

impl<T: ToJson> ToJson for [T] {
    fn write_to(&self, writer: &mut Writer) {
        let mut array = writer.array();
        for item in self {
            array.item_by(|writer| item.write_to(writer));
        }
        array.end();
    }
}

impl Arguments {
    /// Sets a parameter to a value of any kind. What lies deeper than a style reaches is written as
    /// JSON; a value that is `null` or has nothing in it is left out, but for one of the path.
    pub fn styled(
        &mut self,
        place: RequestPart,
        name: &'static str,
        style: Style,
        explode: bool,
        value: &(impl ToJson + ?Sized),
    ) {
        let mut writer = Writer::new();
        value.write_to(&mut writer);
        let (json, secrets) = match writer.finish_with_secrets() {
            Ok(written) => written,
            Err(faults) => return self.unwritable(place, name, faults),
        };
        let text = match styled(place, name, style, explode, &json) {
            Ok(text) => text,
            Err(fault) => return self.unwritable(place, name, vec![fault]),
        };
        if secrets.is_empty() {
            return self.set_encoded(place, name, text, None, Vec::new());
        }
        let masked = styled(place, name, style, explode, &sensitive::masked(&json, &secrets));
        let shown = masked.unwrap_or_default().replace(ENCODED, REDACTED);
        let words = sensitive::words(&json, &secrets);
        self.set_encoded(place, name, text, Some(shown), words);
    }
}

/// Reads back what was written as JSON, which has a depth and numbers without limit.
pub(crate) fn reread(json: &[u8]) -> Result<Node<'_>, WriteFault> {
    Node::parse(json).map_err(|_| WriteFault {
        pointer: String::new(),
        rule: "must be nested less than 128 levels deep, and hold no number out of range".into(),
    })
}

/// `[redacted]` in a URL.
const ENCODED: &str = "%5Bredacted%5D";

/// The text of a value, which is given as JSON, for its place.
fn styled(
    place: RequestPart,
    name: &str,
    style: Style,
    explode: bool,
    json: &[u8],
) -> Result<String, WriteFault> {
    let node = reread(json)?;
    Ok(match place {
        RequestPart::Path => expanded(name, style, explode, &node, encoded),
        RequestPart::Header => expanded(name, style, explode, &node, str::to_owned),
        RequestPart::Cookie => paired(name, style, explode, &node).join("; "),
        _ => paired(name, style, explode, &node).join("&"),
    })
}

/// The text in a path or a header: that of RFC 6570 for the style (3.2.2, 3.2.5 and 3.2.7).
fn expanded(
    name: &str,
    style: Style,
    explode: bool,
    value: &Node<'_>,
    encode: fn(&str) -> String,
) -> String {
    let (prefix, separator) = match style {
        Style::Json => return encode(&as_json(value)),
        Style::Label if explode => (".", "."),
        Style::Label => (".", ","),
        Style::Matrix if explode => (";", ";"),
        Style::Matrix => (";", ","),
        _ => ("", ","),
    };
    let texts = texts(value, explode, encode);
    if texts.is_empty() {
        return String::new();
    }
    let text = match (style, value) {
        // Members that explode bring names of their own.
        (Style::Matrix, Node::Object(_)) if explode => {
            let named = texts.iter().map(|text| text.strip_suffix('=').unwrap_or(text));
            named.collect::<Vec<_>>().join(separator)
        }
        (Style::Matrix, _) => {
            let name = encode(name);
            let texts = if explode { texts } else { vec![texts.join(separator)] };
            let named: Vec<_> = texts.iter().map(|text| named(&name, text)).collect();
            named.join(";")
        }
        _ => texts.join(separator),
    };
    format!("{prefix}{text}")
}

/// One part of style `matrix`: a name without `=` where there is no value (RFC 6570, 3.2.7).
fn named(name: &str, value: &str) -> String {
    if value.is_empty() { name.to_owned() } else { format!("{name}={value}") }
}

/// The items of an array, the members of an object, or the one text of another value.
fn texts(value: &Node<'_>, explode: bool, encode: fn(&str) -> String) -> Vec<String> {
    match value {
        Node::Array(items) => items.iter().map(|item| encode(&scalar(item))).collect(),
        Node::Object(members) => {
            let present = members.iter().filter(|(_, value)| !matches!(value, Node::Null));
            let pairs = present.map(|(name, value)| (encode(name), encode(&scalar(value))));
            if explode {
                pairs.map(|(name, value)| format!("{name}={value}")).collect()
            } else {
                pairs.flat_map(|(name, value)| [name, value]).collect()
            }
        }
        Node::Null => Vec::new(),
        value => vec![encode(&scalar(value))],
    }
}

/// The pairs in a query or of a cookie, encoded.
fn paired(name: &str, style: Style, explode: bool, value: &Node<'_>) -> Vec<String> {
    let mut pairs = Vec::new();
    let separator = match style {
        Style::Json => {
            pairs.push((name.to_owned(), as_json(value)));
            return joined(pairs);
        }
        Style::DeepObject => {
            deep_pairs(name, value, &mut pairs);
            return joined(pairs);
        }
        Style::SpaceDelimited => "%20",
        Style::PipeDelimited => "%7C",
        _ if explode => {
            match value {
                Node::Object(members) => {
                    for (member, value) in members {
                        form_pairs(member, value, &mut pairs);
                    }
                }
                value => form_pairs(name, value, &mut pairs),
            }
            return joined(pairs);
        }
        _ => ",",
    };
    match texts(value, false, encoded) {
        texts if texts.is_empty() => Vec::new(),
        texts => vec![format!("{}={}", encoded(name), texts.join(separator))],
    }
}

/// The pairs of a member in style `form`, exploded; `null` has none.
pub(crate) fn form_pairs(name: &str, value: &Node<'_>, pairs: &mut Vec<(String, String)>) {
    match value {
        Node::Array(items) => {
            pairs.extend(items.iter().map(|item| (name.to_owned(), scalar(item))));
        }
        Node::Null => {}
        value => pairs.push((name.to_owned(), scalar(value))),
    }
}

/// The pairs of a value in style `deepObject`. What the style leaves open, nesting, goes on in
/// brackets, as servers that read the style expect it.
pub(crate) fn deep_pairs(name: &str, value: &Node<'_>, pairs: &mut Vec<(String, String)>) {
    match value {
        Node::Object(members) => {
            for (member, value) in members {
                deep_pairs(&format!("{name}[{member}]"), value, pairs);
            }
        }
        Node::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                deep_pairs(&format!("{name}[{index}]"), item, pairs);
            }
        }
        Node::Null => {}
        value => pairs.push((name.to_owned(), scalar(value))),
    }
}

/// Each pair as `name=value`, encoded.
pub(crate) fn joined(pairs: Vec<(String, String)>) -> Vec<String> {
    let pairs = pairs.into_iter();
    pairs.map(|(name, value)| format!("{}={}", encoded(&name), encoded(&value))).collect()
}

/// The text of a value; that of an object or array is JSON.
fn scalar(value: &Node<'_>) -> String {
    match value {
        Node::String(text) => text.clone().into_owned(),
        value => as_json(value),
    }
}

fn as_json(value: &Node<'_>) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

fn encoded(text: &str) -> String {
    let mut encoded = String::new();
    encode(text, &mut encoded);
    encoded
}
