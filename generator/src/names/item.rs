//! Names of the types and of the inline schemas that share them.

#![allow(clippy::indexing_slicing, reason = "tables as long as the arenas")]

use std::collections::HashMap;

use super::assign::{Wish, are_shared, assign};
use super::name::Name;
use super::places::Places;
use super::status::status_word;
use super::text::{self, Case, joined, plain, spelled};
use super::types::PRELUDE;
use crate::api::{Api, Base, InlineId, OperationId, Origin, Step, TypeId, TypeKind};
use crate::source::Location;

/// The names of types and inline schemas.
pub(super) struct Items {
    /// The names of the types, by index.
    pub(super) types: Vec<Name>,
    /// The names of the inline schemas, by index.
    pub(super) inline: Vec<Name>,
}

/// Returns the names of the types and of the inline schemas. An inline schema has a name of its own, also if an equal one
/// gave the type its name: so the name does not depend on the other.
pub(super) fn find(api: &Api, ids: &[String]) -> Items {
    let cx = Context::new(api, ids);
    let mut wishes: Vec<_> = api.types.iter().map(|(id, _)| of_type(&cx, id)).collect();
    let mut origins: Vec<_> = api.types.iter().map(|(id, def)| (&def.origin, id)).collect();
    // Inline schemas of one type that would have the same name share it.
    let mut known: HashMap<(TypeId, String), usize> = HashMap::new();
    for (id, _) in api.types.iter() {
        let wish = &wishes[id.index()];
        known.insert((id, key(wish)), id.index());
    }
    let mut positions = vec![0; api.inline.len()];
    let mut inline: Vec<_> = api.inline.iter().map(|(id, _)| (of_inline(&cx, id), id)).collect();
    inline.sort_by(|(a, _), (b, _)| a.place.cmp(&b.place));
    for (wish, id) in inline {
        let next = wishes.len();
        let position = *known.entry((api.inline[id].ty, key(&wish))).or_insert(next);
        if position == next {
            wishes.push(wish);
            origins.push((&api.inline[id].origin, api.inline[id].ty));
        }
        positions[id.index()] = position;
    }
    let are_shared = are_shared(&wishes, &PRELUDE);
    for ((wish, (origin, ty)), is_shared) in wishes.iter_mut().zip(origins).zip(are_shared) {
        if is_shared {
            wish.names.extend(longer(&cx, origin, &api.types[ty].kind));
        }
    }
    let mut names = assign(&wishes, &PRELUDE);
    let inline = positions.into_iter().map(|position| names[position].clone()).collect();
    names.truncate(api.types.len());
    Items { types: names, inline }
}

/// The description, and the words that its operations are named by.
struct Context<'a> {
    api: &'a Api,
    ids: &'a [String],
    /// The words of operations that have fewer than their ids, by id.
    shorter: HashMap<&'a str, &'a str>,
    places: Places,
}

impl<'a> Context<'a> {
    fn new(api: &'a Api, ids: &'a [String]) -> Self {
        let operations = api.operations.iter().zip(ids);
        let shorter = operations.filter(|((_, operation), id)| operation.id != **id);
        let shorter = shorter.map(|((_, operation), id)| (operation.id.as_str(), id.as_str()));
        Self { api, ids, shorter: shorter.collect(), places: Places::new(api) }
    }

    /// Returns the words of a component that FastAPI names after an operation: `Body_create_file_files__post`.
    fn body(&self, component: &str) -> Option<String> {
        let id = component.strip_prefix("Body_")?;
        self.shorter.get(id).map(|id| format!("Body_{id}"))
    }
}

/// Returns the text by which two wishes for one type are the same.
fn key(wish: &Wish) -> String {
    wish.pinned.clone().unwrap_or_else(|| wish.names.first().cloned().unwrap_or_default())
}

fn of_type(cx: &Context<'_>, id: TypeId) -> Wish {
    let def = &cx.api.types[id];
    wish(cx, &def.origin, def.pinned.as_deref(), &def.location)
}

fn of_inline(cx: &Context<'_>, id: InlineId) -> Wish {
    let inline = &cx.api.inline[id];
    wish(cx, &inline.origin, inline.pinned.as_deref(), &inline.location)
}

/// Returns the wish of a type or inline schema, with its first candidate alone: few items need a longer one.
fn wish(cx: &Context<'_>, origin: &Origin, pinned: Option<&str>, location: &Location) -> Wish {
    let words = origin_words(cx, origin, singular);
    let plainly = plain(&words.join(" "), Case::Camel);
    let joined = plain(&joined(&words), Case::Camel);
    // A component has priority over an inline schema. A name of all words has priority over one with words left out.
    let is_component = matches!(origin.base, Base::Component(_)) && origin.steps.is_empty();
    let rank = if is_component { 0 } else { 1 + u8::from(joined != plainly) };
    Wish {
        pinned: pinned.map(|name| text::pinned(name, Case::Camel)),
        names: vec![joined],
        rank,
        place: format!("{location} {}", words.join(" ")),
    }
}

/// Returns the candidates for the name of an item behind its first one.
fn longer(cx: &Context<'_>, origin: &Origin, kind: &TypeKind) -> Vec<String> {
    let words = origin_words(cx, origin, singular);
    let all = origin_words(cx, origin, |name| format!("{name} item")).join(" ");
    let plainly = plain(&words.join(" "), Case::Camel);
    // The last candidate ends with the kind of the type.
    let kind = match kind {
        TypeKind::Struct(_) => "Object",
        TypeKind::Union(_) => "Choice",
        TypeKind::Enum(_) => "Value",
        TypeKind::Tuple(_) => "Tuple",
        TypeKind::Recursive(_) => "Items",
    };
    let last = format!("{plainly}{kind}");
    let mut names = vec![plainly];
    names.extend(cx.places.longer(origin, &words).into_iter().map(|it| plain(&it, Case::Camel)));
    names.extend([plain(&all, Case::Camel), spelled(&all, Case::Camel)]);
    names.extend(role_words(cx, origin).map(|role| {
        let words: Vec<_> = role.into_iter().chain(words.iter().skip(1).cloned()).collect();
        plain(&words.join(" "), Case::Camel)
    }));
    names.push(last);
    names
}

/// Returns the words that describe where a type is defined: the base, and each step from there. `item` makes the word
/// for one item from the word for the array.
fn origin_words(cx: &Context<'_>, origin: &Origin, item: fn(&str) -> String) -> Vec<String> {
    let operation = |id: &OperationId| &cx.ids[id.index()];
    let mut words = match &origin.base {
        Base::Component(name) => vec![cx.body(name).unwrap_or_else(|| name.clone())],
        Base::Parameter(id, name) => vec![format!("{} {name}", operation(id))],
        Base::Webhook(name) => vec![format!("{name} webhook")],
        Base::Body(id) => vec![format!("{} body", operation(id))],
        Base::Response(id, status) if status.is_success() => {
            vec![format!("{} response", operation(id))]
        }
        Base::Response(id, status) => vec![format!("{} {}", operation(id), status_word(*status))],
        Base::Shared(name, "parameter") => vec![name.clone()],
        // The component `NotFoundResponse` does not become `NotFoundResponseResponse`.
        Base::Shared(name, word) => vec![joined(&[name.clone(), (*word).to_owned()])],
    };
    for step in &origin.steps {
        match step {
            Step::Property(name) | Step::Variant(name) => words.push(name.clone()),
            Step::Item => {
                let many = words.pop().unwrap_or_default();
                words.push(item(&many));
            }
            Step::Value => words.push("value".to_owned()),
        }
    }
    words
}

/// Returns longer words for the base of an origin, which two places with the same words do not share.
fn role_words(cx: &Context<'_>, origin: &Origin) -> Option<Vec<String>> {
    let operation = |id: &OperationId| &cx.ids[id.index()];
    let words = match &origin.base {
        Base::Parameter(id, name) => format!("{} {name} parameter", operation(id)),
        Base::Response(id, status) => {
            format!("{} {} response", operation(id), status_word(*status))
        }
        Base::Shared(name, word) => format!("{name} {word} component"),
        Base::Component(name) => cx.body(name).map(|_| name.clone())?,
        Base::Webhook(_) | Base::Body(_) => return None,
    };
    Some(vec![words])
}

/// Returns the singular of a word: `entries` becomes `entry`, and `data` becomes `data item`.
fn singular(many: &str) -> String {
    let lower = many.to_lowercase();
    let stem = |cut: usize| many.get(..many.len() - cut).unwrap_or_default();
    if lower.ends_with("ies") && lower.len() > 4 {
        format!("{}y", stem(3))
    } else if ["sses", "shes", "ches", "xes"].iter().any(|end| lower.ends_with(end)) {
        stem(2).to_owned()
    } else if lower.ends_with('s') && !["ss", "us", "is"].iter().any(|end| lower.ends_with(end)) {
        stem(1).to_owned()
    } else {
        format!("{many} item")
    }
}
