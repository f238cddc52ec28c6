//! The words that operations are named by: their ids, without the words that a framework adds to each of them.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::assign::fold;
use super::reserved::{CLIENT, MOCK};
use super::text::{Case, joined, plain};
use crate::api::{Api, Operation, Segment};

/// Returns the words of each operation, by index.
///
/// FastAPI makes an id of the name of a function, the path and the method: `read_flow_flows__id__get`. Such an operation is
/// named by the function. NestJS, Beego and gRPC put the name of a class in front: `UsersController_list`. Such an operation
/// has no word for the kind of the class. springdoc puts a number behind an id that is there already: `list_1`. Operations of
/// one function, of one id or of numbered ids get a word of the path or the method.
///
/// An operation without an id is named by its method and its path, without the segments that only tell where the API is:
/// `/api/v1`.
///
/// An operation keeps its id if another one has the shorter name.
pub(super) fn find(api: &Api) -> Vec<String> {
    let operations: Vec<&Operation> = api.operations.iter().map(|(_, it)| it).collect();
    let mut words: Vec<String> = operations.iter().map(|it| it.id.clone()).collect();
    let mut counts: HashMap<String, usize> = HashMap::new();
    let mut groups: BTreeMap<(Kind, String), Vec<(usize, String)>> = BTreeMap::new();
    for (index, operation) in operations.iter().enumerate() {
        let (kind, base) = base(operation);
        let name = folded(&base);
        if base != operation.id {
            *counts.entry(folded(&operation.id)).or_default() += 1;
        }
        *counts.entry(name.clone()).or_default() += 1;
        groups.entry((kind, name)).or_default().push((index, base));
    }
    let is_taken = |name: &str| CLIENT.iter().chain(&MOCK).any(|taken| fold(taken) == name);
    let mut open: Vec<_> = groups
        .iter()
        .filter(|((kind, _), group)| *kind != Kind::Id || group.len() > 1)
        .map(|((kind, base), group)| {
            let members = group
                .iter()
                .filter_map(|(index, base)| Some((*operations.get(*index)?, base.as_str())));
            (*kind, base, group, members.collect::<Vec<_>>())
        })
        .collect();
    let mut used: HashSet<String> = HashSet::new();
    for level in 0..LEVELS {
        let mut wanted = Vec::new();
        let mut claims: HashMap<String, usize> = HashMap::new();
        for (kind, base, group, members) in &open {
            let is_free = |name: &String| {
                let own = if name == *base { group.len() } else { 0 };
                counts.get(name).copied().unwrap_or_default() == own
                    && !is_taken(name)
                    && !used.contains(name)
            };
            let names = candidates(members, level);
            let distinct: HashSet<String> = names.iter().map(|name| folded(name)).collect();
            let is_right = (matches!(kind, Kind::Id | Kind::Function) || level == 0)
                && distinct.len() == names.len()
                && distinct.iter().all(is_free);
            if is_right {
                distinct.iter().for_each(|name| *claims.entry(name.clone()).or_default() += 1);
            }
            wanted.push(is_right.then_some((names, distinct)));
        }
        // Groups that want the same name all get other ones, so that none of them depends on the order.
        let is_alone = |name: &String| claims.get(name) == Some(&1);
        let mut left = Vec::new();
        for (group, wanted) in open.into_iter().zip(wanted) {
            let Some((names, distinct)) = wanted.filter(|(_, it)| it.iter().all(is_alone)) else {
                left.push(group);
                continue;
            };
            used.extend(distinct);
            for ((index, _), name) in group.2.iter().zip(names) {
                if let Some(words) = words.get_mut(*index) {
                    *words = name;
                }
            }
        }
        open = left;
    }
    words
}

fn folded(text: &str) -> String {
    fold(&plain(text, Case::Snake))
}

/// The kind of the words that an operation is named by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    /// The id, without its number.
    Id,
    /// The function in an id by FastAPI.
    Function,
    /// A class and its member.
    Member,
    /// The method, and the path without the segments of its API.
    Path,
}

fn base(operation: &Operation) -> (Kind, String) {
    if let Some(words) = method_and_path(operation) {
        return (Kind::Path, words);
    }
    if let Some(function) = function(operation) {
        return (Kind::Function, function.to_owned());
    }
    if let Some(member) = member(operation) {
        return (Kind::Member, member);
    }
    let id = operation.id.as_str();
    let numbered = id.rsplit_once('_').filter(|(before, number)| {
        before.ends_with(char::is_alphabetic) && number.chars().all(|it| it.is_ascii_digit())
    });
    (Kind::Id, numbered.map_or(id, |(before, _)| before).to_owned())
}

/// Returns the words of an operation without an id whose path begins with segments of its API.
fn method_and_path(operation: &Operation) -> Option<String> {
    let method = operation.method.as_str().to_lowercase();
    let (template, path) = (&operation.template, operation.path_in_api());
    let is_shorter = path.len() < template.len() && operation.id == format!("{method} {template}");
    is_shorter.then(|| format!("{method} {path}"))
}

/// The number of candidates of an operation.
const LEVELS: usize = 4;

/// Returns a candidate for the words of each operation of a group, the best ones at level 0.
fn candidates(group: &[(&Operation, &str)], level: usize) -> Vec<String> {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for (operation, _) in group {
        for literal in literals(operation).into_iter().collect::<HashSet<_>>() {
            *counts.entry(literal).or_default() += 1;
        }
    }
    let candidate = |(operation, base): &(&Operation, &str)| match level {
        0 => (*base).to_owned(),
        // The words of the path that not all have.
        1 => {
            let is_own = |it: &&str| counts.get(*it).is_some_and(|count| *count < group.len());
            let own = literals(operation).into_iter().filter(is_own).map(str::to_owned);
            joined(&[(*base).to_owned()].into_iter().chain(own).collect::<Vec<_>>())
        }
        2 => match operation.template.trim_end_matches('/').rsplit_once('{') {
            Some((_, last)) if last.ends_with('}') => {
                format!("{base} by {}", last.trim_end_matches('}'))
            }
            _ => (*base).to_owned(),
        },
        _ => format!("{} {base}", operation.method.as_str().to_lowercase()),
    };
    group.iter().map(candidate).collect()
}

/// Returns the words of a path.
fn literals(operation: &Operation) -> Vec<&str> {
    let literals = operation.path.iter().filter_map(|segment| match segment {
        Segment::Literal(text) => Some(text.as_str()),
        Segment::Parameter(_) => None,
    });
    let literals = literals.flat_map(|text| text.split('/'));
    literals.filter(|text| text.contains(char::is_alphanumeric)).collect()
}

/// Returns the function in an id by FastAPI: the part before the path and the method, where all characters that no identifier
/// of Python has are underscores.
fn function(operation: &Operation) -> Option<&str> {
    let word = |char: char| if char.is_alphanumeric() { char } else { '_' };
    let path: String = operation.template.chars().map(word).collect();
    let suffix = format!("{path}_{}", operation.method.as_str().to_lowercase());
    let function = operation.id.strip_suffix(&suffix)?;
    function.starts_with(char::is_alphabetic).then_some(function)
}

/// Returns an id that begins with the name of a class without the word for the kind of the class: `UsersController_list`
/// becomes `Users_list`.
fn member(operation: &Operation) -> Option<String> {
    let (class, member) = operation.id.split_once(['_', '.'])?;
    let class = class.strip_suffix("Controller").or_else(|| class.strip_suffix("Service"))?;
    let is_class =
        class.starts_with(char::is_uppercase) && class.chars().all(char::is_alphanumeric);
    (is_class && !member.is_empty()).then(|| format!("{class}_{member}"))
}
