//! Names of types, their fields and their variants.

#![allow(clippy::string_slice, reason = "behind the beginning that all texts share")]

use super::assign::{Wish, assign};
use super::name::Name;
use super::status::status_word;
use super::text::{self, Case, has_signs, ident, plain, spelled};
use crate::api::{
    Api, Base, Enum, Literal, OperationId, Origin, Step, Struct, TypeDef, TypeKind, Union,
};

/// The names of a type and its members.
#[derive(Debug)]
pub struct TypeNames {
    /// The type.
    pub item: Name,
    /// The fields of a struct or the variants of a union or enum, by position.
    pub members: Vec<Name>,
    /// The setters of a struct's fields, by position; the last one sets the further properties.
    pub setters: Vec<Name>,
    /// The field for a struct's further properties, or the variant for unknown values.
    pub rest: Name,
    /// The local variable that a struct is read from; no field has the same name.
    pub reader: Name,
}

/// Names that emitted code uses without a path.
pub(super) const PRELUDE: [&str; 12] = [
    "Box", "Default", "Err", "From", "Into", "None", "Ok", "Option", "Result", "Some", "String",
    "Vec",
];

/// Returns the names of the types, by index.
pub(super) fn items(api: &Api) -> Vec<Name> {
    let wishes: Vec<_> = api.types.iter().map(|(_, def)| item(api, def)).collect();
    assign(&wishes, &PRELUDE)
}

/// Returns the names of the types together with those of their members.
pub(super) fn find(api: &Api, items: Vec<Name>) -> Vec<TypeNames> {
    let types = api.types.iter().zip(items);
    types
        .map(|((_, def), item)| match &def.kind {
            TypeKind::Struct(object) => of_struct(object, item),
            TypeKind::Union(union) => of_union(union, item),
            TypeKind::Enum(values) => of_enum(values, item),
            TypeKind::Tuple(_) | TypeKind::Recursive(_) => {
                named(item.clone(), item, Vec::new(), Vec::new())
            }
        })
        .collect()
}

fn item(api: &Api, def: &TypeDef) -> Wish {
    let words = origin_words(api, &def.origin, singular);
    let all = origin_words(api, &def.origin, |name| format!("{name} item")).join(" ");
    let plainly = plain(&words.join(" "), Case::Camel);
    let joined = plain(&joined(&words), Case::Camel);
    // The last candidate ends with the kind of the type.
    let kind = match &def.kind {
        TypeKind::Struct(_) => "Object",
        TypeKind::Union(_) => "Choice",
        TypeKind::Enum(_) => "Value",
        TypeKind::Tuple(_) => "Tuple",
        TypeKind::Recursive(_) => "Items",
    };
    Wish {
        pinned: def.pinned.as_deref().map(|name| text::pinned(name, Case::Camel)),
        names: vec![
            joined.clone(),
            plainly.clone(),
            plain(&all, Case::Camel),
            spelled(&all, Case::Camel),
            format!("{plainly}{kind}"),
        ],
        // A component has priority over an inline schema. A name of all words has priority over one with words left
        // out.
        rank: u8::from(!def.origin.steps.is_empty()) + u8::from(joined != plainly),
        place: def.location.to_string(),
    }
}

/// Returns the words that describe where a type is defined: the base, and each step from there. `item` makes the word
/// for one item from the word for the array.
fn origin_words(api: &Api, origin: &Origin, item: fn(&str) -> String) -> Vec<String> {
    let operation = |id: &OperationId| api.operations[*id].id.clone();
    let mut words = vec![match &origin.base {
        Base::Component(name) => name.clone(),
        Base::Parameter(id, name) => format!("{} {name}", operation(id)),
        Base::Webhook(name) => format!("{name} webhook"),
        Base::Body(id) => format!("{} body", operation(id)),
        Base::Response(id, status) if status.is_success() => {
            format!("{} response", operation(id))
        }
        Base::Response(id, status) => format!("{} {}", operation(id), status_word(*status)),
    }];
    for step in &origin.steps {
        match step {
            Step::Property(name) | Step::Variant(name) => words.push(name.clone()),
            Step::Item => {
                let many = words.pop().unwrap_or_default();
                words.push(item(&many));
            }
            Step::Value => words.push("value".to_owned()),
        }
    }
    words
}

/// Joins the words of all steps. Words at the start of a step are left out if they repeat the words before them: the
/// property `package_version` of `package` becomes `package version`.
fn joined(steps: &[String]) -> String {
    let mut words: Vec<String> = Vec::new();
    for step in steps {
        let step = plain(step, Case::Snake);
        let step: Vec<_> = step.split('_').filter(|word| !word.is_empty()).collect();
        let repeated = (1..=step.len().min(words.len())).rev().find(|count| {
            words
                .iter()
                .rev()
                .take(*count)
                .rev()
                .map(String::as_str)
                .eq(step.iter().take(*count).copied())
        });
        words.extend(step.into_iter().skip(repeated.unwrap_or(0)).map(str::to_owned));
    }
    words.join(" ")
}

/// Returns the singular of a word: `entries` becomes `entry`, and `data` becomes `data item`.
fn singular(many: &str) -> String {
    let lower = many.to_lowercase();
    let stem = |cut: usize| many.get(..many.len() - cut).unwrap_or_default();
    if lower.ends_with("ies") && lower.len() > 4 {
        format!("{}y", stem(3))
    } else if ["sses", "shes", "ches", "xes"].iter().any(|end| lower.ends_with(end)) {
        stem(2).to_owned()
    } else if lower.ends_with('s') && !["ss", "us", "is"].iter().any(|end| lower.ends_with(end)) {
        stem(1).to_owned()
    } else {
        format!("{many} item")
    }
}

fn of_struct(object: &Struct, item: Name) -> TypeNames {
    let fields = object.fields.iter().map(|field| Wish {
        pinned: field.pinned.as_deref().map(|name| text::pinned(name, Case::Snake)),
        ..member(&field.name, Case::Snake)
    });
    // The map for further properties has the lowest priority, because a property may be called `rest`.
    let rest = Wish { names: vec!["rest".into(), "other".into()], rank: 9, ..Wish::default() };
    let wishes: Vec<_> = fields.chain([rest]).collect();
    let mut members = assign(&wishes, &[]);
    let setters = members.iter().map(setter).collect();
    let rest = members.remove(object.fields.len());
    named(rest, item, members, setters)
}

fn named(rest: Name, item: Name, members: Vec<Name>, setters: Vec<Name>) -> TypeNames {
    let mut reader = String::from("object");
    while members.iter().any(|member| *member == reader) {
        reader.push('_');
    }
    TypeNames { item, members, setters, rest, reader: ident(&reader) }
}

/// Returns `with_first` for `first`. The underscore of `_1st` is not needed there: `with_1st`.
fn setter(member: &Name) -> Name {
    ident(&format!("with_{}", member.unraw().trim_start_matches('_')))
}

fn of_union(union: &Union, item: Name) -> TypeNames {
    variants(union.variants.iter().map(|variant| member(&variant.word, Case::Camel)), item)
}

fn of_enum(values: &Enum, item: Name) -> TypeNames {
    let texts: Vec<_> = values.values.iter().map(|value| words(&value.value)).collect();
    // A common prefix is left out: `errors/expired_link` becomes `ExpiredLink`.
    let common = common_prefix(&texts.iter().map(String::as_str).collect::<Vec<_>>());
    let wish = |(value, text): (&crate::api::EnumValue, &String)| Wish {
        pinned: value.pinned.as_deref().map(|name| text::pinned(name, Case::Camel)),
        ..named_by(value.name.as_deref(), member(&text[common..], Case::Camel))
    };
    variants(values.values.iter().zip(&texts).map(wish), item)
}

/// Puts the name that an extension gives a value in front of the names by the value.
fn named_by(name: Option<&str>, mut wish: Wish) -> Wish {
    let name = name.map(|name| plain(name, Case::Camel)).filter(|name| !name.is_empty());
    wish.names.splice(0..0, name);
    wish
}

/// Returns the words of a value. The sign of a number is spelled out, so that `-1` and `1` differ.
fn words(value: &Literal) -> String {
    match value {
        Literal::Integer(integer) if *integer < 0 => format!("minus {}", integer.unsigned_abs()),
        // The decimal point is spelled out, so that `1.5` and `15` differ.
        Literal::Number(number) => {
            number.to_string().replace('-', "minus ").replace('.', " point ")
        }
        value => value.to_string(),
    }
}

fn variants(wishes: impl Iterator<Item = Wish>, item: Name) -> TypeNames {
    let unknown =
        Wish { names: vec!["Unknown".into(), "Unrecognized".into()], rank: 9, ..Wish::default() };
    let wishes: Vec<_> = wishes.chain([unknown]).collect();
    // Emitted code uses `Self` for the type.
    let mut members = assign(&wishes, &["Self"]);
    let rest = members.remove(wishes.len() - 1);
    named(rest, item, members, Vec::new())
}

/// Returns the candidates for a member with this name in JSON or in the URL.
pub(super) fn member(text: &str, case: Case) -> Wish {
    let plain = plain(text, case);
    Wish {
        // Without a letter, only the punctuation is telling: `+1` becomes `plus_1`.
        names: match plain.contains(char::is_alphabetic) {
            false => vec![spelled(text, case)],
            true if has_signs(text) => vec![plain, spelled(text, case)],
            true => vec![plain],
        },
        // A name that starts with punctuation has a lower priority: of `name` and `@name`, the first becomes `name`.
        rank: u8::from(text.starts_with(|char: char| !char.is_alphanumeric())),
        ..Wish::default()
    }
}

/// Returns the length of the common prefix in bytes. It ends with the last `/`, `.`, `:` or `#` of the first text.
pub(super) fn common_prefix(texts: &[&str]) -> usize {
    let [first, rest @ ..] = texts else { return 0 };
    let end = first.rfind(['/', '.', ':', '#']).map_or(0, |end| end + 1);
    let prefix = &first[..end];
    let shared = rest.iter().all(|text| text.len() > end && text.starts_with(prefix));
    // Of `1.0` and `1.1`, the first digit is no prefix.
    let has_words = prefix.contains(char::is_alphabetic);
    if shared && has_words && first.len() > end { end } else { 0 }
}
