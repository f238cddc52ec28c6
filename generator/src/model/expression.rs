//! Expressions of Rust, without tokens.

use std::fmt::Write as _;

use super::RustType;
use crate::names::Name;

/// An expression.
#[derive(Clone, Debug)]
pub enum Expression<'a> {
    /// A string literal.
    Text(String),
    /// A raw string literal.
    Raw(String),
    /// A literal of bytes in ASCII.
    Bytes(&'static str),
    /// `true` or `false`.
    Bool(bool),
    /// An integer.
    Integer(i128),
    /// A number with a fraction.
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
    /// The value of a result: `x?`.
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
    /// As it is written: `None`, `Box::new`.
    Known(&'static str),
    /// A function of a type: `Vec::<bool>::new`; the last part may be empty.
    Of(&'static str, RustType<'a>, &'static str),
    /// The constructor of a type of the description.
    New(&'a Name),
    /// A variant of a type of the description.
    Variant(&'a Name, &'a Name),
    /// A type of the description with one field, which has no name.
    Wrapper(&'a Name),
}

impl<'a> Expression<'a> {
    pub(super) fn known(path: &'static str) -> Self {
        Self::Path(Path::Known(path))
    }

    pub(super) fn called(function: Path<'a>, argument: Self) -> Self {
        Self::Path(function).call(argument)
    }

    pub(super) fn call(self, argument: Self) -> Self {
        Self::Call(Box::new(self), vec![argument])
    }

    pub(super) fn method(self, method: &'static str) -> Self {
        Self::Method(Box::new(self), method)
    }

    pub(super) fn tried(self) -> Self {
        Self::Try(Box::new(self))
    }

    pub(super) fn reference(self) -> Self {
        Self::Reference(Box::new(self))
    }

    /// The expression in a program that has the client as a crate of this name.
    pub fn text(&self, krate: &str) -> String {
        let mut text = String::new();
        self.write(&mut text, krate);
        text
    }

    fn write(&self, text: &mut String, krate: &str) {
        // Writing to a string does not fail.
        let _ = match self {
            // JSON has escapes that Rust has not, so this is not JSON.
            Self::Text(value) => write!(text, "{value:?}"),
            Self::Raw(value) => {
                let mut marks = "#".to_owned();
                while value.contains(&format!("\"{marks}")) {
                    marks.push('#');
                }
                write!(text, "r{marks}\"{value}\"{marks}")
            }
            Self::Bytes(value) => write!(text, "b{value:?}"),
            Self::Bool(value) => write!(text, "{value}"),
            Self::Integer(value) => write!(text, "{value}"),
            Self::Float(value) => write!(text, "{value:?}"),
            Self::Variable(name) => write!(text, "{name}"),
            Self::Path(path) => write!(text, "{}", path.text(krate)),
            Self::Call(function, arguments) => {
                function.write(text, krate);
                list(text, krate, "(", arguments, ")");
                Ok(())
            }
            Self::Method(receiver, method) => {
                // A sign would be that of the result.
                let is_number = matches!(**receiver, Self::Integer(_) | Self::Float(_));
                let [open, close] = if is_number { ["(", ")"] } else { ["", ""] };
                text.push_str(open);
                receiver.write(text, krate);
                write!(text, "{close}.{method}()")
            }
            Self::Set(receiver, setter, value) => {
                receiver.write(text, krate);
                let _ = write!(text, ".{setter}(");
                value.write(text, krate);
                write!(text, ")")
            }
            Self::Try(result) => {
                result.write(text, krate);
                write!(text, "?")
            }
            Self::Reference(value) => {
                text.push('&');
                value.write(text, krate);
                Ok(())
            }
            Self::Slices(value) => {
                value.write(text, krate);
                write!(text, ".iter().map(String::as_str).collect::<Vec<_>>()")
            }
            Self::Vec(items) => {
                list(text, krate, "vec![", items, "]");
                Ok(())
            }
            Self::Array(items) => {
                list(text, krate, "[", items, "]");
                Ok(())
            }
            Self::Pair(pair) => {
                let (first, second) = &**pair;
                write!(text, "({}, {})", first.text(krate), second.text(krate))
            }
            Self::Macro(name, tokens) => write!(text, "{}!({tokens})", in_crate(name, krate)),
        };
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

/// A type in a program that has the client as a crate of this name.
fn type_text(ty: &RustType<'_>, krate: &str) -> String {
    ty.to_string().replace("rt::", &format!("{krate}::runtime::"))
}

fn list(text: &mut String, krate: &str, open: &str, items: &[Expression<'_>], close: &str) {
    text.push_str(open);
    for (index, item) in items.iter().enumerate() {
        text.push_str(if index > 0 { ", " } else { "" });
        item.write(text, krate);
    }
    text.push_str(close);
}

/// A path, by way of the client's crate if that has it at hand.
fn in_crate(path: &str, krate: &str) -> String {
    if path.starts_with("serde_json::") { format!("{krate}::{path}") } else { path.to_owned() }
}
