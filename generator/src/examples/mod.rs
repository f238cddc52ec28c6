//! Collects the examples of a description after lowering, each with its shape and the result of its validation.
//!
//! The generated tests, their expected results and the linter use all examples ([`collect`]). The
//! reference site uses those of one body ([`samples`]).

mod request;
mod sample;
mod uri_template;
mod walk;

use std::collections::{BTreeMap, HashMap};

use crate::api::{
    Api, Content, Described, Direction, Example, Examples, Judge, Media, Operation, Shape, Verdict,
};
use crate::source::{Location, Source, Value};

use walk::{Look, Shown, in_schema, read_text, speaks, structured};

pub use sample::{Sample, samples};

/// Collects the examples of the description from which `api` was lowered.
pub fn collect(source: &Source, api: &Api, judge: &dyn Judge) -> Examples {
    let mut collector = Collector {
        look: Look { source, judge },
        values: Vec::new(),
        seen: HashMap::new(),
        left_out: BTreeMap::new(),
    };
    for described in &api.schemas {
        collector.of_schema(described);
    }
    for (_, operation) in api.operations.iter() {
        collector.of_operation(operation);
    }
    let mut requests = Vec::new();
    for (id, operation) in api.operations.iter() {
        match request::request(collector.look, api, id, operation) {
            Ok(request) => requests.push(request),
            Err(reason) => collector.leave_out(reason),
        }
    }
    collector.values.sort_by_cached_key(|example| source.order(&example.location));
    let left_out = collector.left_out.into_iter().collect();
    Examples { values: collector.values, requests, left_out }
}

/// The use of an example's value.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Use {
    /// In requests.
    Request,
    /// In responses.
    Response,
    /// In one of them, or both: the example of a schema.
    Either,
}

impl Use {
    fn direction(self) -> Direction {
        match self {
            Self::Request => Direction::Request,
            Self::Response | Self::Either => Direction::Response,
        }
    }
}

struct Collector<'s> {
    look: Look<'s>,
    values: Vec<Example>,
    /// The collected locations with their shapes, because several operations may share an example.
    seen: HashMap<Location, Vec<Shape>>,
    left_out: BTreeMap<&'static str, usize>,
}

impl<'s> Collector<'s> {
    fn of_schema(&mut self, described: &Described) {
        let Described { location, shape, .. } = described;
        let Some(schema) = self.look.source.value(location) else { return };
        for (location, value) in in_schema(location, schema) {
            self.add(location, value, shape, Some(&described.location), Use::Either);
        }
    }

    fn of_operation(&mut self, operation: &Operation) {
        for parameter in &operation.parameters {
            self.of_holder(&parameter.content, &parameter.shape, Use::Request);
        }
        if let Some(body) = &operation.body {
            let forms: Vec<_> = body.forms.iter().collect();
            self.of_body(&body.content, &forms, Use::Request);
        }
        for (index, response) in operation.responses.iter().enumerate() {
            let responses = operation.forms.iter().flat_map(|form| &form.responses);
            let responses = responses.filter(|response| response.response == index);
            let forms = responses.filter_map(|response| response.media.as_ref());
            let forms: Vec<_> = response.media.iter().chain(forms).collect();
            self.of_body(&response.content, &forms, Use::Response);
        }
    }

    /// Collects the examples of a body for the media types that the client supports.
    fn of_body(&mut self, contents: &[Content], forms: &[&Media], used: Use) {
        for content in contents {
            let media = forms.iter().find(|media| speaks(media, &content.media_type));
            match media.and_then(|media| structured(media)) {
                Some(shape) => self.of_holder(content, shape, used),
                None => {
                    for _ in &content.examples {
                        self.leave_out("of a media type that the client does not read as values");
                    }
                }
            }
        }
    }

    /// Collects the examples of a media type or a parameter.
    fn of_holder(&mut self, holder: &Content, shape: &Shape, used: Use) {
        let schema = &holder.schema;
        for (_, shown) in self.look.shown(holder) {
            match shown {
                Shown::Value((location, value)) => {
                    self.add(location, value, shape, schema.as_ref(), used);
                }
                Shown::Written(location, value) => {
                    self.add(location, &value, shape, schema.as_ref(), used);
                }
                Shown::Nothing(reason) => self.leave_out(reason),
            }
        }
    }

    fn add(
        &mut self,
        location: Location,
        value: &Value,
        shape: &Shape,
        schema: Option<&Location>,
        used: Use,
    ) {
        let seen = self.seen.entry(location.clone()).or_default();
        if seen.contains(shape) {
            return;
        }
        seen.push(shape.clone());
        let judge = |value: &Value| {
            let judge = |schema| self.look.judge.judge(schema, value, used.direction());
            schema.map_or_else(Verdict::default, judge)
        };
        let (mut json, mut verdict) = (value.to_string(), judge(value));
        if verdict.fault.is_some()
            && let Some(meant) = value.as_str().and_then(read_text)
        {
            // Many descriptions write an example as a string that contains its JSON.
            let of_meant = judge(&meant);
            if of_meant.fault.is_none() {
                (json, verdict) = (meant.to_string(), of_meant);
            }
        }
        // A type that is only sent does not have what only responses have, and the reverse.
        if used != Use::Response {
            verdict.undescribed.append(&mut verdict.read_only);
        }
        if used != Use::Request {
            verdict.undescribed.append(&mut verdict.write_only);
        }
        self.values.push(Example { location, shape: shape.clone(), json, verdict });
    }

    fn leave_out(&mut self, reason: &'static str) {
        *self.left_out.entry(reason).or_default() += 1;
    }
}
