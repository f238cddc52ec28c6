//! Structs: fields, a constructor of what is required, setters for the rest, reading and writing.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use crate::api::{Constant, Literal};
use crate::emit::types::rust_type;
use crate::emit::{Context, docs, setter_docs};
use crate::model::{Direction, Field, Presence, Struct, Summary, SummaryField, TypeItem};
use crate::names::Name;

/// How many arguments a function may have before clippy speaks up.
const ARGUMENTS: usize = 7;

pub(crate) fn emit(cx: Context<'_>, item: &TypeItem<'_>, object: &Struct<'_>) -> TokenStream {
    let (when, name, derives) = (cx.when(item), item.name, docs::derives(item.derives));
    let words = docs::emit(item.docs, &format!("The schema `{name}`."));
    let fields = object.fields.iter().map(|field| {
        let (name, words, ty) = (field.name, field_docs(field), cx.ty(&field.ty));
        quote!(#words pub #name: #ty,)
    });
    let rest = object.rest.as_ref().map(|rest| {
        let (name, ty) = (rest.name, cx.ty(&rest.ty));
        quote! {
            /// All other properties.
            pub #name: #ty,
        }
    });
    let methods = methods(cx, object);
    let (read, write) = (read(object), write(object));
    let summary = object.summary.as_ref().map(|it| summary(cx, it));
    quote! {
        #when
        #words
        #derives
        #[non_exhaustive]
        pub struct #name { #(#fields)* #rest }

        #when
        impl #name { #methods #summary }

        #when
        impl rt::Json for #name { #read #write }
    }
}

/// The words about a field, and in which direction it travels if its type travels in both.
fn field_docs(field: &Field<'_>) -> TokenStream {
    let words =
        docs::emit(&field.described.docs, &format!("`{}`", docs::visible(&field.described.name)));
    let direction = field.direction.map(|direction| {
        docs::attributes(match direction {
            Direction::Response => "\nOnly answers have it: the server sets it.",
            Direction::Request => "\nOnly requests have it: no server gives it back.",
        })
    });
    quote!(#words #direction)
}

/// The constructor, which takes what is required, and a setter for each of the rest.
fn methods(cx: Context<'_>, object: &Struct<'_>) -> TokenStream {
    let (mut arguments, mut values, mut setters) = (vec![], vec![], vec![]);
    for field in &object.fields {
        let (name, ty) = (field.name, rust_type::argument(cx.home, &field.argument));
        let value = if field.argument.into { quote!(#name.into()) } else { quote!(#name) };
        if field.described.required {
            arguments.push(quote!(#name: #ty));
            values.push(if field.argument.into { quote!(#name: #value,) } else { quote!(#name,) });
        } else {
            values.push(quote!(#name: None,));
            let words = setter_docs::named(&field.described.name);
            setters.push(setter(&words, field.setter, name, &ty, &quote!(Some(#value))));
        }
    }
    if let Some(rest) = &object.rest {
        let name = rest.name;
        values.push(quote!(#name: indexmap::IndexMap::new(),));
        let (words, ty) = (setter_docs::OTHER_PROPERTIES, cx.ty(&rest.ty));
        setters.push(setter(words, rest.setter, name, &ty, &quote!(#name)));
    }
    let value =
        if object.has_default { quote!(Self::default()) } else { quote!(Self { #(#values)* }) };
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

fn setter(
    words: &str,
    setter: Option<&Name>,
    name: &Name,
    ty: &TokenStream,
    value: &TokenStream,
) -> TokenStream {
    let words = docs::attributes(words);
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

fn read(object: &Struct<'_>) -> TokenStream {
    if object.is_empty() {
        return quote! {
            #[inline]
            fn read(node: &rt::Node<'_>) -> Result<Self, rt::ReadError> {
                node.object().map(|_| Self {})
            }
        };
    }
    let reader = object.reader;
    let constants = object.constants.iter().map(|constant| {
        let (name, value) = constant_parts(constant);
        match constant.required {
            true => quote!(#reader.constant(#name, #value);),
            false => quote!(#reader.optional_constant(#name, #value);),
        }
    });
    let (mut present, mut keys, mut others, mut fields) = (vec![], vec![], vec![], vec![]);
    for field in &object.fields {
        let (name, key) = (field.name, &field.described.name);
        if field.ends_reading {
            present.push(name);
            keys.push(key);
            fields.push(quote!(#name,));
        } else {
            let method = access(field.presence);
            others.push(quote!(let #name = #reader.#method(#key);));
            fields.push(quote!(#name: #reader.#method(#key),));
        }
    }
    if let Some(rest) = &object.rest {
        let (name, known) = (rest.name, &rest.known);
        let method = format_ident!("{}", if rest.is_partial { "partial_rest" } else { "rest" });
        others.push(quote!(let #name = #reader.#method(&[#(#known),*]);));
        fields.push(quote!(#name: #reader.#method(&[#(#known),*]),));
    }
    let value = if object.reads_all {
        let rest = object.rest.iter().map(|rest| rest.name);
        let names = object.fields.iter().map(|field| field.name).chain(rest);
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

fn write(object: &Struct<'_>) -> TokenStream {
    let constants = object.constants.iter().map(|constant| {
        let (name, value) = constant_parts(constant);
        quote!(object.constant(#name, #value);)
    });
    let fields = object.fields.iter().map(|field| {
        let (name, method, key) = (field.name, access(field.presence), &field.described.name);
        quote!(object.#method(#key, &self.#name);)
    });
    let rest = object.rest.as_ref().map(|rest| {
        let (name, known) = (rest.name, &rest.known);
        quote!(object.rest(&[#(#known),*], &self.#name);)
    });
    let mutable = (!object.is_empty()).then(|| quote!(mut));
    quote! {
        #[inline]
        fn write(&self, writer: &mut rt::Writer) {
            let #mutable object = writer.object();
            #(#constants)*
            #(#fields)*
            #rest
            object.end();
        }
    }
}

/// The method of the runtime that reads or writes a field.
fn access(presence: Presence) -> Ident {
    match presence {
        Presence::Required => format_ident!("required"),
        Presence::Optional => format_ident!("optional"),
        Presence::Nullable => format_ident!("nullable"),
        Presence::OptionalNullable => format_ident!("optional_nullable"),
    }
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
fn summary(cx: Context<'_>, summary: &Summary<'_>) -> TokenStream {
    let text = |field: &Option<SummaryField<'_>>| match field {
        None => quote!(None),
        Some(SummaryField { name, presence, is_string }) => match (is_string, presence) {
            (_, Presence::Required) => quote!(Some(self.#name.as_str())),
            (true, Presence::OptionalNullable) => {
                quote!(self.#name.as_ref().and_then(|it| it.as_deref()))
            }
            (true, _) => quote!(self.#name.as_deref()),
            (false, Presence::OptionalNullable) => {
                quote!(self.#name.as_ref().and_then(|it| it.as_ref()).map(|it| it.as_str()))
            }
            (false, _) => quote!(self.#name.as_ref().map(|it| it.as_str())),
        },
    };
    let (title, detail) = (text(&summary.title), text(&summary.detail));
    let (code, instance) = (text(&summary.code), text(&summary.instance));
    let retry = match summary.retry {
        Some(codes) => {
            let root = cx.root();
            quote!(code.and_then(#root::errors::#codes::retry))
        }
        None => quote!(None),
    };
    quote! {
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
    }
}
