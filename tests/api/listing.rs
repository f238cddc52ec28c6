//! The list of the client's public items: Rust without bodies and documentation, by module.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use syn::{Attribute, Fields, ImplItem, Item, ItemImpl, ItemMod, TraitItem, Visibility};

/// The attributes that matter to users.
const SEEN: [&str; 6] = ["cfg", "deprecated", "derive", "must_use", "non_exhaustive", "repr"];

/// Returns the list for the crate whose root is this file.
pub fn of_crate(root: &Path, name: &str) -> String {
    let mut list = String::new();
    module(root, name, true, &mut list);
    list
}

/// Lists a module and its submodules. A private module is listed too, because a `pub use` or the impl of a public type
/// can make its items public.
fn module(file: &Path, path: &str, is_public: bool, list: &mut String) {
    let text =
        fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    let items = syn::parse_file(&text).unwrap().items;
    let mut inside = Vec::new();
    let mut shown = Vec::new();
    for item in items {
        match item {
            Item::Mod(item) if item.content.is_none() => inside.push(item),
            item => shown.extend(public(item)),
        }
    }
    if !shown.is_empty() {
        let private = if is_public { "" } else { " (private)" };
        writeln!(list, "# {path}{private}\n").unwrap();
        let file = syn::File { shebang: None, frontmatter: None, attrs: Vec::new(), items: shown };
        list.push_str(prettyplease::unparse(&file).replace("\n\n", "\n").trim());
        list.push_str("\n\n");
    }
    for item in inside {
        let is_public = is_public && is_pub(&item.vis);
        module(&source(file, &item), &format!("{path}::{}", item.ident), is_public, list);
    }
}

/// Returns the file of a module that another module declares.
fn source(file: &Path, item: &ItemMod) -> PathBuf {
    let folder = file.parent().unwrap();
    let stem = file.file_stem().unwrap();
    let folder = if stem == "lib" || stem == "mod" { folder.to_owned() } else { folder.join(stem) };
    let name = item.ident.to_string();
    let flat = folder.join(format!("{name}.rs"));
    if flat.exists() { flat } else { folder.join(name).join("mod.rs") }
}

/// Returns the public part of an item, without bodies and documentation; `None` if it has none.
fn public(mut item: Item) -> Option<Item> {
    match &mut item {
        Item::Struct(item) => {
            keep_seen(&mut item.attrs);
            public_fields(&mut item.fields);
            is_pub(&item.vis).then_some(())?;
        }
        Item::Enum(item) => {
            keep_seen(&mut item.attrs);
            for variant in &mut item.variants {
                keep_seen(&mut variant.attrs);
                variant.fields.iter_mut().for_each(|field| keep_seen(&mut field.attrs));
            }
            is_pub(&item.vis).then_some(())?;
        }
        Item::Trait(item) => {
            keep_seen(&mut item.attrs);
            for member in &mut item.items {
                if let TraitItem::Fn(function) = member {
                    keep_seen(&mut function.attrs);
                    // The empty body shows that implementations may leave the method out.
                    if let Some(body) = &mut function.default {
                        body.stmts.clear();
                    }
                }
            }
            is_pub(&item.vis).then_some(())?;
        }
        Item::Fn(item) => {
            keep_seen(&mut item.attrs);
            item.block.stmts.clear();
            is_pub(&item.vis).then_some(())?;
        }
        Item::Type(item) => {
            keep_seen(&mut item.attrs);
            is_pub(&item.vis).then_some(())?;
        }
        Item::Const(item) => {
            keep_seen(&mut item.attrs);
            is_pub(&item.vis).then_some(())?;
        }
        Item::Use(item) => {
            keep_seen(&mut item.attrs);
            is_pub(&item.vis).then_some(())?;
        }
        Item::Impl(item) => implementation(item).then_some(())?,
        // A macro call at this level implements a trait for many types.
        Item::Macro(item) => {
            keep_seen(&mut item.attrs);
            item.ident.is_none().then_some(())?;
        }
        _ => return None,
    }
    Some(item)
}

/// Removes everything private from an impl. Returns `true` if something is left.
fn implementation(item: &mut ItemImpl) -> bool {
    keep_seen(&mut item.attrs);
    if item.trait_.is_some() {
        // The trait lists the methods, so only associated types are kept.
        item.items.retain(|member| matches!(member, ImplItem::Type(_)));
        return true;
    }
    item.items.retain_mut(|member| match member {
        ImplItem::Fn(function) => {
            keep_seen(&mut function.attrs);
            function.block.stmts.clear();
            is_pub(&function.vis)
        }
        ImplItem::Const(constant) => {
            keep_seen(&mut constant.attrs);
            is_pub(&constant.vis)
        }
        _ => false,
    });
    !item.items.is_empty()
}

fn public_fields(fields: &mut Fields) {
    match fields {
        Fields::Named(fields) => {
            let public = std::mem::take(&mut fields.named).into_iter().filter(|it| is_pub(&it.vis));
            fields.named = public.collect();
        }
        Fields::Unnamed(fields) => {
            let public = std::mem::take(&mut fields.unnamed).into_iter();
            fields.unnamed = public.filter(|it| is_pub(&it.vis)).collect();
        }
        Fields::Unit => {}
    }
    fields.iter_mut().for_each(|field| keep_seen(&mut field.attrs));
}

fn keep_seen(attributes: &mut Vec<Attribute>) {
    attributes.retain(|attribute| SEEN.iter().any(|seen| attribute.path().is_ident(seen)));
}

fn is_pub(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}
