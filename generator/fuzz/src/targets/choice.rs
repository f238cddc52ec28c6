//! Checks the number of reads for unions that have no discriminator and contain themselves.

use std::cell::Cell;

use crate::runtime::enums::best_match::{Variant, choose};
use crate::runtime::json::convert::Json;
use crate::runtime::json::node::Node;
use crate::runtime::json::read::ReadError;
use crate::runtime::json::write::Writer;

thread_local! {
    /// The reads of the current case, and their limit.
    static READS: Cell<(usize, usize)> = const { Cell::new((0, 0)) };
}

/// The limit of reads for one value: a few for each variant.
const READS_OF_A_VALUE: usize = 16;

/// Counts a read.
fn count() {
    let (reads, most) = READS.get();
    assert!(reads < most, "more than {most} reads");
    READS.set((reads + 1, most));
}

#[derive(Debug, PartialEq)]
enum Tree {
    First(Box<First>),
    Second(Box<Second>),
    List(Vec<Tree>),
    Text(String),
}

#[derive(Debug, PartialEq)]
struct First {
    child: Option<Tree>,
    a: Option<String>,
}

#[derive(Debug, PartialEq)]
struct Second {
    child: Option<Tree>,
    kind: Option<String>,
    b: Option<Vec<Tree>>,
}

impl Json for Tree {
    fn read(node: &Node<'_>) -> Result<Self, ReadError> {
        count();
        let variants = &[
            Variant::new(|node| Json::read(node).map(Self::First)),
            Variant::new(|node| Json::read(node).map(Self::Second)),
            Variant::new(|node| Json::read(node).map(Self::List)),
            Variant::new(|node| Json::read(node).map(Self::Text)),
        ];
        choose(node, variants, &["First", "Second", "List", "Text"])
    }

    fn write(&self, writer: &mut Writer) {
        match self {
            Self::First(value) => value.write(writer),
            Self::Second(value) => value.write(writer),
            Self::List(value) => value.write(writer),
            Self::Text(value) => value.write(writer),
        }
    }
}

impl Json for First {
    fn read(node: &Node<'_>) -> Result<Self, ReadError> {
        count();
        let object = node.object()?;
        let value = Self { child: object.optional("child"), a: object.optional("a") };
        object.finish(value)
    }

    fn write(&self, writer: &mut Writer) {
        let mut object = writer.object();
        object.optional("child", &self.child);
        object.optional("a", &self.a);
        object.end();
    }
}

impl Json for Second {
    fn read(node: &Node<'_>) -> Result<Self, ReadError> {
        count();
        let object = node.object()?;
        let value = Self {
            child: object.optional("child"),
            kind: object.optional("kind"),
            b: object.optional("b"),
        };
        object.finish(value)
    }

    fn write(&self, writer: &mut Writer) {
        let mut object = writer.object();
        object.optional("child", &self.child);
        object.optional("kind", &self.kind);
        object.optional("b", &self.b);
        object.end();
    }
}

/// Reads a document as a union and counts the reads of its types. Then writes the value and reads it again, which must
/// give the same variants.
pub(super) fn run(bytes: &[u8]) -> &'static str {
    let Ok(node) = Node::parse(bytes) else { return "no JSON" };
    READS.set((0, READS_OF_A_VALUE * values(&node)));
    let tree = match Tree::read(&node) {
        Ok(tree) => tree,
        Err(error) => {
            assert!(error.to_string().starts_with("$"), "no place in `{error}`");
            return "no variant fits";
        }
    };
    let written = Writer::text_of(&tree).expect("strings only");
    let node = Node::parse(&written).expect("what is written is JSON");
    READS.set((0, READS_OF_A_VALUE * values(&node)));
    let again = Tree::read(&node).expect("what is written is a variant");
    let again = Writer::text_of(&again).expect("strings only");
    assert_eq!(String::from_utf8_lossy(&again), String::from_utf8_lossy(&written));
    "read"
}

/// Returns the number of values in a document.
fn values(node: &Node<'_>) -> usize {
    1 + match node {
        Node::Array(items) => items.iter().map(values).sum(),
        Node::Object(members) => members.iter().map(|(_, value)| values(value)).sum(),
        _ => 0,
    }
}
