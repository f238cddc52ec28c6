//! Parameters (OpenAPI 3.1, section 4.8.12).

use serde_json::Value;
use specwright::{api, document};

use crate::description::Description;
use crate::description::shape::{self, Shape};
use crate::operation::media_type::{MediaType, read_content};
use crate::schema::Schema;
use crate::schema::violation::RequestPart;

/// A parameter.
pub(crate) struct Parameter {
    /// The name.
    pub(crate) name: String,
    /// The part of the request that contains it.
    pub(crate) place: RequestPart,
    /// `true` if its value is the whole query (`in: querystring`).
    pub(crate) is_whole_query: bool,
    /// `true` if the parameter is required.
    pub(crate) required: bool,
    /// The serialization of its value.
    pub(crate) form: Serialization,
    /// `style`, or the default for its part of the request.
    pub(crate) style: String,
    /// `explode`, or the default for its style.
    pub(crate) explode: bool,
    /// The shape of its value.
    pub(crate) shape: Shape,
    /// The properties of an object value.
    pub(crate) properties: Vec<String>,
}

/// The serialization of a parameter.
pub(crate) enum Serialization {
    /// `schema` with a style.
    Style(Schema),
    /// `content` with a media type.
    Content(MediaType),
}

/// Reads a parameter; `None` for a header that OpenAPI describes elsewhere.
pub(crate) fn read(
    description: &Description,
    parameter: &document::Parameter<'_>,
) -> Option<Parameter> {
    let (place, style) = match parameter.place {
        api::Place::Path => (RequestPart::Path, "simple"),
        api::Place::Query => (RequestPart::Query, "form"),
        api::Place::Header => (RequestPart::Header, "simple"),
        api::Place::Cookie => (RequestPart::Cookie, "form"),
    };
    let name = parameter.name;
    let elsewhere = ["accept", "content-type", "authorization"];
    if place == RequestPart::Header
        && elsewhere.iter().any(|known| name.eq_ignore_ascii_case(known))
    {
        return None;
    }
    let style = match parameter.delimiter {
        Some(delimiter) => delimiter.style(),
        None => parameter.style.unwrap_or(style),
    }
    .to_owned();
    let any = Value::Bool(true);
    let schema = parameter.schema.as_ref().map_or(&any, |it| description.at(&it.location));
    let content = read_content(description, &parameter.content).into_iter().next();
    Some(Parameter {
        name: name.to_owned(),
        place,
        is_whole_query: parameter.is_whole_query,
        required: parameter.required,
        explode: parameter.explode.unwrap_or(style == "form"),
        style,
        shape: if content.is_some() { Shape::Scalar } else { shape::of(description, schema) },
        properties: shape::properties(description, schema),
        form: content
            .map_or_else(|| Serialization::Style(Schema::new(schema)), Serialization::Content),
    })
}

/// Reads the fields of a form whose `encoding` sets a style. They are written as query parameters are (OpenAPI 3.1,
/// 4.8.15.2).
pub(crate) fn read_fields(
    description: &Description,
    media: &document::MediaType<'_>,
) -> Vec<Parameter> {
    let Some(form) = media.schema.as_ref().map(|it| description.at(&it.location)) else {
        return Vec::new();
    };
    let field = |encoding: &document::Encoding<'_>| {
        let schema = shape::property(description, form, encoding.name);
        let schema = schema.filter(|_| encoding.is_styled())?;
        let style = encoding.delimiter.map(document::Delimiter::style).or(encoding.style);
        let style = style.unwrap_or("form").to_owned();
        Some(Parameter {
            name: encoding.name.to_owned(),
            place: RequestPart::Query,
            is_whole_query: false,
            required: false,
            explode: encoding.explode.unwrap_or(style == "form"),
            style,
            shape: shape::of(description, schema),
            properties: shape::properties(description, schema),
            form: Serialization::Style(Schema::new(schema)),
        })
    };
    media.encoding.iter().filter_map(field).collect()
}

impl Parameter {
    /// Returns `true` if a pair of a query or form with this name belongs to the value.
    pub(crate) fn has_pair(&self, name: &str) -> bool {
        let rest = name.strip_prefix(self.name.as_str());
        match (self.style.as_str(), self.shape) {
            ("deepObject", _) => rest.is_some_and(|rest| rest.starts_with('[')),
            ("form", Shape::Object) if self.explode => self.properties.iter().any(|it| it == name),
            _ => rest == Some(""),
        }
    }

    /// Returns the schema of an object whose properties are separate query parameters.
    pub(crate) fn spread(&self) -> Option<&Schema> {
        let spreads =
            self.place == RequestPart::Query && self.explode && self.shape == Shape::Object;
        match &self.form {
            Serialization::Style(schema) if spreads => Some(schema),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use specwright::source::Source;

    use super::*;
    use crate::api::Api;

    fn parameters(parameter: &Value) -> Vec<Parameter> {
        let text =
            format!("openapi: 3.1.0\npaths: {{ /a: {{ get: {{ parameters: [{parameter}] }} }} }}");
        let mut api = Api::new(&Source::from_text("a.yaml", text).unwrap()).unwrap();
        api.operations.swap_remove(0).parameters
    }

    #[test]
    fn headers_with_a_place_of_their_own_are_no_parameters() {
        assert!(parameters(&json!({"in": "header", "name": "Accept"})).is_empty());
    }
}
