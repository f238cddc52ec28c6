//! Parameters, as they are documented (OpenAPI 3.1, 4.8.12).

use serde_json::Value;
use specwright::{api, document};

use crate::description::Description;
use crate::description::shape::{self, Shape};
use crate::operation::media_type::{MediaType, read_content};
use crate::schema::Schema;
use crate::schema::violation::RequestPart;

/// A parameter.
pub(crate) struct Parameter {
    /// Its name.
    pub(crate) name: String,
    /// Where it travels.
    pub(crate) place: RequestPart,
    /// `true` if it cannot be left out.
    pub(crate) required: bool,
    /// How a value is written as text.
    pub(crate) form: Serialization,
    /// `style`, or the default of its place.
    pub(crate) style: String,
    /// `explode`, or the default of its style.
    pub(crate) explode: bool,
    /// The shape of its values.
    pub(crate) shape: Shape,
    /// The properties of an object.
    pub(crate) properties: Vec<String>,
}

/// How a value is written as text.
pub(crate) enum Serialization {
    /// By style.
    Style(Schema),
    /// As a media type says.
    Content(MediaType),
}

/// Reads a parameter; `None` for a header that has its own place in the description.
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
    let style = parameter.style.unwrap_or(style).to_owned();
    let any = Value::Bool(true);
    let schema = parameter.schema.as_ref().map_or(&any, |it| description.at(&it.location));
    let content = read_content(description, &parameter.content).into_iter().next();
    Some(Parameter {
        name: name.to_owned(),
        place,
        required: parameter.required,
        explode: parameter.explode.unwrap_or(style == "form"),
        style,
        shape: if content.is_some() { Shape::Scalar } else { shape::of(description, schema) },
        properties: shape::properties(description, schema),
        form: content
            .map_or_else(|| Serialization::Style(Schema::new(schema)), Serialization::Content),
    })
}

impl Parameter {
    /// The schema of an object whose members are parameters of the query by themselves.
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
