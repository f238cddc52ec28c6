//! Form bodies: the properties of an object as pairs of names and values.

use super::super::json::convert::Json;
use super::super::json::node::Node;
use super::super::json::write::{WriteFault, Writer, pointer_step};
use super::super::requests::arguments::Arguments;
use super::super::requests::check::Check;
use super::super::requests::invalid::RequestPart;
use super::super::requests::parameter::FieldStyle;
use super::super::requests::sensitive;
use super::super::requests::style::{delimited_faults, form_pairs, joined, paired, reread};

/// The media type of forms.
const FORM: &str = "application/x-www-form-urlencoded";

const NO_OBJECT: &str = "must be an object, because the fields of a form have names";

impl Arguments {
    /// Sets the body to the properties of an object as a form. `styles` are the styles of properties
    /// that have one. Without a style, an array becomes a pair for each item, and an object is
    /// written as JSON (OpenAPI 3.1, section 4.8.15.1).
    pub fn form(&mut self, styles: &[FieldStyle], body: &impl Json) {
        let (json, secrets) = match Writer::text_and_secrets(body) {
            Ok(written) => written,
            Err(faults) => return self.unwritable(RequestPart::Body, "", faults),
        };
        let node = match reread(&json) {
            Ok(node) => node,
            Err(fault) => return self.unwritable(RequestPart::Body, "", vec![fault]),
        };
        let (mut pairs, mut faults) = (Vec::new(), Vec::new());
        match node {
            Node::Object(members) => {
                for (name, value) in &members {
                    let style = styles.iter().find(|style| style.name == &**name);
                    add_field(name, value, style, &mut pairs, &mut faults);
                }
            }
            Node::Null => {}
            _ => faults.push(WriteFault { pointer: String::new(), rule: NO_OBJECT.into() }),
        }
        self.unwritable(RequestPart::Body, "", faults);
        self.body(FORM, pairs.join("&"));
        self.words = sensitive::words(&json, &secrets);
    }

    /// Sets the body to a form and checks its constraints.
    pub fn form_checked(&mut self, styles: &[FieldStyle], body: &(impl Json + Check)) {
        self.check(RequestPart::Body, "", |checks| body.check(checks));
        self.form(styles, body);
    }
}

/// Adds the encoded pairs of a property, or the faults of its items. `null` adds none.
fn add_field(
    name: &str,
    value: &Node<'_>,
    style: Option<&FieldStyle>,
    pairs: &mut Vec<String>,
    faults: &mut Vec<WriteFault>,
) {
    match style {
        _ if matches!(value, Node::Null) => {}
        None => {
            let mut plain = Vec::new();
            form_pairs(name, value, &mut plain);
            pairs.append(&mut joined(plain));
        }
        Some(FieldStyle { style, explode, .. }) => {
            pairs.append(&mut paired(name, *style, *explode, value));
            let found = style.delimiter_rule().map(|rule| delimited_faults(value, rule));
            faults.extend(found.into_iter().flatten().map(|fault| WriteFault {
                pointer: format!("{}{}", pointer_step(name), fault.pointer),
                ..fault
            }));
        }
    }
}
