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
        let more = by_value(cx, hops);
        quote!(.more(|| Some(#more)))
    });
    let total = paging.total.as_ref().map(|hops| total(cx, hops));
    let items = taken(cx, &paging.items);
    quote! {
        rt::pages!(#call, #page, #item, #error, rt::PageStep::#step);

        impl #call {
            fn page_turn(page: &#page) -> rt::Turn {
                rt::Turn::new(|| Some(#count.len())) #next #more #total
            }

            fn page_items(page: #page) -> Option<Vec<#item>> { Some(#items) }
        }
    }
}

/// The count of all items.
fn total(cx: Context<'_>, hops: &[Hop]) -> TokenStream {
    let value = by_value(cx, hops);
    let width = hops.last().and_then(|hop| field(cx, *hop)).map(|field| &field.shape.ty);
    match width {
        Some(Type::Integer(Width { bits: 64, signed: false })) => quote!(.total(|| Some(#value))),
        Some(Type::Integer(Width { signed: false, .. })) => {
            quote!(.total(|| Some(u64::from(#value))))
        }
        _ => quote!(.total(|| u64::try_from(#value).ok())),
    }
}

/// What the hops lead to, as a place or a reference.
fn by_reference(cx: Context<'_>, hops: &[Hop]) -> TokenStream {
    path(cx, hops, &quote!(.as_ref()?))
}

/// What the hops lead to, copied.
fn by_value(cx: Context<'_>, hops: &[Hop]) -> TokenStream {
    let Some((last, before)) = hops.split_last() else { return quote!(page) };
    let page = path(cx, before, &quote!(.as_ref()?));
    step(cx, *last, &page, &quote!(?))
}

/// What the hops lead to, taken out.
fn taken(cx: Context<'_>, hops: &[Hop]) -> TokenStream {
    path(cx, hops, &quote!(?))
}

/// The expression that follows the hops. `open` opens an `Option`.
fn path(cx: Context<'_>, hops: &[Hop], open: &TokenStream) -> TokenStream {
    hops.iter().fold(quote!(page), |page, hop| step(cx, *hop, &page, open))
}

fn step(cx: Context<'_>, hop: Hop, page: &TokenStream, open: &TokenStream) -> TokenStream {
    let Some(field) = field(cx, hop) else { return quote!(#page) };
    let Some(name) = cx.names.of_type(hop.ty).members.get(hop.field) else { return quote!(#page) };
    let optional = (!field.required).then_some(open);
    let nullable = field.shape.nullable.then_some(open);
    quote!(#page.#name #optional #nullable)
}

fn field<'a>(cx: Context<'a>, hop: Hop) -> Option<&'a Field> {
    match &cx.api.types[hop.ty].kind {
        TypeKind::Struct(Struct { fields, .. }) => fields.get(hop.field),
        _ => None,
    }
}
