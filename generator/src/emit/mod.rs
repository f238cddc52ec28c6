//! From the API to Rust: one file for each thing that is emitted. Nothing here can fail, and
//! nothing is decided that [`Facts`] or [`Names`] could decide.

mod answer;
mod call;
mod checks;
mod client;
mod codes;
mod docs;
mod enums;
mod error;
mod examples;
mod failures;
mod library;
mod multipart;
mod parameter;
mod runtime;
mod shape;
mod structs;
mod unions;

use proc_macro2::TokenStream;
use quote::quote;

pub use examples::emit as emit_tests;

use crate::api::{Api, Response, Shape, TypeKind};
use crate::facts::Facts;
use crate::names::Names;

/// A file of the client.
#[derive(Debug)]
pub struct Module {
    /// Where it goes, below the folder of the client, with `/`.
    pub path: String,
    /// What it says.
    pub content: Content,
}

/// What a file says.
#[derive(Debug)]
pub enum Content {
    /// Rust that still has to be printed.
    Tokens(TokenStream),
    /// Rust that stays as it is.
    Verbatim(&'static str),
}

/// All that emission reads.
#[derive(Clone, Copy, Debug)]
struct Context<'a> {
    api: &'a Api,
    facts: &'a Facts,
    names: &'a Names,
    /// The module that is being emitted, for the paths in it.
    home: Home,
}

/// Where emitted code stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Home {
    /// In the module of the types.
    Types,
    /// In a module that imports it.
    Elsewhere,
}

/// Emits the client.
pub fn emit(api: &Api, facts: &Facts, names: &Names) -> Vec<Module> {
    let cx = Context { api, facts, names, home: Home::Elsewhere };
    let mut modules = vec![
        module("lib.rs", library::emit(cx)),
        module("client.rs", client::emit(cx)),
        module("types.rs", types(Context { home: Home::Types, ..cx })),
        module("operations.rs", operations(cx)),
        module("errors.rs", errors(cx)),
    ];
    modules.extend(runtime::emit(cx));
    modules
}

/// The type of a shape as Rust writes it at the root of the client: `Vec<types::Pet>`.
pub fn type_text(api: &Api, facts: &Facts, names: &Names, shape: &Shape) -> String {
    let cx = Context { api, facts, names, home: Home::Elsewhere };
    // Between the tokens of a type, spaces mean nothing.
    shape::value(cx, shape).to_string().replace(' ', "").replace(',', ", ")
}

fn module(path: &str, tokens: TokenStream) -> Module {
    Module { path: path.to_owned(), content: Content::Tokens(tokens) }
}

/// Every type of the description.
fn types(cx: Context<'_>) -> TokenStream {
    let items = cx.facts.order().iter().map(|&id| {
        let def = &cx.api.types[id];
        match &def.kind {
            TypeKind::Struct(object) => structs::emit(cx, id, def, object),
            TypeKind::Union(union) => unions::emit(cx, id, def, union),
            TypeKind::Enum(values) => enums::emit(cx, id, def, values),
        }
    });
    let names = cx.facts.order().iter().map(|&id| &cx.names.of_type(id).item);
    quote! {
        //! The types of the API: what requests carry and answers bring.
        #![allow(deprecated)]
        use crate::runtime as rt;
        #(#items)*
        rt::json_serde!(#(#names),*);
    }
}

/// Every operation, with its call and its errors.
fn operations(cx: Context<'_>) -> TokenStream {
    let items = cx.api.operations.iter().map(|(id, operation)| {
        let call = call::emit(cx, id, operation);
        let error = error::emit(cx, id);
        quote!(#call #error)
    });
    let shapes = cx.api.operations.iter().flat_map(|(_, operation)| operation.shapes());
    let types = import_types(shapes);
    let runtime = (!cx.api.operations.is_empty()).then(|| {
        quote!(
            use crate::runtime as rt;
        )
    });
    quote! {
        //! The operations of the API: for each the call that sends it and the errors it documents.
        #![allow(deprecated)]
        #runtime
        #types
        #(#items)*
    }
}

/// The errors of all operations together.
fn errors(cx: Context<'_>) -> TokenStream {
    let all = failures::emit(cx);
    let codes = codes::emit(cx);
    let responses = cx.api.operations.iter().flat_map(|(_, operation)| &operation.responses);
    let errors = responses.filter(|response| response.status.is_error());
    let types = import_types(errors.filter_map(Response::read_shape));
    quote! {
        //! The errors of all operations together, whichever of them failed.
        #![allow(deprecated)]
        use crate::runtime as rt;
        #types
        #all
        #codes
    }
}

/// The import of the types, where another module speaks of some.
fn import_types<'a>(mut shapes: impl Iterator<Item = &'a Shape>) -> Option<TokenStream> {
    shapes.any(|shape| shape.named().is_some()).then(|| {
        quote!(
            use crate::types;
        )
    })
}
