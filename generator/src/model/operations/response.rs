//! Responses: for each form in which a success can be asked for, the statuses, the output type and how it is read.

use crate::api::media_type::essence;
use crate::api::{self, Docs, FormResponse, ItemForm, Media, OperationId, Status};
use crate::model::operations::status::{self, Statuses, Unlisted};
use crate::model::{Inputs, RustType};
use crate::names::{FormNames, Name};

/// A form in which a success can be asked for.
#[derive(Debug)]
pub struct Form<'a> {
    /// The names of its methods.
    pub names: &'a FormNames,
    /// Whether it is the one that is asked for where nothing is said.
    pub is_usual: bool,
    /// The media type that it is called after.
    pub media_type: &'a str,
    /// The `Accept` header.
    pub accept: String,
    /// Its successes, as the description has them.
    pub listed: Vec<Status>,
    /// The statuses of its successes.
    pub statuses: Vec<Statuses>,
    /// The value of a call that succeeds.
    pub output: Output<'a>,
    /// The media types that its bytes are not of, where they can be read chunk by chunk.
    pub chunks: Option<Refused<'a>>,
}

/// The value of a call that succeeds.
#[derive(Debug)]
pub enum Output<'a> {
    /// The response as it came: nothing is said of successes.
    Response,
    /// The body, or nothing.
    One(Success<'a>),
    /// One of several, by status: an enum.
    ByStatus(Vec<Success<'a>>),
    /// Items, one by one.
    Items(Items<'a>),
}

/// A success, by status.
#[derive(Debug)]
pub struct Success<'a> {
    /// The variant, where there are several.
    pub name: &'a Name,
    /// What the description says of it.
    pub docs: &'a Docs,
    /// Its statuses.
    pub statuses: Statuses,
    /// The type of its body; `()` for none.
    pub ty: RustType<'a>,
    /// How the body is read.
    pub content: Content,
    /// The media types that the body is not of.
    pub refused: Refused<'a>,
    /// The status that a mock sends.
    pub status: u16,
}

/// How a body is read and made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Content {
    /// It is empty.
    Empty,
    /// As JSON, which tells itself from all else.
    Json,
    /// As text.
    Text,
    /// As bytes.
    Bytes,
}

/// Media types that a body is not of, because those are other forms.
#[derive(Clone, Debug, Default)]
pub struct Refused<'a> {
    /// The media type of the body.
    pub media_type: &'a str,
    /// The others; none if every media type is taken.
    pub others: Vec<&'a str>,
}

/// A body of items, one after another.
#[derive(Debug)]
pub struct Items<'a> {
    /// The type of an item.
    pub ty: RustType<'a>,
    /// What an item is read from.
    pub form: ItemForm,
    /// The media types that the body is not of.
    pub refused: Refused<'a>,
    /// Whether they are events, which can be followed when a connection ends.
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
        Self {
            names,
            is_usual: form.word.is_empty(),
            media_type: form.media_type(),
            accept: accept(operation, form),
            statuses: Statuses::of_successes(&listed),
            listed,
            output,
            chunks: form.is_bytes().then_some(refused),
        }
    }

    /// The type of the value of a call that succeeds; of one item, where there are many.
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

/// The `Accept` header: the form's own media types, then those of errors, but for those that would ask for another form.
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
