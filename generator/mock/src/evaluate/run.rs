//! Decides whether a value is valid. Each pair of a schema and a value is decided once.

use std::collections::{HashMap, HashSet};

use serde_json::Value;

use super::Stop;
use super::graph::{Applicator, Members, Node, NodeId, Nodes};

/// Steps that a run may take: one for each schema that is applied to a value, and one for each member that it looks at.
pub(super) const STEPS: u64 = 10_000_000;

/// Outcomes that a run may remember.
pub(super) const OUTCOMES: usize = 1_000_000;

/// One run of values through schemas.
pub(super) struct Run<'g> {
    nodes: &'g Nodes,
    outcomes: HashMap<(NodeId, usize), bool>,
    steps: u64,
    /// Schemas inside each other that may still be entered.
    levels: usize,
    /// The reason why the run cannot go on; what it says from then on is worth nothing.
    pub(super) stop: Option<Stop>,
}

/// The members and items that some keyword describes.
#[derive(Default)]
struct Evaluated {
    names: HashSet<String>,
    positions: HashSet<usize>,
}

impl<'g> Run<'g> {
    /// A run that enters at most so many schemas inside each other.
    pub(super) fn new(nodes: &'g Nodes, levels: usize) -> Run<'g> {
        Run { nodes, outcomes: HashMap::new(), steps: STEPS, levels, stop: None }
    }

    /// The steps that were taken, and the outcomes that are remembered.
    #[cfg(test)]
    pub(super) fn cost(&self) -> (u64, usize) {
        (STEPS - self.steps, self.outcomes.len())
    }

    /// The node that decides in place of those which only refer to it.
    pub(super) fn resolve(&mut self, mut id: NodeId) -> (NodeId, Option<&'g Node>) {
        // More of them in a row than there are nodes go in a circle.
        for _ in 0..self.nodes.list.len() {
            match self.node(id) {
                Some(Node { alias: Some(target), .. }) => id = *target,
                node => return (id, node),
            }
        }
        (id, None)
    }

    fn node(&mut self, id: NodeId) -> Option<&'g Node> {
        self.spend(1);
        self.nodes.list.get(id)
    }

    /// Takes steps from the budget.
    pub(super) fn spend(&mut self, steps: usize) {
        match self.steps.checked_sub(steps as u64) {
            Some(left) => self.steps = left,
            None => self.stop = self.stop.take().or(Some(Stop::Steps)),
        }
    }

    /// Goes one level deeper; returns `false` if the run cannot.
    pub(super) fn descend(&mut self) -> bool {
        match self.levels.checked_sub(1) {
            Some(left) if self.stop.is_none() => {
                self.levels = left;
                true
            }
            Some(_) => false,
            None => {
                self.stop = self.stop.take().or(Some(Stop::Levels));
                false
            }
        }
    }

    /// Goes back to the level before.
    pub(super) fn ascend(&mut self) {
        self.levels += 1;
    }

    /// Returns `true` if the value is valid.
    pub(super) fn valid(&mut self, id: NodeId, value: &Value) -> bool {
        // A circle of references says nothing.
        let (id, Some(node)) = self.resolve(id) else {
            return true;
        };
        if self.stop.is_some() || node.is_false {
            return false;
        }
        if let Some(reason) = &node.broken {
            self.stop = Some(Stop::Broken(reason.clone()));
            return false;
        }
        if node.applicators.is_empty() {
            return self.leaf(node, value);
        }
        let key = (id, std::ptr::from_ref(value).addr());
        if let Some(known) = self.outcomes.get(&key) {
            return *known;
        }
        if self.outcomes.len() >= OUTCOMES {
            self.stop = Some(Stop::Steps);
            return false;
        }
        // A schema that applies itself to the value asks for nothing more by that.
        self.outcomes.insert(key, true);
        let mut valid = self.leaf(node, value) && self.descend();
        if valid {
            valid = node.applicators.iter().all(|applicator| self.applies(id, applicator, value));
            self.ascend();
        }
        self.outcomes.insert(key, valid);
        valid
    }

    /// Returns `true` if the value is valid by the keywords that need no other schema.
    pub(super) fn leaf(&mut self, node: &Node, value: &Value) -> bool {
        match node.leaf.as_ref().map(|leaf| leaf.validator()) {
            None => true,
            Some(Ok(validator)) => validator.is_valid(value),
            Some(Err(reason)) => {
                self.stop = Some(Stop::Broken(reason.to_owned()));
                false
            }
        }
    }

    /// Returns `true` if the value is valid by one applicator of a node.
    pub(super) fn applies(&mut self, id: NodeId, applicator: &Applicator, value: &Value) -> bool {
        match applicator {
            Applicator::All(all) => all.iter().all(|one| self.valid(*one, value)),
            Applicator::Any(any) => any.iter().any(|one| self.valid(*one, value)),
            Applicator::One(one) => self.fitting(one, value).take(2).count() == 1,
            Applicator::Not(not) => !self.valid(*not, value),
            Applicator::If { test, then, otherwise } => {
                let branch = if self.valid(*test, value) { then } else { otherwise };
                branch.is_none_or(|branch| self.valid(branch, value))
            }
            Applicator::Members(members) => value.as_object().is_none_or(|object| {
                object.iter().all(|(name, member)| {
                    self.of_member(members, name).iter().all(|schema| self.valid(*schema, member))
                })
            }),
            Applicator::Names(schema) => value
                .as_object()
                .is_none_or(|object| object.keys().all(|name| self.valid_name(*schema, name))),
            Applicator::Dependent(dependent) => value.as_object().is_none_or(|object| {
                let mut asked = dependent.iter().filter(|(name, _)| object.contains_key(name));
                asked.all(|(_, schema)| self.valid(*schema, value))
            }),
            Applicator::Items { prefix, rest } => value.as_array().is_none_or(|items| {
                let mut items = items.iter().enumerate();
                items.all(|(at, item)| {
                    let schema = prefix.get(at).or(rest.as_ref());
                    schema.is_none_or(|schema| self.valid(*schema, item))
                })
            }),
            Applicator::Contains { schema, least, most } => value.as_array().is_none_or(|items| {
                let fits = items.iter().filter(|item| self.valid(*schema, item)).count() as u64;
                (*least..=*most).contains(&fits)
            }),
            Applicator::UnevaluatedMembers(schema) => {
                let left = self.unevaluated_members(id, value);
                left.into_iter().all(|name| {
                    let member = value.get(name);
                    member.is_none_or(|member| self.valid(*schema, member))
                })
            }
            Applicator::UnevaluatedItems(schema) => {
                let left = self.unevaluated_items(id, value);
                left.into_iter()
                    .all(|at| value.get(at).is_none_or(|item| self.valid(*schema, item)))
            }
        }
    }

    /// The first keyword that an invalid value breaks.
    pub(super) fn breaks(&mut self, id: NodeId, value: &Value) -> String {
        let (id, Some(node)) = self.resolve(id) else { return String::new() };
        let of_leaf = node.leaf.iter().flat_map(|leaf| leaf.broken(value)).next();
        let mut applicators = node.applicators.iter();
        match of_leaf {
            Some(broken) => broken.rule,
            None if node.is_false => "falseSchema".to_owned(),
            None => {
                let broken = applicators.find(|applicator| !self.applies(id, applicator, value));
                broken.map_or("", Applicator::keyword).to_owned()
            }
        }
    }

    /// The schemas of these that accept a value.
    pub(super) fn fitting<'r>(
        &'r mut self,
        schemas: &'r [NodeId],
        value: &'r Value,
    ) -> impl Iterator<Item = NodeId> + use<'r, 'g> {
        schemas.iter().copied().filter(|schema| self.valid(*schema, value))
    }

    /// Returns `true` if the name of a member is valid.
    pub(super) fn valid_name(&mut self, schema: NodeId, name: &str) -> bool {
        // The outcomes are kept by the address of their value, and this value is soon gone.
        let kept = std::mem::take(&mut self.outcomes);
        let valid = self.valid(schema, &Value::String(name.to_owned()));
        self.outcomes = kept;
        valid
    }

    /// The schemas that `properties`, `patternProperties` and `additionalProperties` apply to a member.
    pub(super) fn of_member(&mut self, members: &Members, name: &str) -> Vec<NodeId> {
        self.spend(1 + members.patterns.len());
        let mut schemas: Vec<_> = members.properties.get(name).copied().into_iter().collect();
        let text = Value::String(name.to_owned());
        for (pattern, schema) in &members.patterns {
            match pattern.validator() {
                Ok(validator) if validator.is_valid(&text) => schemas.push(*schema),
                Ok(_) => {}
                Err(reason) => self.stop = Some(Stop::Broken(reason.to_owned())),
            }
        }
        if schemas.is_empty() {
            schemas.extend(members.additional);
        }
        schemas
    }

    /// The members of an object that no other keyword of a node describes (Core, section 11.3).
    pub(super) fn unevaluated_members<'v>(&mut self, id: NodeId, value: &'v Value) -> Vec<&'v str> {
        let Some(object) = value.as_object() else {
            return Vec::new();
        };
        let mut evaluated = Evaluated::default();
        self.evaluate(id, value, true, &mut HashSet::new(), &mut evaluated);
        let names = object.keys().map(String::as_str);
        names.filter(|name| !evaluated.names.contains(*name)).collect()
    }

    /// The positions in an array that no other keyword of a node describes (Core, section 11.2).
    pub(super) fn unevaluated_items(&mut self, id: NodeId, value: &Value) -> Vec<usize> {
        let Some(items) = value.as_array() else {
            return Vec::new();
        };
        let mut evaluated = Evaluated::default();
        self.evaluate(id, value, true, &mut HashSet::new(), &mut evaluated);
        (0..items.len()).filter(|at| !evaluated.positions.contains(at)).collect()
    }

    /// Collects the members and items that the keywords of a node describe; at the top, without its own
    /// `unevaluatedProperties` and `unevaluatedItems`.
    fn evaluate(
        &mut self,
        id: NodeId,
        value: &Value,
        is_top: bool,
        seen: &mut HashSet<NodeId>,
        evaluated: &mut Evaluated,
    ) {
        let (id, Some(node)) = self.resolve(id) else { return };
        if !seen.insert(id) || self.stop.is_some() {
            return;
        }
        for applicator in &node.applicators {
            match applicator {
                Applicator::UnevaluatedMembers(_) if is_top => {}
                Applicator::UnevaluatedItems(_) if is_top => {}
                other => self.note(other, value, evaluated),
            }
            for inner in self.in_place(applicator, value) {
                if self.descend() {
                    self.evaluate(inner, value, false, seen, evaluated);
                    self.ascend();
                }
            }
        }
    }

    /// Notes the members and items that one keyword describes by itself.
    fn note(&mut self, applicator: &Applicator, value: &Value, evaluated: &mut Evaluated) {
        match (applicator, value) {
            (Applicator::Members(members), Value::Object(object)) => {
                let described =
                    object.keys().filter(|name| !self.of_member(members, name).is_empty());
                evaluated.names.extend(described.cloned());
            }
            (Applicator::UnevaluatedMembers(_), Value::Object(object)) => {
                self.spend(object.len());
                evaluated.names.extend(object.keys().cloned());
            }
            (Applicator::Items { prefix, rest }, Value::Array(items)) => {
                let end = if rest.is_some() { items.len() } else { prefix.len() };
                self.spend(end);
                evaluated.positions.extend(0..end);
            }
            (Applicator::UnevaluatedItems(_), Value::Array(items)) => {
                self.spend(items.len());
                evaluated.positions.extend(0..items.len());
            }
            (Applicator::Contains { schema, .. }, Value::Array(items)) => {
                let items = items.iter().enumerate();
                let fitting = items.filter(|(_, item)| self.valid(*schema, item));
                evaluated.positions.extend(fitting.map(|(at, _)| at));
            }
            _ => {}
        }
    }

    /// The schemas that a keyword applies to the value itself and that accept it.
    pub(super) fn in_place(&mut self, applicator: &Applicator, value: &Value) -> Vec<NodeId> {
        match applicator {
            Applicator::All(all) | Applicator::Any(all) | Applicator::One(all) => {
                self.fitting(all, value).collect()
            }
            Applicator::If { test, then, otherwise } => {
                let (own, branch) = match self.valid(*test, value) {
                    true => (Some(*test), then),
                    false => (None, otherwise),
                };
                let branch = branch.filter(|branch| self.valid(*branch, value));
                own.into_iter().chain(branch).collect()
            }
            Applicator::Dependent(dependent) => {
                let asked = dependent.iter().filter(|(name, _)| value.get(name).is_some());
                let asked = asked.map(|(_, schema)| *schema);
                asked.filter(|schema| self.valid(*schema, value)).collect()
            }
            _ => Vec::new(),
        }
    }
}
