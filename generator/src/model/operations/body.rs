//! Request bodies: the argument, the check and the encoding of each form.

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
    /// The enum of its forms, if there are several.
    pub item: &'a Name,
    /// Its forms, the preferred one first.
    pub forms: Vec<BodyForm<'a>>,
}

/// A form of a body.
#[derive(Debug)]
pub struct BodyForm<'a> {
    /// The variant, if there are several forms.
    pub name: &'a Name,
    /// The media type in the description.
    pub described_type: &'a str,
    /// The media type that it is sent with.
    pub media_type: Cow<'a, str>,
    /// The type of the value.
    pub ty: RustType<'a>,
    /// `true` if the argument for a body with one form is `impl Into` of its type.
    pub into: bool,
    /// `true` if values of the type convert into the enum of the forms with `From`. If several forms have one type,
    /// only the preferred one does.
    pub converts: bool,
    /// The content of the body.
    pub content: BodyContent<'a>,
}

/// The content of a body.
#[derive(Debug)]
pub enum BodyContent<'a> {
    /// Text.
    Text,
    /// Bytes.
    Bytes,
    /// Items of a type, with the check of each.
    Items(RustType<'a>, Option<Check>),
    /// A value.
    Value(BodyValue<'a>),
}

/// A value that is encoded as a body.
#[derive(Debug)]
pub struct BodyValue<'a> {
    /// The encoding.
    pub encoding: Encoding<'a>,
    /// `true` if the type of the value implements `Check`.
    pub is_checked: bool,
    /// `true` if the media type is set, because it differs from that of the encoding.
    pub sets_type: bool,
    /// The check of a value whose type does not implement `Check`, such as a list or map.
    pub check: Option<Check>,
}

/// The encoding of a value.
#[derive(Debug)]
pub enum Encoding<'a> {
    /// JSON.
    Json,
    /// `application/x-www-form-urlencoded`, with the fields that have a style.
    Form(&'a [Part]),
    /// `multipart/form-data`, which the type of the value writes.
    Multipart(&'a [Part]),
    /// `multipart/form-data`, made of the members of the value's JSON.
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
            Media::Form { fields, .. } => Encoding::Form(fields),
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

/// Returns `true` if the shape is a type with a definition of its own.
fn is_type(shape: &Shape) -> bool {
    matches!(shape.ty, Type::Named(_)) && !shape.nullable
}

/// Returns the media type that a body is sent with. For a media range it is the type that the client writes. The range
/// of a body of bytes is left to the caller.
fn sent(media: &Media) -> Cow<'_, str> {
    let described = media.media_type();
    let essence = essence(described);
    let suffix = essence.split_once("*+").map(|(_, suffix)| suffix);
    match (media, suffix) {
        _ if !essence.contains('*') => described.into(),
        (Media::Bytes { .. }, _) => described.into(),
        // The suffix names the syntax of all types in the range.
        (_, Some(suffix)) => format!("application/{suffix}").into(),
        (Media::Text { .. }, None) => "text/plain".into(),
        _ => "application/json".into(),
    }
}
