//! Constraints, checked before a request leaves.

use proc_macro2::{TokenStream, TokenTree};
use quote::quote;

use super::{Context, unions};
use crate::api::{Bound, Field, Rules, Shape, Struct, Tuple, Type, TypeId, Union};

pub(super) fn of_struct(cx: Context<'_>, id: TypeId, object: &Struct) -> TokenStream {
    let names = cx.names.of_type(id);
    let item = &names.item;
    let fields = object.fields.iter().enumerate();
    let fields = fields.filter(|(_, field)| cx.facts.is_shape_checked(&field.shape));
    let checks = fields.map(|(index, field)| {
        let (name, key) = (&names.members[index], &field.name);
        let check = of_field(cx, field, quote!(self.#name));
        quote!(checks.field(#key, |checks| { #check });)
    });
    let rest = object.rest.as_ref().filter(|rest| cx.facts.is_shape_checked(rest)).map(|rest| {
        let name = &names.rest;
        let check = of_value(cx, rest, quote!(value));
        quote!(for (key, value) in &self.#name { checks.key(key, |checks| { #check }); })
    });
    quote! {
        impl rt::Check for #item {
            #[inline]
            fn check(&self, checks: &mut rt::Checks) { #(#checks)* #rest }
        }
    }
}

pub(super) fn of_union(cx: Context<'_>, id: TypeId, union: &Union) -> TokenStream {
    let names = cx.names.of_type(id);
    let item = &names.item;
    let arms = union.variants.iter().zip(&names.members);
    let arms = arms.filter(|(variant, _)| cx.facts.is_shape_checked(&variant.shape));
    let arms: Vec<_> =
        arms.map(|(variant, name)| (name, of_value(cx, &variant.shape, quote!(value)))).collect();
    let count = union.variants.len() + usize::from(unions::is_open(cx, id, union));
    let body = match arms.as_slice() {
        [(name, check)] if count > 1 => quote!(if let Self::#name(value) = self { #check }),
        _ => {
            let otherwise = (arms.len() < count).then(|| quote!(_ => {}));
            let arms = arms.iter().map(|(name, check)| quote!(Self::#name(value) => { #check }));
            quote!(match self { #(#arms)* #otherwise })
        }
    };
    quote! {
        impl rt::Check for #item {
            #[inline]
            fn check(&self, checks: &mut rt::Checks) { #body }
        }
    }
}

pub(super) fn of_tuple(cx: Context<'_>, id: TypeId, tuple: &Tuple) -> TokenStream {
    let item = &cx.names.of_type(id).item;
    let items = tuple.items.iter().enumerate();
    let items = items.filter(|(_, item)| cx.facts.is_shape_checked(&item.shape));
    let checks = items.map(|(index, item)| {
        let index = proc_macro2::Literal::usize_unsuffixed(index);
        let place = quote!(self.#index);
        let inner = of_value(cx, &present(&item.shape), quote!(value));
        let check = match (item.required, item.shape.nullable) {
            (true, false) => of_value(cx, &item.shape, by_reference(&item.shape, place)),
            (true, true) | (false, false) => quote!(if let Some(value) = &#place { #inner }),
            (false, true) => quote!(if let Some(Some(value)) = &#place { #inner }),
        };
        quote!(checks.item(#index, |checks| { #check });)
    });
    let rest = tuple.rest.as_ref().filter(|rest| cx.facts.is_shape_checked(rest)).map(|rest| {
        let len = proc_macro2::Literal::usize_unsuffixed(tuple.items.len());
        let check = of_value(cx, rest, quote!(value));
        quote! {
            for (index, value) in self.#len.iter().enumerate() {
                checks.item(#len + index, |checks| { #check });
            }
        }
    });
    quote! {
        impl rt::Check for #item {
            #[inline]
            fn check(&self, checks: &mut rt::Checks) { #(#checks)* #rest }
        }
    }
}

pub(super) fn of_recursive(cx: Context<'_>, id: TypeId, inside: &Shape) -> TokenStream {
    let item = &cx.names.of_type(id).item;
    let check = of_value(cx, inside, by_reference(inside, quote!(self.0)));
    quote! {
        impl rt::Check for #item {
            #[inline]
            fn check(&self, checks: &mut rt::Checks) { #check }
        }
    }
}

fn of_field(cx: Context<'_>, field: &Field, place: TokenStream) -> TokenStream {
    let inner = of_value(cx, &present(&field.shape), quote!(value));
    match (field.required, field.shape.nullable) {
        (true, false) => of_value(cx, &field.shape, by_reference(&field.shape, place)),
        (true, true) | (false, false) => quote!(if let Some(value) = &#place { #inner }),
        (false, true) => quote!(if let Some(Some(value)) = &#place { #inner }),
    }
}

/// A reference to a place, written out where a method does not take one by itself.
pub(super) fn by_reference(shape: &Shape, place: TokenStream) -> TokenStream {
    match &shape.ty {
        // These are looked into by methods, or by `for`.
        _ if shape.sensitive => place,
        Type::List(_) | Type::Map(_) => place,
        _ => quote!(&#place),
    }
}

/// The shape of a value that is known not to be `null`.
fn present(shape: &Shape) -> Shape {
    Shape { nullable: false, ..shape.clone() }
}

/// The checks of a value behind a reference.
pub(super) fn of_value(cx: Context<'_>, shape: &Shape, value: TokenStream) -> TokenStream {
    if shape.nullable {
        let inner = of_value(cx, &present(shape), quote!(value));
        return quote!(if let Some(value) = #value { #inner });
    }
    let value = if shape.sensitive { quote!(#value.expose()) } else { value };
    let rules = &shape.rules;
    match &shape.ty {
        Type::Text | Type::Base64 => {
            let value = match &shape.ty {
                Type::Base64 => {
                    let place = unborrowed(value);
                    quote!(#place.as_str())
                }
                _ => value,
            };
            let least = rules.min_length.map(|n| count(quote!(min_length), &value, n));
            let most = rules.max_length.map(|n| count(quote!(max_length), &value, n));
            quote!(#least #most)
        }
        Type::Integer(_) | Type::Number => range(&shape.ty, rules, &behind(value)),
        Type::List(item) => {
            let least = rules.min_items.map(|n| count(quote!(min_items), &quote!(#value.len()), n));
            let most = rules.max_items.map(|n| count(quote!(max_items), &quote!(#value.len()), n));
            let items = cx.facts.is_shape_checked(item).then(|| {
                let check = of_value(cx, item, quote!(item));
                quote! {
                    for (index, item) in #value.iter().enumerate() {
                        checks.item(index, |checks| { #check });
                    }
                }
            });
            let unique = rules.unique_items.then(|| {
                let is_text = item.ty == Type::Text && !item.nullable && !item.sensitive;
                let rule = if is_text { quote!(unique_texts) } else { quote!(unique_items) };
                quote!(checks.#rule(#value.iter());)
            });
            quote!(#least #most #unique #items)
        }
        Type::Map(item) => {
            let len = quote!(#value.len());
            let least = rules.min_properties.map(|n| count(quote!(min_properties), &len, n));
            let most = rules.max_properties.map(|n| count(quote!(max_properties), &len, n));
            let items = cx.facts.is_shape_checked(item).then(|| {
                let check = of_value(cx, item, quote!(item));
                quote!(for (key, item) in #value.iter() { checks.key(key, |checks| { #check }); })
            });
            quote!(#least #most #items)
        }
        Type::Named(_) => quote!(rt::Check::check(#value, checks);),
        Type::Any | Type::Bool | Type::Date | Type::DateTime | Type::Uuid | Type::Binary => {
            quote!()
        }
    }
}

/// The value behind a reference.
fn behind(reference: TokenStream) -> TokenStream {
    let is_written = matches!(reference.clone().into_iter().next(), Some(TokenTree::Punct(_)));
    let place = unborrowed(reference);
    if is_written { place } else { quote!(*#place) }
}

/// A place that is borrowed, or a reference as it is: what a method can be called on.
fn unborrowed(reference: TokenStream) -> TokenStream {
    let mut tokens = reference.clone().into_iter();
    match tokens.next() {
        Some(TokenTree::Punct(mark)) if mark.as_char() == '&' => tokens.collect(),
        _ => reference,
    }
}

fn count(rule: TokenStream, value: &TokenStream, bound: u64) -> TokenStream {
    let bound = proc_macro2::Literal::u64_unsuffixed(bound);
    quote!(checks.#rule(#value, #bound);)
}

fn range(ty: &Type, rules: &Rules, value: &TokenStream) -> TokenStream {
    let check = |bound: Bound, inclusive: TokenStream, exclusive: TokenStream| {
        let rule = if bound.exclusive { exclusive } else { inclusive };
        let number = number(ty, bound.value);
        quote!(checks.#rule(#value, #number);)
    };
    let least = rules.minimum.map(|bound| check(bound, quote!(minimum), quote!(exclusive_minimum)));
    let most = rules.maximum.map(|bound| check(bound, quote!(maximum), quote!(exclusive_maximum)));
    let multiple = rules.multiple_of.map(|factor| {
        let number = number(ty, factor);
        quote!(checks.multiple_of(#value, #number);)
    });
    quote!(#least #most #multiple)
}

/// A bound in the type of the value.
fn number(ty: &Type, bound: f64) -> proc_macro2::Literal {
    match ty {
        Type::Integer(width) if !width.signed => proc_macro2::Literal::u64_unsuffixed(bound as u64),
        Type::Integer(_) => proc_macro2::Literal::i64_unsuffixed(bound as i64),
        _ => proc_macro2::Literal::f64_unsuffixed(bound),
    }
}
