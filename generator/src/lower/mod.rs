//! Lowers the document to the API.
//!
//! References are resolved, `allOf` is merged, unions are recognised and inline schemas get an
//! origin for their name. Every problem is reported, and lowering continues, so that one run finds
//! all problems. A construct that is not covered becomes any JSON value, with a warning.
//!
//! [`lower`] runs the passes in order.

mod limits;
mod merge;
mod operation;
mod own_types;
mod passes;
mod problems;
mod schema;
mod schema_index;
mod scheme;
mod server;
mod types;

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use crate::api::{Api, Arena, Described, Docs, Info, Inline, OwnType, TypeDef, TypeId};
use crate::document::{Context, Document, Schema};
use crate::formats::Formats;
use crate::settings::OwnTypes;
use crate::source::Location;

use limits::Spent;
use merge::{Merges, Target};
use operation::{Gathered, groups};
use own_types::OwnTypeTable;
use passes::{
    Demand, codes, header_dates, paging, pinned_names, read_write_only, self_unions, tags,
};
use schema::{Component, Families, InlineTypes, ItemKinds, Of, Scope};
use schema_index::Noted;
use scheme::schemes;
use server::servers;
use types::Types;

/// Lowers a document. The result is complete only if no error was reported.
///
/// Each path item is dropped as soon as it is lowered, because that of all is as large as the API.
pub fn lower<'s>(
    cx: &mut Context<'s>,
    mut document: Document<'s>,
    formats: Formats,
    own_types: &OwnTypes,
) -> Api {
    // Components come first, because operations and webhooks refer to them.
    let mut lower = Lower::new(cx, &document, formats, own_types);
    lower.components(&document);
    let servers = servers(lower.cx, &document);
    let mut schemes = schemes(lower.cx, &document, &servers);
    let groups = groups::of_tags(&document);
    let paths = std::mem::take(&mut document.paths);
    let Gathered { mut operations, left_out, pages, scopes } =
        lower.operations(&document, paths, &schemes, &groups);
    let webhooks = lower.webhooks(&document);
    let Lowered { types, inline, own_types, demands, schemas } = lower.finish();

    // These passes need all types. Each of them uses the result of the previous one.
    scopes.add_to(&mut schemes);
    let (types, tags) = tags::run(types, demands);
    let types = self_unions::cut(cx, types);
    let types = read_write_only::run(types, &tags, &operations, &webhooks);

    // The types are final here: the remaining passes only read them.
    header_dates::run(&types, &mut operations);
    paging::find(cx, &types, &mut operations, pages);
    pinned_names::check(cx, &types, &operations);
    let codes = codes::find(&types, &operations);
    let info = info(&document);
    let mut api = Api {
        info,
        servers,
        schemes,
        groups,
        types,
        inline,
        own_types,
        operations,
        left_out,
        losses: std::mem::take(&mut cx.losses),
        webhooks,
        schemas,
        codes,
        is_types_only: false,
    };
    groups::add_others(&mut api);
    api
}

/// The result of lowering schemas.
struct Lowered {
    types: Arena<TypeDef>,
    inline: Arena<Inline>,
    own_types: Arena<OwnType>,
    /// The requirements of unions on their branches, in the order of their creation.
    demands: Vec<Demand>,
    /// The index of schemas.
    schemas: Vec<Described>,
}

/// The state of the passes that lower schemas to types.
struct Lower<'s, 'c> {
    cx: &'c mut Context<'s>,
    formats: Formats,
    /// The schemas read so far.
    schemas: HashMap<Location, Rc<Schema<'s>>>,
    /// The schemas with bound dynamic anchors.
    bound: HashMap<Target<'s>, Rc<Schema<'s>>>,
    /// The dynamic anchors that each schema refers to, directly or through references.
    anchors: HashMap<Location, Rc<HashSet<&'s str>>>,
    /// The targets of the alternatives of each schema, as far as they were needed.
    chosen: HashMap<Location, Rc<HashSet<Location>>>,
    /// The merged sets of schemas.
    merges: Merges<'s>,
    /// The item kinds of the conjunctions.
    item_kinds: ItemKinds<'s>,
    /// The schemas that extend other schemas.
    families: Families<'s>,
    /// The schemas that references lead to, with their shapes.
    components: HashMap<Target<'s>, Component>,
    /// The structs of extended schemas, without the schemas that extend them.
    own: HashMap<Location, TypeId>,
    /// The inline schemas, with their types.
    inline: InlineTypes<'s>,
    types: Types,
    own_types: OwnTypeTable<'c>,
    demands: Vec<Demand>,
    /// The schemas that are any JSON value, or a list or map of such values, although they say more.
    untyped: HashSet<Location>,
    /// The shapes of inline schemas, for the index.
    noted: HashMap<Location, Noted>,
    /// The amounts that count towards the limits.
    spent: Spent,
}

impl<'s, 'c> Lower<'s, 'c> {
    fn new(
        cx: &'c mut Context<'s>,
        document: &Document<'s>,
        formats: Formats,
        own_types: &'c OwnTypes,
    ) -> Self {
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
            inline: InlineTypes::default(),
            types: Types::default(),
            own_types: OwnTypeTable::new(own_types),
            demands: Vec::new(),
            untyped: HashSet::new(),
            noted: HashMap::new(),
            spent: Spent::default(),
        };
        lower.find_families(document);
        lower
    }

    /// Forgets merged sets of schemas if there are many, because most of them are needed once. The others are merged again.
    ///
    /// Called between components and operations, where nothing refers to them.
    fn forget_merged(&mut self) {
        if self.merges.is_large() {
            self.merges = Merges::default();
            self.item_kinds = ItemKinds::default();
        }
    }

    fn finish(self) -> Lowered {
        let (own_types, reports) = self.own_types.finish(self.cx.source.settings_file());
        reports.into_iter().for_each(|report| self.cx.report(report));
        Lowered {
            own_types,
            schemas: schema_index::in_order(self.cx.source, &self.components, self.noted),
            inline: self.inline.finish(),
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
