//! Files: in which the types and operations of each group stand.

#![allow(clippy::indexing_slicing, reason = "tables as long as the arena")]

use std::collections::BTreeSet;

use crate::api::{Group, GroupId, GroupKind, OperationId, Shape, TypeId};
use crate::model::{Condition, Inputs, TypeItem};
use crate::names::Name;

/// The files of types and operations.
#[derive(Debug)]
pub struct Files<'a> {
    /// The modules of the types, where they stand in several files.
    pub type_modules: Option<TypeModules<'a>>,
    /// The files of types; one where there are no groups.
    pub types: Vec<TypeFile<'a>>,
    /// The files of operations, that of the operations without a group first.
    pub operations: Vec<OperationFile<'a>>,
}

/// The modules of the types.
#[derive(Debug)]
pub struct TypeModules<'a> {
    /// Whether one has the types that several groups need.
    pub has_shared: bool,
    /// Those of the groups.
    pub groups: Vec<GroupModule<'a>>,
}

/// The module of a group.
#[derive(Debug)]
pub struct GroupModule<'a> {
    /// Its name.
    pub name: &'a Name,
    /// The condition under which it is compiled.
    pub when: Condition<'a>,
}

/// A file of types.
#[derive(Debug)]
pub struct TypeFile<'a> {
    /// The path below the client's folder.
    pub path: String,
    /// The group that alone needs the types.
    pub group: Option<&'a Group>,
    /// The types.
    pub types: Vec<TypeId>,
    /// The types of other files that they are made of.
    pub imports: BTreeSet<&'a Name>,
    /// The types under each condition, which are converted together.
    pub conversions: Vec<(Condition<'a>, Vec<&'a Name>)>,
}

/// A file of operations.
#[derive(Debug)]
pub struct OperationFile<'a> {
    /// The path below the client's folder.
    pub path: String,
    /// The group of the operations.
    pub group: Option<&'a Group>,
    /// The operations.
    pub operations: Vec<OperationId>,
    /// Whether they speak of types.
    pub uses_types: bool,
    /// The modules below it.
    pub modules: Vec<GroupModule<'a>>,
}

impl<'a> Files<'a> {
    pub(crate) fn new(inputs: Inputs<'a>, items: &[TypeItem<'a>]) -> Self {
        let order = inputs.analysis.order();
        let (type_modules, types) = match inputs.api.groups.is_empty() || order.is_empty() {
            true => {
                let path = "types.rs".to_owned();
                (None, vec![TypeFile::new(inputs, items, path, None, order.to_vec())])
            }
            false => grouped(inputs, items),
        };
        Self { type_modules, types, operations: operations(inputs) }
    }
}

/// The types of one group in a file for each, and in a file of their own those that several need.
fn grouped<'a>(
    inputs: Inputs<'a>,
    items: &[TypeItem<'a>],
) -> (Option<TypeModules<'a>>, Vec<TypeFile<'a>>) {
    let of = |id: Option<GroupId>| -> Vec<TypeId> {
        let home = |ty: &TypeId| match inputs.analysis.groups(*ty) {
            [only] => Some(*only),
            _ => None,
        };
        inputs.analysis.order().iter().copied().filter(|ty| home(ty) == id).collect()
    };
    let (mut files, mut groups) = (Vec::new(), Vec::new());
    for (id, group) in inputs.api.groups.iter() {
        let types = of(Some(id));
        if !types.is_empty() {
            let path = format!("types/{}.rs", inputs.names.of_group(id).file);
            files.push(TypeFile::new(inputs, items, path, Some(group), types));
            groups.push(GroupModule::new(inputs, id));
        }
    }
    let shared = of(None);
    let has_shared = !shared.is_empty();
    if has_shared {
        files.push(TypeFile::new(inputs, items, "types/shared.rs".to_owned(), None, shared));
    }
    (Some(TypeModules { has_shared, groups }), files)
}

fn operations<'a>(inputs: Inputs<'a>) -> Vec<OperationFile<'a>> {
    let file = |path: String, group: Option<GroupId>| {
        let operations = || inputs.api.operations.iter().filter(|(_, it)| it.group == group);
        let mut shapes = operations().flat_map(|(_, operation)| operation.shapes());
        OperationFile {
            path,
            group: group.map(|id| &inputs.api.groups[id]),
            uses_types: shapes.any(|shape| shape.named().is_some()),
            operations: operations().map(|(id, _)| id).collect(),
            modules: Vec::new(),
        }
    };
    let tagged = inputs.api.groups.iter().filter(|(_, group)| group.kind == GroupKind::Tag);
    let tagged: Vec<_> = tagged.map(|(id, _)| id).collect();
    let modules = tagged.iter().map(|id| GroupModule::new(inputs, *id)).collect();
    let mut files = vec![OperationFile { modules, ..file("operations.rs".to_owned(), None) }];
    files.extend(
        tagged
            .into_iter()
            .map(|id| file(format!("operations/{}.rs", inputs.names.of_group(id).file), Some(id))),
    );
    files
}

impl<'a> GroupModule<'a> {
    fn new(inputs: Inputs<'a>, id: GroupId) -> Self {
        Self { name: &inputs.names.of_group(id).module, when: inputs.condition(&[id]) }
    }
}

impl<'a> TypeFile<'a> {
    fn new(
        inputs: Inputs<'a>,
        items: &[TypeItem<'a>],
        path: String,
        group: Option<&'a Group>,
        types: Vec<TypeId>,
    ) -> Self {
        let mut here = vec![false; items.len()];
        types.iter().for_each(|id| here[id.index()] = true);
        let mut imports = BTreeSet::new();
        if types.len() < items.len() {
            for id in &types {
                let inside = inputs.api.types[*id].kind.shapes();
                let inside = inside.into_iter().filter_map(Shape::named);
                let others = inside.filter(|id| !here[id.index()]);
                imports.extend(others.map(|id| items[id.index()].name));
            }
        }
        // A client without types has an empty conversion all the same.
        let mut conversions = vec![];
        if types.is_empty() {
            conversions.push((Condition::default(), Vec::new()));
        }
        for TypeItem { name, when, .. } in types.iter().map(|id| &items[id.index()]) {
            match conversions.iter_mut().find(|(known, _)| known == when) {
                Some((_, names)) => names.push(*name),
                None => conversions.push((when.clone(), vec![*name])),
            }
        }
        Self { path, group, types, imports, conversions }
    }
}
