//! Pages: the functions that find the items of a page and the next page.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::api::PageStep;
use crate::emit::Context;
use crate::model::{Conversion, Operation, PageField, Presence, Total};

/// Emits the methods of a call whose responses are pages.
pub(crate) fn emit(cx: Context<'_>, operation: &Operation<'_>) -> TokenStream {
    let (Some(paging), Some(form)) = (&operation.paging, operation.forms.first()) else {
        return quote!();
    };
    let (page, item) = (cx.ty(&form.ty()), cx.ty(&paging.item));
    let (call, error) = (&operation.names.call, cx.ty(&operation.error_type()));
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
    let count = by_reference(&paging.items);
    let next = paging.next.as_ref().map(|fields| {
        let next = by_reference(fields);
        quote!(.next(|| Some(#next.to_string())))
    });
    let more = paging.more.as_ref().map(|fields| {
        let more = optional(fields, &quote!(.as_ref()?));
        quote!(.more(|| #more))
    });
    let total = paging.total.as_ref().map(total);
    let items = optional(&paging.items, &quote!(?));
    // A page may be a plain list, for which clippy prefers a slice.
    let allow = paging.items.is_empty().then(|| quote!(#[allow(clippy::ptr_arg)]));
    quote! {
        rt::paged!(#call, #page, #item, #error, rt::PageStep::#step);

        impl #call {
            #allow
            fn page_turn(page: &#page) -> rt::Turn {
                rt::Turn::new(|| Some(#count.len())) #next #more #total
            }

            fn page_items(page: #page) -> Option<Vec<#item>> { #items }
        }
    }
}

/// Returns the expression for the number of items on all pages.
fn total(total: &Total<'_>) -> TokenStream {
    let value = optional(&total.fields, &quote!(.as_ref()?));
    match total.conversion {
        Conversion::None => quote!(.total(|| #value)),
        Conversion::From => quote!(.total(|| #value.map(u64::from))),
        Conversion::TryFrom => {
            quote!(.total(|| #value.and_then(|total| u64::try_from(total).ok())))
        }
    }
}

/// Returns the expression for the value at the end of the fields, as a place or a reference.
fn by_reference(fields: &[PageField<'_>]) -> TokenStream {
    path(fields, &quote!(.as_ref()?))
}

/// Returns the expression for the value at the end of the fields, as an `Option`. `open` unwraps each `Option` before
/// it.
fn optional(fields: &[PageField<'_>], open: &TokenStream) -> TokenStream {
    let Some((PageField { name, presence }, before)) = fields.split_last() else {
        return quote!(Some(page));
    };
    let page = path(before, open);
    match presence {
        Presence::Required => quote!(Some(#page.#name)),
        Presence::OptionalNullable => quote!(#page.#name?),
        Presence::Nullable | Presence::Optional => quote!(#page.#name),
    }
}

/// Returns the expression that follows the fields. `open` unwraps an `Option`.
fn path(fields: &[PageField<'_>], open: &TokenStream) -> TokenStream {
    fields.iter().fold(quote!(page), |page, PageField { name, presence }| {
        let opens = (0..presence.options()).map(|_| open);
        quote!(#page.#name #(#opens)*)
    })
}
