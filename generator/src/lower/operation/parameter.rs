//! Parameters: merges those of the path item and the operation, and lowers their types and styles.

use std::collections::HashMap;

use super::idempotency;
use super::media::Kind;
use super::origin;
use crate::api::{
    Base, Constraints, Docs, OperationId, Parameter, Place, Segment, Serialization, Shape, Style,
    Type,
};
use crate::document::{self, Delimiter, PathItem};
use crate::lower::schema::words;
use crate::lower::{Lower, Of, Scope, problems};

impl<'s> Lower<'s, '_> {
    /// Lowers the parameters of a path item and an operation.
    ///
    /// A parameter of the operation replaces the one of the same name and place (OpenAPI 3.1, 4.8.10).
    pub(super) fn parameters(
        &mut self,
        item: &PathItem<'s>,
        operation: &document::Operation<'s>,
        path: &[Segment],
        id: OperationId,
    ) -> Vec<Parameter> {
        let most = item.parameters.len() + operation.parameters.len();
        let mut parameters: Vec<Parameter> = Vec::with_capacity(most);
        let mut positions: HashMap<(Place, String), usize> = HashMap::new();
        for parameter in item.parameters.iter().chain(&operation.parameters) {
            let Some(mut parameter) = self.parameter(parameter, id, operation) else { continue };
            self.mark_parameter(&mut parameter, operation, item.template);
            let key = (parameter.place, parameter.name.clone());
            match positions.get(&key).and_then(|at| parameters.get_mut(*at)) {
                Some(known) => *known = parameter,
                None => {
                    positions.insert(key, parameters.len());
                    parameters.push(parameter);
                }
            }
        }
        self.match_path(item, operation, path, &mut parameters);
        parameters
    }

    fn parameter(
        &mut self,
        parameter: &document::Parameter<'s>,
        id: OperationId,
        operation: &document::Operation<'s>,
    ) -> Option<Parameter> {
        // Other parts of a description define these three headers (OpenAPI 3.1, 4.8.12.2).
        let elsewhere = ["accept", "content-type", "authorization"];
        let name = parameter.name.to_lowercase();
        if parameter.place == Place::Header && elsewhere.contains(&name.as_str()) {
            return None;
        }
        let base = Base::Parameter(id, parameter.name.to_owned());
        let scope = Scope::at(origin::of_part(base, &parameter.location, &operation.location));
        let content = parameter.content.first();
        let schema = match content {
            Some(content) => &content.schema,
            None => &parameter.schema,
        };
        let mut shape = match schema {
            Some(schema) => self.shape(Of::Place(std::slice::from_ref(schema)), &scope),
            None if content.is_some_and(|content| Kind::of(content.name) == Kind::Json) => {
                Shape::default()
            }
            None => Shape::of(Type::Text),
        };
        // A parameter without a value is left out, not sent as `null`.
        shape.nullable = false;
        if parameter.place == Place::Path && shape.constraints.min_length == Some(1) {
            // Every generated client refuses an empty path parameter.
            let others = Constraints::clone(&shape.constraints);
            shape.constraints = Constraints { min_length: None, ..others }.into();
        }
        if parameter.idempotency_key == Some(true) && parameter.place != Place::Header {
            let location = parameter.location.key("x-idempotency-key");
            let what = "a key for repeated requests that is no header";
            self.cx.report(problems::not_covered(location, what, "no key is made for a call"));
        }
        if parameter.is_whole_query && !self.is_form(parameter, &shape) {
            return None;
        }
        let serialization = match content {
            _ if parameter.is_whole_query => {
                Serialization::Structured { style: Style::Form, explode: true }
            }
            Some(content) if Kind::of(content.name) == Kind::Json => {
                Serialization::Structured { style: Style::Json, explode: false }
            }
            _ => self.serialization(parameter, &shape),
        };
        Some(Parameter {
            name: parameter.name.to_owned(),
            pinned: parameter.rust_name.map(str::to_owned),
            idempotency_key: idempotency::is_key(parameter),
            place: parameter.place,
            required: parameter.required || parameter.place == Place::Path,
            shape,
            serialization,
            reserved: parameter.reserved && parameter.place == Place::Query,
            docs: match parameter.description {
                Some(_) => Docs::of(None, parameter.description, parameter.deprecated),
                None => words(schema.as_slice(), Docs::of(None, None, parameter.deprecated)),
            },
            content: parameter.described(),
            described: described(parameter),
            location: parameter.location.clone(),
        })
    }

    /// Returns `true` if the whole query is an object as a form. Reports any other query.
    fn is_form(&mut self, parameter: &document::Parameter<'s>, shape: &Shape) -> bool {
        let content = parameter.content.first();
        let is_form = content.is_some_and(|content| Kind::of(content.name) == Kind::Form);
        let is_plain = content.is_some_and(|content| content.encoding.is_empty());
        if is_form && is_plain && self.may_be_object(shape) {
            return true;
        }
        let location = parameter.location.key("in");
        let what = "a whole query that is no plain form";
        self.cx.report(problems::not_covered(location, what, "the parameter is left out"));
        false
    }

    /// Returns the serialization of a parameter (OpenAPI 3.1, 4.8.12.2).
    fn serialization(
        &mut self,
        parameter: &document::Parameter<'s>,
        shape: &Shape,
    ) -> Serialization {
        let style = self.style(parameter);
        // No style says how the items of a list inside a list are joined. Swagger 2.0 does.
        let is_nested = |item: &Shape| matches!(item.ty, Type::List(_));
        if style != Style::DeepObject && matches!(&shape.ty, Type::List(item) if is_nested(item)) {
            let location = parameter.location.clone();
            let instead = "each inner list is sent as JSON";
            self.cx.report(problems::not_covered(
                location,
                "a list of lists in a parameter",
                instead,
            ));
        }
        // `explode` is `true` by default only for `form`.
        let explode = parameter.explode.unwrap_or(style == Style::Form);
        let plain = matches!(style, Style::Simple | Style::Form);
        match &shape.ty {
            // A single value is the same in all styles without a prefix.
            ty if self.types.is_textual(ty) && !matches!(style, Style::Label | Style::Matrix) => {
                Serialization::Text
            }
            Type::List(item) if self.types.is_textual(&item.ty) && !item.nullable => {
                match (parameter.place, style) {
                    (Place::Query, Style::Form) => Serialization::List { style, explode },
                    // With `explode` there is nothing to delimit.
                    (
                        Place::Query,
                        Style::SpaceDelimited | Style::PipeDelimited | Style::TabDelimited,
                    ) => Serialization::List { style, explode: false },
                    (Place::Path | Place::Header, _) if plain => {
                        Serialization::List { style, explode: false }
                    }
                    _ => Serialization::Structured { style, explode },
                }
            }
            _ => Serialization::Structured { style, explode },
        }
    }

    /// Returns the style of a parameter, or the default of its place. Reports a style that the
    /// place does not support.
    fn style(&mut self, parameter: &document::Parameter<'s>) -> Style {
        let default = match parameter.place {
            Place::Path | Place::Header => Style::Simple,
            Place::Query | Place::Cookie => Style::Form,
        };
        if let Some(delimiter) = parameter.delimiter {
            return joined_by(delimiter);
        }
        let Some(name) = parameter.style else { return default };
        match (name, parameter.place) {
            ("simple", Place::Path | Place::Header) => Style::Simple,
            ("label", Place::Path) => Style::Label,
            ("matrix", Place::Path) => Style::Matrix,
            // The style `cookie` only differs in characters that a cookie value cannot contain.
            ("form" | "cookie", Place::Cookie) | ("form", Place::Query) => Style::Form,
            ("spaceDelimited", Place::Query) => Style::SpaceDelimited,
            ("pipeDelimited", Place::Query) => Style::PipeDelimited,
            ("deepObject", Place::Query) => Style::DeepObject,
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
}

/// Returns the style of a list whose items a character joins.
pub(super) fn joined_by(delimiter: Delimiter) -> Style {
    match delimiter {
        Delimiter::Space => Style::SpaceDelimited,
        Delimiter::Tab => Style::TabDelimited,
        Delimiter::Pipe => Style::PipeDelimited,
    }
}

/// Returns the style and `explode` as described.
fn described(parameter: &document::Parameter<'_>) -> (Option<String>, Option<bool>) {
    let joined = parameter.delimiter.map(Delimiter::style);
    (joined.or(parameter.style).map(str::to_owned), parameter.explode)
}
