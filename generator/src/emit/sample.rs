//! Values for the examples in the client's documentation: what is required and nothing else, within
//! the constraints. What would take many words has no sample.

use super::Context;
use crate::api::{Answer, Bound, Media, OperationId, Rules, Shape, Type, TypeId, TypeKind};
use crate::model::{self, Parameter, Taken};

/// How deep a sample may be.
const DEPTH: u8 = 4;

/// The beginning of a call of the operation, with arguments on lines of their own.
pub(super) fn call(cx: Context<'_>, id: OperationId) -> Option<String> {
    let (operation, names) = (&cx.api.operations[id], cx.names.of_operation(id));
    let parameters = cx.model.of_operation(id).parameters.iter();
    let required = parameters.filter(|parameter| parameter.described.required);
    let mut arguments: Vec<String> =
        required.map(|parameter| argument(cx, parameter)).collect::<Option<_>>()?;
    if let Some(body) = operation.body.as_ref().filter(|body| body.required) {
        arguments.push(match body.forms.first()? {
            Media::Text { .. } => "\"abc\"".to_owned(),
            Media::Json { shape, .. } | Media::Form { shape, .. } => {
                match (body.forms.as_slice(), &shape.ty) {
                    ([_], Type::Named(_)) => taken(cx, shape, DEPTH)?,
                    _ => owned(cx, shape, DEPTH)?,
                }
            }
            Media::Multipart { .. } | Media::Bytes { .. } | Media::Stream { .. } => return None,
        });
    }
    let method = &names.method;
    let line = format!("client.{method}({})", arguments.join(", "));
    if line.len() <= 70 {
        return Some(line);
    }
    let arguments: String = arguments.iter().map(|argument| format!("    {argument},\n")).collect();
    Some(format!("client.{method}(\n{arguments})"))
}

/// What the mock is told to answer: a success that is read whole.
pub(super) fn output(cx: Context<'_>, id: OperationId) -> Option<String> {
    match cx.api.operations[id].forms.first()?.answers.as_slice() {
        [Answer { media: None, .. }] => Some("()".to_owned()),
        [Answer { media: Some(Media::Json { shape, .. }), .. }] => owned(cx, shape, DEPTH),
        [Answer { media: Some(Media::Text { .. }), .. }] => Some("\"abc\"".to_owned()),
        _ => None,
    }
}

/// A parameter as its method takes it.
fn argument(cx: Context<'_>, parameter: &Parameter<'_>) -> Option<String> {
    let shape = &parameter.described.shape;
    match (parameter.taken, &shape.ty) {
        (Taken::Text, _) => text(&shape.rules),
        (Taken::Value, _) => owned(cx, shape, DEPTH),
        (Taken::Texts | Taken::Slice, Type::List(item)) => {
            let item = match item.ty {
                Type::Text if !item.sensitive => text(&item.rules)?,
                _ => owned(cx, item, DEPTH)?,
            };
            Some(format!("&[{item}]")).filter(|_| shape.rules.min_items.unwrap_or(0) <= 1)
        }
        _ => Some(format!("&{}", owned(cx, shape, DEPTH)?)),
    }
}

/// A value of the shape's own type.
fn owned(cx: Context<'_>, shape: &Shape, depth: u8) -> Option<String> {
    if shape.nullable {
        return Some("None".to_owned());
    }
    match &shape.ty {
        Type::Text if shape.sensitive => Some(format!("{}.into()", text(&shape.rules)?)),
        _ if shape.sensitive => None,
        Type::Text => Some(format!("{}.to_owned()", text(&shape.rules)?)),
        _ => plain(cx, shape, depth),
    }
}

/// A value of the shape where whatever becomes one is taken.
fn taken(cx: Context<'_>, shape: &Shape, depth: u8) -> Option<String> {
    match &shape.ty {
        Type::Text if !shape.nullable => text(&shape.rules),
        Type::Named(id) if !shape.nullable && !shape.sensitive => match &cx.api.types[*id].kind {
            TypeKind::Union(union) if converts_first(cx, *id) => {
                owned(cx, &union.variants.first()?.shape, depth.checked_sub(1)?)
            }
            _ => owned(cx, shape, depth),
        },
        _ => owned(cx, shape, depth),
    }
}

/// Whether the first variant's type becomes the union by `From`.
fn converts_first(cx: Context<'_>, id: TypeId) -> bool {
    match &cx.model.of_type(id).kind {
        model::TypeKind::Union(union) => {
            union.variants.first().is_some_and(|variant| variant.converts.is_some())
        }
        _ => false,
    }
}

fn plain(cx: Context<'_>, shape: &Shape, depth: u8) -> Option<String> {
    match &shape.ty {
        Type::Bool => Some("true".to_owned()),
        Type::Integer(_) => integer(&shape.rules),
        Type::Number => integer(&shape.rules).map(|integer| format!("{integer}.0")),
        Type::List(item) => match shape.rules.min_items.unwrap_or(0) {
            0 => Some(match owned(cx, item, depth) {
                Some(item) => format!("vec![{item}]"),
                None => "vec![]".to_owned(),
            }),
            1 => Some(format!("vec![{}]", owned(cx, item, depth)?)),
            _ => None,
        },
        Type::Named(id) => named(cx, *id, depth.checked_sub(1)?),
        _ => None,
    }
}

fn named(cx: Context<'_>, id: TypeId, depth: u8) -> Option<String> {
    let (item, members) = (&cx.names.of_type(id).item, &cx.names.of_type(id).members);
    match &cx.api.types[id].kind {
        TypeKind::Struct(object) => {
            let required = object.fields.iter().filter(|field| field.required);
            let values: Option<Vec<_>> =
                required.map(|field| taken(cx, &field.shape, depth)).collect();
            Some(format!("types::{item}::new({})", values?.join(", ")))
        }
        TypeKind::Enum(_) => Some(format!("types::{item}::{}", members.first()?)),
        TypeKind::Union(union) => {
            let value = owned(cx, &union.variants.first()?.shape, depth)?;
            let value = match cx.facts.is_boxed(id, 0) {
                true => format!("Box::new({value})"),
                false => value,
            };
            Some(format!("types::{item}::{}({value})", members.first()?))
        }
        TypeKind::Tuple(_) | TypeKind::Recursive(_) => None,
    }
}

/// A text of a length that is allowed.
fn text(rules: &Rules) -> Option<String> {
    let length = rules.min_length.unwrap_or(0).max(3).min(rules.max_length.unwrap_or(3).max(1));
    let is_allowed = length >= rules.min_length.unwrap_or(0) && length <= 40;
    let length = usize::try_from(length).ok().filter(|_| is_allowed)?;
    Some(format!("\"{}\"", "abc".repeat(length.div_ceil(3)).get(..length)?))
}

/// An integer that is allowed.
fn integer(rules: &Rules) -> Option<String> {
    let least =
        |bound: Bound| if bound.exclusive { bound.value.floor() + 1.0 } else { bound.value.ceil() };
    let most =
        |bound: Bound| if bound.exclusive { bound.value.ceil() - 1.0 } else { bound.value.floor() };
    let value = rules.minimum.map_or(1.0, least).max(1.0);
    let value = rules.maximum.map_or(value, |bound| value.min(most(bound)));
    let fits = rules.minimum.is_none_or(|bound| value >= least(bound)) && value.abs() < 1e15;
    (fits && rules.multiple_of.is_none()).then(|| format!("{value:.0}"))
}
