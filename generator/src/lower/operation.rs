//! Operations: parameters merged, bodies and answers by media type, security by scheme.

use std::collections::HashMap;

use super::media::is_json;
use super::{Lower, docs, problems, schema};
use crate::api::{
    Arena, Base, Body, ListStyle, ObjectStyle, Operation, OperationId, Origin, Parameter, Place,
    Response, Scheme, Segment, Shape, Style, Type, TypeKind,
};
use crate::document::{self, Document, PathItem, Requirement};
use crate::source::Location;

/// What is the same for all operations.
struct Common<'d, 's> {
    document: &'d Document<'s>,
    schemes: &'d [Scheme],
}

impl<'s> Lower<'s, '_> {
    /// Lowers every operation, in the order of the description.
    pub(super) fn operations(
        &mut self,
        document: &Document<'s>,
        schemes: &[Scheme],
    ) -> Arena<Operation> {
        let common = Common { document, schemes };
        let mut operations = Arena::default();
        let mut seen = HashMap::new();
        for item in &document.paths {
            self.path_item(&common, item, &mut operations, &mut seen);
        }
        operations
    }

    fn path_item(
        &mut self,
        common: &Common<'_, 's>,
        item: &PathItem<'s>,
        operations: &mut Arena<Operation>,
        seen: &mut HashMap<&'s str, String>,
    ) {
        let Some(path) = segments(item.template) else {
            let location = item.location.clone();
            let report = problems::broken_template(location, item.template);
            self.cx.mistake(report, "its operations are left out");
            return;
        };
        for operation in &item.operations {
            let place = format!("{} {}", operation.method.as_str(), item.template);
            if let Some(id) = operation.id
                && let Some(first) = seen.insert(id, place)
            {
                let location = operation.location.key("operationId");
                let report = problems::duplicate_operation(location, id, &first);
                self.cx.mistake(report, "its method has another name");
            }
            // The id is the next in line, so that what is inside can be called after it.
            let next = operations.next_id();
            let lowered = self.operation(common, item, operation, &path, next);
            operations.push(lowered);
        }
    }

    fn operation(
        &mut self,
        common: &Common<'_, 's>,
        item: &PathItem<'s>,
        operation: &document::Operation<'s>,
        path: &[Segment],
        id: OperationId,
    ) -> Operation {
        let method = operation.method;
        let parameters = self.parameters(item, operation, path, id);
        Operation {
            id: match operation.id {
                Some(id) => id.to_owned(),
                None => format!("{} {}", method.as_str().to_lowercase(), item.template),
            },
            pinned: operation.rust_name.map(str::to_owned),
            method,
            path: path.to_vec(),
            template: item.template.to_owned(),
            parameters,
            body: self.body(operation, id),
            responses: self.responses(operation, id),
            security: self.security(common, operation),
            idempotent: operation.idempotent.unwrap_or(method.is_idempotent()),
            server: self.server(item, operation),
            tags: operation.tags.iter().map(|&tag| tag.to_owned()).collect(),
            docs: docs(operation.summary, operation.description, operation.deprecated),
            location: operation.location.clone(),
        }
    }

    /// The server of an operation alone, or of its path.
    fn server(
        &mut self,
        item: &PathItem<'s>,
        operation: &document::Operation<'s>,
    ) -> Option<String> {
        let server = operation.servers.first().or(item.servers.first())?;
        let url = super::server_url(server);
        // Others are relative to the description's own address, or would let keys travel openly.
        if url.starts_with("https://") {
            return Some(url);
        }
        let location = server.location.key("url");
        let what = "a server of its own that is not `https`";
        let instead = "the client sends this to its own base URL";
        self.cx.report(problems::not_covered(location, what, instead));
        None
    }

    /// The parameters of a path item and of the operation, which replace those of the same name
    /// and place (OpenAPI 3.1, 4.8.10).
    fn parameters(
        &mut self,
        item: &PathItem<'s>,
        operation: &document::Operation<'s>,
        path: &[Segment],
        id: OperationId,
    ) -> Vec<Parameter> {
        let mut parameters: Vec<Parameter> = Vec::new();
        for parameter in item.parameters.iter().chain(&operation.parameters) {
            let Some(parameter) = self.parameter(parameter, id) else { continue };
            let same = |known: &&mut Parameter| {
                known.name == parameter.name && known.place == parameter.place
            };
            match parameters.iter_mut().find(same) {
                Some(known) => *known = parameter,
                None => parameters.push(parameter),
            }
        }
        let named = |name: &str| {
            path.iter().any(|segment| matches!(segment, Segment::Parameter(n) if n == name))
        };
        for parameter in parameters.iter().filter(|p| p.place == Place::Path && !named(&p.name)) {
            let location = parameter.location.key("name");
            let name = &parameter.name;
            let report = problems::unused_path_parameter(location, name, item.template);
            self.cx.mistake(report, "left out");
        }
        for segment in path {
            let Segment::Parameter(name) = segment else { continue };
            if !parameters.iter().any(|p| p.place == Place::Path && p.name == *name) {
                let method = operation.method.as_str();
                let location = operation.location.clone();
                let report = problems::missing_path_parameter(location.clone(), name, method);
                self.cx.mistake(report, "taken as a text");
                parameters.push(path_text(name, location));
            }
        }
        parameters.retain(|p| p.place != Place::Path || named(&p.name));
        parameters
    }

    fn parameter(
        &mut self,
        parameter: &document::Parameter<'s>,
        id: OperationId,
    ) -> Option<Parameter> {
        // These three are described elsewhere (OpenAPI 3.1, 4.8.12.2).
        let elsewhere = ["accept", "content-type", "authorization"];
        let name = parameter.name.to_lowercase();
        if parameter.place == Place::Header && elsewhere.contains(&name.as_str()) {
            return None;
        }
        let origin = Origin::new(Base::Parameter(id, parameter.name.to_owned()));
        let content = parameter.content.first();
        let schema = match content {
            Some(content) => &content.schema,
            None => &parameter.schema,
        };
        let mut shape = match schema {
            Some(schema) => self.shape(std::slice::from_ref(schema), &origin),
            None if content.is_some_and(|content| is_json(content.name)) => Shape::default(),
            None => Shape::of(Type::Text),
        };
        // What is not there is left out, not sent as `null`.
        shape.nullable = false;
        if parameter.place == Place::Path && shape.rules.min_length == Some(1) {
            // Every client refuses a parameter of the path that is empty.
            shape.rules.min_length = None;
        }
        let style = match content {
            Some(content) if is_json(content.name) => Style::Json,
            Some(_) => Style::Value,
            None => self.style(parameter, &shape.ty),
        };
        Some(Parameter {
            name: parameter.name.to_owned(),
            pinned: parameter.rust_name.map(str::to_owned),
            place: parameter.place,
            required: parameter.required || parameter.place == Place::Path,
            shape,
            style,
            docs: match parameter.description {
                Some(_) => docs(None, parameter.description, parameter.deprecated),
                None => schema::words(schema.as_slice(), docs(None, None, parameter.deprecated)),
            },
            location: parameter.location.clone(),
        })
    }

    /// How a parameter becomes text; `form` and `simple` are the defaults (OpenAPI 3.1, 4.8.12.2).
    fn style(&self, parameter: &document::Parameter<'s>, ty: &Type) -> Style {
        let query = parameter.place == Place::Query;
        match ty {
            Type::List(item) if self.is_textual(&item.ty) && !item.nullable => {
                Style::List(match (parameter.style, parameter.explode) {
                    (Some("spaceDelimited"), _) if query => ListStyle::Space,
                    (Some("pipeDelimited"), _) if query => ListStyle::Pipe,
                    (_, None | Some(true)) if query => ListStyle::Repeated,
                    _ => ListStyle::Comma,
                })
            }
            ty if self.is_textual(ty) => Style::Text,
            ty if query && self.is_object(ty) => {
                Style::Object(match (parameter.style, parameter.explode) {
                    (Some("deepObject"), _) => ObjectStyle::Deep,
                    (_, None | Some(true)) => ObjectStyle::Exploded,
                    _ => ObjectStyle::Comma,
                })
            }
            _ => Style::Value,
        }
    }

    /// Whether values of the type have a text of their own.
    fn is_textual(&self, ty: &Type) -> bool {
        match ty {
            Type::Any | Type::Map(_) | Type::List(_) | Type::Binary => false,
            Type::Named(id) => matches!(self.types[*id].kind, TypeKind::Enum(_)),
            _ => true,
        }
    }

    /// Whether values of the type are objects.
    fn is_object(&self, ty: &Type) -> bool {
        match ty {
            Type::Map(_) => true,
            Type::Named(id) => !matches!(self.types[*id].kind, TypeKind::Enum(_)),
            _ => false,
        }
    }

    fn body(&mut self, operation: &document::Operation<'s>, id: OperationId) -> Option<Body> {
        let body = operation.body.as_ref()?;
        let origin = Origin::new(Base::Body(id));
        let media = self.media(&body.content, &body.location, &origin)?;
        Some(Body {
            required: body.required,
            media,
            docs: docs(None, body.description, false),
            location: body.location.clone(),
        })
    }

    fn responses(&mut self, operation: &document::Operation<'s>, id: OperationId) -> Vec<Response> {
        let mut responses = Vec::new();
        for (status, response) in &operation.responses {
            let origin = Origin::new(Base::Response(id, *status));
            responses.push(Response {
                status: *status,
                media: self.media(&response.content, &response.location, &origin),
                docs: docs(None, response.description, false),
                location: response.location.clone(),
            });
        }
        responses.sort_by_key(|response| response.status);
        responses
    }

    /// The security requirements that the client can meet, by position of the scheme.
    fn security(
        &mut self,
        common: &Common<'_, 's>,
        operation: &document::Operation<'s>,
    ) -> Vec<Vec<usize>> {
        let requirements = operation.security.as_ref().unwrap_or(&common.document.security);
        requirements
            .iter()
            .filter_map(|requirement| self.requirement(common, requirement))
            .collect()
    }

    fn requirement(
        &mut self,
        common: &Common<'_, 's>,
        requirement: &Requirement<'s>,
    ) -> Option<Vec<usize>> {
        let mut alternative = Some(Vec::new());
        for name in &requirement.schemes {
            let declared = &common.document.schemes;
            if !declared.iter().any(|(known, _)| known == name) {
                let known: Vec<_> = declared.iter().map(|(name, _)| *name).collect();
                let location = requirement.location.key(name);
                let report = problems::unknown_scheme(location.clone(), name, &known);
                self.cx.mistake(report.at_key(&location), "the client does not offer it");
            }
            match common.schemes.iter().position(|scheme| scheme.id == *name) {
                Some(scheme) => alternative.iter_mut().for_each(|list| list.push(scheme)),
                None => alternative = None,
            }
        }
        alternative
    }
}

/// A parameter that stands in a path and is described nowhere.
fn path_text(name: &str, location: Location) -> Parameter {
    Parameter {
        name: name.to_owned(),
        pinned: None,
        place: Place::Path,
        required: true,
        shape: Shape::of(Type::Text),
        style: Style::Text,
        docs: docs(None, None, false),
        location,
    }
}

/// A path in pieces; `None` where the braces do not match.
fn segments(template: &str) -> Option<Vec<Segment>> {
    let mut segments = Vec::new();
    let mut rest = template;
    while let Some((literal, after)) = rest.split_once('{') {
        let (name, after) = after.split_once('}')?;
        if literal.contains('}') || name.contains('{') || name.is_empty() {
            return None;
        }
        if !literal.is_empty() {
            segments.push(Segment::Literal(literal.to_owned()));
        }
        segments.push(Segment::Parameter(name.to_owned()));
        rest = after;
    }
    if rest.contains('}') {
        return None;
    }
    if !rest.is_empty() {
        segments.push(Segment::Literal(rest.to_owned()));
    }
    Some(segments)
}
