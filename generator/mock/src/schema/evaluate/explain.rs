//! Explains an invalid value, with one error for each violated keyword.

use std::collections::HashSet;

use serde_json::Value;
use specwright::report::Pointer;

use super::graph::{Applicator, Members, Node, NodeId};
use super::leaf::Broken;
use super::run::Run;

/// The most nested unions whose branches are explained.
const DEPTH: usize = 16;

/// The most errors that are reported.
pub(super) const MOST: usize = 100;

/// An error in a value.
pub(super) struct Finding<'g, 'v> {
    /// The path to the invalid value.
    pub(super) pointer: Pointer,
    /// The violated keyword.
    pub(super) broken: Broken,
    /// The branches of a union without a match, and the value.
    branches: Option<(&'g [NodeId], &'v Value)>,
    /// The dynamic scope at this place.
    scope: usize,
}

/// Collects errors.
pub(super) struct Search<'r, 'g, 'v> {
    run: &'r mut Run<'g>,
    /// The explained pairs of schema and value.
    seen: HashSet<(NodeId, usize, usize)>,
    /// The explained pairs of branch and value.
    entered: HashSet<(usize, usize)>,
    found: Vec<Finding<'g, 'v>>,
    /// The most errors that are reported.
    most: usize,
}

/// Returns the errors of an invalid value below a pointer.
pub(super) fn explain<'g, 'v>(
    run: &mut Run<'g>,
    root: NodeId,
    value: &'v Value,
    base: &Pointer,
    most: usize,
) -> Vec<Finding<'g, 'v>> {
    let mut search =
        Search { run, seen: HashSet::new(), entered: HashSet::new(), found: Vec::new(), most };
    search.schema(root, value, base);
    let mut told = Vec::new();
    for finding in std::mem::take(&mut search.found) {
        search.tell(finding, DEPTH, &mut told);
    }
    told
}

impl<'g, 'v> Search<'_, 'g, 'v> {
    /// Collects the errors of a value; for a union, only the error that no branch matches.
    fn schema(&mut self, id: NodeId, value: &'v Value, pointer: &Pointer) {
        if self.run.valid(id, value) || self.run.stop.is_some() || self.found.len() >= self.most {
            return;
        }
        let (id, Some(node)) = self.run.resolve(id) else { return };
        let outer = self.run.enter(node);
        if self.seen.insert(self.run.key(id, value)) {
            self.node(id, node, value, pointer);
        }
        self.run.leave(outer);
    }

    fn node(&mut self, id: NodeId, node: &'g Node, value: &'v Value, pointer: &Pointer) {
        let before = self.found.len();
        if node.is_false {
            return self.push(pointer, "falseSchema", "nothing is allowed here");
        }
        if let Some(Applicator::Members(members)) = node.applicators.first() {
            self.unknown(members, value, pointer);
        }
        for broken in node.leaf.iter().flat_map(|leaf| leaf.broken(value)) {
            self.found.push(Finding {
                pointer: pointer.clone(),
                broken,
                branches: None,
                scope: self.run.scope(),
            });
        }
        if self.run.descend() {
            for applicator in &node.applicators {
                let is_rest = matches!(
                    applicator,
                    Applicator::UnevaluatedMembers(_) | Applicator::UnevaluatedItems(_)
                );
                // A violated keyword evaluates nothing, so that `unevaluated*` would report the same error again.
                if !is_rest || self.found.len() == before {
                    self.keyword(id, applicator, value, pointer);
                }
            }
            self.run.ascend();
        }
    }

    fn keyword(&mut self, id: NodeId, keyword: &'g Applicator, value: &'v Value, at: &Pointer) {
        if self.run.applies(id, keyword, value) || self.run.stop.is_some() {
            return;
        }
        match (keyword, value) {
            (Applicator::All(all), _) => all.iter().for_each(|one| self.schema(*one, value, at)),
            (Applicator::Dynamic { name, unbound }, _) => {
                let target = self.run.bound(name, *unbound);
                target.iter().for_each(|target| self.schema(*target, value, at));
            }
            (Applicator::Any(any), _) => self.union("anyOf", any, value, at),
            (Applicator::One(one), _) if one.iter().any(|one| self.run.valid(*one, value)) => {
                self.push(at, "oneOf", "it is valid under more than one of the schemas");
            }
            (Applicator::One(one), _) => self.union("oneOf", one, value, at),
            (Applicator::Not(_), _) => self.push(at, "not", "it is what `not` excludes"),
            (Applicator::If { test, then, otherwise }, _) => {
                let branch = if self.run.valid(*test, value) { then } else { otherwise };
                branch.iter().for_each(|branch| self.schema(*branch, value, at));
            }
            (Applicator::Dependent(dependent), _) => {
                let asked = dependent.iter().filter(|(name, _)| value.get(name).is_some());
                asked.for_each(|(_, schema)| self.schema(*schema, value, at));
            }
            (Applicator::Members(members), Value::Object(object)) => {
                for (name, member) in object {
                    for schema in self.run.of_member(members, name) {
                        if !self.is_unknown(members, schema) {
                            self.schema(schema, member, &at.key(name));
                        }
                    }
                }
            }
            (Applicator::Names(schema), Value::Object(object)) => {
                for name in object.keys() {
                    if !self.run.valid_name(*schema, name) {
                        self.push(&at.key(name), "propertyNames", "its name is not allowed here");
                    }
                }
            }
            (Applicator::Items { prefix, rest }, Value::Array(items)) => {
                for (index, item) in items.iter().enumerate() {
                    if let Some(schema) = prefix.get(index).or(rest.as_ref()) {
                        self.schema(*schema, item, &at.index(index));
                    }
                }
            }
            (Applicator::Contains { .. }, _) => {
                let detail = "it has not as many items that fit `contains` as are asked for";
                self.push(at, "contains", detail);
            }
            (Applicator::UnevaluatedMembers(schema), _) => {
                for name in self.run.unevaluated_members(id, value) {
                    if value.get(name).is_some_and(|member| !self.run.valid(*schema, member)) {
                        self.push(&at.key(name), "unevaluatedProperties", "it is not known here");
                    }
                }
            }
            (Applicator::UnevaluatedItems(schema), _) => {
                for index in self.run.unevaluated_items(id, value) {
                    if value.get(index).is_some_and(|item| !self.run.valid(*schema, item)) {
                        self.push(&at.index(index), "unevaluatedItems", "it is not known here");
                    }
                }
            }
            _ => {}
        }
    }

    /// Reports the members that `additionalProperties: false` forbids.
    fn unknown(&mut self, members: &Members, value: &Value, pointer: &Pointer) {
        let rule = "additionalProperties";
        let Some(object) = value.as_object() else { return };
        let refused = members.additional.is_some_and(|schema| self.is_unknown(members, schema));
        if !refused {
            return;
        }
        if members.properties.is_empty() && members.patterns.is_empty() && !object.is_empty() {
            return self.push(pointer, rule, "it may have no members");
        }
        for name in object.keys() {
            let schemas = self.run.of_member(members, name);
            if schemas.iter().any(|schema| self.is_unknown(members, *schema)) {
                self.push(&pointer.key(name), rule, "it is not known here");
            }
        }
    }

    fn is_unknown(&mut self, members: &Members, schema: NodeId) -> bool {
        let is_false = |run: &mut Run<'_>| run.resolve(schema).1.is_some_and(|node| node.is_false);
        members.additional == Some(schema) && is_false(self.run)
    }

    fn union(&mut self, rule: &str, branches: &'g [NodeId], value: &'v Value, pointer: &Pointer) {
        self.push(pointer, rule, "it is not valid under any of the schemas");
        if let Some(finding) = self.found.last_mut() {
            finding.branches = Some((branches, value));
        }
    }

    fn push(&mut self, pointer: &Pointer, rule: &str, detail: &str) {
        let broken = Broken::new(rule, detail);
        self.found.push(Finding {
            pointer: pointer.clone(),
            broken,
            branches: None,
            scope: self.run.scope(),
        });
    }

    /// Reports an error. For a union without a match, it reports the reason: if each branch requires another constant
    /// at one place, the list of constants; else the errors of the nearest branch.
    fn tell(&mut self, finding: Finding<'g, 'v>, depth: usize, told: &mut Vec<Finding<'g, 'v>>) {
        if told.len() >= self.most {
            return;
        }
        let Some((branches, value)) = finding.branches.filter(|_| depth > 0) else {
            return told.push(finding);
        };
        let key = (branches.as_ptr().addr(), std::ptr::from_ref(value).addr());
        if !self.entered.insert(key) {
            return;
        }
        let outer = self.run.scope();
        self.run.leave(finding.scope);
        let each: Vec<_> =
            branches.iter().map(|branch| self.branch(*branch, value, &finding.pointer)).collect();
        self.run.leave(outer);
        if let Some((pointer, options)) = common_constant(&each) {
            let mut broken = Broken::new(&finding.broken.rule, "");
            broken.constants = Some(options);
            return told.push(Finding { pointer, broken, branches: None, scope: self.run.scope() });
        }
        let nearest = each.into_iter().min_by_key(|errors| {
            let wrong_kind = errors.iter().filter(|error| error.broken.decides).count();
            (wrong_kind, errors.len())
        });
        match nearest {
            Some(errors) if !errors.is_empty() => {
                errors.into_iter().for_each(|error| self.tell(error, depth - 1, told));
            }
            _ => told.push(finding),
        }
    }

    /// Returns the errors of a value in one branch.
    fn branch(&mut self, id: NodeId, value: &'v Value, at: &Pointer) -> Vec<Finding<'g, 'v>> {
        self.seen.clear();
        self.schema(id, value, at);
        std::mem::take(&mut self.found)
    }
}

/// Returns a place at which each branch requires another constant, with the constants.
fn common_constant(branches: &[Vec<Finding<'_, '_>>]) -> Option<(Pointer, Vec<Value>)> {
    let first = branches.first()?;
    first.iter().find_map(|candidate| {
        let mut options = Vec::new();
        for branch in branches {
            let at_place = branch.iter().filter(|finding| finding.pointer == candidate.pointer);
            let mut constants = at_place.filter_map(|finding| finding.broken.constants.as_ref());
            options.extend(constants.next()?.iter().cloned());
        }
        Some((candidate.pointer.clone(), options))
    })
}
