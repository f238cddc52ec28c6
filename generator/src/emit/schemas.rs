//! The schemas that types publish, and the implementations of the traits of schemars and utoipa.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use crate::emit::{Context, docs};
use crate::model::{Reference, SchemaItem, SchemaTraits, TypeItem};

/// Emits the start of the file.
pub(crate) fn head() -> TokenStream {
    quote! {
        //! The schemas of the description that types publish. Each is an item that implements the traits.
        use super::runtime as rt;
    }
}

/// Emits the item of a schema.
pub(crate) fn item(schema: &SchemaItem<'_>) -> TokenStream {
    let SchemaItem { item, name, .. } = schema;
    let text = docs::raw(schema.text);
    let traits = macros(schema.traits);
    let references = schema.references.iter().map(|(pointer, to)| {
        let to = match to {
            Reference::Schema(item) => quote!(#item),
            // The syntax of the settings was checked before.
            Reference::Own(path) => path.parse().unwrap_or_default(),
        };
        quote!(#pointer => #to)
    });
    quote!(rt::described!(#item, #name, #text, [#(#traits),*], {#(#references),*});)
}

/// Emits the implementations for a type.
pub(crate) fn of_type(cx: Context<'_>, item: &TypeItem<'_>) -> Option<TokenStream> {
    let (schema, traits) = item.schema?;
    let (when, name, root) = (cx.when(item), item.name, cx.root());
    let traits = macros(traits);
    Some(quote!(#(#when rt::#traits!(#name = #root::schemas::#schema);)*))
}

/// Returns the macros that implement traits.
fn macros(traits: SchemaTraits) -> Vec<Ident> {
    let all = [(traits.json_schema, "json_schema"), (traits.to_schema, "to_schema")];
    let wanted = all.into_iter().filter(|(is_wanted, _)| *is_wanted);
    wanted.map(|(_, name)| Ident::new(name, Span::call_site())).collect()
}
