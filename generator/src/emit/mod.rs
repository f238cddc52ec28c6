//! Prints the model as Rust tokens: one file for each kind of emitted item.
//!
//! Emission cannot fail and makes no decisions. The [`model`](crate::model) makes them.

mod client;
mod docs;
mod examples;
mod groups;
mod guide;
mod library;
mod mock;
mod operations;
mod overview;
mod own_types;
mod runtime;
mod schemas;
mod servers;
mod setter_docs;
mod tls;
mod transports;
mod types;
mod webhooks;

use std::fmt;

use proc_macro2::TokenStream;
use quote::quote;

pub use examples::emit as emit_tests;

use crate::model::{Model, OperationFile, RustType, TypeFile, TypeItem, TypeKind};

use operations::{any_error, codes, operation};
use types::{alias, check, enums, multipart, rust_type, structs, tuple, union};

/// A file of the client.
pub struct Module<'a> {
    /// The path below the folder of the client, with `/`.
    pub path: String,
    /// The condition under which it is compiled, as an attribute; empty if there is none.
    pub when: String,
    /// The content.
    pub content: Content<'a>,
}

/// The content of a file.
pub enum Content<'a> {
    /// Parts that are printed one by one.
    Parts(Vec<Part<'a>>),
    /// Rust source that is copied.
    Verbatim(&'static str),
}

/// Whole items of a file.
pub struct Part<'a> {
    /// Returns their tokens.
    ///
    /// It is called when the file is printed, because tokens cannot be sent to another thread. All tokens of a large client
    /// at once would also need more memory than anything else.
    pub write: Box<dyn Fn() -> TokenStream + Send + Sync + 'a>,
    /// The part of the model that the tokens depend on, with the path of the file. `None` if it is not known.
    pub about: Option<&'a (dyn fmt::Debug + Sync)>,
}

/// The model, and the module that is being emitted.
#[derive(Clone, Copy, Debug)]
struct Context<'a> {
    model: &'a Model<'a>,
    /// The place of the module, which decides the paths in it.
    home: Home,
    /// The number of folders between the module and the root of the client.
    depth: usize,
}

/// The place of emitted code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Home {
    /// In the module of the types.
    Types,
    /// In a module that imports it.
    Elsewhere,
}

impl<'a> Context<'a> {
    fn new(model: &'a Model<'a>) -> Self {
        Self { model, home: Home::Elsewhere, depth: 0 }
    }

    /// Returns the context of a file. Its paths are relative, because the client's root may be a module of any crate.
    fn at(self, path: &str) -> Self {
        Self { depth: path.matches('/').count(), ..self }
    }

    /// Returns the path from the module to the root of the client.
    fn root(self) -> TokenStream {
        let further = std::iter::repeat_n(quote!(::super), self.depth);
        quote!(super #(#further)*)
    }

    /// Returns a type as the module writes it.
    fn ty(self, ty: &RustType<'_>) -> TokenStream {
        rust_type::tokens(self.home, ty)
    }

    /// Returns the `cfg` attribute of a type.
    fn when(self, item: &TypeItem<'_>) -> TokenStream {
        groups::when(&item.when)
    }
}

/// Emits the client.
pub fn emit<'a>(model: &'a Model<'a>) -> Vec<Module<'a>> {
    let cx = Context::new(model);
    let mut modules = vec![module(cx.model.root_file(), [part(move || library::emit(cx))])];
    if !model.has_client() {
        modules.extend(types(Context { home: Home::Types, ..cx }));
        modules.extend(own_types_file(cx));
        modules.extend(schemas_file(cx));
        modules.extend(runtime::emit(cx));
        return modules;
    }
    modules.push(module("client.rs", [part(move || client::emit(cx))]));
    modules.extend(types(Context { home: Home::Types, ..cx }));
    modules.extend(operations(cx));
    modules.push(module("errors.rs", [part(move || errors(cx))]));
    let mocked = module("mock.rs", [part(move || mock::module(cx))]);
    modules.push(Module { when: runtime::mock_condition().to_string(), ..mocked });
    if !model.webhooks.items.is_empty() {
        modules.push(module("webhooks.rs", [part(move || webhooks::emit(cx))]));
    }
    modules.extend(own_types_file(cx));
    modules.extend(schemas_file(cx));
    modules.extend(runtime::emit(cx));
    modules
}

/// Emits the file for types of other crates, if there are some.
fn own_types_file(cx: Context<'_>) -> Option<Module<'_>> {
    let is_needed = !cx.model.own_types.is_empty();
    is_needed.then(|| module("own_types.rs", [part(move || own_types::emit(cx))]))
}

/// Emits the file for the schemas that types publish, if there are some.
fn schemas_file(cx: Context<'_>) -> Option<Module<'_>> {
    let items = cx.model.schemas.iter().map(|schema| part_about(schema, schemas::item));
    let is_needed = !cx.model.schemas.is_empty();
    is_needed.then(|| module("schemas.rs", [part(schemas::head)].into_iter().chain(items)))
}

fn module<'a>(path: &str, parts: impl IntoIterator<Item = Part<'a>>) -> Module<'a> {
    let content = Content::Parts(parts.into_iter().collect());
    Module { path: path.to_owned(), when: String::new(), content }
}

fn part<'a>(write: impl Fn() -> TokenStream + Send + Sync + 'a) -> Part<'a> {
    Part { write: Box::new(write), about: None }
}

/// Returns a part whose tokens depend on nothing in the model but the item.
fn part_about<'a, I: fmt::Debug + Sync>(
    item: &'a I,
    write: impl Fn(&'a I) -> TokenStream + Send + Sync + 'a,
) -> Part<'a> {
    Part { write: Box::new(move || write(item)), about: Some(item) }
}

/// Emits every type of the description, in the files of the model.
fn types(cx: Context<'_>) -> Vec<Module<'_>> {
    cx.model.files.types.iter().map(|file| type_file(cx, file)).collect()
}

/// Emits a file of types: its head with the modules below it, each type, and the conversions of all.
fn type_file<'a>(cx: Context<'a>, file: &'a TypeFile<'a>) -> Module<'a> {
    let cx = cx.at(&file.path);
    let items = file.types.iter().map(|id| {
        let item = cx.model.of_type(*id);
        part_about(item, move |item| type_item(cx, item))
    });
    let head = part(move || {
        let words = match file.group {
            Some(group) => docs::inner(&groups::words(group, "The types")),
            None => docs::inner("The types of requests and responses."),
        };
        let (root, others) = (cx.root(), &file.imports);
        let others = (!others.is_empty()).then(|| {
            let others = others.iter();
            quote!(
                use super::{#(#others),*};
            )
        });
        let modules = groups::modules(&file.modules, &quote!());
        quote! {
            #words
            #![allow(deprecated)]
            use #root::runtime as rt;
            #others
            #modules
        }
    });
    let tail = part(move || {
        let conversions = file.conversions.iter().map(|(when, names)| {
            let when = groups::when(when);
            quote!(#when rt::json_serde!(#(#names),*);)
        });
        quote!(#(#conversions)*)
    });
    module(&file.path, [head].into_iter().chain(items).chain([tail]))
}

fn type_item(cx: Context<'_>, item: &TypeItem<'_>) -> TokenStream {
    let (when, check) = (cx.when(item), check::emit(item));
    let check = check.map(|check| quote!(#when #check));
    let (body, multipart) = match &item.kind {
        TypeKind::Struct(object) => {
            (structs::emit(cx, item, object), multipart::emit(cx, item, object))
        }
        TypeKind::Union(union) => (union::emit(cx, item, union), None),
        TypeKind::Enum(values) => (enums::emit(cx, item, values), None),
        TypeKind::Tuple(tuple) => (tuple::emit(cx, item, tuple), None),
        TypeKind::Recursive(inside) => (tuple::emit_recursive(cx, item, inside), None),
    };
    let aliases =
        item.aliases.iter().map(|(alias, inline)| alias::emit(&when, item, alias, inline));
    let schema = schemas::of_type(cx, item);
    quote!(#body #(#aliases)* #check #multipart #schema)
}

/// Emits every operation with its call and errors, in one file for each group.
fn operations(cx: Context<'_>) -> Vec<Module<'_>> {
    let files = cx.model.files.operations.iter();
    files.map(|file| operation_file(cx, file)).collect()
}

/// Emits a file of operations: its head, the modules below it, and each operation.
fn operation_file<'a>(cx: Context<'a>, file: &'a OperationFile<'a>) -> Module<'a> {
    let cx = cx.at(&file.path);
    let items = file.operations.iter().map(|id| {
        let operation = cx.model.of_operation(*id);
        part_about(operation, move |operation| operation::emit(cx, operation))
    });
    let head = part(move || {
        let words = match file.group {
            Some(group) => docs::inner(&groups::words(group, "The operations")),
            None => docs::inner(
                "The operations of the API: the call of each, its responses and its documented errors.",
            ),
        };
        let root = cx.root();
        let runtime = (!file.operations.is_empty()).then(|| {
            quote!(
                use #root::runtime as rt;
            )
        });
        let types = file.uses_types.then(|| {
            quote!(
                use #root::types;
            )
        });
        let modules = groups::modules(&file.modules, &quote!(pub));
        quote! {
            #words
            #![allow(deprecated)]
            #runtime
            #types
            #modules
        }
    });
    module(&file.path, [head].into_iter().chain(items))
}

/// Emits the errors of all operations.
fn errors(cx: Context<'_>) -> TokenStream {
    let all = any_error::emit(cx);
    let codes = codes::emit(cx);
    let types = cx.model.errors.uses_types.then(|| {
        quote!(
            use super::types;
        )
    });
    quote! {
        //! The errors of all operations.
        #![allow(deprecated)]
        use super::runtime as rt;
        #types
        #all
        #codes
    }
}
