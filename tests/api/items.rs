//! The single items of a list: each field, variant, method or implementation with its path. Something added to a list adds
//! items and leaves the others as they are.

use std::collections::{BTreeMap, BTreeSet};

use quote::ToTokens;
use syn::punctuated::Punctuated;
use syn::{Attribute, Fields, Ident, ImplItem, Item, Meta, Path, Token, TraitItem, UseTree};

/// Returns the items of a list. Those of a module that its parent exports as `module::*` are items of the parent.
pub fn items(list: &str) -> BTreeSet<String> {
    let mut found = Found::default();
    let mut exported = BTreeMap::<String, String>::new();
    for section in format!("\n{list}").split("\n# ").skip(1) {
        let (path, text) = section.split_once('\n').unwrap();
        let public = path.strip_suffix(" (private)");
        if public.is_none() {
            found.items.insert(format!("module {path}"));
        }
        let path = public.unwrap_or(path);
        found.place = exported.get(path).cloned().unwrap_or_else(|| path.to_owned());
        for item in syn::parse_file(text).unwrap().items {
            if let Item::Use(item) = &item {
                for module in exported_modules(&item.tree) {
                    exported.insert(format!("{path}::{module}"), found.place.clone());
                }
            }
            found.item(&item);
        }
    }
    found.items
}

/// Returns the names of the modules in `pub use module::*`.
fn exported_modules(tree: &UseTree) -> Vec<String> {
    match tree {
        UseTree::Path(path) if matches!(*path.tree, UseTree::Glob(_)) => {
            vec![path.ident.to_string()]
        }
        _ => Vec::new(),
    }
}

#[derive(Default)]
struct Found {
    /// The module of the items.
    place: String,
    items: BTreeSet<String>,
}

impl Found {
    fn add(&mut self, item: impl AsRef<str>) {
        let words: Vec<_> = item.as_ref().split_whitespace().collect();
        self.items.insert(format!("{}: {}", self.place, words.join(" ")));
    }

    fn item(&mut self, item: &Item) {
        match item {
            Item::Use(item) => self.uses(&item.attrs, &item.tree, String::new()),
            Item::Struct(item) => {
                self.named(&item.attrs, &item.ident);
                if !is_open(&item.attrs) {
                    return self.whole(item);
                }
                let head = (&item.generics, &item.generics.where_clause);
                self.add(format!(
                    "{} struct {} {} {}",
                    others(&item.attrs),
                    item.ident,
                    text(head.0),
                    text(head.1)
                ));
                self.fields(&format!("struct {}", item.ident), &item.fields);
            }
            Item::Enum(item) => {
                self.named(&item.attrs, &item.ident);
                if !is_open(&item.attrs) {
                    return self.whole(item);
                }
                self.add(format!(
                    "{} enum {} {}",
                    others(&item.attrs),
                    item.ident,
                    text(&item.generics)
                ));
                for variant in &item.variants {
                    self.add(format!("enum {}: {}", item.ident, text(variant)));
                }
            }
            Item::Trait(item) => {
                let name = &item.ident;
                self.add(format!(
                    "{} trait {name} {} : {}",
                    others(&item.attrs),
                    text(&item.generics),
                    text(&item.supertraits)
                ));
                for member in &item.items {
                    self.member(name, member);
                }
                let required =
                    item.items.iter().filter_map(required).collect::<Vec<_>>().join(", ");
                self.add(format!("trait {name}: requires {required}"));
            }
            Item::Impl(item) => {
                let target = text(&item.self_ty);
                let (generics, condition) =
                    (text(&item.generics), text(&item.generics.where_clause));
                let attributes = others(&item.attrs);
                let subject = match &item.trait_ {
                    Some((path, _)) => format!("{} for {target}", text(path)),
                    None => target,
                };
                let head = [attributes, format!("impl{generics} {subject}"), condition].join(" ");
                let head = head.trim();
                if item.trait_.is_some() {
                    self.add(head);
                }
                for member in &item.items {
                    let member = match member {
                        ImplItem::Fn(function) => {
                            format!(
                                "{} {} {}",
                                others(&function.attrs),
                                text(&function.vis),
                                text(&function.sig)
                            )
                        }
                        member => text(member),
                    };
                    self.add(format!("{head}: {member}"));
                }
            }
            Item::Macro(item) => {
                let (attributes, path) = (others(&item.attrs), text(&item.mac.path));
                match item.mac.parse_body_with(Punctuated::<Ident, Token![,]>::parse_terminated) {
                    Ok(names) => {
                        names
                            .iter()
                            .for_each(|name| self.add(format!("{attributes} {path} ! {name}")));
                    }
                    Err(_) => self.whole(item),
                }
            }
            item => self.whole(item),
        }
    }

    /// An item that is one as a whole.
    fn whole(&mut self, item: &impl ToTokens) {
        self.add(text(item));
    }

    fn named(&mut self, attributes: &[Attribute], name: &Ident) {
        for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("derive")) {
            let traits = attribute.parse_args_with(Punctuated::<Path, Token![,]>::parse_terminated);
            for derived in traits.unwrap() {
                self.add(format!("{name} derives {}", text(&derived)));
            }
        }
    }

    fn fields(&mut self, owner: &str, fields: &Fields) {
        for (position, field) in fields.iter().enumerate() {
            match field.ident {
                Some(_) => self.add(format!("{owner}: {}", text(field))),
                None => self.add(format!("{owner}: {position}: {}", text(field))),
            }
        }
    }

    fn member(&mut self, owner: &Ident, member: &TraitItem) {
        let member = match member {
            TraitItem::Fn(function) => {
                let body = if function.default.is_some() { " with a body" } else { "" };
                format!("{} {}{body}", others(&function.attrs), text(&function.sig))
            }
            member => text(member),
        };
        self.add(format!("trait {owner}: {}", member));
    }

    /// Adds the names of a `pub use`, except those of `module::*`.
    fn uses(&mut self, attributes: &[Attribute], tree: &UseTree, before: String) {
        match tree {
            UseTree::Path(path) => {
                self.uses(attributes, &path.tree, format!("{before}{}::", path.ident))
            }
            UseTree::Group(group) => {
                group.items.iter().for_each(|tree| self.uses(attributes, tree, before.clone()));
            }
            UseTree::Glob(_) => {}
            tree => self.add(format!("{} use {before}{}", others(attributes), text(tree))),
        }
    }
}

/// Returns the name of a trait's member that implementations must have.
fn required(member: &TraitItem) -> Option<String> {
    match member {
        TraitItem::Fn(function) => {
            function.default.is_none().then(|| function.sig.ident.to_string())
        }
        TraitItem::Type(ty) => ty.default.is_none().then(|| ty.ident.to_string()),
        _ => None,
    }
}

/// Returns `true` if users cannot depend on the absence of further fields or variants.
fn is_open(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| attribute.path().is_ident("non_exhaustive"))
}

/// Returns the attributes without `derive`.
fn others(attributes: &[Attribute]) -> String {
    let others = attributes.iter().filter(|attribute| match &attribute.meta {
        Meta::List(list) => !list.path.is_ident("derive"),
        _ => true,
    });
    others.map(text).collect::<Vec<_>>().join(" ")
}

/// Returns tokens as text. Paths that begin with `super` are shortened, because they change with the file of an item.
fn text(tokens: &(impl ToTokens + ?Sized)) -> String {
    tokens.to_token_stream().to_string().replace("super :: ", "").to_owned()
}
