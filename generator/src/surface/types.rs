//! Types and what is inside them.

use std::collections::BTreeSet;

use super::{Item, Look, Member, Role, role};
use crate::api::{Enum, EnumKind, Struct, Tuple, TypeId, TypeKind, Union};
use crate::emit::is_open;

impl Look<'_> {
    pub(super) fn item(self, id: TypeId, operations: BTreeSet<String>) -> Item {
        let def = &self.api.types[id];
        let (kind, members) = match &def.kind {
            TypeKind::Struct(object) => ("a struct", self.fields(id, object)),
            TypeKind::Union(union) => ("an enum", self.variants(id, union)),
            TypeKind::Enum(values) => ("an enum", self.values(id, values)),
            TypeKind::Tuple(tuple) => ("a tuple", self.items(id, tuple)),
            TypeKind::Recursive(shape) => {
                ("a type", vec![Member::new("0", Role::Required, self.text(shape), "")])
            }
        };
        Item {
            place: self.place(&def.location),
            operations,
            deprecated: def.docs.deprecated,
            ..Item::new(format!("types::{}", self.names.of_type(id).item), kind, members)
        }
    }

    /// A type as it stands in another one.
    fn inside(self, id: TypeId, index: usize, ty: String, required: bool) -> String {
        let ty = if self.facts.is_boxed(id, index) { format!("Box<{ty}>") } else { ty };
        if required { ty } else { format!("Option<{ty}>") }
    }

    fn fields(self, id: TypeId, object: &Struct) -> Vec<Member> {
        let names = self.names.of_type(id);
        let fields = names.members.iter().zip(&object.fields).enumerate();
        let fields = fields.map(|(index, (name, field))| {
            let ty = self.inside(id, index, self.text(&field.shape), field.required);
            Member {
                checks: format!("{:?}", field.shape.rules),
                deprecated: field.docs.deprecated,
                ..Member::new(name, role(field.required), ty, &field.name)
            }
        });
        let rest = object.rest.iter().map(|rest| {
            let ty = format!("a map of {}", self.text(rest));
            Member::new(&names.rest, Role::Optional, ty, "")
        });
        fields.chain(rest).collect()
    }

    fn variants(self, id: TypeId, union: &Union) -> Vec<Member> {
        let names = self.names.of_type(id);
        let variants = names.members.iter().zip(&union.variants).enumerate();
        let variants = variants.map(|(index, (name, variant))| {
            let ty = self.inside(id, index, self.text(&variant.shape), true);
            Member::new(name, Role::Variant, ty, variant.tags.join(" or "))
        });
        let open = is_open(self.api, self.facts, self.names, id, union);
        let unknown = open.then(|| Member::new(&names.rest, Role::Variant, "any value", ""));
        variants.chain(unknown).collect()
    }

    fn values(self, id: TypeId, values: &Enum) -> Vec<Member> {
        let names = self.names.of_type(id);
        let listed = names.members.iter().zip(&values.values).map(|(name, value)| Member {
            deprecated: value.docs.deprecated,
            ..Member::new(name, Role::Variant, "", value.value.to_string())
        });
        let unknown = match values.kind {
            EnumKind::Texts => "a text",
            EnumKind::Integers => "an integer",
            EnumKind::Values => "a scalar",
        };
        listed.chain([Member::new(&names.rest, Role::Variant, unknown, "")]).collect()
    }

    /// All that a tuple has must be named to make one.
    fn items(self, id: TypeId, tuple: &Tuple) -> Vec<Member> {
        let items = tuple.items.iter().enumerate().map(|(index, item)| Member {
            deprecated: item.docs.deprecated,
            ..Member::new(
                index,
                Role::Required,
                self.inside(id, index, self.text(&item.shape), item.required),
                "",
            )
        });
        let rest = tuple.rest.iter().map(|rest| {
            let ty = format!("a list of {}", self.text(rest));
            Member::new("the further items", Role::Required, ty, "")
        });
        items.chain(rest).collect()
    }
}
