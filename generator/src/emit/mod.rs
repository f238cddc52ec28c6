//! From the model to Rust: one file for each thing that is emitted. Nothing here can fail, and
//! nothing is decided.

mod client;
mod docs;
mod examples;
mod groups;
mod guide;
mod library;
mod mock;
mod operations;
mod runtime;
mod servers;
mod setter_docs;
mod tls;
mod transports;
mod types;
mod webhooks;

use proc_macro2::TokenStream;
use quote::quote;

pub use examples::emit as emit_tests;

use crate::model::{Model, OperationFile, RustType, TypeFile, TypeItem, TypeKind};

use operations::{any_error, codes, operation};
use types::{check, enums, multipart, rust_type, structs, tuple, union};

/// A file of the client.
pub struct Module<'a> {
    /// Where it goes, below the folder of the client, with `/`.
    pub path: String,
    /// The condition under which it is compiled, as an attribute; empty if it always is.
    pub when: String,
    /// What it says.
    pub content: Content<'a>,
}

/// What a file says.
pub enum Content<'a> {
    /// Rust that still has to be printed, part by part.
    Parts(Vec<Part<'a>>),
    /// Rust that stays as it is.
    Verbatim(&'static str),
}

/// Whole items of a file, written when they are printed: tokens may not go from thread to thread, and those of a large
/// client take more memory than all else.
pub type Part<'a> = Box<dyn Fn() -> TokenStream + Send + Sync + 'a>;

/// The model, and the module that is being emitted.
#[derive(Clone, Copy, Debug)]
struct Context<'a> {
    model: &'a Model<'a>,
    /// Where the module stands, for the paths in it.
    home: Home,
    /// How many folders it stands in, below the root of the client.
    depth: usize,
}

/// Where emitted code stands.
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

    /// The context of a file: its paths are relative, because the client's root may be a module of any crate.
    fn at(self, path: &str) -> Self {
        Self { depth: path.matches('/').count(), ..self }
    }

    /// The path from the module to the root of the client.
    fn root(self) -> TokenStream {
        let further = std::iter::repeat_n(quote!(::super), self.depth);
        quote!(super #(#further)*)
    }

    /// A type, as the module writes it.
    fn ty(self, ty: &RustType<'_>) -> TokenStream {
        rust_type::tokens(self.home, ty)
    }

    /// The attribute that says when a type is compiled.
    fn when(self, item: &TypeItem<'_>) -> TokenStream {
        groups::when(&item.when)
    }
}

/// Emits the client.
pub fn emit<'a>(model: &'a Model<'a>) -> Vec<Module<'a>> {
    let cx = Context::new(model);
    let mut modules = vec![
        module(cx.model.root_file(), [part(move || library::emit(cx))]),
        module("client.rs", [part(move || client::emit(cx))]),
    ];
    modules.extend(types(Context { home: Home::Types, ..cx }));
    modules.extend(operations(cx));
    modules.push(module("errors.rs", [part(move || errors(cx))]));
    let mocked = module("mock.rs", [part(move || mock::module(cx))]);
    modules.push(Module { when: runtime::mock_condition().to_string(), ..mocked });
    if !model.webhooks.items.is_empty() {
        modules.push(module("webhooks.rs", [part(move || webhooks::emit(cx))]));
    }
    modules.extend(runtime::emit(cx));
    modules
}

fn module<'a>(path: &str, parts: impl IntoIterator<Item = Part<'a>>) -> Module<'a> {
    let content = Content::Parts(parts.into_iter().collect());
    Module { path: path.to_owned(), when: String::new(), content }
}

fn part<'a>(write: impl Fn() -> TokenStream + Send + Sync + 'a) -> Part<'a> {
    Box::new(write)
}

/// Every type of the description: those of one group in a file for each.
fn types(cx: Context<'_>) -> Vec<Module<'_>> {
    cx.model.files.types.iter().map(|file| type_file(cx, file)).collect()
}

/// A file of types: what it begins with, the modules below it, each type, and the conversions of all.
fn type_file<'a>(cx: Context<'a>, file: &'a TypeFile<'a>) -> Module<'a> {
    let cx = cx.at(&file.path);
    let items = file.types.iter().map(|id| part(move || type_item(cx, cx.model.of_type(*id))));
    let head = part(move || {
        let words = match file.group {
            Some(group) => docs::inner(&groups::words(group, "The types")),
            None => docs::inner("The types of the API: what requests carry and answers bring."),
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
    quote!(#body #check #multipart)
}

/// Every operation, with its call and its errors: those of one group in a file for each.
fn operations(cx: Context<'_>) -> Vec<Module<'_>> {
    let files = cx.model.files.operations.iter();
    files.map(|file| operation_file(cx, file)).collect()
}

/// A file of operations: what it begins with, the modules below it, and each operation.
fn operation_file<'a>(cx: Context<'a>, file: &'a OperationFile<'a>) -> Module<'a> {
    let cx = cx.at(&file.path);
    let items = file
        .operations
        .iter()
        .map(|&id| part(move || operation::emit(cx, cx.model.of_operation(id))));
    let head = part(move || {
        let words = match file.group {
            Some(group) => docs::inner(&groups::words(group, "The operations")),
            None => docs::inner(
                "The operations of the API: for each the call that sends it and the errors it documents.",
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

/// The errors of all operations together.
fn errors(cx: Context<'_>) -> TokenStream {
    let all = any_error::emit(cx);
    let codes = codes::emit(cx);
    let types = cx.model.errors.uses_types.then(|| {
        quote!(
            use super::types;
        )
    });
    quote! {
        //! The errors of all operations together, whichever of them failed.
        #![allow(deprecated)]
        use super::runtime as rt;
        #types
        #all
        #codes
    }
}
