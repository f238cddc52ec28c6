//! Streams: the content of an item, and the source that it is decoded from.

use std::rc::Rc;

use crate::api::media_type::essence;
use crate::api::{ItemForm, Media, Origin, Shape, Step, Type, TypeId, TypeKind};
use crate::document::{MediaType, Schema};
use crate::lower::merge::Conjunction;
use crate::lower::{Lower, Of, Scope};

/// The fields of an event (WHATWG HTML, 9.2.6; OpenAPI 3.2, 4.14.3).
const FIELDS: [&str; 4] = ["data", "event", "id", "retry"];

impl<'s> Lower<'s, '_> {
    /// Lowers a body that is a stream of items.
    pub(super) fn stream(&mut self, media: &MediaType<'s>, origin: &Origin) -> Media {
        let is_events = essence(media.name) == "text/event-stream";
        let (item, shape) = match self.item_schemas(media) {
            None if is_events => (ItemForm::Raw, Shape::default()),
            None => (ItemForm::Json, Shape::default()),
            Some(schemas) => {
                let origin = origin.step(Step::Item);
                if is_events {
                    self.event(&schemas, origin)
                } else {
                    (ItemForm::Json, self.shape(Of::Place(&schemas), &Scope::at(origin)))
                }
            }
        };
        Media::Stream { media_type: media.name.to_owned(), item, shape }
    }

    /// Returns the schemas of one item: `itemSchema`, or else `schema`.
    ///
    /// A `schema` of an array describes all items (OpenAPI 3.2, 4.14.2). Any other `schema`
    /// describes one item, as is common practice, because OpenAPI 3.1 has no keyword for it.
    fn item_schemas(&mut self, media: &MediaType<'s>) -> Option<Vec<Rc<Schema<'s>>>> {
        if let Some(item) = &media.item {
            return Some(vec![Rc::clone(item)]);
        }
        let schema = media.schema.as_ref()?;
        let conjunction = self.flatten(std::slice::from_ref(schema));
        if conjunction.types() == ["array"] {
            let items = conjunction.items();
            return (!items.is_empty()).then_some(items);
        }
        Some(vec![Rc::clone(schema)])
    }

    /// Lowers an item of an event stream: the event with its fields, or its data alone.
    fn event(&mut self, schemas: &[Rc<Schema<'s>>], origin: Origin) -> (ItemForm, Shape) {
        let conjunction = self.flatten(schemas);
        if !self.is_event(&conjunction) {
            let shape = self.shape(Of::Place(schemas), &Scope::at(origin));
            let item = if self.types.is_text(&shape) { ItemForm::Text } else { ItemForm::Json };
            return (item, shape);
        }
        let shape = if self.has_content(&conjunction) {
            // `contentSchema` describes the data only inside an event. Elsewhere the data is a string.
            self.conjoined(&conjunction, &Scope::of_event(origin))
        } else {
            self.shape(Of::Place(schemas), &Scope::at(origin))
        };
        let is_text = match shape.ty {
            Type::Named(id) => self.has_text_as_data(id),
            _ => false,
        };
        (if is_text { ItemForm::TextEvent } else { ItemForm::Event }, shape)
    }

    /// Returns `true` if a schema describes events: it has `data` and only fields of events.
    fn is_event(&mut self, conjunction: &Conjunction<'s>) -> bool {
        let names = || conjunction.parts.iter().flat_map(|part| &part.properties);
        if !names().all(|(name, _)| FIELDS.contains(name)) {
            return false;
        }
        if names().any(|(name, _)| *name == "data") {
            return true;
        }
        let choices = conjunction.choices();
        !choices.is_empty()
            && choices.into_iter().all(|choice| {
                let choice = self.flatten(&[choice]);
                choice.choosers.is_empty() && self.is_event(&choice)
            })
    }

    /// Returns `true` if `contentSchema` describes the data of an event.
    fn has_content(&mut self, conjunction: &Conjunction<'s>) -> bool {
        let properties = conjunction.parts.iter().flat_map(|part| &part.properties);
        let own = properties
            .filter(|(name, _)| *name == "data")
            .any(|(_, schema)| schema.content.is_some());
        let choices = conjunction.choices();
        own || choices.into_iter().any(|choice| {
            let choice = self.flatten(&[choice]);
            choice.choosers.is_empty() && self.has_content(&choice)
        })
    }

    /// Returns `true` if the data of an event, or of every kind of event, is a string.
    fn has_text_as_data(&self, id: TypeId) -> bool {
        match self.types.kind(id) {
            Some(TypeKind::Struct(object)) => {
                let field = object.fields.iter().find(|field| field.name == "data");
                field.is_some_and(|field| self.types.is_text(&field.shape))
            }
            Some(TypeKind::Union(union)) => union
                .variants
                .iter()
                .all(|variant| variant.named().is_some_and(|id| self.has_text_as_data(id))),
            _ => false,
        }
    }
}
