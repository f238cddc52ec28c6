//! Decides which operations are read.

use std::slice;

use super::context::Context;
use crate::api::Method;
use crate::settings::{Candidate, Texts};
use crate::source::{Location, Object, Value};

/// An operation, or a path item that cannot be read.
pub(super) struct Entry<'e> {
    /// The path template.
    pub(super) template: &'e str,
    /// The method, unless it is unknown.
    pub(super) method: Option<&'e Method>,
    /// The location of the operation, or of the path item if the method is unknown.
    pub(super) location: &'e Location,
    /// The members, unless they cannot be read.
    pub(super) members: Option<&'e Object>,
}

/// Returns `true` if an operation is selected, or may be by what cannot be read.
pub(super) fn is_selected(cx: &mut Context<'_>, entry: &Entry<'_>) -> bool {
    let Some(selection) = &mut cx.selection else { return true };
    let named = |method: &Method, location: &Location| {
        (method.as_str().to_owned(), location.pointer.as_str().to_owned())
    };
    selection.selects(&Candidate {
        id: entry.texts("operationId", |value| Some(slice::from_ref(value))),
        methods: match entry.method {
            Some(method) => vec![named(method, entry.location)],
            None => {
                let all = Method::ALL.into_iter();
                all.map(|(key, method)| named(&method, &entry.location.key(key))).collect()
            }
        },
        path: entry.template,
        tags: entry.texts("tags", Value::as_array),
    })
}

impl<'e> Entry<'e> {
    /// Returns the texts among the parts of a member.
    fn texts(&self, key: &str, parts: fn(&'e Value) -> Option<&'e [Value]>) -> Texts<'e> {
        let values = self.members.and_then(|it| it.get(key).map_or(Some(&[][..]), parts));
        let known: Vec<_> = values.into_iter().flatten().filter_map(Value::as_str).collect();
        Texts { is_complete: values.is_some_and(|values| values.len() == known.len()), known }
    }
}
