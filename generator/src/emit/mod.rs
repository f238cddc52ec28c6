//! From the API to Rust: one file for each thing that is emitted. Nothing here can fail, and
//! nothing is decided that [`Facts`] or [`Names`] could decide.

mod answer;
mod body;
mod call;
mod checks;
mod client;
mod codes;
mod docs;
mod enums;
mod error;
mod examples;
mod failures;
mod groups;
mod guide;
mod header;
mod library;
mod mock;
mod multipart;
mod pages;
mod parameter;
mod runtime;
mod sample;
mod sender;
mod servers;
mod shape;
mod stream;
mod structs;
mod tuples;
mod unions;
mod webhooks;

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

pub use examples::emit as emit_tests;
pub use sender::{Brought, Sender};

use crate::api::{Api, GroupId, GroupKind, OperationId, Response, Shape, TypeId, TypeKind, Union};
use crate::facts::Facts;
use crate::names::{Name, Names};

/// A file of the client.
pub struct Module<'a> {
    /// Where it goes, below the folder of the client, with `/`.
    pub path: String,
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

/// All that emission reads.
#[derive(Clone, Copy, Debug)]
struct Context<'a> {
    api: &'a Api,
    facts: &'a Facts,
    names: &'a Names,
    /// The module that is being emitted, for the paths in it.
    home: Home,
    packaging: Packaging,
}

/// Who has the client's manifest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Packaging {
    /// Whoever takes the sources.
    Sources,
    /// The client, which is a crate of its own: it has a feature for each group of the API.
    Crate,
}

/// Where emitted code stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Home {
    /// In the module of the types.
    Types,
    /// In a module that imports it.
    Elsewhere,
}

/// The types of a file that the same groups need: they are converted together.
#[derive(Default)]
struct Conversions<'a> {
    groups: &'a [GroupId],
    condition: TokenStream,
    names: Vec<&'a Name>,
}

/// Emits the client.
pub fn emit<'a>(
    api: &'a Api,
    facts: &'a Facts,
    names: &'a Names,
    packaging: Packaging,
) -> Vec<Module<'a>> {
    let cx = Context { api, facts, names, home: Home::Elsewhere, packaging };
    let mut modules = vec![
        module("lib.rs", [part(move || library::emit(cx))]),
        module("client.rs", [part(move || client::emit(cx))]),
    ];
    modules.extend(types(Context { home: Home::Types, ..cx }));
    modules.extend(operations(cx));
    modules.push(module("errors.rs", [part(move || errors(cx))]));
    modules.push(module("mock.rs", [part(move || mock::module(cx))]));
    if webhooks::is_needed(cx) {
        modules.push(module("webhooks.rs", [part(move || webhooks::emit(cx))]));
    }
    modules.extend(runtime::emit(cx));
    modules
}

/// The type of a shape as Rust writes it at the root of the client: `Vec<types::Pet>`.
pub fn type_text(api: &Api, facts: &Facts, names: &Names, shape: &Shape) -> String {
    let cx = Context { api, facts, names, home: Home::Elsewhere, packaging: Packaging::Crate };
    sender::text(&shape::value(cx, shape))
}

/// Whether the enum of a union has a variant for values that it does not list.
pub fn is_open(api: &Api, facts: &Facts, names: &Names, id: TypeId, union: &Union) -> bool {
    let cx = Context { api, facts, names, home: Home::Elsewhere, packaging: Packaging::Crate };
    unions::is_open(cx, id, union)
}

/// The methods that send the calls of an operation, in the order of its forms.
pub fn senders(api: &Api, facts: &Facts, names: &Names, id: OperationId) -> Vec<Sender> {
    let cx = Context { api, facts, names, home: Home::Elsewhere, packaging: Packaging::Crate };
    sender::senders(cx, id)
}

fn module<'a>(path: &str, parts: impl IntoIterator<Item = Part<'a>>) -> Module<'a> {
    Module { path: path.to_owned(), content: Content::Parts(parts.into_iter().collect()) }
}

fn part<'a>(write: impl Fn() -> TokenStream + Send + Sync + 'a) -> Part<'a> {
    Box::new(write)
}

/// Every type of the description: in one file, or those of one group in a file for each, and in a
/// file of their own those that several need.
fn types(cx: Context<'_>) -> Vec<Module<'_>> {
    let order = cx.facts.order();
    let words = "The types of the API: what requests carry and answers bring.";
    if cx.api.groups.is_empty() || order.is_empty() {
        return vec![type_file(cx, "types.rs", words.to_owned(), order.to_vec())];
    }
    let of = |id: Option<GroupId>| -> Vec<TypeId> {
        let home = |ty: &TypeId| match cx.facts.groups(*ty) {
            [only] => Some(*only),
            _ => None,
        };
        order.iter().copied().filter(|ty| home(ty) == id).collect()
    };
    let mut files = Vec::new();
    let mut homes = Vec::new();
    for id in cx.api.groups.ids() {
        let types = of(Some(id));
        if !types.is_empty() {
            let path = format!("types/{}.rs", cx.names.of_group(id).file);
            files.push(type_file(cx, &path, groups::words(cx, id, "The types"), types));
            homes.push(id);
        }
    }
    let shared = of(None);
    let has_shared = !shared.is_empty();
    if has_shared {
        let words = "The types that several groups of the API share.".to_owned();
        files.push(type_file(cx, "types/shared.rs", words, shared));
    }
    let root = part(move || {
        let words = docs::inner(words);
        let shared = has_shared.then(|| {
            quote!(
                mod shared;
                pub use shared::*;
            )
        });
        let modules = groups::modules(cx, homes.iter().copied(), &quote!());
        quote!(#words #shared #modules)
    });
    files.insert(0, module("types.rs", [root]));
    files
}

/// A file of types: what it begins with, each type, and the conversions of all.
fn type_file<'a>(cx: Context<'a>, path: &str, words: String, types: Vec<TypeId>) -> Module<'a> {
    let items = types.clone().into_iter().map(|id| {
        part(move || groups::gate(type_item(cx, id), &groups::condition(cx, shown_groups(cx, id))))
    });
    let items: Vec<_> = items.collect();
    let inside = types.clone();
    let head = part(move || {
        let (words, others) = (docs::inner(&words), others(cx, &inside));
        quote! {
            #words
            #![allow(deprecated)]
            use crate::runtime as rt;
            #others
        }
    });
    let tail = part(move || conversions(cx, &types));
    module(path, [head].into_iter().chain(items).chain([tail]))
}

/// The groups whose features a type of a file is behind: not where the file is behind them as a whole.
fn shown_groups(cx: Context<'_>, id: TypeId) -> &[GroupId] {
    match cx.facts.groups(id) {
        [_] => &[],
        groups => groups,
    }
}

/// What converts the types of a file from and to JSON: those together that are behind one condition.
fn conversions(cx: Context<'_>, types: &[TypeId]) -> TokenStream {
    let mut conversions: Vec<Conversions<'_>> = Vec::new();
    for &id in types {
        let groups = shown_groups(cx, id);
        let condition = groups::condition(cx, groups);
        // Where there is no condition, all groups are alike.
        let groups = if condition.is_empty() { &[] } else { groups };
        let name = &cx.names.of_type(id).item;
        match conversions.iter_mut().find(|known| known.groups == groups) {
            Some(known) => known.names.push(name),
            None => conversions.push(Conversions { groups, condition, names: vec![name] }),
        }
    }
    if types.is_empty() {
        // A client without types has the macro all the same.
        conversions.push(Conversions::default());
    }
    let conversions = conversions.iter().map(
        |Conversions { condition, names, .. }| quote!(#condition rt::json_serde!(#(#names),*);),
    );
    quote!(#(#conversions)*)
}

fn type_item(cx: Context<'_>, id: TypeId) -> TokenStream {
    let def = &cx.api.types[id];
    match &def.kind {
        TypeKind::Struct(object) => structs::emit(cx, id, def, object),
        TypeKind::Union(union) => unions::emit(cx, id, def, union),
        TypeKind::Enum(values) => enums::emit(cx, id, def, values),
        TypeKind::Tuple(tuple) => tuples::emit(cx, id, def, tuple),
        TypeKind::Recursive(inside) => tuples::emit_recursive(cx, id, def, inside),
    }
}

/// The import of the types that stand in other files.
fn others(cx: Context<'_>, types: &[TypeId]) -> Option<TokenStream> {
    if types.len() == cx.api.types.len() {
        return None;
    }
    let mut here = vec![false; cx.api.types.len()];
    types.iter().for_each(|id| here[id.index()] = true);
    let mut names = BTreeSet::new();
    for id in types {
        let inside = cx.api.types[*id].kind.shapes().into_iter().filter_map(Shape::named);
        names.extend(inside.filter(|id| !here[id.index()]).map(|id| &cx.names.of_type(id).item));
    }
    (!names.is_empty()).then(|| {
        let names = names.iter();
        quote!(
            use super::{#(#names),*};
        )
    })
}

/// Every operation, with its call and its errors: those of one group in a file for each.
fn operations(cx: Context<'_>) -> Vec<Module<'_>> {
    let of = |group: Option<GroupId>| -> Vec<OperationId> {
        cx.api.operations.iter().filter(|(_, it)| it.group == group).map(|(id, _)| id).collect()
    };
    let tags = |id: &GroupId| cx.api.groups[*id].kind == GroupKind::Tag;
    let tagged: Vec<_> = cx.api.groups.ids().filter(tags).collect();
    let words =
        "The operations of the API: for each the call that sends it and the errors it documents.";
    let modules = tagged.clone();
    let mut files = vec![operation_file(cx, "operations.rs", words.to_owned(), of(None), modules)];
    for id in tagged {
        let path = format!("operations/{}.rs", cx.names.of_group(id).file);
        let words = groups::words(cx, id, "The operations");
        files.push(operation_file(cx, &path, words, of(Some(id)), Vec::new()));
    }
    files
}

/// A file of operations: what it begins with, the modules below it, and each operation.
fn operation_file<'a>(
    cx: Context<'a>,
    path: &str,
    words: String,
    operations: Vec<OperationId>,
    modules: Vec<GroupId>,
) -> Module<'a> {
    let items = operations.clone().into_iter().map(|id| {
        part(move || {
            let call = call::emit(cx, id, &cx.api.operations[id]);
            let error = error::emit(cx, id);
            quote!(#call #error)
        })
    });
    let items: Vec<_> = items.collect();
    let head = part(move || {
        let words = docs::inner(&words);
        let shapes = operations.iter().flat_map(|id| cx.api.operations[*id].shapes());
        let types = import_types(shapes);
        let runtime = (!operations.is_empty()).then(|| {
            quote!(
                use crate::runtime as rt;
            )
        });
        let modules = groups::modules(cx, modules.iter().copied(), &quote!(pub));
        quote! {
            #words
            #![allow(deprecated)]
            #runtime
            #types
            #modules
        }
    });
    module(path, [head].into_iter().chain(items))
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
