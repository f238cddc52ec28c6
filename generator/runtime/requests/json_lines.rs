//! Bodies of JSON lines and of JSON text sequences (RFC 7464).

use std::borrow::Borrow;

use super::super::json::convert::Json;
use super::super::json::write::Writer;
use super::super::requests::arguments::Arguments;
use super::super::requests::check::Checks;
use super::super::requests::invalid::RequestPart;
use super::super::requests::sensitive;

impl Arguments {
    /// Sets the body to a sequence of items, each written as JSON on its own line. Checks the
    /// constraints of each item.
    pub fn lines<T: Json>(
        &mut self,
        media_type: &'static str,
        items: impl IntoIterator<Item = impl Borrow<T>>,
        check: impl Fn(&T, &mut Checks),
    ) {
        let separated = media_type.ends_with("json-seq");
        let (mut body, mut words) = (Vec::new(), Vec::new());
        for (index, item) in items.into_iter().enumerate() {
            let item = item.borrow();
            self.check(RequestPart::Body, "", |checks| {
                checks.item(index, |checks| check(item, checks));
            });
            match Writer::text_and_secrets(item) {
                Ok((json, secrets)) => {
                    words.append(&mut sensitive::words(&json, &secrets));
                    body.extend(separated.then_some(0x1e));
                    body.extend_from_slice(&json);
                    body.push(b'\n');
                }
                Err(mut faults) => {
                    for fault in &mut faults {
                        fault.pointer.insert_str(0, &format!("/{index}"));
                    }
                    self.unwritable(RequestPart::Body, "", faults);
                }
            }
        }
        self.body(media_type, body);
        self.words = words;
    }
}
