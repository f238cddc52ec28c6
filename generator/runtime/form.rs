//! Objects as pairs of names and values: parameters of the query, and forms.

use crate::runtime::call::Call;
use crate::runtime::check::Check;
use crate::runtime::invalid::Place;
use crate::runtime::json::Json;
use crate::runtime::node::Node;
use crate::runtime::parameter::MemberStyle;
use crate::runtime::url::encode;
use crate::runtime::write::Writer;

/// The media type of forms.
const FORM: &str = "application/x-www-form-urlencoded";

impl Call {
    /// Sets a query parameter to the members of an object. One without members is left out; a value
    /// that is no object is written in style `form`.
    pub fn query_object(&mut self, name: &'static str, style: MemberStyle, value: &impl Json) {
        if let Some(json) = self.json_text(Place::Query, name, value) {
            self.set_pairs(name, &object_pairs(name, style, &json));
        }
    }

    /// Sets a query parameter to a value of any kind: a scalar as its text, the items of an array
    /// one by one, an object as JSON.
    pub fn query_value(&mut self, name: &'static str, value: &impl Json) {
        if let Some(json) = self.json_text(Place::Query, name, value) {
            let mut pairs = Vec::new();
            if let Ok(node) = Node::parse(&json) {
                form_pairs(name, &node, false, &mut pairs);
            }
            self.set_pairs(name, &joined(&pairs, "&"));
        }
    }

    /// Sets a parameter of the path to a value of any kind: a scalar as its text, the items of an
    /// array with commas between them, an object as JSON.
    pub fn path_value(&mut self, name: &'static str, value: &impl Json) {
        if let Some(json) = self.json_text(Place::Path, name, value) {
            self.path(name, &listed(&json));
        }
    }

    /// Sets a header to a value of any kind: a scalar as its text, the items of an array with
    /// commas between them, an object as JSON.
    pub fn header_value(&mut self, name: &'static str, value: &impl Json) {
        if let Some(json) = self.json_text(Place::Header, name, value) {
            self.header(name, &listed(&json));
        }
    }

    /// Sets a cookie to a value of any kind, as [`header_value`](Self::header_value) does a header.
    pub fn cookie_value(&mut self, name: &'static str, value: &impl Json) {
        if let Some(json) = self.json_text(Place::Cookie, name, value) {
            self.cookie(name, &listed(&json));
        }
    }

    /// Sets a query parameter to a value as JSON: `name={..}`, encoded.
    pub fn query_json(&mut self, name: &'static str, value: &impl Json) {
        if let Some(json) = self.json_text(Place::Query, name, value) {
            self.query(name, &String::from_utf8_lossy(&json).into_owned());
        }
    }

    /// Sets the body to the members of an object as a form. Members in `deep` are written in
    /// brackets, `name[member]=value`; other members that are objects are written as JSON
    /// (OpenAPI 3.1, 4.8.15.1).
    pub fn form(&mut self, deep: &[&str], body: &impl Json) {
        if let Some(json) = self.json_text(Place::Body, "", body) {
            let mut pairs = Vec::new();
            if let Ok(Node::Object(members)) = Node::parse(&json) {
                for (name, value) in &members {
                    form_pairs(name, value, deep.contains(&&**name), &mut pairs);
                }
            }
            self.body(FORM, joined(&pairs, "&").into());
        }
    }

    /// Sets the body to a form and checks its constraints.
    pub fn form_checked(&mut self, deep: &[&str], body: &(impl Json + Check)) {
        self.check(Place::Body, "", |checks| body.check(checks));
        self.form(deep, body);
    }

    fn json_text(
        &mut self,
        place: Place,
        name: &'static str,
        value: &impl Json,
    ) -> Option<Vec<u8>> {
        match Writer::text_of(value) {
            Ok(json) => Some(json),
            Err(faults) => {
                self.unwritable(place, name, faults);
                None
            }
        }
    }
}

/// The pairs of a parameter that is an object, encoded and joined (OpenAPI 3.1, 4.8.12.6). A value
/// that is none, of a union whose other types are, is written as in style `form`.
fn object_pairs(name: &str, style: MemberStyle, json: &[u8]) -> String {
    let mut pairs = Vec::new();
    let members = match Node::parse(json) {
        Ok(Node::Object(members)) => members,
        Ok(node) => {
            if let (Node::Array(items), MemberStyle::Commas) = (&node, style) {
                let items: Vec<_> = items.iter().map(|item| encoded(&scalar(item))).collect();
                return format!("{}={}", encoded(name), items.join(","));
            }
            form_pairs(name, &node, false, &mut pairs);
            return joined(&pairs, "&");
        }
        Err(_) => return String::new(),
    };
    match style {
        MemberStyle::Deep => {
            for (member, value) in &members {
                deep_pairs(&format!("{name}[{member}]"), value, &mut pairs);
            }
        }
        MemberStyle::Exploded => {
            for (member, value) in &members {
                form_pairs(member, value, false, &mut pairs);
            }
        }
        MemberStyle::Commas => {
            let members = members.iter().filter(|(_, value)| !matches!(value, Node::Null));
            let flat = members.flat_map(|(member, value)| [member.to_string(), scalar(value)]);
            let flat: Vec<_> = flat.map(|text| encoded(&text)).collect();
            if !flat.is_empty() {
                return format!("{}={}", encoded(name), flat.join(","));
            }
        }
    }
    joined(&pairs, "&")
}

/// The pairs of a member in style `form`, exploded; `null` has none.
fn form_pairs(name: &str, value: &Node<'_>, deep: bool, pairs: &mut Vec<(String, String)>) {
    match value {
        Node::Array(items) if !deep => {
            pairs.extend(items.iter().map(|item| (name.to_owned(), scalar(item))));
        }
        Node::Array(_) | Node::Object(_) if deep => deep_pairs(name, value, pairs),
        Node::Null => {}
        value => pairs.push((name.to_owned(), scalar(value))),
    }
}

/// The pairs of a value in style `deepObject`. What the style leaves open, nesting, goes on in
/// brackets, as servers that read the style expect it.
fn deep_pairs(name: &str, value: &Node<'_>, pairs: &mut Vec<(String, String)>) {
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

/// The text of a value, with commas between the items of an array.
fn listed(json: &[u8]) -> String {
    match Node::parse(json) {
        Ok(Node::Array(items)) => items.iter().map(scalar).collect::<Vec<_>>().join(","),
        Ok(node) => scalar(&node),
        Err(_) => String::new(),
    }
}

/// The text of a value; that of an object or array is JSON.
fn scalar(value: &Node<'_>) -> String {
    match value {
        Node::String(text) => text.clone().into_owned(),
        value => serde_json::to_string(value).unwrap_or_default(),
    }
}

fn joined(pairs: &[(String, String)], separator: &str) -> String {
    let pair = |(name, value): &(String, String)| format!("{}={}", encoded(name), encoded(value));
    pairs.iter().map(pair).collect::<Vec<_>>().join(separator)
}

fn encoded(text: &str) -> String {
    let mut encoded = String::new();
    encode(text, &mut encoded);
    encoded
}
