//! Structs: fields, a constructor for the required ones, setters for the others, reading and writing.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use crate::api::{Constant, Literal};
use crate::emit::types::rust_type;
use crate::emit::{Context, docs, setter_docs};
use crate::model::{Presence, Struct, Summary, SummaryField, TypeItem};
use crate::names::Name;

/// The most arguments of a function that clippy accepts.
const ARGUMENTS: usize = 7;

pub(crate) fn emit(cx: Context<'_>, item: &TypeItem<'_>, object: &Struct<'_>) -> TokenStream {
    let (when, name, derives) = (cx.when(item), item.name, docs::derives(item));
    let words = docs::emit(item.docs, &type_words(object));
    let fields = object.fields.iter().map(|field| {
        let (name, words, ty) = (field.name, setter_docs::field(field), cx.ty(&field.ty));
        quote!(#words pub #name: #ty,)
    });
    let rest = object.rest.as_ref().map(|rest| {
        let (name, ty) = (rest.name, cx.ty(&rest.ty));
        quote! {
            /// All other properties.
            pub #name: #ty,
        }
    });
    let filled = filled_words(object);
    let methods = methods(cx, name, object);
    let (read, write) = (read(object), write(object));
    let summary = object.summary.as_ref().map(|it| summary(cx, it));
    let default = (object.has_default && object.has_filled()).then(|| {
        quote! {
            #when
            impl Default for #name {
                fn default() -> Self { Self::new() }
            }
        }
    });
    quote! {
        #when
        #words
        #filled
        #derives
        #[non_exhaustive]
        pub struct #name { #(#fields)* #rest }

        #when
        impl #name { #methods #summary }

        #default

        #when
        impl rt::Json for #name { #read #write }
    }
}

/// Returns the docs of a struct without a description.
fn type_words(object: &Struct<'_>) -> String {
    let constants = object.constants.iter().map(|constant| constant.name.clone());
    let fields = object.fields.iter().map(|field| field.described.name.clone());
    let names: Vec<_> = constants.chain(fields).collect();
    match (names.as_slice(), &object.rest) {
        ([], Some(_)) => "An object with any properties.".to_owned(),
        ([], None) => "An object without properties.".to_owned(),
        ([_], _) => format!("An object with the property {}.", docs::listed(&names, "and")),
        (_, _) => format!("An object with the properties {}.", docs::listed(&names, "and")),
    }
}

/// Returns the docs of the members that are no fields, because they select the struct in a union.
fn filled_words(object: &Struct<'_>) -> Option<TokenStream> {
    let constants = object.constants.iter();
    let members = constants.map(|it| format!("{}: {}", it.name, docs::json(&it.value)));
    let members: Vec<_> = members.collect();
    let verb = if members.len() == 1 { "is" } else { "are" };
    let listed = docs::listed(&members, "and");
    let words = format!("\n{listed} {verb} always sent, and checked in what is received.");
    (!members.is_empty()).then(|| docs::attributes(&words))
}

/// Emits the constructor, whose arguments are the required fields, and a setter for each other field.
fn methods(cx: Context<'_>, item: &Name, object: &Struct<'_>) -> TokenStream {
    let (mut arguments, mut values, mut setters) = (vec![], vec![], vec![]);
    for field in &object.fields {
        let (name, ty) = (field.name, rust_type::argument(cx.home, &field.argument));
        let value = if field.argument.into { quote!(#name.into()) } else { quote!(#name) };
        if let Some(constant) = &field.described.constant {
            let value = owned(constant);
            values.push(quote!(#name: #value,));
        } else if field.described.required {
            arguments.push(quote!(#name: #ty));
            values.push(if field.argument.into { quote!(#name: #value,) } else { quote!(#name,) });
        } else {
            values.push(quote!(#name: None,));
            let words = setter_docs::property(field);
            setters.push(setter(&words, field.setter, name, &ty, &quote!(Some(#value))));
        }
    }
    if let Some(rest) = &object.rest {
        let name = rest.name;
        values.push(quote!(#name: indexmap::IndexMap::new(),));
        let (words, ty) = (docs::attributes(setter_docs::OTHER_PROPERTIES), cx.ty(&rest.ty));
        setters.push(setter(&words, rest.setter, name, &ty, &quote!(#name)));
    }
    let derives_default = object.has_default && !object.has_filled();
    let value = match derives_default {
        true => quote!(Self::default()),
        false => quote!(Self { #(#values)* }),
    };
    let item = docs::with_article(&item.to_string());
    let creates = docs::attributes(&match arguments.as_slice() {
        [] => format!("Creates {item} without values."),
        _ => format!("Creates {item} from its required fields."),
    });
    let many = (arguments.len() > ARGUMENTS).then(|| quote!(#[allow(clippy::too_many_arguments)]));
    quote! {
        #creates
        #[must_use]
        #many
        #[inline]
        pub fn new(#(#arguments),*) -> Self { #value }
        #(#setters)*
    }
}

fn setter(
    words: &TokenStream,
    setter: Option<&Name>,
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
    let constants = checks(object);
    let (mut present, mut keys, mut others, mut fields) = (vec![], vec![], vec![], vec![]);
    for field in &object.fields {
        let (name, key) = (field.name, &field.described.name);
        if field.ends_reading {
            present.push(name);
            keys.push(key);
            fields.push(quote!(#name: #reader.essential(#key)?,));
        } else {
            let method = access(field.presence);
            let value = match &field.described.constant {
                Some(constant) => {
                    let constant = literal(constant);
                    quote!(#reader.constant_field(#key, #constant))
                }
                None => quote!(#reader.#method(#key)),
            };
            others.push(quote!(let #name = #value;));
            fields.push(quote!(#name: #value,));
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

/// Emits the checks of the tags that select the struct.
fn checks(object: &Struct<'_>) -> Vec<TokenStream> {
    let reader = object.reader;
    let check = |constant: &Constant| {
        let (name, value) = (&constant.name, literal(&constant.value));
        let others = &constant.others;
        let value = match others.is_empty() {
            true => value,
            false => quote!([#value, #(#others),*]),
        };
        match constant.required {
            true => quote!(#reader.constant(#name, #value);),
            false => quote!(#reader.optional_constant(#name, #value);),
        }
    };
    object.constants.iter().map(check).collect()
}

fn write(object: &Struct<'_>) -> TokenStream {
    let constants = object.constants.iter().map(|constant| {
        let (name, value) = (&constant.name, literal(&constant.value));
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

/// Returns the method of the runtime that reads or writes a field.
fn access(presence: Presence) -> Ident {
    match presence {
        Presence::Required => format_ident!("required"),
        Presence::Optional => format_ident!("optional"),
        Presence::Nullable => format_ident!("nullable"),
        Presence::OptionalNullable => format_ident!("optional_nullable"),
    }
}

fn literal(value: &Literal) -> TokenStream {
    match value {
        Literal::String(text) => quote!(#text),
        Literal::Integer(integer) => quote!(#integer),
        Literal::Number(number) => quote!(#number),
        Literal::Bool(bool) => quote!(#bool),
    }
}

/// Returns a value as an expression of its owned type.
fn owned(value: &Literal) -> TokenStream {
    let literal = literal(value);
    match value {
        Literal::String(_) => quote!(#literal.to_owned()),
        _ => literal,
    }
}

/// Emits the method that returns the title, detail, code and instance of an error's body.
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
        /// Returns the title, the detail, the code and the instance of the error, if the body has them.
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
