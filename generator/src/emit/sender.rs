//! The methods that send a call, as text: for whoever compares clients.

use super::answer::{Asked, media_type, output};
use super::{Context, shape, stream};
use crate::api::{Answer, OperationId};

/// A method that sends a call.
#[derive(Clone, Debug)]
pub struct Sender {
    /// Its name; its blocking sibling has `_blocking` behind it.
    pub method: String,
    /// The successes that it reads, by position in [`Operation::responses`](crate::api::Operation::responses).
    pub statuses: Vec<usize>,
    /// What it brings.
    pub brings: Brought,
}

/// What a call that succeeds brings.
#[derive(Clone, Debug)]
pub enum Brought {
    /// A value of this type.
    One(String),
    /// One of several, by status: the enum's own name where the form is not the usual one, and its variants with what
    /// they hold.
    ByStatus(Option<String>, Vec<(String, String)>),
}

pub(super) fn senders(cx: Context<'_>, id: OperationId) -> Vec<Sender> {
    let operation = &cx.api.operations[id];
    let names = cx.names.of_operation(id);
    let mut senders = Vec::new();
    for (form, form_names) in operation.forms.iter().zip(&names.forms) {
        let asked = Asked { operation, id, form, names: form_names };
        let statuses: Vec<_> = form.answers.iter().map(|answer| answer.response).collect();
        let mut add = |method: &dyn ToString, brings| {
            let (method, statuses) = (method.to_string(), statuses.clone());
            senders.push(Sender { method, statuses, brings });
        };
        if let Some(media) = form.stream() {
            let item = stream::item(cx, media).0;
            add(&form_names.send, one(format!("rt::ItemStream<{}>", text(&item))));
            if form.is_events() {
                add(&form_names.follow, one(format!("rt::Following<{}>", text(&item))));
            }
            continue;
        }
        let brings = brought(cx, asked);
        let is_usual = form.word.is_empty();
        add(&form_names.send, brings);
        if is_usual && !operation.headers.is_empty() {
            add(&"send_with_headers", one("the same, with headers".to_owned()));
        }
        if form.is_bytes() {
            add(&form_names.open, one("rt::ByteStream".to_owned()));
        }
        if let Some(paging) = operation.paging.as_ref().filter(|_| is_usual) {
            let item = text(&shape::value(cx, &paging.item));
            add(&"items", one(format!("rt::PageItems<{item}>")));
            add(&"pages", one("the pages that `send()` brings".to_owned()));
        }
    }
    senders
}

fn one(ty: String) -> Brought {
    Brought::One(ty)
}

fn brought(cx: Context<'_>, asked: Asked<'_>) -> Brought {
    let (ty, enumeration, _) = output(cx, asked);
    if enumeration.is_empty() {
        return one(text(&ty));
    }
    let names = &cx.names.of_operation(asked.id).responses;
    let variant = |answer: &Answer| {
        let name = names.get(answer.response)?.to_string();
        let ty = answer.media.as_ref().map(|media| text(&media_type(cx, Some(media))));
        Some((name, ty.unwrap_or_default()))
    };
    let item = (!asked.form.word.is_empty()).then(|| asked.names.answer.to_string());
    Brought::ByStatus(item, asked.form.answers.iter().filter_map(variant).collect())
}

/// Between the tokens of a type, spaces mean nothing.
pub(super) fn text(ty: &proc_macro2::TokenStream) -> String {
    ty.to_string().replace(' ', "").replace(',', ", ")
}
