//! Structs: fields, a constructor of what is required, setters for the rest, reading and writing.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::{Context, checks, docs, multipart, shape};
use crate::api::{Access, Constant, Field, Literal, Struct, Type, TypeDef, TypeId};
use crate::names::{Name, TypeNames};

/// How many arguments a function may have before clippy speaks up.
const ARGUMENTS: usize = 7;

pub(super) fn emit(cx: Context<'_>, id: TypeId, def: &TypeDef, object: &Struct) -> TokenStream {
    let names = cx.names.of_type(id);
    let item = &names.item;
    let words = docs::emit(&def.docs, &format!("The schema `{item}`."));
    let fields = object.fields.iter().enumerate().map(|(index, field)| {
        let name = &names.members[index];
        let words = field_docs(cx, id, field);
        let boxed = cx.facts.is_boxed(id, index);
        let ty = shape::held(cx, &field.shape, boxed, field.required);
        quote!(#words pub #name: #ty,)
    });
    let rest = object.rest.as_ref().map(|rest| {
        let (name, ty) = (&names.rest, shape::value(cx, rest));
        quote! {
            /// All other properties.
            pub #name: indexmap::IndexMap<String, #ty>,
        }
    });
    let default = object.requires_nothing().then(|| quote!(, Default));
    let methods = methods(cx, id, object, names);
    let (read, write) = (read(cx, object, names), write(object, names));
    let check = cx.facts.is_checked(id).then(|| checks::of_struct(cx, id, object));
    let multipart = cx.facts.is_multipart(id).then(|| multipart::emit(cx, id, object));
    let summary = summary(cx, id, object, names);
    quote! {
        #words
        #[derive(Clone, Debug, PartialEq #default)]
        #[non_exhaustive]
        pub struct #item { #(#fields)* #rest }

        impl #item { #methods #summary }

        impl rt::Json for #item { #read #write }

        #check
        #multipart
    }
}

/// The words about a field, and in which direction it travels if its type travels in both.
fn field_docs(cx: Context<'_>, id: TypeId, field: &Field) -> TokenStream {
    let words = docs::emit(&field.docs, &format!("`{}`", docs::visible(&field.name)));
    let direction = match field.access {
        Access::Read => "Only answers have it: the server sets it.",
        Access::Write => "Only requests have it: no server gives it back.",
        Access::Both => return words,
    };
    let both = cx.facts.is_sent(id) && cx.facts.is_received(id);
    let direction = both.then(|| docs::attributes(&format!("\n{direction}")));
    quote!(#words #direction)
}

/// The constructor, which takes what is required, and a setter for each of the rest.
fn methods(cx: Context<'_>, id: TypeId, object: &Struct, names: &TypeNames) -> TokenStream {
    let mut arguments = Vec::new();
    let mut values = Vec::new();
    let mut setters = Vec::new();
    for (index, (field, name)) in object.fields.iter().zip(&names.members).enumerate() {
        let (ty, value) = argument(cx, id, index, field, name);
        if field.required {
            arguments.push(quote!(#name: #ty));
            let value = value.map(|value| quote!(: #value));
            values.push(quote!(#name #value,));
        } else {
            values.push(quote!(#name: None,));
            let value = value.unwrap_or_else(|| quote!(#name));
            let words = docs::attributes(&format!("Sets `{}`.", docs::visible(&field.name)));
            setters.push(setter(&words, &names.setters[index], name, &ty, &quote!(Some(#value))));
        }
    }
    if let Some(rest) = &object.rest {
        let (name, ty) = (&names.rest, shape::value(cx, rest));
        let map = quote!(indexmap::IndexMap<String, #ty>);
        let words = docs::attributes("Sets all other properties.");
        values.push(quote!(#name: indexmap::IndexMap::new(),));
        setters.push(setter(
            &words,
            &names.setters[object.fields.len()],
            name,
            &map,
            &quote!(#name),
        ));
    }
    let value = if object.requires_nothing() {
        quote!(Self::default())
    } else {
        quote!(Self { #(#values)* })
    };
    let many = (arguments.len() > ARGUMENTS).then(|| quote!(#[allow(clippy::too_many_arguments)]));
    quote! {
        /// A value with what is required.
        #[must_use]
        #many
        #[inline]
        pub fn new(#(#arguments),*) -> Self { #value }
        #(#setters)*
    }
}

/// The type of the argument for a field, and the expression that makes the field's value of it, if
/// it is not that value.
fn argument(
    cx: Context<'_>,
    id: TypeId,
    index: usize,
    field: &Field,
    name: &Name,
) -> (TokenStream, Option<TokenStream>) {
    let boxed = cx.facts.is_boxed(id, index);
    let argument = shape::argument(cx, &field.shape, boxed);
    match (field.shape.nullable, argument.into) {
        // `None` would leave `impl Into` without a type.
        (true, _) => (shape::held(cx, &field.shape, boxed, true), None),
        (false, true) => (argument.ty, Some(quote!(#name.into()))),
        (false, false) => (argument.ty, None),
    }
}

fn setter(
    words: &TokenStream,
    setter: &Name,
    name: &Name,
    ty: &TokenStream,
    value: &TokenStream,
) -> TokenStream {
    quote! {
        #words
        #[must_use]
        #[inline]
        pub fn #setter(mut self, #name: #ty) -> Self {
            self.#name = #value;
            self
        }
    }
}

fn read(cx: Context<'_>, object: &Struct, names: &TypeNames) -> TokenStream {
    if object.constants.is_empty() && object.fields.is_empty() && object.rest.is_none() {
        return quote! {
            #[inline]
            fn read(node: &rt::Node<'_>) -> Result<Self, rt::ReadError> {
                node.object().map(|_| Self {})
            }
        };
    }
    let reader = reader(names);
    let constants = object.constants.iter().map(|constant| {
        let (name, value) = constant_parts(constant);
        match constant.required {
            true => quote!(#reader.constant(#name, #value);),
            false => quote!(#reader.optional_constant(#name, #value);),
        }
    });
    let is_present = |field: &Field| {
        field.required && !field.shape.nullable && !shape::has_default(cx, &field.shape)
    };
    let (mut present, mut keys, mut others, mut fields) = (vec![], vec![], vec![], vec![]);
    for (field, name) in object.fields.iter().zip(&names.members) {
        let key = &field.name;
        if is_present(field) {
            present.push(name);
            keys.push(key);
            fields.push(quote!(#name,));
        } else {
            let method = access(field);
            others.push(quote!(let #name = #reader.#method(#key);));
            fields.push(quote!(#name: #reader.#method(#key),));
        }
    }
    if object.rest.is_some() {
        let (name, known) = (&names.rest, known(object));
        let method = if object.rest_is_partial { "partial_rest" } else { "rest" };
        let method = format_ident!("{method}");
        others.push(quote!(let #name = #reader.#method(&[#(#known),*]);));
        fields.push(quote!(#name: #reader.#method(&[#(#known),*]),));
    }
    // A choice that compares its variants does not read all values, and yet looks at all members.
    let holds_fitted = |field: &Field| is_present(field) && cx.facts.holds_fitted(&field.shape);
    let value = if object.fields.iter().any(holds_fitted) {
        let rest = object.rest.is_some().then_some(&names.rest);
        let names = names.members.iter().take(object.fields.len()).chain(rest);
        quote! {
            #(let #present = #reader.present(#keys);)*
            #(#others)*
            let (#(Some(#present),)*) = (#(#present,)*) else { return #reader.failed() };
            let value = Self { #(#names,)* };
        }
    } else {
        quote! {
            #(let Some(#present) = #reader.present(#keys) else { return #reader.failed() };)*
            let value = Self { #(#fields)* };
        }
    };
    quote! {
        #[inline]
        fn read(node: &rt::Node<'_>) -> Result<Self, rt::ReadError> {
            let #reader = node.object()?;
            #(#constants)*
            #value
            #reader.finish(value)
        }
    }
}

/// What the members are read from: a name that no field has.
fn reader(names: &TypeNames) -> Ident {
    let mut name = String::from("object");
    while names.members.iter().any(|member| *member == name) {
        name.push('_');
    }
    format_ident!("{name}")
}

fn write(object: &Struct, names: &TypeNames) -> TokenStream {
    let constants = object.constants.iter().map(|constant| {
        let (name, value) = constant_parts(constant);
        quote!(object.constant(#name, #value);)
    });
    let fields = object.fields.iter().enumerate().map(|(index, field)| {
        let (name, method, key) = (&names.members[index], access(field), &field.name);
        quote!(object.#method(#key, &self.#name);)
    });
    let known = known(object);
    let rest = object.rest.is_some().then(|| {
        let name = &names.rest;
        quote!(object.rest(&[#(#known),*], &self.#name);)
    });
    let writes = quote!(#(#constants)* #(#fields)* #rest);
    let mutable = (!writes.is_empty()).then(|| quote!(mut));
    quote! {
        #[inline]
        fn write(&self, writer: &mut rt::Writer) {
            let #mutable object = writer.object();
            #writes
            object.end();
        }
    }
}

/// The method of the runtime that reads or writes a field.
fn access(field: &Field) -> proc_macro2::Ident {
    match (field.required, field.shape.nullable) {
        (true, false) => format_ident!("required"),
        (false, false) => format_ident!("optional"),
        (true, true) => format_ident!("nullable"),
        (false, true) => format_ident!("optional_nullable"),
    }
}

/// The names of all listed properties.
fn known(object: &Struct) -> Vec<&str> {
    let constants = object.constants.iter().map(|constant| constant.name.as_str());
    constants.chain(object.fields.iter().map(|field| field.name.as_str())).collect()
}

fn constant_parts(constant: &Constant) -> (&str, TokenStream) {
    let value = match &constant.value {
        Literal::Text(text) => quote!(#text),
        Literal::Integer(integer) => quote!(#integer),
        Literal::Number(number) => quote!(#number),
        Literal::Bool(bool) => quote!(#bool),
    };
    (&constant.name, value)
}

/// What the body of an error says in fields of a known meaning.
fn summary(cx: Context<'_>, id: TypeId, object: &Struct, names: &TypeNames) -> Option<TokenStream> {
    let problem = cx.facts.problem(id)?;
    let text = |index: Option<usize>| match index {
        None => quote!(None),
        Some(index) => {
            let (name, field) = (&names.members[index], &object.fields[index]);
            match (&field.shape.ty, field.required, field.shape.nullable) {
                (Type::Text, true, false) => quote!(Some(self.#name.as_str())),
                (Type::Text, false, true) => {
                    quote!(self.#name.as_ref().and_then(|it| it.as_deref()))
                }
                (Type::Text, _, _) => quote!(self.#name.as_deref()),
                (_, true, false) => quote!(Some(self.#name.as_str())),
                (_, false, true) => {
                    quote!(self.#name.as_ref().and_then(|it| it.as_ref()).map(|it| it.as_str()))
                }
                (_, _, _) => quote!(self.#name.as_ref().map(|it| it.as_str())),
            }
        }
    };
    let (title, detail) = (text(problem.title), text(problem.detail));
    let (code, instance) = (text(problem.code), text(problem.instance));
    let retry = match (problem.code, cx.names.codes()) {
        (Some(_), Some(codes)) if cx.api.codes.iter().any(|c| c.values.iter().any(|c| c.retry)) => {
            let ty = &codes.ty;
            quote!(code.and_then(crate::errors::#ty::retry))
        }
        _ => quote!(None),
    };
    Some(quote! {
        /// What the error says in fields of a known meaning.
        #[must_use]
        #[inline]
        pub fn summary(&self) -> rt::ErrorSummary<'_> {
            let code = #code;
            rt::ErrorSummary {
                title: #title,
                detail: #detail,
                code,
                instance: #instance,
                retry: #retry,
            }
        }
    })
}
