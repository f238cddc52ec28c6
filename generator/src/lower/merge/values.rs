//! Enums: values that are written out, with or without a description of each.

use std::collections::HashSet;
use std::rc::Rc;

use crate::api::{Docs, EnumKind, EnumValue, Literal};
use crate::document::Schema;
use crate::source::{Location, Value};

/// The values that a conjunction allows.
pub(crate) struct Values {
    /// The values in order, each once, `null` aside.
    pub(crate) values: Vec<EnumValue>,
    /// Whether `null` is among them.
    pub(crate) null: bool,
    /// Whether there are arrays or objects among them, which are left out.
    compound: bool,
    /// Whether there are integers beyond those of 64 bits among them, which are left out too.
    beyond: bool,
    /// Where they stand.
    pub(crate) location: Location,
    /// Whether the schema is `const`, or an `enum` of one value: nothing to choose.
    constant: bool,
}

/// The members of an enum.
pub(crate) struct Listed<'s> {
    /// Where the enum stands.
    location: Location,
    /// The members that are allowed, with their positions.
    pub(crate) values: Vec<(usize, &'s Value)>,
}

/// The members that all enums allow, if there are enums: those of the last, which is narrower, that
/// the others have too. Enums without a common member are a slip of which the last is believed.
pub(crate) fn listed<'s>(parts: &[Rc<Schema<'s>>]) -> Option<Listed<'s>> {
    let (part, last) = parts.iter().rev().find_map(|part| Some((part, part.values?)))?;
    let values: Vec<_> = last.iter().enumerate().collect();
    let others = parts.iter().filter_map(|part| part.values);
    let others = others.filter(|other| !std::ptr::eq(*other, last));
    let others: Vec<HashSet<String>> =
        others.map(|other| other.iter().map(Value::canonical).collect()).collect();
    let is_common = |(_, value): &&(usize, &Value)| {
        others.is_empty() || others.iter().all(|other| other.contains(&value.canonical()))
    };
    let common: Vec<_> = values.iter().filter(is_common).copied().collect();
    let location = part.location.key("enum");
    Some(Listed { location, values: if common.is_empty() { values } else { common } })
}

/// The alternatives, if each is a value with words about it: how JSON Schema says what the members
/// of an enum mean.
fn annotated<'s>(alternatives: &[Rc<Schema<'s>>]) -> Option<Vec<Member<'s>>> {
    let mut members = Vec::new();
    for alternative in alternatives {
        let plain = !alternative.refers()
            && alternative.all_of.is_empty()
            && alternative.alternatives().is_empty()
            && alternative.properties.is_empty();
        let location = &alternative.location;
        match (alternative.constant, alternative.values) {
            _ if !plain => return None,
            (Some(value), _) => {
                let schema = Some(Rc::clone(alternative));
                members.push(Member { value, location: location.key("const"), schema });
            }
            (None, Some([value])) => {
                let schema = Some(Rc::clone(alternative));
                members.push(Member { value, location: location.key("enum").index(0), schema });
            }
            (None, Some(values)) => {
                let location = |index| location.key("enum").index(index);
                members.extend(values.iter().enumerate().map(|(index, value)| Member {
                    value,
                    location: location(index),
                    schema: None,
                }));
            }
            // Enums are open, so that any text beside the values adds nothing.
            (None, None) if alternative.is_any_text() => {}
            (None, None) => return None,
        }
    }
    if members.is_empty() {
        return None;
    }
    Some(members)
}

/// A value that is written out.
struct Member<'s> {
    value: &'s Value,
    location: Location,
    /// The schema that is only about this value.
    schema: Option<Rc<Schema<'s>>>,
}

impl Values {
    /// The values that the parts allow, if they write them out. `choice` is where they leave a choice, and between
    /// which schemas.
    pub(crate) fn find<'s>(
        parts: &[Rc<Schema<'s>>],
        choice: Option<(&Location, &[Rc<Schema<'s>>])>,
        text: bool,
    ) -> Option<Self> {
        let constant = parts.iter().find_map(|part| part.constant.map(|value| (part, value)));
        if let Some((part, value)) = constant {
            let location = part.location.key("const");
            let member = Member { value, location: location.clone(), schema: None };
            return Some(Self::new(vec![member], text, location));
        }
        if let Some(Listed { location, values }) = listed(parts) {
            let member =
                |(index, value)| Member { value, location: location.index(index), schema: None };
            let members = values.into_iter().map(member).collect();
            return Some(Self::new(members, text, location));
        }
        let (location, choices) = choice?;
        let mut values = Self::new(annotated(choices)?, text, location.clone());
        // Several constants that shrink to one value are still a list that may grow.
        values.constant = false;
        Some(values)
    }

    fn new(members: Vec<Member<'_>>, text: bool, location: Location) -> Self {
        let mut values: Vec<EnumValue> = Vec::new();
        let mut seen = Seen::default();
        let mut null = false;
        let mut compound = false;
        let mut beyond = false;
        for member in members {
            if member.value.is_null() {
                null = true;
                continue;
            }
            let Some(value) = literal(member.value, text) else {
                // An integer that no literal can be is read as a value that is not listed.
                compound |= !matches!(member.value, Value::Int(_));
                beyond |= matches!(member.value, Value::Int(_));
                continue;
            };
            if !seen.insert(&value) {
                continue;
            }
            let schema = member.schema.as_deref();
            values.push(EnumValue {
                value,
                docs: schema.map_or_else(Docs::default, |schema| {
                    Docs::of(schema.title, schema.description, schema.deprecated)
                }),
                pinned: schema.and_then(|schema| schema.rust_name).map(str::to_owned),
                retry: schema.and_then(|schema| schema.retry),
                location: member.location,
            });
        }
        let constant = values.len() == 1 && !null && !compound && !beyond;
        Self { values, null, compound, beyond, location, constant }
    }

    /// The one value, if there is nothing to choose.
    pub(crate) fn single(&self) -> Option<&Literal> {
        self.values.first().filter(|_| self.constant).map(|value| &value.value)
    }

    /// Returns `true` if there are values, all of them booleans: a type that has no others needs no list.
    pub(crate) fn are_booleans(&self) -> bool {
        let is = |value: &EnumValue| matches!(value.value, Literal::Bool(_));
        !self.values.is_empty() && !self.compound && self.values.iter().all(is)
    }

    /// Returns `true` if `null` is the only value.
    pub(crate) fn is_only_null(&self) -> bool {
        self.values.is_empty() && !self.compound
    }

    /// The kind of enum that the values make, if they are scalars other than booleans alone. `types` are those that
    /// the schema allows: a value that is not listed may be of each of them.
    pub(crate) fn enum_kind(&self, types: &[&str]) -> Option<EnumKind> {
        if self.values.is_empty() || self.compound || self.are_booleans() {
            return None;
        }
        let all = |is: fn(&Literal) -> bool| self.values.iter().all(|value| is(&value.value));
        let may_be = |ty: &str| types.iter().all(|allowed| *allowed == ty);
        let kind = if all(|value| matches!(value, Literal::Text(_))) && may_be("string") {
            EnumKind::Texts
        } else if all(|value| matches!(value, Literal::Integer(_)))
            && may_be("integer")
            && !self.beyond
        {
            EnumKind::Integers
        } else {
            EnumKind::Values
        };
        Some(kind)
    }
}

/// The value as a literal; in a schema of texts an unquoted `1` is the text that it looks like.
fn literal(value: &Value, text: bool) -> Option<Literal> {
    Some(match value {
        Value::String(value) => Literal::Text(value.clone()),
        Value::Int(value) if text => Literal::Text(value.to_string()),
        Value::Float(value) if text => Literal::Text(value.to_string()),
        Value::Bool(value) if text => Literal::Text(value.to_string()),
        Value::Int(value) => Literal::Integer(i64::try_from(*value).ok()?),
        Value::Float(value) => Literal::Number(*value),
        Value::Bool(value) => Literal::Bool(*value),
        Value::Null | Value::Array(_) | Value::Object(_) => return None,
    })
}

/// Literals of which none is there twice: `1` and `1.0` are one (JSON Schema 2020-12, Core 4.2.2).
#[derive(Default)]
struct Seen {
    texts: HashSet<String>,
    booleans: HashSet<bool>,
    integers: HashSet<i64>,
    /// The integers as numbers, and the numbers, by their bits.
    rounded: HashSet<u64>,
    numbers: HashSet<u64>,
}

impl Seen {
    /// Returns `true` if a literal was not there before.
    fn insert(&mut self, value: &Literal) -> bool {
        // Zero is one number, with either sign.
        let bits = |number: f64| (number + 0.0).to_bits();
        match value {
            Literal::Text(text) => self.texts.insert(text.clone()),
            Literal::Bool(value) => self.booleans.insert(*value),
            Literal::Integer(integer) => {
                let number = bits(*integer as f64);
                if self.numbers.contains(&number) {
                    return false;
                }
                self.rounded.insert(number);
                self.integers.insert(*integer)
            }
            Literal::Number(number) => {
                let number = bits(*number);
                !self.rounded.contains(&number) && self.numbers.insert(number)
            }
        }
    }
}
