//! Recursive unions: the variants that values are read as, and the number of reads.

use std::cell::Cell;
use std::fmt::Debug;

use indexmap::IndexMap;
use serde_json::Value;

use crate::runtime::enums::best_match::{Variant, choose};
use crate::runtime::json::convert::Json;
use crate::runtime::json::mismatches;
use crate::runtime::json::node::Node;
use crate::runtime::json::read::ReadError;
use crate::runtime::json::tuple::TupleReader;
use crate::runtime::json::write::Writer;

thread_local! {
    /// Set if each variant reads its whole value, as in the definition of the best match.
    static BY_DEFINITION: Cell<bool> = const { Cell::new(false) };
    /// The number of values that were read as one of the types below.
    static READS: Cell<usize> = const { Cell::new(0) };
}

type Read<T> = fn(&Node<'_>) -> Result<T, ReadError>;

/// Chooses a variant as the tested code does, or by the definition. The definition takes a time that doubles with each
/// level of the document.
fn pick<T: 'static>(
    node: &Node<'_>,
    variants: &[(Read<T>, bool)],
    names: &[&str],
) -> Result<T, ReadError> {
    if !BY_DEFINITION.get() {
        let make = |(read, loose): &(Read<T>, bool)| match loose {
            true => Variant::any(*read),
            false => Variant::new(*read),
        };
        return choose(node, &variants.iter().map(make).collect::<Vec<_>>(), names);
    }
    let (mut best, mut error): (Option<(u32, T)>, Option<ReadError>) = (None, None);
    for (read, is_loose) in variants {
        let looseness = match node {
            _ if !is_loose => 0,
            Node::Object(members) => (members.len() * 2).saturating_sub(1),
            _ => 1,
        };
        let counted = mismatches::counted_from(u32::try_from(looseness).unwrap(), || read(node));
        match counted {
            (count, Ok(value)) if best.as_ref().is_none_or(|best| count < best.0) => {
                best = Some((count, value));
            }
            (_, Err(found)) if error.as_ref().is_none_or(|it| found.depth() > it.depth()) => {
                error = Some(found);
            }
            _ => {}
        }
    }
    match (best, error) {
        (Some((count, value)), _) => {
            mismatches::add(count);
            Ok(value)
        }
        (None, Some(error)) if error.depth() > 0 || variants.len() == 1 => Err(error),
        _ => Err(ReadError::no_variant(names, node)),
    }
}

/// Implements reading for types that are never written.
macro_rules! reads {
    ($($type:ty = |$node:ident| $read:expr;)*) => { $(
        impl Json for $type {
            fn read($node: &Node<'_>) -> Result<Self, ReadError> {
                READS.set(READS.get() + 1);
                $read
            }

            fn write(&self, _: &mut Writer) {}
        }
    )* };
}

/// Declares a union whose variants contain the types of the same names.
macro_rules! union {
    ($name:ident: $($variant:ident($type:ty) $loose:literal),*) => {
        #[derive(Clone, Debug, PartialEq)]
        enum $name { $($variant($type)),* }

        reads! {
            $name = |node| pick(
                node,
                &[$((|node| Json::read(node).map(Self::$variant), $loose)),*],
                &[$(stringify!($variant)),*],
            );
        }
    };
}

union!(Tree: Left(Box<Left>) false, Right(Box<Right>) false, Leaf(String) false);
union!(Mixed: Tree(Tree) false, Must(Box<Must>) false, Kind(Kind) false, Pair(Box<Pair>) false,
    List(Vec<Mixed>) false, Lists(Vec<Tree>) false, Number(i64) false, Map(IndexMap<String, Mixed>) true,
    Any(Value) true);
union!(Expr: List(Vec<Expr>) false, Items(Vec<Item>) false, Text(String) false);
union!(Item: Expr(Expr) false, Number(i64) false);
union!(Back: There(Box<There>) false, Also(Box<Also>) false);

#[derive(Clone, Debug, PartialEq)]
struct Left(Option<Tree>, Option<String>);
#[derive(Clone, Debug, PartialEq)]
struct Right(Option<Tree>, Option<String>);
#[derive(Clone, Debug, PartialEq)]
struct Must(Mixed, Option<Tree>, IndexMap<String, Mixed>);
#[derive(Clone, Debug, PartialEq)]
struct Pair(Mixed, Option<Tree>, Vec<Item>);
#[derive(Clone, Debug, PartialEq)]
struct There(Option<Mixed>, Option<Box<Back>>);
#[derive(Clone, Debug, PartialEq)]
struct Also(Vec<Back>, Option<Box<Back>>, Option<i64>);
#[derive(Clone, Debug, PartialEq)]
enum Kind {
    First(Box<Left>),
    Second(Box<Must>),
    Back(Box<There>),
}

reads! {
    Left = |node| {
        let object = node.object()?;
        let value = Self(object.optional("child"), object.optional("left"));
        object.finish(value)
    };
    Right = |node| {
        let object = node.object()?;
        let value = Self(object.optional("child"), object.optional("right"));
        object.finish(value)
    };
    Must = |node| {
        let object = node.object()?;
        let (must, child) = (object.present("must"), object.optional("child"));
        let rest = object.partial_rest(&["must", "child"]);
        let Some(must) = must else { return object.failed() };
        object.finish(Self(must, child, rest))
    };
    Pair = |node| {
        let items = TupleReader::new(node, usize::MAX)?;
        let (first, second, rest) = (items.required(0), items.optional(1), items.rest(2));
        let Some(first) = first else { return items.failed() };
        items.finish(Self(first, second, rest))
    };
    There = |node| {
        let object = node.object()?;
        let value = Self(object.optional("must"), object.optional("child"));
        object.finish(value)
    };
    Also = |node| {
        let object = node.object()?;
        let value = Self(object.required("list"), object.optional("child"), object.optional("left"));
        object.finish(value)
    };
    Kind = |node| match node.object()?.tag("kind")? {
        "first" => Json::read(node).map(Self::First),
        "second" => Json::read(node).map(Self::Second),
        "back" => Json::read(node).map(Self::Back),
        other => Err(ReadError::unknown_tag("kind", other, &["first", "second", "back"])),
    };
}

fn read<T: Json>(json: &str) -> (usize, Result<T, ReadError>) {
    let node = Node::parse(json.as_bytes()).unwrap();
    READS.set(0);
    let value = T::read(&node);
    (READS.get(), value)
}

/// Returns a random document of a few levels, mostly with values that the types list.
fn document(random: &mut fastrand::Rng, levels: u32) -> String {
    let many = |random: &mut fastrand::Rng| random.usize(..4);
    match random.u32(..if levels == 0 { 5 } else { 12 }) {
        0 => "null".to_owned(),
        1 => "7".to_owned(),
        2 | 3 => r#""text""#.to_owned(),
        4 => "{}".to_owned(),
        5 | 6 => {
            let items: Vec<_> = (0..many(random)).map(|_| document(random, levels - 1)).collect();
            format!("[{}]", items.join(","))
        }
        _ => {
            let names = ["child", "left", "right", "must", "list", "kind", "new"];
            let member = |random: &mut fastrand::Rng| {
                let name = names[random.usize(..names.len())];
                let kind = ["first", "second", "back", "third"][random.usize(..4)];
                match name {
                    "kind" => format!(r#""kind":"{kind}""#),
                    _ => format!(r#""{name}":{}"#, document(random, levels - 1)),
                }
            };
            let members: Vec<_> = (0..many(random)).map(|_| member(random)).collect();
            format!("{{{}}}", members.join(","))
        }
    }
}

#[track_caller]
fn reads_by_definition<T: Json + Debug + PartialEq>(json: &str) -> bool {
    let (_, found) = read::<T>(json);
    BY_DEFINITION.set(true);
    let (_, expected) = read::<T>(json);
    BY_DEFINITION.set(false);
    let text = |it: &Result<T, ReadError>| it.as_ref().map(|_| ()).map_err(ToString::to_string);
    assert_eq!(text(&found), text(&expected), "{json}");
    assert_eq!(found, expected, "{json}");
    found.is_ok()
}

#[test]
fn every_value_is_read_as_the_variant_that_fits_best_by_definition() {
    let mut random = fastrand::Rng::with_seed(19);
    let mut fits = [0; 4];
    for round in 0..6000 {
        let json = document(&mut random, round % 5);
        let read = [
            reads_by_definition::<Tree>(&json),
            reads_by_definition::<Mixed>(&json),
            reads_by_definition::<Expr>(&json),
            reads_by_definition::<Back>(&json),
        ];
        for (count, fits) in fits.iter_mut().zip(read) {
            *count += usize::from(fits);
        }
    }
    assert!(fits.iter().all(|count| *count > 500), "{fits:?}");
}

#[test]
fn a_value_costs_as_many_reads_at_the_last_level_as_at_the_first() {
    let nested = |levels: usize, open: &str, inner: &str, close: &str| {
        format!("{}{inner}{}", open.repeat(levels), close.repeat(levels))
    };
    // The last variant fits, no variant fits, or the difference is at the end.
    type Count = fn(&str) -> usize;
    let chains: [(&str, &str, &str, Count); 9] = [
        (r#"{"child":"#, r#"{"right":"a"}"#, "}", |json| read::<Tree>(json).0),
        (r#"{"right":"a","child":"#, r#""a""#, "}", |json| read::<Tree>(json).0),
        (r#"{"child":"#, "7", "}", |json| read::<Tree>(json).0),
        (r#"{"new":1,"child":"#, r#"{"new":1}"#, "}", |json| read::<Tree>(json).0),
        ("[", "7", "]", |json| read::<Expr>(json).0),
        ("[", "true", "]", |json| read::<Expr>(json).0),
        (r#"{"must":"#, r#"{"right":"a"}"#, "}", |json| read::<Mixed>(json).0),
        (r#"{"kind":"second","must":["#, r#"{"right":"a"}"#, "]}", |json| read::<Mixed>(json).0),
        (r#"{"list":[{"child":"#, r#"{"right":"a"}"#, "}]}", |json| read::<Back>(json).0),
    ];
    for (open, inner, close, reads) in chains {
        let most = 120 / open.matches(['[', '{']).count();
        let count = |levels| reads(&nested(levels, open, inner, close));
        let each = count(10) - count(9);
        assert!(each < 80, "{open}: {each} reads for a level");
        for levels in 1..=most {
            let reads = count(levels);
            assert!(reads <= count(1) + each * levels, "{open}: {reads} reads of {levels} levels");
        }
    }
}

#[test]
fn a_long_value_is_read_as_often_below_many_levels_as_below_one() {
    let wide = |levels: usize| {
        let items = vec![r#"{"right":"a"}"#; 200].join(",");
        let json = format!("{}[{items}]{}", r#"{"must":"#.repeat(levels), "}".repeat(levels));
        read::<Mixed>(&json).0
    };
    assert!(wide(100) < wide(1) + 100 * 80, "{} and {}", wide(100), wide(1));
}

#[test]
fn each_item_of_a_list_is_a_choice_of_its_own() {
    let items = vec![r#"{"child":{"child":{"right":"a"}}}"#; 50];
    let one = read::<Vec<Tree>>(&format!("[{}]", items[0])).0;
    assert_eq!(read::<Vec<Tree>>(&format!("[{}]", items.join(","))).0, one * 50);
}

#[test]
fn a_union_that_takes_too_many_tries_is_an_error_that_says_so() {
    // Each variant fits in part, so that a later one may fit better.
    #[derive(Debug)]
    struct Many;
    const VARIANT: Variant<Many> = Variant::new(|_| {
        mismatches::add(1);
        Ok(Many)
    });
    const VARIANTS: [Variant<Many>; 512] = [VARIANT; 512];
    reads! { Many = |node| choose(node, &VARIANTS, &["Many"]); }
    #[derive(Debug)]
    struct All;
    reads! { All = |node| {
        let object = node.object()?;
        let rest = object.partial_rest::<Many>(&[]);
        object.finish(rest).map(|_| Self)
    }; }
    #[derive(Debug)]
    struct Root;
    reads! { Root = |node| {
        let variants = [Variant::new(|node| Json::read(node).map(|All| Root))];
        choose(node, &variants, &["All"])
    }; }
    let members: Vec<_> = (0..33_000).map(|index| format!("\"{index}\":1")).collect();
    let (_, found) = read::<Vec<Root>>(&format!("[{{{}}}]", members.join(",")));
    let expected =
        "$[0]: found an object, for which no variant of the union is chosen within 16777216 tries";
    assert_eq!(found.unwrap_err().to_string(), expected);
    // The tries of the next value are counted from zero.
    assert!(read::<Tree>(r#"{"child":{}}"#).1.is_ok());
}
