//! Operations: parameters merged, bodies and answers by media type, security by scheme.

use std::collections::{HashMap, HashSet};

use super::answer::Answers;
use super::media::Kind;
use super::paths::Paths;
use super::template::Template;
use super::{Lower, docs, groups, idempotency, problems, schema};
use crate::api::{
    Arena, Base, Body, Group, GroupId, Layout, ListStyle, Operation, OperationId, Origin,
    Parameter, Place, Scheme, Segment, Shape, Style, Type, TypeKind,
};
use crate::document::{self, Document, PathItem, Requirement};
use crate::report::did_you_mean;
use crate::source::Location;

/// What is the same for all operations.
pub(super) struct Common<'d, 's> {
    document: &'d Document<'s>,
    /// The positions of those that the client has.
    schemes: HashMap<&'d str, usize>,
    declared: HashSet<&'s str>,
    groups: HashMap<&'d str, GroupId>,
}

impl<'s> Lower<'s, '_> {
    /// Lowers every operation, in the order of the description, and names those that are left out.
    pub(super) fn operations(
        &mut self,
        document: &Document<'s>,
        schemes: &[Scheme],
        groups: &Arena<Group>,
    ) -> (Arena<Operation>, Vec<String>) {
        let common = Common {
            document,
            schemes: schemes.iter().enumerate().map(|(at, it)| (it.id.as_str(), at)).collect(),
            declared: document.schemes.iter().map(|(name, _)| *name).collect(),
            groups: groups::by_name(groups),
        };
        let mut paths = Paths::default();
        for item in &document.paths {
            self.path_item(&common, item, &mut paths);
        }
        (paths.operations, paths.left_out)
    }

    pub(super) fn operation(
        &mut self,
        common: &Common<'_, 's>,
        item: &PathItem<'s>,
        operation: &document::Operation<'s>,
        path: &Template<'s>,
        id: OperationId,
    ) -> Operation {
        let method = &operation.method;
        self.note_pages(id, &operation.pagination);
        let parameters = self.parameters(item, operation, &path.segments, id);
        let query = path.query(&parameters);
        let idempotency_key = idempotency::header(method, &parameters);
        let body = self.body(operation, id);
        let Answers { responses, forms, headers } = self.answers(operation, id);
        Operation {
            id: operation.name(item.template),
            pinned: operation.rust_name.map(str::to_owned),
            method: method.clone(),
            path: path.segments.clone(),
            query,
            template: item.template.to_owned(),
            parameters,
            body,
            responses,
            forms,
            headers,
            security: self.security(common, operation),
            paging: None,
            idempotent: operation.idempotent.unwrap_or(method.is_idempotent()),
            idempotency_key,
            server: self.server(item, operation),
            group: operation.tags.first().and_then(|tag| common.groups.get(tag).copied()),
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
        let mut positions: HashMap<(Place, String), usize> = HashMap::new();
        for parameter in item.parameters.iter().chain(&operation.parameters) {
            let Some(parameter) = self.parameter(parameter, id) else { continue };
            let key = (parameter.place, parameter.name.clone());
            match positions.get(&key).and_then(|at| parameters.get_mut(*at)) {
                Some(known) => *known = parameter,
                None => {
                    positions.insert(key, parameters.len());
                    parameters.push(parameter);
                }
            }
        }
        let in_path = path.iter().filter_map(|segment| match segment {
            Segment::Parameter(name) => Some(name.as_str()),
            Segment::Literal(_) => None,
        });
        let in_path: HashSet<&str> = in_path.collect();
        let named = |name: &str| in_path.contains(name);
        for parameter in parameters.iter().filter(|p| p.place == Place::Path && !named(&p.name)) {
            let location = parameter.location.key("name");
            let name = &parameter.name;
            let report = problems::unused_path_parameter(location, name, item.template);
            self.cx.mistake(report, "left out");
        }
        let unnamed = parameters.iter().filter(|p| p.place == Place::Path && !named(&p.name));
        let unnamed: Vec<String> = unnamed.map(|parameter| parameter.name.clone()).collect();
        for segment in path {
            let Segment::Parameter(name) = segment else { continue };
            if positions.contains_key(&(Place::Path, name.clone())) {
                continue;
            }
            // One by nearly this name was said to have no place in the path: one slip, one report.
            if did_you_mean(name, unnamed.iter().map(String::as_str)).is_none() {
                let method = operation.method.as_str();
                let location = operation.location.clone();
                let report = problems::missing_path_parameter(location.clone(), name, method);
                self.cx.mistake(report, "taken as a text");
                positions.insert((Place::Path, name.clone()), parameters.len());
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
            None if content.is_some_and(|content| Kind::of(content.name) == Kind::Json) => {
                Shape::default()
            }
            None => Shape::of(Type::Text),
        };
        // What is not there is left out, not sent as `null`.
        shape.nullable = false;
        if parameter.place == Place::Path && shape.rules.min_length == Some(1) {
            // Every client refuses a parameter of the path that is empty.
            shape.rules.min_length = None;
        }
        if parameter.idempotency_key == Some(true) && parameter.place != Place::Header {
            let location = parameter.location.key("x-idempotency-key");
            let what = "a key for repeated requests that is no header";
            self.cx.report(problems::not_covered(location, what, "no key is made for a call"));
        }
        let style = match content {
            Some(content) if Kind::of(content.name) == Kind::Json => {
                Style::Structured { layout: Layout::Json, explode: false }
            }
            _ => self.style(parameter, &shape),
        };
        Some(Parameter {
            name: parameter.name.to_owned(),
            pinned: parameter.rust_name.map(str::to_owned),
            idempotency_key: idempotency::is_key(parameter),
            place: parameter.place,
            required: parameter.required || parameter.place == Place::Path,
            shape,
            style,
            reserved: parameter.reserved && parameter.place == Place::Query,
            docs: match parameter.description {
                Some(_) => docs(None, parameter.description, parameter.deprecated),
                None => schema::words(schema.as_slice(), docs(None, None, parameter.deprecated)),
            },
            location: parameter.location.clone(),
        })
    }

    /// How a parameter becomes text (OpenAPI 3.1, 4.8.12.2).
    fn style(&mut self, parameter: &document::Parameter<'s>, shape: &Shape) -> Style {
        let layout = self.layout(parameter);
        // `explode` is on by default for `form` alone.
        let explode = parameter.explode.unwrap_or(layout == Layout::Form);
        let plain = matches!(layout, Layout::Simple | Layout::Form);
        match &shape.ty {
            // One value looks the same in all styles that write no prefix.
            ty if self.is_textual(ty) && !matches!(layout, Layout::Label | Layout::Matrix) => {
                Style::Text
            }
            Type::List(item) if self.is_textual(&item.ty) && !item.nullable => {
                match (parameter.place, layout) {
                    (Place::Query, Layout::Form) if explode => Style::List(ListStyle::Repeated),
                    (Place::Query, Layout::Form) => Style::List(ListStyle::Comma),
                    (Place::Query, Layout::Spaces) => Style::List(ListStyle::Space),
                    (Place::Query, Layout::Pipes) => Style::List(ListStyle::Pipe),
                    (Place::Path | Place::Header, _) if plain => Style::List(ListStyle::Comma),
                    _ => Style::Structured { layout, explode },
                }
            }
            _ => Style::Structured { layout, explode },
        }
    }

    /// The style of a parameter: the one that it names, or the default of its place. One that its
    /// place does not have is reported.
    fn layout(&mut self, parameter: &document::Parameter<'s>) -> Layout {
        let default = match parameter.place {
            Place::Path | Place::Header => Layout::Simple,
            Place::Query | Place::Cookie => Layout::Form,
        };
        let Some(name) = parameter.style else { return default };
        match (name, parameter.place) {
            ("simple", Place::Path | Place::Header) => Layout::Simple,
            ("label", Place::Path) => Layout::Label,
            ("matrix", Place::Path) => Layout::Matrix,
            // `cookie` differs by what it leaves unescaped, which a cookie could not carry anyway.
            ("form" | "cookie", Place::Cookie) | ("form", Place::Query) => Layout::Form,
            ("spaceDelimited", Place::Query) => Layout::Spaces,
            ("pipeDelimited", Place::Query) => Layout::Pipes,
            ("deepObject", Place::Query) => Layout::Deep,
            _ => {
                let location = parameter.location.key("style");
                let known = match parameter.place {
                    Place::Path => ["simple", "label", "matrix"].as_slice(),
                    Place::Query => &["form", "spaceDelimited", "pipeDelimited", "deepObject"],
                    Place::Header => &["simple"],
                    Place::Cookie => &["form", "cookie"],
                };
                let report = problems::unknown_style(location, name, known);
                self.cx.mistake(report, "the default is taken");
                default
            }
        }
    }

    /// Whether values of the type have a text of their own.
    pub(super) fn is_textual(&self, ty: &Type) -> bool {
        match ty {
            Type::Any | Type::Map(_) | Type::List(_) | Type::Binary => false,
            Type::Named(id) => matches!(self.types[*id].kind, TypeKind::Enum(_)),
            _ => true,
        }
    }

    fn body(&mut self, operation: &document::Operation<'s>, id: OperationId) -> Option<Body> {
        let body = operation.body.as_ref()?;
        let origin = Origin::new(Base::Body(id));
        let forms = self.body_forms(&body.content, &body.location, &origin);
        if forms.is_empty() {
            return None;
        }
        Some(Body {
            required: body.required,
            forms,
            docs: docs(None, body.description, false),
            location: body.location.clone(),
        })
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
        for (name, scopes) in requirement.schemes.iter().zip(&requirement.scopes) {
            if !common.declared.contains(name) {
                let declared = &common.document.schemes;
                let known: Vec<_> = declared.iter().map(|(name, _)| *name).collect();
                let location = requirement.location.key(name);
                let report = problems::unknown_scheme(location.clone(), name, &known);
                self.cx.mistake(report.at_key(&location), "the client does not offer it");
            }
            match common.schemes.get(name) {
                Some(&scheme) => {
                    self.note_scopes(scheme, scopes);
                    alternative.iter_mut().for_each(|list| list.push(scheme));
                }
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
        idempotency_key: false,
        reserved: false,
        docs: docs(None, None, false),
        location,
    }
}
