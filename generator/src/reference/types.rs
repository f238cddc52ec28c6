//! The types of the reference.

use super::{Context, object, text, words};
use crate::api::{Access, EnumKind, Literal, Shape, Type};
use crate::model::{Enum, RustType, Struct, Tuple, TypeItem, TypeKind, Union};
use crate::source::Value;

/// Returns every type, by position.
pub(super) fn all(cx: Context<'_>) -> Vec<Value> {
    cx.model.types().iter().map(|item| one(cx, item)).collect()
}

/// Returns the names of all types, and the first type of each part.
pub(super) fn index(cx: Context<'_>, starts: &[usize]) -> Value {
    let names = cx.model.types().iter().map(|item| text(&item.name.to_string()));
    let starts = starts.iter().map(|start| Value::Int(*start as i128));
    object([("names", Value::Array(names.collect())), ("starts", Value::Array(starts.collect()))])
}

fn one(cx: Context<'_>, item: &TypeItem<'_>) -> Value {
    let (mut tag, mut is_text, mut rest) = ("", false, None);
    let (kind, members) = match &item.kind {
        TypeKind::Struct(object) => {
            rest = object.rest.as_ref().map(|rest| shape(cx, rest.shape));
            ("object", of_struct(cx, object))
        }
        TypeKind::Union(union) => {
            tag = union.tag.unwrap_or_default();
            ("one of", of_union(cx, union))
        }
        TypeKind::Enum(values) => {
            is_text = values.described.kind == EnumKind::Strings;
            ("values", of_enum(values))
        }
        TypeKind::Tuple(tuple) => ("items", of_tuple(cx, tuple)),
        TypeKind::Recursive(inside) => {
            ("wrapper", vec![object([("shape", shape(cx, inside.shape))])])
        }
    };
    object([
        ("name", text(&item.name.to_string())),
        ("kind", text(kind)),
        ("tag", text(tag)),
        ("texts", Value::Bool(is_text)),
        ("members", Value::Array(members)),
        ("rest", rest.unwrap_or(Value::Null)),
        ("docs", words(item.docs)),
    ])
}

fn of_struct(cx: Context<'_>, of: &Struct<'_>) -> Vec<Value> {
    let constants = of.constants.iter().map(|constant| {
        object([
            ("name", text(&constant.name)),
            ("constant", literal(&constant.value)),
            ("required", Value::Bool(constant.required)),
        ])
    });
    let fields = of.fields.iter().map(|field| {
        let (name, ty, field) = (field.name, &field.ty, field.described);
        let access = match field.access {
            Access::Both => "",
            Access::Read => "only in responses",
            Access::Write => "only in requests",
        };
        object([
            ("name", text(&field.name)),
            ("rust", text(&name.to_string())),
            ("takes", text(&path(ty))),
            ("shape", shape(cx, &field.shape)),
            ("required", Value::Bool(field.required)),
            ("constant", field.constant.as_ref().map_or(Value::Null, literal)),
            ("access", text(access)),
            ("docs", words(&field.docs)),
        ])
    });
    constants.chain(fields).collect()
}

fn of_union(cx: Context<'_>, union: &Union<'_>) -> Vec<Value> {
    let variants = union.variants.iter().map(|variant| {
        let tags = variant.tags.iter().map(String::as_str).chain(variant.constant).map(text);
        object([
            ("rust", text(&variant.name.to_string())),
            ("tags", Value::Array(tags.collect())),
            ("shape", shape(cx, variant.shape)),
            ("docs", variant.docs.map_or(Value::Null, words)),
        ])
    });
    variants.collect()
}

fn of_enum(values: &Enum<'_>) -> Vec<Value> {
    let values = values.described.values.iter().zip(values.members).map(|(value, name)| {
        object([
            ("value", literal(&value.value)),
            ("rust", text(&name.to_string())),
            ("retry", Value::Bool(value.retry == Some(true))),
            ("docs", words(&value.docs)),
        ])
    });
    values.collect()
}

fn of_tuple(cx: Context<'_>, tuple: &Tuple<'_>) -> Vec<Value> {
    let items = tuple.items.iter().map(|item| {
        object([
            ("shape", shape(cx, &item.described.shape)),
            ("required", Value::Bool(item.described.required)),
            ("docs", words(&item.described.docs)),
        ])
    });
    items.collect()
}

/// Returns the use of a type in one place.
pub(super) fn shape(cx: Context<'_>, of: &Shape) -> Value {
    let named = of.named().map(|id| Value::Int(id.index() as i128));
    object([
        ("json", text(&json(cx, of))),
        ("type", named.unwrap_or(Value::Null)),
        ("nullable", Value::Bool(of.nullable)),
        ("secret", Value::Bool(of.sensitive)),
        (
            "rules",
            Value::Array(of.constraints.phrases().iter().map(|phrase| text(phrase)).collect()),
        ),
    ])
}

/// Returns a type with its paths in the client's crate.
pub(super) fn path(ty: &RustType<'_>) -> String {
    ty.to_string().replace("rt::", "runtime::")
}

pub(super) fn literal(literal: &Literal) -> Value {
    match literal {
        Literal::String(value) => text(value),
        Literal::Integer(value) => Value::Int(i128::from(*value)),
        Literal::Number(value) => Value::Float(*value),
        Literal::Bool(value) => Value::Bool(*value),
    }
}

/// Returns the type in the words of JSON.
fn json(cx: Context<'_>, of: &Shape) -> String {
    match &of.ty {
        Type::Any => "any value".to_owned(),
        Type::Bool => "boolean".to_owned(),
        Type::Integer(_) => "integer".to_owned(),
        Type::Number => "number".to_owned(),
        Type::Text => "string".to_owned(),
        Type::Date => "date".to_owned(),
        Type::DateTime => "date and time".to_owned(),
        Type::Uuid => "UUID".to_owned(),
        Type::Base64 => "base64".to_owned(),
        Type::Base64Url => "base64url".to_owned(),
        Type::Binary => "bytes".to_owned(),
        Type::Own(id) => format!("`{}`", cx.model.api().own_types[*id].path),
        Type::List(item) => format!("list of {}", json(cx, item)),
        Type::Map(item) => format!("map of {}", json(cx, item)),
        Type::Named(id) => {
            let item = cx.model.of_type(*id);
            match &item.kind {
                TypeKind::Enum(values) if values.described.kind == EnumKind::Strings => {
                    "string".to_owned()
                }
                TypeKind::Enum(values) if values.described.kind == EnumKind::Integers => {
                    "integer".to_owned()
                }
                _ => item.name.to_string(),
            }
        }
    }
}
