//! Types: the item of each type of the description.

use std::collections::BTreeMap;

use crate::api::{self, Docs, Inline, InlineId, TypeId};
use crate::derives::{self, Published, TypeExtras};
use crate::model::{Condition, Enum, Inputs, Recursive, SchemaTraits, Struct, Tuple, Union};
use crate::names::Name;

/// The item of a type.
#[derive(Debug)]
pub struct TypeItem<'a> {
    /// The name.
    pub name: &'a Name,
    /// The documentation of the type.
    pub docs: &'a Docs,
    /// The names of equal inline schemas, sorted, each with the schema that has it first.
    pub aliases: Vec<(&'a Name, &'a Inline)>,
    /// The condition under which it is compiled, within its file.
    pub when: Condition<'a>,
    /// The derived traits.
    pub derives: &'static [&'static str],
    /// The derives and attributes of the settings.
    pub extras: &'a TypeExtras,
    /// The item of the schema that the type publishes, and the traits by which it does.
    pub schema: Option<(&'a Name, SchemaTraits)>,
    /// `true` if the type has constraints that are checked before a request is sent.
    pub is_checked: bool,
    /// The kind of item.
    pub kind: TypeKind<'a>,
}

/// The kind of an item.
#[derive(Debug)]
pub enum TypeKind<'a> {
    /// A struct with fields.
    Struct(Struct<'a>),
    /// An enum of types.
    Union(Union<'a>),
    /// An enum of values.
    Enum(Enum<'a>),
    /// A struct of items by position.
    Tuple(Tuple<'a>),
    /// A struct around a list or map.
    Recursive(Recursive<'a>),
}

impl<'a> TypeItem<'a> {
    /// Creates the item of a type. `conditions` has the condition of each set of groups.
    pub(crate) fn new(
        inputs: Inputs<'a>,
        id: TypeId,
        schemas: &[InlineId],
        conditions: &[Condition<'a>],
    ) -> Self {
        let def = &inputs.api.types[id];
        let kind = match &def.kind {
            api::TypeKind::Struct(object) => TypeKind::Struct(Struct::new(inputs, id, object)),
            api::TypeKind::Union(union) => TypeKind::Union(Union::new(inputs, id, union)),
            api::TypeKind::Enum(values) => TypeKind::Enum(Enum::new(inputs, id, values)),
            api::TypeKind::Tuple(tuple) => TypeKind::Tuple(Tuple::new(inputs, id, tuple)),
            api::TypeKind::Recursive(shape) => TypeKind::Recursive(Recursive::new(inputs, shape)),
        };
        let (derives, extras) = (derives::derived(&def.kind), inputs.derives.of_type(id));
        let published = |schema: &'a Published| (&schema.item, extras.schema_traits);
        let schema = inputs.derives.published_by(id).map(published);
        let name = &inputs.names.of_type(id).item;
        let mut aliases: BTreeMap<&'a Name, &'a Inline> = BTreeMap::new();
        for schema in schemas {
            let shown = inputs.names.of_inline(*schema);
            if shown != name {
                aliases.entry(shown).or_insert(&inputs.api.inline[*schema]);
            }
        }
        let aliases = aliases.into_iter().collect();
        let is_checked = inputs.analysis.is_checked(id);
        // The file of a group is behind the feature as a whole.
        let is_shared = inputs.analysis.home(id).is_none();
        let when = conditions.get(inputs.analysis.group_set(id)).filter(|_| is_shared);
        let when = when.cloned().unwrap_or_default();
        Self { name, docs: &def.docs, aliases, when, derives, extras, schema, is_checked, kind }
    }
}

impl Inputs<'_> {
    /// Returns the inline schemas of each type, by location.
    pub(crate) fn inline_of_types(self) -> Vec<Vec<InlineId>> {
        let mut of_types = vec![Vec::new(); self.api.types.len()];
        let mut sorted: Vec<_> = self.api.inline.iter().collect();
        sorted.sort_by_key(|(_, inline)| (inline.location.file.name(), &inline.location.pointer));
        for (id, inline) in sorted {
            if let Some(schemas) = of_types.get_mut(inline.ty.index()) {
                schemas.push(id);
            }
        }
        of_types
    }
}
