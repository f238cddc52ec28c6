//! Enums: listed values, with or without documentation of each.

use std::collections::HashSet;
use std::rc::Rc;

use crate::api::{Docs, EnumKind, EnumValue, Literal};
use crate::document::Schema;
use crate::source::{Location, Value};

/// The values that a conjunction allows.
pub(crate) struct Values {
    /// The values in order, each once, without `null`.
    pub(crate) values: Vec<EnumValue>,
    /// `true` if `null` is a value.
    pub(crate) null: bool,
    /// `true` if arrays or objects were left out.
    compound: bool,
    /// `true` if integers beyond 64 bits were left out.
    beyond: bool,
    /// The location in the description.
    pub(crate) location: Location,
    /// `true` for a `const`, or an `enum` of one value.
    constant: bool,
}

/// The members of an enum.
pub(crate) struct Listed<'s> {
    /// The location of the enum.
    location: Location,
    /// The allowed members, with their positions.
    pub(crate) values: Vec<(usize, &'s Value)>,
}

/// Returns the members that all enums allow, in the order of the last enum, which is the innermost.
///
/// If the enums have no common member, the last enum takes precedence.
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

/// Returns the values of the alternatives, if each of them only lists values. JSON Schema documents
/// the members of an enum in this way.
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
            // Enums are open, so an alternative of any string adds nothing.
            (None, None) if alternative.is_any_string() => {}
            (None, None) => return None,
        }
    }
    if members.is_empty() {
        return None;
    }
    Some(members)
}

/// A listed value.
struct Member<'s> {
    value: &'s Value,
    location: Location,
    /// The schema that documents only this value.
    schema: Option<Rc<Schema<'s>>>,
}

impl Values {
    /// Returns the values that the parts list. `choice` is the location and the alternatives of a
    /// part with a choice.
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
        // Several constants of the same value are still an enum that may grow.
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
                // An integer that no literal can hold is decoded as an unlisted value.
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

    /// Returns the only possible value.
    pub(crate) fn single(&self) -> Option<&Literal> {
        self.values.first().filter(|_| self.constant).map(|value| &value.value)
    }

    /// Returns `true` if all values are booleans. The boolean type then needs no enum.
    pub(crate) fn are_booleans(&self) -> bool {
        let is = |value: &EnumValue| matches!(value.value, Literal::Bool(_));
        !self.values.is_empty() && !self.compound && self.values.iter().all(is)
    }

    /// Returns `true` if `null` is the only value.
    pub(crate) fn is_only_null(&self) -> bool {
        self.values.is_empty() && !self.compound
    }

    /// Returns the kind of enum that holds the values, or `None` if they are not scalars or only booleans.
    ///
    /// `types` are the types that the schema allows, because unlisted values may have any of them.
    pub(crate) fn enum_kind(&self, types: &[&str]) -> Option<EnumKind> {
        if self.values.is_empty() || self.compound || self.are_booleans() {
            return None;
        }
        let all = |is: fn(&Literal) -> bool| self.values.iter().all(|value| is(&value.value));
        let may_be = |ty: &str| types.iter().all(|allowed| *allowed == ty);
        let kind = if all(|value| matches!(value, Literal::Text(_))) && may_be("string") {
            EnumKind::Strings
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

/// Converts a value to a literal. If the schema is a string, an unquoted `1` is the string `1`.
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

/// A set of literals. `1` and `1.0` are equal (JSON Schema 2020-12, Core 4.2.2).
#[derive(Default)]
struct Seen {
    texts: HashSet<String>,
    booleans: HashSet<bool>,
    integers: HashSet<i64>,
    /// The bits of the integers, converted to `f64`.
    rounded: HashSet<u64>,
    numbers: HashSet<u64>,
}

impl Seen {
    /// Adds a literal. Returns `true` if it is new.
    fn insert(&mut self, value: &Literal) -> bool {
        // Adding zero makes both zeros equal.
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
