//! Decides which types can have a trait of the standard library, by the types of their members.

use std::collections::BTreeSet;

use super::std_trait::StdTrait;
use super::usual;
use crate::analysis::Analysis;
use crate::api::{Api, EnumKind, Shape, Type, TypeId, TypeKind};
use crate::formats::{Dates, Formats, known_type};
use crate::names::Names;
use crate::source::Location;

/// The inputs of the decision.
#[derive(Clone, Copy)]
pub(super) struct Inputs<'a> {
    pub(super) api: &'a Api,
    pub(super) analysis: &'a Analysis,
    pub(super) formats: Formats,
}

/// The types that can have a trait.
pub(super) struct Holds {
    /// For each type, the members whose types must have the trait.
    needs: Vec<Vec<(usize, TypeId)>>,
    /// For each type, the reason why it cannot have the trait.
    causes: Vec<Option<Cause>>,
    /// For each type, `true` if it has the trait in every client.
    usual: Vec<bool>,
}

/// The reason why a type cannot have a trait.
#[derive(Clone, Copy)]
enum Cause {
    /// The type itself.
    Kind(&'static str),
    /// A member, by its position.
    Member(usize, &'static str),
    /// A member of a type that cannot have the trait.
    Inside(usize, TypeId),
}

/// The way to the cause.
pub(super) struct Way {
    /// The members, as `Pet.owner.weight`.
    pub(super) path: String,
    /// The type there, with an article.
    pub(super) found: &'static str,
    /// The location of the last member.
    pub(super) location: Location,
}

/// The condition under which a member has a trait.
enum Verdict {
    Fine,
    Needs(TypeId),
    Lacks(&'static str),
}

impl Holds {
    /// Decides it for all types. A type that contains itself has the trait if nothing else prevents it.
    pub(super) fn find(inputs: Inputs<'_>, one: StdTrait) -> Self {
        let count = inputs.api.types.len();
        let (mut needs, mut causes) = (vec![Vec::new(); count], vec![None; count]);
        let mut holders = vec![Vec::new(); count];
        for (id, def) in inputs.api.types.iter() {
            let own = own_cause(inputs, id, &def.kind, one);
            causes[id.index()] = own.map(Cause::Kind);
            for (index, verdict) in members(inputs, id, &def.kind, one).into_iter().enumerate() {
                match verdict {
                    Verdict::Fine => {}
                    Verdict::Lacks(found) => {
                        causes[id.index()].get_or_insert(Cause::Member(index, found));
                    }
                    Verdict::Needs(inside) => {
                        needs[id.index()].push((index, inside));
                        holders[inside.index()].push((index, id));
                    }
                }
            }
        }
        // Breadth first, so that each type has the shortest way to a cause.
        let failed = inputs.api.types.ids().filter(|id| causes[id.index()].is_some());
        let mut level: Vec<TypeId> = failed.collect();
        while !level.is_empty() {
            let mut next = Vec::new();
            for inside in level {
                for (index, holder) in &holders[inside.index()] {
                    let cause = &mut causes[holder.index()];
                    if cause.is_none() {
                        *cause = Some(Cause::Inside(*index, inside));
                        next.push(*holder);
                    }
                }
            }
            level = next;
        }
        let types = inputs.api.types.iter();
        let usual = types.map(|(_, def)| usual(&def.kind).contains(&one.name())).collect();
        Self { needs, causes, usual }
    }

    /// Returns `true` if a type can have the trait.
    pub(super) fn is_held(&self, id: TypeId) -> bool {
        self.usual[id.index()] || self.causes[id.index()].is_none()
    }

    /// Returns those of the types that can have the trait, with the types inside that must have it too.
    pub(super) fn with_members(&self, types: &[TypeId]) -> BTreeSet<TypeId> {
        let mut found: BTreeSet<TypeId> = BTreeSet::new();
        let mut open: Vec<TypeId> = types.to_vec();
        while let Some(id) = open.pop() {
            if self.is_held(id) && !self.usual[id.index()] && found.insert(id) {
                open.extend(self.needs[id.index()].iter().map(|(_, inside)| *inside));
            }
        }
        found
    }

    /// Returns the way from a type to the cause that prevents the trait.
    pub(super) fn way(&self, inputs: Inputs<'_>, names: &Names, from: TypeId) -> Way {
        let mut path = names.of_type(from).item.unraw().to_owned();
        let mut location = inputs.api.types[from].location.clone();
        let mut id = from;
        loop {
            let (member, found, next) = match self.causes[id.index()] {
                None => return Way { path, found: "unknown", location },
                Some(Cause::Kind(found)) => return Way { path, found, location },
                Some(Cause::Member(member, found)) => (member, found, None),
                Some(Cause::Inside(member, inside)) => (member, "", Some(inside)),
            };
            let (name, place) = member_place(inputs.api, id, member);
            path.push_str(&name);
            location = place.unwrap_or_else(|| inputs.api.types[id].location.clone());
            match next {
                // The cause of a type inside was found before, so the way ends.
                Some(inside) => id = inside,
                None => return Way { path, found, location },
            }
        }
    }
}

/// Returns the name of a member in a path, and its location.
fn member_place(api: &Api, id: TypeId, member: usize) -> (String, Option<Location>) {
    match &api.types[id].kind {
        TypeKind::Struct(object) => match object.fields.get(member) {
            Some(field) => (format!(".{}", field.name), Some(field.location.clone())),
            None => (".*".to_owned(), None),
        },
        TypeKind::Union(union) => {
            let word = union.variants.get(member).map_or("*", |variant| variant.word.as_str());
            (format!("<{word}>"), None)
        }
        TypeKind::Tuple(_) => (format!("[{member}]"), None),
        TypeKind::Recursive(_) => ("[]".to_owned(), None),
        TypeKind::Enum(_) => (String::new(), None),
    }
}

/// Returns the reason why a type cannot have a trait, whatever its members are.
fn own_cause(
    inputs: Inputs<'_>,
    id: TypeId,
    kind: &TypeKind,
    one: StdTrait,
) -> Option<&'static str> {
    use StdTrait::{Copy, Default, Ord, PartialOrd};
    match (kind, one) {
        (TypeKind::Enum(_), Default) => Some("an enum, which has no default value"),
        (TypeKind::Union(_), Default) => Some("a union, which has no default value"),
        (TypeKind::Enum(values), Copy) if values.kind != EnumKind::Integers => {
            Some("an enum that keeps unlisted values")
        }
        (TypeKind::Enum(values), PartialOrd | Ord) if values.kind == EnumKind::Values => {
            Some("an enum of values of several types")
        }
        (TypeKind::Union(union), _) if inputs.analysis.keeps_unlisted(inputs.api, id) => {
            match (one, &union.tag) {
                (Copy, _) => Some("a union that keeps unlisted values"),
                // An unlisted string has an order, a value with an unlisted tag has none.
                (PartialOrd | Ord, Some(_)) => Some("a union that keeps unlisted values"),
                _ => None,
            }
        }
        _ => None,
    }
}

/// Returns what a trait asks of each member.
fn members(inputs: Inputs<'_>, id: TypeId, kind: &TypeKind, one: StdTrait) -> Vec<Verdict> {
    let held =
        |index: usize, shape: &Shape, required: bool| match inputs.analysis.is_boxed(id, index) {
            true if one == StdTrait::Copy => Verdict::Lacks("in a `Box`"),
            _ => verdict(inputs, shape, required, one),
        };
    let list = |shape: &Shape| of_list(inputs, shape, one);
    match kind {
        TypeKind::Struct(object) => {
            let fields = object.fields.iter().enumerate();
            let fields = fields.map(|(index, field)| held(index, &field.shape, field.required));
            fields.chain(object.rest.as_ref().map(|rest| of_map(inputs, rest, one))).collect()
        }
        TypeKind::Tuple(tuple) => {
            let items = tuple.items.iter().enumerate();
            let items = items.map(|(index, item)| held(index, &item.shape, item.required));
            items.chain(tuple.rest.as_ref().map(list)).collect()
        }
        TypeKind::Union(union) => {
            let variants = union.variants.iter().enumerate();
            let of = |(index, variant): (usize, &crate::api::Variant)| match variant.constant {
                Some(_) => Verdict::Fine,
                None => held(index, &variant.shape, true),
            };
            variants.map(of).collect()
        }
        TypeKind::Recursive(shape) => vec![verdict(inputs, shape, true, one)],
        TypeKind::Enum(_) => Vec::new(),
    }
}

/// Returns what a trait asks of a value.
fn verdict(inputs: Inputs<'_>, shape: &Shape, required: bool, one: StdTrait) -> Verdict {
    if one == StdTrait::Default && (shape.nullable || !required) {
        return Verdict::Fine;
    }
    if shape.sensitive && matches!(one, StdTrait::PartialOrd | StdTrait::Ord) {
        return Verdict::Lacks("a `Secret`");
    }
    match &shape.ty {
        Type::List(item) => of_list(inputs, item, one),
        Type::Map(value) => of_map(inputs, value, one),
        Type::Named(id) => Verdict::Needs(*id),
        Type::Own(id) => {
            // rustc decides it for a type that is not known here.
            let known = known_type(&inputs.api.own_types[*id].path);
            match known.filter(|known| known.lacks.contains(&one.name())) {
                Some(known) => Verdict::Lacks(known.words),
                None => Verdict::Fine,
            }
        }
        ty => match lacks(ty, inputs.formats, one) {
            Some(found) => Verdict::Lacks(found),
            None => Verdict::Fine,
        },
    }
}

fn of_list(inputs: Inputs<'_>, item: &Shape, one: StdTrait) -> Verdict {
    match one {
        StdTrait::Default => Verdict::Fine,
        StdTrait::Copy => Verdict::Lacks("a `Vec`"),
        _ => verdict(inputs, item, true, one),
    }
}

fn of_map(inputs: Inputs<'_>, value: &Shape, one: StdTrait) -> Verdict {
    match one {
        StdTrait::Default => Verdict::Fine,
        StdTrait::Eq => verdict(inputs, value, true, one),
        _ => Verdict::Lacks("an `indexmap::IndexMap`"),
    }
}

/// Returns the type of a value, if it has not the trait.
fn lacks(ty: &Type, formats: Formats, one: StdTrait) -> Option<&'static str> {
    use StdTrait::{Copy, Default, Eq, Hash, Ord, PartialOrd};
    let (found, has): (_, &[StdTrait]) = match ty {
        Type::Any => ("a `serde_json::Value`", &[Default, Eq, Hash]),
        Type::Number => ("an `f64`", &[Copy, Default, PartialOrd]),
        Type::Text => ("a `String`", &[Default, Eq, PartialOrd, Ord, Hash]),
        Type::Date if formats.dates == Dates::Time => {
            ("a `time::Date`", &[Copy, Eq, PartialOrd, Ord, Hash])
        }
        Type::DateTime if formats.dates == Dates::Time => {
            ("a `time::OffsetDateTime`", &[Copy, Eq, PartialOrd, Ord, Hash])
        }
        Type::Base64 => ("a `Base64`", &[Default, Eq, Hash]),
        Type::Base64Url => ("a `Base64Url`", &[Default, Eq, Hash]),
        Type::Binary => ("an `Upload`", &[Eq]),
        _ => return None,
    };
    (!has.contains(&one)).then_some(found)
}
