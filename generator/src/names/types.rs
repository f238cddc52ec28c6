//! Names of types, their fields and their variants.

#![allow(clippy::string_slice, reason = "behind the beginning that all texts share")]

use super::assign::{Wish, assign};
use super::name::Name;
use super::text::{self, Case, has_signs, ident, plain, spelled};
use crate::api::{Api, Enum, Literal, Struct, TypeKind, Union};

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

/// Returns the names of the schemas that types publish, by their names in the description.
pub fn of_schemas<'n>(names: impl Iterator<Item = &'n str>) -> Vec<Name> {
    let wishes: Vec<_> = names.map(|name| member(name, Case::Camel)).collect();
    assign(&wishes, &PRELUDE)
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
    let is_marked = text.starts_with(|char: char| !char.is_alphanumeric());
    let rank = if text == plain { 0 } else { 1 + u8::from(is_marked) };
    Wish {
        // Without a letter, only the punctuation is telling: `+1` becomes `plus_1`.
        names: match plain.contains(char::is_alphabetic) {
            false => vec![spelled(text, case)],
            true if has_signs(text) => vec![plain, spelled(text, case)],
            true => vec![plain],
        },
        // A name that is an identifier already has priority. One that starts with punctuation has the lowest: of `name` and
        // `@name`, the first becomes `name`.
        rank,
        place: text.to_owned(),
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
