//! Answers: their forms, by which each is asked for, and their headers.

use super::media::{Group, Kind};
use super::{Lower, docs, problems};
use crate::api::media_type::{essence, word};
use crate::api::{
    Answer, Base, Form, Header, HeaderForm, Media, OperationId, Origin, Response, Shape, Status,
    Type,
};
use crate::document;

/// What is made of the answers of an operation.
pub(super) struct Answers {
    pub(super) responses: Vec<Response>,
    pub(super) forms: Vec<Form>,
    pub(super) headers: Vec<Header>,
}

/// A success with all its forms.
struct Success {
    response: usize,
    groups: Vec<Group>,
}

impl<'s> Lower<'s, '_> {
    /// The answers of an operation.
    pub(super) fn answers(
        &mut self,
        operation: &document::Operation<'s>,
        id: OperationId,
    ) -> Answers {
        // Where no success is described, the default is one too.
        let any = operation.responses.iter().any(|(status, _)| status.is_success());
        let succeeds = |status: Status| status.is_success() || (!any && status == Status::Default);
        let mut lowered = Vec::new();
        for (status, response) in &operation.responses {
            let origin = Origin::new(Base::Response(id, *status));
            let (media, groups) = if succeeds(*status) {
                let groups = self.answer_forms(&response.content, &origin);
                (groups.first().map(|group| group.media.clone()), Some(groups))
            } else {
                (self.only_form(&response.content, &response.location, &origin), None)
            };
            let docs = docs(None, response.description, false);
            let location = response.location.clone();
            lowered.push((Response { status: *status, media, docs, location }, groups));
        }
        lowered.sort_by_key(|(response, _)| response.status);
        let (mut responses, mut successes) = (Vec::new(), Vec::new());
        for (index, (response, groups)) in lowered.into_iter().enumerate() {
            responses.push(response);
            successes.extend(groups.map(|groups| Success { response: index, groups }));
        }
        let described = operation.responses.iter().filter(|(status, _)| succeeds(*status));
        let described: Vec<_> = described.map(|(_, response)| response).collect();
        Answers { responses, forms: forms(&successes), headers: self.headers(&described, id) }
    }

    /// The headers of all successes.
    fn headers(&mut self, responses: &[&document::Response<'s>], id: OperationId) -> Vec<Header> {
        let mut headers: Vec<Header> = Vec::new();
        for header in responses.iter().flat_map(|response| &response.headers) {
            // It is described by `content` (OpenAPI 3.1, 4.8.17.1).
            if header.name.eq_ignore_ascii_case("content-type") {
                continue;
            }
            let same = |name: &str| name.eq_ignore_ascii_case(header.name);
            let (shape, form) = self.header(header, id);
            let Some(known) = headers.iter().find(|known| same(&known.name)) else {
                let in_all = responses.iter().all(|response| {
                    response.headers.iter().any(|header| same(header.name) && header.required)
                });
                headers.push(Header {
                    name: header.name.to_ascii_lowercase(),
                    required: in_all,
                    shape,
                    form,
                    docs: docs(None, header.description, header.deprecated),
                });
                continue;
            };
            if known.shape != shape {
                let location = header.location.clone();
                let what = "a header that is of another type in another answer";
                self.cx.report(problems::not_covered(location, what, "typed as it is there"));
            }
        }
        headers
    }

    fn header(&mut self, header: &document::Header<'s>, id: OperationId) -> (Shape, HeaderForm) {
        let content = header.content.first();
        let is_json = content.is_some_and(|content| Kind::of(content.name) == Kind::Json);
        let schema = header.schema.as_ref().or(content.and_then(|it| it.schema.as_ref()));
        let text = || (Shape::of(Type::Text), HeaderForm::Text);
        let Some(schema) = schema else { return text() };
        let origin = Origin::new(Base::Parameter(id, header.name.to_owned()));
        let mut shape = self.shape(std::slice::from_ref(schema), &origin);
        // What is not there is no header.
        shape.nullable = false;
        shape.rules = crate::api::Rules::default();
        if is_json {
            return (shape, HeaderForm::Json);
        }
        let form = match &shape.ty {
            Type::Any => return text(),
            Type::List(item) if self.is_text(item) => HeaderForm::Texts,
            Type::List(item) if self.is_textual(&item.ty) => HeaderForm::Numbers,
            _ if self.is_text(&shape) => HeaderForm::Text,
            ty if self.is_textual(ty) => HeaderForm::Json,
            _ => {
                let location = header.location.clone();
                let report = problems::not_covered(location, "such a header", "typed as a text");
                self.cx.report(report);
                return text();
            }
        };
        (shape, form)
    }
}

/// The forms of all successes: first the one that is asked for where nothing is said.
fn forms(successes: &[Success]) -> Vec<Form> {
    let preferred: Vec<_> = successes.iter().filter_map(|it| it.groups.first()).collect();
    // A stream is what is asked for only where it is all there is.
    let is_stream = match preferred.first() {
        Some(first) => {
            matches!(first.media, Media::Stream { .. })
                && preferred.iter().all(|group| group.media.reads_as(&first.media))
        }
        None => false,
    };
    let mut plain =
        Form { word: String::new(), accept: Vec::new(), others: Vec::new(), answers: Vec::new() };
    let mut further: Vec<Form> = Vec::new();
    for success in successes {
        let mut groups = success.groups.iter().peekable();
        let first =
            groups.next_if(|first| is_stream || !matches!(first.media, Media::Stream { .. }));
        if first.is_some() || success.groups.is_empty() {
            add(&mut plain, success.response, first);
        }
        for group in groups {
            let same = |form: &&mut Form| {
                form.answers.iter().filter_map(|answer| answer.media.as_ref()).any(|media| {
                    let structured = matches!(media, Media::Json { .. } | Media::Stream { .. });
                    media.reads_as(&group.media)
                        && (structured || media.media_type() == group.media.media_type())
                })
            };
            match further.iter_mut().find(same) {
                Some(form) => add(form, success.response, Some(group)),
                None => {
                    let word = word(group.media.media_type());
                    let mut form =
                        Form { word, accept: Vec::new(), others: Vec::new(), answers: Vec::new() };
                    add(&mut form, success.response, Some(group));
                    further.push(form);
                }
            }
        }
    }
    further.iter_mut().for_each(|form| complete(form, &plain, successes));
    let mut forms = vec![plain];
    forms.append(&mut further);
    name_others(&mut forms);
    forms
}

fn add(form: &mut Form, response: usize, group: Option<&Group>) {
    for media_type in group.iter().flat_map(|group| &group.accept) {
        if !form.accept.contains(media_type) {
            form.accept.push(media_type.clone());
        }
    }
    form.answers.push(Answer { response, media: group.map(|group| group.media.clone()) });
}

/// Adds the successes that do not have the form: they come as they do otherwise, but for those that
/// have a body in place of a stream.
fn complete(form: &mut Form, plain: &Form, successes: &[Success]) {
    let is_stream = form.stream().is_some();
    for success in successes {
        if form.answers.iter().any(|answer| answer.response == success.response) {
            continue;
        }
        let known = plain.answers.iter().find(|answer| answer.response == success.response);
        if known.is_some_and(|answer| answer.media.is_none() || !is_stream) {
            add(form, success.response, success.groups.first());
        }
    }
    form.answers.sort_by_key(|answer| answer.response);
}

/// Notes for each form the media types that the other ones have and it has not.
fn name_others(forms: &mut [Form]) {
    let essences = |form: &Form| form.accept.iter().map(|name| essence(name)).collect::<Vec<_>>();
    let all: Vec<_> = forms.iter().map(essences).collect();
    for (form, own) in forms.iter_mut().zip(&all) {
        for other in all.iter().flatten() {
            if !own.contains(other) && !form.others.contains(other) && !other.contains('*') {
                form.others.push(other.clone());
            }
        }
    }
}
