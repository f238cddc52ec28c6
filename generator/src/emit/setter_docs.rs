//! The docs of setters and fields: the text of the description, the name of the property or parameter, its constraints.

use proc_macro2::TokenStream;
use quote::quote;

use crate::api::{Docs, Place};
use crate::emit::docs;
use crate::model::{Direction, Field, Parameter};

/// The setter of the optional body of a call.
pub(crate) const BODY: &str = "Sets the request body.";

/// The setter of the map of a struct.
pub(crate) const OTHER_PROPERTIES: &str = "Sets all other properties.";

/// Returns the docs of the setter of a property.
pub(crate) fn property(field: &Field<'_>) -> TokenStream {
    let described = field.described;
    let name = docs::visible(&described.name);
    let sets =
        format!("Sets the `{name}` property{}.", limits(&described.shape.constraints.phrases()));
    docs::attributes(&after(&docs::first_paragraph(&described.docs), &sets))
}

/// Returns the docs of the setter of a parameter.
pub(crate) fn parameter(parameter: &Parameter<'_>) -> TokenStream {
    let described = parameter.described;
    let (name, place) = (docs::visible(&described.name), place(described.place));
    let limits = limits(&described.shape.constraints.phrases());
    let sets = format!("Sets the `{name}` {place}{limits}.");
    followed_by(&described.docs, &sets)
}

/// Returns the docs of a field.
pub(crate) fn field(field: &Field<'_>) -> TokenStream {
    let described = field.described;
    let constraints = described.shape.constraints.phrases();
    let name = docs::visible(&described.name);
    let words =
        docs::emit(&described.docs, &format!("The `{name}` property{}.", limits(&constraints)));
    let constraint = (docs::has_text(&described.docs) && !constraints.is_empty())
        .then(|| docs::attributes(&format!("\nConstraint: {}.", constraints.join(", "))));
    let direction = field.direction.map(|direction| {
        docs::attributes(match direction {
            Direction::Response => "\nRead-only: only responses contain this property.",
            Direction::Request => "\nWrite-only: only requests contain this property.",
        })
    });
    let constant = described.constant.as_ref().map(|value| {
        let value = docs::visible(&docs::json(value));
        docs::attributes(&format!(
            "\nThe API description allows only `{value}`. `new` fills it in, and another received value is kept."
        ))
    });
    quote!(#words #constraint #direction #constant)
}

/// Returns the docs of the required parameters of a method, as a list; empty if there is nothing to say of them.
pub(crate) fn arguments(parameters: &[&Parameter<'_>]) -> String {
    let item = |parameter: &&Parameter<'_>| {
        let described = parameter.described;
        let about = docs::brief(&described.docs);
        let constraints = described.shape.constraints.phrases().join(", ");
        let about = match (about.as_str(), constraints.as_str()) {
            ("", "") => return None,
            (about, "") => about.to_owned(),
            ("", constraints) => format!("{constraints}."),
            (about, constraints) => format!("{about} ({constraints})"),
        };
        Some(format!("- `{}`: {about}", parameter.name))
    };
    let items: Vec<_> = parameters.iter().filter_map(item).collect();
    items.join("\n")
}

/// Returns the docs of the setter of a credential for the security scheme with this id.
pub(crate) fn credential(docs: &Docs, scheme: &str) -> TokenStream {
    let scheme = docs::visible(scheme);
    followed_by(docs, &format!("Sets the credential for the security scheme `{scheme}`."))
}

/// Returns the text of a description, followed by a sentence.
pub(crate) fn followed_by(docs: &Docs, sentence: &str) -> TokenStream {
    let words = docs::emit(docs, sentence);
    let sentence = docs::has_text(docs).then(|| docs::attributes(&format!("\n{sentence}")));
    quote!(#words #sentence)
}

fn after(text: &str, sentence: &str) -> String {
    if text.is_empty() { sentence.to_owned() } else { format!("{text}\n\n{sentence}") }
}

fn limits(constraints: &[String]) -> String {
    if constraints.is_empty() { String::new() } else { format!(" ({})", constraints.join(", ")) }
}

fn place(place: Place) -> &'static str {
    match place {
        Place::Path => "path parameter",
        Place::Query => "query parameter",
        Place::Header => "header",
        Place::Cookie => "cookie",
    }
}
