//! Tags: what tells the types of a union apart becomes a part of each of them.

#![allow(clippy::indexing_slicing, reason = "positions and lengths that were just found")]

use std::collections::{BTreeSet, HashMap, HashSet};

use super::Lower;
use crate::api::{Access, Constant, Docs, Field, Literal, Shape, Struct, Type, TypeId, TypeKind};
use crate::source::Location;

/// What a union asks of a branch: to carry these values of the tag.
#[derive(Clone)]
pub(super) struct Demand {
    pub(super) ty: TypeId,
    pub(super) tag: String,
    pub(super) values: Vec<String>,
    /// Whether it takes values of other tags as well.
    pub(super) open: bool,
    pub(super) location: Location,
}

/// What all unions together ask of a branch for one tag.
#[derive(Default)]
struct Asked {
    values: BTreeSet<String>,
    open: bool,
}

impl Lower<'_, '_> {
    /// Lets each branch carry its tag: as a constant where one value is asked of it, as a field
    /// where several are, or any.
    pub(super) fn settle_tags(&mut self) {
        self.hand_down();
        let mut asked: HashMap<(TypeId, &str), Asked> = HashMap::new();
        for demand in &self.tags {
            let asked = asked.entry((demand.ty, &demand.tag)).or_default();
            asked.values.extend(demand.values.iter().cloned());
            asked.open |= demand.open;
        }
        for demand in &self.tags {
            let Some(asked) = asked.get(&(demand.ty, demand.tag.as_str())) else { continue };
            let TypeKind::Struct(object) = &mut self.types[demand.ty].kind else { continue };
            let mut values = asked.values.iter();
            match (asked.open, values.next(), values.next()) {
                (false, Some(value), None) => make_constant(object, &demand.tag, value),
                (open, _, _) => make_field(object, demand, open),
            }
        }
    }

    /// Asks the branches of a union what is asked of it.
    fn hand_down(&mut self) {
        let key = |demand: &Demand| (demand.ty, demand.tag.clone(), demand.values.clone());
        let mut known: HashSet<_> = self.tags.iter().map(key).collect();
        let mut next = 0;
        while let Some(demand) = self.tags.get(next).cloned() {
            next += 1;
            let TypeKind::Union(union) = &self.types[demand.ty].kind else { continue };
            for ty in union.variants.iter().filter_map(|variant| variant.named()) {
                let demand = Demand { ty, ..demand.clone() };
                if known.insert(key(&demand)) {
                    self.tags.push(demand);
                }
            }
        }
    }
}

/// Makes the tag a constant, which comes first; one that the description has is believed.
fn make_constant(object: &mut Struct, tag: &str, value: &str) {
    if let Some(known) = object.constants.iter_mut().position(|constant| constant.name == tag) {
        object.constants[..=known].rotate_right(1);
        return;
    }
    let field = object.fields.iter().position(|field| field.name == tag);
    let field = field.map(|position| object.fields.remove(position));
    // Where the schema lets values do without the tag, some do.
    let required = field.is_none_or(|field| field.required);
    let value = Literal::Text(value.to_owned());
    object.constants.insert(0, Constant { name: tag.to_owned(), value, required });
}

/// Makes the tag a field, unless it is one or may stay a constant.
fn make_field(object: &mut Struct, demand: &Demand, open: bool) {
    let tag = &demand.tag;
    if let Some(known) = object.constants.iter().position(|constant| constant.name == *tag) {
        if !open {
            object.constants[..=known].rotate_right(1);
            return;
        }
        object.constants.remove(known);
    }
    if object.fields.iter().any(|field| field.name == *tag) {
        return;
    }
    object.fields.insert(
        0,
        Field {
            name: tag.clone(),
            pinned: None,
            docs: Docs::default(),
            shape: Shape::of(Type::Text),
            required: true,
            access: Access::Both,
            location: demand.location.clone(),
        },
    );
}
