//! The public items of types.

use super::{Item, Look, Member, Role, Titles, role};
use crate::api::{EnumKind, TypeId};
use crate::model::{Enum, RustType, Struct, Tuple, TypeKind, Union};

impl Look<'_> {
    /// Returns the item of a type, and the items of its aliases.
    pub(super) fn items(self, id: TypeId, operations: &Titles) -> Vec<Item> {
        let item = self.item(id, operations);
        let path = item.path.clone();
        let aliases = self.model.of_type(id).aliases.iter().map(|(alias, schema)| Item {
            place: self.place(&schema.location),
            deprecated: schema.docs.deprecated,
            path: format!("types::{alias}"),
            alias_of: path.clone(),
            ..item.clone()
        });
        aliases.chain([item.clone()]).collect()
    }

    fn item(self, id: TypeId, operations: &Titles) -> Item {
        let def = &self.api.types[id];
        let item = self.model.of_type(id);
        let (kind, members) = match &item.kind {
            TypeKind::Struct(object) => ("a struct", fields(object)),
            TypeKind::Union(union) => ("an enum", variants(union)),
            TypeKind::Enum(values) => ("an enum", values_of(values)),
            TypeKind::Tuple(tuple) => ("a tuple", items(tuple)),
            TypeKind::Recursive(inside) => {
                ("a type", vec![Member::new("0", Role::Required, inside.ty.to_string(), "")])
            }
        };
        Item {
            place: self.place(&def.location),
            operations: Titles::clone(operations),
            deprecated: def.docs.deprecated,
            ..Item::new(format!("types::{}", item.name), kind, members)
        }
    }
}

fn fields(object: &Struct<'_>) -> Vec<Member> {
    let fields = object.fields.iter().map(|field| Member {
        checks: format!("{:?}", field.described.shape.constraints),
        deprecated: field.described.docs.deprecated,
        ..Member::new(
            field.name,
            role(field.described.is_argument()),
            field.ty.to_string(),
            &field.described.name,
        )
    });
    let rest = object.rest.iter().map(|rest| {
        let ty = match &rest.ty {
            RustType::Map(value) => format!("a map of {value}"),
            ty => ty.to_string(),
        };
        Member::new(rest.name, Role::Optional, ty, "")
    });
    fields.chain(rest).collect()
}

fn variants(union: &Union<'_>) -> Vec<Member> {
    let variants = union.variants.iter().map(|variant| match variant.constant {
        Some(text) => Member::new(variant.name, Role::Variant, "", text),
        None => {
            let ty = variant.ty.to_string();
            Member::new(variant.name, Role::Variant, ty, variant.tags.join(" or "))
        }
    });
    let kept = if union.tag.is_some() { "any value" } else { "a text" };
    let unknown = union.open.map(|name| Member::new(name, Role::Variant, kept, ""));
    variants.chain(unknown).collect()
}

fn values_of(values: &Enum<'_>) -> Vec<Member> {
    let listed = values.members.iter().zip(&values.described.values).map(|(name, value)| Member {
        deprecated: value.docs.deprecated,
        ..Member::new(name, Role::Variant, "", value.value.to_string())
    });
    let unknown = match values.described.kind {
        EnumKind::Strings => "a string",
        EnumKind::Integers => "an integer",
        EnumKind::Values => "a scalar",
    };
    listed.chain([Member::new(values.unknown, Role::Variant, unknown, "")]).collect()
}

/// All members of a tuple are required, because a tuple is created from all of them.
fn items(tuple: &Tuple<'_>) -> Vec<Member> {
    let items = tuple.items.iter().enumerate().map(|(index, item)| Member {
        deprecated: item.described.docs.deprecated,
        ..Member::new(index, Role::Required, item.ty.to_string(), "")
    });
    let rest = tuple.rest.iter().map(|(ty, _)| {
        Member::new("the further items", Role::Required, format!("a list of {ty}"), "")
    });
    items.chain(rest).collect()
}
