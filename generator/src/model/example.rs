//! Values as expressions: the examples of the description, and minimal samples of required values.

use crate::api::{self, Bound, Constraints, Literal, Shape, Struct, Type, TypeId};
use crate::formats::Dates;
use crate::model::{
    BodyContent, BodyForm, Expression, Model, Operation, Parameter, Path, RustType, Taken,
    TypeKind, Union,
};
use crate::source::Value;

/// The source of a value.
#[derive(Clone, Copy, Debug)]
pub enum Example<'v> {
    /// A small value that satisfies the constraints. A value that would need a long expression has no sample.
    Sample(Depth),
    /// A value in JSON.
    Given(&'v Value),
}

/// The number of types that a sample may nest.
#[derive(Clone, Copy, Debug)]
pub struct Depth(u8);

/// A sample that nests at most four types.
pub const SAMPLE: Example<'static> = Example::Sample(Depth(4));

/// Bytes that are sent as base64.
const BYTES: Expression<'static> = Expression::Bytes("bytes");

impl<'v> Example<'v> {
    /// Returns the example for a value one type further inside.
    fn inside(self) -> Option<Self> {
        match self {
            Self::Sample(Depth(depth)) => Some(Self::Sample(Depth(depth.checked_sub(1)?))),
            Self::Given(_) => Some(self),
        }
    }

    fn text(self, constraints: &Constraints) -> Option<Expression<'static>> {
        match self {
            Self::Sample(_) => text(constraints),
            Self::Given(Value::String(text)) => Some(Expression::Text(text.clone())),
            Self::Given(_) => None,
        }
    }
}

impl<'a> Model<'a> {
    /// Creates an argument for a parameter.
    pub fn passed(
        &self,
        parameter: &Parameter<'a>,
        example: Example<'_>,
    ) -> Option<Expression<'a>> {
        let shape = &Shape { nullable: false, ..parameter.described.shape.clone() };
        let own = || self.value_or_json(shape, example);
        let by_reference = || own().map(Expression::reference);
        match (parameter.taken, &shape.ty) {
            (Taken::Text, _) => example.text(&shape.constraints).or_else(by_reference),
            (Taken::Value, _) => own(),
            (Taken::Strings | Taken::Slice, Type::List(item)) => {
                let one = |example: Example<'_>| match parameter.taken {
                    Taken::Strings => example
                        .text(&item.constraints)
                        .or_else(|| self.value_or_json(item, example)),
                    _ => self.value_or_json(item, example),
                };
                let items: Option<Vec<_>> = match example {
                    Example::Sample(_) if shape.constraints.min_items.unwrap_or(0) > 1 => None,
                    Example::Sample(_) => one(example).map(|item| vec![item]),
                    Example::Given(Value::Array(items)) => {
                        items.iter().map(|value| one(Example::Given(value))).collect()
                    }
                    Example::Given(_) => return by_reference(),
                };
                items.map(|items| Expression::Array(items).reference())
            }
            _ => by_reference(),
        }
    }

    /// Creates an argument for a body of this shape in one of its forms.
    pub fn sent(
        &self,
        form: &BodyForm<'a>,
        shape: &Shape,
        is_only: bool,
        example: Example<'_>,
    ) -> Option<Expression<'a>> {
        match &form.content {
            BodyContent::Value(_) if is_only && form.into => {
                self.argument(shape, false, example).or_else(|| self.json(shape, example))
            }
            BodyContent::Value(_) => self.value_or_json(shape, example),
            BodyContent::Text | BodyContent::Bytes | BodyContent::Items(..) => None,
        }
    }

    /// Creates a sample of the result of a call, if the result is neither a stream nor an enum by status.
    pub fn sample_output(&self, operation: &Operation<'a>) -> Option<Expression<'a>> {
        let described = operation.described.forms.first()?;
        match described.responses.as_slice() {
            [api::FormResponse { media: None, .. }] => Some(Expression::known("()")),
            [api::FormResponse { media: Some(api::Media::Json { shape, .. }), .. }] => {
                self.value(shape, SAMPLE)
            }
            [api::FormResponse { media: Some(api::Media::Text { .. }), .. }] => {
                Some(Expression::Text("abc".to_owned()))
            }
            _ => None,
        }
    }

    /// Returns a value of the shape's type. A given value without an expression of its own is read from its JSON.
    fn value_or_json(&self, shape: &Shape, example: Example<'_>) -> Option<Expression<'a>> {
        self.value(shape, example).or_else(|| self.json(shape, example))
    }

    /// Returns an expression that reads the value from its JSON.
    fn json(&self, shape: &Shape, example: Example<'_>) -> Option<Expression<'a>> {
        match example {
            Example::Sample(_) => None,
            Example::Given(value) => {
                Some(self.read_from(shape, Expression::Raw(value.to_string())))
            }
        }
    }

    /// Creates a value without an example: the expression reads it from JSON of the program.
    pub fn unknown(&self, shape: &Shape) -> Expression<'a> {
        self.read_from(shape, Expression::Text("..".to_owned()))
    }

    fn read_from(&self, shape: &Shape, json: Expression<'a>) -> Expression<'a> {
        let ty: RustType<'a> = self.value_type(&Shape { sensitive: false, ..shape.clone() });
        Expression::called(Path::Of("serde_json::from_str", ty, ""), json).tried()
    }

    /// Returns a value, in `Some` or `None` if it is nullable.
    fn value(&self, shape: &Shape, example: Example<'_>) -> Option<Expression<'a>> {
        match (shape.nullable, example) {
            (true, Example::Sample(_) | Example::Given(Value::Null)) => {
                Some(Expression::known("None"))
            }
            (true, _) => {
                Some(Expression::called(Path::Known("Some"), self.present(shape, example)?))
            }
            (false, _) => self.present(shape, example),
        }
    }

    /// Returns a value that is not `null`.
    fn present(&self, shape: &Shape, example: Example<'_>) -> Option<Expression<'a>> {
        if !shape.sensitive {
            return self.plain(shape, example);
        }
        match (&shape.ty, example) {
            (Type::Text, _) => Some(example.text(&shape.constraints)?.method("into")),
            (_, Example::Sample(_)) => None,
            (_, Example::Given(_)) => Some(self.plain(shape, example)?.method("into")),
        }
    }

    fn plain(&self, shape: &Shape, example: Example<'_>) -> Option<Expression<'a>> {
        match (&shape.ty, example) {
            (Type::Text, _) => Some(example.text(&shape.constraints)?.method("to_owned")),
            (Type::Named(id), _) => self.named(*id, example.inside()?),
            (Type::List(item), Example::Sample(_)) => {
                let items =
                    match (shape.constraints.min_items.unwrap_or(0), self.value(item, example)) {
                        (0 | 1, Some(item)) => vec![item],
                        (0, None) => Vec::new(),
                        _ => return None,
                    };
                Some(Expression::Vec(items))
            }
            (Type::Bool, Example::Sample(_)) => Some(Expression::Bool(true)),
            (Type::Integer(_), Example::Sample(_)) => {
                integer(&shape.constraints).map(|value| Expression::Integer(value as i128))
            }
            (Type::Number, Example::Sample(_)) => {
                integer(&shape.constraints).map(Expression::Float)
            }
            (_, Example::Sample(_)) => None,
            (ty, Example::Given(value)) => self.given(ty, value),
        }
    }

    /// Returns a value that is given as JSON.
    fn given(&self, ty: &Type, value: &Value) -> Option<Expression<'a>> {
        let text = |text: &String| Expression::Text(text.clone());
        Some(match (ty, value) {
            (Type::Any, value) => Expression::Macro("serde_json::json", value.to_string()),
            (Type::Bool, Value::Bool(value)) => Expression::Bool(*value),
            (Type::Integer(_), value) => Expression::Integer(value.as_integer()?),
            (Type::Number, value) => Expression::Float(value.as_f64()?),
            (Type::Date | Type::DateTime, Value::String(it)) => self.instant(ty, text(it)),
            (Type::Uuid, Value::String(it)) => text(it).method("parse").tried(),
            (Type::Binary, Value::String(it)) => text(it).method("into"),
            (Type::Base64 | Type::Base64Url, Value::String(_)) => BYTES.method("into"),
            (Type::List(item), Value::Array(items)) => {
                let items = items.iter().map(|value| self.value(item, Example::Given(value)));
                Expression::Vec(items.collect::<Option<_>>()?)
            }
            (Type::Map(item), Value::Object(members)) => {
                let pair = |(key, value): (&str, &Value)| {
                    let key = Expression::Text(key.to_owned()).method("to_owned");
                    let value = self.value(item, Example::Given(value))?;
                    Some(Expression::Pair(Box::new((key, value))))
                };
                let pairs = members.iter().map(pair).collect::<Option<_>>()?;
                Expression::Array(pairs).method("into_iter").method("collect")
            }
            _ => return None,
        })
    }

    fn instant(&self, ty: &Type, text: Expression<'a>) -> Expression<'a> {
        let (parse, format) = match (self.inputs.dates, ty) {
            (Dates::Jiff | Dates::Chrono, _) => return text.method("parse").tried(),
            (_, Type::Date) => {
                ("time::Date::parse", "time::format_description::well_known::Iso8601::DATE")
            }
            _ => ("time::OffsetDateTime::parse", "time::format_description::well_known::Rfc3339"),
        };
        let format = Expression::known(format).reference();
        Expression::Call(Box::new(Expression::known(parse)), vec![text, format]).tried()
    }

    fn named(&self, id: TypeId, example: Example<'_>) -> Option<Expression<'a>> {
        let item = self.of_type(id);
        match (&self.inputs.api.types[id].kind, &item.kind) {
            (api::TypeKind::Struct(object), _) => self.of_struct(id, object, example),
            (api::TypeKind::Enum(values), TypeKind::Enum(names)) => {
                let index = match example {
                    Example::Sample(_) => 0,
                    Example::Given(value) => {
                        values.values.iter().position(|listed| is_same(&listed.value, value))?
                    }
                };
                Some(Expression::Path(Path::Variant(item.name, names.members.get(index)?)))
            }
            (api::TypeKind::Union(described), TypeKind::Union(union)) => {
                let (index, inside) = self.variant(described, example)?;
                let variant = union.variants.get(index)?;
                let name = Path::Variant(item.name, variant.name);
                let Some(inside) = inside else { return Some(Expression::Path(name)) };
                let inside = match variant.is_boxed {
                    true => Expression::called(Path::Known("Box::new"), inside),
                    false => inside,
                };
                Some(Expression::called(name, inside))
            }
            (api::TypeKind::Recursive(inside), _) if matches!(example, Example::Given(_)) => {
                Some(Expression::called(Path::Wrapper(item.name), self.present(inside, example)?))
            }
            _ => None,
        }
    }

    fn of_struct(
        &self,
        id: TypeId,
        object: &Struct,
        example: Example<'_>,
    ) -> Option<Expression<'a>> {
        let names = self.inputs.names.of_type(id);
        // A value with unlisted members is read from its JSON.
        let is_known = |key: &str| {
            object.fields.iter().any(|field| field.name == key)
                || object.constants.iter().any(|constant| constant.name == key)
        };
        if let Example::Given(value) = example
            && !value.as_object()?.keys().all(is_known)
        {
            return None;
        }
        let (mut arguments, mut setters) = (Vec::new(), Vec::new());
        for (index, field) in object.fields.iter().enumerate() {
            let is_boxed = self.inputs.analysis.is_boxed(id, index);
            let inside = match example {
                Example::Sample(_) => field.required.then_some(example),
                Example::Given(value) => value.get(&field.name).map(Example::Given),
            };
            match inside {
                _ if field.constant.is_some() => {
                    // The constructor fills in the constant, so another value is read from its JSON.
                    if let (Some(constant), Example::Given(value)) = (&field.constant, example)
                        && !value.get(&field.name).is_some_and(|value| is_same(constant, value))
                    {
                        return None;
                    }
                }
                Some(inside) if field.required => {
                    arguments.push(self.argument(&field.shape, is_boxed, inside)?);
                }
                None if field.required => return None,
                Some(Example::Given(Value::Null)) if !field.shape.nullable => {}
                Some(inside) if self.inputs.analysis.is_sent(id) => {
                    let value = self.argument(&field.shape, is_boxed, inside)?;
                    setters.push((names.setters.get(index)?, value));
                }
                Some(_) => return None,
                None => {}
            }
        }
        let made = Expression::Call(Box::new(Expression::Path(Path::New(&names.item))), arguments);
        let set = |made, (setter, value)| Expression::Set(Box::new(made), setter, Box::new(value));
        Some(setters.into_iter().fold(made, set))
    }

    /// Returns the argument of a constructor or setter for a field.
    fn argument(
        &self,
        shape: &Shape,
        is_boxed: bool,
        example: Example<'_>,
    ) -> Option<Expression<'a>> {
        match (&shape.ty, example) {
            (_, Example::Given(Value::Null) | Example::Sample(_)) if shape.nullable => {
                Some(Expression::known("None"))
            }
            _ if shape.nullable => {
                let value = self.present(shape, example)?;
                let value = match is_boxed {
                    true => Expression::called(Path::Known("Box::new"), value),
                    false => value,
                };
                Some(Expression::called(Path::Known("Some"), value))
            }
            (Type::Text, _) => example.text(&shape.constraints),
            (Type::Binary, Example::Given(Value::String(text))) => {
                Some(Expression::Text(text.clone()))
            }
            (Type::Base64 | Type::Base64Url, Example::Given(Value::String(_))) => Some(BYTES),
            (_, Example::Sample(_)) if shape.sensitive => None,
            (Type::Named(id), _) if !is_boxed && !shape.sensitive => {
                let TypeKind::Union(union) = &self.of_type(*id).kind else {
                    return self.plain(shape, example);
                };
                self.of_variant(*id, union, example)
            }
            // The argument is `impl Into<Secret<_>>`, so it needs no conversion.
            _ => self.plain(shape, example),
        }
    }

    /// The variant alone where the union has a `From` for it.
    fn of_variant(
        &self,
        id: TypeId,
        union: &Union<'a>,
        example: Example<'_>,
    ) -> Option<Expression<'a>> {
        let api::TypeKind::Union(described) = &self.inputs.api.types[id].kind else { return None };
        let (index, inside) = self.variant(described, example.inside()?)?;
        let variant = union.variants.get(index)?;
        match &variant.converts {
            // The type of a number or list would not be known.
            Some(RustType::Item(_)) => inside,
            _ => self.named(id, example.inside()?),
        }
    }

    /// Returns the variant of a value and the expression inside it. Without a tag it is the first variant with an
    /// expression. A variant that is a constant has none inside.
    fn variant(
        &self,
        union: &api::Union,
        example: Example<'_>,
    ) -> Option<(usize, Option<Expression<'a>>)> {
        let inside = |variant: &api::Variant| match (&variant.constant, example) {
            (None, _) => self.value(&variant.shape, example).map(Some),
            (Some(_), Example::Sample(_)) => Some(None),
            (Some(unit), Example::Given(value)) => {
                (value.as_str() == Some(&unit.value)).then_some(None)
            }
        };
        let Example::Given(value) = example else {
            return Some((0, inside(union.variants.first()?)?));
        };
        let tag = union.tag.as_deref().map(|tag| value.get(tag).and_then(Value::as_str));
        let mut fitting = union.variants.iter().enumerate().filter(|(_, variant)| match tag {
            Some(Some(tag)) => variant.tags.iter().any(|known| known == tag),
            Some(None) => false,
            None => true,
        });
        fitting.find_map(|(index, variant)| Some((index, inside(variant)?)))
    }
}

fn is_same(literal: &Literal, value: &Value) -> bool {
    match (literal, value) {
        (Literal::String(one), Value::String(other)) => one == other,
        (Literal::Integer(one), value) => value.as_integer() == Some(i128::from(*one)),
        (Literal::Number(one), value) => value.as_f64() == Some(*one),
        (Literal::Bool(one), Value::Bool(other)) => one == other,
        _ => false,
    }
}

/// Returns a string of an allowed length.
fn text(constraints: &Constraints) -> Option<Expression<'static>> {
    let length =
        constraints.min_length.unwrap_or(0).max(3).min(constraints.max_length.unwrap_or(3).max(1));
    let is_allowed = length >= constraints.min_length.unwrap_or(0) && length <= 40;
    let length = usize::try_from(length).ok().filter(|_| is_allowed)?;
    let text = "abc".repeat(length.div_ceil(3));
    Some(Expression::Text(text.get(..length)?.to_owned()))
}

/// Returns an allowed integer.
fn integer(constraints: &Constraints) -> Option<f64> {
    let least =
        |bound: Bound| if bound.exclusive { bound.value.floor() + 1.0 } else { bound.value.ceil() };
    let most =
        |bound: Bound| if bound.exclusive { bound.value.ceil() - 1.0 } else { bound.value.floor() };
    let value = constraints.minimum.map_or(1.0, least).max(1.0);
    let value = constraints.maximum.map_or(value, |bound| value.min(most(bound)));
    let fits = constraints.minimum.is_none_or(|bound| value >= least(bound)) && value.abs() < 1e15;
    (fits && constraints.multiple_of.is_none()).then_some(value)
}
