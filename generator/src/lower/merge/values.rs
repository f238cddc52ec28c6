//! Enums: listed values, with or without documentation of each.

use std::collections::{HashMap, HashSet};
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
    /// The type that `type` names, if some of the values are written in another one.
    pub(crate) other_type: Option<String>,
}

/// The scalars that are no strings where strings are expected, as written: `1.10` is `1.1` as a number.
pub(crate) type Spellings = HashMap<Location, String>;

/// The members of an enum.
pub(crate) struct Listed<'s> {
    /// The location of the enum.
    location: Location,
    /// The schema with the enum.
    part: Rc<Schema<'s>>,
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
    let values = if common.is_empty() { values } else { common };
    Some(Listed { location, part: Rc::clone(part), values })
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
                members.push(Member {
                    schema: Some(Rc::clone(alternative)),
                    ..Member::new(value, location.key("const"))
                });
            }
            (None, Some([value])) => {
                members.push(Member {
                    schema: Some(Rc::clone(alternative)),
                    ..Member::new(value, location.key("enum").index(0)).described(alternative, 0)
                });
            }
            (None, Some(values)) => {
                members.extend(values.iter().enumerate().map(|(index, value)| {
                    let member = Member::new(value, location.key("enum").index(index));
                    member.described(alternative, index)
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
    /// The type of the schema that lists the value.
    ty: Option<&'s str>,
    /// The name by an extension of another generator.
    name: Option<&'s str>,
    /// The description by an extension of another generator.
    description: Option<&'s str>,
    /// The setting that stands for `x-retry`.
    retry: Option<bool>,
}

impl<'s> Member<'s> {
    fn new(value: &'s Value, location: Location) -> Self {
        Self { value, location, schema: None, ty: None, name: None, description: None, retry: None }
    }

    /// Adds the words that the schema of an enum has for a member.
    fn described(self, schema: &Schema<'s>, index: usize) -> Self {
        let word = |words: &[&'s str]| words.get(index).copied().filter(|word| !word.is_empty());
        Self {
            name: word(&schema.value_names),
            description: word(&schema.value_descriptions),
            retry: schema.value_retries.get(index).copied().flatten(),
            ..self
        }
    }
}

impl Values {
    /// Returns the values that the parts list. `choice` is the location and the alternatives of a
    /// part with a choice.
    pub(crate) fn find<'s>(
        parts: &[Rc<Schema<'s>>],
        choice: Option<(&Location, &[Rc<Schema<'s>>])>,
        types: &[&'s str],
        spellings: &Spellings,
    ) -> Option<Self> {
        let new = |mut members: Vec<Member<'s>>, location| {
            for member in &mut members {
                let own = member.schema.as_ref().map_or(&[][..], |schema| &schema.types);
                member.ty = match if types.is_empty() { own } else { types } {
                    [ty] => Some(*ty),
                    _ => None,
                };
            }
            Self::new(members, location, spellings)
        };
        let constant = parts.iter().find_map(|part| part.constant.map(|value| (part, value)));
        if let Some((part, value)) = constant {
            let location = part.location.key("const");
            return Some(new(vec![Member::new(value, location.clone())], location));
        }
        if let Some(Listed { location, part, values }) = listed(parts) {
            let member =
                |(index, value)| Member::new(value, location.index(index)).described(&part, index);
            let members = values.into_iter().map(member).collect();
            return Some(new(members, location));
        }
        let (location, choices) = choice?;
        let mut values = new(annotated(choices)?, location.clone());
        // Several constants of the same value are still an enum that may grow.
        values.constant = false;
        Some(values)
    }

    fn new(members: Vec<Member<'_>>, location: Location, spellings: &Spellings) -> Self {
        let mut values: Vec<EnumValue> = Vec::new();
        let mut seen = Seen::default();
        let mut null = false;
        let mut compound = false;
        let mut beyond = false;
        let mut other_type = None;
        for member in members {
            if member.value.is_null() {
                null = true;
                continue;
            }
            let Some(value) = literal(&member, spellings) else {
                // An integer that no literal can hold is decoded as an unlisted value.
                compound |= !matches!(member.value, Value::Int(_));
                beyond |= matches!(member.value, Value::Int(_));
                continue;
            };
            if other_type.is_none() && !value.is(member.value) {
                other_type = member.ty.map(str::to_owned);
            }
            if !seen.insert(&value) {
                continue;
            }
            let schema = member.schema.as_deref();
            values.push(EnumValue {
                value,
                docs: schema.map_or_else(
                    || Docs::of(None, member.description, false),
                    |it| Docs::of(it.title, it.description.or(member.description), it.deprecated),
                ),
                name: member.name.map(str::to_owned),
                pinned: schema.and_then(|schema| schema.rust_name).map(str::to_owned),
                retry: schema.and_then(|schema| schema.retry).or(member.retry),
                location: member.location,
            });
        }
        let constant = values.len() == 1 && !null && !compound && !beyond;
        Self { values, null, compound, beyond, location, constant, other_type }
    }

    /// Returns the only possible value.
    pub(crate) fn single(&self) -> Option<&Literal> {
        self.values.first().filter(|_| self.constant).map(|value| &value.value)
    }

    /// Returns `true` if all values are booleans. The boolean type then needs no enum.
    pub(crate) fn are_booleans(&self) -> bool {
        let is = |value: &EnumValue| matches!(value.value, Literal::Bool(_));
        let is_plain = !self.compound && self.other_type.is_none();
        !self.values.is_empty() && is_plain && self.values.iter().all(is)
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
        let kind = if all(|value| matches!(value, Literal::String(_))) && may_be("string") {
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

/// Converts a value to a literal of the type that its schema names. If that is a string, an unquoted `1.10` is the string
/// `1.10`.
fn literal(member: &Member<'_>, spellings: &Spellings) -> Option<Literal> {
    Some(match (member.value, member.ty) {
        (Value::String(text), Some(ty)) => {
            read_as(text, ty).unwrap_or_else(|| Literal::String(text.clone()))
        }
        (Value::String(text), None) => Literal::String(text.clone()),
        (value @ (Value::Int(_) | Value::Float(_) | Value::Bool(_)), Some("string")) => {
            let written = spellings.get(&member.location).cloned();
            Literal::String(written.unwrap_or_else(|| value.to_string()))
        }
        (Value::Int(value), _) => Literal::Integer(i64::try_from(*value).ok()?),
        (Value::Float(value), _) => Literal::Number(*value),
        (Value::Bool(value), _) => Literal::Bool(*value),
        (Value::Null | Value::Array(_) | Value::Object(_), _) => return None,
    })
}

/// Returns the value that a string holds, if a schema lists strings although it names another type.
fn read_as(text: &str, ty: &str) -> Option<Literal> {
    let text = text.trim();
    let integer = text.parse().ok().map(Literal::Integer);
    match ty {
        "integer" => integer,
        "number" => integer.or_else(|| {
            text.parse().ok().filter(|value: &f64| value.is_finite()).map(Literal::Number)
        }),
        "boolean" if text.eq_ignore_ascii_case("true") => Some(Literal::Bool(true)),
        "boolean" if text.eq_ignore_ascii_case("false") => Some(Literal::Bool(false)),
        _ => None,
    }
}

impl Literal {
    /// Returns `true` if the value has the type of this literal.
    fn is(&self, value: &Value) -> bool {
        match self {
            Self::String(_) => matches!(value, Value::String(_)),
            Self::Integer(_) => matches!(value, Value::Int(_)),
            Self::Number(_) => matches!(value, Value::Float(_)),
            Self::Bool(_) => matches!(value, Value::Bool(_)),
        }
    }
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
            Literal::String(text) => self.texts.insert(text.clone()),
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
