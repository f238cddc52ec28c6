//! Pages: what a page says of the next one, and where its items are.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::answer::{self, Asked};
use super::{Context, error, shape};
use crate::api::{Field, Hop, Operation, OperationId, PageStep, Struct, Type, TypeKind, Width};

/// The methods of a call whose answers are pages.
pub(super) fn emit(cx: Context<'_>, id: OperationId, operation: &Operation) -> TokenStream {
    let names = cx.names.of_operation(id);
    let form = operation.forms.first().zip(names.forms.first());
    let (Some(paging), Some((form, form_names))) = (&operation.paging, form) else {
        return quote!();
    };
    let (page, _, _) = answer::output(cx, Asked { operation, id, form, names: form_names });
    let (call, error) = (&names.call, error::ty(cx, id));
    let item = shape::value(cx, &paging.item);
    let step = match &paging.step {
        PageStep::Cursor(name) => quote!(Cursor(#name)),
        PageStep::Offset(name) => quote!(Offset(#name)),
        PageStep::Page(name, first) => {
            let first = Literal::u64_unsuffixed(*first);
            quote!(Page(#name, #first))
        }
        PageStep::Link => quote!(Link),
        PageStep::Url => quote!(Url),
    };
    let count = by_reference(cx, &paging.items);
    let next = paging.next.as_ref().map(|hops| {
        let next = by_reference(cx, hops);
        quote!(.next(|| Some(#next.to_string())))
    });
    let more = paging.more.as_ref().map(|hops| {
        let more = optional(cx, hops, &quote!(.as_ref()?));
        quote!(.more(|| #more))
    });
    let total = paging.total.as_ref().map(|hops| total(cx, hops));
    let items = optional(cx, &paging.items, &quote!(?));
    // A page may be a list and nothing else.
    let allow = paging.items.is_empty().then(|| quote!(#[allow(clippy::ptr_arg)]));
    quote! {
        rt::pages!(#call, #page, #item, #error, rt::PageStep::#step);

        impl #call {
            #allow
            fn page_turn(page: &#page) -> rt::Turn {
                rt::Turn::new(|| Some(#count.len())) #next #more #total
            }

            fn page_items(page: #page) -> Option<Vec<#item>> { #items }
        }
    }
}

/// The count of all items.
fn total(cx: Context<'_>, hops: &[Hop]) -> TokenStream {
    let value = optional(cx, hops, &quote!(.as_ref()?));
    let ty = hops.last().and_then(|hop| field(cx, *hop)).map(|field| &field.shape.ty);
    match ty {
        Some(Type::Integer(Width { bits: 64, signed: false })) => quote!(.total(|| #value)),
        Some(Type::Integer(Width { signed: false, .. })) => {
            quote!(.total(|| #value.map(u64::from)))
        }
        _ => quote!(.total(|| #value.and_then(|total| u64::try_from(total).ok()))),
    }
}

/// What the hops lead to, as a place or a reference.
fn by_reference(cx: Context<'_>, hops: &[Hop]) -> TokenStream {
    path(cx, hops, &quote!(.as_ref()?))
}

/// What the hops lead to, if it is there, by value. `open` opens what is on the way.
fn optional(cx: Context<'_>, hops: &[Hop], open: &TokenStream) -> TokenStream {
    let Some((last, before)) = hops.split_last() else { return quote!(Some(page)) };
    let page = path(cx, before, open);
    let name = cx.names.of_type(last.ty).members.get(last.field);
    let Some((field, name)) = field(cx, *last).zip(name) else { return quote!(None) };
    match (field.required, field.shape.nullable) {
        (true, false) => quote!(Some(#page.#name)),
        (false, true) => quote!(#page.#name?),
        (true, true) | (false, false) => quote!(#page.#name),
    }
}

/// The expression that follows the hops. `open` opens an `Option`.
fn path(cx: Context<'_>, hops: &[Hop], open: &TokenStream) -> TokenStream {
    hops.iter().fold(quote!(page), |page, hop| step(cx, *hop, &page, open))
}

fn step(cx: Context<'_>, hop: Hop, page: &TokenStream, open: &TokenStream) -> TokenStream {
    let name = cx.names.of_type(hop.ty).members.get(hop.field);
    let Some((field, name)) = field(cx, hop).zip(name) else { return quote!(#page) };
    let optional = (!field.required).then_some(open);
    let nullable = field.shape.nullable.then_some(open);
    quote!(#page.#name #optional #nullable)
}

fn field<'a>(cx: Context<'a>, hop: Hop) -> Option<&'a Field> {
    let Hop { ty: id, field } = hop;
    match &cx.api.types[id].kind {
        TypeKind::Struct(Struct { fields, .. }) => fields.get(field),
        _ => None,
    }
}
