//! Schemas as a graph. Each schema of a description is read once, regardless of the number of references to it.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard};

use serde_json::{Map, Value};

use super::leaf::Leaf;
use super::view::View;
use crate::description::SCHEME;

/// The position of a node in its graph.
pub(super) type NodeId = usize;

/// The schemas that have been reached, for requests or for responses. They are read on demand.
#[derive(Default)]
pub(crate) struct Graph {
    inner: RwLock<Nodes>,
}

/// The nodes that have been read.
#[derive(Default)]
pub(super) struct Nodes {
    pub(super) list: Vec<Node>,
    /// The nodes by the address of their schema. No schema is moved or dropped while the graph exists.
    ids: HashMap<usize, NodeId>,
    leaves: HashMap<String, Arc<Leaf>>,
    /// The schemas by anchor name; `None` if several schemas have the name.
    anchors: HashMap<String, Option<NodeId>>,
    kept: Vec<Arc<Value>>,
}

/// A schema.
#[derive(Default)]
pub(super) struct Node {
    /// The target of a schema that has only a reference.
    pub(super) alias: Option<NodeId>,
    /// Set for the schema `false`, which accepts no value.
    pub(super) is_false: bool,
    /// The keywords that need no other schema.
    pub(super) leaf: Option<Arc<Leaf>>,
    /// The keywords that apply other schemas.
    pub(super) applicators: Vec<Applicator>,
    /// The targets of `$dynamicRef` within this schema, by name.
    pub(super) anchors: Vec<(String, NodeId)>,
    /// The reason why this is not a schema.
    pub(super) broken: Option<String>,
}

/// A keyword that applies other schemas, or a group of such keywords that depend on each other (JSON Schema 2020-12,
/// Core, sections 8.2.3, 10 and 11).
pub(super) enum Applicator {
    /// `properties`, `patternProperties` and `additionalProperties`.
    Members(Members),
    /// `prefixItems` and `items`.
    Items { prefix: Vec<NodeId>, rest: Option<NodeId> },
    /// `contains`, `minContains` and `maxContains`.
    Contains { schema: NodeId, least: u64, most: u64 },
    /// `propertyNames`.
    Names(NodeId),
    /// `dependentSchemas`.
    Dependent(Vec<(String, NodeId)>),
    /// `allOf` and `$ref`.
    All(Vec<NodeId>),
    /// `$dynamicRef`: the name of the anchor, and its target outside of a dynamic scope if exactly one schema has the anchor.
    Dynamic { name: String, unbound: Option<NodeId> },
    /// `anyOf`.
    Any(Vec<NodeId>),
    /// `oneOf`.
    One(Vec<NodeId>),
    /// `not`.
    Not(NodeId),
    /// `if`, `then` and `else`.
    If { test: NodeId, then: Option<NodeId>, otherwise: Option<NodeId> },
    /// `unevaluatedProperties`.
    UnevaluatedMembers(NodeId),
    /// `unevaluatedItems`.
    UnevaluatedItems(NodeId),
}

/// The keywords that apply schemas to the members of an object.
#[derive(Default)]
pub(super) struct Members {
    pub(super) properties: HashMap<String, NodeId>,
    pub(super) patterns: Vec<(Arc<Leaf>, NodeId)>,
    pub(super) additional: Option<NodeId>,
}

impl Graph {
    /// Keeps a schema beside the description in its place, as long as the graph exists.
    pub(super) fn keep(&self, schema: &Arc<Value>) {
        let mut nodes = self.inner.write().unwrap_or_else(PoisonError::into_inner);
        nodes.kept.push(Arc::clone(schema));
    }

    /// Reads a schema and all schemas that it refers to. Returns its node.
    pub(super) fn add<'v>(&self, schema: &'v Value, view: View<'v>) -> NodeId {
        // A panic leaves only nodes that no reference leads to.
        let mut nodes = self.inner.write().unwrap_or_else(PoisonError::into_inner);
        let mut reader = Reader { view, nodes: &mut nodes, waiting: Vec::new() };
        let id = reader.id(schema);
        while let Some((id, schema)) = reader.waiting.pop() {
            let node = reader.node(schema);
            if let Some(place) = reader.nodes.list.get_mut(id) {
                *place = node;
            }
        }
        id
    }

    /// Returns the nodes that have been read.
    pub(super) fn nodes(&self) -> RwLockReadGuard<'_, Nodes> {
        self.inner.read().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Finds the schemas with a `$dynamicAnchor` or `$anchor` of this name.
fn find_anchors<'v>(node: &'v Value, name: &str, found: &mut Vec<&'v Value>) {
    match node {
        Value::Object(members) => {
            let has = |key: &str| members.get(key).is_some_and(|anchor| anchor == name);
            if has("$dynamicAnchor") || has("$anchor") {
                found.push(node);
            }
            members.values().for_each(|member| find_anchors(member, name, found));
        }
        Value::Array(items) => items.iter().for_each(|item| find_anchors(item, name, found)),
        _ => {}
    }
}

/// Reads schemas until no new one is found.
struct Reader<'v, 'n> {
    view: View<'v>,
    nodes: &'n mut Nodes,
    waiting: Vec<(NodeId, &'v Value)>,
}

impl<'v> Reader<'v, '_> {
    /// Returns the node of a schema. A new one is read later.
    fn id(&mut self, schema: &'v Value) -> NodeId {
        let new = self.nodes.list.len();
        let id = *self.nodes.ids.entry(std::ptr::from_ref(schema).addr()).or_insert(new);
        if id == new {
            self.nodes.list.push(Node::default());
            self.waiting.push((id, schema));
        }
        id
    }

    fn node(&mut self, schema: &'v Value) -> Node {
        let members = match schema {
            Value::Bool(accepts) => return Node { is_false: !accepts, ..Node::default() },
            Value::Object(members) => members,
            _ => return Node::broken("it is neither an object nor a boolean"),
        };
        let anchors = self.anchors(schema, members);
        let leaf = self.view.leaf(members);
        let mut node = Node { leaf: self.leaf(leaf), anchors, ..Node::default() };
        match self.applicators(members) {
            Ok(applicators) => node.applicators = applicators,
            Err(reason) => node.broken = Some(reason),
        }
        if self.view.allows_null_beside(members) {
            let whole = self.push(node);
            let null = Map::from_iter([("type".to_owned(), Value::from("null"))]);
            let null = Node { leaf: self.leaf(null), ..Node::default() };
            let either = Applicator::Any(vec![whole, self.push(null)]);
            return Node { applicators: vec![either], ..Node::default() };
        }
        if let (None, None, [Applicator::All(only)]) =
            (&node.leaf, &node.broken, node.applicators.as_slice())
            && let [only] = only.as_slice()
            && node.anchors.is_empty()
        {
            node.alias = Some(*only);
        }
        node
    }

    /// Adds a node that no schema of the description is.
    fn push(&mut self, node: Node) -> NodeId {
        self.nodes.list.push(node);
        self.nodes.list.len() - 1
    }

    /// Returns the check of keywords; `None` if there are none.
    fn leaf(&mut self, keywords: Map<String, Value>) -> Option<Arc<Leaf>> {
        if keywords.is_empty() {
            return None;
        }
        let keywords = Value::Object(keywords);
        let known = self.nodes.leaves.entry(keywords.to_string());
        Some(Arc::clone(known.or_insert_with(|| Arc::new(Leaf::new(keywords)))))
    }

    /// Reads the keywords that apply schemas, in the order of their reports.
    fn applicators(&mut self, members: &'v Map<String, Value>) -> Result<Vec<Applicator>, String> {
        let mut list = Vec::new();
        list.extend(self.members(members)?);
        if let Some(names) = self.one(members, "propertyNames")? {
            list.push(Applicator::Names(names));
        }
        let prefix = self.several(members, "prefixItems")?.unwrap_or_default();
        let rest = self.one(members, "items")?;
        if rest.is_some() || !prefix.is_empty() {
            list.push(Applicator::Items { prefix, rest });
        }
        if let Some(schema) = self.one(members, "contains")? {
            let count = |key: &str| members.get(key).and_then(Value::as_f64).map(|it| it as u64);
            let least = count("minContains").unwrap_or(1);
            let most = count("maxContains").unwrap_or(u64::MAX);
            list.push(Applicator::Contains { schema, least, most });
        }
        let dependent = self.named(members, "dependentSchemas")?;
        if !dependent.is_empty() {
            list.push(Applicator::Dependent(dependent));
        }
        let all = self.several(members, "allOf")?.map(Applicator::All);
        let any = self.several(members, "anyOf")?.map(Applicator::Any);
        let one = self.several(members, "oneOf")?.map(Applicator::One);
        list.extend([all, any, one].into_iter().flatten());
        list.extend(self.one(members, "not")?.map(Applicator::Not));
        if let Some(test) = self.one(members, "if")? {
            let (then, otherwise) = (self.one(members, "then")?, self.one(members, "else")?);
            list.push(Applicator::If { test, then, otherwise });
        }
        list.extend(self.reference(members)?.map(|target| Applicator::All(vec![target])));
        list.extend(self.dynamic(members));
        let unevaluated = self.one(members, "unevaluatedProperties")?;
        list.extend(unevaluated.map(Applicator::UnevaluatedMembers));
        let unevaluated = self.one(members, "unevaluatedItems")?;
        list.extend(unevaluated.map(Applicator::UnevaluatedItems));
        Ok(list)
    }

    fn members(&mut self, members: &'v Map<String, Value>) -> Result<Option<Applicator>, String> {
        let properties = self.named(members, "properties")?;
        let mut patterns = Vec::new();
        for (pattern, schema) in self.named(members, "patternProperties")? {
            let test = Map::from_iter([("pattern".to_owned(), Value::String(pattern))]);
            if let Some(leaf) = self.leaf(test) {
                patterns.push((leaf, schema));
            }
        }
        let additional = self.one(members, "additionalProperties")?;
        let is_absent = properties.is_empty() && patterns.is_empty() && additional.is_none();
        // An empty `properties` still describes the object.
        if is_absent && !members.contains_key("properties") {
            return Ok(None);
        }
        let properties = properties.into_iter().collect();
        Ok(Some(Applicator::Members(Members { properties, patterns, additional })))
    }

    fn one(
        &mut self,
        members: &'v Map<String, Value>,
        key: &str,
    ) -> Result<Option<NodeId>, String> {
        match members.get(key) {
            None => Ok(None),
            Some(schema @ (Value::Object(_) | Value::Bool(_))) => Ok(Some(self.id(schema))),
            Some(_) => Err(format!("`{key}` in it is not a schema")),
        }
    }

    fn several(
        &mut self,
        members: &'v Map<String, Value>,
        key: &str,
    ) -> Result<Option<Vec<NodeId>>, String> {
        match members.get(key) {
            None => Ok(None),
            Some(Value::Array(items)) => Ok(Some(items.iter().map(|item| self.id(item)).collect())),
            Some(_) => Err(format!("`{key}` in it is not a list of schemas")),
        }
    }

    fn named(
        &mut self,
        members: &'v Map<String, Value>,
        key: &str,
    ) -> Result<Vec<(String, NodeId)>, String> {
        match members.get(key) {
            None => Ok(Vec::new()),
            Some(Value::Object(schemas)) => {
                Ok(schemas.iter().map(|(name, schema)| (name.clone(), self.id(schema))).collect())
            }
            Some(_) => Err(format!("`{key}` in it is not a map of schemas")),
        }
    }

    fn reference(&mut self, members: &'v Map<String, Value>) -> Result<Option<NodeId>, String> {
        let by_pointer = members
            .get("$dynamicRef")
            .filter(|it| it.as_str().is_some_and(|text| text.starts_with(SCHEME)));
        let Some(reference) = members.get("$ref").or(by_pointer) else {
            return Ok(None);
        };
        let description = self.view.description;
        match reference.as_str().and_then(|reference| description.referred(reference)) {
            Some(target) => Ok(Some(self.id(target))),
            None => Err(format!("its reference {reference} cannot be resolved")),
        }
    }

    /// Reads `$dynamicRef` and its target without a dynamic scope. There is none if several schemas have the anchor.
    fn dynamic(&mut self, members: &'v Map<String, Value>) -> Option<Applicator> {
        let reference = members.get("$dynamicRef")?.as_str()?;
        let (_, name) = reference.rsplit_once('#').filter(|(file, _)| !file.starts_with(SCHEME))?;
        let unbound = match self.nodes.anchors.get(name) {
            Some(known) => *known,
            None => {
                let mut found = Vec::new();
                self.view.description.files().for_each(|file| find_anchors(file, name, &mut found));
                let only = match found.as_slice() {
                    [only] => Some(self.id(only)),
                    _ => None,
                };
                self.nodes.anchors.insert(name.to_owned(), only);
                only
            }
        };
        Some(Applicator::Dynamic { name: name.to_owned(), unbound })
    }

    /// Returns the dynamic anchors within a schema: its own, and those of its `$defs`.
    fn anchors(
        &mut self,
        schema: &'v Value,
        members: &'v Map<String, Value>,
    ) -> Vec<(String, NodeId)> {
        let inner = members.get("$defs").and_then(Value::as_object);
        let inner = inner.into_iter().flat_map(|defs| defs.values());
        let named = [schema].into_iter().chain(inner).filter_map(|schema| {
            let name = schema.get("$dynamicAnchor")?.as_str()?;
            Some((name.to_owned(), self.id(schema)))
        });
        named.collect()
    }
}

impl Applicator {
    /// Returns the keyword for error messages.
    pub(super) fn keyword(&self) -> &'static str {
        match self {
            Applicator::Members(_) => "properties",
            Applicator::Items { .. } => "items",
            Applicator::Contains { .. } => "contains",
            Applicator::Names(_) => "propertyNames",
            Applicator::Dependent(_) => "dependentSchemas",
            Applicator::All(_) => "allOf",
            Applicator::Dynamic { .. } => "$dynamicRef",
            Applicator::Any(_) => "anyOf",
            Applicator::One(_) => "oneOf",
            Applicator::Not(_) => "not",
            Applicator::If { .. } => "if",
            Applicator::UnevaluatedMembers(_) => "unevaluatedProperties",
            Applicator::UnevaluatedItems(_) => "unevaluatedItems",
        }
    }
}

impl Node {
    fn broken(reason: &str) -> Node {
        Node { broken: Some(reason.to_owned()), ..Node::default() }
    }
}
