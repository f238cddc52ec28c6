//! Tags: what tells the types of a union apart becomes a part of each of them.

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

impl Lower<'_, '_> {
    /// Lets each branch carry its tag: as a constant where one value is asked of it, as a field
    /// where several are, or any.
    pub(super) fn settle_tags(&mut self) {
        self.hand_down();
        for demand in &self.tags {
            let same = |other: &&Demand| other.ty == demand.ty && other.tag == demand.tag;
            let mut values: Vec<&String> = Vec::new();
            for other in self.tags.iter().filter(same) {
                values.extend(&other.values);
            }
            values.sort();
            values.dedup();
            let open = self.tags.iter().filter(same).any(|other| other.open);
            let TypeKind::Struct(object) = &mut self.types[demand.ty].kind else { continue };
            match (open, values.as_slice()) {
                (false, [value]) => make_constant(object, &demand.tag, value),
                (_, _) => make_field(object, demand, open),
            }
        }
    }

    /// Asks the branches of a union what is asked of it.
    fn hand_down(&mut self) {
        let mut next = 0;
        while let Some(demand) = self.tags.get(next).cloned() {
            next += 1;
            let TypeKind::Union(union) = &self.types[demand.ty].kind else { continue };
            for ty in union.variants.iter().filter_map(|variant| variant.named()) {
                let known = |other: &Demand| other.ty == ty && other.tag == demand.tag;
                if !self.tags.iter().any(|other| known(other) && other.values == demand.values) {
                    self.tags.push(Demand { ty, ..demand.clone() });
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
