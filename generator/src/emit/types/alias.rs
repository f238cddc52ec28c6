//! Aliases: the names of inline schemas that are equal to the schema of a type.

use proc_macro2::TokenStream;
use quote::quote;

use crate::api::{Docs, Inline};
use crate::emit::docs;
use crate::model::{TypeItem, TypeKind};
use crate::names::Name;

pub(crate) fn emit(
    when: &TokenStream,
    item: &TypeItem<'_>,
    alias: &Name,
    schema: &Inline,
) -> TokenStream {
    let name = item.name;
    let same = format!("The same type as [`{name}`], because the schemas are equal.");
    let words = match docs::text(&schema.docs, "") {
        text if text.is_empty() => same,
        text => format!("{text}\n\n{same}"),
    };
    let words = docs::emit(&Docs { deprecated: schema.docs.deprecated, ..Docs::default() }, &words);
    match item.kind {
        // An alias of a tuple struct is no function, so it could not be called like the type.
        TypeKind::Tuple(_) | TypeKind::Recursive(_) => {
            quote!(#when #words #[doc(inline)] pub use self::#name as #alias;)
        }
        _ => quote!(#when #words pub type #alias = #name;),
    }
}
