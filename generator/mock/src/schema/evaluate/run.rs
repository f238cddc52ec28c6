//! Decides whether a value is valid. Each pair of a schema and a value is evaluated once.

use std::collections::{BTreeMap, HashMap};

use serde_json::Value;

use super::Stop;
use super::graph::{Applicator, Members, Node, NodeId, Nodes};
use super::leaf::Leaf;

/// The most steps of a run: one for each pair of a schema and a value, and one for each member.
pub(super) const STEPS: u64 = 10_000_000;

/// The most results that a run keeps.
pub(super) const OUTCOMES: usize = 1_000_000;

/// One run of a validation.
pub(super) struct Run<'g> {
    nodes: &'g Nodes,
    outcomes: HashMap<(NodeId, usize, usize), bool>,
    /// The dynamic scopes: an empty one first, then those of the entered schemas.
    scopes: Vec<Scope<'g>>,
    known_scopes: HashMap<Scope<'g>, usize>,
    scope: usize,
    steps: u64,
    /// The number of nested schemas that may still be entered.
    levels: usize,
    /// The reason why the run has stopped. Later results are meaningless.
    pub(super) stop: Option<Stop>,
}

/// The targets of dynamic anchors by name.
type Scope<'g> = BTreeMap<&'g str, NodeId>;

impl<'g> Run<'g> {
    /// Creates a run with a limit on nested schemas.
    pub(super) fn new(nodes: &'g Nodes, levels: usize) -> Run<'g> {
        Run {
            nodes,
            outcomes: HashMap::new(),
            scopes: vec![Scope::new()],
            known_scopes: HashMap::from([(Scope::new(), 0)]),
            scope: 0,
            steps: STEPS,
            levels,
            stop: None,
        }
    }

    /// Returns the steps taken and the number of kept results.
    #[cfg(test)]
    pub(super) fn cost(&self) -> (u64, usize) {
        (STEPS - self.steps, self.outcomes.len())
    }

    /// Follows nodes that are only references.
    pub(super) fn resolve(&mut self, mut id: NodeId) -> (NodeId, Option<&'g Node>) {
        // More consecutive references than nodes are a cycle.
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

    /// Enters a nested schema. Returns `false` if the run must stop.
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

    /// Leaves a nested schema.
    pub(super) fn ascend(&mut self) {
        self.levels += 1;
    }

    /// Enters a schema: its dynamic anchors apply unless an outer schema has the same names (Core, section 8.2.3.2).
    /// Returns the outer scope.
    pub(super) fn enter(&mut self, node: &'g Node) -> usize {
        let outer = self.scope;
        if node.anchors.is_empty() {
            return outer;
        }
        let mut scope = self.scopes.get(outer).cloned().unwrap_or_default();
        self.spend(scope.len() + node.anchors.len());
        for (name, id) in &node.anchors {
            scope.entry(name).or_insert(*id);
        }
        let new = self.scopes.len();
        self.scope = *self.known_scopes.entry(scope.clone()).or_insert(new);
        if self.scope == new {
            self.scopes.push(scope);
        }
        outer
    }

    /// Returns the current scope.
    pub(super) fn scope(&self) -> usize {
        self.scope
    }

    /// Restores a scope.
    pub(super) fn leave(&mut self, scope: usize) {
        self.scope = scope;
    }

    /// Returns the key of a result: schema, value and scope.
    pub(super) fn key(&self, id: NodeId, value: &Value) -> (NodeId, usize, usize) {
        (id, std::ptr::from_ref(value).addr(), self.scope)
    }

    /// Returns the target of a dynamic anchor in the current scope. Without one, each value is accepted.
    pub(super) fn bound(&self, name: &str, unbound: Option<NodeId>) -> Option<NodeId> {
        self.scopes.get(self.scope).and_then(|scope| scope.get(name).copied()).or(unbound)
    }

    /// Returns `true` if the value is valid.
    pub(super) fn valid(&mut self, id: NodeId, value: &Value) -> bool {
        // A cycle of references is valid for each value.
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
        let outer = self.enter(node);
        let valid = self.decide(id, node, value);
        self.leave(outer);
        valid
    }

    fn decide(&mut self, id: NodeId, node: &Node, value: &Value) -> bool {
        let key = self.key(id, value);
        if let Some(known) = self.outcomes.get(&key) {
            return *known;
        }
        if self.outcomes.len() >= OUTCOMES {
            self.stop = Some(Stop::Steps);
            return false;
        }
        // A schema that applies itself to the same value adds no constraint.
        self.outcomes.insert(key, true);
        let mut valid = self.leaf(node, value) && self.descend();
        if valid {
            valid = node.applicators.iter().all(|applicator| self.applies(id, applicator, value));
            self.ascend();
        }
        self.outcomes.insert(key, valid);
        valid
    }

    /// Returns `true` if the value satisfies the keywords that need no other schema.
    pub(super) fn leaf(&mut self, node: &Node, value: &Value) -> bool {
        node.leaf.as_ref().is_none_or(|leaf| self.accepts(leaf, value))
    }

    fn accepts(&mut self, leaf: &Leaf, value: &Value) -> bool {
        self.spend(leaf.cost);
        if self.stop.is_some() {
            return false;
        }
        leaf.accepts(value).unwrap_or_else(|stop| {
            self.stop = Some(stop);
            false
        })
    }

    /// Returns `true` if the value satisfies one applicator of a node.
    pub(super) fn applies(&mut self, id: NodeId, applicator: &Applicator, value: &Value) -> bool {
        match applicator {
            Applicator::All(all) => all.iter().all(|one| self.valid(*one, value)),
            Applicator::Dynamic { name, unbound } => {
                self.bound(name, *unbound).is_none_or(|target| self.valid(target, value))
            }
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

    /// Returns the first keyword that an invalid value violates.
    pub(super) fn breaks(&mut self, id: NodeId, value: &Value) -> String {
        let (id, Some(node)) = self.resolve(id) else { return String::new() };
        self.enter(node);
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

    /// Returns the schemas that accept a value.
    pub(super) fn fitting<'r>(
        &'r mut self,
        schemas: &'r [NodeId],
        value: &'r Value,
    ) -> impl Iterator<Item = NodeId> + use<'r, 'g> {
        schemas.iter().copied().filter(|schema| self.valid(*schema, value))
    }

    /// Returns `true` if the name of a member is valid.
    pub(super) fn valid_name(&mut self, schema: NodeId, name: &str) -> bool {
        // Results are keyed by the address of the value, and this value is dropped soon.
        let kept = std::mem::take(&mut self.outcomes);
        let valid = self.valid(schema, &Value::String(name.to_owned()));
        self.outcomes = kept;
        valid
    }

    /// Returns the schemas that `properties`, `patternProperties` and `additionalProperties` apply to a member.
    pub(super) fn of_member(&mut self, members: &Members, name: &str) -> Vec<NodeId> {
        self.spend(1 + members.patterns.len());
        let mut schemas: Vec<_> = members.properties.get(name).copied().into_iter().collect();
        let text = Value::String(name.to_owned());
        for (pattern, schema) in &members.patterns {
            if self.accepts(pattern, &text) {
                schemas.push(*schema);
            }
        }
        if schemas.is_empty() {
            schemas.extend(members.additional);
        }
        schemas
    }

    /// Returns the schemas that a keyword applies to the value itself and that accept it.
    pub(super) fn in_place(&mut self, applicator: &Applicator, value: &Value) -> Vec<NodeId> {
        match applicator {
            Applicator::All(all) | Applicator::Any(all) | Applicator::One(all) => {
                self.fitting(all, value).collect()
            }
            Applicator::Dynamic { name, unbound } => {
                let target = self.bound(name, *unbound);
                target.filter(|target| self.valid(*target, value)).into_iter().collect()
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
