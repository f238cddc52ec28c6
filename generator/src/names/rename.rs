//! Renames items by the settings. The new names are pinned, as `x-rust-name` does.

use std::collections::{BTreeSet, HashMap};

use unicode_ident::{is_xid_continue, is_xid_start};

use super::Names;
use super::assign::fold;
use super::text::{Case, pinned};
use crate::api::{Api, Base, TypeDef, TypeKind};
use crate::report::Report;
use crate::settings::{
    Rename, Renames, captures, new_name, rename_collision, rename_matches_nothing, wrong_name,
};
use crate::source::{FileId, Location};

/// An item that can be renamed.
struct Item {
    /// The items of one scope must have different names.
    scope: usize,
    /// The texts that a pattern can match.
    addresses: Vec<String>,
    /// The current name.
    name: String,
    location: Option<Location>,
}

/// The kinds of items, in the order of [`Kind::ALL`].
#[derive(Clone, Copy)]
enum Kind {
    Operation,
    Type,
    Field,
    Variant,
    Parameter,
    Group,
    Server,
    Credential,
}

impl Kind {
    const ALL: [Self; 8] = [
        Self::Operation,
        Self::Type,
        Self::Field,
        Self::Variant,
        Self::Parameter,
        Self::Group,
        Self::Server,
        Self::Credential,
    ];

    fn of(self, renames: &Renames) -> &[Rename] {
        match self {
            Self::Operation => &renames.operations,
            Self::Type => &renames.types,
            Self::Field => &renames.fields,
            Self::Variant => &renames.variants,
            Self::Parameter => &renames.parameters,
            Self::Group => &renames.groups,
            Self::Server => &renames.servers,
            Self::Credential => &renames.credentials,
        }
    }

    fn word(self) -> &'static str {
        match self {
            Self::Operation => "operation",
            Self::Type => "type",
            Self::Field => "field",
            Self::Variant => "variant",
            Self::Parameter => "parameter",
            Self::Group => "group",
            Self::Server => "server",
            Self::Credential => "security scheme",
        }
    }

    fn case(self) -> Case {
        match self {
            Self::Type | Self::Variant | Self::Server => Case::Camel,
            Self::Operation | Self::Field | Self::Parameter | Self::Group | Self::Credential => {
                Case::Snake
            }
        }
    }

    fn items(self, api: &Api, names: &Names) -> Vec<Item> {
        match self {
            Self::Operation => operations(api, names),
            Self::Type => types(api, names),
            Self::Field => members(api, names, false),
            Self::Variant => members(api, names, true),
            Self::Parameter => parameters(api, names),
            Self::Group => groups(api, names),
            Self::Server => servers(api, names),
            Self::Credential => credentials(api, names),
        }
    }
}

/// Renames the items of an API. Returns the reports about renames that match nothing or collide.
pub fn rename(api: &mut Api, renames: &Renames, file: Option<&FileId>) -> Vec<Report> {
    let mut reports = Vec::new();
    if renames.is_empty() {
        return reports;
    }
    let names = Names::new(api);
    let all = Kind::ALL.into_iter().filter(|kind| !kind.of(renames).is_empty());
    let all: Vec<_> = all.map(|kind| (kind, kind.items(api, &names))).collect();
    let mut chosen = Vec::new();
    for (kind, items) in &all {
        let new = choose(*kind, kind.of(renames), items, file, &mut reports);
        pin(api, *kind, &new);
        chosen.push(new);
    }
    let names = Names::new(api);
    for ((kind, before), new) in all.iter().zip(&chosen) {
        let after = kind.items(api, &names);
        collisions(before, new, &after, file, &mut reports);
    }
    reports
}

/// A rename of an item, with its new name.
type New<'r> = (&'r Rename, String);

/// Returns the new name of each item that a rename matches. The first rename that matches counts, but one without `*`
/// precedes all others.
fn choose<'r>(
    kind: Kind,
    renames: &'r [Rename],
    items: &[Item],
    file: Option<&FileId>,
    reports: &mut Vec<Report>,
) -> Vec<Option<New<'r>>> {
    let mut new: Vec<Option<New<'r>>> = items.iter().map(|_| None).collect();
    let (exact, patterns): (Vec<_>, Vec<_>) =
        renames.iter().partition(|rename| !rename.rule.pattern.contains('*'));
    for rename in exact.into_iter().chain(patterns) {
        let mut matches = false;
        for (item, new) in items.iter().zip(&mut new) {
            let mut found = item.addresses.iter().map(|it| captures(&rename.rule.pattern, it));
            let Some(captures) = found.find_map(|it| it) else { continue };
            matches = true;
            match new_name(&rename.name, &captures).map(|name| checked(&name, &rename.name)) {
                Some(Ok(name)) if new.is_none() => {
                    *new = Some((rename, pinned(&name, kind.case())))
                }
                Some(Ok(_)) => {}
                Some(Err(why)) => reports.push(wrong_name(&rename.rule, &rename.name, why, file)),
                None => {
                    let why = "it has more `*` than the pattern";
                    reports.push(wrong_name(&rename.rule, &rename.name, why, file));
                }
            }
        }
        if !matches {
            let words = items.iter().flat_map(|item| &item.addresses).map(String::as_str);
            reports.push(rename_matches_nothing(&rename.rule, kind.word(), words, file));
        }
    }
    new
}

/// Returns a new name as an identifier. Punctuation in the text of a pattern separates words.
fn checked(name: &str, written: &str) -> Result<String, &'static str> {
    const WHY: &str = "letters, digits and `_`, a letter first, at most 160 bytes";
    let is_written = !written.contains('*');
    let part = |char: char| is_xid_continue(char) || char == '*';
    if !written.chars().all(part) || (is_written && !name.starts_with(begins)) {
        return Err(WHY);
    }
    let name: String =
        name.chars().map(|char| if is_xid_continue(char) { char } else { '_' }).collect();
    let has_words = name.chars().any(|char| char != '_');
    if has_words && name.len() <= 160 { Ok(name) } else { Err(WHY) }
}

fn begins(char: char) -> bool {
    char == '_' || is_xid_start(char)
}

/// Reports each new name that its item did not get, and each that took the name of another item.
fn collisions(
    before: &[Item],
    new: &[Option<New<'_>>],
    after: &[Item],
    file: Option<&FileId>,
    reports: &mut Vec<Report>,
) {
    let mut holders: HashMap<(usize, String), (&Item, &New<'_>)> = HashMap::new();
    let items = || before.iter().zip(new).zip(after);
    for ((item, new), after) in items() {
        let Some(new) = new else { continue };
        let key = (item.scope, fold(&new.1));
        match holders.get(&key) {
            Some((first, _)) => reports.push(collision(new, Some(first), file)),
            None if fold(&after.name) == key.1 => {
                holders.insert(key, (item, new));
            }
            None => reports.push(collision(new, None, file)),
        }
    }
    for ((item, new), after) in items() {
        if new.is_some() || item.name == after.name {
            continue;
        }
        if let Some((_, new)) = holders.get(&(item.scope, fold(&item.name))) {
            reports.push(collision(new, Some(item), file));
        }
    }
}

fn collision((rename, name): &New<'_>, other: Option<&Item>, file: Option<&FileId>) -> Report {
    let other = other.map(|other| (other.shown(), other.location.clone()));
    rename_collision(&rename.rule, name, other, file)
}

impl Item {
    fn new(
        scope: usize,
        addresses: impl IntoIterator<Item = String>,
        name: &str,
        location: Option<&Location>,
    ) -> Self {
        let mut addresses: Vec<_> = addresses.into_iter().collect();
        addresses.extend(location.map(|location| match location.file.index() {
            0 => location.pointer.as_str().to_owned(),
            _ => format!("{}#{}", location.file.name(), location.pointer.as_str()),
        }));
        Self { scope, addresses, name: name.to_owned(), location: location.cloned() }
    }

    fn shown(&self) -> &str {
        self.addresses.first().map_or(&self.name, String::as_str)
    }
}

fn operations(api: &Api, names: &Names) -> Vec<Item> {
    let operations = api.operations.iter().map(|(id, operation)| {
        let place = format!("{} {}", operation.method.as_str(), operation.template);
        let name = names.of_operation(id).method.unraw();
        Item::new(0, [operation.id.clone(), place], name, Some(&operation.location))
    });
    let webhooks = api.webhooks.iter().zip(names.webhooks());
    let webhooks = webhooks.map(|(webhook, name)| {
        Item::new(1, [webhook.id.clone()], name.unraw(), Some(&webhook.location))
    });
    operations.chain(webhooks).collect()
}

/// Returns the names that a type is addressed by: that of its component, and the Rust name.
pub(crate) fn type_addresses(def: &TypeDef, name: &str) -> BTreeSet<String> {
    let component = match &def.origin.base {
        Base::Component(name) if def.origin.steps.is_empty() => Some(name.clone()),
        _ => None,
    };
    component.into_iter().chain([name.to_owned()]).collect()
}

fn types(api: &Api, names: &Names) -> Vec<Item> {
    let types = api.types.iter().map(|(id, def)| {
        let name = names.of_type(id).item.unraw();
        Item::new(0, type_addresses(def, name), name, Some(&def.location))
    });
    types.collect()
}

/// Returns the fields of structs, or the variants of enums and unions.
fn members(api: &Api, names: &Names, variants: bool) -> Vec<Item> {
    let mut items = Vec::new();
    for (id, def) in api.types.iter() {
        let named = names.of_type(id);
        let owners = type_addresses(def, named.item.unraw());
        let members: Vec<(String, Option<&Location>)> = match &def.kind {
            TypeKind::Struct(object) if !variants => {
                let fields = object.fields.iter();
                fields.map(|field| (field.name.clone(), Some(&field.location))).collect()
            }
            TypeKind::Enum(values) if variants => {
                let values = values.values.iter();
                values.map(|value| (value.value.to_string(), Some(&value.location))).collect()
            }
            TypeKind::Union(union) if variants => {
                union.variants.iter().map(|variant| (variant.word.clone(), None)).collect()
            }
            _ => Vec::new(),
        };
        for ((word, location), name) in members.into_iter().zip(&named.members) {
            let addresses = owners.iter().map(|owner| format!("{owner}.{word}"));
            items.push(Item::new(id.index(), addresses, name.unraw(), location));
        }
    }
    items
}

fn parameters(api: &Api, names: &Names) -> Vec<Item> {
    let mut items = Vec::new();
    for (id, operation) in api.operations.iter() {
        let named = &names.of_operation(id).parameters;
        for (parameter, name) in operation.parameters.iter().zip(named) {
            let place = format!("{} {}", operation.method.as_str(), operation.template);
            let owners = [&operation.id, &place];
            let addresses = owners.map(|owner| format!("{owner}.{}", parameter.name));
            items.push(Item::new(id.index(), addresses, name.unraw(), Some(&parameter.location)));
        }
    }
    items
}

fn groups(api: &Api, names: &Names) -> Vec<Item> {
    let groups = api.groups.iter().map(|(id, group)| {
        Item::new(0, [group.name.clone()], names.of_group(id).module.unraw(), None)
    });
    groups.collect()
}

fn servers(api: &Api, names: &Names) -> Vec<Item> {
    let servers = api.servers.iter().zip(names.servers());
    let servers = servers.map(|(server, names)| {
        let words = [Some(server.template.clone()), server.docs.description.clone()];
        let words = words.into_iter().flatten().chain(server.name.clone());
        Item::new(0, words, names.variant.unraw(), Some(&server.location))
    });
    servers.collect()
}

fn credentials(api: &Api, names: &Names) -> Vec<Item> {
    let schemes = api.schemes.iter().zip(names.schemes());
    let schemes = schemes.map(|(scheme, names)| {
        Item::new(0, [scheme.id.clone()], names.setter.unraw(), Some(&scheme.location))
    });
    schemes.collect()
}

/// Pins the new names, which are in the order of [`Kind::items`].
fn pin(api: &mut Api, kind: Kind, new: &[Option<New<'_>>]) {
    let mut new = new.iter().map(|new| new.as_ref().map(|(_, name)| name.clone()));
    let mut set = |pinned: &mut Option<String>| {
        if let Some(name) = new.next().flatten() {
            *pinned = Some(name);
        }
    };
    match kind {
        Kind::Operation => {
            api.operations.values_mut().for_each(|operation| set(&mut operation.pinned));
            api.webhooks.iter_mut().for_each(|webhook| set(&mut webhook.pinned));
        }
        Kind::Type => api.types.values_mut().for_each(|def| set(&mut def.pinned)),
        Kind::Field => {
            for def in api.types.values_mut() {
                if let TypeKind::Struct(object) = &mut def.kind {
                    object.fields.iter_mut().for_each(|field| set(&mut field.pinned));
                }
            }
        }
        Kind::Variant => pin_variants(api, &mut set),
        Kind::Parameter => {
            for operation in api.operations.values_mut() {
                operation.parameters.iter_mut().for_each(|it| set(&mut it.pinned));
            }
        }
        Kind::Group => api.groups.values_mut().for_each(|group| set(&mut group.pinned)),
        Kind::Server => api.servers.iter_mut().for_each(|server| set(&mut server.name)),
        Kind::Credential => api.schemes.iter_mut().for_each(|scheme| set(&mut scheme.pinned)),
    }
}

/// Pins the variants of enums and unions, and the error codes that are variants.
fn pin_variants(api: &mut Api, set: &mut dyn FnMut(&mut Option<String>)) {
    let mut codes: HashMap<Location, String> = HashMap::new();
    for def in api.types.values_mut() {
        match &mut def.kind {
            TypeKind::Enum(values) => {
                for value in &mut values.values {
                    set(&mut value.pinned);
                    if let Some(name) = &value.pinned {
                        codes.insert(value.location.clone(), name.clone());
                    }
                }
            }
            TypeKind::Union(union) => {
                for variant in &mut union.variants {
                    let mut word = None;
                    set(&mut word);
                    variant.word = word.unwrap_or_else(|| std::mem::take(&mut variant.word));
                }
            }
            _ => {}
        }
    }
    for code in api.codes.iter_mut().flat_map(|codes| &mut codes.values) {
        code.pinned = codes.remove(&code.location).or_else(|| code.pinned.take());
    }
}
