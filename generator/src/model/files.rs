//! Files: the types and operations of each group.

#![allow(clippy::indexing_slicing, reason = "tables as long as the arena")]

use std::collections::{BTreeSet, HashMap, HashSet};

use crate::api::{Group, GroupId, GroupKind, OperationId, Shape, TypeId};
use crate::model::{Condition, Inputs, TypeItem};
use crate::names::{GroupName, Name};

/// The files of types and operations.
///
/// The first file of each kind has the items without a group and the modules of the groups. A description that gets its
/// first or a further tag adds modules, and the items stay in their files.
#[derive(Debug)]
pub struct Files<'a> {
    /// The files of types, first the file of the types that are not those of one group.
    pub types: Vec<TypeFile<'a>>,
    /// The files of operations, first the file of the operations without a group.
    pub operations: Vec<OperationFile<'a>>,
}

/// The module of a group.
#[derive(Debug)]
pub struct GroupModule<'a> {
    /// The name.
    pub name: &'a Name,
    /// The path of its file, if the name is not ASCII: rustc looks for the file of another module by its name (E0754).
    pub path: Option<String>,
    /// The condition under which it is compiled.
    pub when: Condition<'a>,
}

/// A file of types.
#[derive(Debug)]
pub struct TypeFile<'a> {
    /// The path below the client's folder.
    pub path: String,
    /// The only group that needs the types.
    pub group: Option<&'a Group>,
    /// The types.
    pub types: Vec<TypeId>,
    /// The types of other files that these types contain.
    pub imports: BTreeSet<&'a Name>,
    /// The types under each condition, whose conversions are emitted together.
    pub conversions: Vec<(Condition<'a>, Vec<&'a Name>)>,
    /// The modules below it.
    pub modules: Vec<GroupModule<'a>>,
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
    /// `true` if the operations use types of the description.
    pub uses_types: bool,
    /// The modules inside it.
    pub modules: Vec<GroupModule<'a>>,
}

impl<'a> Files<'a> {
    pub(crate) fn new(inputs: Inputs<'a>, items: &[TypeItem<'a>]) -> Self {
        Self { types: types(inputs, items), operations: operations(inputs) }
    }
}

fn types<'a>(inputs: Inputs<'a>, items: &[TypeItem<'a>]) -> Vec<TypeFile<'a>> {
    let mut homes: HashMap<Option<GroupId>, Vec<TypeId>> = HashMap::new();
    for id in inputs.analysis.order() {
        homes.entry(inputs.analysis.home(*id)).or_default().push(*id);
    }
    let mut of = |home: Option<GroupId>| homes.remove(&home).unwrap_or_default();
    let (mut files, mut modules) = (Vec::new(), Vec::new());
    for (id, group) in inputs.api.groups.iter() {
        let types = of(Some(id));
        if !types.is_empty() {
            let path = format!("types/{}.rs", inputs.names.of_group(id).file);
            files.push(TypeFile::new(inputs, items, path, Some(group), types));
            modules.push(GroupModule::new(inputs, id, "types"));
        }
    }
    let shared = TypeFile::new(inputs, items, "types.rs".to_owned(), None, of(None));
    files.insert(0, TypeFile { modules, ..shared });
    files
}

fn operations<'a>(inputs: Inputs<'a>) -> Vec<OperationFile<'a>> {
    let mut of_groups: HashMap<Option<GroupId>, Vec<OperationId>> = HashMap::new();
    for (id, operation) in inputs.api.operations.iter() {
        of_groups.entry(operation.group).or_default().push(id);
    }
    let mut file = |path: String, group: Option<GroupId>| {
        let operations = of_groups.remove(&group).unwrap_or_default();
        let mut shapes = operations.iter().flat_map(|id| inputs.api.operations[*id].shapes());
        OperationFile {
            path,
            group: group.map(|id| &inputs.api.groups[id]),
            uses_types: shapes.any(|shape| shape.named().is_some()),
            operations,
            modules: Vec::new(),
        }
    };
    let tagged = inputs.api.groups.iter().filter(|(_, group)| group.kind == GroupKind::Tag);
    let tagged: Vec<_> = tagged.map(|(id, _)| id).collect();
    let modules = tagged.iter().map(|id| GroupModule::new(inputs, *id, "operations")).collect();
    let mut files = vec![OperationFile { modules, ..file("operations.rs".to_owned(), None) }];
    files.extend(
        tagged
            .into_iter()
            .map(|id| file(format!("operations/{}.rs", inputs.names.of_group(id).file), Some(id))),
    );
    files
}

impl<'a> GroupModule<'a> {
    fn new(inputs: Inputs<'a>, id: GroupId, folder: &str) -> Self {
        let GroupName { module: name, file, .. } = inputs.names.of_group(id);
        let path = (!name.unraw().is_ascii()).then(|| format!("{folder}/{file}.rs"));
        Self { name, path, when: inputs.condition(&[id]) }
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
        let here: HashSet<TypeId> = types.iter().copied().collect();
        let mut imports = BTreeSet::new();
        if types.len() < items.len() {
            for id in &types {
                let inside = inputs.api.types[*id].kind.shapes();
                let inside = inside.into_iter().filter_map(Shape::shown);
                let others = inside.filter(|(id, _)| !here.contains(id));
                imports.extend(others.map(|(id, shown)| inputs.item_name(id, shown).shown));
            }
        }
        // A file without types has an empty conversion all the same, so that the first type changes one line.
        let mut conversions = vec![];
        if types.is_empty() {
            conversions.push((Condition::default(), Vec::new()));
        }
        let mut places = HashMap::new();
        for TypeItem { name, when, .. } in types.iter().map(|id| &items[id.index()]) {
            let place = *places.entry(when).or_insert(conversions.len());
            match conversions.get_mut(place) {
                Some((_, names)) => names.push(*name),
                None => conversions.push((when.clone(), vec![*name])),
            }
        }
        Self { path, group, types, imports, conversions, modules: Vec::new() }
    }
}
