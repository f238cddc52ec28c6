//! Form bodies: the properties of an object as pairs of names and values.

use super::super::json::convert::Json;
use super::super::json::node::Node;
use super::super::json::write::Writer;
use super::super::requests::arguments::Arguments;
use super::super::requests::check::Check;
use super::super::requests::invalid::RequestPart;
use super::super::requests::sensitive;
use super::super::requests::style::{deep_pairs, form_pairs, joined, reread};

/// The media type of forms.
const FORM: &str = "application/x-www-form-urlencoded";

impl Arguments {
    /// Sets the body to the properties of an object as a form. An object listed in `deep` is
    /// written with brackets, `name[member]=value`; any other object is written as JSON (OpenAPI
    /// 3.1, section 4.8.15.1).
    pub fn form(&mut self, deep: &[&str], body: &impl Json) {
        let (json, secrets) = match Writer::text_and_secrets(body) {
            Ok(written) => written,
            Err(faults) => return self.unwritable(RequestPart::Body, "", faults),
        };
        let node = match reread(&json) {
            Ok(node) => node,
            Err(fault) => return self.unwritable(RequestPart::Body, "", vec![fault]),
        };
        let mut pairs = Vec::new();
        if let Node::Object(members) = node {
            for (name, value) in &members {
                if deep.contains(&&**name) {
                    deep_pairs(name, value, &mut pairs);
                } else {
                    form_pairs(name, value, &mut pairs);
                }
            }
        }
        self.body(FORM, joined(pairs).join("&"));
        self.words = sensitive::words(&json, &secrets);
    }

    /// Sets the body to a form and checks its constraints.
    pub fn form_checked(&mut self, deep: &[&str], body: &(impl Json + Check)) {
        self.check(RequestPart::Body, "", |checks| body.check(checks));
        self.form(deep, body);
    }
}
