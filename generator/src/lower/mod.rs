//! From the document to the API: references followed, `allOf` merged, unions recognised, inline
//! schemas given a place.
//!
//! Every problem is reported and lowering goes on, so that one run finds them all. What is not
//! covered becomes any JSON value, with a warning at its place.
//!
//! [`lower`] is the driver: each pass in its order, with what it takes and what it makes.

mod limits;
mod merge;
mod operation;
mod passes;
mod problems;
mod schema;
mod schema_index;
mod scheme;
mod server;
mod types;

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use crate::api::{Api, Arena, Described, Docs, Info, TypeDef, TypeId};
use crate::document::{Context, Document, Schema};
use crate::formats::Formats;
use crate::source::Location;

use limits::Spent;
use merge::{Merges, Target};
use operation::{Gathered, groups};
use passes::{Demand, codes, paging, pinned_names, read_write_only, self_unions, tags};
use schema::{Component, Families, Inline, ItemKinds, Of, Scope};
use schema_index::Noted;
use scheme::schemes;
use server::servers;
use types::Types;

/// Lowers a document. The result is whole only if no error was reported.
pub fn lower<'s>(cx: &mut Context<'s>, document: &Document<'s>, formats: Formats) -> Api {
    // Components first, then what operations and webhooks have in place: all of them become types.
    let mut lower = Lower::new(cx, document, formats);
    lower.components(document);
    let servers = servers(lower.cx, document);
    let mut schemes = schemes(lower.cx, document, &servers);
    let groups = groups::of_tags(document);
    let Gathered { mut operations, left_out, pages, scopes } =
        lower.operations(document, &schemes, &groups);
    let webhooks = lower.webhooks(document);
    let Lowered { types, demands, schemas } = lower.finish();

    // These passes need all types at once. Each relies on the types of the one before it.
    scopes.add_to(&mut schemes);
    let (types, tags) = tags::run(types, demands);
    let types = self_unions::cut(cx, types);
    let types = read_write_only::run(types, &tags, &operations, &webhooks);

    // The types are what they will be: what is found in them changes them no more.
    paging::find(cx, &types, &mut operations, pages);
    pinned_names::check(cx, &types, &operations);
    let codes = codes::find(&types, &operations);
    let info = info(document);
    let mut api = Api {
        info,
        servers,
        schemes,
        groups,
        types,
        operations,
        left_out,
        webhooks,
        schemas,
        codes,
    };
    groups::add_others(&mut api);
    api
}

/// Everything that schemas became.
struct Lowered {
    types: Arena<TypeDef>,
    /// What unions ask of their branches, in the order in which they asked.
    demands: Vec<Demand>,
    /// What became of each schema.
    schemas: Vec<Described>,
}

/// The state of the passes that make types of schemas.
struct Lower<'s, 'c> {
    cx: &'c mut Context<'s>,
    formats: Formats,
    /// The schemas that references led to, read once.
    schemas: HashMap<Location, Rc<Schema<'s>>>,
    /// Those of them with bound anchors.
    bound: HashMap<Target<'s>, Rc<Schema<'s>>>,
    /// The dynamic anchors that matter below schemas.
    anchors: HashMap<Location, Rc<HashSet<&'s str>>>,
    /// Where the choices of schemas lead that others extend.
    chosen: HashMap<Location, Rc<HashSet<Location>>>,
    /// The sets of schemas that hold together, merged once.
    merges: Merges<'s>,
    /// The items that they become, found once.
    item_kinds: ItemKinds<'s>,
    /// Which schemas extend which.
    families: Families<'s>,
    /// What became of the schemas that references led to.
    components: HashMap<Target<'s>, Component>,
    /// The types that schemas are by themselves which others extend.
    own: HashMap<Location, TypeId>,
    /// What became of the schemas in place.
    inline: Inline<'s>,
    types: Types,
    demands: Vec<Demand>,
    /// What became of schemas that stand in place.
    noted: HashMap<Location, Noted>,
    /// How much was made of it.
    spent: Spent,
}

impl<'s, 'c> Lower<'s, 'c> {
    fn new(cx: &'c mut Context<'s>, document: &Document<'s>, formats: Formats) -> Self {
        let schemas = document.schemas.iter();
        let mut lower = Self {
            cx,
            formats,
            schemas: schemas.map(|(_, s)| (s.location.clone(), Rc::clone(s))).collect(),
            bound: HashMap::new(),
            anchors: HashMap::new(),
            chosen: HashMap::new(),
            merges: Merges::default(),
            item_kinds: ItemKinds::default(),
            families: Families::default(),
            components: HashMap::new(),
            own: HashMap::new(),
            inline: Inline::default(),
            types: Types::default(),
            demands: Vec::new(),
            noted: HashMap::new(),
            spent: Spent::default(),
        };
        lower.find_families(document);
        lower
    }

    fn finish(self) -> Lowered {
        Lowered {
            schemas: schema_index::in_order(self.cx.source, &self.components, self.noted),
            types: self.types.finish(),
            demands: self.demands,
        }
    }
}

fn info(document: &Document<'_>) -> Info {
    Info {
        title: document.info.title.to_owned(),
        version: document.info.version.clone(),
        docs: Docs::of(document.info.summary, document.info.description, false),
    }
}
