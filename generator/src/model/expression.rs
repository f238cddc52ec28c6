//! Expressions of Rust, without tokens.

use crate::model::RustType;
use crate::names::Name;

/// An expression.
#[derive(Clone, Debug)]
pub enum Expression<'a> {
    /// A string literal.
    Text(String),
    /// A raw string literal.
    Raw(String),
    /// A byte string literal.
    Bytes(&'static str),
    /// `true` or `false`.
    Bool(bool),
    /// An integer.
    Integer(i128),
    /// A floating-point number.
    Float(f64),
    /// A variable.
    Variable(String),
    /// A constant or function, by its path.
    Path(Path<'a>),
    /// A call of a function.
    Call(Box<Self>, Vec<Self>),
    /// A call of a method.
    Method(Box<Self>, &'static str),
    /// A call of a setter.
    Set(Box<Self>, &'a Name, Box<Self>),
    /// A result with the operator `?`.
    Try(Box<Self>),
    /// A reference.
    Reference(Box<Self>),
    /// The string slices of strings.
    Slices(Box<Self>),
    /// `vec![..]`
    Vec(Vec<Self>),
    /// An array.
    Array(Vec<Self>),
    /// A pair.
    Pair(Box<(Self, Self)>),
    /// A call of a macro with these tokens.
    Macro(&'static str, String),
}

/// The path of a constant or function.
#[derive(Clone, Debug)]
pub enum Path<'a> {
    /// A fixed path: `None`, `Box::new`.
    Known(&'static str),
    /// A path with a type argument: `Vec::<bool>::new`. The last part may be empty.
    Of(&'static str, RustType<'a>, &'static str),
    /// The constructor of a type of the description.
    New(&'a Name),
    /// A variant of a type of the description.
    Variant(&'a Name, &'a Name),
    /// The constructor of a type of the description with one unnamed field.
    Wrapper(&'a Name),
}

impl<'a> Expression<'a> {
    pub(crate) fn known(path: &'static str) -> Self {
        Self::Path(Path::Known(path))
    }

    pub(crate) fn called(function: Path<'a>, argument: Self) -> Self {
        Self::Path(function).call(argument)
    }

    pub(crate) fn call(self, argument: Self) -> Self {
        Self::Call(Box::new(self), vec![argument])
    }

    pub(crate) fn method(self, method: &'static str) -> Self {
        Self::Method(Box::new(self), method)
    }

    pub(crate) fn tried(self) -> Self {
        Self::Try(Box::new(self))
    }

    pub(crate) fn reference(self) -> Self {
        Self::Reference(Box::new(self))
    }

    /// Returns the source of the expression, for a program that depends on the client as the crate `krate`. With an
    /// empty name, the items in it are imported.
    pub fn text(&self, krate: &str) -> String {
        match self {
            // JSON has escapes that Rust does not have, so the literal is not written as JSON.
            Self::Text(value) => format!("{value:?}"),
            Self::Raw(value) => raw(value),
            Self::Bytes(value) => format!("b{value:?}"),
            Self::Bool(value) => value.to_string(),
            Self::Integer(value) => value.to_string(),
            Self::Float(value) => format!("{value:?}"),
            Self::Variable(name) => name.clone(),
            Self::Path(path) => path.text(krate),
            Self::Call(function, arguments) => {
                format!("{}({})", function.text(krate), list(arguments, krate))
            }
            // Without parentheses, a sign would apply to the result of the method.
            Self::Method(receiver, method) => match **receiver {
                Self::Integer(_) | Self::Float(_) => {
                    format!("({}).{method}()", receiver.text(krate))
                }
                _ => format!("{}.{method}()", receiver.text(krate)),
            },
            Self::Set(receiver, setter, value) => {
                format!("{}.{setter}({})", receiver.text(krate), value.text(krate))
            }
            Self::Try(result) => format!("{}?", result.text(krate)),
            Self::Reference(value) => format!("&{}", value.text(krate)),
            Self::Slices(value) => {
                format!("{}.iter().map(String::as_str).collect::<Vec<_>>()", value.text(krate))
            }
            Self::Vec(items) => format!("vec![{}]", list(items, krate)),
            Self::Array(items) => format!("[{}]", list(items, krate)),
            Self::Pair(pair) => format!("({}, {})", pair.0.text(krate), pair.1.text(krate)),
            Self::Macro(name, tokens) => format!("{}!({tokens})", in_crate(name, krate)),
        }
    }
}

impl Path<'_> {
    fn text(&self, krate: &str) -> String {
        match self {
            Self::Known(path) => (*path).to_owned(),
            Self::Of(path, ty, function) => {
                let separator = if function.is_empty() { "" } else { "::" };
                let (path, ty) = (in_crate(path, krate), type_text(ty, krate));
                format!("{path}::<{ty}>{separator}{function}")
            }
            Self::New(item) => format!("types::{item}::new"),
            Self::Variant(item, variant) => format!("types::{item}::{variant}"),
            Self::Wrapper(item) => format!("types::{item}"),
        }
    }
}

fn type_text(ty: &RustType<'_>, krate: &str) -> String {
    match krate {
        "" => ty.to_string(),
        krate => ty.to_string().replace("rt::", &format!("{krate}::runtime::")),
    }
}

fn list(items: &[Expression<'_>], krate: &str) -> String {
    items.iter().map(|item| item.text(krate)).collect::<Vec<_>>().join(", ")
}

/// Returns a raw string literal.
fn raw(text: &str) -> String {
    let mut marks = "#".to_owned();
    while text.contains(&format!("\"{marks}")) {
        marks.push('#');
    }
    format!("r{marks}\"{text}\"{marks}")
}

/// Returns a path, through the re-export of the client's crate if there is one.
fn in_crate(path: &str, krate: &str) -> String {
    let is_ours = path.starts_with("serde_json::") && !krate.is_empty();
    if is_ours { format!("{krate}::{path}") } else { path.to_owned() }
}
