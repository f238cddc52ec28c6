//! A value to write into a description. The members of a map keep their order.

/// A value of YAML or JSON.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Node {
    /// `true` or `false`
    Bool(bool),
    /// A string
    Text(String),
    /// A list
    List(Vec<Node>),
    /// A map
    Map(Vec<(String, Node)>),
}

impl Node {
    /// Creates a map of these members.
    pub(super) fn map<const N: usize>(members: [(&str, Node); N]) -> Node {
        Node::Map(members.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
    }

    /// Adds a member at the end of a map.
    pub(super) fn with(mut self, key: &str, value: impl Into<Node>) -> Node {
        if let Node::Map(members) = &mut self {
            members.push((key.to_owned(), value.into()));
        }
        self
    }

    /// Returns the member of a map.
    pub(super) fn get(&self, key: &str) -> Option<&Node> {
        match self {
            Node::Map(members) => members.iter().find(|(name, _)| name == key).map(|(_, it)| it),
            _ => None,
        }
    }

    /// Returns the string.
    pub(super) fn as_str(&self) -> Option<&str> {
        match self {
            Node::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Returns the members of a map.
    pub(super) fn members(&self) -> &[(String, Node)] {
        match self {
            Node::Map(members) => members,
            _ => &[],
        }
    }

    /// Returns the items of a list.
    pub(super) fn items(&self) -> &[Node] {
        match self {
            Node::List(items) => items,
            _ => &[],
        }
    }
}

impl From<&str> for Node {
    fn from(text: &str) -> Node {
        Node::Text(text.to_owned())
    }
}

impl From<bool> for Node {
    fn from(value: bool) -> Node {
        Node::Bool(value)
    }
}

impl From<Vec<Node>> for Node {
    fn from(items: Vec<Node>) -> Node {
        Node::List(items)
    }
}
