//! Bodies of requests: how each form is taken, set, checked and sent.

use std::borrow::Cow;

use crate::api::media_type::essence;
use crate::api::{self, Media, OperationId, Part, Shape, Type};
use crate::model::{Check, Inputs, RustType};
use crate::names::Name;

/// The body of a request: an argument of the method, or a setter of the call.
#[derive(Debug)]
pub struct Body<'a> {
    /// The argument or setter.
    pub name: &'a Name,
    /// The body, as the description has it.
    pub described: &'a api::Body,
    /// The enum of its forms, where there are several.
    pub item: &'a Name,
    /// Its forms, the preferred one first.
    pub forms: Vec<BodyForm<'a>>,
}

/// A form of a body.
#[derive(Debug)]
pub struct BodyForm<'a> {
    /// The variant, where there are several.
    pub name: &'a Name,
    /// The media type that the description has.
    pub described_type: &'a str,
    /// The media type that it is sent with.
    pub media_type: Cow<'a, str>,
    /// The type of what it holds.
    pub ty: RustType<'a>,
    /// Whether the only form of a body is taken as anything that becomes its type.
    pub into: bool,
    /// Whether values of the type become the enum of the forms by `From`. Of several forms of one type the preferred one is
    /// meant.
    pub converts: bool,
    /// How it is set.
    pub content: BodyContent<'a>,
}

/// How a body is set.
#[derive(Debug)]
pub enum BodyContent<'a> {
    /// As text.
    Text,
    /// As bytes.
    Bytes,
    /// As items, each of the type, and checked.
    Items(RustType<'a>, Option<Check>),
    /// As a value.
    Value(BodyValue<'a>),
}

/// How a value becomes a body.
#[derive(Debug)]
pub struct BodyValue<'a> {
    /// The encoding.
    pub encoding: Encoding<'a>,
    /// Whether the value checks itself.
    pub is_checked: bool,
    /// Whether the media type is set, because the encoding has another one by itself.
    pub sets_type: bool,
    /// What is checked of a list or map, which is no type of its own.
    pub check: Option<Check>,
}

/// The encoding of a value.
#[derive(Debug)]
pub enum Encoding<'a> {
    /// JSON.
    Json,
    /// A form, with the members that are written in brackets.
    Form(&'a [String]),
    /// A form in parts, which the value's own type writes.
    Multipart(&'a [Part]),
    /// A form in parts, of the members of its JSON.
    MultipartJson(&'a [Part]),
}

impl<'a> Body<'a> {
    pub(crate) fn new(inputs: Inputs<'a>, id: OperationId, body: &'a api::Body) -> Self {
        let names = inputs.names.of_operation(id);
        let mut forms: Vec<BodyForm<'a>> = Vec::new();
        for (media, name) in body.forms.iter().zip(&names.body_forms) {
            let mut form = BodyForm::new(inputs, media, name);
            form.converts = forms.iter().all(|known| known.ty != form.ty);
            forms.push(form);
        }
        Self { name: &names.body, described: body, item: &names.body_item, forms }
    }
}

impl<'a> BodyForm<'a> {
    fn new(inputs: Inputs<'a>, media: &'a Media, name: &'a Name) -> Self {
        let media_type = sent(media);
        let (ty, content) = match media {
            Media::Text { .. } => (RustType::Path("String"), BodyContent::Text),
            Media::Bytes { .. } => (RustType::Path("rt::Upload"), BodyContent::Bytes),
            Media::Stream { shape, .. } => {
                let item = inputs.value(shape);
                let content = BodyContent::Items(item.clone(), inputs.check(shape));
                (RustType::Of("Vec", Box::new(item)), content)
            }
            Media::Json { shape, .. }
            | Media::Form { shape, .. }
            | Media::Multipart { shape, .. } => {
                let value = BodyValue::new(inputs, media, shape, &media_type);
                (inputs.value(shape), BodyContent::Value(value))
            }
        };
        let into = media.shape().is_none_or(is_type);
        let described_type = media.media_type();
        Self { name, described_type, media_type, ty, into, converts: true, content }
    }
}

impl<'a> BodyValue<'a> {
    fn new(inputs: Inputs<'a>, media: &'a Media, shape: &Shape, media_type: &str) -> Self {
        let check = inputs.check(shape);
        let encoding = match media {
            Media::Multipart { parts, .. } => match &shape.ty {
                Type::Named(id) if inputs.analysis.is_multipart(*id) => Encoding::Multipart(parts),
                _ => Encoding::MultipartJson(parts),
            },
            Media::Form { deep, .. } => Encoding::Form(deep),
            _ => Encoding::Json,
        };
        let is_json = matches!(encoding, Encoding::Json);
        Self {
            encoding,
            is_checked: check.is_some() && is_type(shape),
            sets_type: is_json && media_type != "application/json",
            check: check.filter(|_| !is_type(shape)),
        }
    }
}

/// Returns `true` if values of the shape are of a type of their own.
fn is_type(shape: &Shape) -> bool {
    matches!(shape.ty, Type::Named(_)) && !shape.nullable
}

/// The media type that a body is sent with: where the description says a range, the one that the
/// client writes. For bytes that is the caller's.
fn sent(media: &Media) -> Cow<'_, str> {
    let described = media.media_type();
    let essence = essence(described);
    let suffix = essence.split_once("*+").map(|(_, suffix)| suffix);
    match (media, suffix) {
        _ if !essence.contains('*') => described.into(),
        (Media::Bytes { .. }, _) => described.into(),
        // The suffix tells the syntax of all types of the range.
        (_, Some(suffix)) => format!("application/{suffix}").into(),
        (Media::Text { .. }, None) => "text/plain".into(),
        _ => "application/json".into(),
    }
}
