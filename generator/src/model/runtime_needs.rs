//! The abilities of the runtime that a client needs.

use std::collections::BTreeSet;

use crate::api::{Carrier, EnumKind, Media, OwnForm, Type, TypeKind};
use crate::formats::{DECIMAL, DURATION, Dates, known_type};
use crate::model::{Inputs, Operation, Output};

/// An ability of the runtime that not every client needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Need {
    /// Values of bytes as base64.
    Base64,
    /// A user name and a password as a credential.
    Basic,
    /// Calls of operations: the client, requests, responses and transports. Without it there are types alone.
    Calls,
    /// Calls that upload files or other bytes.
    CalledUploads,
    /// Dates or times of `chrono`.
    Chrono,
    /// Unions that are read as the variant that matches best.
    Choices,
    /// Response bodies in chunks.
    Chunks,
    /// Dates or times of any crate.
    Dates,
    /// Decimals of `rust_decimal`.
    Decimals,
    /// Durations of `jiff`.
    Durations,
    /// Streams of events, which can continue after a lost connection.
    Events,
    /// Headers of responses.
    Headers,
    /// Enums of integers.
    IntegerEnums,
    /// Dates or times of `jiff`.
    Jiff,
    /// Schemas that types publish by schemars.
    JsonSchemas,
    /// Request bodies that are streams of items.
    Lines,
    /// Maps.
    Maps,
    /// Tokens that are fetched with client credentials.
    OAuth,
    /// Strings that an enum or union does not list.
    OtherStrings,
    /// Types of the settings in the place of others.
    OwnTypes,
    /// Responses that are pages.
    Pages,
    /// Multipart request bodies.
    Parts,
    /// Schemas that types publish.
    Published,
    /// Response bodies that are streams of items.
    Streams,
    /// Enums of strings.
    StringEnums,
    /// Dates or times of `time`.
    Time,
    /// Schemas that types publish by utoipa.
    ToSchemas,
    /// Tuples.
    Tuples,
    /// URLs of the crate `url`.
    Urls,
    /// Uploads of files or other bytes.
    Uploads,
    /// UUIDs.
    Uuids,
    /// Enums of values of several types.
    ValueEnums,
}

/// The parts of the runtime that a client needs.
#[derive(Clone, Debug, Default)]
pub struct Needs(BTreeSet<Need>);

impl Needs {
    /// Returns `true` if the client needs the ability.
    pub fn has(&self, need: Need) -> bool {
        self.0.contains(&need)
    }

    fn add(&mut self, need: Need, is_needed: bool) {
        if is_needed {
            self.0.insert(need);
        }
    }

    pub(crate) fn new(inputs: Inputs<'_>, operations: &[Operation<'_>]) -> Self {
        let mut needs = Self::default();
        needs.of_values(inputs);
        needs.of_requests(inputs);
        needs.of_responses(inputs, operations);
        needs.add(Need::Calls, !inputs.api.is_types_only);
        needs.add(Need::CalledUploads, needs.has(Need::Calls) && needs.has(Need::Uploads));
        needs.add(Need::Choices, inputs.analysis.has_fitted());
        for (_, own) in inputs.api.own_types.iter().filter(|(_, own)| own.form != OwnForm::Usual) {
            needs.add(Need::OwnTypes, true);
            let known = known_type(&own.path).map(|known| known.path);
            needs.add(Need::Urls, known == Some("url::Url"));
            needs.add(Need::Durations, known == Some(DURATION));
            needs.add(Need::Decimals, known == Some(DECIMAL));
        }
        for schema in inputs.derives.published() {
            needs.add(Need::Published, true);
            needs.add(Need::JsonSchemas, schema.traits.json_schema);
            needs.add(Need::ToSchemas, schema.traits.to_schema);
        }
        for scheme in &inputs.api.schemes {
            needs.add(Need::Basic, scheme.carrier == Carrier::Basic);
            needs.add(Need::OAuth, scheme.flow.is_some());
        }
        needs
    }

    /// Adds the needs of all values.
    fn of_values(&mut self, inputs: Inputs<'_>) {
        for (_, def) in inputs.api.types.iter() {
            match &def.kind {
                TypeKind::Enum(values) => {
                    let need = match values.kind {
                        EnumKind::Integers => Need::IntegerEnums,
                        EnumKind::Strings => Need::StringEnums,
                        EnumKind::Values => Need::ValueEnums,
                    };
                    self.add(need, true);
                    self.add(Need::OtherStrings, need == Need::StringEnums);
                }
                TypeKind::Tuple(_) => self.add(Need::Tuples, true),
                TypeKind::Struct(object) => self.add(Need::Maps, object.rest.is_some()),
                TypeKind::Union(union) => {
                    self.add(Need::OtherStrings, union.keeps_other_strings(inputs.api));
                }
                TypeKind::Recursive(_) => {}
            }
        }
        let in_types = inputs.api.types.iter().flat_map(|(_, def)| def.kind.shapes());
        for shape in in_types.chain(inputs.api.shapes()) {
            let mut ty = &shape.ty;
            while let Type::List(item) | Type::Map(item) = ty {
                self.add(Need::Maps, matches!(ty, Type::Map(_)));
                ty = &item.ty;
            }
            match ty {
                Type::Base64 | Type::Base64Url => self.add(Need::Base64, true),
                Type::Binary => self.add(Need::Uploads, true),
                Type::Uuid => self.add(Need::Uuids, true),
                Type::Date | Type::DateTime => {
                    let need = match inputs.dates {
                        Dates::Jiff => Need::Jiff,
                        Dates::Chrono => Need::Chrono,
                        Dates::Time | Dates::Text => Need::Time,
                    };
                    self.add(need, true);
                    self.add(Need::Dates, true);
                }
                _ => {}
            }
        }
    }

    fn of_requests(&mut self, inputs: Inputs<'_>) {
        let operations = inputs.api.operations.iter();
        let bodies = operations.filter_map(|(_, operation)| operation.body.as_ref());
        for media in bodies.flat_map(|body| &body.forms) {
            self.add(Need::Uploads, media.may_hold_files());
            self.add(Need::Parts, matches!(media, Media::Multipart { .. }));
            self.add(Need::Lines, matches!(media, Media::Stream { .. }));
        }
    }

    fn of_responses(&mut self, inputs: Inputs<'_>, operations: &[Operation<'_>]) {
        for operation in operations {
            self.add(Need::Headers, !operation.headers.is_empty());
            self.add(Need::Pages, operation.paging.is_some());
            for form in &operation.forms {
                self.add(Need::Chunks, form.chunks.is_some());
                let follows = matches!(&form.output, Output::Items(items) if items.can_follow);
                self.add(Need::Events, follows);
            }
        }
        let forms = inputs.api.operations.iter().flat_map(|(_, operation)| &operation.forms);
        let responses = forms.flat_map(|form| &form.responses);
        for media in responses.filter_map(|response| response.media.as_ref()) {
            self.add(Need::Streams, matches!(media, Media::Stream { .. }));
        }
    }
}
