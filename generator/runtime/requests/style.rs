//! Parameters of any structure, in the styles of OpenAPI 3.1, sections 4.8.12.2 and 4.8.12.6.

use super::super::json::convert::Json;
use super::super::json::node::Node;
use super::super::json::write::{WriteFault, Writer, pointer_step};
use super::super::requests::arguments::Arguments;
use super::super::requests::invalid::RequestPart;
use super::super::requests::parameter::{COMMA, Style};
use super::super::requests::sensitive;
use super::super::requests::url::encode;
use super::super::text::redact::REDACTED;

/// A value that is written as JSON, or a borrowed form of one.
pub trait ToJson {
    /// Writes the value.
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
    /// Sets a parameter to a value of any kind. Values nested deeper than the style allows are
    /// written as JSON. `null` and an empty value are left out, except in the path.
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
        let delimiter = match place {
            RequestPart::Header if style != Style::Json => {
                Some(style.delimiter_rule().unwrap_or(COMMA))
            }
            _ => style.delimiter_rule(),
        };
        let node = reread(&json);
        let faults = match (&node, delimiter) {
            (Err(fault), _) => vec![fault.clone()],
            (Ok(node), Some(delimiter)) => delimited_faults(node, delimiter),
            (Ok(_), None) => Vec::new(),
        };
        let text = match node {
            Ok(node) if faults.is_empty() => styled(place, name, style, explode, &node),
            _ => return self.unwritable(place, name, faults),
        };
        if secrets.is_empty() {
            return self.set_encoded(place, name, text, None, Vec::new());
        }
        let masked = sensitive::masked(&json, &secrets);
        let masked = reread(&masked).map(|node| styled(place, name, style, explode, &node));
        let shown = masked.unwrap_or_default().replace(ENCODED, REDACTED);
        let words = sensitive::words(&json, &secrets);
        self.set_encoded(place, name, text, Some(shown), words);
    }
}

/// Parses JSON that a writer has written. The writer limits neither depth nor numbers, so this can
/// fail.
pub(crate) fn reread(json: &[u8]) -> Result<Node<'_>, WriteFault> {
    Node::parse(json).map_err(|_| WriteFault {
        pointer: String::new(),
        rule: "must be nested less than 128 levels deep, and hold no number out of range".into(),
    })
}

/// `[redacted]`, percent-encoded.
const ENCODED: &str = "%5Bredacted%5D";

/// Returns the encoded text of a JSON value for its place in the request.
fn styled(place: RequestPart, name: &str, style: Style, explode: bool, node: &Node<'_>) -> String {
    match place {
        RequestPart::Path => expanded(name, style, explode, node, encoded),
        RequestPart::Header => expanded(name, style, explode, node, str::to_owned),
        RequestPart::Cookie => paired(name, style, explode, node).join("; "),
        _ => paired(name, style, explode, node).join("&"),
    }
}

/// Returns a fault for each item or member that contains the delimiter of its list.
pub(crate) fn delimited_faults(
    value: &Node<'_>,
    (delimiter, rule): (char, &'static str),
) -> Vec<WriteFault> {
    let fault = |pointer: String| WriteFault { pointer, rule: rule.into() };
    match value {
        Node::Array(items) => {
            let items = items.iter().enumerate();
            let broken = items.filter(|(_, item)| scalar(item).contains(delimiter));
            broken.map(|(index, _)| fault(format!("/{index}"))).collect()
        }
        Node::Object(members) => {
            let present = members.iter().filter(|(_, value)| !matches!(value, Node::Null));
            let broken = present.filter(|(name, value)| {
                name.contains(delimiter) || scalar(value).contains(delimiter)
            });
            broken.map(|(name, _)| fault(pointer_step(name))).collect()
        }
        _ => Vec::new(),
    }
}

/// Returns the text in a path or a header, by RFC 6570, sections 3.2.2, 3.2.5 and 3.2.7.
fn expanded(
    name: &str,
    style: Style,
    explode: bool,
    value: &Node<'_>,
    encode: fn(&str) -> String,
) -> String {
    let delimiter;
    let (prefix, separator) = match style {
        Style::Json => return encode(&as_json(value)),
        Style::Label if explode => (".", "."),
        Style::Label => (".", ","),
        Style::Matrix if explode => (";", ";"),
        Style::Matrix => (";", ","),
        Style::SpaceDelimited | Style::PipeDelimited | Style::TabDelimited => {
            delimiter = encode(match style {
                Style::SpaceDelimited => " ",
                Style::PipeDelimited => "|",
                _ => "\t",
            });
            ("", delimiter.as_str())
        }
        _ => ("", ","),
    };
    let texts = texts(value, explode, encode);
    if texts.is_empty() {
        return String::new();
    }
    let text = match (style, value) {
        // Exploded properties have their own names.
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

/// Returns one pair of style `matrix`. A name without a value has no `=` (RFC 6570, section 3.2.7).
fn named(name: &str, value: &str) -> String {
    if value.is_empty() { name.to_owned() } else { format!("{name}={value}") }
}

/// Returns the items of an array, the properties of an object, or the text of any other value.
pub(crate) fn texts(value: &Node<'_>, explode: bool, encode: fn(&str) -> String) -> Vec<String> {
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

/// Returns the encoded pairs of a query, cookie or form.
pub(crate) fn paired(name: &str, style: Style, explode: bool, value: &Node<'_>) -> Vec<String> {
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
        Style::TabDelimited => "%09",
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

/// Adds the pairs of a property in style `form`, exploded. `null` adds none.
pub(crate) fn form_pairs(name: &str, value: &Node<'_>, pairs: &mut Vec<(String, String)>) {
    match value {
        Node::Array(items) => {
            pairs.extend(items.iter().map(|item| (name.to_owned(), scalar(item))));
        }
        Node::Null => {}
        value => pairs.push((name.to_owned(), scalar(value))),
    }
}

/// Adds the pairs of a value in style `deepObject`. The style leaves nesting undefined; nested
/// values continue in brackets, as most servers expect.
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

/// Joins each pair to `name=value` and encodes it.
pub(crate) fn joined(pairs: Vec<(String, String)>) -> Vec<String> {
    let pairs = pairs.into_iter();
    pairs.map(|(name, value)| format!("{}={}", encoded(&name), encoded(&value))).collect()
}

/// Returns the text of a scalar value, or the JSON of an object or array.
fn scalar(value: &Node<'_>) -> String {
    match value {
        Node::String(text) | Node::Digits(text) => text.clone().into_owned(),
        value => as_json(value),
    }
}

pub(crate) fn as_json(value: &Node<'_>) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

fn encoded(text: &str) -> String {
    let mut encoded = String::new();
    encode(text, &mut encoded);
    encoded
}
