//! Values as expressions of Rust: an example of the description as a program would write it.

use super::Context;
use crate::api::{Literal, Shape, Struct, Type, TypeId, TypeKind, Union};
use crate::facts::Facts;
use crate::formats::Dates;
use crate::source::Value;

/// An expression of the type that the shape has, which may end the function with `?`.
pub(super) fn value(cx: Context<'_>, shape: &Shape, value: &Value) -> String {
    held(cx, shape, value).unwrap_or_else(|| from_json(cx, shape, value))
}

/// An expression for an argument that becomes a value of the shape by `.into()`.
pub(super) fn into(cx: Context<'_>, shape: &Shape, value: &Value) -> String {
    argument(cx, shape, value, false).unwrap_or_else(|| from_json(cx, shape, value))
}

/// A value that has no expression of its own is read from its JSON.
fn from_json(cx: Context<'_>, shape: &Shape, value: &Value) -> String {
    let plain = Shape { sensitive: false, ..shape.clone() };
    let ty = super::types::rust(cx, &plain);
    let ty = ty.replace("runtime::", &format!("{}::runtime::", cx.krate));
    format!("{}::serde_json::from_str::<{ty}>({})?", cx.krate, raw(&value.to_string()))
}

/// A value of which no example can be made: the program's own JSON.
pub(super) fn unknown(cx: Context<'_>, shape: &Shape) -> String {
    let ty = super::types::rust(cx, &Shape { sensitive: false, ..shape.clone() });
    let ty = ty.replace("runtime::", &format!("{}::runtime::", cx.krate));
    format!("{}::serde_json::from_str::<{ty}>(\"..\")?", cx.krate)
}

/// A text as a literal without escapes.
fn raw(text: &str) -> String {
    let mut hashes = "#".to_owned();
    while text.contains(&format!("\"{hashes}")) {
        hashes.push('#');
    }
    format!("r{hashes}\"{text}\"{hashes}")
}

/// What stands for bytes that are sent in base64.
const BYTES: &str = "b\"bytes\"";

/// With `Some` and `None` where there may be no value.
fn held(cx: Context<'_>, shape: &Shape, value: &Value) -> Option<String> {
    match (shape.nullable, value) {
        (true, Value::Null) => Some("None".to_owned()),
        (true, _) => Some(format!("Some({})", bare(cx, shape, value)?)),
        (false, _) => bare(cx, shape, value),
    }
}

/// A value that is there.
fn bare(cx: Context<'_>, shape: &Shape, value: &Value) -> Option<String> {
    let plain = of_type(cx, &shape.ty, value)?;
    Some(if shape.sensitive { format!("({plain}).into()") } else { plain })
}

fn of_type(cx: Context<'_>, ty: &Type, value: &Value) -> Option<String> {
    Some(match (ty, value) {
        (Type::Any, value) => format!("{}::serde_json::json!({value})", cx.krate),
        (Type::Bool, Value::Bool(value)) => value.to_string(),
        (Type::Integer(_), value) => value.as_integer()?.to_string(),
        (Type::Number, value) => format!("{:?}", value.as_f64()?),
        (Type::Text, Value::String(text)) => format!("{}.to_owned()", literal(text)),
        (Type::Date | Type::DateTime, Value::String(text)) => instant(cx.facts, ty, text),
        (Type::Uuid, Value::String(text)) => format!("{}.parse()?", literal(text)),
        (Type::Binary, Value::String(text)) => format!("{}.into()", literal(text)),
        (Type::Base64, Value::String(_)) => format!("{BYTES}.into()"),
        (Type::List(item), Value::Array(items)) => {
            let items: Option<Vec<_>> = items.iter().map(|value| held(cx, item, value)).collect();
            format!("vec![{}]", items?.join(", "))
        }
        (Type::Map(item), Value::Object(members)) => {
            let pair = |(key, value): (&str, &Value)| {
                Some(format!("({}.to_owned(), {})", literal(key), held(cx, item, value)?))
            };
            let pairs: Option<Vec<_>> = members.iter().map(pair).collect();
            format!("[{}].into_iter().collect()", pairs?.join(", "))
        }
        (Type::Named(id), value) => named(cx, *id, value)?,
        _ => return None,
    })
}

/// A text as Rust writes it. JSON escapes more than Rust knows, so it is not that.
pub(super) fn literal(text: &str) -> String {
    format!("{text:?}")
}

fn instant(facts: &Facts, ty: &Type, text: &str) -> String {
    let text = literal(text);
    match (facts.dates(), ty) {
        (Dates::Jiff, _) => format!("{text}.parse()?"),
        (_, Type::Date) => {
            format!(
                "time::Date::parse({text}, &time::format_description::well_known::Iso8601::DATE)?"
            )
        }
        _ => {
            format!(
                "time::OffsetDateTime::parse({text}, &time::format_description::well_known::Rfc3339)?"
            )
        }
    }
}

fn named(cx: Context<'_>, id: TypeId, value: &Value) -> Option<String> {
    let names = cx.names.of_type(id);
    let item = format!("types::{}", names.item);
    match (&cx.api.types[id].kind, value) {
        (TypeKind::Enum(values), value) => {
            let is_it = |listed: &crate::api::EnumValue| is_same(&listed.value, value);
            let index = values.values.iter().position(is_it)?;
            Some(format!("{item}::{}", names.members.get(index)?))
        }
        (TypeKind::Struct(object), Value::Object(_)) => of_struct(cx, id, object, value),
        (TypeKind::Union(union), value) => {
            let (index, inside) = variant(cx, union, value)?;
            let inside = match cx.facts.is_boxed(id, index) {
                true => format!("Box::new({inside})"),
                false => inside,
            };
            Some(format!("{item}::{}({inside})", names.members.get(index)?))
        }
        (TypeKind::Recursive(inside), value) => {
            Some(format!("{item}({})", bare(cx, inside, value)?))
        }
        _ => None,
    }
}

fn is_same(literal: &Literal, value: &Value) -> bool {
    match (literal, value) {
        (Literal::Text(one), Value::String(other)) => one == other,
        (Literal::Integer(one), value) => value.as_integer() == Some(i128::from(*one)),
        (Literal::Number(one), value) => value.as_f64() == Some(*one),
        (Literal::Bool(one), Value::Bool(other)) => one == other,
        _ => false,
    }
}

fn of_struct(cx: Context<'_>, id: TypeId, object: &Struct, value: &Value) -> Option<String> {
    let names = cx.names.of_type(id);
    // Further members are written as the JSON that they are.
    let is_known = |key: &str| {
        object.fields.iter().any(|field| field.name == key)
            || object.constants.iter().any(|constant| constant.name == key)
    };
    if !value.as_object()?.keys().all(is_known) {
        return None;
    }
    let mut arguments = Vec::new();
    let mut setters = String::new();
    for (index, field) in object.fields.iter().enumerate() {
        let boxed = cx.facts.is_boxed(id, index);
        match value.get(&field.name) {
            Some(given) if field.required => {
                arguments.push(argument(cx, &field.shape, given, boxed)?);
            }
            None if field.required => return None,
            Some(Value::Null) if !field.shape.nullable => {}
            Some(given) if cx.facts.is_sent(id) => {
                let argument = argument(cx, &field.shape, given, boxed)?;
                setters.push_str(&format!(".{}({argument})", names.setters.get(index)?));
            }
            Some(_) => return None,
            None => {}
        }
    }
    Some(format!("types::{}::new({}){setters}", names.item, arguments.join(", ")))
}

/// The expression for a field, as constructors and setters take it.
fn argument(cx: Context<'_>, shape: &Shape, value: &Value, boxed: bool) -> Option<String> {
    if shape.nullable {
        return match value {
            Value::Null => Some("None".to_owned()),
            _ if boxed => Some(format!("Some(Box::new({}))", bare(cx, shape, value)?)),
            _ => Some(format!("Some({})", bare(cx, shape, value)?)),
        };
    }
    match (&shape.ty, value) {
        (Type::Text | Type::Binary, Value::String(text)) => Some(literal(text)),
        (Type::Base64, Value::String(_)) => Some(BYTES.to_owned()),
        (Type::Named(id), value) if !boxed && !shape.sensitive => match &cx.api.types[*id].kind {
            TypeKind::Union(union) => of_variant(cx, *id, union, value),
            _ => named(cx, *id, value),
        },
        // What is taken by `impl Into` is a secret by itself.
        (ty, value) => of_type(cx, ty, value),
    }
}

/// The variant alone where the union has a `From` for it.
fn of_variant(cx: Context<'_>, id: TypeId, union: &Union, value: &Value) -> Option<String> {
    let (index, inside) = variant(cx, union, value)?;
    let variant = union.variants.get(index)?;
    let once = |ty| union.variants.iter().filter(|other| other.named() == Some(ty)).count() == 1;
    let plain = !variant.shape.nullable && !variant.shape.sensitive;
    match variant.named() {
        Some(ty) if once(ty) && plain && !cx.facts.is_boxed(id, index) => Some(inside),
        _ => named(cx, id, value),
    }
}

/// The variant that a value is of, by its tag or by what it can be written as, with what is inside.
fn variant(cx: Context<'_>, union: &Union, value: &Value) -> Option<(usize, String)> {
    let tag = union.tag.as_deref().map(|tag| value.get(tag).and_then(Value::as_str));
    let mut fitting = union.variants.iter().enumerate().filter(|(_, variant)| match tag {
        Some(Some(tag)) => variant.tags.iter().any(|known| known == tag),
        Some(None) => false,
        None => true,
    });
    fitting.find_map(|(index, variant)| Some((index, held(cx, &variant.shape, value)?)))
}
