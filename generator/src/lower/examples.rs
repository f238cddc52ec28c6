//! The examples of a description, each with the shape that it is to have and what its schema says
//! of it.

use std::collections::{BTreeMap, HashSet};

use super::requests;
use crate::api::{
    Api, Described, Direction, Example, Examples, Judge, Media, Operation, Shape, Verdict,
    media_type,
};
use crate::source::{Location, Source, Value};

/// Collects the examples of the description that an API was made of.
pub fn examples(source: &Source, api: &Api, judge: &dyn Judge) -> Examples {
    let mut collector = Collector {
        look: Look { source, judge },
        values: Vec::new(),
        seen: HashSet::new(),
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
        match requests::request(collector.look, id, operation) {
            Ok(request) => requests.push(request),
            Err(reason) => collector.leave_out(reason),
        }
    }
    collector.values.sort_by_cached_key(|example| source.order(&example.location));
    let left_out = collector.left_out.into_iter().collect();
    Examples { values: collector.values, requests, left_out }
}

/// The description as it is written, and who judges what it shows.
#[derive(Clone, Copy)]
pub(super) struct Look<'s> {
    pub(super) source: &'s Source,
    pub(super) judge: &'s dyn Judge,
}

/// A node of the description, with its place.
pub(super) type Node<'s> = (Location, &'s Value);

/// A value that the description shows, or why there is none.
pub(super) enum Shown<'s> {
    /// The value stands in the description.
    Value(Node<'s>),
    /// The value is written there as a text.
    Written(Location, Value),
    /// There is no value that could be used.
    Nothing(&'static str),
}

struct Collector<'s> {
    look: Look<'s>,
    values: Vec<Example>,
    /// What was collected: an example that several operations share is one.
    seen: HashSet<(Location, String)>,
    left_out: BTreeMap<&'static str, usize>,
}

impl<'s> Collector<'s> {
    fn of_schema(&mut self, described: &Described) {
        let Described { location, shape, .. } = described;
        let Some(schema) = self.look.source.value(location) else { return };
        for (location, value) in in_schema(location, schema) {
            self.add(location, value, shape, Some(&described.location), Direction::Answer);
        }
    }

    fn of_operation(&mut self, operation: &Operation) {
        for parameter in &operation.parameters {
            let Some(node) = self.look.follow(&parameter.location) else { continue };
            match self.look.first_content(&node) {
                Some(media) => self.of_holder(&media, &parameter.shape, Direction::Request),
                None => self.of_holder(&node, &parameter.shape, Direction::Request),
            }
        }
        if let Some(body) = &operation.body {
            let forms: Vec<_> = body.forms.iter().collect();
            self.of_body(&body.location, &forms, Direction::Request);
        }
        for (index, response) in operation.responses.iter().enumerate() {
            let answers = operation.forms.iter().flat_map(|form| &form.answers);
            let answers = answers.filter(|answer| answer.response == index);
            let forms = answers.filter_map(|answer| answer.media.as_ref());
            let forms: Vec<_> = response.media.iter().chain(forms).collect();
            self.of_body(&response.location, &forms, Direction::Answer);
        }
    }

    /// The examples of a body, of the media types that the client speaks.
    fn of_body(&mut self, location: &Location, forms: &[&Media], direction: Direction) {
        for (name, node) in self.look.contents(location) {
            let media = forms.iter().find(|media| speaks(media, name));
            match media.and_then(|media| structured(media)) {
                Some(shape) => self.of_holder(&node, shape, direction),
                None => {
                    for _ in self.look.shown(&node) {
                        self.leave_out("of a media type that the client does not read as values");
                    }
                }
            }
        }
    }

    /// The examples of a media type or a parameter, which have their schema beside them.
    fn of_holder(&mut self, holder: &Node<'s>, shape: &Shape, direction: Direction) {
        let schema = holder.1.get("schema").map(|_| holder.0.key("schema"));
        for shown in self.look.shown(holder) {
            match shown {
                Shown::Value((location, value)) => {
                    self.add(location, value, shape, schema.as_ref(), direction);
                }
                Shown::Written(location, value) => {
                    self.add(location, &value, shape, schema.as_ref(), direction);
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
        direction: Direction,
    ) {
        if !self.seen.insert((location.clone(), format!("{shape:?}"))) {
            return;
        }
        let judge = |value: &Value| {
            let judge = |schema| self.look.judge.judge(schema, value, direction);
            schema.map_or_else(Verdict::default, judge)
        };
        let (mut json, mut verdict) = (value.to_string(), judge(value));
        if verdict.fault.is_some()
            && let Some(meant) = value.as_str().and_then(read_text)
        {
            // A text in place of the value that it says, as many descriptions have it.
            let of_meant = judge(&meant);
            if of_meant.fault.is_none() {
                (json, verdict) = (meant.to_string(), of_meant);
            }
        }
        self.values.push(Example { location, shape: shape.clone(), json, verdict });
    }

    fn leave_out(&mut self, reason: &'static str) {
        *self.left_out.entry(reason).or_default() += 1;
    }
}

/// How many references may stand in a row: more are a circle.
const CHAIN: usize = 32;

impl<'s> Look<'s> {
    /// The node at a place, or the one that references in its place lead to.
    pub(super) fn follow(self, location: &Location) -> Option<Node<'s>> {
        let mut location = location.clone();
        for _ in 0..CHAIN {
            let value = self.source.value(&location)?;
            match value.get("$ref").and_then(Value::as_str) {
                Some(reference) => {
                    location = self.source.resolve(&location.file, reference).ok()?;
                }
                None => return Some((location, value)),
            }
        }
        None
    }

    /// The media types below a node, by name.
    pub(super) fn contents(self, location: &Location) -> Vec<(&'s str, Node<'s>)> {
        let Some((location, node)) = self.follow(location) else { return Vec::new() };
        let content = location.key("content");
        let names = node.get("content").and_then(Value::as_object).into_iter();
        let names = names.flat_map(|content| content.keys());
        names.filter_map(|name| Some((name, self.follow(&content.key(name))?))).collect()
    }

    /// The media type of a parameter that has `content` in place of a schema.
    pub(super) fn first_content(self, node: &Node<'s>) -> Option<Node<'s>> {
        self.contents(&node.0).into_iter().next().map(|(_, node)| node)
    }

    /// The `example` and `examples` of a media type or a parameter (OpenAPI 3.1, 4.8.14).
    pub(super) fn shown(self, holder: &Node<'s>) -> Vec<Shown<'s>> {
        let (location, node) = holder;
        let example = node.get("example");
        let example = example.map(|value| Shown::Value((location.key("example"), value)));
        let mut shown: Vec<_> = example.into_iter().collect();
        let examples = location.key("examples");
        let names = node.get("examples").and_then(Value::as_object);
        for name in names.into_iter().flat_map(|names| names.keys()) {
            shown.push(self.named(&examples.key(name)));
        }
        shown
    }

    /// The value of an Example Object (OpenAPI 3.1, 4.8.19; 3.2 has `dataValue` and
    /// `serializedValue`), which may be shared.
    fn named(self, location: &Location) -> Shown<'s> {
        let Some((location, example)) = self.follow(location) else {
            return Shown::Nothing("without a value");
        };
        for key in ["value", "dataValue"] {
            if let Some(value) = example.get(key) {
                return Shown::Value((location.key(key), value));
            }
        }
        match example.get("serializedValue").and_then(Value::as_str) {
            // Whatever the media type is, a text that is JSON stands for the value that it says.
            Some(text) => match read_text(text) {
                Some(value) => Shown::Written(location.key("serializedValue"), value),
                None => Shown::Nothing("written as a text that is not JSON"),
            },
            None if example.get("externalValue").is_some() => {
                Shown::Nothing("that stand elsewhere (`externalValue`)")
            }
            None => Shown::Nothing("without a value"),
        }
    }
}

/// The value that a text says, if it is JSON.
fn read_text(text: &str) -> Option<Value> {
    Source::from_text("example.json", text).ok().map(|source| source.root().clone())
}

/// The `example` and `examples` of a schema.
pub(super) fn in_schema<'s>(location: &Location, schema: &'s Value) -> Vec<Node<'s>> {
    let example = schema.get("example").map(|value| (location.key("example"), value));
    let examples = location.key("examples");
    let items = schema.get("examples").and_then(Value::as_array).unwrap_or_default();
    let items = items.iter().enumerate().map(|(index, value)| (examples.index(index), value));
    example.into_iter().chain(items).collect()
}

/// What a body holds that is read into values.
pub(super) fn structured(media: &Media) -> Option<&Shape> {
    match media {
        Media::Json { shape, .. } | Media::Form { shape, .. } | Media::Multipart { shape, .. } => {
            Some(shape)
        }
        _ => None,
    }
}

/// Whether the client speaks the media type of this name.
pub(super) fn speaks(media: &Media, name: &str) -> bool {
    match media {
        Media::Form { .. } | Media::Multipart { .. } => {
            media_type::essence(name) == media.media_type()
        }
        _ => name == media.media_type(),
    }
}
