//! Samples of bodies: the examples of the description, or else a value generated from the schema.

use super::walk::{Look, Shown};
use crate::api::Judge;
use crate::source::{Location, Source, Value};

/// A sample of a body.
#[derive(Clone, Debug)]
pub struct Sample {
    /// The name of the example; empty if it has none.
    pub name: String,
    /// The media type.
    pub media_type: String,
    /// `true` if the value is generated from the schema, because the description has no example.
    pub made: bool,
    /// The value.
    pub value: Value,
}

/// Returns samples of the request or response body at a location, for each media type.
pub fn samples(source: &Source, location: &Location, judge: &dyn Judge) -> Vec<Sample> {
    let look = Look { source, judge };
    let mut samples = Vec::new();
    for (media_type, node) in look.contents(location) {
        let sample = |name: &str, made, value| Sample {
            name: name.to_owned(),
            media_type: media_type.to_owned(),
            made,
            value,
        };
        let before = samples.len();
        for shown in look.shown(&node) {
            match shown {
                Shown::Value((location, value)) => {
                    samples.push(sample(&name(&location), false, value.clone()));
                }
                Shown::Written(location, value) => {
                    samples.push(sample(&name(&location), false, value));
                }
                Shown::Nothing(_) => {}
            }
        }
        if samples.len() == before && node.1.get("schema").is_some() {
            let made = judge.sample(&node.0.key("schema"));
            samples.extend(made.map(|value| sample("", true, value)));
        }
    }
    samples
}

/// Returns the name of an example, which is the key above its `value`.
fn name(location: &Location) -> String {
    let mut segments: Vec<_> = location.pointer.segments().collect();
    match (segments.pop().as_deref(), segments.pop()) {
        (Some("value" | "dataValue" | "serializedValue"), Some(name)) => name.to_string(),
        _ => String::new(),
    }
}
