//! Tags: adds the tag of a union to each of its branches.

#![allow(clippy::indexing_slicing, reason = "the position was found just before")]

use std::collections::{BTreeSet, HashMap, HashSet};

use crate::api::{
    Access, Arena, Constant, Docs, Field, Literal, Shape, Struct, Type, TypeDef, TypeId, TypeKind,
};
use crate::source::Location;

/// The requirement of a union on a branch: to have the tag with these values.
#[derive(Clone)]
pub(crate) struct Demand {
    pub(crate) ty: TypeId,
    pub(crate) tag: String,
    pub(crate) values: Vec<String>,
    /// A further value that is only read.
    pub(crate) implicit: Option<String>,
    /// `true` if the branch also takes other values of the tag.
    pub(crate) open: bool,
    pub(crate) location: Location,
}

/// The requirements of all unions on one branch for one tag.
#[derive(Default)]
struct Asked {
    values: BTreeSet<String>,
    implicit: BTreeSet<String>,
    open: bool,
}

/// The types that have a property as the tag of a union.
pub(crate) struct Tags(HashSet<(TypeId, String)>);

impl Tags {
    /// Returns `true` if a type has a property as the tag of a union.
    pub(super) fn contains(&self, ty: TypeId, name: &str) -> bool {
        self.0.contains(&(ty, name.to_owned()))
    }
}

/// Adds the tag to each branch: as a constant for one value, as a field for several or any.
pub(crate) fn run(mut types: Arena<TypeDef>, mut demands: Vec<Demand>) -> (Arena<TypeDef>, Tags) {
    pass_down(&types, &mut demands);
    let mut asked: HashMap<(TypeId, &str), Asked> = HashMap::new();
    for demand in &demands {
        let asked = asked.entry((demand.ty, &demand.tag)).or_default();
        asked.values.extend(demand.values.iter().cloned());
        asked.implicit.extend(demand.implicit.clone());
        asked.open |= demand.open;
    }
    for demand in &demands {
        let Some(asked) = asked.get(&(demand.ty, demand.tag.as_str())) else { continue };
        let TypeKind::Struct(object) = &mut types[demand.ty].kind else { continue };
        let mut values = asked.values.iter();
        match (asked.open, values.next(), values.next()) {
            (false, Some(value), None) => {
                make_constant(object, &demand.tag, value);
                accept(object, &demand.tag, &asked.implicit);
            }
            (open, _, _) => make_field(object, demand, open),
        }
    }
    (types, Tags(demands.into_iter().map(|demand| (demand.ty, demand.tag)).collect()))
}

/// Passes the requirements on a union down to its branches.
fn pass_down(types: &Arena<TypeDef>, demands: &mut Vec<Demand>) {
    let key = |demand: &Demand| (demand.ty, demand.tag.clone(), demand.values.clone());
    let mut known: HashSet<_> = demands.iter().map(key).collect();
    let mut next = 0;
    while let Some(demand) = demands.get(next).cloned() {
        next += 1;
        let TypeKind::Union(union) = &types[demand.ty].kind else { continue };
        for ty in union.variants.iter().filter_map(|variant| variant.named()) {
            let demand = Demand { ty, ..demand.clone() };
            if known.insert(key(&demand)) {
                demands.push(demand);
            }
        }
    }
}

/// Makes the tag the first constant of a struct. A constant of the description keeps its value.
fn make_constant(object: &mut Struct, tag: &str, value: &str) {
    // Several unions may require the same value.
    if let Some(known) = object.constants.iter().position(|constant| constant.name == tag) {
        object.constants[..=known].rotate_right(1);
        return;
    }
    let field = object.fields.iter().position(|field| field.name == tag);
    let field = field.map(|position| object.fields.remove(position));
    // If the schema does not require the tag, some servers leave it out.
    let required = field.as_ref().is_none_or(|field| field.required);
    let own = field.and_then(|field| field.constant);
    let value = own.unwrap_or_else(|| Literal::String(value.to_owned()));
    let name = tag.to_owned();
    object.constants.insert(0, Constant { name, value, others: Vec::new(), required });
}

/// Adds values that are read as the value of the tag.
fn accept(object: &mut Struct, tag: &str, others: &BTreeSet<String>) {
    let Some(constant) = object.constants.iter_mut().find(|constant| constant.name == tag) else {
        return;
    };
    let Literal::String(value) = &constant.value else { return };
    constant.others = others.iter().filter(|other| *other != value).cloned().collect();
}

/// Makes the tag a field, unless it already is one.
fn make_field(object: &mut Struct, demand: &Demand, open: bool) {
    let tag = &demand.tag;
    if let Some(field) = object.fields.iter_mut().find(|field| field.name == *tag) {
        // A branch for any tag has no constant.
        if open && field.constant.take().is_some() {
            field.shape = Shape::of(Type::Text);
        }
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
            constant: None,
            access: Access::Both,
            location: demand.location.clone(),
        },
    );
}
