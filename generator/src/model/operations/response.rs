//! Responses: for each representation that a call can request, its statuses, its output type and the way to decode it.

use crate::api::media_type::essence;
use crate::api::{self, Docs, FormResponse, ItemForm, Media, OperationId, Status};
use crate::model::operations::status::{self, SUCCESSES, Statuses, Unlisted};
use crate::model::{Inputs, RustType};
use crate::names::{FormNames, Name};

/// A form of a success that a call can request.
#[derive(Debug)]
pub struct Form<'a> {
    /// The names of its methods.
    pub names: &'a FormNames,
    /// `true` for the default form.
    pub is_usual: bool,
    /// The media type of the form.
    pub media_type: &'a str,
    /// The `Accept` header.
    pub accept: String,
    /// The statuses of its successes, as the description has them.
    pub listed: Vec<Status>,
    /// The statuses of its successes.
    pub statuses: Vec<Statuses>,
    /// The output of a call that succeeds.
    pub output: Output<'a>,
    /// The successes that read undocumented statuses, in the order in which they are tried. Only where successes differ by
    /// status.
    pub fallbacks: Vec<Fallback>,
    /// The media types of other forms, if the body can be read as chunks of bytes.
    pub chunks: Option<Refused<'a>>,
}

/// The output of a call that succeeds.
#[derive(Debug)]
pub enum Output<'a> {
    /// The response as received, because no success is described.
    Response,
    /// The body, or `()`.
    One(Success<'a>),
    /// An enum of several bodies, by status.
    ByStatus(Vec<Success<'a>>),
    /// A stream of items.
    Items(Items<'a>),
}

/// A success, by status.
#[derive(Debug)]
pub struct Success<'a> {
    /// The variant, if there are several successes.
    pub name: &'a Name,
    /// The documentation of the response.
    pub docs: &'a Docs,
    /// The statuses.
    pub statuses: Statuses,
    /// The type of its body; `()` for none.
    pub ty: RustType<'a>,
    /// The content of the body.
    pub content: Content,
    /// The media types of other forms, which are rejected.
    pub refused: Refused<'a>,
    /// The status that a mock sends.
    pub status: u16,
}

/// A success that reads undocumented statuses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fallback {
    /// The statuses.
    pub statuses: Statuses,
    /// The success, by position.
    pub success: usize,
}

/// The content of a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Content {
    /// An empty body.
    Empty,
    /// JSON. A body of another format is an error, so its media type is not compared.
    Json,
    /// Text.
    Text,
    /// Bytes.
    Bytes,
}

/// The media types that are rejected, because they belong to other forms.
#[derive(Clone, Debug, Default)]
pub struct Refused<'a> {
    /// The media type of the body.
    pub media_type: &'a str,
    /// The media types that are rejected. If there are none, every media type is accepted.
    pub others: Vec<&'a str>,
}

/// A body that is a stream of items.
#[derive(Debug)]
pub struct Items<'a> {
    /// The type of an item.
    pub ty: RustType<'a>,
    /// The format of an item.
    pub form: ItemForm,
    /// The media types of other forms, which are rejected.
    pub refused: Refused<'a>,
    /// `true` for server-sent events, which can continue after a lost connection.
    pub can_follow: bool,
    /// The status that a mock sends.
    pub status: u16,
}

impl<'a> Form<'a> {
    pub(crate) fn all(inputs: Inputs<'a>, id: OperationId) -> Vec<Self> {
        let operation = &inputs.api.operations[id];
        let forms = operation.forms.iter().zip(&inputs.names.of_operation(id).forms);
        forms.map(|(form, names)| Self::new(inputs, id, form, names)).collect()
    }

    fn new(inputs: Inputs<'a>, id: OperationId, form: &'a api::Form, names: &'a FormNames) -> Self {
        let operation = &inputs.api.operations[id];
        let listed: Vec<_> = form.responses.iter().map(|it| status_of(operation, it)).collect();
        let media = form.responses.iter().find_map(|response| response.media.as_ref());
        let refused =
            Refused { media_type: media.map_or("", Media::media_type), others: form.others() };
        let output = match form.stream() {
            Some(media) => Output::Items(items(inputs, operation, form, media, refused.clone())),
            None => output(inputs, id, form),
        };
        let fallbacks = match &output {
            Output::ByStatus(successes) => fallbacks(successes),
            _ => Vec::new(),
        };
        Self {
            names,
            fallbacks,
            is_usual: form.word.is_empty(),
            media_type: form.media_type(),
            accept: accept(operation, form),
            statuses: Statuses::of_successes(&listed),
            listed,
            output,
            chunks: form.is_bytes().then_some(refused),
        }
    }

    /// Returns the type of the output, or the type of one item for a stream.
    pub fn ty(&self) -> RustType<'a> {
        match &self.output {
            Output::Response => RustType::Path("rt::Response"),
            Output::One(success) => success.ty.clone(),
            Output::ByStatus(_) => RustType::Beside(&self.names.response),
            Output::Items(items) => items.ty.clone(),
        }
    }
}

fn status_of(operation: &api::Operation, response: &FormResponse) -> Status {
    operation.responses.get(response.response).map_or(Status::Default, |it| it.status)
}

/// Returns the `Accept` header: the media types of the form, then those of errors. Media types of other forms are left
/// out.
fn accept(operation: &api::Operation, form: &api::Form) -> String {
    let mut types: Vec<&str> = form.accept.iter().map(String::as_str).collect();
    let others = form.others();
    let succeeds = |index| {
        let mut responses = operation.forms.iter().flat_map(|form| &form.responses);
        responses.any(|response| response.response == index)
    };
    let errors = operation.responses.iter().enumerate().filter(|(index, _)| !succeeds(*index));
    for media in errors.flat_map(|(_, response)| &response.media) {
        let name = media.media_type();
        if !types.contains(&name) && !others.contains(&&*essence(name)) {
            types.push(name);
        }
    }
    types.join(", ")
}

fn output<'a>(inputs: Inputs<'a>, id: OperationId, form: &'a api::Form) -> Output<'a> {
    let Some(first) = form.responses.first() else { return Output::Response };
    let same = |response: &FormResponse| match (&response.media, &first.media) {
        (Some(media), Some(first)) => media.reads_as(first),
        (media, first) => media.is_none() && first.is_none(),
    };
    let successes = form.responses.iter().filter_map(|response| Success::new(inputs, id, response));
    if !form.responses.iter().all(same) {
        return Output::ByStatus(successes.collect());
    }
    let mut successes = successes;
    successes.next().map_or(Output::Response, Output::One)
}

/// Returns the readers of undocumented statuses: a status without a body is the only success without one, and another one
/// is the only success with one.
fn fallbacks(successes: &[Success<'_>]) -> Vec<Fallback> {
    let only = |is_empty: bool| {
        let is =
            |success: &&(usize, &Success<'_>)| (success.1.content == Content::Empty) == is_empty;
        let all: Vec<_> = successes.iter().enumerate().collect();
        let mut alike = all.iter().filter(is).map(|(index, _)| *index);
        alike.next().filter(|_| alike.next().is_none())
    };
    let is_listed = |code| successes.iter().any(|success| success.statuses.contains(code));
    let bodiless = [204, 205].into_iter().filter(|code| !is_listed(*code));
    let bodiless = bodiless.map(|code| Statuses { first: code, last: code });
    let bodiless = bodiless.filter_map(|statuses| Some((statuses, only(true)?)));
    let others = (200..300).any(|code| !is_listed(code)).then_some(SUCCESSES);
    let others = others.and_then(|statuses| Some((statuses, only(false)?)));
    let fallback = |(statuses, success)| Fallback { statuses, success };
    bodiless.chain(others).map(fallback).collect()
}

fn items<'a>(
    inputs: Inputs<'a>,
    operation: &api::Operation,
    form: &api::Form,
    media: &'a Media,
    refused: Refused<'a>,
) -> Items<'a> {
    let response = form.responses.iter().find(|response| response.media.is_some());
    let (ty, item) = match media {
        Media::Stream { item: ItemForm::Raw, .. } => {
            (RustType::Path("rt::Event"), ItemForm::TextEvent)
        }
        Media::Stream { item, shape, .. } => (inputs.value(shape), *item),
        _ => (RustType::Path("rt::Event"), ItemForm::Text),
    };
    Items {
        ty,
        form: item,
        refused,
        can_follow: form.is_events(),
        status: response.map_or(200, |response| status::code(status_of(operation, response), &[])),
    }
}

impl<'a> Success<'a> {
    fn new(inputs: Inputs<'a>, id: OperationId, success: &'a FormResponse) -> Option<Self> {
        let response = inputs.api.operations[id].responses.get(success.response)?;
        let media = success.media.as_ref();
        let (ty, content) = match media {
            None => (RustType::Path("()"), Content::Empty),
            Some(Media::Json { shape, .. }) => (inputs.value(shape), Content::Json),
            Some(Media::Text { .. } | Media::Form { .. }) => {
                (RustType::Path("String"), Content::Text)
            }
            Some(Media::Multipart { .. } | Media::Bytes { .. } | Media::Stream { .. }) => {
                (RustType::Path("bytes::Bytes"), Content::Bytes)
            }
        };
        Some(Self {
            name: inputs.names.of_operation(id).responses.get(success.response)?,
            docs: &response.docs,
            statuses: Statuses::of(response.status, Unlisted::Successes),
            ty,
            content,
            refused: Refused {
                media_type: media.map_or("", Media::media_type),
                others: success.others.iter().map(String::as_str).collect(),
            },
            status: status::code(response.status, &[]),
        })
    }
}
