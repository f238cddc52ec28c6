//! Streams of items: what one item holds, and what it is read from.

use std::rc::Rc;

use crate::api::media_type::essence;
use crate::api::{ItemForm, Literal, Media, Origin, Shape, Step, Type, TypeId, TypeKind};
use crate::document::{MediaType, Schema};
use crate::lower::merge::Conjunction;
use crate::lower::{Lower, Of, Scope};

/// The fields of an event (WHATWG HTML, 9.2.6; OpenAPI 3.2, 4.14.3).
const FIELDS: [&str; 4] = ["data", "event", "id", "retry"];

impl<'s> Lower<'s, '_> {
    /// A body of items one after another.
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

    /// The schemas of one item. `schema` is that of all items where it is that of an array (OpenAPI
    /// 3.2, 4.14.2), and in common use, since OpenAPI 3.1 knows no other place, that of one.
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

    /// What an item of an event stream is: the event with its fields, or its data alone.
    fn event(&mut self, schemas: &[Rc<Schema<'s>>], origin: Origin) -> (ItemForm, Shape) {
        let conjunction = self.flatten(schemas);
        if !self.is_event(&conjunction) {
            let shape = self.shape(Of::Place(schemas), &Scope::at(origin));
            let item = if self.types.is_text(&shape) { ItemForm::Text } else { ItemForm::Json };
            return (item, shape);
        }
        let shape = if self.has_content(&conjunction) {
            // What the data holds counts here, and only here: elsewhere it is a text.
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

    /// Returns `true` if a schema is that of events: objects with data, and with no field that events lack.
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

    /// Returns `true` if the description says what a text of the event's data holds.
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

    /// Returns `true` if the data of an event, or of each kind of event, is text.
    fn has_text_as_data(&self, id: TypeId) -> bool {
        match self.types.kind(id) {
            Some(TypeKind::Struct(object)) => {
                let field = object.fields.iter().find(|field| field.name == "data");
                let constant = object.constants.iter().find(|constant| constant.name == "data");
                field.is_some_and(|field| self.types.is_text(&field.shape))
                    || constant.is_some_and(|it| matches!(it.value, Literal::Text(_)))
            }
            Some(TypeKind::Union(union)) => union
                .variants
                .iter()
                .all(|variant| variant.named().is_some_and(|id| self.has_text_as_data(id))),
            _ => false,
        }
    }
}
