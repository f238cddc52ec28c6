//! Compares the public APIs of two versions of a client.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::aliases::Aliases;
use super::{Item, Member, PublicApi, Role, Titles};

/// The effect of a change on a program that uses the client.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Effect {
    /// The program compiles as before and behaves differently: other names in requests, other constraints.
    Behaviour,
    /// The program compiles with a deprecation warning.
    Deprecation,
    /// The client has a new item or member.
    Addition,
    /// The program may no longer compile.
    Breaking,
}

/// One change of an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The path of the item in the new client, or in the old one if the item was removed.
    pub item: String,
    /// The change, as a predicate of the item: "is gone (a struct)".
    pub what: String,
    /// The effect on programs.
    pub effect: Effect,
    /// The operations that need the item.
    pub operations: Titles,
}

/// All changes between two versions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Comparison {
    /// The changes, the worst first, then by item.
    pub changes: Vec<Change>,
}

impl Comparison {
    /// Returns the number of changes with this effect.
    pub fn count(&self, effect: Effect) -> usize {
        self.changes.iter().filter(|change| change.effect == effect).count()
    }

    /// Returns the part of the version that has to grow, or `None` if nothing changed.
    ///
    /// The source is Semantic Versioning 2.0.0, items 6 to 8. A deprecation is minor by item 7.
    pub fn level(&self) -> Option<&'static str> {
        let worst = self.changes.iter().map(|change| change.effect).max()?;
        Some(match worst {
            Effect::Breaking => "major",
            Effect::Addition | Effect::Deprecation => "minor",
            Effect::Behaviour => "patch",
        })
    }
}

impl std::fmt::Display for Comparison {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Some(level) = self.level() else {
            return f.write_str("nothing changes for users");
        };
        let many = |count: usize, one: &str, more: &str| match count {
            0 => None,
            1 => Some(format!("1 {one}")),
            count => Some(format!("{count} {more}")),
        };
        let parts = [
            many(self.count(Effect::Breaking), "breaking change", "breaking changes"),
            many(self.count(Effect::Addition), "addition", "additions"),
            many(self.count(Effect::Deprecation), "deprecation", "deprecations"),
            many(self.count(Effect::Behaviour), "change of behaviour", "changes of behaviour"),
        ];
        let parts: Vec<_> = parts.into_iter().flatten().collect();
        write!(f, "{level}: {}", parts.join(", "))
    }
}

/// Compares two versions of a client.
pub fn compare(old: &PublicApi, new: &PublicApi) -> Comparison {
    let renamed = renamed(old, new);
    let mut changes = Vec::new();
    let mut by_path = HashMap::new();
    for item in &new.items {
        by_path.entry(item.path.as_str()).or_insert(item);
    }
    let find = |path: &str| by_path.get(path).copied();
    let aliases = Aliases::new(old, new, &renamed);
    let mut met = BTreeSet::new();
    for item in &old.items {
        let path = renamed.get(item.path.as_str()).copied().unwrap_or(&item.path);
        let Some(now) = find(path) else {
            let what = format!("is gone ({})", item.kind);
            changes.push(change(item, what, Effect::Breaking));
            continue;
        };
        met.insert(now.path.as_str());
        // Equal items name no renamed type: the old name is not in the new client.
        if item == now {
            continue;
        }
        if now.path != item.path {
            let what = format!("was called `{}`", item.path);
            changes.push(change(now, what, Effect::Breaking));
        }
        let split = aliases.compare(item, now);
        changes.extend(split.map(|what| change(now, what, Effect::Breaking)));
        // The changes of the type that both are aliases of are reported once.
        if item.alias_of.is_empty() || !aliases.is_kept(item, now) {
            compare_items(item, now, &renamed, &mut changes);
        }
    }
    for item in new.items.iter().filter(|item| !met.contains(item.path.as_str())) {
        changes.push(change(item, format!("is new ({})", item.kind), Effect::Addition));
    }
    changes.sort_by(|a, b| (b.effect, &a.item).cmp(&(a.effect, &b.item)));
    Comparison { changes }
}

fn change(item: &Item, what: String, effect: Effect) -> Change {
    Change { item: item.path.clone(), what, effect, operations: Titles::clone(&item.operations) }
}

/// A test for two items that are the same under different names.
type Sameness = fn(&Item, &Item) -> bool;

/// Returns the new paths of renamed items. A renamed item has the same location in both versions, or else the same
/// members.
fn renamed<'s>(old: &'s PublicApi, new: &'s PublicApi) -> BTreeMap<&'s str, &'s str> {
    let paths = |surface: &'s PublicApi| -> HashSet<&'s str> {
        surface.items.iter().map(|item| item.path.as_str()).collect()
    };
    let (in_old, in_new) = (paths(old), paths(new));
    let gone = old.items.iter().filter(|item| !in_new.contains(item.path.as_str()));
    let gone: Vec<&Item> = gone.collect();
    let come = new.items.iter().filter(|item| !in_old.contains(item.path.as_str()));
    let mut come: Vec<&Item> = come.collect();
    let mut renamed = BTreeMap::new();
    let same_place = |a: &Item, b: &Item| a.place == b.place;
    let same_look =
        |a: &Item, b: &Item| !a.members.is_empty() && a.members == b.members && a.wire == b.wire;
    let ways: [Sameness; 2] = [same_place, same_look];
    for is_same in ways {
        for item in &gone {
            if renamed.contains_key(item.path.as_str()) {
                continue;
            }
            if let Some(found) =
                come.iter().position(|now| item.kind == now.kind && is_same(item, now))
            {
                renamed.insert(item.path.as_str(), come.remove(found).path.as_str());
            }
        }
    }
    renamed
}

fn compare_items(
    old: &Item,
    new: &Item,
    renamed: &BTreeMap<&str, &str>,
    changes: &mut Vec<Change>,
) {
    let mut say = |what: String, effect| changes.push(change(new, what, effect));
    if old.kind != new.kind {
        return say(format!("is {} and was {}", new.kind, old.kind), Effect::Breaking);
    }
    if old.wire != new.wire {
        say(format!("sends `{}` and sent `{}`", new.wire, old.wire), Effect::Behaviour);
    }
    if new.deprecated && !old.deprecated {
        say("is deprecated".to_owned(), Effect::Deprecation);
    }
    let (old_members, new_members) = (Members::of(old), Members::of(new));
    for member in &old.members {
        match new_members.same(member) {
            Some(now) => compare_members(member, now, renamed, &mut say),
            None => {
                let member = called(member);
                let member = member.strip_prefix("the ").unwrap_or(&member);
                say(format!("has no {member} any more"), Effect::Breaking);
            }
        }
    }
    for member in new.members.iter().filter(|member| old_members.same(member).is_none()) {
        let (what, effect) = match member.role {
            Role::Required => (format!("asks for {}", called(member)), Effect::Breaking),
            Role::Given => (format!("has {} now", called(member)), Effect::Breaking),
            Role::Optional | Role::Variant | Role::Method => {
                (format!("has {} now", called(member)), Effect::Addition)
            }
        };
        say(what, effect);
    }
    let order = |item: &Item, others: &Members<'_>| -> Vec<String> {
        let required = item.members.iter().filter(|member| member.role == Role::Required);
        let kept = required
            .filter(|member| others.same(member).is_some_and(|other| other.role == Role::Required));
        kept.map(|member| member.name.clone()).collect()
    };
    if order(old, &new_members) != order(new, &old_members) {
        say("takes its arguments in another order".to_owned(), Effect::Breaking);
    }
}

/// The members of an item by name.
struct Members<'i>(HashMap<&'i str, Vec<&'i Member>>);

impl<'i> Members<'i> {
    fn of(item: &'i Item) -> Self {
        let mut members: HashMap<&str, Vec<&Member>> = HashMap::new();
        for member in &item.members {
            members.entry(&member.name).or_default().push(member);
        }
        Self(members)
    }

    /// Returns the member with the same name. A required member matches an optional one.
    fn same(&self, member: &Member) -> Option<&'i Member> {
        let given = |role: Role| matches!(role, Role::Required | Role::Optional);
        let mut others = self.0.get(member.name.as_str())?.iter().copied();
        others.find(|other| other.role == member.role || given(other.role) && given(member.role))
    }
}

fn compare_members(
    old: &Member,
    new: &Member,
    renamed: &BTreeMap<&str, &str>,
    say: &mut impl FnMut(String, Effect),
) {
    let before = with_new_names(&old.ty, renamed);
    let name = called(new);
    match (old.role, new.role) {
        (Role::Optional, Role::Required) => {
            say(format!("requires {name}, which was optional"), Effect::Breaking);
        }
        (Role::Required, Role::Optional) => {
            say(format!("no longer requires {name}"), Effect::Breaking);
        }
        _ if takes_more(&before, &new.ty) => {
            return say(
                format!("takes {name} as `{}`, not only `{before}`", new.ty),
                Effect::Addition,
            );
        }
        _ if before != new.ty => {
            let shown = |ty: &str| match ty {
                "" => "nothing".to_owned(),
                ty => format!("`{}`", ty.trim_matches('`')),
            };
            let what = format!("has {name} as {}, which was {}", shown(&new.ty), shown(&before));
            say(what, Effect::Breaking);
        }
        _ => {}
    }
    let said = !old.wire.is_empty() && !new.wire.is_empty();
    if said && old.wire != new.wire {
        let verb = if new.role == Role::Method { "reads" } else { "writes" };
        let by = if new.role == Role::Method { "from" } else { "as" };
        let what = format!("{verb} {name} {by} `{}`, not `{}`", new.wire, old.wire);
        say(what, Effect::Behaviour);
    }
    if new.deprecated && !old.deprecated {
        say(format!("has {name} deprecated"), Effect::Deprecation);
    }
    if old.checks != new.checks {
        say(format!("checks {name} by different rules before it is sent"), Effect::Behaviour);
    }
}

/// Returns `true` if a body accepts all of its former types and more, so that existing calls still compile.
fn takes_more(before: &str, now: &str) -> bool {
    let forms = |ty: &str| ty.split(" or ").map(str::to_owned).collect::<BTreeSet<_>>();
    before != now && !before.is_empty() && forms(before).is_subset(&forms(now))
}

fn called(member: &Member) -> String {
    match member.role {
        Role::Given => member.name.clone(),
        Role::Variant => format!("the variant `{}`", member.name),
        Role::Required | Role::Optional | Role::Method => format!("`{}`", member.name),
    }
}

/// Returns a type with the renamed types in it replaced.
fn with_new_names(ty: &str, renamed: &BTreeMap<&str, &str>) -> String {
    let is_part = |char: char| char.is_alphanumeric() || matches!(char, '_' | ':');
    let mut text = String::new();
    let mut rest = ty;
    while let Some(char) = rest.chars().next() {
        let end = rest.find(|char| !is_part(char)).unwrap_or(rest.len());
        let (word, after) = rest.split_at(end.max(char.len_utf8()));
        text.push_str(renamed.get(word).copied().unwrap_or(word));
        rest = after;
    }
    text
}
