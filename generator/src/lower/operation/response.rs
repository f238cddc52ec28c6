//! Responses: their forms and their headers.

use std::collections::{HashMap, HashSet};

use super::media::{Group, Kind};
use super::origin;
use crate::api::media_type::{essence, word};
use crate::api::{
    Base, Docs, Form, FormResponse, Header, HeaderForm, Media, Method, OperationId, OrDefault,
    Response, Shape, Status, Type,
};
use crate::document;
use crate::formats::Dates;
use crate::lower::{Lower, Of, Scope, problems};
use crate::source::Location;

/// The lowered responses of an operation.
pub(super) struct Responses {
    pub(super) responses: Vec<Response>,
    pub(super) forms: Vec<Form>,
    pub(super) headers: Vec<Header>,
}

/// A successful response with all its forms.
struct Success {
    response: usize,
    groups: Vec<Group>,
}

impl<'s> Lower<'s, '_> {
    /// Lowers the responses of an operation.
    pub(super) fn responses(
        &mut self,
        operation: &document::Operation<'s>,
        id: OperationId,
    ) -> Responses {
        let succeeds = successes(operation.responses.iter().map(|(status, _)| *status));
        let mut lowered = Vec::new();
        for (status, response) in &operation.responses {
            let status = *status;
            let base = Base::Response(id, status);
            let origin = origin::of_part(base, &response.location, &operation.location);
            if status.is_informational() && operation.is_only_informational() {
                let location = response.location.clone();
                let instead = "the client reads the response that follows";
                self.cx.report(problems::not_covered(location, "a switch of protocols", instead));
            }
            // The response to HEAD has no body (RFC 9110, 9.3.2).
            let is_bodiless = status.is_bodiless() || operation.method == Method::Head;
            let content = if is_bodiless { &[] } else { response.content.as_slice() };
            let (media, groups) = if succeeds(status) {
                let groups = self.response_forms(content, &response.media_types, &origin);
                (groups.first().map(|group| group.media.clone()), Some(groups))
            } else {
                (self.only_form(content, &response.media_types, &origin), None)
            };
            let is_error = status.is_error() || (status.is_redirection() && !succeeds(status));
            let docs = Docs::of(None, response.description, false);
            let described = response.content.iter().map(|media| media.described()).collect();
            let location = response.location.clone();
            let response = Response { status, is_error, media, content: described, docs, location };
            lowered.push((response, groups));
        }
        lowered.sort_by_key(|(response, _)| response.status);
        let (mut responses, mut successes) = (Vec::with_capacity(lowered.len()), Vec::new());
        for (index, (response, groups)) in lowered.into_iter().enumerate() {
            responses.push(response);
            successes.extend(groups.map(|groups| Success { response: index, groups }));
        }
        let has_headers = |status: Status| succeeds(status) || status.is_redirection();
        let described = operation.responses.iter().filter(|(status, _)| has_headers(*status));
        let described: Vec<_> = described.map(|(_, response)| response).collect();
        let mut forms = forms(&successes);
        if let (Method::Head, Some(form)) = (&operation.method, forms.first_mut()) {
            // The headers are those of a response with such a body.
            let content = operation.responses.iter().filter(|(status, _)| succeeds(*status));
            for media in content.flat_map(|(_, response)| &response.content) {
                if !form.accept.iter().any(|known| known == media.name) {
                    form.accept.push(media.name.to_owned());
                }
            }
        }
        Responses { responses, forms, headers: self.headers(&described, id, &operation.location) }
    }

    /// Lowers the headers of all responses that succeed or redirect.
    fn headers(
        &mut self,
        responses: &[&document::Response<'s>],
        id: OperationId,
        operation: &Location,
    ) -> Vec<Header> {
        let mut headers: Vec<Header> = Vec::new();
        let mut positions: HashMap<String, usize> = HashMap::new();
        // The number of responses that require each header.
        let mut always: HashMap<String, usize> = HashMap::new();
        for response in responses {
            let required = response.headers.iter().filter(|header| header.required);
            let names: HashSet<_> = required.map(|it| it.name.to_ascii_lowercase()).collect();
            names.into_iter().for_each(|name| *always.entry(name).or_default() += 1);
        }
        for header in responses.iter().flat_map(|response| &response.headers) {
            // `content` describes this header (OpenAPI 3.1, 4.8.17.1).
            if header.name.eq_ignore_ascii_case("content-type") {
                continue;
            }
            let name = header.name.to_ascii_lowercase();
            let (shape, form) = self.header(header, id, operation);
            let known = positions.get(&name).and_then(|at| headers.get(*at));
            let Some(known) = known else {
                let in_all = always.get(&name).is_some_and(|count| *count == responses.len());
                positions.insert(name.clone(), headers.len());
                headers.push(Header {
                    name,
                    required: in_all,
                    shape,
                    form,
                    docs: Docs::of(None, header.description, header.deprecated),
                });
                continue;
            };
            if known.shape != shape {
                let location = header.location.clone();
                let what = "a header that is of another type in another response";
                self.cx.report(problems::not_covered(location, what, "typed as it is there"));
            }
        }
        headers
    }

    /// Returns `true` if a header of strings holds dates of HTTP, by its format or its name, and dates have a type.
    fn is_http_date(&self, name: &str, format: Option<&str>) -> bool {
        let is_named = || DATES.iter().any(|known| name.eq_ignore_ascii_case(known));
        self.formats.dates != Dates::Text
            && match format {
                Some(format) => format == "http-date",
                None => is_named(),
            }
    }

    fn header(
        &mut self,
        header: &document::Header<'s>,
        id: OperationId,
        operation: &Location,
    ) -> (Shape, HeaderForm) {
        let content = header.content.first();
        let is_json = content.is_some_and(|content| Kind::of(content.name) == Kind::Json);
        let schema = header.schema.as_ref().or(content.and_then(|it| it.schema.as_ref()));
        let text = || (Shape::of(Type::Text), HeaderForm::String);
        let Some(schema) = schema else { return text() };
        let base = Base::Parameter(id, header.name.to_owned());
        let scope = Scope::at(origin::of_part(base, &header.location, operation));
        let mut shape = self.shape(Of::Place(std::slice::from_ref(schema)), &scope);
        // A header without a value is absent, not `null`.
        shape.nullable = false;
        shape.constraints = OrDefault::default();
        if is_json {
            return (shape, HeaderForm::Json);
        }
        let format = self.flatten(std::slice::from_ref(schema)).first(|part| part.format);
        if shape.ty == Type::Text && self.is_http_date(header.name, format) {
            return (shape, HeaderForm::Date);
        }
        let form = match &shape.ty {
            Type::DateTime => HeaderForm::Date,
            Type::Any => return text(),
            Type::List(item) if self.types.is_text(item) => HeaderForm::Strings,
            Type::List(item) if self.types.is_textual(&item.ty) => HeaderForm::Numbers,
            _ if self.types.is_text(&shape) => HeaderForm::String,
            ty if self.types.is_textual(ty) => HeaderForm::Json,
            _ => {
                let location = header.location.clone();
                let report = problems::not_covered(location, "such a header", "typed as a text");
                self.cx.report(report);
                self.cx.losses.push(operation.clone());
                return text();
            }
        };
        (shape, form)
    }
}

/// The headers of responses whose values are dates (RFC 9110; RFC 8594, 3).
const DATES: [&str; 4] = ["date", "expires", "last-modified", "sunset"];

/// Returns the predicate for the statuses of successes: those of 2xx; without one, redirections; without both, the default.
fn successes(statuses: impl Iterator<Item = Status> + Clone) -> fn(Status) -> bool {
    if statuses.clone().any(Status::is_success) {
        Status::is_success
    } else if statuses.clone().any(Status::is_redirection) {
        Status::is_redirection
    } else {
        |status| status == Status::Default
    }
}

/// Returns the forms of the successful responses, the default form first.
fn forms(successes: &[Success]) -> Vec<Form> {
    let is_stream = is_stream(successes);
    let mut plain = Form::default();
    let mut further: Vec<Form> = Vec::new();
    for success in successes {
        let mut groups = success.groups.iter().peekable();
        let is_plain = |first: &&Group| is_stream || !matches!(first.media, Media::Stream { .. });
        let first = groups.next_if(is_plain);
        if first.is_some() || success.groups.is_empty() {
            success.add_to(&mut plain, first);
        }
        for group in groups {
            match further.iter_mut().find(|form| has_form(form, group)) {
                Some(form) => success.add_to(form, Some(group)),
                None => {
                    let word = word(group.media.media_type());
                    let mut form = Form { word, ..Form::default() };
                    success.add_to(&mut form, Some(group));
                    further.push(form);
                }
            }
        }
    }
    further.iter_mut().for_each(|form| complete(form, &plain, successes));
    [plain].into_iter().chain(further).collect()
}

/// Returns `true` if the default form is a stream: only if all successes prefer the same stream.
fn is_stream(successes: &[Success]) -> bool {
    let mut preferred = successes.iter().filter_map(|success| success.groups.first());
    let Some(first) = preferred.next() else { return false };
    matches!(first.media, Media::Stream { .. })
        && preferred.all(|group| group.media.reads_as(&first.media))
}

/// Returns `true` if a response of the form is decoded like the group.
fn has_form(form: &Form, group: &Group) -> bool {
    form.responses.iter().filter_map(|listed| listed.media.as_ref()).any(|media| {
        let is_structured = matches!(media, Media::Json { .. } | Media::Stream { .. });
        media.reads_as(&group.media)
            && (is_structured || media.media_type() == group.media.media_type())
    })
}

/// Adds the successes that do not have this form, in their default form.
///
/// A success whose default form has a body is not added to a form that is a stream.
fn complete(form: &mut Form, plain: &Form, successes: &[Success]) {
    let is_stream = form.stream().is_some();
    for success in successes {
        if form.responses.iter().any(|listed| listed.response == success.response) {
            continue;
        }
        let known = plain.responses.iter().find(|listed| listed.response == success.response);
        if known.is_some_and(|listed| listed.media.is_none() || !is_stream) {
            success.add_to(form, success.groups.first());
        }
    }
    form.responses.sort_by_key(|listed| listed.response);
}

impl Success {
    /// Adds one form of this success, or its empty body, to a form of the operation.
    fn add_to(&self, form: &mut Form, group: Option<&Group>) {
        for media_type in group.iter().flat_map(|group| &group.accept) {
            if !form.accept.contains(media_type) {
                form.accept.push(media_type.clone());
            }
        }
        let names = |group: &Group| group.accept.iter().map(|it| essence(it)).collect::<Vec<_>>();
        let own = group.map(names).unwrap_or_default();
        let others = self.groups.iter().flat_map(names);
        form.responses.push(FormResponse {
            response: self.response,
            media: group.map(|group| group.media.clone()),
            others: others.filter(|name| !own.contains(name) && !name.contains('*')).collect(),
        });
    }
}
