//! What bodies look like: the examples that a description has for them, else a value of their schema.

use super::walk::{Look, Shown};
use crate::api::Judge;
use crate::source::{Location, Source, Value};

/// What a body may look like.
#[derive(Clone, Debug)]
pub struct Sample {
    /// The name of the example; empty where it has none.
    pub name: String,
    /// The media type.
    pub media_type: String,
    /// Whether it was made from the schema, since the description shows none.
    pub made: bool,
    /// The value.
    pub value: Value,
}

/// What the bodies at a place, of a request or a response, look like, for each media type.
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

/// The name of an example, which stands before its `value`.
fn name(location: &Location) -> String {
    let mut segments: Vec<_> = location.pointer.segments().collect();
    match (segments.pop().as_deref(), segments.pop()) {
        (Some("value" | "dataValue" | "serializedValue"), Some(name)) => name.to_string(),
        _ => String::new(),
    }
}
