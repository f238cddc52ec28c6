//! Samples of bodies: the examples of the description, or else a value generated from the schema.

use super::walk::{Look, Shown};
use crate::api::{Content, Judge};
use crate::source::{Source, Value};

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

/// Returns samples of a request or response body, for each media type.
pub fn samples(source: &Source, contents: &[Content], judge: &dyn Judge) -> Vec<Sample> {
    let look = Look { source, judge };
    let mut samples = Vec::new();
    for content in contents {
        let sample = |name: &str, made, value| Sample {
            name: name.to_owned(),
            media_type: content.media_type.clone(),
            made,
            value,
        };
        let before = samples.len();
        for (name, shown) in look.shown(content) {
            match shown {
                Shown::Value((_, value)) => samples.push(sample(name, false, value.clone())),
                Shown::Written(_, value) => samples.push(sample(name, false, value)),
                Shown::Nothing(_) => {}
            }
        }
        if let Some(schema) = content.schema.as_ref().filter(|_| samples.len() == before) {
            let made = judge.sample(schema);
            samples.extend(made.map(|value| sample("", true, value)));
        }
    }
    samples
}
